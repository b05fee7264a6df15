//! Every method there is, with its fields as of Bot API 9.1 and later additions to them.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    Reply, callbacks, chats, commands, copying, editing, files, media, params::Params, profile,
    removing, sending, signs, webhook,
};
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
    "reply_parameters",
    "suggested_post_parameters",
];
const MARKUP: &[&str] = &["reply_markup"];
const CAPTION: &[&str] = &[
    "caption",
    "caption_entities",
    "parse_mode",
    "show_caption_above_media",
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
const MESSAGE: &[&str] = &["chat_id", "message_id"];
const SOURCE: &[&str] = &["from_chat_id", "message_id", "video_start_timestamp"];
const SCOPE: &[&str] = &["language_code", "scope"];
const LANGUAGE: &[&str] = &["language_code"];
const NOTHING: &[&[&str]] = &[];

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
    now(
        "setWebhook",
        &[&[
            "allowed_updates",
            "certificate",
            "drop_pending_updates",
            "ip_address",
            "max_connections",
            "secret_token",
            "url",
        ]],
        webhook::set,
    ),
    now(
        "deleteWebhook",
        &[&["drop_pending_updates"]],
        webhook::delete,
    ),
    now("getWebhookInfo", NOTHING, webhook::info),
    now("getMe", NOTHING, chats::get_me),
    now("logOut", NOTHING, chats::end_session),
    now("close", NOTHING, chats::end_session),
    now("sendMessage", &[SEND, MARKUP, TEXT], sending::send_message),
    now(
        "sendAudio",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &["audio", "duration", "performer", "thumbnail", "title"],
        ],
        media::send_audio,
    ),
    now(
        "sendVoice",
        &[SEND, MARKUP, CAPTION, &["duration", "voice"]],
        media::send_voice,
    ),
    now(
        "sendDocument",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &["disable_content_type_detection", "document", "thumbnail"],
        ],
        media::send_document,
    ),
    now(
        "sendPhoto",
        &[SEND, MARKUP, CAPTION, &["has_spoiler", "photo"]],
        media::send_photo,
    ),
    now(
        "sendVideo",
        &[
            SEND,
            MARKUP,
            CAPTION,
            &[
                "cover",
                "duration",
                "has_spoiler",
                "height",
                "start_timestamp",
                "supports_streaming",
                "thumbnail",
                "video",
                "width",
            ],
        ],
        media::send_video,
    ),
    now(
        "sendVideoNote",
        &[
            SEND,
            MARKUP,
            &["duration", "length", "thumbnail", "video_note"],
        ],
        media::send_video_note,
    ),
    now("sendMediaGroup", &[SEND, &["media"]], media::send_group),
    now(
        "sendChatAction",
        &[
            CHAT,
            &["action", "business_connection_id", "message_thread_id"],
        ],
        signs::send_action,
    ),
    now(
        "setMessageReaction",
        &[MESSAGE, &["is_big", "reaction"]],
        signs::set_reaction,
    ),
    now("editMessageText", &[EDIT, TEXT], editing::edit_text),
    now(
        "editMessageCaption",
        &[EDIT, CAPTION],
        editing::edit_caption,
    ),
    now("editMessageMedia", &[EDIT, &["media"]], editing::edit_media),
    now("editMessageReplyMarkup", &[EDIT], editing::edit_markup),
    now("deleteMessage", &[MESSAGE], removing::delete),
    now(
        "deleteMessages",
        &[CHAT, &["message_ids"]],
        removing::delete_many,
    ),
    now(
        "copyMessage",
        &[SEND, MARKUP, CAPTION, SOURCE],
        copying::copy,
    ),
    now("forwardMessage", &[SEND, SOURCE], copying::forward),
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
    now(
        "answerInlineQuery",
        &[&[
            "button",
            "cache_time",
            "inline_query_id",
            "is_personal",
            "next_offset",
            "results",
        ]],
        signs::answer_inline,
    ),
    now("getFile", &[&["file_id"]], files::get_file),
    now("getChat", &[CHAT], chats::get_chat),
    now("getChatMember", &[CHAT, &["user_id"]], chats::get_member),
    now("getChatMemberCount", &[CHAT], chats::get_member_count),
    now("getChatAdministrators", &[CHAT], chats::get_administrators),
    now("leaveChat", &[CHAT], chats::leave),
    now("setMyCommands", &[SCOPE, &["commands"]], commands::set),
    now("getMyCommands", &[SCOPE], commands::get),
    now("deleteMyCommands", &[SCOPE], commands::delete),
    now("setMyName", &[LANGUAGE, &["name"]], profile::set_name),
    now("getMyName", &[LANGUAGE], profile::get_name),
    now(
        "setMyDescription",
        &[LANGUAGE, &["description"]],
        profile::set_description,
    ),
    now("getMyDescription", &[LANGUAGE], profile::get_description),
    now(
        "setMyShortDescription",
        &[LANGUAGE, &["short_description"]],
        profile::set_short,
    ),
    now("getMyShortDescription", &[LANGUAGE], profile::get_short),
    now(
        "setChatMenuButton",
        &[CHAT, &["menu_button"]],
        profile::set_menu_button,
    ),
    now("getChatMenuButton", &[CHAT], profile::get_menu_button),
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
