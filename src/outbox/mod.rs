//! Every message out goes through here: in order within a chat, at Telegram's pace, people who wait before bulk.
//!
//! `deliver` waits for its turn, sends, waits and tries again where Telegram says so or is away, and returns what
//! became of it. A delivery holds a wire slot until its caller has stored that it happened: so at most as many
//! messages as there are slots can ever be sent twice by a kill.

mod brief;
mod files;
mod limits;
mod refusal;
mod send;
mod split;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    config,
    metrics::{self, Metrics},
    telegram::Telegram,
    view::{Body, View},
};
use limits::Pace;
use send::{Progress, Sent};

/// How many messages may be on the wire, or sent and not yet recorded, at once.
pub const WIRE_SLOTS: usize = 32;

/// A short burst to one chat is tolerated by Telegram; this many messages may follow each other at once.
const CHAT_BURST: u32 = 5;
const GROUP_BURST: u32 = 5;

/// Refusals of different chats that arrive within this time are a limit of the whole bot, not of a chat.
const TOGETHER: Duration = Duration::from_secs(1);
const CHATS_TOGETHER: usize = 3;

/// A message for a chat, ready to be stored until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub chat: i64,
    pub act: Act,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    Send {
        view: View,
        reply_to: Option<i32>,
    },
    /// Of several edits of one message that wait, only the newest is sent.
    Edit {
        message: i32,
        view: View,
    },
    /// One that is gone already is as good as deleted.
    Delete {
        message: i32,
    },
}

/// Who waits for the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A person who looks at the chat.
    Waiting,
    /// Nobody in particular.
    Bulk,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The messages it became: one, or one for each part of a long text or an album.
    Sent { messages: Vec<SentMessage> },
    /// A newer edit of the same message took its place, or it was not wanted any more.
    Superseded,
    /// The person blocked the bot.
    Blocked,
    /// There is no such chat for us any more: deleted, left, thrown out, never started.
    Gone,
    /// The chat is there, and we may not write this in it.
    NotAllowed,
    /// A file it needs is not there: a path that is gone, or a `file_id` that Telegram does not accept. The caller can make
    /// it again.
    FileLost,
    /// Telegram refuses this message and would refuse it again.
    Failed { reason: String },
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Superseded => "superseded",
            Self::Blocked => "blocked",
            Self::Gone => "gone",
            Self::NotAllowed => "not_allowed",
            Self::FileLost => "file_lost",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Counts as waiting until it is dropped.
struct Waits<'a>(&'a Metrics);

impl<'a> Waits<'a> {
    fn new(metrics: &'a Metrics) -> Self {
        metrics.messages_waiting.inc();
        Self(metrics)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.messages_waiting.dec();
    }
}

/// A message that Telegram took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessage {
    pub id: i32,
    pub file: Option<SentFile>,
}

/// A file that Telegram has. By its `id` it is sent again without uploading it; by its `unique_id` it is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    pub id: String,
    pub unique_id: String,
}

/// An outcome, and the wire slot it occupies until it is recorded.
#[derive(Debug)]
pub struct Delivered {
    pub outcome: Outcome,
    pub slot: Option<OwnedSemaphorePermit>,
}

/// Asked before a message goes onto the wire.
pub type Ready<'a> = dyn Fn() -> BoxFuture<'a, bool> + Send + Sync + 'a;

pub struct Outbox {
    telegram: Arc<Telegram>,
    limits: config::Outbox,
    chats: Mutex<HashMap<i64, Arc<Chat>>>,
    whole: Mutex<Pace>,
    /// One bulk message at a time looks for a free moment; the others queue here.
    bulk_turn: tokio::sync::Mutex<()>,
    wire: Arc<Semaphore>,
    refusals: Mutex<Vec<(Instant, i64)>>,
    metrics: Arc<Metrics>,
}

/// What is remembered of a chat while messages to it are under way or its pace has not rested.
struct Chat {
    /// Held while a message is sent: the others wait in the order they came.
    turn: tokio::sync::Mutex<()>,
    pace: Mutex<Pace>,
    /// The newest edit asked for of each message; an older one that still waits gives up.
    edits: Mutex<HashMap<i32, u64>>,
}

