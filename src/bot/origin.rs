//! Where an update comes from: who, in which chat, and which message an answer belongs to. Pure.

use teloxide::types::{Message, Update, UpdateKind, User};

use super::{feature::Chat, incoming::Incoming};
use crate::domain::TelegramId;

#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The person; nobody where a group's administrator writes as the group, or a channel writes.
    pub(super) person: Option<TelegramId>,
    /// The language of the person's client, as Telegram names it.
    pub(super) client_language: Option<String>,
    pub(super) chat: Chat,
    /// The press to answer.
    pub(super) press: Option<String>,
    /// The message an answer to a press changes.
    pub(super) edits: Option<i32>,
    /// In a group: the pressed panel was asked for by somebody else, who goes on looking at it.
    pub(super) is_foreign_panel: bool,
    /// In a group an answer says which message it answers.
    pub(super) reply_to: Option<i32>,
    /// The message that was sent, or the one under whose button was pressed.
    pub(super) message: Option<Incoming>,
}

impl Origin {
    /// `None` for an update that nobody waits for an answer to.
    pub(super) fn of(update: &Update) -> Option<Self> {
        let (from, chat, press, edits, reply_to) = match &update.kind {
            UpdateKind::Message(message) => {
                let from = message
                    .from
                    .as_ref()
                    .filter(|_| message.sender_chat.is_none());
                (
                    from,
                    chat_of(&message.chat),
                    None,
                    None,
                    (!message.chat.is_private()).then_some(message.id.0),
                )
            }
            UpdateKind::CallbackQuery(query) => {
                let message = query.message.as_ref()?;
                (
                    Some(&query.from),
                    chat_of(message.chat()),
                    Some(query.id.0.clone()),
                    Some(message.id().0),
                    None,
                )
            }
            UpdateKind::MyChatMember(member) => {
                (Some(&member.from), chat_of(&member.chat), None, None, None)
            }
            _ => return None,
        };
        Some(Self {
            person: from.and_then(person),
            client_language: from.and_then(|user| user.language_code.clone()),
            chat,
            press,
            edits,
            is_foreign_panel: is_foreign_panel(update),
            reply_to,
            message: message_of(update).map(Incoming::of),
        })
    }
}

fn message_of(update: &Update) -> Option<&Message> {
    match &update.kind {
        UpdateKind::Message(message) => Some(message),
        UpdateKind::CallbackQuery(query) => query.regular_message(),
        _ => None,
    }
}

fn is_foreign_panel(update: &Update) -> bool {
    let UpdateKind::CallbackQuery(query) = &update.kind else {
        return false;
    };
    let panel = query
        .message
        .as_ref()
        .and_then(|message| message.regular_message());
    let asker = panel
        .and_then(|panel| panel.reply_to_message())
        .and_then(|request| request.from.as_ref());
    // A panel below one of our own messages was asked for by nobody in particular.
    asker.is_some_and(|asker| asker.id != query.from.id && !asker.is_bot)
}

fn chat_of(chat: &teloxide::types::Chat) -> Chat {
    Chat {
        id: chat.id.0,
        is_private: chat.is_private(),
    }
}

/// A person of flesh and blood: a bot, or Telegram's stand-ins for anonymous administrators, has no settings.
fn person(user: &User) -> Option<TelegramId> {
    (!user.is_bot)
        .then(|| i64::try_from(user.id.0).ok().map(TelegramId::from))
        .flatten()
}
