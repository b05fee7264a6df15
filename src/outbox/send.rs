//! One step of sending one message, and what Telegram's answer to it means.

use std::time::Duration;

use teloxide::{
    ApiError, RequestError,
    payloads::{
        AnswerCallbackQuerySetters as _, EditMessageTextSetters as _, SendDocumentSetters as _,
        SendMessageSetters as _,
    },
    requests::Requester as _,
    types::{
        CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
        LinkPreviewOptions, MessageId, ParseMode, ReplyParameters,
    },
};

use super::{Act, Envelope, Outcome, split};
use crate::{
    telegram::{Telegram, without_token},
    view::{Body, View},
};

/// How far a message got: its parts that are sent stay sent when a later part has to wait.
#[derive(Default)]
pub(super) struct Progress {
    parts_sent: usize,
    /// The message to edit was not there; it is sent anew.
    edit_is_lost: bool,
    /// The group became a supergroup, which has another id.
    moved_to: Option<ChatId>,
}

/// What a step came to.
pub(super) enum Sent {
    /// There is more to send.
    Part,
    Whole(Outcome),
    TooFast(Duration),
    Away(String),
}

const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Sends the next part of a message.
pub(super) async fn step(
    telegram: &Telegram,
    envelope: &Envelope,
    progress: &mut Progress,
) -> Sent {
    let chat = progress.moved_to.unwrap_or(ChatId(envelope.chat));
    match &envelope.act {
        Act::Edit {
            message,
            view:
                View {
                    body: Body::Text(html),
                    buttons,
                },
        } if !progress.edit_is_lost => {
            let mut parts = split::split(html, split::MAX_TEXT);
            let mut edit = telegram
                .quick()
                .edit_message_text(chat, MessageId(*message), parts.swap_remove(0))
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW);
            if let Some(keyboard) = keyboard(buttons) {
                edit = edit.reply_markup(keyboard);
            }
            match edit.await {
                Ok(_) | Err(RequestError::Api(ApiError::MessageNotModified)) => {
                    Sent::Whole(Outcome::Sent { message: *message })
                }
                Err(RequestError::Api(
                    ApiError::MessageToEditNotFound
                    | ApiError::MessageCantBeEdited
                    | ApiError::MessageIdInvalid,
                )) => {
                    progress.edit_is_lost = true;
                    Sent::Part
                }
                Err(error) => judge(&error),
            }
        }
        Act::Edit { view, .. } => send(telegram, chat, view, None, progress).await,
        Act::Send { view, reply_to } => send(telegram, chat, view, *reply_to, progress).await,
    }
}

async fn send(
    telegram: &Telegram,
    chat: ChatId,
    view: &View,
    reply_to: Option<i32>,
    progress: &mut Progress,
) -> Sent {
    let reply = reply_to
        .filter(|_| progress.parts_sent == 0)
        .map(|message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply());
    let (sent, is_last) = match &view.body {
        Body::Text(html) => {
            let parts = split::split(html, split::MAX_TEXT);
            let is_last = progress.parts_sent + 1 >= parts.len();
            let mut message = telegram
                .quick()
                .send_message(chat, parts[progress.parts_sent].as_str())
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW);
            message.reply_parameters = reply;
            message.reply_markup = keyboard(&view.buttons).filter(|_| is_last).map(Into::into);
            (message.await, is_last)
        }
        Body::Document {
            name,
            bytes,
            caption,
        } => {
            let file = InputFile::memory(bytes.clone()).file_name(name.clone());
            let mut message = telegram
                .patient()
                .send_document(chat, file)
                .caption(caption)
                .parse_mode(ParseMode::Html);
            message.reply_parameters = reply;
            message.reply_markup = keyboard(&view.buttons).map(Into::into);
            (message.await, true)
        }
    };
    match sent {
        Ok(message) if is_last => Sent::Whole(Outcome::Sent {
            message: message.id.0,
        }),
        Ok(_) => {
            progress.parts_sent += 1;
            Sent::Part
        }
        Err(RequestError::MigrateToChatId(new)) if progress.moved_to.is_none() => {
            progress.moved_to = Some(new);
            Sent::Part
        }
        Err(error) => judge(&error),
    }
}

