//! What a message brought, without Telegram's types: words, a file, the message it answers. Pure.

use teloxide::types::{FileMeta, MediaKind, Message, MessageKind};

use crate::domain::{Attachment, AttachmentKind};

/// A message somebody sent, or the one under a pressed button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub message_id: i32,
    /// The text, or the caption of a file.
    pub text: Option<String>,
    pub attachment: Option<Attachment>,
    /// The album it is a part of; Telegram sends each part as a message of its own.
    pub album: Option<String>,
    /// Who wrote it; nobody where a group or a channel did.
    pub author: Option<i64>,
    /// The message it answers.
    pub reply_to: Option<Box<Incoming>>,
    /// Somebody said something; not a note of Telegram's that somebody joined or a title changed.
    pub is_said: bool,
    /// Somebody else's words, or one's own of another time.
    pub is_forwarded: bool,
}

impl Incoming {
    pub(super) fn of(message: &Message) -> Self {
        Self {
            message_id: message.id.0,
            text: message
                .text()
                .or_else(|| message.caption())
                .map(str::to_owned),
            attachment: attachment(message),
            album: message.media_group_id().map(|id| id.0.clone()),
            author: message
                .from
                .as_ref()
                .filter(|_| message.sender_chat.is_none())
                .and_then(|author| i64::try_from(author.id.0).ok()),
            reply_to: message
                .reply_to_message()
                .map(|message| Box::new(Self::of(message))),
            is_said: matches!(message.kind, MessageKind::Common(_)),
            is_forwarded: message.forward_origin().is_some(),
        }
    }
}

fn attachment(message: &Message) -> Option<Attachment> {
    let MessageKind::Common(common) = &message.kind else {
        return None;
    };
    let attached = match &common.media_kind {
        MediaKind::Audio(media) => Attachment {
            name: media.audio.file_name.clone(),
            mime: media.audio.mime_type.as_ref().map(ToString::to_string),
            seconds: Some(media.audio.duration.seconds()),
            title: media.audio.title.clone(),
            performer: media.audio.performer.clone(),
            ..file(AttachmentKind::Audio, &media.audio.file)
        },
        MediaKind::Voice(media) => Attachment {
            mime: media.voice.mime_type.as_ref().map(ToString::to_string),
            seconds: Some(media.voice.duration.seconds()),
            ..file(AttachmentKind::Voice, &media.voice.file)
        },
        MediaKind::VideoNote(media) => Attachment {
            seconds: Some(media.video_note.duration.seconds()),
            ..file(AttachmentKind::VideoNote, &media.video_note.file)
        },
        MediaKind::Document(media) => Attachment {
            name: media.document.file_name.clone(),
            mime: media.document.mime_type.as_ref().map(ToString::to_string),
            ..file(AttachmentKind::Document, &media.document.file)
        },
        _ => return None,
    };
    Some(attached)
}

fn file(kind: AttachmentKind, file: &FileMeta) -> Attachment {
    Attachment {
        kind,
        file_id: file.id.0.clone(),
        unique_id: file.unique_id.0.clone(),
        name: None,
        mime: None,
        // The library says u32::MAX where Telegram says nothing.
        bytes: (file.size != u32::MAX).then_some(u64::from(file.size)),
        seconds: None,
        title: None,
        performer: None,
    }
}
