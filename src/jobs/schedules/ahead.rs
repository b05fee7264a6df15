//! Ahead of a schedule: its tracks are made ready in its maker's sound, so that its first message goes out when it is due.
//!
//! `prepare_at` of a schedule says when it is its turn. In the transaction that takes it away a job is added, keyed by the
//! schedule and the instant, which puts the tracks onto the shelf of `list`. What is there already is not made again, so a
//! kill costs one track at most; and what is not ready in time the run makes itself.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Runner, plan::TOGETHER, store};
use crate::{
    app::App,
    config::Config,
    domain::ScheduleId,
    jobs::{Kind, Rules, Run, Work, list::shelf},
    store::{ClaimedJob, NewJob, Schedule, StoreError},
};

pub struct Ahead;

/// The name of its rows.
pub const AHEAD: &str = "ahead";

/// What is made ready.
#[derive(Debug, Serialize, Deserialize)]
struct Wish {
    schedule: ScheduleId,
    due: DateTime<Utc>,
}

impl Kind for Ahead {
    fn name(&self) -> &'static str {
        AHEAD
    }

    fn feature(&self) -> &'static str {
        "schedule"
    }

    fn rules(&self, _config: &Config) -> Rules {
        Rules::UNASKED
    }

    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let wish: Wish = serde_json::from_value(job.payload.clone())?;
            let mut tx = app.db.read().await?;
            let schedule = tx.schedules().find(wish.schedule).await?;
            let Some(schedule) = schedule.filter(|found| found.next_run == Some(wish.due)) else {
                return Ok(0.into());
            };
            let maker = tx.users().maker(schedule.created_by).await?;
            let banned = app.bans.all(&app.db, app.me.id).await?;
            if maker.is_none_or(|maker| banned.contains_key(&maker.telegram_id)) {
                return Ok(0.into());
            }
            let listening = tx.playback_settings().get(schedule.created_by).await?;
            let entries = tx
                .playlist_tracks()
                .page(schedule.playlist_id, i64::MAX, 0)
                .await?;
            drop(tx);
            // What a station broadcasts is not there yet.
            for track in entries.iter().filter_map(|entry| entry.item.track()) {
                shelf::hear(app, track, &listening, false, &run.stop, &|_| ()).await?;
            }
            Ok(entries.len().into())
        })
    }
}

impl Runner {
    /// Has made ready what is due soon.
    pub(super) async fn order_ahead(&self) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        let first = tx.schedules().next_to_prepare().await?;
        drop(tx);
        if first.is_none_or(|first| first > now) {
            return Ok(());
        }
        store!(self, |tx| {
            for schedule in tx.schedules().to_prepare(now, TOGETHER).await? {
                let sound = tx.playback_settings().get(schedule.created_by).await?;
                let is_to_be_made = !sound.is_neutral() && !schedule.plays_station;
                if let Some(due) = schedule.next_run.filter(|_| is_to_be_made) {
                    tx.jobs().add(&job(&schedule, due, now), now).await?;
                }
                tx.schedules().set_prepared(schedule.id).await?;
            }
        })?;
        self.app.jobs.wake();
        Ok(())
    }
}

fn job(schedule: &Schedule, due: DateTime<Utc>, now: DateTime<Utc>) -> NewJob {
    let wish = Wish {
        schedule: schedule.id,
        due,
    };
    NewJob {
        kind: AHEAD,
        key: Some(format!("{}:{}", schedule.id, due.timestamp())),
        payload: serde_json::to_value(wish).unwrap_or_default(),
        subject: String::new(),
        user: Some(schedule.created_by),
        // Nobody is told of it.
        chat: None,
        reply_to: None,
        language: schedule.language().code(),
        run_at: now,
    }
}
