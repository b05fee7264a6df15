//! From schedules that are due to runs, and each schedule on to when it is due next.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Runner, grumble, store};
use crate::{
    domain::{ScheduleSpec, Timezone},
    store::{Schedule, StoreError},
};

/// How many schedules are moved on in one transaction.
pub(super) const TOGETHER: i64 = 200;
/// A plan from so far ahead stems from a clock that was wrong. Clocks of several machines differ by less.
const WRONG_CLOCK: TimeDelta = TimeDelta::minutes(2);

/// What becomes of a schedule that is due.
#[derive(Debug, PartialEq, Eq)]
struct Decision {
    /// The instant that is played now, or why none is.
    run: (DateTime<Utc>, Option<&'static str>),
    next: Option<DateTime<Utc>>,
}

/// Of everything that was due up to now the latest is played, if it is late by no more than `window`; else it is said that
/// something was missed, once.
fn decide(
    spec: &ScheduleSpec,
    zone: Timezone,
    due: DateTime<Utc>,
    now: DateTime<Utc>,
    window: TimeDelta,
) -> Decision {
    let next = if spec.is_once() {
        None
    } else {
        spec.next_after(now, zone)
    };
    let first_in_window = if due >= now - window {
        Some(due)
    } else if spec.is_once() {
        None
    } else {
        spec.next_after(now - window - TimeDelta::milliseconds(1), zone)
    };
    let Some(mut latest) = first_in_window.filter(|run| *run <= now) else {
        return Decision {
            run: (due, Some("missed")),
            next,
        };
    };
    while !spec.is_once()
        && let Some(later) = spec.next_after(latest, zone).filter(|later| *later <= now)
    {
        latest = later;
    }
    Decision {
        run: (latest, None),
        next,
    }
}

impl Runner {
    /// Moves schedules on until the bot stops.
    pub(super) async fn plan(self: Arc<Self>) {
        loop {
            if let Err(error) = self.order_ahead().await {
                grumble(&error);
            }
            let next = match self.plan_what_is_due().await {
                Ok(TOGETHER) => continue,
                Ok(_) => self.next_due().await,
                Err(error) => Err(error),
            };
            let next = next.unwrap_or_else(|error| {
                grumble(&error);
                None
            });
            if !self.wait(next).await {
                return;
            }
        }
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        tx.schedules().next_due().await
    }

    /// Plans what is due now. How many schedules that were.
    pub(super) async fn plan_what_is_due(&self) -> Result<i64, StoreError> {
        let now = self.app.clock.now();
        let window = TimeDelta::minutes(self.app.config.schedules.catch_up_minutes.into());
        // Nothing is due most of the time: then nothing is written.
        let is_due = self.next_due().await?.is_some_and(|due| due <= now);
        let strayed = self
            .latest_plan()
            .await?
            .is_some_and(|planned| planned > now + WRONG_CLOCK);
        if !is_due && !strayed {
            return Ok(0);
        }
        store!(self, |tx| {
            for schedule in tx.schedules().strayed(now + WRONG_CLOCK, TOGETHER).await? {
                let next = reckon(&schedule, now);
                tracing::warn!(schedule = %schedule.id, "the clock was set back; the schedule is planned anew");
                tx.schedules().set_next(schedule.id, next, now).await?;
            }
            let due = tx.schedules().due(now, TOGETHER).await?;
            for schedule in &due {
                let (Ok(spec), Some(due)) = (schedule.spec(), schedule.next_run) else {
                    tx.schedules().set_next(schedule.id, None, now).await?;
                    continue;
                };
                let Decision {
                    run: (at, note),
                    next,
                } = decide(&spec, schedule.zone(), due, now, window);
                if !schedule.is_orphan {
                    tx.schedule_runs().add(schedule.id, at, note, now).await?;
                }
                tx.schedules().set_next(schedule.id, next, now).await?;
            }
            i64::try_from(due.len()).unwrap_or(TOGETHER)
        })
    }

    async fn latest_plan(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        tx.schedules().latest_plan().await
    }
}

/// When a schedule is due next; one that is paused stays so.
fn reckon(schedule: &Schedule, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let spec = schedule.spec().ok()?;
    schedule
        .next_run
        .and_then(|_| spec.next_after(now, schedule.zone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// `check(spec, due, now, "10-25T00:30 then 10-26T01:30")`: in Kyiv, with a window of an hour.
    #[track_caller]
    fn check(spec: &str, due: &str, now: &str, expect: &str) {
        let (spec, zone) = (
            ScheduleSpec::parse(spec).unwrap(),
            Timezone::parse("Europe/Kyiv").unwrap(),
        );
        let Decision {
            run: (run, note),
            next,
        } = decide(&spec, zone, at(due), at(now), TimeDelta::hours(1));
        let short = |at: DateTime<Utc>| at.format("%m-%dT%H:%M").to_string();
        let got = format!(
            "{} {} then {}",
            short(run),
            note.unwrap_or("plays"),
            next.map_or("never".to_owned(), short)
        );
        assert_eq!(got, expect);
    }

    #[test]
    fn what_is_due_plays_and_comes_again() {
        check(
            "daily 7:30",
            "2026-11-27T05:30:00Z",
            "2026-11-27T05:30:01Z",
            "11-27T05:30 plays then 11-28T05:30",
        );
        check(
            "once 7:30",
            "2026-11-27T05:30:00Z",
            "2026-11-27T05:30:01Z",
            "11-27T05:30 plays then never",
        );
    }

    #[test]
    fn of_what_was_missed_the_latest_plays_if_it_is_not_too_late() {
        check(
            "daily 7:30",
            "2026-11-24T05:30:00Z",
            "2026-11-27T06:00:00Z",
            "11-27T05:30 plays then 11-28T05:30",
        );
        check(
            "daily 7:30",
            "2026-11-24T05:30:00Z",
            "2026-11-27T05:00:00Z",
            "11-24T05:30 missed then 11-27T05:30",
        );
        check(
            "daily 7:30",
            "2026-11-27T05:30:00Z",
            "2026-11-27T06:31:00Z",
            "11-27T05:30 missed then 11-28T05:30",
        );
        check(
            "*/10 * * * *",
            "2026-11-27T05:30:00Z",
            "2026-11-27T09:35:00Z",
            "11-27T09:30 plays then 11-27T09:40",
        );
        check(
            "once 7:30",
            "2026-11-24T05:30:00Z",
            "2026-11-27T06:00:00Z",
            "11-24T05:30 missed then never",
        );
    }

    #[test]
    fn a_clock_that_jumps_a_year_ahead_does_not_burst() {
        check(
            "*/10 * * * *",
            "2026-11-27T05:30:00Z",
            "2027-11-27T05:35:00Z",
            "11-27T05:30 plays then 11-27T05:40",
        );
    }
}
