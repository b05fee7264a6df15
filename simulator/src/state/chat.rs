//! A chat: who is in it, what was said, and whether the bot may write there.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use crate::model::{ChatKind, ChatRef, Member, Message, Status};

/// How the bot stands with the person of a private chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contact {
    /// The person never wrote: the bot cannot begin.
    Never,
    Open,
    Blocked,
    /// The account is gone.
    Deactivated,
}

pub(crate) struct Chat {
    pub(crate) info: Arc<ChatRef>,
    /// Of a private chat.
    pub(crate) contact: Contact,
    /// Of a group or channel, the bot included.
    pub(crate) members: BTreeMap<i64, Member>,
    pub(crate) messages: BTreeMap<i64, Arc<Message>>,
    pub(crate) last_message_id: i64,
    /// Messages up to this one are hidden from a person who deleted the chat on their side.
    pub(crate) cleared: BTreeMap<i64, i64>,
    pub(crate) upgraded_to: Option<i64>,
    /// The last chat action and when (ms) it ends.
    pub(crate) action: Option<(&'static str, i64)>,
    /// The bot's reactions, by message.
    pub(crate) reactions: BTreeMap<i64, String>,
    /// When each load message that the bot did not answer yet was queued.
    pub(crate) unanswered: VecDeque<tokio::time::Instant>,
}

impl Chat {
    pub(crate) fn new(info: ChatRef) -> Self {
        Self {
            info: Arc::new(info),
            contact: Contact::Never,
            members: BTreeMap::new(),
            messages: BTreeMap::new(),
            last_message_id: 0,
            cleared: BTreeMap::new(),
            upgraded_to: None,
            action: None,
            reactions: BTreeMap::new(),
            unanswered: VecDeque::new(),
        }
    }

    pub(crate) fn id(&self) -> i64 {
        self.info.id
    }

    pub(crate) fn kind(&self) -> ChatKind {
        self.info.kind
    }

    pub(crate) fn member(&self, user: i64) -> Member {
        self.members
            .get(&user)
            .copied()
            .unwrap_or(Member::new(Status::Left))
    }

    pub(crate) fn has(&self, user: i64) -> bool {
        if self.kind() == ChatKind::Private {
            self.id() == user
        } else {
            self.member(user).status.is_present()
        }
    }

    pub(crate) fn next_message_id(&mut self) -> i64 {
        self.last_message_id += 1;
        self.last_message_id
    }

    /// The chat as `person` sees it, oldest first, after `after`.
    pub(crate) fn seen_by(
        &self,
        person: i64,
        after: i64,
    ) -> impl DoubleEndedIterator<Item = &Arc<Message>> {
        let from = after.max(self.cleared.get(&person).copied().unwrap_or(0)) + 1;
        self.messages.range(from..).map(|(_, message)| message)
    }
}
