//! From a run to its messages.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use tokio::sync::Semaphore;

use super::{LEASE, PLAYERS, Runner, Said, grumble, store};
use crate::{
    i18n::Locale,
    outbox::{Act, Delivered, Envelope, Lane, Outcome},
    store::{ClaimedRun, Maker, PlaylistTrack, Schedule, StoreError},
    telemetry::Chain,
    view::View,
};

/// Everything a run is about.
struct Play {
    schedule: Schedule,
    maker: Maker,
    tracks: Vec<PlaylistTrack>,
}

/// What became of one message of a run.
enum Step {
    Next,
    /// It is not played on, for this reason.
    Pause(&'static str),
    /// Somebody else has the run, or it is gone.
    Lost,
}

impl Runner {
    /// Plays open runs until the bot stops; those that are being played then are finished.
    pub(super) async fn play(self: Arc<Self>) {
        let players = Arc::new(Semaphore::new(PLAYERS));
        loop {
            let free = players.available_permits();
            let claimed = if free == 0 {
                Ok(Vec::new())
            } else {
                self.claim(free).await
            };
            let claimed = claimed.unwrap_or_else(|error| {
                grumble(&error);
                Vec::new()
            });
            let is_busy = !claimed.is_empty();
            for run in claimed {
                let player = Arc::clone(&players)
                    .acquire_owned()
                    .await
                    .expect("never closed");
                let runner = Arc::clone(&self);
                tokio::spawn(async move {
                    tokio::select! {
                        () = runner.play_out(&run) => {}
                        () = runner.keep(&run) => {}
                    }
                    drop(player);
                });
            }
            if is_busy {
                // The next one as soon as somebody is free.
                tokio::select! {
                    _ = players.acquire() => {}
                    () = self.stop.cancelled() => break,
                }
                continue;
            }
            let next = self.next_run().await;
            if !self.wait(next).await {
                break;
            }
        }
        let everybody = u32::try_from(PLAYERS).expect("a small number");
        let _ = players.acquire_many(everybody).await;
    }

    async fn claim(&self, free: usize) -> Result<Vec<ClaimedRun>, StoreError> {
        let now = self.app.clock.now();
        // Nothing is there most of the time: then nothing is written.
        if self.next_run().await.is_none_or(|next| next > now) {
            return Ok(Vec::new());
        }
        let free = i64::try_from(free).unwrap_or(1);
        store!(self, |tx| tx
            .schedule_runs()
            .claim(now, now + LEASE, free)
            .await?)
    }

    async fn next_run(&self) -> Option<DateTime<Utc>> {
        let mut tx = self.app.db.read().await.ok()?;
        tx.schedule_runs().next_at().await.ok().flatten()
    }

    /// Gives signs of life until the run is somebody else's.
    async fn keep(&self, run: &ClaimedRun) {
        let rest = LEASE.to_std().unwrap_or_default() / 4;
        loop {
            self.app.clock.sleep(rest).await;
            let until = self.app.clock.now() + LEASE;
            let kept = store!(self, |tx| tx.schedule_runs().renew(run, until).await?);
            if matches!(kept, Ok(false)) {
                return;
            }
        }
    }

    /// Brings a run to its end. What the database does not take is tried again when the lease has ended.
    async fn play_out(&self, run: &ClaimedRun) {
        if run.uncertain > 0 {
            tracing::warn!(run = %run.id, "a message may be out already; it is not sent again");
        }
        if let Err(error) = self.play_messages(run).await {
            tracing::warn!(run = %run.id, error = %Chain(&error), "a run could not be played on");
        }
    }

    async fn play_messages(&self, run: &ClaimedRun) -> Result<(), StoreError> {
        let Some(play) = self.load(run).await? else {
            return Ok(());
        };
        let locale = Locale(
            play.maker
                .language
                .unwrap_or_else(|| play.schedule.language()),
        );
        let maker = play.maker.telegram_id.get();
        let (chat, views) = match &run.note {
            Some(note) => (
                maker,
                (self.say)(
                    &Said::Note {
                        schedule: &play.schedule,
                        note,
                        due: run.due_at,
                    },
                    locale,
                ),
            ),
            None if play.tracks.is_empty() => return self.turn(run, Some("empty")).await,
            None => {
                let said = Said::Plays {
                    schedule: &play.schedule,
                    tracks: &play.tracks,
                };
                (
                    play.schedule.chat_id.unwrap_or(maker),
                    (self.say)(&said, locale),
                )
            }
        };
        let count = views.len();
        if usize::try_from(run.sent).unwrap_or(usize::MAX) >= count {
            return self.turn(run, None).await;
        }
        for (part, view) in views
            .into_iter()
            .enumerate()
            .skip(usize::try_from(run.sent).unwrap_or_default())
        {
            match self.send(run, chat, view, part, count).await? {
                Step::Next => {}
                Step::Lost => return Ok(()),
                Step::Pause(why) => return self.pause(run, &play, why).await,
            }
        }
        Ok(())
    }

