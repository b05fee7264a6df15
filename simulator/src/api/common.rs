//! What most methods begin with: which chat, which text, what it replies to.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::{error::ApiError, params::Params};
use crate::{
    model::{ChatKind, Entity, Message, Status},
    state::{World, chat::Contact, limits::Cost},
    text::{self, Formatted},
};

/// The chat that a call names, by id or `@username`.
pub(crate) fn chat_id(world: &World, params: &Params, field: &str) -> Result<i64, ApiError> {
    let named = match params.fields.get(field) {
        Some(Value::String(name)) if name.starts_with('@') => Some(&name[1..]),
        _ => None,
    };
    let id = match named {
        Some(name) => {
            let mut chats = world.chats.values();
            chats
                .find(|chat| chat.info.username.as_deref() == Some(name))
                .map(super::super::state::chat::Chat::id)
        }
        None => Some(
            params
                .int(field)?
                .ok_or_else(|| ApiError::bad(format_args!("{field} is empty")))?,
        ),
    };
    let id = id
        .filter(|id| world.chats.contains_key(id))
        .ok_or_else(|| ApiError::bad("chat not found"))?;
    match world.chats[&id].upgraded_to {
        Some(to) => Err(ApiError::upgraded(to)),
        None => Ok(id),
    }
}

/// The chat that a call names, if the bot may write there.
pub(crate) fn writable_chat(world: &World, params: &Params) -> Result<i64, ApiError> {
    let id = chat_id(world, params, "chat_id")?;
    let chat = &world.chats[&id];
    if chat.kind() == ChatKind::Private {
        return match chat.contact {
            Contact::Open => Ok(id),
            Contact::Never => Err(ApiError::forbidden(
                "bot can't initiate conversation with a user",
            )),
            Contact::Blocked => Err(ApiError::forbidden("bot was blocked by the user")),
            Contact::Deactivated => Err(ApiError::forbidden("user is deactivated")),
        };
    }
    let kind = chat.kind().name();
    let bot = chat.member(world.bot.id);
    match bot.status {
        Status::Kicked => Err(ApiError::forbidden(&format!(
            "bot was kicked from the {kind} chat"
        ))),
        Status::Left => Err(ApiError::forbidden(&format!(
            "bot is not a member of the {kind} chat"
        ))),
        Status::Restricted => Err(ApiError::bad(
            "not enough rights to send text messages to the chat",
        )),
        _ if chat.kind() == ChatKind::Channel
            && !(bot.status.is_admin() && bot.rights.can_post_messages) =>
        {
            Err(ApiError::bad(
                "need administrator rights in the channel chat",
            ))
        }
        _ => Ok(id),
    }
}

/// Takes the place of `count` messages in Telegram's limits.
pub(crate) fn pay(world: &mut World, chat: i64, cost: Cost, count: u32) -> Result<(), ApiError> {
    let in_group = world
        .chats
        .get(&chat)
        .is_some_and(|chat| chat.kind() != ChatKind::Private);
    let now = world.clock.now_ms();
    world
        .limits
        .take(chat, in_group, cost, count, now)
        .map_err(ApiError::too_many)
}

/// A text with its mark-up understood: cleaned, and with what Telegram recognises by itself.
pub(crate) fn formatted(params: &Params, field: &str) -> Result<Option<Formatted>, ApiError> {
    let Some(raw) = params.text(field)? else {
        return Ok(None);
    };
    let entities_field = if field == "text" {
        "entities"
    } else {
        "caption_entities"
    };
    let entities = params.json::<Vec<Entity>>(entities_field, "message entities")?;
    format_text(raw, params.text("parse_mode")?, entities).map(Some)
}

pub(crate) fn format_text(
    raw: &str,
    parse_mode: Option<&str>,
    entities: Option<Vec<Entity>>,
) -> Result<Formatted, ApiError> {
    let parsed = match parse_mode.unwrap_or_default().to_ascii_lowercase().as_str() {
        "" => Formatted {
            text: raw.to_owned(),
            entities: entities.unwrap_or_default(),
        },
        "html" => text::html::parse(raw)
            .map_err(|why| ApiError::bad(format_args!("can't parse entities: {why}")))?,
        "markdown" | "markdownv2" => return Err(ApiError::bad("the simulator parses HTML only")),
        _ => return Err(ApiError::bad("unsupported parse_mode")),
    };
    let mut cleaned = text::clean::clean(parsed);
    text::detect::add_recognised(&cleaned.text, &mut cleaned.entities);
    Ok(cleaned)
}

/// The text of a message: there, and not too long.
pub(crate) fn message_text(params: &Params, too_long: &str) -> Result<Formatted, ApiError> {
    let text = formatted(params, "text")?.unwrap_or_default();
    if text::clean::is_blank(&text.text) {
        return Err(ApiError::bad("message text is empty"));
    }
    if text::utf16_len(&text.text) > 4_096 {
        return Err(ApiError::bad(too_long));
    }
    Ok(text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyParameters {
    message_id: i64,
    #[serde(default)]
    allow_sending_without_reply: bool,
    #[serde(default, rename = "chat_id")]
    _chat_id: Option<Value>,
    #[serde(default, rename = "quote")]
    _quote: Option<String>,
    #[serde(default, rename = "quote_parse_mode")]
    _quote_parse_mode: Option<String>,
    #[serde(default, rename = "quote_entities")]
    _quote_entities: Option<Value>,
    #[serde(default, rename = "quote_position")]
    _quote_position: Option<i64>,
    #[serde(default, rename = "checklist_task_id")]
    _checklist_task_id: Option<i64>,
}

/// The message that `reply_parameters` points at.
pub(crate) fn reply_to(
    world: &World,
    params: &Params,
    chat: i64,
) -> Result<Option<Arc<Message>>, ApiError> {
    let Some(wanted) = params.json::<ReplyParameters>("reply_parameters", "reply parameters")?
    else {
        return Ok(None);
    };
    match world.chats[&chat].messages.get(&wanted.message_id) {
        Some(message) => Ok(Some(message.clone())),
        None if wanted.allow_sending_without_reply => Ok(None),
        None => Err(ApiError::bad("message to be replied not found")),
    }
}
