//! When to ask a provider that failed: not for a while, then once, then as before. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::ProviderError;

/// So many failures in a row open it.
const FAILURES: u32 = 3;
/// How long nobody asks then.
const REST: TimeDelta = TimeDelta::seconds(60);
/// A provider that asks for more than this is asked again all the same.
const LONGEST_REST: Duration = Duration::from_hours(1);

#[derive(Debug, Default)]
pub struct Breaker {
    failures: u32,
    rests_until: Option<DateTime<Utc>>,
}

impl Breaker {
    /// Whether to ask now. After a rest one question goes through; the next waits for what becomes of it.
    pub fn lets_through(&mut self, now: DateTime<Utc>) -> bool {
        match self.rests_until {
            Some(until) if now < until => false,
            Some(_) => {
                self.rests_until = Some(now + REST);
                true
            }
            None => true,
        }
    }

    pub fn note_answer(&mut self) {
        *self = Self::default();
    }

    pub fn note_failure(&mut self, error: &ProviderError, now: DateTime<Utc>) {
        let asked_for = match error {
            ProviderError::Busy { retry_after } => Some(retry_after.map_or(REST, |wait| {
                TimeDelta::from_std(wait.min(LONGEST_REST)).unwrap_or(REST)
            })),
            error if error.is_outage() => None,
            _ => return,
        };
        self.failures += 1;
        if let Some(rest) = asked_for.or((self.failures >= FAILURES).then_some(REST)) {
            self.rests_until = Some(now + rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What happens, a letter a second: `f` a failure, `a` an answer, `r` a refusal, `b` "busy, for 5 s"; `.` nothing.
    /// Each time somebody may ask there is a `+`, else a `-`.
    #[track_caller]
    fn check(happens: &str, expect: &str) {
        let mut breaker = Breaker::default();
        let mut now = DateTime::<Utc>::UNIX_EPOCH;
        let mut seen = String::new();
        for event in happens.chars() {
            let may = breaker.lets_through(now);
            seen.push(if may { '+' } else { '-' });
            match event {
                'a' if may => breaker.note_answer(),
                'f' if may => breaker.note_failure(&ProviderError::Broken(500), now),
                'r' if may => breaker.note_failure(&ProviderError::Refused(400), now),
                'b' if may => {
                    let retry_after = Some(Duration::from_secs(5));
                    breaker.note_failure(&ProviderError::Busy { retry_after }, now);
                }
                'M' => now += TimeDelta::seconds(59),
                _ => {}
            }
            now += TimeDelta::seconds(1);
        }
        assert_eq!(seen, expect, "{happens}");
    }

    #[test]
    fn rests_after_three_failures_in_a_row() {
        check("ffaffa", "++++++");
        check("fff..", "+++--");
        check("rrrr", "++++");
    }

    #[test]
    fn tries_once_after_a_rest() {
        // The try goes well: as before.
        check("fffMa..", "+++-+++");
        // It fails: another rest.
        check("fffMf..", "+++-+--");
        // Nothing is known of it yet.
        check("fffM...", "+++-+--");
    }

    #[test]
    fn rests_as_long_as_it_is_asked_to() {
        check("b....a", "+----+");
    }
}
