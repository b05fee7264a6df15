//! Every method there is, with its fields as of Bot API 9.1 and later additions to them.

use std::{collections::HashMap, sync::LazyLock};

use super::{Reply, callbacks, chats, commands, editing, params::Params, sending};
use crate::state::World;

pub(crate) struct Method {
    /// As the Bot API spells it; calls may use any letter case.
    pub(crate) name: &'static str,
    /// Groups of field names.
    pub(crate) fields: &'static [&'static [&'static str]],
    pub(crate) run: Run,
}

#[derive(Clone, Copy)]
pub(crate) enum Run {
    Now(fn(&mut World, &Params) -> Reply),
    /// `getUpdates`, which waits.
    Poll,
}

/// Common to everything that sends.
const SEND: &[&str] = &[
    "allow_paid_broadcast",
    "business_connection_id",
    "chat_id",
    "direct_messages_topic_id",
    "disable_notification",
    "message_effect_id",
    "message_thread_id",
    "protect_content",
    "reply_markup",
    "reply_parameters",
    "suggested_post_parameters",
];
const EDIT: &[&str] = &[
    "business_connection_id",
    "chat_id",
    "inline_message_id",
    "message_id",
    "reply_markup",
];
const TEXT: &[&str] = &["entities", "link_preview_options", "parse_mode", "text"];
const CHAT: &[&str] = &["chat_id"];
const SCOPE: &[&str] = &["language_code", "scope"];

const fn now(
    name: &'static str,
    fields: &'static [&'static [&'static str]],
    run: fn(&mut World, &Params) -> Reply,
) -> Method {
    Method {
        name,
        fields,
        run: Run::Now(run),
    }
}

static METHODS: &[Method] = &[
    Method {
        name: "getUpdates",
        fields: &[&["allowed_updates", "limit", "offset", "timeout"]],
        run: Run::Poll,
    },
    now("getMe", &[], chats::get_me),
    now("sendMessage", &[SEND, TEXT], sending::send_message),
    now("editMessageText", &[EDIT, TEXT], editing::edit_text),
    now(
        "answerCallbackQuery",
        &[&[
            "cache_time",
            "callback_query_id",
            "show_alert",
            "text",
            "url",
        ]],
        callbacks::answer,
    ),
    now("setMyCommands", &[SCOPE, &["commands"]], commands::set),
    now("getMyCommands", &[SCOPE], commands::get),
    now("deleteMyCommands", &[SCOPE], commands::delete),
    now("getChatMember", &[CHAT, &["user_id"]], chats::get_member),
];

/// The method of this name in any letter case.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    static BY_NAME: LazyLock<HashMap<String, &'static Method>> = LazyLock::new(|| {
        METHODS
            .iter()
            .map(|method| (method.name.to_ascii_lowercase(), method))
            .collect()
    });
    BY_NAME.get(&name.to_ascii_lowercase()).copied()
}
