//! Time, so that tests can have their own. The only module that reads the system's clock.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::watch;

/// The time, in whole milliseconds: what both databases can keep.
pub trait Clock: fmt::Debug + Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// Waits for an instant of the calendar; a clock that is set meanwhile is noticed.
    fn sleep_until(&self, instant: DateTime<Utc>) -> BoxFuture<'_, ()>;

    /// Waits for a while, whatever happens to the calendar.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// How long a jump of the system's clock can stay unnoticed by `sleep_until`.
const LONGEST_NAP: Duration = Duration::from_secs(15);

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the time"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(3)
    }

    fn sleep_until(&self, instant: DateTime<Utc>) -> BoxFuture<'_, ()> {
        async move {
            // `to_std` fails for what is in the past.
            while let Ok(rest) = (instant - self.now()).to_std()
                && !rest.is_zero()
            {
                tokio::time::sleep(rest.min(LONGEST_NAP)).await;
            }
        }
        .boxed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        tokio::time::sleep(duration).boxed()
    }
}

/// A clock that stands still until it is moved, and then wakes whoever slept long enough.
#[derive(Debug)]
pub struct FixedClock(watch::Sender<DateTime<Utc>>);

impl FixedClock {
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(instant.trunc_subsecs(3)))
    }

    pub fn advance(&self, by: Duration) {
        self.set(self.now() + delta(by));
    }

    pub fn set(&self, instant: DateTime<Utc>) {
        self.0.send_replace(instant.trunc_subsecs(3));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    fn sleep_until(&self, instant: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let mut time = self.0.subscribe();
        async move {
            // The sender lives as long as `self`, which this future borrows.
            let _ = time.wait_for(|now| *now >= instant).await;
        }
        .boxed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.sleep_until(self.now() + delta(duration))
    }
}

/// A duration too long for the calendar ends at the end of days.
fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 123_456_789).expect("a valid instant")
    }

    #[test]
    fn times_have_whole_milliseconds() {
        assert_eq!(
            FixedClock::at(noon()).now().timestamp_subsec_nanos(),
            123_000_000
        );
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1_000_000, 0);
    }

    #[test]
    fn a_sleeper_wakes_when_the_clock_reaches_it_and_not_before() {
        let clock = FixedClock::at(noon());
        let mut sleep = clock.sleep(Duration::from_mins(1));
        clock.advance(Duration::from_secs(59));
        assert!(sleep.as_mut().now_or_never().is_none());
        clock.advance(Duration::from_secs(1));
        assert!(sleep.now_or_never().is_some());
    }

    #[tokio::test]
    async fn the_systems_clock_does_not_sleep_for_what_is_past() {
        SystemClock
            .sleep_until(noon() - TimeDelta::days(10_000))
            .await;
        let before = SystemClock.now();
        SystemClock
            .sleep_until(before + TimeDelta::milliseconds(5))
            .await;
        assert!(SystemClock.now() >= before + TimeDelta::milliseconds(5));
    }
}
