//! Changing messages of the bot.

use std::sync::Arc;

use super::{
    Reply, common,
    error::ApiError,
    markup,
    media::{self, InputMedia},
    params::Params,
    reply,
};
use crate::{
    model::{ChatKind, Keyboard, Message, message::Body},
    state::{World, limits::Cost},
};

pub(crate) const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are \
                                       exactly the same as a current content and reply markup of the message";

/// The message to edit, and its new inline keyboard.
pub(crate) struct Target {
    pub(crate) chat: i64,
    pub(crate) message: Arc<Message>,
    pub(crate) keyboard: Option<Keyboard>,
}

pub(crate) fn target(world: &World, params: &Params) -> Result<Target, ApiError> {
    if params.has("inline_message_id") {
        return Err(ApiError::bad("MESSAGE_ID_INVALID"));
    }
    let chat = common::writable_chat(world, params)?;
    let id = params
        .int("message_id")?
        .ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
    let there = &world.chats[&chat];
    let message = there
        .messages
        .get(&id)
        .cloned()
        .ok_or_else(|| ApiError::bad("message to edit not found"))?;
    let own = message.is_from(world.bot.id) || there.kind() == ChatKind::Channel;
    if !own || message.body.is_service() || message.forward_origin.is_some() {
        return Err(ApiError::bad("message can't be edited"));
    }
    let keyboard = markup::of_edit(params, there.kind() == ChatKind::Private)?;
    Ok(Target {
        chat,
        message,
        keyboard,
    })
}

/// Puts the new content in place, unless it is the old one.
pub(crate) fn apply(world: &mut World, target: Target, body: Body) -> Reply {
    let Target {
        chat,
        message,
        keyboard,
    } = target;
    if message.body == body && message.reply_markup == keyboard {
        return Err(ApiError::bad(NOT_MODIFIED));
    }
    common::pay(world, chat, Cost::Edit, 1)?;
    let edited = world.edit(chat, message.message_id, |message| {
        message.body = body;
        message.reply_markup = keyboard;
    });
    reply(&edited)
}

pub(crate) fn edit_text(world: &mut World, params: &Params) -> Reply {
    let text = common::message_text(params, "MESSAGE_TOO_LONG")?;
    let target = target(world, params)?;
    if target.message.body.text.is_none() {
        return Err(ApiError::bad("there is no text in the message to edit"));
    }
    apply(world, target, Body::of_text(text.text, text.entities))
}

pub(crate) fn edit_caption(world: &mut World, params: &Params) -> Reply {
    let caption = media::caption(params)?;
    let target = target(world, params)?;
    let body = &target.message.body;
    if !body.has_media() || body.video_note.is_some() {
        return Err(ApiError::bad("there is no caption in the message to edit"));
    }
    let body = media::captioned(body.clone(), caption);
    apply(world, target, body)
}

pub(crate) fn edit_media(world: &mut World, params: &Params) -> Reply {
    let media = params.json::<InputMedia>("media", "InputMedia")?;
    let media = media.ok_or_else(|| ApiError::bad("media is empty"))?;
    let target = target(world, params)?;
    let old = &target.message.body;
    if old.voice.is_some() || old.video_note.is_some() {
        return Err(ApiError::bad("message can't be edited"));
    }
    let body = media.body(world, params)?;
    if same_file(old, &body) && target.message.reply_markup == target.keyboard {
        return Err(ApiError::bad(NOT_MODIFIED));
    }
    apply(world, target, body)
}

/// The same stored file with the same caption; the `file_id` differs each time.
fn same_file(a: &Body, b: &Body) -> bool {
    let unique = |body: &Body| {
        let audio = body.audio.as_ref().map(|file| file.file_unique_id.clone());
        let document = || {
            body.document
                .as_ref()
                .map(|file| file.file_unique_id.clone())
        };
        let photo = || body.photo.first().map(|file| file.file_unique_id.clone());
        let video = || body.video.as_ref().map(|file| file.file_unique_id.clone());
        audio.or_else(document).or_else(photo).or_else(video)
    };
    unique(a).is_some()
        && unique(a) == unique(b)
        && a.caption == b.caption
        && a.caption_entities == b.caption_entities
}

pub(crate) fn edit_markup(world: &mut World, params: &Params) -> Reply {
    let target = target(world, params)?;
    let body = target.message.body.clone();
    apply(world, target, body)
}
