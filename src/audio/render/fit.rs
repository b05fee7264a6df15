//! How a result fits into what Telegram takes: which bitrate, or in how many parts.

use std::time::Duration;

use super::{Kind, MOST_BYTES};
use crate::audio::{Chain, probe::Cover, probe::Probe};

/// Room for tags and for what wraps the sound.
const WRAPPING: u64 = 1024 * 1024;

/// Beyond these parts would be as many as nobody listens to.
const MOST_PARTS: u32 = 20;

/// From the best down, in bits a second.
const MUSIC: &[u64] = &[192_000, 160_000, 128_000, 112_000, 96_000];
// Below 64 kbit/s Opus no longer follows the curve to the decibel.
const SPEECH: &[u64] = &[64_000, 48_000, 32_000, 24_000];

/// What the encoder is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    pub bit_rate: u64,
}

/// A part of a sound, in its own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Span {
    pub from: Duration,
    pub to: Duration,
}

impl Span {
    pub fn length(self) -> Duration {
        self.to.saturating_sub(self.from)
    }
}

impl Probe {
    /// How this sound fits as a whole; `None` where it is too long. One that does not know its length is tried.
    pub fn fit(&self, chain: &Chain, kind: Kind) -> Option<Fit> {
        match length(self, None, chain) {
            Some(length) => fit(length, kind, self),
            None => Fit::unknown(kind),
        }
    }

    /// The fewest equal parts that fit; one where the whole does. Empty where the length is not known or no number does.
    pub fn parts(&self, chain: &Chain, kind: Kind) -> Vec<Span> {
        let Some(whole) = self.duration else {
            return Vec::new();
        };
        let count = (1..=MOST_PARTS).find(|count| {
            // A little more than a part: rounding must not make the last one too long.
            let part = played(whole / *count + Duration::from_secs(1), chain);
            fit(part, kind, self).is_some()
        });
        let count = count.unwrap_or_default();
        (0..count)
            .map(|part| Span {
                from: whole * part / count,
                to: whole * (part + 1) / count,
            })
            .collect()
    }
}

impl Fit {
    pub(super) fn unknown(kind: Kind) -> Option<Self> {
        ladder(kind).last().map(|bit_rate| Self {
            bit_rate: *bit_rate,
        })
    }
}

fn ladder(kind: Kind) -> &'static [u64] {
    match kind {
        Kind::Music => MUSIC,
        Kind::Speech => SPEECH,
    }
}

/// How long the result will be.
pub(super) fn length(probe: &Probe, span: Option<Span>, chain: &Chain) -> Option<Duration> {
    let length = span.map(Span::length).or(probe.duration)?;
    Some(played(length, chain))
}

/// How long something takes at the speed of a chain.
pub(super) fn played(length: Duration, chain: &Chain) -> Duration {
    length * 100 / u32::from(chain.speed.percent())
}

pub(super) fn fit(length: Duration, kind: Kind, probe: &Probe) -> Option<Fit> {
    let cover = probe.cover.filter(|_| kind == Kind::Music);
    best(length, kind, cover.map_or(0, cover_bytes))
}

pub(super) fn of_stream(length: Duration, kind: Kind) -> Option<Fit> {
    best(length, kind, 0)
}

/// The best bitrate that leaves room for the rest.
fn best(length: Duration, kind: Kind, cover: u64) -> Option<Fit> {
    let room = MOST_BYTES - WRAPPING - cover;
    let fits = |bit_rate: &u64| {
        let bytes = u128::from(*bit_rate) * length.as_millis() / 8000;
        // Opus varies around what it is told.
        let bytes = if kind == Kind::Speech {
            bytes * 11 / 10
        } else {
            bytes
        };
        bytes <= u128::from(room)
    };
    let bit_rate = ladder(kind).iter().copied().find(fits)?;
    Some(Fit { bit_rate })
}

/// More than a picture of this size has, unless it was made to have more.
fn cover_bytes(cover: Cover) -> u64 {
    let (width, height) = super::command::cover_size(cover);
    // What is made smaller becomes a JPEG.
    let is_png = cover.is_png && width == cover.width;
    let pixel = if is_png { 4 } else { 1 };
    u64::from(width) * u64::from(height) * pixel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audio::chain,
        domain::{Listening, Speed},
    };

    fn at(speed: f64) -> Chain {
        chain(&Listening {
            speed: Speed::new(speed).unwrap(),
            ..Listening::default()
        })
    }

    fn sound(minutes: u64) -> Probe {
        Probe {
            duration: Some(Duration::from_secs(minutes * 60)),
            ..Probe::plain()
        }
    }

    #[test]
    fn the_best_rate_that_fits_is_taken() {
        let check = |minutes: u64, speed: f64, kind: Kind, expect: Option<u64>| {
            let fit = sound(minutes).fit(&at(speed), kind);
            assert_eq!(fit.map(|fit| fit.bit_rate), expect, "{minutes} at {speed}");
        };
        check(4, 1.0, Kind::Music, Some(192_000));
        check(35, 1.0, Kind::Music, Some(192_000));
        check(36, 1.0, Kind::Music, Some(160_000));
        check(35, 0.5, Kind::Music, Some(96_000));
        check(71, 1.0, Kind::Music, Some(96_000));
        check(72, 1.0, Kind::Music, None);
        check(140, 2.0, Kind::Music, Some(96_000));
        check(120, 1.0, Kind::Speech, Some(48_000));
        check(180, 1.0, Kind::Speech, Some(32_000));
        check(180, 0.5, Kind::Speech, None);
    }

    #[test]
    fn a_large_cover_takes_its_room() {
        let with = |side: u32| Probe {
            cover: Some(Cover {
                stream: 1,
                width: side,
                height: side,
                is_png: true,
            }),
            ..sound(35)
        };
        let rate = |probe: Probe| probe.fit(&at(1.0), Kind::Music).map(|fit| fit.bit_rate);
        assert_eq!(rate(with(300)), Some(192_000));
        assert_eq!(rate(with(1600)), Some(128_000));
        // It is made smaller, or left out.
        assert_eq!(rate(with(3000)), Some(160_000));
        assert_eq!(rate(with(20_000)), Some(192_000));
    }

    #[test]
    fn what_is_too_long_comes_in_equal_parts() {
        let check = |minutes: u64, speed: f64, count: usize| {
            let parts = sound(minutes).parts(&at(speed), Kind::Music);
            assert_eq!(parts.len(), count, "{minutes} at {speed}");
            let end = parts.iter().fold(Duration::ZERO, |end, part| {
                assert_eq!(part.from, end);
                part.to
            });
            assert_eq!(Some(end), sound(minutes).duration);
        };
        check(4, 1.0, 1);
        check(72, 1.0, 2);
        check(180, 1.0, 3);
        check(180, 0.5, 6);
        let unknown = Probe {
            duration: None,
            ..sound(1)
        };
        assert_eq!(unknown.parts(&at(1.0), Kind::Music), []);
    }
}