impl Outbox {
    pub fn new(telegram: Arc<Telegram>, limits: config::Outbox, metrics: Arc<Metrics>) -> Self {
        let whole = Pace::new(limits.per_second, Duration::from_secs(1), limits.per_second);
        Self {
            telegram,
            limits,
            chats: Mutex::default(),
            whole: Mutex::new(whole),
            bulk_turn: tokio::sync::Mutex::default(),
            wire: Arc::new(Semaphore::new(WIRE_SLOTS)),
            refusals: Mutex::default(),
            metrics,
        }
    }

    /// Sends the message when its turn comes and says what became of it. Keeps trying while Telegram is away.
    pub async fn deliver(&self, envelope: &Envelope, lane: Lane) -> Delivered {
        self.deliver_if(envelope, lane, &|| Box::pin(async { true }))
            .await
    }

    /// The same; `ready` is asked when the message is about to go onto the wire. If it says no, the message is superseded.
    pub async fn deliver_if(
        &self,
        envelope: &Envelope,
        lane: Lane,
        ready: &Ready<'_>,
    ) -> Delivered {
        let waits = Waits::new(&self.metrics);
        let delivered = self.deliver_in_turn(envelope, lane, ready).await;
        drop(waits);
        let outcome = delivered.outcome.name();
        self.metrics
            .messages
            .get_or_create(&metrics::Outcome { outcome })
            .inc();
        delivered
    }

    async fn deliver_in_turn(
        &self,
        envelope: &Envelope,
        lane: Lane,
        ready: &Ready<'_>,
    ) -> Delivered {
        // Bulk looks for room before it takes a place in its chat, where somebody may wait for an answer.
        if lane == Lane::Bulk && send::weight(envelope, &Progress::default()) > 0 {
            self.wait_for_room(lane).await;
        }
        let chat = self.chat(envelope.chat);
        let edit = chat.note_edit(&envelope.act);
        let turn = chat.turn.lock().await;
        if edit.is_some_and(|(message, number)| chat.has_newer_edit(message, number)) {
            return Delivered {
                outcome: Outcome::Superseded,
                slot: None,
            };
        }
        let delivered = self.send_with_patience(envelope, lane, &chat, ready).await;
        if let Some((message, number)) = edit {
            chat.forget_edit(message, number);
        }
        drop(turn);
        delivered
    }

    /// Tells the person's client that the press arrived, with a short word where there is one. Not limited by
    /// Telegram, and worthless when late: tried once.
    pub async fn answer_press(&self, press_id: &str, toast: Option<&str>) {
        if let Err(error) = send::answer_press(&self.telegram, press_id, toast).await {
            tracing::debug!(%error, "a press could not be answered; its client has given up on it by now");
        }
    }

