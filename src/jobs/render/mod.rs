//! `render`: a track, or several, in somebody's sound.
//!
//! What was rendered before is named by its file at Telegram. What is new lies in the cache folder until it is out; from
//! then on Telegram keeps it.

mod order;
pub(super) mod piece;
mod work;

use chrono::TimeDelta;
use futures::future::BoxFuture;

use super::{Kind, Rules, Run, Sent, Work};
use crate::{
    app::App,
    config::Config,
    db::Tx,
    outbox::Lane,
    store::{ClaimedJob, Render as Kept, StoreError},
    view::Media,
};
pub use order::{Form, Made, Order, Piece, Sound, Why};

pub struct Render;

/// The name of the kind.
pub const RENDER: &str = "render";

/// How many may wait, everybody together and one person.
const LINE: u32 = 500;
const LINE_PER_PERSON: u32 = 20;

/// How many files at Telegram are remembered, and for how long one that nobody wants.
const REMEMBERED: i64 = 50_000;
const REMEMBERED_FOR: TimeDelta = TimeDelta::days(180);

impl Kind for Render {
    fn name(&self) -> &'static str {
        RENDER
    }

    fn feature(&self) -> &'static str {
        "sound"
    }

    fn rules(&self, config: &Config) -> Rules {
        Rules {
            workers: crate::audio::workers(&config.audio),
            per_person: config.limits.renders,
            line: LINE,
            line_per_person: LINE_PER_PERSON,
            sends_again: true,
            lane: Lane::Waiting,
        }
    }

    fn run<'a>(
        &'a self,
        app: &'a std::sync::Arc<App>,
        job: &'a ClaimedJob,
        run: &'a Run,
    ) -> Work<'a> {
        Box::pin(async move {
            let order: Order = serde_json::from_value(job.payload.clone())?;
            let made = work::work(app, job, order, run).await?;
            Ok(serde_json::to_value(made)?)
        })
    }

    fn sent<'a>(&'a self, tx: &'a mut Tx, sent: Sent<'a>) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let Ok(Made::Pieces { pieces, .. }) = Made::read(sent.outcome) else {
                return Ok(());
            };
            // Several tracks are one message with several parts, several voices a message each.
            let skipped = if sent.messages.len() > 1 {
                0
            } else {
                sent.part
            };
            for (piece, message) in pieces.iter().skip(skipped).zip(sent.messages) {
                let (Media::Path(_), Some(file)) = (&piece.media, &message.file) else {
                    continue;
                };
                let kept = Kept {
                    file_id: file.id.clone(),
                    seconds: i64::from(piece.seconds),
                };
                tx.renders()
                    .keep(&piece.file.unique_id, &piece.key, &kept, sent.now)
                    .await?;
            }
            Ok(())
        })
    }

    fn file_lost<'a>(
        &'a self,
        tx: &'a mut Tx,
        _job: &'a ClaimedJob,
        outcome: &'a serde_json::Value,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let Ok(made) = Made::read(outcome) else {
                return Ok(false);
            };
            if let Made::Pieces { pieces, .. } = &made {
                for piece in pieces {
                    tx.renders()
                        .forget(&piece.file.unique_id, &piece.key)
                        .await?;
                }
            }
            Ok(true)
        })
    }

    fn ended<'a>(
        &'a self,
        app: &'a App,
        job: &'a ClaimedJob,
        _outcome: Option<&'a serde_json::Value>,
    ) -> BoxFuture<'a, ()> {
        // What is out is Telegram's to keep; what is not wanted any more is nobody's.
        Box::pin(async move {
            let _ = tokio::fs::remove_dir_all(work::folder(app, job.id)).await;
        })
    }

    fn sweep<'a>(
        &'a self,
        _app: &'a App,
        tx: &'a mut Tx,
        now: chrono::DateTime<chrono::Utc>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            tx.renders()
                .sweep(now - REMEMBERED_FOR, REMEMBERED)
                .await
                .map(drop)
        })
    }
}
