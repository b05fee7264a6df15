//! Copies and forwards.

use std::sync::Arc;

use serde_json::json;

use super::{Reply, common, error::ApiError, media, params::Params, reply, sending::draft};
use crate::{
    model::{ChatKind, Message, Origin, message::Body},
    state::{World, limits::Cost},
};

pub(crate) fn copy(world: &mut World, params: &Params) -> Reply {
    let source = source(world, params, "copy")?;
    let mut body = fresh(world, &source.body);
    if params.has("caption") && body.has_media() {
        body = media::captioned(body, media::caption(params)?);
    }
    let (chat, draft) = draft(world, params, body)?;
    common::pay(world, chat, Cost::Message, 1)?;
    reply(&json!({ "message_id": world.post_as_bot(chat, draft).message_id }))
}

pub(crate) fn forward(world: &mut World, params: &Params) -> Reply {
    let source = source(world, params, "forward")?;
    let body = fresh(world, &source.body);
    let (chat, mut draft) = draft(world, params, body)?;
    draft.forward_origin = Some(origin(&source));
    common::pay(world, chat, Cost::Message, 1)?;
    reply(&world.post_as_bot(chat, draft))
}

fn source(world: &World, params: &Params, what: &str) -> Result<Arc<Message>, ApiError> {
    let chat = common::chat_id(world, params, "from_chat_id")?;
    let id = params
        .int("message_id")?
        .ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
    let message = world.chats[&chat]
        .messages
        .get(&id)
        .filter(|message| !message.body.is_service());
    let message = message
        .cloned()
        .ok_or_else(|| ApiError::bad(format_args!("message to {what} not found")))?;
    if message.has_protected_content {
        return Err(ApiError::bad(format_args!(
            "message can't be {}",
            if what == "copy" {
                "copied"
            } else {
                "forwarded"
            }
        )));
    }
    Ok(message)
}

/// Where a message came from first.
pub(crate) fn origin(message: &Message) -> Origin {
    if let Some(origin) = &message.forward_origin {
        return origin.clone();
    }
    let date = message.date;
    match (&message.sender_chat, &message.from) {
        (Some(chat), _) if chat.kind == ChatKind::Channel => Origin::Channel {
            date,
            chat: chat.clone(),
            message_id: message.message_id,
        },
        (Some(chat), _) => Origin::Chat {
            date,
            sender_chat: chat.clone(),
        },
        (None, Some(from)) => Origin::User {
            date,
            sender_user: from.clone(),
        },
        (None, None) => Origin::Chat {
            date,
            sender_chat: message.chat.clone(),
        },
    }
}

/// The same contents with `file_id`s of their own.
pub(crate) fn fresh(world: &mut World, body: &Body) -> Body {
    let unique = [
        body.audio.as_ref().map(|file| &file.file_unique_id),
        body.voice.as_ref().map(|file| &file.file_unique_id),
        body.document.as_ref().map(|file| &file.file_unique_id),
        body.photo.first().map(|file| &file.file_unique_id),
        body.video.as_ref().map(|file| &file.file_unique_id),
        body.video_note.as_ref().map(|file| &file.file_unique_id),
    ];
    let file = unique
        .into_iter()
        .flatten()
        .next()
        .and_then(|unique| world.files.by_unique_id(unique));
    let mut copy = file.map_or_else(Body::default, |file| world.body_with(&file));
    copy.text.clone_from(&body.text);
    copy.entities.clone_from(&body.entities);
    copy.caption.clone_from(&body.caption);
    copy.caption_entities.clone_from(&body.caption_entities);
    copy
}