    async fn send_with_patience(
        &self,
        envelope: &Envelope,
        lane: Lane,
        chat: &Chat,
        ready: &Ready<'_>,
    ) -> Delivered {
        let mut progress = Progress::default();
        let mut pause = Duration::from_millis(500);
        let mut has_room = lane == Lane::Bulk;
        loop {
            let weight = send::weight(envelope, &progress);
            if weight > 0 {
                Self::wait_for_turn(chat, weight).await;
                if !std::mem::take(&mut has_room) {
                    self.wait_for_room(lane).await;
                }
            }
            let slot = Arc::clone(&self.wire)
                .acquire_owned()
                .await
                .expect("the wire is never closed");
            if !ready().await {
                return Delivered {
                    outcome: Outcome::Superseded,
                    slot: None,
                };
            }
            match send::step(&self.telegram, envelope, &mut progress).await {
                Sent::Part => {}
                Sent::Whole(outcome) => {
                    return Delivered {
                        outcome,
                        slot: Some(slot),
                    };
                }
                Sent::TooFast(wait) => self.slow_down(envelope.chat, chat, wait),
                Sent::Away(error) => {
                    tracing::debug!(%error, wait_ms = pause.as_millis(), "Telegram is away; the message waits");
                    drop(slot);
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(15));
                }
            }
        }
    }

    /// Waits for the chat's pace. An album goes at once and takes the time of its tracks.
    async fn wait_for_turn(chat: &Chat, weight: usize) {
        let at = {
            let mut pace = chat.pace.lock().expect("no panic under this lock");
            let at = pace.reserve(Instant::now());
            for _ in 1..weight {
                pace.reserve(at);
            }
            at
        };
        tokio::time::sleep_until(at.into()).await;
    }

    /// Waits for the bot's pace.
    async fn wait_for_room(&self, lane: Lane) {
        match lane {
            Lane::Waiting => {
                let at = self
                    .whole
                    .lock()
                    .expect("no panic under this lock")
                    .reserve(Instant::now());
                tokio::time::sleep_until(at.into()).await;
            }
            Lane::Bulk => {
                let _turn = self.bulk_turn.lock().await;
                while let Some(at) = self.reserve_if_free() {
                    tokio::time::sleep_until(at.into()).await;
                }
            }
        }
    }

    /// Takes a slot of the whole bot if one is free now; else says when to look again.
    fn reserve_if_free(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut whole = self.whole.lock().expect("no panic under this lock");
        let at = whole.peek(now);
        if at > now {
            return Some(at);
        }
        whole.reserve(now);
        None
    }

    /// Telegram said "too many": this chat rests, or, when several chats hear it together, all of them.
    fn slow_down(&self, id: i64, chat: &Chat, wait: Duration) {
        self.metrics.slowed.inc();
        let now = Instant::now();
        chat.pace
            .lock()
            .expect("no panic under this lock")
            .pause(now + wait);
        let mut refusals = self.refusals.lock().expect("no panic under this lock");
        refusals.retain(|(at, other)| now - *at < TOGETHER && *other != id);
        refusals.push((now, id));
        let everybody = refusals.len() >= CHATS_TOGETHER;
        if everybody {
            refusals.clear();
            self.whole
                .lock()
                .expect("no panic under this lock")
                .pause(now + wait);
        }
        tracing::warn!(
            chat.id = id,
            seconds = wait.as_secs(),
            everybody,
            "Telegram asks to slow down"
        );
    }

    fn chat(&self, id: i64) -> Arc<Chat> {
        const REMEMBERED: usize = 1024;
        let mut chats = self.chats.lock().expect("no panic under this lock");
        if chats.len() >= REMEMBERED && !chats.contains_key(&id) {
            let now = Instant::now();
            chats.retain(|_, chat| {
                Arc::strong_count(chat) > 1
                    || !chat
                        .pace
                        .lock()
                        .expect("no panic under this lock")
                        .is_rested(now)
            });
        }
        Arc::clone(
            chats
                .entry(id)
                .or_insert_with(|| Arc::new(Chat::new(id, &self.limits))),
        )
    }
}

impl Chat {
    fn new(id: i64, limits: &config::Outbox) -> Self {
        // Groups and channels have negative ids.
        let pace = if id < 0 {
            Pace::new(limits.per_group, Duration::from_mins(1), GROUP_BURST)
        } else {
            Pace::new(limits.per_chat, Duration::from_secs(1), CHAT_BURST)
        };
        Self {
            turn: tokio::sync::Mutex::default(),
            pace: Mutex::new(pace),
            edits: Mutex::default(),
        }
    }

    fn note_edit(&self, act: &Act) -> Option<(i32, u64)> {
        let Act::Edit { message, view } = act else {
            return None;
        };
        // New buttons take no text's place.
        if view.body == Body::Unchanged {
            return None;
        }
        let mut edits = self.edits.lock().expect("no panic under this lock");
        let number = edits
            .entry(*message)
            .and_modify(|number| *number += 1)
            .or_insert(1);
        Some((*message, *number))
    }

    fn has_newer_edit(&self, message: i32, number: u64) -> bool {
        self.edits
            .lock()
            .expect("no panic under this lock")
            .get(&message)
            .is_some_and(|newest| *newest > number)
    }

    fn forget_edit(&self, message: i32, number: u64) {
        let mut edits = self.edits.lock().expect("no panic under this lock");
        if edits.get(&message) == Some(&number) {
            edits.remove(&message);
        }
    }
}

#[cfg(test)]
mod tests;
