//! The making: from a file at Telegram to files of ours, or why not.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;

use super::order::{Form, Made, Order, Piece, Why};
use crate::{
    app::App,
    audio::{
        Chain, Done, Kind, Probe, ProbeError, Refusal, RenderError, Request, Source, Span,
        Workspace, chain,
    },
    domain::{Attachment, HeardId, JobId},
    jobs::{NotNow, Progress, Run},
    store::ClaimedJob,
    telegram::FileError,
    telemetry::Chain as Causes,
    view::Media,
};

/// Why it ends here: for good, or for now.
enum Stop {
    Not(Why),
    NotNow(NotNow),
}

impl From<Why> for Stop {
    fn from(why: Why) -> Self {
        Self::Not(why)
    }
}

/// Where the files of a job wait until they are out.
pub(super) fn folder(app: &App, job: JobId) -> PathBuf {
    app.config.cache_dir().join("renders").join(job.to_string())
}

pub(super) async fn work(
    app: &Arc<App>,
    job: &ClaimedJob,
    order: Order,
    run: &Run,
) -> Result<Made, NotNow> {
    let made = match order.form {
        Form::Album => return album(app, job, order, run).await,
        Form::Clips => clips(app, job, &order, run).await,
        Form::Whole | Form::Voice | Form::Parts => {
            let wish = Wish {
                app,
                job: job.id,
                number: 0,
                track: order.track,
                file: &order.file,
                chain: chain(&order.sound.listening()),
                form: order.form,
            };
            let began = app.clock.now();
            let show = |done: Done| run.tell(progress(done, app.clock.now() - began));
            wish.pieces(run, &show).await.map(|pieces| Made::Pieces {
                order: order.clone(),
                pieces,
                failed: Vec::new(),
            })
        }
    };
    match made {
        Ok(made) => Ok(made),
        Err(Stop::Not(why)) => Ok(Made::Not { order, why }),
        Err(Stop::NotNow(why)) => Err(why),
    }
}

/// All tracks that were sent together, one after the other.
async fn album(app: &Arc<App>, job: &ClaimedJob, order: Order, run: &Run) -> Result<Made, NotNow> {
    let mut tx = app.db.read().await?;
    let user = job.user_id.map(Into::into);
    let chat = job.chat_id.unwrap_or_default();
    let first = tx.tracks().find(order.track, user, chat).await?;
    let tracks = match first.and_then(|track| Some((track.user, track.album?))) {
        Some((owner, album)) => tx.tracks().of_album(owner, &album).await?,
        None => Vec::new(),
    };
    drop(tx);
    let tracks: Vec<_> = tracks
        .into_iter()
        .map(|track| (track.id, track.file))
        .collect();
    let listening = order.sound.listening();
    if listening.is_neutral() {
        return Ok(Made::Offer { order, tracks });
    }
    let (mut pieces, mut failed) = (Vec::new(), Vec::new());
    let count = tracks.len().max(1);
    for (number, (track, file)) in tracks.iter().enumerate() {
        let wish = Wish {
            app,
            job: job.id,
            number,
            track: *track,
            file,
            chain: chain(&listening),
            form: Form::Whole,
        };
        let show = |done: Done| {
            let percent = usize::from(done.percent().unwrap_or(0));
            let percent = (number * 100 + percent) / count;
            run.tell(Progress {
                percent: u8::try_from(percent).ok(),
                seconds_left: None,
            });
        };
        match wish.pieces(run, &show).await {
            Ok(made) => pieces.extend(made),
            Err(Stop::Not(why)) => failed.push((file.clone(), why)),
            Err(Stop::NotNow(why)) => return Err(why),
        }
    }
    Ok(Made::Pieces {
        order,
        pieces,
        failed,
    })
}

/// Fifteen seconds before and after.
async fn clips(app: &Arc<App>, job: &ClaimedJob, order: &Order, run: &Run) -> Result<Made, Stop> {
    let wish = Wish {
        app,
        job: job.id,
        number: 0,
        track: order.track,
        file: &order.file,
        chain: chain(&order.sound.listening()),
        form: order.form,
    };
    let (workspace, path, probe) = wish.source(run).await?;
    let pair = app
        .audio
        .compare(
            &path,
            &probe,
            &wish.chain,
            wish.kind(),
            &workspace,
            &run.stop,
        )
        .await
        .map_err(not_rendered)?;
    let seconds = u32::try_from(pair.span.length().as_secs()).unwrap_or(15);
    Ok(Made::Clips {
        order: order.clone(),
        before: wish.keep(&pair.before, 0).await?,
        after: wish.keep(&pair.after, 1).await?,
        seconds,
    })
}

/// One file in one sound.
struct Wish<'a> {
    app: &'a Arc<App>,
    job: JobId,
    /// Which of the files of the job it is.
    number: usize,
    track: HeardId,
    file: &'a Attachment,
    chain: Chain,
    form: Form,
}

impl Wish<'_> {
    fn kind(&self) -> Kind {
        if self.file.is_speech() || self.form == Form::Voice {
            Kind::Speech
        } else {
            Kind::Music
        }
    }

    /// What the result is remembered by.
    fn key(&self, part: Option<usize>) -> String {
        let end = match self.kind() {
            Kind::Music => "m",
            Kind::Speech => "s",
        };
        let part = part.map(|part| part.to_string()).unwrap_or_default();
        format!("{}{end}{part}", self.chain.key())
    }

    async fn pieces(
        &self,
        run: &Run,
        show: &(dyn Fn(Done) + Send + Sync),
    ) -> Result<Vec<Piece>, Stop> {
        if self.form != Form::Parts
            && let Some(piece) = self.known().await?
        {
            return Ok(vec![piece]);
        }
        let (workspace, path, probe) = self.source(run).await?;
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
                .render(request, show, &run.stop)
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
    async fn known(&self) -> Result<Option<Piece>, Stop> {
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
    async fn source(&self, run: &Run) -> Result<(Workspace, PathBuf, Probe), Stop> {
        let App {
            audio, telegram, ..
        } = &**self.app;
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
        let probe = match audio.probe(&path, &run.stop).await {
            Ok(probe) => probe,
            Err(ProbeError::Refused(refusal)) => return Err(refused(refusal).into()),
            Err(error @ ProbeError::Tool(_)) => return Err(not_now(error)),
        };
        Ok((workspace, path, probe))
    }

    /// Moves a file to where it outlives this process.
    async fn keep(&self, file: &std::path::Path, part: usize) -> Result<PathBuf, Stop> {
        let folder = folder(self.app, self.job);
        let end = file.extension().unwrap_or_default().to_string_lossy();
        let kept = folder.join(format!("{}-{part}.{end}", self.number));
        let moved = async {
            tokio::fs::create_dir_all(&folder).await?;
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

/// How far it is, and how long it will take if it goes on like this.
fn progress(done: Done, took: TimeDelta) -> Progress {
    let percent = done.percent();
    let seconds_left = percent
        .filter(|percent| *percent >= 5)
        .map(|percent| took.num_seconds() * i64::from(100 - percent) / i64::from(percent));
    Progress {
        percent,
        seconds_left,
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

fn not_rendered(error: RenderError) -> Stop {
    match error {
        RenderError::Empty => Stop::Not(Why::NoSound),
        RenderError::TooLarge => Stop::Not(Why::NoFit {
            voice: false,
            parts: 2,
        }),
        error => not_now(error),
    }
}

fn not_now(error: impl std::error::Error + Send + Sync + 'static) -> Stop {
    Stop::NotNow(error.into())
}
