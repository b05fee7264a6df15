//! A list played into a chat since somebody pressed "Play here": all of it, from a track on, or one track; in the sound of
//! the one who pressed.
//!
//! Each time the job runs it makes the next few tracks, or records the next station. When they are out it goes on with the
//! rest, so the beginning is heard while the end is not made yet.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Kind, Progress, Rules, Run, Sent, Work,
    list::{self, Heard, HeardTrack, parts, portion, shelf},
    recording::Take,
    render::Sound,
};
use crate::{
    app::App,
    audio::Done,
    config::Config,
    db::Tx,
    domain::{EntryId, Item, Listening, PlaylistId},
    outbox::Lane,
    store::{ClaimedJob, PlaylistTrack, StoreError},
};

pub struct Play;

/// The name of its rows.
pub const PLAY: &str = "play";

/// So often is looked for what of a list is gone.
const CARE: i64 = 4;

/// What is wished for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wish {
    pub list: PlaylistId,
    /// How many tracks are left out at the beginning.
    pub skip: i64,
    /// How many are played at most.
    #[serde(default)]
    pub most: Option<i64>,
    /// What is left to play, once it has begun: the list may change meanwhile.
    #[serde(default)]
    pub rest: Option<Vec<EntryId>>,
}

/// What there is to hear, some tracks at a time.
#[derive(Debug, Serialize, Deserialize)]
pub struct Played {
    /// What is played; nothing where it is one track, which has a name of its own.
    pub name: String,
    pub tracks: Vec<HeardTrack>,
    /// In which sound, where it is not as they are.
    #[serde(default)]
    pub sound: Option<Sound>,
    /// The words of the tracks are wanted, too.
    #[serde(default)]
    pub shows_lyrics: bool,
    /// Something was played before.
    #[serde(default)]
    pub goes_on: bool,
    /// What comes afterwards.
    #[serde(default)]
    pub next: Option<Wish>,
}

impl Kind for Play {
    fn name(&self) -> &'static str {
        PLAY
    }

    fn feature(&self) -> &'static str {
        "playlist"
    }

    fn rules(&self, _config: &Config) -> Rules {
        Rules {
            // How many render at once is not decided here, and those who record a station only wait.
            workers: 16,
            per_person: 1,
            line: 1_000,
            line_per_person: 5,
            sends_again: false,
            lane: Lane::Bulk,
        }
    }

    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let wish: Wish = serde_json::from_value(job.payload.clone())?;
            let mut tx = app.db.read().await?;
            let list = tx.playlists().find(wish.list).await?;
            let listening = match job.user_id {
                Some(user) => tx.playback_settings().get(user.into()).await?,
                None => Listening::default(),
            };
            let on_it = tx.playlist_tracks().page(wish.list, i64::MAX, 0).await?;
            drop(tx);
            let (these, rest) = next_of(on_it, &wish);
            let mut tracks = Vec::new();
            for (number, entry) in these.iter().enumerate() {
                let heard = match &entry.item {
                    Item::Track(track) => {
                        let show = |done: Done| run.tell(how_far(number, these.len(), done));
                        run.tell(how_far(number, these.len(), Done::NOTHING));
                        // It was tried before: a file may be gone.
                        let careful = job.attempts > 1;
                        shelf::hear(app, track, &listening, careful, &run.stop, &show).await?
                    }
                    Item::Station(station) => {
                        let take = Take {
                            file: format!("{}-{}", job.id, entry.id),
                            station: station.station,
                            name: &station.name,
                            length: Duration::from_secs(station.minutes.seconds().unsigned_abs()),
                            listening: &listening,
                        };
                        let show = |progress| run.tell(progress);
                        Heard::Recorded(Box::new(take.record(app, &run.stop, &show).await?))
                    }
                };
                tracks.push(HeardTrack {
                    entry: entry.clone(),
                    heard,
                });
            }
            let next = (!rest.is_empty()).then_some(Wish {
                rest: Some(rest),
                ..wish
            });
            Ok(serde_json::to_value(Played {
                name: list
                    .filter(|_| wish.most != Some(1))
                    .map(|list| list.name)
                    .unwrap_or_default(),
                tracks,
                sound: (!listening.is_neutral()).then(|| listening.into()),
                shows_lyrics: listening.shows_lyrics,
                goes_on: wish.rest.is_some(),
                next,
            })?)
        })
    }

    fn sent<'a>(&'a self, tx: &'a mut Tx, sent: Sent<'a>) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let Ok(played) = Played::read(sent.outcome) else {
                return Ok(());
            };
            match parts(&played.tracks).get(sent.part) {
                Some(part) => list::note_out(tx, *part, sent.messages, sent.now).await,
                None => Ok(()),
            }
        })
    }

    fn next(&self, outcome: &Value) -> Option<Value> {
        let next = Played::read(outcome).ok()?.next?;
        serde_json::to_value(next).ok()
    }

    fn file_lost<'a>(
        &'a self,
        tx: &'a mut Tx,
        job: &'a ClaimedJob,
        outcome: &'a Value,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let Ok(played) = Played::read(outcome) else {
                return Ok(false);
            };
            list::forget(tx, &played.tracks).await?;
            // Tried again, with more care each time; what Telegram refuses nevertheless is told.
            Ok(job.attempts < CARE)
        })
    }

    fn ended<'a>(
        &'a self,
        app: &'a App,
        _job: &'a ClaimedJob,
        outcome: Option<&'a Value>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Some(Ok(played)) = outcome.map(Played::read) {
                shelf::put_away(app, &played.tracks).await;
            }
        })
    }

    fn sweep<'a>(
        &'a self,
        app: &'a App,
        _tx: &'a mut Tx,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            shelf::sweep(app, now).await;
            Ok(())
        })
    }
}

