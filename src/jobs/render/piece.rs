//! One file in one sound: known already, or rendered now, or why not.

use std::path::{Path, PathBuf};

use tokio_util::sync::CancellationToken;

use super::order::{Form, Piece, Why};
use crate::{
    app::App,
    audio::{Chain, Done, Kind, Probe, ProbeError, Refusal, RenderError, Request, Source, Span},
    domain::{Attachment, HeardId},
    jobs::NotNow,
    telegram::FileError,
    telemetry::Chain as Causes,
    view::Media,
    workspace::Workspace,
};

/// Why it ends here: for good, or for now.
pub(in crate::jobs) enum Stop {
    Not(Why),
    NotNow(NotNow),
}

impl From<Why> for Stop {
    fn from(why: Why) -> Self {
        Self::Not(why)
    }
}

/// One file in one sound.
pub(in crate::jobs) struct Wish<'a> {
    pub(in crate::jobs) app: &'a App,
    /// Where the result lies until it is out, and how its name begins.
    pub(in crate::jobs) folder: PathBuf,
    pub(in crate::jobs) name: String,
    /// The track that somebody sent, if it is one of those.
    pub(in crate::jobs) track: Option<HeardId>,
    pub(in crate::jobs) file: &'a Attachment,
    pub(in crate::jobs) chain: Chain,
    pub(in crate::jobs) form: Form,
}

