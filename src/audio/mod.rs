//! Sound: what is done to it ([`chain()`], pure), what a file is ([`Audio::probe`]), and the file as somebody likes to hear
//! it ([`Audio::render`], [`Audio::compare`]).

mod chain;
pub mod ffmpeg;
mod plot;
mod probe;
mod render;
mod solver;

use std::{io, path::Path};

use ffmpeg::{Guards, OLDEST, VersionError};
use tokio::sync::{OnceCell, Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

pub use chain::{Ceiling, Chain, Channels, chain};
pub use plot::plot;
pub use probe::{Cover, Probe, ProbeError, Refusal};
pub use render::{
    Done, Fit, Kind, MOST_BYTES, Pair, RenderError, Rendered, Request, Source, Span, Stream,
};
pub use solver::{Q, SAMPLE_RATE};

use crate::{
    config,
    telemetry::Chain as Causes,
    workspace::{Workspace, Workspaces},
};

/// Everything that works on sounds.
#[derive(Debug)]
pub struct Audio {
    config: config::Audio,
    guards: OnceCell<Guards>,
    workspaces: Workspaces,
    /// Whoever wants something rendered, no more run at once.
    turns: Semaphore,
    /// Set as soon as both programs were seen to be good.
    works: OnceCell<()>,
}

/// Why no sound can be worked on for now.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    #[error("{program} cannot be used")]
    Program {
        program: String,
        #[source]
        why: VersionError,
    },
    #[error("{program} is older than {OLDEST}: it is {found}")]
    TooOld {
        program: String,
        found: ffmpeg::Version,
    },
}

impl Audio {
    /// Sweeps what earlier runs left. Which programs there are is looked up when it is first asked for: to start them takes longer
    /// than all the rest of a start.
    pub fn open(config: &config::Audio, temporary: &Path) -> io::Result<Self> {
        Self::guarded(config, temporary, OnceCell::new())
    }

    /// With these guards around every child.
    pub fn new(config: &config::Audio, temporary: &Path, guards: Guards) -> io::Result<Self> {
        Self::guarded(config, temporary, OnceCell::new_with(Some(guards)))
    }

    fn guarded(
        config: &config::Audio,
        temporary: &Path,
        guards: OnceCell<Guards>,
    ) -> io::Result<Self> {
        Ok(Self {
            config: config.clone(),
            guards,
            workspaces: Workspaces::open(temporary, "sound")?,
            turns: Semaphore::new(workers(config)),
            works: OnceCell::new(),
        })
    }

    /// Looks what there is, before anybody needs it. A missing ffmpeg is said, and no reason not to start.
    pub async fn look_around(&self) {
        self.guards().await;
        if let Err(error) = self.works().await {
            tracing::warn!(error = %Causes(&error), "no sound can be rendered; `reprise doctor` says what to do");
        }
    }

    async fn guards(&self) -> Guards {
        *self.guards.get_or_init(ffmpeg::guards).await
    }

    /// Whether there is an ffmpeg to work with. Asked again as long as there is none: it may have been installed since.
    pub async fn works(&self) -> Result<(), Unavailable> {
        let look = || async {
            for program in [&self.config.ffmpeg, &self.config.ffprobe] {
                let name = || program.display().to_string();
                match ffmpeg::probe_version(program, "-version").await {
                    Ok(found) if found < OLDEST => {
                        let program = name();
                        return Err(Unavailable::TooOld { program, found });
                    }
                    // A build from the development branch has a hash where the number should be.
                    Ok(_) | Err(VersionError::Unreadable(_)) => {}
                    Err(why) => {
                        let program = name();
                        return Err(Unavailable::Program { program, why });
                    }
                }
            }
            Ok(())
        };
        self.works.get_or_try_init(look).await.copied()
    }

    /// Waits until there is a processor free for a render; one that is cancelled has not to wait.
    async fn turn(&self, cancel: &CancellationToken) -> Option<SemaphorePermit<'_>> {
        tokio::select! {
            turn = self.turns.acquire() => turn.ok(),
            () = cancel.cancelled() => None,
        }
    }

    /// A private folder for a piece of work; it goes away with the value.
    pub fn workspace(&self) -> io::Result<Workspace> {
        self.workspaces.create()
    }
}

/// How many renders run at once.
pub fn workers(config: &config::Audio) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    match config.workers {
        0 => cores(),
        workers => usize::try_from(workers).unwrap_or(1),
    }
}
