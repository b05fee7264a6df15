//! The sound of the very file that arrives in the chat.

use reprise::{
    audio::chain,
    domain::{Bands, Equalizer, Listening, Preset},
};
use simulator::{ANNA, UploadKind, UploadSpec};

use super::{sound::heard, sound_odd::decoded};
use crate::support::{
    bot::Bot,
    sound::{RATE, Spectrum, Studio, sweep},
};

/// A curve as people choose it, and the sweep as they would send it: music or a voice.
async fn the_curve_arrives(kind: UploadKind, name: &str, preset: Preset) {
    let studio = Studio::open().await;
    let bot = Bot::start_unlimited("").await;
    let sweep = sweep(44_100);
    let sent = std::fs::read(studio.record(&sweep, 44_100, name)).unwrap();
    bot.telegram
        .ask(ANNA, &format!("/eq {}", preset.name()))
        .await;
    bot.telegram
        .upload(ANNA, ANNA, UploadSpec::new(kind, name, sent));
    let track = heard(&bot, ANNA, ANNA, 1).await;
    let after = Spectrum::of(&decoded(&studio, &bot, &track), RATE);
    let before = Spectrum::of(&sweep, 44_100);
    let preamp = chain(&Listening {
        equalizer: Equalizer::Preset(preset),
        ..Listening::default()
    })
    .preamp;
    for (hz, target) in Bands::CENTRES.iter().zip(preset.bands().db()) {
        let error = after.above(&before, *hz, 0.06) - preamp - target;
        let allowed = if *hz > 8_000.0 { 2.0 } else { 1.0 };
        assert!(
            error.abs() <= allowed,
            "{kind:?} {preset:?} at {hz} Hz: {error:+.2} dB"
        );
    }
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_curve_is_that_of_the_mp3_in_the_chat() {
    the_curve_arrives(UploadKind::Audio, "sweep.wav", Preset::Rock).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_curve_is_that_of_the_voice_in_the_chat() {
    the_curve_arrives(UploadKind::Voice, "sweep.wav", Preset::Voice).await;
}
