//! Who is who: the bot itself, chats and their members.

use serde_json::json;

use super::{Reply, common, error::ApiError, params::Params, reply};
use crate::{model::ChatKind, state::World};

pub(crate) fn get_me(world: &mut World, _: &Params) -> Reply {
    let mut me = serde_json::to_value(&*world.bot).expect("a user is JSON");
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(!world.options.privacy_mode);
    me["supports_inline_queries"] = json!(false);
    me["can_connect_to_business"] = json!(false);
    me["has_main_web_app"] = json!(false);
    reply(&me)
}

pub(crate) fn get_member(world: &mut World, params: &Params) -> Reply {
    let id = common::chat_id(world, params, "chat_id")?;
    let user_id = params
        .int("user_id")?
        .ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    let user = world
        .user(user_id)
        .ok_or_else(|| ApiError::bad("PARTICIPANT_ID_INVALID"))?;
    let chat = &world.chats[&id];
    if chat.kind() == ChatKind::Private {
        let there = user_id == id || user_id == world.bot.id;
        let status = if there { "member" } else { "left" };
        return reply(&json!({ "status": status, "user": *user }));
    }
    if !chat.has(world.bot.id) {
        return Err(ApiError::forbidden(&format!(
            "bot is not a member of the {} chat",
            chat.kind().name()
        )));
    }
    reply(
        &chat
            .member(user_id)
            .to_json(&user, chat.kind() == ChatKind::Channel),
    )
}
