//! Lists in the listener's own sound: played here, and by a schedule, which has everything ready when it is due.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reprise::clock::FixedClock;
use simulator::{
    ANNA, ChatKind, Fault, FaultKind, GroupSpec, LimitOptions, MARIA, Message, Options, Status,
    UploadKind, UploadSpec, View,
};

use crate::support::{
    bot::Bot,
    sound::{RATE, Spectrum, Studio, middle},
};

/// How long each track is, in seconds.
const LENGTH: f64 = 2.0;

/// A bot whose people wait for as long as it takes to make a dozen tracks on a busy machine.
async fn start() -> Bot {
    let options = Options {
        limits: LimitOptions::off(),
        patience: Duration::from_mins(2),
        ..Options::default()
    };
    let unlimited = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";
    Bot::start_with(options, unlimited).await
}

/// The pitch of a track, by which it is told from the others.
fn pitch(number: usize) -> f64 {
    300.0 + 40.0 * f64::from(u32::try_from(number).unwrap())
}

/// A list of so many tones.
async fn tones(bot: &Bot, studio: &Studio, person: i64, list: &str, fill: &str, count: usize) {
    let made = bot
        .telegram
        .ask(person, &format!("/playlist new {list}"))
        .await;
    bot.press(person, &made, fill).await;
    for number in 1..=count {
        let (hertz, name) = (pitch(number), format!("tone{number}.mp3"));
        let tone = studio.make(&format!(
            "-f lavfi -i sine={hertz}:duration={LENGTH}:sample_rate=44100 -b:a 128k {name}"
        ));
        let upload = UploadSpec {
            title: Some(format!("Tone {number}")),
            ..UploadSpec::new(UploadKind::Audio, &name, std::fs::read(tone).unwrap())
        };
        let sent = bot.telegram.upload(person, person, upload);
        bot.telegram
            .answer_after(person, person, sent.message.message_id)
            .await;
    }
    bot.telegram.ask(person, "/cancel").await;
}

/// The tracks the bot sent to a chat, as a person there sees them.
fn tracks(view: View<'_>, person: i64, chat: i64) -> Vec<Arc<Message>> {
    let messages = view.messages(person, chat).into_iter();
    let ours = messages.filter(|message| {
        let author = message.from.as_ref();
        message.body.audio.is_some() && author.is_none_or(|author| author.is_bot)
    });
    ours.collect()
}

/// Waits until there are so many tracks, and nothing more is under way. What is there after the first `skip`.
async fn heard(bot: &Bot, person: i64, chat: i64, skip: usize, count: usize) -> Vec<Arc<Message>> {
    let is_working = |message: &Arc<Message>| {
        let rows = message.button_rows();
        rows.iter()
            .flatten()
            .any(|label| ["Stop", "Остановить"].contains(label))
    };
    bot.telegram
        .wait_until("the tracks of a list", |view| {
            let found = tracks(view, person, chat);
            let works = view.messages(person, chat).iter().any(is_working);
            (found.len() >= skip + count && !works).then(|| found[skip..].to_vec())
        })
        .await
}

/// Presses a button that plays, as soon as what was played before is over.
async fn play(bot: &Bot, person: i64, list: &Message, label: &str) {
    loop {
        let toast = bot.press_for_toast(person, person, list, label).await;
        if ["Here it comes", "Включаю"].contains(&toast.as_str()) {
            return;
        }
    }
}

/// Waits for the panel below an album, which is the last that a list says.
async fn ended(bot: &Bot, person: i64, chat: i64, last_line: &str) {
    bot.telegram
        .wait_until("the panel below an album", |view| {
            let last = view.last_answer(person, chat)?;
            last.words().ends_with(last_line).then_some(())
        })
        .await;
}

/// How long a track is that arrived, and its pitch.
fn measure(bot: &Bot, studio: &Studio, track: &Message) -> (f64, f64) {
    let audio = track.body.audio.as_ref().unwrap();
    let bytes = bot.telegram.file(&audio.file_unique_id).unwrap();
    let samples = studio.decode(&studio.write("heard.mp3", bytes));
    let seconds = f64::from(u32::try_from(samples.len()).unwrap()) / f64::from(RATE);
    (
        seconds,
        Spectrum::of(&middle(&samples, 1 << 15), RATE).peak(),
    )
}

