//! Who somebody is in a group or channel.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::User;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Creator,
    Administrator,
    Member,
    Restricted,
    Left,
    Kicked,
}

impl Status {
    pub fn is_present(self) -> bool {
        !matches!(self, Self::Left | Self::Kicked)
    }

    pub fn is_admin(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator)
    }
}

/// What an administrator may do; the others follow from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rights {
    pub can_delete_messages: bool,
    pub can_post_messages: bool,
    pub is_anonymous: bool,
}

impl Default for Rights {
    fn default() -> Self {
        Self {
            can_delete_messages: true,
            can_post_messages: true,
            is_anonymous: false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub status: Status,
    pub rights: Rights,
}

impl Member {
    pub fn new(status: Status) -> Self {
        Self {
            status,
            rights: Rights::default(),
        }
    }

    /// The Bot API's `ChatMember` of `user`.
    pub fn to_json(self, user: &User, in_channel: bool) -> Value {
        let Self { status, rights } = self;
        let mut member = json!({ "status": status, "user": user });
        let more = match status {
            Status::Creator => json!({ "is_anonymous": rights.is_anonymous }),
            Status::Administrator => json!({
                "can_be_edited": false,
                "is_anonymous": rights.is_anonymous,
                "can_manage_chat": true,
                "can_delete_messages": rights.can_delete_messages,
                "can_manage_video_chats": false,
                "can_restrict_members": false,
                "can_promote_members": false,
                "can_change_info": false,
                "can_invite_users": true,
                "can_post_stories": false,
                "can_edit_stories": false,
                "can_delete_stories": false,
            }),
            Status::Restricted => json!({
                "is_member": true, "until_date": 0, "can_send_messages": false, "can_send_audios": false,
                "can_send_documents": false, "can_send_photos": false, "can_send_videos": false,
                "can_send_video_notes": false, "can_send_voice_notes": false, "can_send_polls": false,
                "can_send_other_messages": false, "can_add_web_page_previews": false, "can_change_info": false,
                "can_invite_users": false, "can_pin_messages": false, "can_manage_topics": false,
            }),
            Status::Kicked => json!({ "until_date": 0 }),
            Status::Member | Status::Left => json!({}),
        };
        merge(&mut member, more);
        if status == Status::Administrator && in_channel {
            merge(
                &mut member,
                json!({ "can_post_messages": rights.can_post_messages, "can_edit_messages": true }),
            );
        } else if status == Status::Administrator {
            merge(
                &mut member,
                json!({ "can_pin_messages": false, "can_manage_topics": false }),
            );
        }
        member
    }
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