impl Wish<'_> {
    pub(super) fn kind(&self) -> Kind {
        if self.file.is_speech() || self.form == Form::Voice {
            Kind::Speech
        } else {
            Kind::Music
        }
    }

    /// What the result is remembered by.
    pub(in crate::jobs) fn key(&self, part: Option<usize>) -> String {
        let end = match self.kind() {
            Kind::Music => "m",
            Kind::Speech => "s",
        };
        let part = part.map(|part| part.to_string()).unwrap_or_default();
        format!("{}{end}{part}", self.chain.key(self.kind().ceiling()))
    }

    pub(super) async fn pieces(
        &self,
        stop: &CancellationToken,
        show: &(dyn Fn(Done) + Send + Sync),
    ) -> Result<Vec<Piece>, Stop> {
        if self.form != Form::Parts
            && let Some(piece) = self.known().await?
        {
            return Ok(vec![piece]);
        }
        self.render(stop, show).await
    }

    /// Makes it, whatever there was before.
    pub(in crate::jobs) async fn render(
        &self,
        stop: &CancellationToken,
        show: &(dyn Fn(Done) + Send + Sync),
    ) -> Result<Vec<Piece>, Stop> {
        let (workspace, path, probe) = self.source(stop).await?;
        let kind = self.kind();
        let spans: Vec<Option<Span>> = match self.form {
            Form::Parts => probe
                .parts(&self.chain, kind)
                .into_iter()
                .map(Some)
                .collect(),
            _ if probe.fit(&self.chain, kind).is_some() => vec![None],
            _ => {
                return Err(Stop::Not(Why::NoFit {
                    voice: kind == Kind::Music && probe.fit(&self.chain, Kind::Speech).is_some(),
                    parts: probe.parts(&self.chain, kind).len(),
                }));
            }
        };
        let title = self.file.title.clone().or_else(|| probe.title.clone());
        let performer = self
            .file
            .performer
            .clone()
            .or_else(|| probe.performer.clone());
        let parts = spans.len();
        let mut pieces = Vec::new();
        for (part, span) in spans.into_iter().enumerate() {
            let title = match (&title, span) {
                (title, None) => title.clone(),
                (Some(title), Some(_)) => Some(format!("{title} ({}/{parts})", part + 1)),
                (None, Some(_)) => Some(format!("{}/{parts}", part + 1)),
            };
            let request = Request {
                source: Source::File(&path, &probe),
                chain: &self.chain,
                kind,
                span,
                title: title.as_deref(),
                performer: performer.as_deref(),
                folder: &workspace,
            };
            let rendered = self
                .app
                .audio
                .render(request, show, stop)
                .await
                .map_err(not_rendered)?;
            pieces.push(Piece {
                track: self.track,
                file: self.file.clone(),
                media: Media::Path(self.keep(&rendered.file, part).await?),
                key: self.key(span.map(|_| part)),
                is_voice: kind == Kind::Speech,
                title,
                performer: performer.clone(),
                seconds: u32::try_from(rendered.duration.as_secs()).unwrap_or(u32::MAX),
                thumbnail: rendered.thumbnail,
            });
        }
        Ok(pieces)
    }

    /// The same, where somebody heard it before.
    pub(in crate::jobs) async fn known(&self) -> Result<Option<Piece>, Stop> {
        let key = self.key(None);
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin().await.map_err(not_now)?;
        let found = tx.renders().find(&self.file.unique_id, &key, now).await;
        let found = found.map_err(not_now)?;
        tx.commit().await.map_err(not_now)?;
        self.app.metrics.looked_up("renders", found.is_some());
        Ok(found.map(|kept| Piece {
            track: self.track,
            file: self.file.clone(),
            media: Media::FileId(kept.file_id),
            key,
            is_voice: self.kind() == Kind::Speech,
            title: self.file.title.clone(),
            performer: self.file.performer.clone(),
            seconds: u32::try_from(kept.seconds).unwrap_or_default(),
            thumbnail: None,
        }))
    }

    /// The file on our disk, and what it is.
    pub(super) async fn source(
        &self,
        stop: &CancellationToken,
    ) -> Result<(Workspace, PathBuf, Probe), Stop> {
        let App {
            audio, telegram, ..
        } = self.app;
        if let Err(error) = audio.works().await {
            tracing::error!(error = %Causes(&error), "a track cannot be rendered");
            return Err(Why::NoTools.into());
        }
        if self
            .file
            .bytes
            .is_some_and(|bytes| telegram.is_out_of_reach(bytes))
        {
            return Err(Why::TooLarge.into());
        }
        let workspace = audio.workspace().map_err(not_now)?;
        let downloaded = telegram
            .download(&self.file.file_id, &workspace.file("source"))
            .await;
        let path = match downloaded {
            Ok(path) => path,
            Err(FileError::TooLarge) => return Err(Why::TooLarge.into()),
            Err(FileError::Gone) => return Err(Why::Gone.into()),
            Err(error @ (FileError::Away(_) | FileError::Disk { .. })) => {
                return Err(not_now(error));
            }
        };
        let probe = match audio.probe(&path, stop).await {
            Ok(probe) => probe,
            Err(ProbeError::Refused(refusal)) => return Err(refused(refusal).into()),
            Err(error @ ProbeError::Tool(_)) => return Err(not_now(error)),
        };
        Ok((workspace, path, probe))
    }

    /// Moves a file to where it outlives this process.
    pub(super) async fn keep(&self, file: &Path, part: usize) -> Result<PathBuf, Stop> {
        let end = file.extension().unwrap_or_default().to_string_lossy();
        let kept = self.folder.join(format!("{}-{part}.{end}", self.name));
        let moved = async {
            tokio::fs::create_dir_all(&self.folder).await?;
            // The cache may be on another disk.
            if tokio::fs::rename(file, &kept).await.is_err() {
                tokio::fs::copy(file, &kept).await?;
            }
            Ok::<_, std::io::Error>(())
        };
        moved.await.map_err(not_now)?;
        Ok(kept)
    }
}

fn refused(refusal: Refusal) -> Why {
    match refusal {
        Refusal::Empty => Why::Empty,
        Refusal::NoMedia => Why::NoMedia,
        Refusal::NoSound => Why::NoSound,
        Refusal::TooManyStreams => Why::TooManyStreams,
        Refusal::TooLong(minutes) => Why::TooLong(minutes),
    }
}

pub(super) fn not_rendered(error: RenderError) -> Stop {
    match error {
        RenderError::Empty => Stop::Not(Why::NoSound),
        RenderError::TooLarge => Stop::Not(Why::NoFit {
            voice: false,
            parts: 2,
        }),
        error => not_now(error),
    }
}

pub(in crate::jobs) fn not_now(error: impl std::error::Error + Send + Sync + 'static) -> Stop {
    Stop::NotNow(error.into())
}