impl Played {
    pub fn read(outcome: &Value) -> serde_json::Result<Self> {
        serde_json::from_value(outcome.clone())
    }
}

/// The tracks that are played now, and what comes afterwards.
fn next_of(on_it: Vec<PlaylistTrack>, wish: &Wish) -> (Vec<PlaylistTrack>, Vec<EntryId>) {
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let mut tracks: Vec<PlaylistTrack> = match &wish.rest {
        Some(rest) => rest
            .iter()
            .filter_map(|id| on_it.iter().find(|track| track.id == *id))
            .cloned()
            .collect(),
        None => on_it
            .into_iter()
            .skip(count(wish.skip))
            .take(wish.most.map_or(usize::MAX, count))
            .collect(),
    };
    let rest = tracks.split_off(portion(&tracks));
    (tracks, rest.iter().map(|track| track.id).collect())
}

fn how_far(number: usize, count: usize, done: Done) -> Progress {
    let percent = number * 100 + usize::from(done.percent().unwrap_or(0));
    Progress {
        percent: u8::try_from(percent / count.max(1)).ok(),
        seconds_left: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AttachmentKind, Track};

    /// `check(25, wish, "10..20", 5)`: of so many tracks, which are played now, and how many afterwards.
    #[track_caller]
    fn check(count: i64, wish: &Wish, now: std::ops::Range<i64>, afterwards: usize) {
        let on_it = (0..count).map(|id| PlaylistTrack {
            id: id.into(),
            playlist: 1.into(),
            item: Track::new(AttachmentKind::Audio, "id", "unique", None, None, 1)
                .unwrap()
                .into(),
        });
        let (these, rest) = next_of(on_it.collect(), wish);
        let these: Vec<_> = these.iter().map(|track| track.id.get()).collect();
        assert_eq!(these, now.collect::<Vec<_>>());
        assert_eq!(rest.len(), afterwards);
    }

    fn wish(skip: i64, most: Option<i64>, rest: Option<std::ops::Range<i64>>) -> Wish {
        Wish {
            list: 1.into(),
            skip,
            most,
            rest: rest.map(|rest| rest.map(EntryId::from).collect()),
        }
    }

    #[test]
    fn a_list_is_played_ten_tracks_at_a_time() {
        check(25, &wish(0, None, None), 0..10, 15);
        check(25, &wish(0, None, Some(10..25)), 10..20, 5);
        check(25, &wish(0, None, Some(20..25)), 20..25, 0);
        check(25, &wish(12, None, None), 12..22, 3);
        check(25, &wish(12, Some(1), None), 12..13, 0);
    }

    #[test]
    fn what_left_the_list_meanwhile_is_not_played() {
        check(12, &wish(0, None, Some(10..25)), 10..12, 0);
        check(0, &wish(0, None, None), 0..0, 0);
    }
}
