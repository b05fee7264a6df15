//! From how somebody listens to what is done to the sound: a pure function whose result is numbers, the same for ffmpeg
//! and for any other player.
//!
//! To add an effect: a field in `domain::Listening`, its numbers in [`Chain`], its filter in [`Chain::filters`].

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::solver::{self, Q, SAMPLE_RATE};
use crate::domain::{Bands, Listening, Speed};

/// Where the limiter stops peaks, for the codec that comes behind it: what that adds to them still has room above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceiling {
    /// −2 dB.
    Mp3,
    /// −8.4 dB. Opus keeps how loud noise is but not its shape, so that its peaks may be 7 dB higher afterwards.
    Opus,
}

impl Ceiling {
    const fn level(self) -> f64 {
        match self {
            Self::Mp3 => 0.79,
            Self::Opus => 0.38,
        }
    }
}

/// What is done to a sound, as numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    pub speed: Speed,
    pub keeps_pitch: bool,
    /// Before the filters, in dB: so much quieter that no frequency comes out louder than it went in. Never above 0.
    pub preamp: f64,
    /// The gain of each peaking filter in dB, solved so that all of them together make the curve. They hold at
    /// [`SAMPLE_RATE`] and with [`Q`]; a browser's `BiquadFilterNode` takes the same.
    pub gains: [f64; Bands::COUNT],
}

/// The chain for a person's settings.
pub fn chain(listening: &Listening) -> Chain {
    // A hundredth of a dB is more than anybody hears, and reads well in a command line.
    let gains = solver::solve(listening.equalizer.bands().db()).map(hundredths);
    let mut chain = Chain {
        speed: listening.speed,
        keeps_pitch: listening.keeps_pitch,
        preamp: 0.0,
        gains,
    };
    let peak = chain.curve().map(|(_, db)| db).fold(0.0, f64::max);
    chain.preamp = -(peak * 100.0).ceil() / 100.0;
    chain
}

impl Chain {
    /// The response of the filters in dB, without the preamplifier.
    pub fn response(&self, hz: f64) -> f64 {
        solver::response(&self.gains, hz)
    }

    /// The response from 10 Hz up to what the rate can hold, close enough together to be drawn.
    pub fn curve(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        const STEPS: u32 = 600;
        let (low, high) = (10_f64, f64::from(SAMPLE_RATE) / 2.0);
        (0..=STEPS).map(move |step| {
            let hz = low * (high / low).powf(f64::from(step) / f64::from(STEPS));
            (hz, self.response(hz))
        })
    }

    /// Whether a sound comes out as it went in.
    pub fn is_neutral(&self) -> bool {
        self.speed == Speed::NORMAL && self.gains.iter().all(|gain| gain.abs() < 0.005)
    }

    /// One that changes nothing, for comparing.
    pub const fn neutral() -> Self {
        Self {
            speed: Speed::NORMAL,
            keeps_pitch: true,
            preamp: 0.0,
            gains: [0.0; Bands::COUNT],
        }
    }

    /// As ffmpeg's filters. They begin by bringing any sound to the one rate, in floating point: there a peak above full
    /// scale is nothing bad, and the limiter at the end sees it.
    pub fn filters(&self, channels: Channels, ceiling: Ceiling) -> String {
        let mut filters = format!(
            "aresample={SAMPLE_RATE}:rematrix_maxval=1,aformat=sample_fmts=fltp:sample_rates={SAMPLE_RATE}:channel_layouts={}",
            channels.layout()
        );
        let percent = u32::from(self.speed.percent());
        if self.speed != Speed::NORMAL && !self.keeps_pitch {
            // Before the equalizer: afterwards it would shift the bands, too.
            let rate = SAMPLE_RATE / 100 * percent;
            let _ = write!(filters, ",asetrate={rate},aresample={SAMPLE_RATE}");
        }
        if self.preamp < 0.0 {
            let _ = write!(filters, ",volume={:.2}dB", self.preamp);
        }
        for (centre, gain) in Bands::CENTRES.iter().zip(self.gains) {
            if gain.abs() >= 0.005 {
                let _ = write!(filters, ",equalizer=f={centre}:t=q:w={Q}:g={gain:.2}");
            }
        }
        if self.speed != Speed::NORMAL && self.keeps_pitch {
            let _ = write!(filters, ",atempo={}", self.speed);
        }
        // Without `level=disabled` it would make everything as loud as can be.
        let _ = write!(
            filters,
            ",alimiter=limit={}:level=disabled:latency=1",
            ceiling.level()
        );
        filters
    }

    /// A name for what this chain does to a sound: the same for the same effect, whoever asks, and another as soon as a
    /// newer version does anything differently.
    pub fn key(&self, ceiling: Ceiling) -> String {
        let hash = Sha256::digest(self.filters(Channels::Stereo, ceiling));
        hash[..16].iter().fold(String::new(), |mut key, byte| {
            let _ = write!(key, "{byte:02x}");
            key
        })
    }
}

/// How many channels come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channels {
    Mono,
    Stereo,
}

