//! The sound of a station as it comes, into a file, with a note of each title on the way. What a process that died had of it
//! is there for the next one.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::{fs, io::AsyncWriteExt as _, time::Instant};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::Charset,
    radio::{
        sort::Format,
        title,
        tuner::{Heard, Listener},
    },
};

/// A silence that is longer does not count as recorded.
const PAUSE: Duration = Duration::from_secs(2);
/// A station that breaks off again and again is recorded for so many times as long as was wanted, and no longer.
const PATIENCE: u32 = 2;
/// What is left of recordings nobody came back for.
const KEPT: TimeDelta = TimeDelta::days(1);

/// What is known of a recording beside its sound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    pub format: Option<Format>,
    pub began_at: Option<DateTime<Utc>>,
    pub marks: Vec<Mark>,
    /// It has all that was wanted, or all that the station had.
    pub is_finished: bool,
    /// The station was gone before the end.
    pub broke_off: bool,
}

/// From which byte of the sound on a title holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub at: u64,
    pub title: String,
}

/// Where a recording is.
#[derive(Debug, Clone)]
pub struct Files {
    pub sound: PathBuf,
    pub rendered: PathBuf,
    notes: PathBuf,
}

/// What to record.
pub struct Wanted {
    pub length: Duration,
    pub charset: Option<Charset>,
    pub now: DateTime<Utc>,
}

impl Files {
    /// The files of a recording by the name it has whenever it is tried again; what is old in their folder goes.
    pub async fn of(folder: &Path, name: &str, now: DateTime<Utc>) -> io::Result<Self> {
        fs::create_dir_all(folder).await?;
        let mut entries = fs::read_dir(folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            let changed = entry.metadata().await.and_then(|data| data.modified());
            if changed.is_ok_and(|at| now - DateTime::<Utc>::from(at) > KEPT) {
                let _ = fs::remove_file(entry.path()).await;
            }
        }
        Ok(Self {
            sound: folder.join(format!("{name}.sound")),
            rendered: folder.join(format!("{name}.mp3")),
            notes: folder.join(format!("{name}.json")),
        })
    }

    /// What an earlier process recorded, if there is any sound of it.
    pub async fn left(&self) -> io::Result<Option<Notes>> {
        let is_there = fs::metadata(&self.sound)
            .await
            .is_ok_and(|data| data.len() > 0);
        if !is_there {
            return Ok(None);
        }
        let notes = fs::read(&self.notes).await?;
        Ok(serde_json::from_slice(&notes).ok())
    }

    /// Whole or not at all.
    async fn write(&self, notes: &Notes) -> io::Result<()> {
        let beside = self.notes.with_extension("new");
        fs::write(&beside, serde_json::to_vec(notes)?).await?;
        fs::rename(&beside, &self.notes).await
    }
}

/// Removes what there is of a recording, of which somebody else has now what was rendered.
pub async fn put_away(rendered: &Path) {
    for end in ["json", "sound", "mp3"] {
        let _ = fs::remove_file(rendered.with_extension(end)).await;
    }
}

/// Records until there is enough, the station is gone, or `stop`. `tell` hears how much there is.
pub async fn record(
    listener: &mut Listener,
    wanted: &Wanted,
    files: &Files,
    stop: &CancellationToken,
    tell: &(dyn Fn(Duration) + Send + Sync),
) -> io::Result<Notes> {
    let mut notes = Notes {
        began_at: Some(wanted.now),
        ..Notes::default()
    };
    let mut file = fs::File::create(&files.sound).await?;
    files.write(&notes).await?;
    if let Some(title) = listener.now().title {
        mark(&mut notes, 0, &title, wanted.charset);
    }
    let (mut recorded, mut bytes) = (Duration::ZERO, 0_u64);
    let mut last: Option<Instant> = None;
    let give_up = Instant::now() + wanted.length * PATIENCE;
    while recorded < wanted.length {
        let heard = tokio::select! {
            heard = listener.hear() => heard,
            () = tokio::time::sleep_until(give_up) => None,
            () = stop.cancelled() => break,
        };
        match heard {
            Some(Heard::Begins(format)) if notes.format.is_none_or(|known| known == format) => {
                notes.format = Some(format);
                files.write(&notes).await?;
                last = None;
            }
            Some(Heard::Sound(sound)) => {
                if notes.format.is_none() {
                    // Somebody listened before; the station does not begin anew for us.
                    notes.format = listener.now().format.map(|(format, _)| format);
                    files.write(&notes).await?;
                }
                file.write_all(&sound).await?;
                bytes += sound.len() as u64;
                let now = Instant::now();
                recorded += last.map_or(Duration::ZERO, |last| (now - last).min(PAUSE));
                last = Some(now);
                tell(recorded.min(wanted.length));
            }
            Some(Heard::Title(title)) => {
                if mark(&mut notes, bytes, &title, wanted.charset) {
                    file.flush().await?;
                    files.write(&notes).await?;
                }
            }
            // It goes on as something else, or not at all.
            Some(Heard::Begins(_)) | None => {
                notes.broke_off = true;
                break;
            }
        }
    }
    file.flush().await?;
    notes.is_finished = !stop.is_cancelled();
    files.write(&notes).await?;
    Ok(notes)
}

/// Notes a title, unless it is the one that holds.
fn mark(notes: &mut Notes, at: u64, bytes: &[u8], charset: Option<Charset>) -> bool {
    let title = title::decode(bytes, charset);
    let is_new = !title.is_empty() && notes.marks.last().is_none_or(|last| last.title != title);
    if is_new {
        notes.marks.push(Mark { at, title });
    }
    is_new
}
