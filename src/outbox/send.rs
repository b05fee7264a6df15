//! One step of sending one message.

use std::time::Duration;

use teloxide::{
    ApiError, Bot, RequestError,
    payloads::{
        AnswerCallbackQuerySetters as _, EditMessageCaptionSetters as _, EditMessageText,
        EditMessageTextSetters as _, SendMessage, SendMessageSetters as _,
    },
    requests::Requester as _,
    types::{
        CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions,
        MessageId, ParseMode, ReplyParameters,
    },
};

use super::{
    Act, Envelope, Outcome, SentMessage, brief, files,
    refusal::{is_lost_edit, judge},
    split,
};
use crate::{
    telegram::{Telegram, without_token},
    view::{Body, Button, Does, View},
};

/// How far a message got: its parts that are sent stay sent when a later part has to wait.
#[derive(Default)]
pub(super) struct Progress {
    parts_sent: usize,
    sent: Vec<SentMessage>,
    /// The message to edit is not there, or cannot become what it is to be; it is sent anew.
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

/// How many messages the next step is in Telegram's eyes.
pub(super) fn weight(envelope: &Envelope, progress: &Progress) -> usize {
    match &envelope.act {
        Act::Send { view, .. } | Act::Edit { view, .. } => match &view.body {
            Body::Album(tracks) => files::part_of_album(tracks, progress.parts_sent).len(),
            _ => 1,
        },
        Act::Delete { .. } => 0,
    }
}

/// Sends the next part of a message.
pub(super) async fn step(
    telegram: &Telegram,
    envelope: &Envelope,
    progress: &mut Progress,
) -> Sent {
    let chat = progress.moved_to.unwrap_or(ChatId(envelope.chat));
    match &envelope.act {
        Act::Edit { message, view } if !progress.edit_is_lost => {
            edit(telegram, chat, MessageId(*message), view, progress).await
        }
        Act::Edit { message, view } => {
            let sent = send(telegram, chat, view, None, progress).await;
            if matches!(sent, Sent::Whole(Outcome::Sent { .. })) {
                // The old message must not go on offering what the new one offers. It may be gone, too.
                let old = telegram
                    .quick()
                    .edit_message_reply_markup(chat, MessageId(*message));
                let _ = old.await;
            }
            sent
        }
        Act::Delete { message } => {
            let deleted = telegram.quick().delete_message(chat, MessageId(*message));
            match deleted.await {
                Ok(_) | Err(RequestError::Api(_)) => Sent::Whole(Outcome::Sent {
                    messages: Vec::new(),
                }),
                Err(error) => judge(&error),
            }
        }
        Act::Send { view, reply_to } => send(telegram, chat, view, *reply_to, progress).await,
    }
}

async fn edit(
    telegram: &Telegram,
    chat: ChatId,
    message: MessageId,
    view: &View,
    progress: &mut Progress,
) -> Sent {
    let keyboard = keyboard(&view.buttons);
    let quick = telegram.quick();
    let edited = match &view.body {
        Body::Text(html) => {
            let mut parts = split::split(html, split::MAX_TEXT);
            let mut edit = EditMessageText::new(chat, message, parts.swap_remove(0))
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW);
            edit.reply_markup = keyboard;
            brief::send(quick, edit).await
        }
        Body::Caption(html) => {
            let mut edit = quick
                .edit_message_caption(chat, message)
                .caption(split::caption(html))
                .parse_mode(ParseMode::Html);
            edit.reply_markup = keyboard;
            edit.await.map(|message| files::sent(&message))
        }
        Body::Unchanged => {
            let mut edit = quick.edit_message_reply_markup(chat, message);
            edit.reply_markup = keyboard;
            edit.await.map(|message| files::sent(&message))
        }
        Body::Photo { .. }
        | Body::Audio(_)
        | Body::Document { .. }
        | Body::Voice { .. }
        | Body::VideoNote(_)
        | Body::Album(_) => {
            if files::is_missing(&view.body).await {
                return Sent::Whole(Outcome::FileLost);
            }
            let Some(media) = files::as_input_media(&view.body) else {
                progress.edit_is_lost = true;
                return Sent::Part;
            };
            let mut edit = telegram.patient().edit_message_media(chat, message, media);
            edit.reply_markup = keyboard;
            edit.await.map(|message| files::sent(&message))
        }
    };
    match edited {
        Ok(message) => Sent::Whole(Outcome::Sent {
            messages: vec![message],
        }),
        Err(RequestError::Api(ApiError::MessageNotModified)) => Sent::Whole(Outcome::Sent {
            messages: vec![SentMessage {
                id: message.0,
                file: None,
            }],
        }),
        Err(error) if is_lost_edit(&error) => {
            progress.edit_is_lost = true;
            Sent::Part
        }
        Err(error) => judge(&error),
    }
}