impl Channels {
    fn layout(self) -> &'static str {
        match self {
            Self::Mono => "mono",
            Self::Stereo => "stereo",
        }
    }
}

fn hundredths(db: f64) -> f64 {
    (db * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Equalizer, Gain, Preset};

    fn listening(percent: f64, keeps_pitch: bool, equalizer: Equalizer) -> Listening {
        Listening {
            speed: Speed::new(percent / 100.0).unwrap(),
            keeps_pitch,
            equalizer,
            ..Listening::default()
        }
    }

    #[test]
    fn neutral_settings_leave_the_sound_alone() {
        let flat = Equalizer::Preset(Preset::Flat);
        assert!(chain(&listening(100.0, false, flat)).is_neutral());
        assert!(!chain(&listening(101.0, false, flat)).is_neutral());
        assert!(!chain(&listening(100.0, true, Equalizer::Preset(Preset::Sleep))).is_neutral());
    }

    #[test]
    fn the_filters_read_in_their_order() {
        let check = |listening: &Listening, expect: &str| {
            let filters = chain(listening).filters(Channels::Stereo, Ceiling::Mp3);
            let start = "aresample=48000:rematrix_maxval=1,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo";
            assert_eq!(
                filters,
                format!("{start}{expect},alimiter=limit=0.79:level=disabled:latency=1")
            );
        };
        let flat = Equalizer::Preset(Preset::Flat);
        check(&listening(100.0, true, flat), "");
        check(&listening(125.0, true, flat), ",atempo=1.25");
        check(
            &listening(125.0, false, flat),
            ",asetrate=60000,aresample=48000",
        );
        let high = Bands::default().with(9, Gain::new(6.0).unwrap());
        check(
            &listening(100.0, true, Equalizer::Custom(high)),
            ",volume=-6.00dB,equalizer=f=4000:t=q:w=1.41:g=-0.02,equalizer=f=8000:t=q:w=1.41:g=-0.42,equalizer=f=16000:t=q:w=1.41:g=6.03",
        );
        let one = Equalizer::Custom(Bands::default().with(5, Gain::new(-6.0).unwrap()));
        let filters = chain(&listening(50.0, false, one)).filters(Channels::Mono, Ceiling::Mp3);
        let place = |filter: &str| {
            filters
                .find(filter)
                .unwrap_or_else(|| panic!("no {filter}: {filters}"))
        };
        assert!(
            place("asetrate=24000") < place("equalizer=f=1000")
                && place("equalizer") < place("alimiter")
        );
    }

    #[test]
    fn the_preamplifier_leaves_no_frequency_louder_than_it_was() {
        for preset in Preset::ALL {
            let chain = chain(&listening(100.0, true, Equalizer::Preset(*preset)));
            let loudest = chain
                .curve()
                .map(|(_, db)| db + chain.preamp)
                .fold(f64::MIN, f64::max);
            assert!(
                loudest <= 1e-9 && chain.preamp <= 0.0,
                "{preset:?}: {loudest}"
            );
            // And no quieter than it has to be.
            assert!(
                loudest > -0.011 || chain.preamp > -0.005,
                "{preset:?}: {loudest}"
            );
        }
    }

    #[test]
    fn the_curve_goes_from_the_lowest_tone_to_the_highest() {
        let chain = chain(&listening(100.0, true, Equalizer::Preset(Preset::Rock)));
        let curve: Vec<(f64, f64)> = chain.curve().collect();
        let (low, high) = (curve[0].0, curve[600].0);
        assert!((low - 10.0).abs() < 1e-9 && (high - 24_000.0).abs() < 1e-6);
        // As a piano has them, each so many times the one before.
        let step = 2400_f64.powf(1.0 / 600.0);
        for two in curve.windows(2) {
            assert!((two[1].0 / two[0].0 - step).abs() < 1e-9, "{two:?}");
        }
        for (hz, db) in curve {
            assert!((db - solver::response(&chain.gains, hz)).abs() < 1e-9);
        }
        for (centre, set) in Bands::CENTRES.iter().zip(Preset::Rock.bands().db()) {
            let hears = chain.response(*centre);
            assert!((hears - set).abs() < 0.05, "{centre}: {hears}, not {set}");
        }
    }

    #[test]
    fn a_key_tells_what_sounds_different_apart_and_nothing_else() {
        let key = |percent, keeps_pitch, preset| {
            chain(&listening(percent, keeps_pitch, Equalizer::Preset(preset))).key(Ceiling::Mp3)
        };
        assert_eq!(
            key(100.0, true, Preset::Rock),
            key(100.0, false, Preset::Rock)
        );
        assert_ne!(
            key(125.0, true, Preset::Rock),
            key(125.0, false, Preset::Rock)
        );
        assert_ne!(
            key(125.0, true, Preset::Rock),
            key(125.0, true, Preset::Jazz)
        );
        let rock = Equalizer::Custom(Preset::Rock.bands());
        assert_eq!(
            chain(&listening(100.0, true, rock)).key(Ceiling::Mp3),
            key(100.0, true, Preset::Rock)
        );
        assert_eq!(key(100.0, true, Preset::Rock).len(), 32);
    }
}
