//! The curve is true: a sweep goes through the filters, and what comes out is compared with what was asked for.

use std::hash::{BuildHasher as _, RandomState};

use reprise::{
    audio::{Ceiling, Chain, Channels, chain},
    domain::{Bands, Equalizer, Gain, Listening, Preset},
};

use crate::support::sound::{RATE, Spectrum, Studio, peak_dbfs, sweep};

/// What an equalizer may be off at the middle of a band, in dB.
const TOLERANCE: f64 = 0.3;

fn chain_of(bands: Bands) -> Chain {
    chain(&Listening {
        equalizer: Equalizer::Custom(bands),
        ..Listening::default()
    })
}

/// A sweep of a rate, ready to go through filters.
struct Bench {
    studio: Studio,
    file: std::path::PathBuf,
    before: Spectrum,
}

impl Bench {
    async fn at(rate: u32) -> Self {
        let studio = Studio::open().await;
        let sweep = sweep(rate);
        Self {
            file: studio.record(&sweep, rate, "sweep.wav"),
            before: Spectrum::of(&sweep, rate),
            studio,
        }
    }

    /// How far what comes out is from the curve that was asked for, at worst.
    fn error(&self, chain: &Chain, bands: Bands) -> f64 {
        let filters = chain.filters(Channels::Mono, Ceiling::Mp3);
        let after = Spectrum::of(&self.studio.filter(&self.file, &filters), RATE);
        let errors = Bands::CENTRES.iter().zip(bands.db());
        errors
            .map(|(hz, target)| {
                (after.above(&self.before, *hz, 0.005) - chain.preamp - target).abs()
            })
            .fold(0.0, f64::max)
    }
}

/// Every preset, and curves nobody would set.
fn curves(random: usize) -> Vec<(String, Bands)> {
    let presets = Preset::ALL
        .iter()
        .map(|preset| (preset.name().to_owned(), preset.bands()));
    let seed = RandomState::new().hash_one(0) | 1;
    let mut state = seed;
    let mut gain = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let tenths = i32::try_from(state % 241).unwrap() - 120;
        Gain::new(f64::from(tenths) / 10.0).unwrap()
    };
    let random = (0..random).map(|number| {
        let bands = Bands::new(std::array::from_fn(|_| gain()));
        (format!("number {number} of seed {seed}"), bands)
    });
    presets.chain(random.collect::<Vec<_>>()).collect()
}

async fn every_curve_is_met(rate: u32, random: usize) {
    let bench = Bench::at(rate).await;
    for (name, bands) in curves(random) {
        let error = bench.error(&chain_of(bands), bands);
        assert!(
            error < TOLERANCE,
            "{name} at {rate} Hz is {error:.2} dB off: {bands:?}"
        );
    }
}

/// How many curves of the other kind are tried; `make soak` says more.
fn random() -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a run should be is the caller's to say"
    )]
    let asked = std::env::var("REPRISE_TEST_CURVES");
    asked.map_or(40, |count| count.parse().expect("a number of curves"))
}

#[tokio::test]
async fn every_curve_is_met_at_44100_hz() {
    every_curve_is_met(44_100, random()).await;
}

#[tokio::test]
async fn every_curve_is_met_at_48000_hz() {
    every_curve_is_met(48_000, random()).await;
}

#[tokio::test]
async fn filters_set_to_what_is_wanted_would_miss_it() {
    for rate in [44_100, 48_000] {
        let bench = Bench::at(rate).await;
        // No preset that does anything would pass.
        for preset in Preset::ALL.iter().filter(|preset| **preset != Preset::Flat) {
            let bands = preset.bands();
            let naive = Chain {
                gains: bands.db(),
                preamp: -12.0,
                ..Chain::neutral()
            };
            let error = bench.error(&naive, bands);
            assert!(
                error > TOLERANCE,
                "{preset:?} at {rate} Hz: only {error:.2} dB off: the measurement sees no difference"
            );
        }
    }
}

#[tokio::test]
async fn nothing_comes_out_louder_than_the_ceiling() {
    let studio = Studio::open().await;
    let noise =
        studio.make("-f lavfi -i anoisesrc=amplitude=1:duration=5:seed=3 -c:a pcm_f32le noise.wav");
    assert!(
        peak_dbfs(&studio.decode(&noise)) > -0.1,
        "it is no full-scale noise"
    );
    let all = Bands::new([Gain::HIGHEST; Bands::COUNT]);
    for filters in [
        chain_of(all).filters(Channels::Mono, Ceiling::Mp3),
        // As if the preamplifier were forgotten: the limiter has to hold alone.
        Chain {
            preamp: 0.0,
            ..chain_of(all)
        }
        .filters(Channels::Mono, Ceiling::Mp3),
    ] {
        let peak = peak_dbfs(&studio.filter(&noise, &filters));
        assert!(peak <= -0.5, "{peak:.2} dBFS");
    }
}
