//! The shelf: tracks of lists in somebody's sound, from the moment they are made until Telegram has them.
//!
//! What is on it is named by its file and its sound. So it does not matter who made it, when, or how often that was tried:
//! a render ahead of a schedule, a run that was killed, somebody who plays the same list. A note beside a file is written
//! when the file is whole; a file without one is as good as none. What is not fetched within a day goes.

use std::{
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::fs;
use tokio_util::sync::CancellationToken;

use super::{Heard, HeardTrack};
use crate::{
    app::App,
    audio::{Done, chain},
    domain::{Attachment, Listening, Track},
    jobs::{
        NotNow,
        render::{
            Form, Piece, Why,
            piece::{Stop, Wish, not_now},
        },
    },
    view::Media,
};

/// How long something lies here that nobody fetches.
const KEPT: TimeDelta = TimeDelta::days(1);

fn folder(app: &App) -> PathBuf {
    app.config.cache_dir().join("lists")
}

/// A track in a sound: by its file at Telegram where somebody heard it before, else from the shelf, else made now. Who is
/// `careful`, since Telegram refused a file, asks whether what is sent as it is is still there.
pub(in crate::jobs) async fn hear(
    app: &App,
    track: &Track,
    listening: &Listening,
    careful: bool,
    stop: &CancellationToken,
    show: &(dyn Fn(Done) + Send + Sync),
) -> Result<Heard, NotNow> {
    let heard = if listening.is_neutral() {
        Heard::AsItIs
    } else {
        match made(app, track, listening, stop, show).await {
            Ok(Some(piece)) => return Ok(Heard::Made(Box::new(piece))),
            Ok(None) => Heard::AsItIs,
            Err(Stop::Not(Why::Gone)) => return Ok(Heard::Gone),
            Err(Stop::Not(why)) => Heard::NotMade(why),
            Err(Stop::NotNow(why)) => return Err(why),
        }
    };
    if careful && app.telegram.lacks(&track.file_id).await? {
        return Ok(Heard::Gone);
    }
    Ok(heard)
}

async fn made(
    app: &App,
    track: &Track,
    listening: &Listening,
    stop: &CancellationToken,
    show: &(dyn Fn(Done) + Send + Sync),
) -> Result<Option<Piece>, Stop> {
    let file = Attachment::from(track);
    let mut wish = Wish {
        app,
        folder: folder(app),
        name: String::new(),
        track: None,
        file: &file,
        chain: chain(listening),
        form: Form::Whole,
    };
    if let Some(known) = wish.known().await? {
        return Ok(Some(known));
    }
    wish.name = format!("{}-{}", track.unique_id, wish.key(None));
    let note = wish.folder.join(format!("{}.json", wish.name));
    if let Some(piece) = lying(&note).await {
        return Ok(Some(piece));
    }
    let piece = wish.render(stop, show).await?.pop();
    if let Some(piece) = &piece {
        write(&note, piece).await.map_err(not_now)?;
    }
    Ok(piece)
}

/// What a note says, if its file is there.
async fn lying(note: &Path) -> Option<Piece> {
    let piece: Piece = serde_json::from_slice(&fs::read(note).await.ok()?).ok()?;
    match &piece.media {
        Media::Path(path) if fs::try_exists(path).await.unwrap_or(false) => Some(piece),
        _ => None,
    }
}

/// Whole or not at all.
async fn write(note: &Path, piece: &Piece) -> io::Result<()> {
    let beside = note.with_extension("new");
    fs::write(&beside, serde_json::to_vec(piece)?).await?;
    fs::rename(&beside, note).await
}

/// Telegram has these tracks now.
pub(in crate::jobs) async fn put_away(app: &App, tracks: &[HeardTrack]) {
    for track in tracks {
        if let Heard::Recorded(recorded) = &track.heard {
            recorded.put_away().await;
        }
    }
    for (piece, path) in tracks.iter().filter_map(HeardTrack::new_file) {
        let note = format!("{}-{}.json", piece.file.unique_id, piece.key);
        // Without its note it is not there, whatever happens next.
        let _ = fs::remove_file(folder(app).join(note)).await;
        let _ = fs::remove_file(path).await;
    }
}

/// Throws away what nobody fetched.
pub(in crate::jobs) async fn sweep(app: &App, now: DateTime<Utc>) {
    let Ok(mut entries) = fs::read_dir(folder(app)).await else {
        return;
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let changed = entry.metadata().await.and_then(|data| data.modified());
        if changed.is_ok_and(|at| now - DateTime::<Utc>::from(at) > KEPT) {
            let _ = fs::remove_file(entry.path()).await;
        }
    }
}
