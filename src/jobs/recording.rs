//! Recording a station: its sound for some minutes, rendered as the one who asked likes to listen.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use tokio::fs;

use super::{Kind, NotNow, Progress, Rules, Run, Work};
use crate::{
    app::App,
    audio::{self, Request, Source, chain},
    config::Config,
    domain::{Listening, StationId},
    outbox::Lane,
    service::{
        recording::{Files, Notes, Wanted, record},
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
            let recorded = self.record(app, job, run).await?;
            Ok(serde_json::to_value(recorded)?)
        })
    }
}

impl Record {
    async fn record(&self, app: &App, job: &ClaimedJob, run: &Run) -> Result<Recorded, NotNow> {
        let wish: Recording = serde_json::from_value(job.payload.clone())?;
        let length = Duration::from_secs(wish.seconds);
        let mut tx = app.db.read().await?;
        let Some(station) = tx.radio_streams().find(wish.station).await? else {
            return Ok(Recorded::Nothing {
                name: job.subject.clone(),
            });
        };
        let listening = match job.user_id {
            Some(user) => tx.playback_settings().get(user.into()).await?,
            None => Listening::default(),
        };
        drop(tx);
        let files = Files::of(
            &app.config.data_dir().join("recordings"),
            job.id,
            app.clock.now(),
        )
        .await?;
        let (notes, ending) = match files.left().await? {
            Some(notes) if notes.is_finished => {
                let ending = if notes.broke_off {
                    Ending::BrokeOff
                } else {
                    Ending::Whole
                };
                (notes, ending)
            }
            Some(notes) => (notes, Ending::Restart),
            None => {
                let url = Url::parse(&station.url)?;
                let mut listener = app.radio.tuner.listen(station.id, &url);
                let wanted = Wanted {
                    length,
                    charset: station.charset,
                    now: app.clock.now(),
                };
                let tell = |recorded: Duration| {
                    let left = length.saturating_sub(recorded).as_secs();
                    let percent = recorded.as_secs() * 100 / wish.seconds.max(1);
                    run.tell(Progress {
                        percent: u8::try_from(percent.min(100)).ok(),
                        seconds_left: i64::try_from(left).ok(),
                    });
                };
                let notes = record(&mut listener, &wanted, &files, &run.stop, &tell).await?;
                if !notes.is_finished {
                    return Err("it is stopped".into());
                }
                let ending = if notes.broke_off {
                    Ending::BrokeOff
                } else {
                    Ending::Whole
                };
                (notes, ending)
            }
        };
        render(
            app, run, &station, &listening, &files, notes, ending, length,
        )
        .await
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one step of the above, with all it has"
)]
async fn render(
    app: &App,
    run: &Run,
    station: &Station,
    listening: &Listening,
    files: &Files,
    notes: Notes,
    ending: Ending,
    length: Duration,
) -> Result<Recorded, NotNow> {
    let bytes = fs::metadata(&files.sound)
        .await
        .map_or(0, |data| data.len());
    let (Some(format), true) = (notes.format, bytes > 0) else {
        return Ok(Recorded::Nothing {
            name: station.name.clone(),
        });
    };
    let began_at = notes.began_at.unwrap_or_else(|| app.clock.now());
    let workspace = app.audio.workspace()?;
    let sound = fs::File::open(&files.sound).await?;
    let chain = chain(listening);
    let title = name_of(
        &station.name,
        notes.marks.first().map(|mark| mark.title.as_str()),
        began_at,
    );
    let request = Request {
        source: Source::Pipe(Box::new(sound), piped(format), length + AHEAD),
        chain: &chain,
        kind: audio::Kind::Music,
        span: None,
        title: Some(&title),
        performer: Some(&station.name),
        folder: &workspace,
    };
    let rendered = match app.audio.render(request, &|_| (), &run.stop).await {
        Err(audio::RenderError::Empty) => {
            return Ok(Recorded::Nothing {
                name: station.name.clone(),
            });
        }
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

/// Station – song – time.
pub fn name_of(station: &str, song: Option<&str>, began_at: DateTime<Utc>) -> String {
    let time = began_at.format("%Y-%m-%d %H:%M UTC");
    match song {
        Some(song) => format!("{station} – {song} – {time}"),
        None => format!("{station} – {time}"),
    }
}
