//! From a run to its messages, in its maker's sound.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use tokio::sync::Semaphore;

use super::{LEASE, PLAYERS, Runner, Said, grumble, store};
use crate::{
    domain::Listening,
    i18n::Locale,
    jobs::{
        NotNow,
        list::{self, Heard, HeardTrack, Part, TOGETHER, parts, shelf},
    },
    outbox::{Act, Delivered, Envelope, Lane, Outcome, SentMessage},
    store::{ClaimedRun, Maker, PlaylistTrack, Schedule, StoreError},
    telemetry::Chain,
    view::View,
};

/// So often is tried to make a track ready before it is played as it is.
const ATTEMPTS: i64 = 5;

/// Everything a run is about.
struct Play {
    schedule: Schedule,
    maker: Maker,
    tracks: Vec<PlaylistTrack>,
    /// The maker's sound.
    listening: Listening,
}

impl Play {
    /// How the maker is spoken to.
    fn locale(&self) -> Locale {
        let kept = self.maker.language;
        Locale(kept.unwrap_or_else(|| self.schedule.language()))
    }
}

/// One message of a run.
struct Message<'a> {
    chat: i64,
    view: View,
    /// The tracks it carries, if it carries any.
    part: Option<Part<'a>>,
    /// Which one it is, from 1 on.
    number: i64,
    is_last: bool,
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
        if let Err(NotNow(error)) = self.play_messages(run).await {
            let error = Chain(error.as_ref());
            tracing::warn!(run = %run.id, %error, "a run could not be played on");
        }
    }

    async fn play_messages(&self, run: &ClaimedRun) -> Result<(), NotNow> {
        let Some(play) = self.load(run).await? else {
            return Ok(());
        };
        match &run.note {
            Some(note) => self.say_note(run, &play, note).await?,
            None if play.tracks.is_empty() => self.turn(run, Some("empty")).await?,
            None => self.play_tracks(run, &play).await?,
        }
        Ok(())
    }

    /// Tells the maker something instead of playing.
    async fn say_note(&self, run: &ClaimedRun, play: &Play, note: &str) -> Result<(), NotNow> {
        let said = Said::Note {
            schedule: &play.schedule,
            note,
            due: run.due_at,
        };
        let chat = play.maker.telegram_id.get();
        let view = (self.say)(&said, play.locale()).into_iter().next();
        let Some(view) = view.filter(|_| run.sent == 0) else {
            return Ok(self.turn(run, None).await?);
        };
        let message = Message {
            chat,
            view,
            part: None,
            number: 1,
            is_last: true,
        };
        match self.send(run, message).await? {
            Step::Next | Step::Lost => Ok(()),
            Step::Pause(why) => Ok(self.pause(run, play, why).await?),
        }
    }

    /// Plays the tracks, some at a time: what is out already is passed over, the rest is made where it is not ready.
    async fn play_tracks(&self, run: &ClaimedRun, play: &Play) -> Result<(), NotNow> {
        let chat = play.schedule.chat_id;
        let chat = chat.unwrap_or_else(|| play.maker.telegram_id.get());
        let mut number = 0;
        let mut rest = play.tracks.chunks(TOGETHER).peekable();
        while let Some(entries) = rest.next() {
            let tracks = self.hear(run, play, entries).await?;
            let said = Said::Plays {
                schedule: &play.schedule,
                tracks: &tracks,
                sound: Some(play.listening).filter(|sound| !sound.is_neutral()),
                goes_on: number > 0,
            };
            let views = (self.say)(&said, play.locale());
            let mut parts = views.into_iter().zip(parts(&tracks)).peekable();
            while let Some((view, part)) = parts.next() {
                number += 1;
                if number <= run.sent {
                    continue;
                }
                let message = Message {
                    chat,
                    view,
                    part: Some(part),
                    number,
                    is_last: parts.peek().is_none() && rest.peek().is_none(),
                };
                match self.send(run, message).await? {
                    Step::Next => {}
                    Step::Lost => return Ok(()),
                    Step::Pause(why) => return Ok(self.pause(run, play, why).await?),
                }
            }
            shelf::put_away(&self.app, &tracks).await;
        }
        if number <= run.sent {
            self.turn(run, None).await?;
        }
        Ok(())
    }

    /// Some tracks in their maker's sound. What cannot be made although it was tried again and again is played as it is.
    async fn hear(
        &self,
        run: &ClaimedRun,
        play: &Play,
        entries: &[PlaylistTrack],
    ) -> Result<Vec<HeardTrack>, NotNow> {
        let mut tracks = Vec::new();
        for entry in entries {
            let stop = &self.stop;
            let heard = shelf::hear(&self.app, &entry.track, &play.listening, stop, &|_| ()).await;
            let heard = match heard {
                Err(NotNow(error)) if run.attempts >= ATTEMPTS && !stop.is_cancelled() => {
                    let error = Chain(error.as_ref());
                    tracing::error!(run = %run.id, %error, "a track of a schedule is played as it is");
                    Heard::AsItIs
                }
                heard => heard?,
            };
            tracks.push(HeardTrack {
                entry: entry.clone(),
                heard,
            });
        }
        Ok(tracks)
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
        let listening = tx.playback_settings().get(schedule.created_by).await?;
        Ok(Some(Play {
            schedule,
            maker,
            tracks,
            listening,
        }))
    }

    /// Sends one message: noted before it goes onto the wire, and when it is out.
    async fn send(&self, run: &ClaimedRun, message: Message<'_>) -> Result<Step, NotNow> {
        let envelope = Envelope {
            chat: message.chat,
            act: Act::Send {
                view: message.view,
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
        let step = match &outcome {
            Outcome::Superseded => return Ok(Step::Lost),
            Outcome::FileLost
                if self
                    .can_be_made_again(run, message.part, message.number)
                    .await? =>
            {
                return Err("Telegram does not have a file any more".into());
            }
            // One track that cannot be sent keeps the others from nobody.
            Outcome::Sent { .. } | Outcome::FileLost => Step::Next,
            Outcome::Blocked => Step::Pause("blocked"),
            Outcome::Gone => Step::Pause("gone"),
            Outcome::Failed { reason } if is_about_rights(reason) => Step::Pause("rights"),
            Outcome::Failed { reason } => {
                tracing::error!(run = %run.id, reason, "Telegram refused a message of a schedule");
                Step::Next
            }
        };
        if matches!(step, Step::Next) {
            let out = match &outcome {
                Outcome::Sent { messages } => messages.as_slice(),
                _ => &[],
            };
            let out = message.part.map(|part| (part, out));
            self.note_sent(run, message.number, message.is_last, out)
                .await;
        }
        drop(slot);
        Ok(step)
    }

    /// Forgets the files of a message that did not go out, where that helps: then it is tried again with new ones.
    async fn can_be_made_again(
        &self,
        run: &ClaimedRun,
        part: Option<Part<'_>>,
        number: i64,
    ) -> Result<bool, StoreError> {
        let Some(part) = part.filter(|_| run.attempts < ATTEMPTS) else {
            return Ok(false);
        };
        store!(self, |tx| {
            let can = list::forget(&mut tx, part.tracks()).await?;
            if can {
                let out = number - 1;
                tx.schedule_runs().note_sent(run, out, false).await?;
            }
            can
        })
    }

    /// Notes that a message is out, again until it works: what happened has to be on record.
    async fn note_sent(
        &self,
        run: &ClaimedRun,
        number: i64,
        is_last: bool,
        out: Option<(Part<'_>, &[SentMessage])>,
    ) {
        let mut pause = Duration::from_millis(100);
        loop {
            let now = self.app.clock.now();
            let noted = store!(self, |tx| {
                if let Some((part, messages)) = out {
                    list::note_out(&mut tx, part, messages, now).await?;
                }
                tx.schedule_runs().note_sent(run, number, is_last).await?;
            });
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
