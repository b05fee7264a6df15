//! Looking at the state, with nothing changing meanwhile.

use std::sync::Arc;

use crate::{
    model::Message,
    state::{World, updates::UpdateStats},
};

/// What `wait_until` looks at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(super) world: &'a World,
}

impl View<'_> {
    /// The chat as `person` sees it, oldest first.
    pub fn messages(&self, person: i64, chat: i64) -> Vec<Arc<Message>> {
        self.messages_after(person, chat, 0)
    }

    pub fn messages_after(&self, person: i64, chat: i64, after: i64) -> Vec<Arc<Message>> {
        let Some(chat) = self.world.chats.get(&chat) else {
            return Vec::new();
        };
        chat.seen_by(person, after).cloned().collect()
    }

    /// The newest message that is not `person`'s own.
    pub fn last_answer(&self, person: i64, chat: i64) -> Option<Arc<Message>> {
        let chat = self.world.chats.get(&chat)?;
        chat.seen_by(person, 0)
            .rev()
            .find(|message| !message.is_from(person))
            .cloned()
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<Arc<Message>> {
        self.world.chats.get(&chat)?.messages.get(&id).cloned()
    }

    /// How often the bot called `method` (as the Bot API spells it).
    pub fn count(&self, method: &str) -> u64 {
        self.world.calls.counts().get(method).copied().unwrap_or(0)
    }

    /// Deliveries that the webhook set now has refused.
    pub fn webhook_failures(&self) -> u64 {
        self.world
            .webhook
            .as_ref()
            .map_or(0, |webhook| webhook.failures)
    }

    pub fn updates(&self) -> UpdateStats {
        self.world.updates.stats
    }

    /// Updates that the bot has not confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.world.updates.waiting()
    }

    /// The chat action shown at this moment, such as `upload_voice`.
    pub fn action(&self, chat: i64) -> Option<&str> {
        let (action, until) = self.world.chats.get(&chat)?.action.as_ref()?;
        (*until > self.world.clock.now_ms()).then_some(action)
    }
}
