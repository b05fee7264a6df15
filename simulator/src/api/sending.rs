//! `sendMessage`.

use super::{Reply, common, markup, params::Params, reply};
use crate::{
    model::{ChatKind, message::Body},
    state::{World, limits::Cost, posting::Draft},
};

pub(crate) fn send_message(world: &mut World, params: &Params) -> Reply {
    let text = common::message_text(params, "message is too long")?;
    let body = Body::of_text(text.text, text.entities);
    let (chat, draft) = draft(world, params, body)?;
    common::pay(world, chat, Cost::Message, 1)?;
    reply(&world.post_as_bot(chat, draft))
}

/// A new message to the chat that `params` names, with what every sending method can say about it.
pub(crate) fn draft(
    world: &World,
    params: &Params,
    body: Body,
) -> Result<(i64, Draft), super::error::ApiError> {
    let chat = common::writable_chat(world, params)?;
    let private = world.chats[&chat].kind() == ChatKind::Private;
    let draft = Draft {
        body,
        reply_markup: markup::of_message(params, private)?,
        reply_to: common::reply_to(world, params, chat)?,
        protected: params.flag("protect_content")?,
        ..Draft::default()
    };
    Ok((chat, draft))
}
