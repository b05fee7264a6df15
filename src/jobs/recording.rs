//! Recording a station: its sound for some minutes, rendered as the one who asked likes to listen.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::fs;
use tokio_util::sync::CancellationToken;

use super::{Kind, NotNow, Progress, Rules, Run, Work};
use crate::{
    app::App,
    audio::{self, Request, Source, chain},
    config::Config,
    domain::{Listening, StationId},
    outbox::Lane,
    service::{
        recording::{self, Files, Notes, Wanted, record},
        stations::piped,
    },
    store::{ClaimedJob, Station},
};

/// What its jobs are called.
pub const NAME: &str = "recording";

/// What servers send ahead comes on top of what was asked for.
const AHEAD: Duration = Duration::from_mins(1);

/// What to record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recording {
    pub station: StationId,
    pub seconds: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    Track(Track),
    /// Nothing was to be heard.
    Nothing {
        name: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    pub station: StationId,
    pub name: String,
    pub file: std::path::PathBuf,
    pub began_at: DateTime<Utc>,
    pub seconds: u32,
    /// At which second of the track which song begins.
    pub songs: Vec<(u32, String)>,
    pub ending: Ending,
}

/// How a recording ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// With all that was asked for.
    Whole,
    /// The station was gone.
    BrokeOff,
    /// The bot was started anew.
    Restart,
}

pub(super) struct Record;

impl Kind for Record {
    fn name(&self) -> &'static str {
        NAME
    }

    fn feature(&self) -> &'static str {
        "radio"
    }

    fn rules(&self, config: &Config) -> Rules {
        Rules {
            workers: usize::try_from(config.radio.connections).unwrap_or(1),
            per_person: 2,
            line: 1_000,
            line_per_person: 3,
            sends_again: true,
            lane: Lane::Waiting,
        }
    }

    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let wish: Recording = serde_json::from_value(job.payload.clone())?;
            let listening = match job.user_id {
                Some(user) => {
                    let mut tx = app.db.read().await?;
                    tx.playback_settings().get(user.into()).await?
                }
                None => Listening::default(),
            };
            let take = Take {
                file: job.id.to_string(),
                station: wish.station,
                name: &job.subject,
                length: Duration::from_secs(wish.seconds),
                listening: &listening,
            };
            let tell = |progress| run.tell(progress);
            let recorded = take.record(app, &run.stop, &tell).await?;
            Ok(serde_json::to_value(recorded)?)
        })
    }

    fn ended<'a>(
        &'a self,
        _app: &'a App,
        _job: &'a ClaimedJob,
        outcome: Option<&'a Value>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let recorded = outcome.map(|outcome| serde_json::from_value(outcome.clone()));
            if let Some(Ok(recorded)) = recorded {
                Recorded::put_away(&recorded).await;
            }
        })
    }
}

impl Recorded {
    /// Nobody needs its files any more.
    pub(super) async fn put_away(&self) {
        if let Self::Track(track) = self {
            recording::put_away(&track.file).await;
        }
    }
}

/// What is recorded, and for whom.
pub(super) struct Take<'a> {
    /// By this name its files are found again when somebody died in between.
    pub(super) file: String,
    pub(super) station: StationId,
    /// What it was called when somebody asked for it.
    pub(super) name: &'a str,
    pub(super) length: Duration,
    pub(super) listening: &'a Listening,
}

impl Take<'_> {
    /// Records and renders; what an earlier process had of it is taken as it is.
    pub(super) async fn record(
        &self,
        app: &App,
        stop: &CancellationToken,
        tell: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Recorded, NotNow> {
        let mut tx = app.db.read().await?;
        let station = tx.radio_streams().find(self.station).await?;
        drop(tx);
        let Some(station) = station else {
            return Ok(self.nothing());
        };
        let folder = app.config.data_dir().join("recordings");
        let files = Files::of(&folder, &self.file, app.clock.now()).await?;
        let (notes, is_cut) = match files.left().await? {
            Some(notes) => {
                let is_cut = !notes.is_finished;
                (notes, is_cut)
            }
            None => (self.listen(app, &station, &files, stop, tell).await?, false),
        };
        let ending = match (is_cut, notes.broke_off) {
            (true, _) => Ending::Restart,
            (false, true) => Ending::BrokeOff,
            (false, false) => Ending::Whole,
        };
        self.render(app, &station, &files, notes, ending, stop)
            .await
    }

    fn nothing(&self) -> Recorded {
        Recorded::Nothing {
            name: self.name.to_owned(),
        }
    }

    async fn listen(
        &self,
        app: &App,
        station: &Station,
        files: &Files,
        stop: &CancellationToken,
        tell: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Notes, NotNow> {
        let mut listener = app
            .radio
            .tuner
            .listen(station.id, &Url::parse(&station.url)?);
        let wanted = Wanted {
            length: self.length,
            charset: station.charset,
            now: app.clock.now(),
        };
        let tell = |recorded: Duration| {
            let left = self.length.saturating_sub(recorded).as_secs();
            let percent = recorded.as_secs() * 100 / self.length.as_secs().max(1);
            tell(Progress {
                percent: u8::try_from(percent.min(100)).ok(),
                seconds_left: i64::try_from(left).ok(),
            });
        };
        let notes = record(&mut listener, &wanted, files, stop, &tell).await?;
        if !notes.is_finished {
            return Err("it is stopped".into());
        }
        Ok(notes)
    }

    async fn render(
        &self,
        app: &App,
        station: &Station,
        files: &Files,
        notes: Notes,
        ending: Ending,
        stop: &CancellationToken,
    ) -> Result<Recorded, NotNow> {
        let bytes = fs::metadata(&files.sound)
            .await
            .map_or(0, |data| data.len());
        let (Some(format), true) = (notes.format, bytes > 0) else {
            return Ok(self.nothing());
        };
        let began_at = notes.began_at.unwrap_or_else(|| app.clock.now());
        let workspace = app.audio.workspace()?;
        let sound = fs::File::open(&files.sound).await?;
        let chain = chain(self.listening);
        let first = notes.marks.first().map(|mark| mark.title.as_str());
        let title = name_of(&station.name, first, began_at);
        let request = Request {
            source: Source::Pipe(Box::new(sound), piped(format), self.length + AHEAD),
            chain: &chain,
            kind: audio::Kind::Music,
            span: None,
            title: Some(&title),
            performer: Some(&station.name),
            folder: &workspace,
        };
        let rendered = match app.audio.render(request, &|_| (), stop).await {
            Err(audio::RenderError::Empty) => return Ok(self.nothing()),
            rendered => rendered?,
        };
        fs::rename(&rendered.file, &files.rendered).await?;
        let seconds = u32::try_from(rendered.duration.as_secs()).unwrap_or(u32::MAX);
        let songs = notes.marks.into_iter().map(|mark| {
            let at = u64::from(seconds) * mark.at / bytes;
            (u32::try_from(at).unwrap_or(seconds), mark.title)
        });
        Ok(Recorded::Track(Track {
            station: station.id,
            name: station.name.clone(),
            file: files.rendered.clone(),
            began_at,
            seconds,
            songs: songs.collect(),
            ending,
        }))
    }
}

/// Station – song – time.
pub fn name_of(station: &str, song: Option<&str>, began_at: DateTime<Utc>) -> String {
    let time = began_at.format("%Y-%m-%d %H:%M UTC");
    match song {
        Some(song) => format!("{station} – {song} – {time}"),
        None => format!("{station} – {time}"),
    }
}
