//! Groups and channels: making them, coming, going, promoting, and growing into a supergroup.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::Impossible;
use crate::{
    model::{ChatKind, Member, Rights, Status, User, message::Body},
    state::{
        World,
        chat::Chat,
        group_info,
        posting::{Author, Draft},
    },
};

/// A group or channel to make.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupSpec {
    pub title: String,
    #[serde(default = "supergroup")]
    pub kind: ChatKind,
    /// One of the usual form is made up if there is none.
    #[serde(default)]
    pub id: Option<i64>,
    /// Of a public one, without `@`.
    #[serde(default)]
    pub username: Option<String>,
    pub creator: i64,
    #[serde(default)]
    pub members: Vec<i64>,
    /// The bot's place in it; it is not there if there is none.
    #[serde(default)]
    pub bot: Option<Status>,
}

fn supergroup() -> ChatKind {
    ChatKind::Supergroup
}

impl GroupSpec {
    pub fn new(title: &str, creator: i64) -> Self {
        Self {
            title: title.to_owned(),
            kind: ChatKind::Supergroup,
            id: None,
            username: None,
            creator,
            members: Vec::new(),
            bot: Some(Status::Member),
        }
    }
}

impl World {
    pub(crate) fn make_group(&mut self, spec: GroupSpec) -> Result<i64, Impossible> {
        if spec.kind == ChatKind::Private {
            return Impossible::because("a private chat comes with its person");
        }
        let id = spec.id.unwrap_or_else(|| self.free_chat_id(spec.kind));
        if self.chats.contains_key(&id) {
            return Impossible::because(format!("there is a chat {id} already"));
        }
        let creator = self.person_user(spec.creator)?;
        let members: Result<Vec<_>, _> = spec
            .members
            .iter()
            .map(|id| self.person_user(*id))
            .collect();
        let mut info = group_info(id, spec.kind, &spec.title);
        info.username = spec.username;
        let mut chat = Chat::new(info);
        chat.members
            .insert(creator.id, Member::new(Status::Creator));
        for member in members? {
            chat.members.insert(member.id, Member::new(Status::Member));
        }
        self.chats.insert(id, chat);
        if let Some(status) = spec.bot {
            let bot = self.bot.clone();
            self.change_member(id, &bot, Member::new(status), &creator);
        }
        Ok(id)
    }

    fn free_chat_id(&self, kind: ChatKind) -> i64 {
        let first = if kind == ChatKind::Group {
            -5_001
        } else {
            -1_001_000_000_002
        };
        let mut id = first;
        while self.chats.contains_key(&id) {
            id -= 1;
        }
        id
    }

    fn person_user(&self, id: i64) -> Result<Arc<User>, Impossible> {
        self.user(id)
            .ok_or_else(|| Impossible(format!("there is no person {id}")))
    }

    /// Gives `user` (a person or the bot) another place in a group, by the hand of `by`.
    pub(crate) fn set_member(
        &mut self,
        chat: i64,
        user: i64,
        status: Status,
        rights: Rights,
        by: Option<i64>,
    ) -> Result<(), Impossible> {
        let user = self.person_user(user)?;
        let by = by.map_or(Ok(user.clone()), |by| self.person_user(by))?;
        match self.chats.get(&chat) {
            Some(there) if there.kind() != ChatKind::Private => {}
            _ => return Impossible::because(format!("there is no group {chat}")),
        }
        self.change_member(chat, &user, Member { status, rights }, &by);
        Ok(())
    }

    /// Tells people by a service message and the bot by its updates, each where Telegram does.
    pub(crate) fn change_member(&mut self, id: i64, user: &Arc<User>, new: Member, by: &Arc<User>) {
        let date = self.clock.now();
        let chat = self
            .chats
            .get_mut(&id)
            .expect("the caller has looked the group up");
        let old = chat.member(user.id);
        chat.members.insert(user.id, new);
        let in_channel = chat.kind() == ChatKind::Channel;
        let change = json!({
            "chat": *chat.info,
            "from": **by,
            "date": date,
            "old_chat_member": old.to_json(user, in_channel),
            "new_chat_member": new.to_json(user, in_channel),
        });
        if user.id == self.bot.id {
            self.tell_bot("my_chat_member", &change, id);
        } else if self.chats[&id].member(self.bot.id).status.is_admin() {
            self.tell_bot("chat_member", &change, id);
        }
        let body = match (old.status.is_present(), new.status.is_present()) {
            (false, true) => Body {
                new_chat_members: vec![user.clone()],
                ..Body::default()
            },
            (true, false) => Body {
                left_chat_member: Some(user.clone()),
                ..Body::default()
            },
            _ => return self.changed.send_modify(|count| *count += 1),
        };
        if !in_channel {
            self.announce(id, by.clone(), body);
        }
    }

    fn announce(&mut self, chat: i64, by: Arc<User>, body: Body) {
        let date = self.clock.now();
        let there = self
            .chats
            .get_mut(&chat)
            .expect("the caller has looked the group up");
        let author = Author {
            from: Some(by),
            ..Author::default()
        };
        let message = there.add(
            author,
            Draft {
                body,
                ..Draft::default()
            },
            date,
        );
        self.notice(chat, "message", message.message_id);
        self.tell_bot_of(&message, "message", "channel_post");
    }

    /// A group becomes a supergroup with another id; the old id answers with `migrate_to_chat_id`.
    pub(crate) fn upgrade(&mut self, chat: i64) -> Result<i64, Impossible> {
        let old = self
            .chats
            .get(&chat)
            .filter(|chat| chat.kind() == ChatKind::Group && chat.upgraded_to.is_none());
        let old =
            old.ok_or_else(|| Impossible(format!("{chat} is no group that can be upgraded")))?;
        let id = self.free_chat_id(ChatKind::Supergroup);
        let title = old.info.title.clone().unwrap_or_default();
        let mut new = Chat::new(group_info(id, ChatKind::Supergroup, &title));
        new.members.clone_from(&old.members);
        let creator = old
            .members
            .iter()
            .find(|(_, member)| member.status == Status::Creator)
            .map(|(id, _)| *id);
        let by = self.person_user(creator.unwrap_or(self.bot.id))?;
        self.chats.insert(id, new);
        self.announce(
            chat,
            by.clone(),
            Body {
                migrate_to_chat_id: Some(id),
                ..Body::default()
            },
        );
        self.announce(
            id,
            by,
            Body {
                migrate_from_chat_id: Some(chat),
                ..Body::default()
            },
        );
        self.chats.get_mut(&chat).expect("just found").upgraded_to = Some(id);
        Ok(id)
    }
}
