//! Two short clips of a track, before and after, equally loud: what is louder always sounds better.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio_util::sync::CancellationToken;

use super::{
    Kind, RenderError, Span,
    command::{self, Words},
};
use crate::{
    audio::{
        Audio, Chain,
        ffmpeg::{self, Limits},
        probe::Probe,
    },
    workspace::Workspace,
};

const LENGTH: Duration = Duration::from_secs(15);

const LIMITS: Limits = Limits {
    time: Duration::from_mins(2),
    silence: Some(super::SILENCE),
    file: 4 * 1024 * 1024,
};

/// The clips, of the same part of the track.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub before: PathBuf,
    pub after: PathBuf,
    /// Which part it is, in the track's own time.
    pub span: Span,
    /// How many dB each was turned down for the other's sake; at most one was.
    pub turned_down: (f64, f64),
}

impl Audio {
    /// Makes both clips.
    pub async fn compare(
        &self,
        file: &Path,
        probe: &Probe,
        chain: &Chain,
        kind: Kind,
        folder: &Workspace,
        cancel: &CancellationToken,
    ) -> Result<Pair, RenderError> {
        let _turn = self.turn(cancel).await;
        let span = passage(probe.duration);
        let channels = command::channels(kind, probe);
        let filters = |chain: &Chain| {
            let filters = chain.filters(channels, kind.ceiling());
            format!("{}{filters}", command::cut(span))
        };
        let sides = [filters(&Chain::neutral()), filters(chain)];
        let mut loudness = [f64::NEG_INFINITY; 2];
        for (side, loudness) in sides.iter().zip(&mut loudness) {
            let mut words = Words::new();
            words
                .input(file)
                .with("-map", format!("0:{}", probe.stream));
            words
                .with(
                    "-af",
                    format!(
                        "{side},ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=-"
                    ),
                )
                .add("-f null -");
            let report = self.report(&words.finish(), cancel).await?;
            *loudness = last_loudness(&report).ok_or(RenderError::Empty)?;
        }
        let turned_down = turn_down(loudness);
        let ends = match kind {
            Kind::Music => ["before.mp3", "after.mp3"],
            Kind::Speech => ["before.ogg", "after.ogg"],
        };
        let clips = ends.map(|end| folder.file(end));
        for ((side, down), clip) in sides.iter().zip([turned_down.0, turned_down.1]).zip(&clips) {
            let mut words = Words::new();
            words
                .input(file)
                .with("-map", format!("0:{}", probe.stream));
            words
                .add("-vn -sn -dn -map_metadata -1")
                .with("-af", format!("{side},volume={:.2}dB", 0.0 - down))
                .encoder(kind, if kind == Kind::Music { 192_000 } else { 64_000 })
                .container(kind);
            let sound = self
                .run_ffmpeg(&LIMITS, &words.output(clip), None, &|_| (), cancel)
                .await?;
            if sound.is_zero() {
                return Err(RenderError::Empty);
            }
        }
        let [before, after] = clips;
        Ok(Pair {
            before,
            after,
            span,
            turned_down,
        })
    }

    /// What a filter prints to the standard output.
    async fn report(
        &self,
        arguments: &[OsString],
        cancel: &CancellationToken,
    ) -> Result<String, RenderError> {
        let mut report = Vec::new();
        let hear = |piece: &[u8]| {
            report.extend_from_slice(piece);
            report.len() <= 1024 * 1024
        };
        let ffmpeg = &self.config.ffmpeg;
        ffmpeg::run(
            self.guards().await,
            &LIMITS,
            ffmpeg,
            arguments,
            None,
            hear,
            cancel,
        )
        .await
        .map_err(RenderError::Tool)?;
        Ok(String::from_utf8_lossy(&report).into_owned())
    }
}

/// Fifteen seconds from the second third on, where a song has usually begun; all of what is shorter.
fn passage(duration: Option<Duration>) -> Span {
    let from = duration.map_or(Duration::ZERO, |duration| {
        (duration / 3).min(duration.saturating_sub(LENGTH))
    });
    let end = duration.filter(|duration| !duration.is_zero());
    Span {
        from,
        to: end.map_or(from + LENGTH, |end| end.min(from + LENGTH)),
    }
}

/// How many dB the louder one is turned down.
fn turn_down([before, after]: [f64; 2]) -> (f64, f64) {
    let difference = before - after;
    // Below −70 LUFS there is nothing to hear, and nothing to compare.
    if !difference.is_finite() || before <= -70.0 || after <= -70.0 {
        return (0.0, 0.0);
    }
    (difference.max(0.0), (-difference).max(0.0))
}

/// `lavfi.r128.I=-14.2`, of which there is one for each tenth of a second.
fn last_loudness(text: &str) -> Option<f64> {
    text.lines()
        .rev()
        .find_map(|line| line.strip_prefix("lavfi.r128.I=")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_louder_one_is_turned_down() {
        assert_eq!(turn_down([-14.0, -20.0]), (6.0, 0.0));
        assert_eq!(turn_down([-20.0, -14.0]), (0.0, 6.0));
        assert_eq!(turn_down([-70.0, -14.0]), (0.0, 0.0));
        assert_eq!(turn_down([f64::NAN, -14.0]), (0.0, 0.0));
    }

    #[test]
    fn the_passage_lies_within_the_track() {
        let check = |seconds: Option<u64>, from: u64, length: u64| {
            let span = passage(seconds.map(Duration::from_secs));
            let expect = (Duration::from_secs(from), Duration::from_secs(length));
            assert_eq!((span.from, span.length()), expect, "{seconds:?}");
        };
        check(Some(240), 80, 15);
        check(Some(18), 3, 15);
        check(Some(10), 0, 10);
        check(Some(0), 0, 15);
        check(None, 0, 15);
    }

    #[test]
    fn the_last_loudness_is_that_of_all() {
        let report = "frame:0 pts:0\nlavfi.r128.I=-70.000\nframe:1 pts:4800\nlavfi.r128.I=-14.250\nframe:2\n";
        assert_eq!(last_loudness(report), Some(-14.25));
        assert_eq!(last_loudness("frame:0\n"), None);
    }
}
