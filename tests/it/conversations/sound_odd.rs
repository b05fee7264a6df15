//! Files nobody expects, sent to the bot: each is refused in a sentence, or comes back as what it is. An empty one cannot be sent:
//! Telegram refuses it.

use std::sync::Arc;

use simulator::{ANNA, MARIA, Message, UploadKind, UploadSpec};

use super::sound::{heard, sounds};
use crate::support::{
    bot::Bot,
    sound::{RATE, Spectrum, Studio, middle},
};

/// Sends a file that a client has not looked into.
fn file(studio: &Studio, name: &str) -> UploadSpec {
    let bytes = std::fs::read(studio.path(name)).unwrap();
    UploadSpec::new(UploadKind::Document, name, bytes)
}

/// What the bot says to a file, once it has nothing more to say.
async fn said_to(bot: &Bot, person: i64, file: UploadSpec) -> String {
    let name = file.file_name.clone().unwrap();
    let sent = bot.telegram.upload(person, person, file).message;
    bot.telegram
        .wait_until(&format!("a word on {name}"), |view| {
            let messages = view.messages_after(person, person, sent.message_id);
            let said = messages.iter().find(|message| {
                let is_progress = message.button_rows().concat().contains(&"Остановить");
                !message.is_from(person) && !is_progress
            })?;
            let why = said.words().rsplit("\n\n").next()?;
            Some(format!("{name}: {why}"))
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_can_hear_is_refused_in_a_sentence() {
    let studio = Studio::open().await;
    let bot = Bot::start_unlimited("").await;
    bot.telegram.ask(MARIA, "/speed 1.5").await;
    studio.write("text.mp3", "Dear diary, ".repeat(5_000));
    let inside = format!(
        "#EXTM3U\n#EXTINF:3,\nfile://{}\n#EXT-X-ENDLIST\n",
        studio.path("text.mp3").display()
    );
    studio.write("hls.mp3", inside);
    studio.write("concat.mp3", "ffconcat version 1.0\nfile 'text.mp3'\n");
    studio.make("-f lavfi -i sine=440:duration=3 whole.m4a");
    let whole = std::fs::read(studio.path("whole.m4a")).unwrap();
    studio.write("cut.m4a", &whole[..whole.len() / 2]);
    studio.make_streams("streams.mka");
    studio.make_silence(600, "ten-hours.m4a");
    studio.make("-f lavfi -i color=red:size=64x64:duration=1 -f matroska silent.mka");
    let mut said = Vec::new();
    for name in [
        "text.mp3",
        "hls.mp3",
        "concat.mp3",
        "cut.m4a",
        "streams.mka",
        "ten-hours.m4a",
        "silent.mka",
    ] {
        said.push(said_to(&bot, MARIA, file(&studio, name)).await);
    }
    insta::assert_snapshot!(said.join("\n"), @"
    text.mp3: Не получается прочитать этот файл: это не звук, или файл повреждён. У вас он играет? Тогда пришлите его в MP3.
    hls.mp3: Не получается прочитать этот файл: это не звук, или файл повреждён. У вас он играет? Тогда пришлите его в MP3.
    concat.mp3: Не получается прочитать этот файл: это не звук, или файл повреждён. У вас он играет? Тогда пришлите его в MP3.
    cut.m4a: Не получается прочитать этот файл: это не звук, или файл повреждён. У вас он играет? Тогда пришлите его в MP3.
    streams.mka: В этом файле слишком много дорожек. Пришлите только сам трек, например в MP3.
    ten-hours.m4a: Это длиннее 180 минут — больше я не беру. Пришлите фрагмент покороче.
    silent.mka: В этом файле нет звука. Пришлите другой.
    ");
    assert!(
        bot.telegram
            .look(|view| sounds(view, MARIA, MARIA))
            .is_empty()
    );
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_but_honest_files_come_back_in_ones_sound() {
    let studio = Studio::open().await;
    let bot = Bot::start_unlimited("").await;
    bot.telegram.ask(ANNA, "/speed 1.5").await;
    let tone = "-f lavfi -i sine=440:duration=3";
    let title = "title=شعر \u{202E}🎧\nline two <b>&";
    studio.make("-f lavfi -i color=blue:size=5000x5000:duration=1 -frames:v 1 cover.png");
    studio.make(&format!("{tone} plain.mp3"));
    studio.make(&format!("{tone} late-index.m4a"));
    studio.make(&format!(
        "{tone} -af pan=7.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0|c6=c0|c7=c0 eight-channels.wav"
    ));
    studio.make(&format!("{tone} -ar 8000 -c:a pcm_u8 telephone.wav"));
    studio.make(&format!("{tone} -ar 192000 -c:a pcm_s24le studio.wav"));
    studio.make(
        "-i plain.mp3 -i cover.png -map 0 -map 1 -c copy -disposition:v attached_pic large-cover.mp3",
    );
    studio.make_huge_cover("huge-cover.mp3");
    let tagged = [
        "-i",
        "plain.mp3",
        "-metadata",
        title,
        "-metadata",
        "artist=<i>Ö</i>",
        "tagged.mp3",
    ];
    studio.make_of(&tagged);
    for (number, name) in [
        "late-index.m4a",
        "eight-channels.wav",
        "telephone.wav",
        "studio.wav",
        "large-cover.mp3",
        "huge-cover.mp3",
        "tagged.mp3",
    ]
    .into_iter()
    .enumerate()
    {
        bot.telegram.upload(ANNA, ANNA, file(&studio, name));
        let track = heard(&bot, ANNA, ANNA, number + 1).await;
        let samples = decoded(&studio, &bot, &track);
        let seconds = f64::from(u32::try_from(samples.len()).unwrap()) / f64::from(RATE);
        assert!((seconds - 2.0).abs() < 0.1, "{name}: {seconds} s");
        let hz = Spectrum::of(&middle(&samples, 1 << 15), RATE).peak();
        assert!((hz - 440.0).abs() < 5.0, "{name}: {hz} Hz");
    }
    let tagged = bot
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    let audio = tagged.body.audio.as_ref().unwrap();
    insta::assert_snapshot!(format!("{:?} by {:?}", audio.title, audio.performer), @r#"Some("شعر 🎧 line two <b>&") by Some("<i>Ö</i>")"#);
    bot.stop().await.unwrap();
}

/// The samples of the very file that a message brought.
pub(super) fn decoded(studio: &Studio, bot: &Bot, track: &Arc<Message>) -> Vec<f32> {
    let (audio, voice) = (&track.body.audio, &track.body.voice);
    let unique = audio
        .as_ref()
        .map(|audio| &audio.file_unique_id)
        .or_else(|| voice.as_ref().map(|voice| &voice.file_unique_id));
    let bytes = bot.telegram.file(unique.unwrap()).unwrap();
    let file = studio.write("arrived", bytes);
    studio.decode(&file)
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_of_an_equalizer_is_said_to_be_that() {
    let bot = Bot::start_unlimited("").await;
    for text in [
        "/eq 31:NaN",
        "/eq 31:inf",
        "/eq 31:1e9",
        "/eq 31:+99",
        "/eq 0:3",
        "/eq 31:",
        "/eq 🎧:🎧",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /eq 31:NaN
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    > /eq 31:inf
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    > /eq 31:1e9
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    > /eq 31:+99
    < A band goes from −12 to +12 dB. For example: /eq 31:+3
    > /eq 0:3
    < The bands are 31, 62, 125, 250, 500, 1k, 2k, 4k, 8k and 16k. For example: /eq 31:+3 16k:-4
    > /eq 31:
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    > /eq 🎧:🎧
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    ");
    bot.stop().await.unwrap();
}