    async fn load(&self, run: &ClaimedRun) -> Result<Option<Play>, StoreError> {
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        let Some(schedule) = tx.schedules().find(run.schedule_id).await? else {
            return Ok(None);
        };
        let Some(maker) = tx.users().maker(schedule.created_by).await? else {
            return Ok(None);
        };
        let tracks = tx
            .playlist_tracks()
            .page(schedule.playlist_id, i64::MAX, 0)
            .await?;
        Ok(Some(Play {
            schedule,
            maker,
            tracks,
        }))
    }

    /// Sends one message: noted before it goes onto the wire, and when it is out.
    async fn send(
        &self,
        run: &ClaimedRun,
        chat: i64,
        view: View,
        part: usize,
        count: usize,
    ) -> Result<Step, StoreError> {
        let envelope = Envelope {
            chat,
            act: Act::Send {
                view,
                reply_to: None,
            },
        };
        let ready = || {
            async {
                let until = self.app.clock.now() + LEASE;
                store!(self, |tx| tx
                    .schedule_runs()
                    .note_sending(run, until)
                    .await?)
                .unwrap_or(false)
            }
            .boxed()
        };
        let Delivered { outcome, slot } = self
            .app
            .outbox
            .deliver_if(&envelope, Lane::Bulk, &ready)
            .await;
        let step = match outcome {
            Outcome::Superseded => return Ok(Step::Lost),
            // One track that cannot be sent keeps the others from nobody.
            Outcome::Sent { .. } | Outcome::FileLost => Step::Next,
            Outcome::Blocked => Step::Pause("blocked"),
            Outcome::Gone => Step::Pause("gone"),
            Outcome::Failed { reason } if is_about_rights(&reason) => Step::Pause("rights"),
            Outcome::Failed { reason } => {
                tracing::error!(run = %run.id, reason, "Telegram refused a message of a schedule");
                Step::Next
            }
        };
        if matches!(step, Step::Next) {
            let sent = i64::try_from(part + 1).unwrap_or(i64::MAX);
            self.note_sent(run, sent, part + 1 == count).await;
        }
        drop(slot);
        Ok(step)
    }

    /// Notes that a message is out, again until it works: what happened has to be on record.
    async fn note_sent(&self, run: &ClaimedRun, sent: i64, is_last: bool) {
        let mut pause = Duration::from_millis(100);
        loop {
            let noted = store!(self, |tx| tx
                .schedule_runs()
                .note_sent(run, sent, is_last)
                .await?);
            let Err(error) = noted else { return };
            grumble(&error);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }

    /// Nobody can be played to any more: pauses the schedule, and tells whoever made it, if they did not know yet.
    async fn pause(
        &self,
        run: &ClaimedRun,
        play: &Play,
        why: &'static str,
    ) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        let is_private = play.schedule.chat_id.is_none() || run.note.is_some();
        store!(self, |tx| {
            let paused = tx
                .schedules()
                .pause(run.schedule_id, Some(why), now)
                .await?;
            if is_private && why == "blocked" {
                tx.users().mark_blocked(play.maker.telegram_id, now).await?;
            }
            // A person who blocked the bot cannot be told; the panel says it.
            let note = (paused && !is_private).then_some(why);
            tx.schedule_runs().turn(run, note, now).await?;
        })
    }

    async fn turn(&self, run: &ClaimedRun, note: Option<&str>) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        store!(self, |tx| tx.schedule_runs().turn(run, note, now).await?)
    }
}

/// Whether Telegram refused since the bot may not play there any more.
fn is_about_rights(reason: &str) -> bool {
    [
        "not enough rights",
        "need administrator rights",
        "CHAT_WRITE_FORBIDDEN",
        "_FORBIDDEN",
        "have no rights",
    ]
    .iter()
    .any(|sign| reason.contains(sign))
}
