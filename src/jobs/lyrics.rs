//! The words of a track or a song, where they cannot be told at once: the file has to be looked into for its own, or the
//! service takes its time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Kind, NotNow, Rules, Run, Work};
use crate::{
    app::App,
    audio::{Probe, ProbeError},
    config::Config,
    domain::{Attachment, Song},
    outbox::Lane,
    service::lyrics::{Copy, LookupError, Told},
    store::ClaimedJob,
    telegram::FileError,
    telemetry::Chain,
};

pub struct FindLyrics;

/// The name of its rows.
pub const LYRICS: &str = "lyrics";

/// What the words are wanted of.
#[derive(Debug, Serialize, Deserialize)]
pub enum Wanted {
    Song(Song),
    /// Its own words, else those of the song that it says it is.
    File(Attachment),
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Came {
    Told {
        song: Song,
        told: Told,
        /// When: an old copy has an age.
        at: DateTime<Utc>,
    },
    /// No service answers.
    Away,
    /// The file does not say what it is.
    Nameless,
}

impl Kind for FindLyrics {
    fn name(&self) -> &'static str {
        LYRICS
    }

    fn feature(&self) -> &'static str {
        "lyrics"
    }

    fn rules(&self, _config: &Config) -> Rules {
        Rules {
            workers: 4,
            per_person: 1,
            line: 500,
            line_per_person: 10,
            sends_again: true,
            lane: Lane::Waiting,
        }
    }

    /// Somebody looks at the line that says that it is looked for.
    fn edits(&self) -> bool {
        true
    }

    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let wanted: Wanted = serde_json::from_value(job.payload.clone())?;
            tokio::select! {
                came = find(app, wanted, run) => Ok(serde_json::to_value(came?)?),
                () = run.stop.cancelled() => Err("it was stopped".into()),
            }
        })
    }
}

async fn find(app: &Arc<App>, wanted: Wanted, run: &Run) -> Result<Came, NotNow> {
    let at = app.clock.now();
    let song = match wanted {
        Wanted::Song(song) => song,
        Wanted::File(file) => match look_into(app, &file, run).await {
            (_, Some(copy)) => {
                return Ok(Came::Told {
                    song: copy.lyrics.song.clone(),
                    told: Told::Found(copy),
                    at,
                });
            }
            (Some(song), None) => song,
            (None, None) => return Ok(Came::Nameless),
        },
    };
    match app.lyrics.look_up(&song).await {
        Ok(told) => Ok(Came::Told { song, told, at }),
        Err(LookupError::Away(_)) => Ok(Came::Away),
        Err(error @ LookupError::Store(_)) => Err(error.into()),
    }
}

/// Which song a file is, by Telegram's word or by its tags, and the words it brings.
async fn look_into(app: &App, file: &Attachment, run: &Run) -> (Option<Song>, Option<Copy>) {
    let looked = probe(app, file, run).await;
    let tags = looked.as_ref().ok().and_then(Option::as_ref);
    let or_tag = |said: &Option<String>, tag: fn(&Probe) -> &Option<String>| {
        said.clone().or_else(|| tag(tags?).clone())
    };
    let song = Song::of_file(
        or_tag(&file.performer, |tags| &tags.performer).as_deref(),
        or_tag(&file.title, |tags| &tags.title).as_deref(),
        file.name.as_deref(),
        file.seconds,
    )
    .ok();
    match &looked {
        Ok(tags) => {
            let lyrics = tags.as_ref().map_or(&[][..], |tags| &tags.lyrics);
            let own = app.lyrics.keep_own(file, song.as_ref(), lyrics).await;
            (song, own)
        }
        // Nothing is known of its tags; the next time somebody asks, it is tried again.
        Err(NotNow(error)) => {
            let error = Chain(error.as_ref());
            tracing::info!(%error, "a file cannot be looked into for its words");
            (song, None)
        }
    }
}

/// What the file says of itself; `None`: nothing that can be read, now or later.
async fn probe(app: &App, file: &Attachment, run: &Run) -> Result<Option<Probe>, NotNow> {
    app.audio.works().await?;
    let workspace = app.audio.workspace()?;
    let place = workspace.file("source");
    let path = match app.telegram.download(&file.file_id, &place).await {
        Ok(path) => path,
        Err(FileError::TooLarge | FileError::Gone) => return Ok(None),
        Err(error @ (FileError::Away(_) | FileError::Disk { .. })) => return Err(error.into()),
    };
    match app.audio.probe(&path, &run.stop).await {
        Ok(probe) => Ok(Some(probe)),
        Err(ProbeError::Refused(_)) => Ok(None),
        Err(error @ ProbeError::Tool(_)) => Err(error.into()),
    }
}
