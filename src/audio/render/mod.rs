//! A sound in, the same sound as somebody likes to hear it out.
//!
//! What comes in is a file that was looked at, or bytes through a pipe as they arrive (a station that is recorded).
//! Music becomes MP3 with its tags and its cover, speech an OGG with Opus, as Telegram's players want them.

mod command;
mod compare;
mod fit;

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio_util::sync::CancellationToken;

pub use compare::Pair;
pub use fit::{Fit, Span};

use super::{
    Audio, Ceiling, Chain,
    ffmpeg::{self, Feed, Limits, Progress, RunError},
    probe::{Cover, Probe},
};
use crate::workspace::Workspace;

/// What Telegram takes from a bot.
pub const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// A child that reports twice a second and then says nothing for so long hangs.
const SILENCE: Duration = Duration::from_mins(1);

/// What is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Music,
    Speech,
}

impl Kind {
    /// What the codec it is sent in leaves room for.
    pub const fn ceiling(self) -> Ceiling {
        match self {
            Self::Music => Ceiling::Mp3,
            Self::Speech => Ceiling::Opus,
        }
    }
}

/// Where the sound comes from.
pub enum Source<'a> {
    File(&'a Path, &'a Probe),
    /// Bytes as they arrive, of a known format, for so long at most.
    Pipe(Feed, Stream, Duration),
}

/// The formats that come through a pipe, as ffmpeg calls them: those that can be read without looking ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Mp3,
    Aac,
    Ogg,
    Flac,
}

/// A piece of work.
pub struct Request<'a> {
    pub source: Source<'a>,
    pub chain: &'a Chain,
    pub kind: Kind,
    /// Only this part of it, in its own time.
    pub span: Option<Span>,
    /// What it is called where the file does not say so itself, or shall say otherwise.
    pub title: Option<&'a str>,
    pub performer: Option<&'a str>,
    /// Where the result goes, and whatever is needed on the way.
    pub folder: &'a Workspace,
}

/// A finished sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub file: PathBuf,
    pub bytes: u64,
    pub duration: Duration,
    /// The cover as a small JPEG, where there is one.
    pub thumbnail: Option<Vec<u8>>,
}

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("the result is larger than Telegram takes")]
    TooLarge,
    #[error("nothing in it could be decoded")]
    Empty,
    #[error("the sound cannot be rendered")]
    Tool(#[source] RunError),
    #[error("the result cannot be read")]
    Result(#[source] io::Error),
}

/// How far a render is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done {
    /// How much of the result is there.
    pub sound: Duration,
    /// How much there will be, as far as the source knows.
    pub of: Option<Duration>,
}

impl Done {
    /// It has only begun.
    pub const NOTHING: Self = Self {
        sound: Duration::ZERO,
        of: None,
    };

    pub fn percent(self) -> Option<u8> {
        let of = self.of.filter(|of| !of.is_zero())?;
        let share = (self.sound.as_secs_f64() / of.as_secs_f64()).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and 100"
        )]
        Some((share * 100.0) as u8)
    }
}

