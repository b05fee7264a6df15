//! Many messages at once, for benches: queued in one go, and counted when the bot has answered them.

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::{
    model::message::Body,
    options::PersonSpec,
    state::{World, posting::Draft},
};

/// Ids of load people begin here.
pub const FIRST_LOAD_PERSON: i64 = 50_000_000;

#[derive(Default)]
pub(crate) struct Load {
    asked: u64,
    started: Option<Instant>,
    last: Option<Instant>,
    /// Milliseconds from queued to answered.
    waits: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct LoadStats {
    pub asked: u64,
    /// Each message of the bot to a load person answers that person's oldest open message.
    pub answered: u64,
    /// From the first message queued to the last answer.
    pub elapsed_ms: u64,
    pub median_wait_ms: u32,
    pub p99_wait_ms: u32,
}

impl Load {
    pub(crate) fn answered(&mut self, asked: Instant) {
        let now = Instant::now();
        self.last = Some(now);
        self.waits
            .push(u32::try_from((now - asked).as_millis()).unwrap_or(u32::MAX));
    }

    pub(crate) fn stats(&self) -> LoadStats {
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        let at = |percent: usize| {
            waits
                .get((waits.len() * percent / 100).min(waits.len().saturating_sub(1)))
                .copied()
        };
        let elapsed = self
            .started
            .zip(self.last)
            .map_or(Duration::ZERO, |(from, to)| to - from);
        LoadStats {
            asked: self.asked,
            answered: self.waits.len() as u64,
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            median_wait_ms: at(50).unwrap_or(0),
            p99_wait_ms: at(99).unwrap_or(0),
        }
    }

    pub(crate) fn all_answered(&self) -> bool {
        self.waits.len() as u64 >= self.asked
    }
}

impl World {
    /// `people` persons say `per_person` of `texts` each, in turns. Earlier load figures are forgotten.
    pub(crate) fn queue_load(&mut self, people: u32, per_person: u32, texts: &[String]) {
        let now = Instant::now();
        self.load = Load {
            started: Some(now),
            ..Load::default()
        };
        if texts.is_empty() {
            return;
        }
        let ids = FIRST_LOAD_PERSON..FIRST_LOAD_PERSON + i64::from(people);
        for id in ids.clone() {
            self.add_person(&PersonSpec {
                role: "load".into(),
                ..PersonSpec::new(id, "Load", "en")
            });
            self.chats
                .get_mut(&id)
                .expect("just added")
                .unanswered
                .clear();
        }
        let mut texts = texts.iter().cycle();
        for _ in 0..per_person {
            for id in ids.clone() {
                let text = texts.next().cloned().unwrap_or_default();
                let draft = Draft {
                    body: Body::of_text(text, Vec::new()),
                    ..Draft::default()
                };
                if self.write(id, id, draft).is_ok() {
                    self.load.asked += 1;
                    self.chats
                        .get_mut(&id)
                        .expect("just added")
                        .unanswered
                        .push_back(now);
                }
            }
        }
    }
}