#[track_caller]
fn sounds(bot: &Bot, studio: &Studio, track: &Message, seconds: f64, hz: f64) {
    let (length, peak) = measure(bot, studio, track);
    let name = track.body.audio.as_ref().unwrap().title.clone();
    assert!(
        (length - seconds).abs() < 0.06,
        "{name:?}: {length} s instead of {seconds}"
    );
    assert!(
        (peak / hz - 1.0).abs() < 0.005,
        "{name:?}: {peak} Hz instead of {hz}"
    );
}

fn downloads(view: View<'_>) -> u64 {
    view.count("getFile")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_plays_here_in_the_sound_of_who_pressed_and_the_second_time_at_once() {
    let (bot, studio) = (start().await, Studio::open().await);
    tones(&bot, &studio, ANNA, "Road", "Add tracks", 12).await;
    // As on a turntable: by its pitch each track shows that it is the right one, and faster.
    bot.telegram.ask(ANNA, "/speed 1.5").await;
    bot.telegram.ask(ANNA, "/pitch off").await;
    let list = bot.telegram.ask(ANNA, "/playlist Road").await;
    play(&bot, ANNA, &list, "▶ Play here").await;
    let first = heard(&bot, ANNA, ANNA, 0, 12).await;
    for (number, track) in (1..).zip(&first) {
        sounds(&bot, &studio, track, LENGTH / 1.5, pitch(number) * 1.5);
    }
    ended(&bot, ANNA, ANNA, "2. Tone 12").await;
    let transcript = bot.transcript(ANNA);
    insta::assert_snapshot!(transcript.split_once("> /playlist Road").unwrap().1, @"

    < Road
      12 tracks · 0:24
      
      1. Tone 1 0:02
      2. Tone 2 0:02
      3. Tone 3 0:02
      4. Tone 4 0:02
      5. Tone 5 0:02
      6. Tone 6 0:02
      7. Tone 7 0:02
      8. Tone 8 0:02
      9. Tone 9 0:02
      10. Tone 10 0:02
      [1|2|3|4|5]
      [6|7|8|9|10]
      [2/2 ›]
      [▶ Play here]
      [Add tracks|More…]
      [‹ Playlists]
    < <audio: Tone 1 0:01> Road · 1.5× · pitch follows
    < <audio: Tone 2 0:01>
    < <audio: Tone 3 0:01>
    < <audio: Tone 4 0:01>
    < <audio: Tone 5 0:01>
    < <audio: Tone 6 0:01>
    < <audio: Tone 7 0:01>
    < <audio: Tone 8 0:01>
    < <audio: Tone 9 0:01>
    < <audio: Tone 10 0:01>
    < A number puts the track on a playlist of yours, ♪ shows its words:
      1. Tone 1
      2. Tone 2
      3. Tone 3
      4. Tone 4
      5. Tone 5
      6. Tone 6
      7. Tone 7
      8. Tone 8
      9. Tone 9
      10. Tone 10
      [1|2|3|4|5]
      [6|7|8|9|10]
      [♪ 1|♪ 2|♪ 3|♪ 4|♪ 5]
      [♪ 6|♪ 7|♪ 8|♪ 9|♪ 10]
    < <audio: Tone 11 0:01>
    < <audio: Tone 12 0:01>
    < A number puts the track on a playlist of yours, ♪ shows its words:
      1. Tone 11
      2. Tone 12
      [1|2]
      [♪ 1|♪ 2]
    ");
    // What was made once comes by its file at Telegram.
    let before = bot.telegram.look(downloads);
    play(&bot, ANNA, &list, "▶ Play here").await;
    let second = heard(&bot, ANNA, ANNA, 12, 12).await;
    let file = |track: &Arc<Message>| track.body.audio.as_ref().unwrap().file_unique_id.clone();
    assert_eq!(
        first.iter().map(file).collect::<Vec<_>>(),
        second.iter().map(file).collect::<Vec<_>>()
    );
    assert_eq!(
        bot.telegram.look(downloads),
        before,
        "nothing is made twice"
    );
    // And who hears everything as it is gets what was put on the list.
    bot.telegram.ask(ANNA, "/speed 1").await;
    bot.press(ANNA, &list, "2").await;
    play(&bot, ANNA, &list, "Send it here").await;
    let original = heard(&bot, ANNA, ANNA, 24, 1).await;
    sounds(&bot, &studio, &original[0], LENGTH, pitch(2));
    assert_eq!(bot.telegram.look(downloads), before);
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_made_is_played_as_it_is_and_a_lost_file_is_made_again() {
    let (bot, studio) = (start().await, Studio::open().await);
    tones(&bot, &studio, MARIA, "Дорога", "Добавить треки", 1).await;
    let list = bot.telegram.ask(MARIA, "/playlist Дорога").await;
    bot.press(MARIA, &list, "Добавить треки").await;
    let noise = UploadSpec {
        title: Some("Noise".to_owned()),
        ..UploadSpec::new(UploadKind::Audio, "noise.mp3", b"no sound at all".to_vec())
    };
    let sent = bot.telegram.upload(MARIA, MARIA, noise).message;
    bot.telegram
        .answer_after(MARIA, MARIA, sent.message_id)
        .await;
    bot.telegram.ask(MARIA, "/cancel").await;
    bot.telegram.ask(MARIA, "/speed 1,25").await;
    let list = bot.telegram.ask(MARIA, "/playlist Дорога").await;
    play(&bot, MARIA, &list, "▶ Включить здесь").await;
    let first = heard(&bot, MARIA, MARIA, 0, 2).await;
    sounds(&bot, &studio, &first[0], LENGTH / 1.25, pitch(1));
    let before = bot.telegram.look(downloads);
    let gone = FaultKind::Status {
        code: 400,
        description: Some("Bad Request: wrong file identifier/HTTP URL specified".to_owned()),
    };
    bot.telegram.fault(Fault::next("sendMediaGroup", 1, gone));
    play(&bot, MARIA, &list, "▶ Включить здесь").await;
    let again = heard(&bot, MARIA, MARIA, 2, 2).await;
    sounds(&bot, &studio, &again[0], LENGTH / 1.25, pitch(1));
    assert!(bot.telegram.look(downloads) > before, "it is made anew");
    ended(&bot, MARIA, MARIA, "2. Noise").await;
    let transcript = bot.transcript(MARIA);
    insta::assert_snapshot!(transcript.rsplit_once("> /playlist Дорога").unwrap().1, @"

    < Дорога
      2 трека · 0:02
      
      1. Tone 1 0:02
      2. Noise 0:00
      [1|2]
      [▶ Включить здесь]
      [Добавить треки|Ещё…]
      [‹ Плейлисты]
    < <audio: Tone 1 0:01> Дорога · 1,25×
    < <audio: Noise 0:00> Без изменений: обработать этот трек не получилось.
    < Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. Tone 1
      2. Noise
      [1|2]
      [♪ 1|♪ 2]
    < <audio: Tone 1 0:01> Дорога · 1,25×
    < <audio: Noise 0:00> Без изменений: обработать этот трек не получилось.
    < Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. Tone 1
      2. Noise
      [1|2]
      [♪ 1|♪ 2]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_being_made_is_stopped_by_its_button() {
    let (bot, studio) = (start().await, Studio::open().await);
    tones(&bot, &studio, ANNA, "Road", "Add tracks", 11).await;
    bot.telegram.ask(ANNA, "/speed 2").await;
    // The first ten come; the eleventh cannot be fetched for now.
    let away = FaultKind::Slow { ms: 600_000 };
    bot.telegram.fault(Fault::always("getFile", away).after(10));
    let list = bot.telegram.ask(ANNA, "/playlist Road").await;
    play(&bot, ANNA, &list, "▶ Play here").await;
    let panel = bot
        .telegram
        .wait_until("how far it is after the first ten", |view| {
            let is_stoppable = |message: &&Arc<Message>| message.button_rows() == [["Stop"]];
            let messages = view.messages(ANNA, ANNA);
            (tracks(view, ANNA, ANNA).len() == 10)
                .then(|| messages.iter().find(is_stoppable).cloned())
                .flatten()
        })
        .await;
    bot.press(ANNA, &panel, "Stop").await;
    // It is over: the list can be played anew, and what was made is there.
    play(&bot, ANNA, &list, "▶ Play here").await;
    bot.telegram
        .wait_until("the first ten again", |view| {
            (tracks(view, ANNA, ANNA).len() == 20).then_some(())
        })
        .await;
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_plays_in_its_makers_sound_and_has_it_ready_before() {
    let thursday: DateTime<Utc> = "2026-11-26T18:00:00Z".parse().unwrap();
    let clock = Arc::new(FixedClock::at(thursday));
    let (bot, studio) = (Bot::start_at(clock.clone(), "").await, Studio::open().await);
    let channel = bot.telegram.make_group(GroupSpec {
        kind: ChatKind::Channel,
        username: Some("marias_news".to_owned()),
        ..GroupSpec::new("Новости Марии", MARIA)
    });
    let us = bot.telegram.bot_id();
    bot.telegram
        .set_member(channel, us, Status::Administrator, MARIA);
    tones(&bot, &studio, MARIA, "Ужин", "Добавить треки", 2).await;
    bot.telegram.ask(MARIA, "/speed 0,75").await;
    bot.telegram.ask(MARIA, "/schedule 21:00").await;
    let made = bot.telegram.ask(MARIA, "Киев").await;
    for label in ["Изменить", "Где"] {
        bot.press(MARIA, &made, label).await;
    }
    bot.until_idle().await;
    bot.telegram.ask(MARIA, "@marias_news").await;
    let before = bot.telegram.look(downloads);
    // A quarter of an hour before both are fetched, and made.
    clock.set("2026-11-26T18:45:00Z".parse().unwrap());
    let shelf = bot.config.cache_dir().join("lists");
    while ready(&shelf) < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(bot.telegram.look(downloads), before + 2);
    clock.set("2026-11-26T18:59:59Z".parse().unwrap());
    assert_eq!(
        bot.telegram.look(|view| tracks(view, MARIA, channel).len()),
        0
    );
    // From now on nothing can be fetched.
    let away = FaultKind::Slow { ms: 600_000 };
    bot.telegram.fault(Fault::always("getFile", away));
    clock.set("2026-11-26T19:00:00Z".parse().unwrap());
    let played = heard(&bot, MARIA, channel, 0, 2).await;
    for (number, track) in (1..).zip(&played) {
        sounds(&bot, &studio, track, LENGTH / 0.75, pitch(number));
    }
    ended(&bot, MARIA, channel, "2. Tone 2").await;
    // The next day it comes by its files at Telegram, and the shelf is empty.
    clock.set("2026-11-27T18:59:00Z".parse().unwrap());
    clock.advance(Duration::from_mins(1));
    let next = heard(&bot, MARIA, channel, 2, 2).await;
    let file = |track: &Arc<Message>| track.body.audio.as_ref().unwrap().file_unique_id.clone();
    assert_eq!(
        played.iter().map(file).collect::<Vec<_>>(),
        next.iter().map(file).collect::<Vec<_>>()
    );
    ended(&bot, MARIA, channel, "2. Tone 2").await;
    while ready(&shelf) > 0 {
        tokio::task::yield_now().await;
    }
    insta::assert_snapshot!(bot.telegram.transcript(MARIA, channel), @"
    Новости Марии: <audio: Tone 1 0:02> Ужин · 0,75×
    Новости Марии: <audio: Tone 2 0:02>
    Новости Марии: Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. Tone 1
      2. Tone 2
      [1|2]
      [♪ 1|♪ 2]
    Новости Марии: <audio: Tone 1 0:02> Ужин · 0,75×
    Новости Марии: <audio: Tone 2 0:02>
    Новости Марии: Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. Tone 1
      2. Tone 2
      [1|2]
      [♪ 1|♪ 2]
    ");
    bot.stop().await.unwrap();
}

/// How many tracks are ready to be sent.
fn ready(shelf: &std::path::Path) -> usize {
    let files = std::fs::read_dir(shelf).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "json"))
        .count()
}