/// Tells the client of a person that the press arrived.
pub(super) async fn answer_press(
    telegram: &Telegram,
    press_id: &str,
    toast: Option<&str>,
) -> Result<(), String> {
    /// Telegram's limit for the word shown, in characters.
    const MAX_TOAST: usize = 200;
    let mut answer = telegram
        .quick()
        .answer_callback_query(CallbackQueryId(press_id.to_owned()));
    if let Some(toast) = toast {
        answer = answer.text(toast.chars().take(MAX_TOAST).collect::<String>());
    }
    answer
        .await
        .map(drop)
        .map_err(|error| without_token(&error))
}

fn keyboard(rows: &[Vec<crate::view::Button>]) -> Option<InlineKeyboardMarkup> {
    (!rows.is_empty()).then(|| {
        InlineKeyboardMarkup::new(rows.iter().map(|row| {
            row.iter().map(|button| {
                InlineKeyboardButton::callback(button.label.clone(), button.press.encode())
            })
        }))
    })
}

/// What a refusal means for the message and for the chat.
fn judge(error: &RequestError) -> Sent {
    match error {
        RequestError::RetryAfter(seconds) => Sent::TooFast(seconds.duration()),
        RequestError::Api(ApiError::BotBlocked | ApiError::UserDeactivated) => {
            Sent::Whole(Outcome::Blocked)
        }
        RequestError::Api(
            ApiError::ChatNotFound
            | ApiError::GroupDeactivated
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::CantInitiateConversation
            | ApiError::CantTalkWithBots
            | ApiError::NotEnoughRightsToPostMessages,
        )
        | RequestError::MigrateToChatId(_) => Sent::Whole(Outcome::Gone),
        // Refusals teloxide has no name for. "Forbidden" is always about the chat, never about the text.
        RequestError::Api(ApiError::Unknown(text)) if text.starts_with("Forbidden") => {
            Sent::Whole(Outcome::Gone)
        }
        RequestError::Api(ApiError::Unknown(text)) if is_server_trouble(text) => {
            Sent::Away(text.clone())
        }
        RequestError::Network(_) | RequestError::InvalidJson { .. } => {
            Sent::Away(without_token(error))
        }
        RequestError::Api(_) | RequestError::Io(_) => Sent::Whole(Outcome::Failed {
            reason: without_token(error),
        }),
    }
}

fn is_server_trouble(text: &str) -> bool {
    [
        "Internal Server Error",
        "Bad Gateway",
        "Service Unavailable",
        "Gateway Timeout",
    ]
    .iter()
    .any(|trouble| text.contains(trouble))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("Forbidden: …", "gone")`: what the text of a refusal means.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let refusal: ApiError =
            serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap();
        let got = match judge(&RequestError::Api(refusal)) {
            Sent::Whole(Outcome::Blocked) => "blocked",
            Sent::Whole(Outcome::Gone) => "gone",
            Sent::Whole(Outcome::Failed { .. }) => "failed",
            Sent::Away(_) => "away",
            Sent::Whole(_) | Sent::Part | Sent::TooFast(_) => "something else",
        };
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn a_person_who_blocked_us_is_told_apart_from_a_chat_that_is_gone() {
        check("Forbidden: bot was blocked by the user", "blocked");
        check("Forbidden: user is deactivated", "blocked");
        check("Forbidden: bot was kicked from the group chat", "gone");
        check("Forbidden: bot was kicked from the supergroup chat", "gone");
        check(
            "Forbidden: bot can't initiate conversation with a user",
            "gone",
        );
        check("Forbidden: bot is not a member of the channel chat", "gone");
        check("Bad Request: chat not found", "gone");
    }

    #[test]
    fn a_message_telegram_would_refuse_again_is_not_tried_again() {
        check(
            "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0",
            "failed",
        );
        check("Bad Request: message is too long", "failed");
    }

    #[test]
    fn trouble_at_telegram_is_waited_out() {
        check("Internal Server Error", "away");
        check("Bad Gateway", "away");
    }
}
