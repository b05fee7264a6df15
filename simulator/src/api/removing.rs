//! Deleting messages.

use super::{Reply, common, done, error::ApiError, params::Params};
use crate::{model::ChatKind, state::World};

const TWO_DAYS: i64 = 48 * 3_600;

pub(crate) fn delete(world: &mut World, params: &Params) -> Reply {
    let chat = common::chat_id(world, params, "chat_id")?;
    let id = params
        .int("message_id")?
        .ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
    if !world.chats[&chat].messages.contains_key(&id) {
        return Err(ApiError::bad("message to delete not found"));
    }
    if !may_delete(world, chat, id) {
        return Err(ApiError::bad("message can't be deleted"));
    }
    world.delete(chat, id);
    done()
}

/// What is gone, or cannot go, is skipped.
pub(crate) fn delete_many(world: &mut World, params: &Params) -> Reply {
    let chat = common::chat_id(world, params, "chat_id")?;
    let ids = params
        .json::<Vec<i64>>("message_ids", "message identifiers")?
        .unwrap_or_default();
    match ids.len() {
        0 => return Err(ApiError::bad("message identifiers are not specified")),
        1..=100 => {}
        _ => return Err(ApiError::bad("too many message identifiers specified")),
    }
    for id in ids {
        if may_delete(world, chat, id) {
            world.delete(chat, id);
        }
    }
    done()
}

/// Own messages and all of a private chat for 48 hours; those of others where the bot is an administrator.
fn may_delete(world: &World, chat: i64, id: i64) -> bool {
    let chat = &world.chats[&chat];
    let Some(message) = chat.messages.get(&id) else {
        return false;
    };
    let fresh = world.clock.now() - message.date < TWO_DAYS;
    let bot = chat.member(world.bot.id);
    let as_admin = bot.status.is_admin() && bot.rights.can_delete_messages;
    let own = message.is_from(world.bot.id) || chat.kind() == ChatKind::Private;
    as_admin || (own && fresh)
}