async fn send(
    telegram: &Telegram,
    chat: ChatId,
    view: &View,
    reply_to: Option<i32>,
    progress: &mut Progress,
) -> Sent {
    if files::is_missing(&view.body).await {
        return Sent::Whole(Outcome::FileLost);
    }
    let reply = reply_to
        .filter(|_| progress.parts_sent == 0)
        .map(|message| ReplyParameters::new(MessageId(message)).allow_sending_without_reply());
    let keyboard = keyboard(&view.buttons);
    let part = progress.parts_sent;
    let (sent, is_last) = match &view.body {
        Body::Text(html) | Body::Caption(html) => {
            let parts = split::split(html, split::MAX_TEXT);
            let is_last = part + 1 >= parts.len();
            let keyboard = keyboard.filter(|_| is_last);
            let sent = send_text(telegram.quick(), chat, &parts[part], reply, keyboard).await;
            (sent.map(|message| vec![message]), is_last)
        }
        Body::Album(tracks) => {
            let sent = files::send_album(telegram.patient(), chat, tracks, part, reply).await;
            let is_last = files::part_of_album(tracks, part + 1).is_empty();
            let sent = sent.map(|messages| messages.iter().map(files::sent).collect());
            (sent, is_last)
        }
        // The message whose buttons were to change is gone.
        Body::Unchanged => (Ok(Vec::new()), true),
        file => {
            let sent = files::send(telegram.patient(), chat, file, reply, keyboard).await;
            (sent.map(|message| vec![files::sent(&message)]), true)
        }
    };
    match sent {
        Ok(messages) => {
            progress.sent.extend(messages);
            progress.parts_sent += 1;
            if is_last {
                let messages = std::mem::take(&mut progress.sent);
                Sent::Whole(Outcome::Sent { messages })
            } else {
                Sent::Part
            }
        }
        Err(RequestError::MigrateToChatId(new)) if progress.moved_to.is_none() => {
            progress.moved_to = Some(new);
            Sent::Part
        }
        Err(error) => judge(&error),
    }
}

async fn send_text(
    bot: &Bot,
    chat: ChatId,
    html: &str,
    reply: Option<ReplyParameters>,
    keyboard: Option<InlineKeyboardMarkup>,
) -> Result<SentMessage, RequestError> {
    let mut message = SendMessage::new(chat, html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW);
    message.reply_parameters = reply;
    message.reply_markup = keyboard.map(Into::into);
    brief::send(bot, message).await
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

fn keyboard(rows: &[Vec<Button>]) -> Option<InlineKeyboardMarkup> {
    let buttons = |row: &Vec<Button>| row.iter().map(button).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows.iter().map(buttons)))
}

fn button(button: &Button) -> InlineKeyboardButton {
    match &button.does {
        Does::Press(press) => InlineKeyboardButton::callback(&button.label, press.encode()),
        Does::Url(url) => match reqwest::Url::parse(url) {
            Ok(url) => InlineKeyboardButton::url(&button.label, url),
            // A press nobody knows is answered as an old button; a button without an address would cost the message.
            Err(_) => InlineKeyboardButton::callback(&button.label, "link:broken"),
        },
    }
}
