//! A list played into a chat since somebody pressed "Play here": all of it, or from a track on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Kind, Rules, Run, Work};
use crate::{
    app::App,
    config::Config,
    domain::PlaylistId,
    outbox::Lane,
    store::{ClaimedJob, PlaylistTrack},
};

pub struct Play;

/// The name of its rows.
pub const PLAY: &str = "play";

/// What is wished for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wish {
    pub list: PlaylistId,
    /// How many tracks are left out at the beginning.
    pub skip: i64,
}

/// What there is to play.
#[derive(Debug, Serialize, Deserialize)]
pub struct Played {
    pub name: String,
    pub tracks: Vec<PlaylistTrack>,
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
            workers: 4,
            per_person: 1,
            line: 1_000,
            line_per_person: 5,
            sends_again: false,
            lane: Lane::Bulk,
        }
    }

    fn run<'a>(&'a self, app: &'a Arc<App>, job: &'a ClaimedJob, _run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let wish: Wish = serde_json::from_value(job.payload.clone())?;
            let mut tx = app.db.read().await?;
            let list = tx.playlists().find(wish.list).await?;
            let name = list.map(|list| list.name).unwrap_or_default();
            let tracks = tx
                .playlist_tracks()
                .page(wish.list, i64::MAX, wish.skip)
                .await?;
            Ok(serde_json::to_value(Played { name, tracks })?)
        })
    }
}
