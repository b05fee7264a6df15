//! The sound of the very file that arrives in the chat, and what becomes of one that is too long for it.

use reprise::{
    audio::chain,
    domain::{Bands, Equalizer, Listening, Preset},
};
use simulator::{ANNA, MARIA, UploadKind, UploadSpec};

use super::{
    sound::{below_the_album, heard},
    sound_odd::decoded,
};
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

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_for_one_file_is_offered_as_a_voice_or_in_parts() {
    let studio = Studio::open().await;
    let options = simulator::Options {
        limits: simulator::LimitOptions::off(),
        patience: std::time::Duration::from_mins(2),
        ..simulator::Options::default()
    };
    let unlimited = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";
    let bot = Bot::start_with(options, unlimited).await;
    bot.telegram.ask(MARIA, "/speed 0.5").await;
    // Forty minutes at half the speed are more than an hour: too much for one file.
    studio.make("-f lavfi -i anullsrc=r=8000:cl=mono -t 2400 -b:a 8k long.m4a");
    let long = std::fs::read(studio.path("long.m4a")).unwrap();
    let file = UploadSpec {
        title: Some("A long evening".to_owned()),
        performer: Some("Nobody".to_owned()),
        duration: Some(2_400),
        ..UploadSpec::new(UploadKind::Audio, "long.m4a", long)
    };
    let sent = bot.telegram.upload(MARIA, MARIA, file).message;
    let offer = bot
        .telegram
        .wait_until("the offer", |view| {
            let messages = view.messages_after(MARIA, MARIA, sent.message_id);
            messages
                .into_iter()
                .find(|message| message.words().contains("50 МБ"))
        })
        .await;
    bot.press_for_toast(MARIA, MARIA, &offer, "Голосовым сообщением")
        .await;
    let voice = heard(&bot, MARIA, MARIA, 1).await;
    let seconds = voice.body.voice.as_ref().unwrap().duration;
    assert!((4_790..=4_810).contains(&seconds), "{seconds} s");
    bot.press_for_toast(MARIA, MARIA, &offer, "В 2 частях")
        .await;
    heard(&bot, MARIA, MARIA, 3).await;
    below_the_album(&bot, MARIA, "Добавить в…").await;
    let told = bot.transcript(MARIA);
    let (_, told) = told.split_once("> <audio").unwrap();
    insta::assert_snapshot!(told, @"
    : A long evening – Nobody 40:00>
    < A long evening
      Nobody · 40:00
      
      Результат не уложится в 50 МБ, которые принимает Telegram. Но можно иначе:
      [Голосовым сообщением|В 2 частях]
    < <voice 79:59> 0,5×
      [Оригинал|До и после]
      [Скорость|Эквалайзер]
      [Слова|Добавить в…]
    < <audio: A long evening (1/2) – Nobody 39:59> 0,5×
    < <audio: A long evening (2/2) – Nobody 39:59> 0,5×
    < A long evening
      Nobody · 40:00
      [Слова|Добавить в…]
    ");
    bot.stop().await.unwrap();
}
