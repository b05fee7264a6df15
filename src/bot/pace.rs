//! How fast one person may go. Whoever goes faster is told so once, kindly, and what they send meanwhile is left out: nobody
//! else waits for it, and nothing of theirs is stored or rendered.
//!
//! Each copy of the bot counts what it takes itself.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::domain::TelegramId;

/// A minute's worth may come at once: somebody forwards a hundred songs.
const BURST: Duration = Duration::from_mins(1);
/// How many people are remembered before those are forgotten who have rested.
const REMEMBERED: usize = 4096;

/// What to do with an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Answer,
    /// It is too much; say so, and that it goes on in so many seconds.
    SayWait(u64),
    LeaveOut,
}

/// The pace of everybody.
pub(super) struct Pace {
    /// The time one update takes of a person's budget; nothing where there is no limit.
    each: Option<Duration>,
    people: Mutex<HashMap<TelegramId, Person>>,
}

struct Person {
    /// When all of the budget is back.
    rested: Instant,
    was_told: bool,
}

impl Pace {
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            each: (per_minute > 0).then(|| Duration::from_mins(1) / per_minute),
            people: Mutex::default(),
        }
    }

    pub(super) fn take(&self, person: TelegramId, now: Instant) -> Verdict {
        let Some(each) = self.each else {
            return Verdict::Answer;
        };
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if people.len() >= REMEMBERED {
            people.retain(|_, person| person.rested > now);
        }
        let theirs = people.entry(person).or_insert(Person {
            rested: now,
            was_told: false,
        });
        let rested = theirs.rested.max(now) + each;
        let over = rested.saturating_duration_since(now + BURST);
        if over.is_zero() {
            theirs.rested = rested;
            theirs.was_told = false;
            Verdict::Answer
        } else if std::mem::replace(&mut theirs.was_told, true) {
            Verdict::LeaveOut
        } else {
            Verdict::SayWait(over.as_secs() + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check(60, "0×61 1", "A×60 S×1 A×1")`: with 60 a minute, 61 updates at second 0 and one at second 1.
    #[track_caller]
    fn check(per_minute: u32, seconds: &str, expect: &str) {
        let pace = Pace::new(per_minute);
        let start = Instant::now();
        let mut got: Vec<(char, usize)> = Vec::new();
        for at in seconds.split(' ') {
            let (second, times) = at.split_once('×').unwrap_or((at, "1"));
            let now = start + Duration::from_secs(second.parse().unwrap());
            for _ in 0..times.parse().unwrap() {
                let verdict = match pace.take(7.into(), now) {
                    Verdict::Answer => 'A',
                    Verdict::SayWait(_) => 'S',
                    Verdict::LeaveOut => 'L',
                };
                match got.last_mut() {
                    Some((last, count)) if *last == verdict => *count += 1,
                    _ => got.push((verdict, 1)),
                }
            }
        }
        let told: Vec<_> = got
            .iter()
            .map(|(v, count)| format!("{v}×{count}"))
            .collect();
        assert_eq!(told.join(" "), expect, "{seconds}");
    }

    #[test]
    fn a_burst_is_answered_and_what_is_too_much_is_said_once() {
        check(60, "0×60", "A×60");
        check(60, "0×70", "A×60 S×1 L×9");
        check(60, "0×61 1 1 1", "A×60 S×1 A×1 S×1 L×1");
        check(60, "0×70 60×60", "A×60 S×1 L×9 A×60");
    }

    #[test]
    fn a_slow_pace_still_lets_one_through() {
        check(1, "0 0 60", "A×1 S×1 A×1");
    }

    #[test]
    fn without_a_limit_everything_is_answered() {
        check(0, "0×1000", "A×1000");
    }
}
