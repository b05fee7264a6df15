//! How fast messages may leave: a reservation of evenly spaced slots, with a burst allowed after a rest. Pure: the
//! caller says what time it is and sleeps by itself.

use std::time::{Duration, Instant};

/// Hands out moments at which a message may go.
#[derive(Debug)]
pub(super) struct Pace {
    /// The distance between two messages once the burst is used up; zero means no limit.
    interval: Duration,
    burst: Duration,
    /// When the next message would go if there were no burst.
    next: Option<Instant>,
}

impl Pace {
    /// `count` messages in each `period`, of which `burst` may follow each other at once. A count of 0 is no limit.
    pub(super) fn new(count: u32, period: Duration, burst: u32) -> Self {
        let interval = period.checked_div(count).unwrap_or_default();
        Self {
            interval,
            burst: interval * burst.saturating_sub(1),
            next: None,
        }
    }

    /// Takes the next slot and says when it is.
    pub(super) fn reserve(&mut self, now: Instant) -> Instant {
        let next = self.next.map_or(now, |next| next.max(now));
        self.next = Some(next + self.interval);
        next.checked_sub(self.burst).map_or(now, |at| at.max(now))
    }

    /// The slot `reserve` would give.
    pub(super) fn peek(&self, now: Instant) -> Instant {
        let next = self.next.map_or(now, |next| next.max(now));
        next.checked_sub(self.burst).map_or(now, |at| at.max(now))
    }

    /// Nothing goes before `until`.
    pub(super) fn pause(&mut self, until: Instant) {
        let until = until + self.burst;
        self.next = Some(self.next.map_or(until, |next| next.max(until)));
    }

    /// Whether a message at `now` would go at once with the whole burst before it: nothing to remember.
    pub(super) fn is_rested(&self, now: Instant) -> bool {
        self.next.is_none_or(|next| next <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("1/1000ms burst 2", &[0, 0, 0, 5000], &[0, 0, 1000, 5000])`: when each message asked for goes, in ms.
    #[track_caller]
    fn check(mut pace: Pace, asked: &[u64], goes: &[u128]) {
        let start = Instant::now();
        let got: Vec<u128> = asked
            .iter()
            .map(|ms| (pace.reserve(start + Duration::from_millis(*ms)) - start).as_millis())
            .collect();
        assert_eq!(got, goes);
    }

    fn pace(count: u32, burst: u32) -> Pace {
        Pace::new(count, Duration::from_secs(1), burst)
    }

    #[test]
    fn spaces_what_comes_at_once() {
        check(pace(2, 1), &[0, 0, 0], &[0, 500, 1000]);
    }

    #[test]
    fn lets_a_burst_through_after_a_rest() {
        check(
            pace(1, 3),
            &[0, 0, 0, 0, 0, 9000],
            &[0, 0, 0, 1000, 2000, 9000],
        );
    }

    #[test]
    fn zero_is_no_limit() {
        check(pace(0, 3), &[0, 0, 0, 7], &[0, 0, 0, 7]);
    }

    #[test]
    fn a_pause_holds_for_the_burst_too() {
        let mut paused = pace(10, 3);
        let start = Instant::now();
        paused.pause(start + Duration::from_secs(4));
        assert_eq!(paused.reserve(start) - start, Duration::from_secs(4));
        assert!(!paused.is_rested(start + Duration::from_secs(1)));
        assert!(paused.is_rested(start + Duration::from_secs(5)));
    }

    #[test]
    fn a_pause_holds_without_a_limit() {
        let mut paused = pace(0, 1);
        let start = Instant::now();
        paused.pause(start + Duration::from_secs(4));
        assert_eq!(paused.peek(start) - start, Duration::from_secs(4));
    }
}
