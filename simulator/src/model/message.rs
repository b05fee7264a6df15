//! A message, one struct for all kinds: the Bot API has it so, and tests read a field rather than match a tree.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Audio, ChatRef, Document, Keyboard, PhotoSize, User, Video, VideoNote, Voice};

/// A formatted or recognised part of a text; offsets are in UTF-16 units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

/// Where a forwarded message came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Origin {
    User {
        date: i64,
        sender_user: Arc<User>,
    },
    Chat {
        date: i64,
        sender_chat: Arc<ChatRef>,
    },
    Channel {
        date: i64,
        chat: Arc<ChatRef>,
        message_id: i64,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    pub message_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Arc<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_chat: Option<Arc<ChatRef>>,
    pub date: i64,
    pub chat: Arc<ChatRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward_origin: Option<Origin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to_message: Option<Arc<Message>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_group_id: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_protected_content: bool,
    #[serde(flatten)]
    pub body: Body,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_markup: Option<Keyboard>,
}

/// What a message carries: a text, or a file with a caption, or news about the chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Entity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Audio>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photo: Vec<PhotoSize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Video>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_note: Option<VideoNote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption_entities: Vec<Entity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_chat_members: Vec<Arc<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_chat_member: Option<Arc<User>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_chat_title: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub group_chat_created: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_to_chat_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_from_chat_id: Option<i64>,
}

impl Body {
    pub fn of_text(text: String, entities: Vec<Entity>) -> Self {
        Self {
            text: Some(text),
            entities,
            ..Self::default()
        }
    }

    pub fn has_media(&self) -> bool {
        self.audio.is_some()
            || self.document.is_some()
            || !self.photo.is_empty()
            || self.voice.is_some()
            || self.video.is_some()
            || self.video_note.is_some()
    }

    /// News about the chat, which nobody wrote and nobody can edit or copy.
    pub fn is_service(&self) -> bool {
        self.text.is_none() && !self.has_media()
    }

    /// The words of the message: its text or its caption.
    pub fn words(&self) -> &str {
        self.text
            .as_deref()
            .or(self.caption.as_deref())
            .unwrap_or_default()
    }

    pub fn word_entities(&self) -> &[Entity] {
        if self.text.is_some() {
            &self.entities
        } else {
            &self.caption_entities
        }
    }
}

impl Message {
    pub fn words(&self) -> &str {
        self.body.words()
    }

    pub fn is_from(&self, user: i64) -> bool {
        self.from.as_ref().is_some_and(|from| from.id == user)
    }

    /// The labels of the inline keyboard, row by row.
    pub fn button_rows(&self) -> Vec<Vec<&str>> {
        let rows = self
            .reply_markup
            .iter()
            .flat_map(|markup| &markup.inline_keyboard);
        rows.map(|row| row.iter().map(|button| button.text.as_str()).collect())
            .collect()
    }
}
