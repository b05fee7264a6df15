//! From a run to its messages, in its maker's sound.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use super::{
    LEASE, PLAYERS, Runner, Said, grumble,
    seat::Seat,
    send::{Message, Step},
    store,
};
use crate::{
    domain::{Item, Listening, StationItem},
    i18n::Locale,
    jobs::{
        NotNow,
        list::{Heard, HeardTrack, Part, parts, portion, shelf},
        recording::Take,
    },
    store::{ClaimedRun, Maker, PlaylistTrack, Schedule, StoreError},
    telemetry::Chain,
    view::View,
};

/// So often is tried to make a track ready before it is played as it is.
pub(super) const ATTEMPTS: i64 = 5;

/// Everything a run is about.
pub(super) struct Play {
    pub(super) schedule: Schedule,
    pub(super) maker: Maker,
    entries: Vec<PlaylistTrack>,
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
                let mut seat = Seat::take(&players).await;
                let runner = Arc::clone(&self);
                tokio::spawn(async move {
                    tokio::select! {
                        () = runner.play_out(&run, &mut seat) => {}
                        () = runner.keep(&run) => {}
                    }
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
    async fn play_out(&self, run: &ClaimedRun, seat: &mut Seat) {
        if run.uncertain > 0 {
            tracing::warn!(run = %run.id, "a message may be out already; it is not sent again");
        }
        if let Err(NotNow(error)) = self.play_messages(run, seat).await {
            let error = Chain(error.as_ref());
            tracing::warn!(run = %run.id, %error, "a run could not be played on");
        }
    }

    async fn play_messages(&self, run: &ClaimedRun, seat: &mut Seat) -> Result<(), NotNow> {
        let Some(play) = self.load(run).await? else {
            return Ok(());
        };
        if self.is_banned(&play.maker).await {
            return Ok(self.turn(run, None).await?);
        }
        match &run.note {
            Some(note) => self.say_note(run, &play, note).await?,
            None if !play.entries.is_empty() => self.play_entries(run, &play, seat).await?,
            // Without its station it never has anything to play again.
            None if play.schedule.plays_station => self.pause(run, &play, "station").await?,
            None => self.turn(run, Some("empty")).await?,
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

    /// Plays what is on the list, some tracks or one station at a time: what is out already is passed over, the rest is made
    /// where it is not ready.
    async fn play_entries(
        &self,
        run: &ClaimedRun,
        play: &Play,
        seat: &mut Seat,
    ) -> Result<(), NotNow> {
        let (mut number, mut is_over) = (0, false);
        let mut rest = play.entries.as_slice();
        while !rest.is_empty() {
            let goes_on = number > 0;
            let (these, others) = rest.split_at(portion(rest));
            rest = others;
            if let [entry] = these
                && let Item::Station(station) = &entry.item
            {
                // Who wants to be woken is, and may listen to it meanwhile.
                number += 1;
                if number > run.sent {
                    let Some(view) = self.says_that_it_records(play, station, goes_on).await?
                    else {
                        continue;
                    };
                    if !self.play_part(run, play, view, None, number, false).await? {
                        return Ok(());
                    }
                }
                if number < run.sent {
                    number += 1;
                    continue;
                }
            }
            let tracks = self.hear(run, play, these, seat).await?;
            let said = Said::Plays {
                schedule: &play.schedule,
                tracks: &tracks,
                listening: play.listening,
                goes_on: number > 0,
            };
            let views = (self.say)(&said, play.locale());
            let mut parts = views.into_iter().zip(parts(&tracks)).peekable();
            while let Some((view, part)) = parts.next() {
                number += 1;
                if number <= run.sent {
                    continue;
                }
                is_over = parts.peek().is_none() && rest.is_empty();
                let part = Some(part);
                if !self
                    .play_part(run, play, view, part, number, is_over)
                    .await?
                {
                    return Ok(());
                }
            }
            shelf::put_away(&self.app, &tracks).await;
        }
        if !is_over {
            self.turn(run, None).await?;
        }
        Ok(())
    }

    /// Sends one message of a run to where it plays. False: it ends here.
    async fn play_part(
        &self,
        run: &ClaimedRun,
        play: &Play,
        view: View,
        part: Option<Part<'_>>,
        number: i64,
        is_last: bool,
    ) -> Result<bool, NotNow> {
        let chat = play.schedule.chat_id;
        let message = Message {
            chat: chat.unwrap_or_else(|| play.maker.telegram_id.get()),
            view,
            part,
            number,
            is_last,
        };
        match self.send(run, message).await? {
            Step::Next => Ok(true),
            Step::Lost => Ok(false),
            Step::Pause(why) => {
                self.pause(run, play, why).await?;
                Ok(false)
            }
        }
    }

    /// What is said before a station is recorded; nothing where there is none any more.
    async fn says_that_it_records(
        &self,
        play: &Play,
        item: &StationItem,
        goes_on: bool,
    ) -> Result<Option<View>, StoreError> {
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        let station = tx.radio_streams().find(item.station).await?;
        Ok(station.and_then(|station| {
            let said = Said::Records {
                schedule: &play.schedule,
                station: &station,
                minutes: item.minutes,
                listening: play.listening,
                goes_on,
            };
            (self.say)(&said, play.locale()).into_iter().next()
        }))
    }

    /// Some tracks, or a station, in their maker's sound. What cannot be made although it was tried again and again is played
    /// as it is.
    async fn hear(
        &self,
        run: &ClaimedRun,
        play: &Play,
        entries: &[PlaylistTrack],
        seat: &mut Seat,
    ) -> Result<Vec<HeardTrack>, NotNow> {
        let mut tracks = Vec::new();
        for entry in entries {
            let stop = &self.stop;
            let heard = match &entry.item {
                Item::Station(station) => {
                    let take = Take {
                        file: format!("run-{}-{}", run.id, entry.id),
                        station: station.station,
                        name: &station.name,
                        length: Duration::from_secs(station.minutes.seconds().unsigned_abs()),
                        listening: &play.listening,
                    };
                    let Ok(_recorder) = self.recorders.try_acquire() else {
                        return Err("too many stations are being recorded".into());
                    };
                    seat.stand_up();
                    let recorded = take.record(&self.app, stop, &|_| ()).await;
                    seat.sit_down().await;
                    recorded.map(|recorded| Heard::Recorded(Box::new(recorded)))
                }
                Item::Track(track) => {
                    // It was tried before: a file may be gone.
                    let careful = run.attempts > 1;
                    let heard =
                        shelf::hear(&self.app, track, &play.listening, careful, stop, &|_| ());
                    match heard.await {
                        Err(NotNow(error)) if run.attempts >= ATTEMPTS && !stop.is_cancelled() => {
                            let error = Chain(error.as_ref());
                            tracing::error!(run = %run.id, %error, "a track of a schedule is played as it is");
                            Ok(Heard::AsItIs)
                        }
                        heard => heard,
                    }
                }
            };
            tracks.push(HeardTrack {
                entry: entry.clone(),
                heard: heard?,
            });
        }
        Ok(tracks)
    }

    /// Whether the one who made a schedule is one the bot says nothing to. Not knowing it is no reason to be silent.
    async fn is_banned(&self, maker: &Maker) -> bool {
        let banned = self.app.bans.all(&self.app.db, self.app.me.id).await;
        banned.is_ok_and(|banned| banned.contains_key(&maker.telegram_id))
    }

    async fn load(&self, run: &ClaimedRun) -> Result<Option<Play>, StoreError> {
        let mut tx = self.app.db.read().await.map_err(StoreError::Database)?;
        let Some(schedule) = tx.schedules().find(run.schedule_id).await? else {
            return Ok(None);
        };
        let Some(maker) = tx.users().maker(schedule.created_by).await? else {
            return Ok(None);
        };
        let entries = tx
            .playlist_tracks()
            .page(schedule.playlist_id, i64::MAX, 0)
            .await?;
        let listening = tx.playback_settings().get(schedule.created_by).await?;
        Ok(Some(Play {
            schedule,
            maker,
            entries,
            listening,
        }))
    }
}
