//! Who is who: the bot itself, chats and their members.

use serde_json::json;

use super::{Reply, common, done, error::ApiError, params::Params, reply};
use crate::{
    model::{ChatKind, Member, Status},
    state::{
        World,
        chat::{Chat, Contact},
    },
};

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

pub(crate) fn get_chat(world: &mut World, params: &Params) -> Reply {
    let id = common::chat_id(world, params, "chat_id")?;
    let chat = &world.chats[&id];
    if chat.kind() == ChatKind::Private && chat.contact == Contact::Never {
        return Err(ApiError::bad("chat not found"));
    }
    let mut full = serde_json::to_value(&*chat.info).expect("a chat is JSON");
    full["accent_color_id"] = json!(0);
    full["max_reaction_count"] = json!(11);
    full["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
    });
    if chat.kind().is_group() {
        full["permissions"] = json!({ "can_send_messages": true, "can_send_audios": true });
        full["join_to_send_messages"] = json!(chat.kind() == ChatKind::Supergroup);
    }
    reply(&full)
}

/// The chat, if it is a group or channel where the bot is.
fn shared_chat<'a>(world: &'a World, params: &Params, what: &str) -> Result<&'a Chat, ApiError> {
    let chat = &world.chats[&common::chat_id(world, params, "chat_id")?];
    let kind = chat.kind();
    match chat.member(world.bot.id).status {
        _ if kind == ChatKind::Private => Err(ApiError::bad(what)),
        Status::Kicked => Err(ApiError::forbidden(&format!(
            "bot was kicked from the {} chat",
            kind.name()
        ))),
        Status::Left => Err(ApiError::forbidden(&format!(
            "bot is not a member of the {} chat",
            kind.name()
        ))),
        _ => Ok(chat),
    }
}

pub(crate) fn get_administrators(world: &mut World, params: &Params) -> Reply {
    let chat = shared_chat(
        world,
        params,
        "there are no administrators in the private chat",
    )?;
    let admins = chat
        .members
        .iter()
        .filter(|(_, member)| member.status.is_admin());
    let described = admins.filter_map(|(id, member)| {
        let user = world.user(*id)?;
        Some(member.to_json(&user, chat.kind() == ChatKind::Channel))
    });
    reply(&described.collect::<Vec<_>>())
}

pub(crate) fn get_member_count(world: &mut World, params: &Params) -> Reply {
    let chat = &world.chats[&common::chat_id(world, params, "chat_id")?];
    let present = chat
        .members
        .values()
        .filter(|member| member.status.is_present())
        .count();
    reply(&if chat.kind() == ChatKind::Private {
        2
    } else {
        present
    })
}

pub(crate) fn leave(world: &mut World, params: &Params) -> Reply {
    let chat = shared_chat(
        world,
        params,
        "chat member status can't be changed in private chats",
    )?
    .id();
    let bot = world.bot.clone();
    world.change_member(chat, &bot, Member::new(Status::Left), &bot);
    done()
}

/// `logOut` and `close` end a session at Telegram; here there is none to end.
pub(crate) fn end_session(_: &mut World, _: &Params) -> Reply {
    done()
}
