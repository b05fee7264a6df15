//! What the bot called: counted for ever, remembered with parameters for the last few thousand.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde_json::Value;

#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// The method as the Bot API spells it.
    pub method: &'static str,
    /// Uploaded files appear as `{"file_name":…,"bytes":…}`.
    pub params: Value,
    /// Milliseconds of the simulator's clock.
    pub at_ms: i64,
    /// `ok`, or Telegram's refusal; nothing while the call is under way or if its answer was lost.
    pub outcome: Option<Outcome>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

pub(crate) struct CallLog {
    keep: usize,
    first: u64,
    calls: VecDeque<Call>,
    counts: BTreeMap<&'static str, u64>,
    refusals: BTreeMap<String, u64>,
}

impl CallLog {
    pub(crate) fn new(keep: usize) -> Self {
        Self {
            keep,
            first: 0,
            calls: VecDeque::new(),
            counts: BTreeMap::new(),
            refusals: BTreeMap::new(),
        }
    }

    /// Remembers a call and returns what `finish` wants.
    pub(crate) fn start(
        &mut self,
        method: &'static str,
        params: impl FnOnce() -> Value,
        at_ms: i64,
    ) -> u64 {
        *self.counts.entry(method).or_default() += 1;
        if self.keep == 0 {
            return u64::MAX;
        }
        if self.calls.len() == self.keep {
            self.calls.pop_front();
            self.first += 1;
        }
        self.calls.push_back(Call {
            method,
            params: params(),
            at_ms,
            outcome: None,
        });
        self.first + self.calls.len() as u64 - 1
    }

    pub(crate) fn finish(&mut self, call: u64, outcome: Outcome) {
        if let Some(refusal) = &outcome.description {
            *self.refusals.entry(refusal.clone()).or_default() += 1;
        }
        let index = call
            .checked_sub(self.first)
            .and_then(|index| usize::try_from(index).ok());
        if let Some(call) = index.and_then(|index| self.calls.get_mut(index)) {
            call.outcome = Some(outcome);
        }
    }

    /// The remembered calls of a method (any letter case), oldest first; all of them for "".
    pub(crate) fn of(&self, method: &str) -> Vec<Call> {
        let wanted = |call: &&Call| method.is_empty() || call.method.eq_ignore_ascii_case(method);
        self.calls.iter().filter(wanted).cloned().collect()
    }

    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    pub(crate) fn refusals(&self) -> &BTreeMap<String, u64> {
        &self.refusals
    }
}
