//! New and changed messages, by whomever: stored once, seen by people, told to the bot.

use std::sync::Arc;

use super::{World, chat::Chat};
use crate::model::{ChatKind, ChatRef, Keyboard, Message, Origin, User, message::Body};

/// A message before it has an id and a date.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) body: Body,
    pub(crate) reply_markup: Option<Keyboard>,
    pub(crate) reply_to: Option<Arc<Message>>,
    pub(crate) forward_origin: Option<Origin>,
    pub(crate) media_group_id: Option<String>,
    pub(crate) protected: bool,
}

/// Whose name stands above a message.
#[derive(Default)]
pub(crate) struct Author {
    pub(crate) from: Option<Arc<User>>,
    pub(crate) sender_chat: Option<Arc<ChatRef>>,
}

impl Chat {
    /// Stores a message.
    pub(crate) fn add(&mut self, author: Author, draft: Draft, date: i64) -> Arc<Message> {
        // Telegram quotes one level deep.
        let reply_to_message = draft.reply_to.map(|original| {
            if original.reply_to_message.is_none() {
                return original;
            }
            Arc::new(Message {
                reply_to_message: None,
                ..(*original).clone()
            })
        });
        let message = Arc::new(Message {
            message_id: self.next_message_id(),
            from: author.from,
            sender_chat: author.sender_chat,
            date,
            chat: self.info.clone(),
            forward_origin: draft.forward_origin,
            reply_to_message,
            edit_date: None,
            media_group_id: draft.media_group_id,
            has_protected_content: draft.protected,
            body: draft.body,
            reply_markup: draft.reply_markup,
        });
        self.messages.insert(message.message_id, message.clone());
        message
    }
}

impl World {
    /// A message of the bot. The caller has checked that the bot may write there.
    pub(crate) fn post_as_bot(&mut self, chat: i64, draft: Draft) -> Arc<Message> {
        let now = self.clock.now();
        let bot = self.bot.clone();
        let chat = self
            .chats
            .get_mut(&chat)
            .expect("the caller has looked the chat up");
        let author = if chat.kind() == ChatKind::Channel {
            Author {
                sender_chat: Some(chat.info.clone()),
                ..Author::default()
            }
        } else {
            Author {
                from: Some(bot),
                ..Author::default()
            }
        };
        let message = chat.add(author, draft, now);
        chat.action = None;
        if let Some(asked) = chat.unanswered.pop_front() {
            self.load.answered(asked);
        }
        self.notice(message.chat.id, "message", message.message_id);
        message
    }

    /// Puts `change`d contents in a message's place. Presses and replies keep pointing at it.
    pub(crate) fn edit(
        &mut self,
        chat: i64,
        id: i64,
        change: impl FnOnce(&mut Message),
    ) -> Option<Arc<Message>> {
        let now = self.clock.now();
        let stored = self.chats.get_mut(&chat)?.messages.get_mut(&id)?;
        let mut edited = (**stored).clone();
        change(&mut edited);
        // A keyboard may change without the message counting as edited.
        if edited.body != stored.body {
            edited.edit_date = Some(now);
        }
        *stored = Arc::new(edited);
        let stored = stored.clone();
        self.notice(chat, "edit", id);
        Some(stored)
    }

    pub(crate) fn delete(&mut self, chat: i64, id: i64) -> Option<Arc<Message>> {
        let gone = self.chats.get_mut(&chat)?.messages.remove(&id)?;
        self.notice(chat, "delete", id);
        Some(gone)
    }
}