impl Audio {
    /// Renders when its turn comes. `tell` hears of the progress about twice a second.
    pub async fn render(
        &self,
        request: Request<'_>,
        tell: &(dyn Fn(Done) + Send + Sync),
        cancel: &CancellationToken,
    ) -> Result<Rendered, RenderError> {
        let _turn = self.turn(cancel).await;
        let (of, fit) = match &request.source {
            Source::File(_, probe) => {
                let length = fit::length(probe, request.span, request.chain);
                let fit = match length {
                    Some(length) => fit::fit(length, request.kind, probe),
                    None => Fit::unknown(request.kind),
                };
                (length, fit.ok_or(RenderError::TooLarge)?)
            }
            Source::Pipe(_, _, most) => {
                let most = fit::played(*most, request.chain);
                let fit = fit::of_stream(most, request.kind).ok_or(RenderError::TooLarge)?;
                (Some(most), fit)
            }
        };
        let file = request.folder.file(match request.kind {
            Kind::Music => "rendered.mp3",
            Kind::Speech => "rendered.ogg",
        });
        let arguments = command::render(&request, fit, self.longest(), &file);
        let limits = Limits {
            time: time_for(&request.source, of.unwrap_or(self.longest())),
            silence: matches!(request.source, Source::File(..)).then_some(SILENCE),
            file: MOST_BYTES,
        };
        let cover = match &request.source {
            Source::File(path, probe) => {
                command::kept_cover(request.kind, probe).map(|cover| (*path, cover))
            }
            Source::Pipe(..) => None,
        };
        let thumbnail = match cover {
            Some((path, cover)) => self.thumbnail(path, cover, request.folder, cancel).await,
            None => None,
        };
        let feed = match request.source {
            Source::Pipe(feed, ..) => Some(feed),
            Source::File(..) => None,
        };
        let sound = self
            .run_ffmpeg(
                &limits,
                &arguments,
                feed,
                &|sound| tell(Done { sound, of }),
                cancel,
            )
            .await?;
        let bytes = fs::metadata(&file).map_err(RenderError::Result)?.len();
        // ffmpeg stops at the size it was given and calls that success.
        if bytes + command::LAST_PACKET >= command::STOP_AT {
            return Err(RenderError::TooLarge);
        }
        // Newer ones of ffmpeg say in the end where the stream is that is furthest behind: a cover stays at its beginning.
        let duration = if cover.is_some() {
            self.length(&file, cancel).await.unwrap_or_default()
        } else {
            sound
        };
        if duration.is_zero() {
            return Err(RenderError::Empty);
        }
        Ok(Rendered {
            file,
            bytes,
            duration,
            thumbnail,
        })
    }

    /// Runs ffmpeg; how much sound came out.
    async fn run_ffmpeg(
        &self,
        limits: &Limits,
        arguments: &[OsString],
        feed: Option<Feed>,
        tell: &(dyn Fn(Duration) + Send + Sync),
        cancel: &CancellationToken,
    ) -> Result<Duration, RenderError> {
        let mut progress = Progress::default();
        let hear = |piece: &[u8]| {
            if let Some(sound) = progress.feed(piece) {
                tell(sound);
            }
            true
        };
        ffmpeg::run(
            self.guards().await,
            limits,
            &self.config.ffmpeg,
            arguments,
            feed,
            hear,
            cancel,
        )
        .await
        .map_err(RenderError::Tool)?;
        Ok(progress.done())
    }

    /// The cover as Telegram shows it beside a track. A cover that cannot be read is none.
    async fn thumbnail(
        &self,
        source: &Path,
        cover: Cover,
        folder: &Workspace,
        cancel: &CancellationToken,
    ) -> Option<Vec<u8>> {
        const LIMITS: Limits = Limits {
            time: Duration::from_secs(20),
            silence: None,
            file: 2 * 1024 * 1024,
        };
        let file = folder.file("thumbnail.jpg");
        let arguments = command::thumbnail(source, cover, &file);
        self.run_ffmpeg(&LIMITS, &arguments, None, &|_| (), cancel)
            .await
            .inspect_err(|error| tracing::debug!(%error, "a cover cannot be read"))
            .ok()?;
        fs::read(file).ok()
    }

    /// The longest sound that is taken.
    fn longest(&self) -> Duration {
        Duration::from_secs(u64::from(self.config.max_minutes) * 60)
    }
}

/// A slow machine with all its cores busy is still several times faster than the music. A stream takes its own time.
fn time_for(source: &Source<'_>, played: Duration) -> Duration {
    let own = match source {
        Source::File(..) => played / 2,
        Source::Pipe(_, _, most) => *most,
    };
    Duration::from_mins(1) + own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_are_told_where_the_length_is_known() {
        let check = |sound: u64, of: Option<u64>, expect: Option<u8>| {
            let done = Done {
                sound: Duration::from_secs(sound),
                of: of.map(Duration::from_secs),
            };
            assert_eq!(done.percent(), expect);
        };
        check(0, Some(200), Some(0));
        check(199, Some(200), Some(99));
        check(201, Some(200), Some(100));
        check(5, None, None);
        check(5, Some(0), None);
    }
}
