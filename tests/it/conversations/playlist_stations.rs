//! What else is on a playlist than tracks that are there: stations, which are recorded in their turn, and tracks that
//! Telegram lost. And the words of what is on it.

use std::sync::Arc;

use reprise::clock::SystemClock;
use simulator::{ANNA, MARIA, Message, UploadKind, UploadSpec};

use crate::support::{
    bot::Bot,
    lrclib::Lrclib,
    sound::{RATE, Spectrum, Studio, middle},
    station::Station,
};

/// Adds a station, and opens its card in the message that comes back.
pub(super) async fn card(bot: &Bot, person: i64, station: &Station, open: &str) -> Arc<Message> {
    let add = format!("/radio add {}", station.url());
    let added = bot.telegram.ask(person, &add).await;
    bot.press(person, &added, open).await;
    added
}

fn song(title: &str) -> UploadSpec {
    UploadSpec {
        title: Some(title.to_owned()),
        performer: Some("The Tin Whistles".to_owned()),
        duration: Some(181),
        ..UploadSpec::new(UploadKind::Audio, "song.mp3", title.as_bytes().to_vec())
    }
}

/// Sends songs for the list that is asked about.
async fn fill(bot: &Bot, person: i64, list: &Message, words: [&str; 2], titles: &[&str]) {
    bot.press(person, list, words[0]).await;
    for title in titles {
        let sent = bot.telegram.upload(person, person, song(title)).message;
        bot.telegram
            .answer_after(person, person, sent.message_id)
            .await;
    }
    let latest = bot.newest(person, person);
    bot.press(person, &latest, words[1]).await;
}

/// Waits for so many tracks from the bot after a message.
async fn tracks_after(bot: &Bot, person: i64, latest: i64, count: usize) -> Vec<Arc<Message>> {
    bot.telegram
        .wait_until("the tracks", move |view| {
            let said = view.messages_after(person, person, latest);
            let tracks = said
                .into_iter()
                .filter(|said| !said.is_from(person) && said.body.audio.is_some());
            let tracks: Vec<_> = tracks.collect();
            (tracks.len() >= count).then_some(tracks)
        })
        .await
}

#[tokio::test]
async fn a_station_is_put_on_a_list_and_recorded_in_its_turn() {
    let station = Station::start("Jazz FM").await;
    station.says("Miles - So What");
    let bot = Bot::start_at(Arc::new(SystemClock), "[radio]\nallow_private = true").await;
    bot.telegram.ask(ANNA, "/speed 1.5").await;
    bot.telegram.ask(ANNA, "/playlist new Evening").await;
    let card = card(&bot, ANNA, &station, "Open it").await;
    bot.press(ANNA, &card, "Add to…").await;
    let which = bot.newest(ANNA, ANNA);
    bot.press(ANNA, &which, "1 min").await;
    bot.press(ANNA, &which, "Evening").await;
    bot.press(ANNA, &which, "Open").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Evening
    1 track · 1:00

    1. 📻 Jazz FM 1:00
    ");
    fill(&bot, ANNA, &which, ["Add tracks", "Done"], &["Rain"]).await;
    let list = bot.newest(ANNA, ANNA);
    bot.press(ANNA, &list, "1").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM · 1:00
    Number 1 on Evening
    ");
    bot.press(ANNA, &list, "‹ Back").await;
    // A name that other players show, and an address that they play.
    bot.press(ANNA, &list, "More…").await;
    bot.press(ANNA, &list, "Export").await;
    let file = bot.newest(ANNA, ANNA).body.document.clone().unwrap();
    let bytes = bot.telegram.file(&file.file_unique_id).unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let entry = format!("#EXTINF:60,Jazz FM\n{}\n", station.url());
    assert!(text.contains(&entry), "{text}");
    let other = "#EXTINF:-1,Nobody’s FM\nhttp://radio.example.org/\n";
    let text = text
        .replace("Evening", "Back")
        .replace(&entry, &format!("{entry}{other}"));
    bot.telegram.ask(ANNA, "/playlist import").await;
    let back = bot.telegram.ask(ANNA, &text).await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Imported Back with 2 tracks.

    1 entry I could not find:
    • Nobody’s FM
    ");
    bot.press(ANNA, &back, "Open").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Back
    2 tracks · 4:01

    1. 📻 Jazz FM 1:00
    2. The Tin Whistles — Rain 3:01
    ");
    let latest = back.message_id;
    bot.press_for_toast(ANNA, ANNA, &back, "▶ Play here").await;
    let tracks = tracks_after(&bot, ANNA, latest, 2).await;
    // First the station, then the track that comes after it.
    let titles = tracks
        .iter()
        .map(|track| track.body.audio.as_ref().unwrap().title.clone().unwrap());
    let titles: Vec<String> = titles.collect();
    assert!(
        titles[0].starts_with("Jazz FM – Miles - So What – "),
        "{titles:?}"
    );
    assert_eq!(titles[1], "Rain");
    insta::assert_snapshot!(tracks[0].body.words(), @"
    Back · 1.5×
    Jazz FM
    0:00 Miles - So What
    ");
    let audio = tracks[0].body.audio.as_ref().unwrap();
    // What the server sends ahead may come on top of the minute.
    let minutes = f64::from(audio.duration) * 1.5 / 60.0;
    assert!((0.95..1.2).contains(&minutes), "{minutes} minutes");
    let studio = Studio::open().await;
    let sound = bot.telegram.file(&audio.file_unique_id).unwrap();
    let samples = studio.decode(&studio.write("recorded.mp3", sound));
    let peak = Spectrum::of(&middle(&samples, 65_536), RATE).peak();
    assert!((peak - 440.0).abs() < 4.0, "{peak} Hz");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_with_a_station_is_made_and_stopped_in_russian() {
    let station = Station::start("Радио Ёлка").await;
    let bot = Bot::start_unlimited("[radio]\nallow_private = true").await;
    bot.telegram.ask(MARIA, "/start").await;
    let card = card(&bot, MARIA, &station, "Открыть").await;
    bot.press(MARIA, &card, "Добавить в…").await;
    let which = bot.newest(MARIA, MARIA);
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Сколько минут Радио Ёлка записывать, когда до станции дойдёт очередь в плейлисте?");
    bot.press(MARIA, &which, "30 мин").await;
    bot.press(MARIA, &which, "+ Новый плейлист").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Добавлено в плейлист Новый плейлист: 📻 Радио Ёлка
    Как назвать плейлист? Просто пришлите название; передумали — /cancel.
    ");
    let list = bot.telegram.ask(MARIA, "Вечер").await;
    bot.press_for_toast(MARIA, MARIA, &list, "▶ Включить здесь")
        .await;
    let progress = bot
        .telegram
        .wait_until("a recording that runs", |view| {
            let latest = view.last_answer(MARIA, MARIA)?;
            let mut labels = latest.button_rows().into_iter().flatten();
            labels.any(|label| label == "Остановить").then_some(latest)
        })
        .await;
    bot.press(MARIA, &progress, "Остановить").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Остановлено: Вечер");
    // Nobody listens to it any more but the card.
    bot.until_idle().await;
    assert_eq!(station.server.connections().0, 1);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_telegram_lost_is_named_and_the_others_arrive() {
    let bot = Bot::start_unlimited("").await;
    let made = bot.telegram.ask(ANNA, "/playlist new Road").await;
    let titles = ["Rain", "Sun", "Snow"];
    fill(&bot, ANNA, &made, ["Add tracks", "Done"], &titles).await;
    bot.execute("UPDATE playlist_tracks SET file_id = 'CQlost' WHERE title = 'Sun'")
        .await;
    let list = bot.newest(ANNA, ANNA);
    bot.press_for_toast(ANNA, ANNA, &list, "▶ Play here").await;
    let said = |text: &'static str| {
        bot.telegram.wait_until("what is missing", move |view| {
            let latest = view.last_answer(ANNA, ANNA)?;
            latest.body.words().contains(text).then_some(())
        })
    };
    said("not at Telegram any more").await;
    let told = bot.transcript(ANNA);
    insta::assert_snapshot!(told.rsplit_once("[‹ Playlists]").unwrap().1, @"

    < <audio: Rain – The Tin Whistles 3:01> Road
    < <audio: Snow – The Tin Whistles 3:01>
    < A number puts the track on a playlist of yours, ♪ shows its words:
      1. The Tin Whistles — Rain
      2. The Tin Whistles — Snow
      
      1 track is not at Telegram any more. Send it again to have it back:
      • The Tin Whistles — Sun
      [1|2]
      [♪ 1|♪ 2]
    ");
    // The lost one by itself, and then in a sound that has to be made of it.
    bot.press(ANNA, &list, "2").await;
    bot.telegram.ask(ANNA, "/cancel").await;
    bot.press_for_toast(ANNA, ANNA, &list, "Send it here").await;
    said("not at Telegram any more").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    1 track is not at Telegram any more. Send it again to have it back:
    • The Tin Whistles — Sun
    ");
    bot.telegram.ask(ANNA, "/speed 1.5").await;
    bot.press_for_toast(ANNA, ANNA, &list, "Send it here").await;
    said("not at Telegram any more").await;
    bot.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tracks_of_a_list_have_their_words_with_them() {
    let provider = Lrclib::start().await;
    let bot = Bot::start_unlimited(&provider.config()).await;
    let made = bot.telegram.ask(MARIA, "/playlist new Вечер").await;
    let titles = ["Paper Lanterns", "Silent Hill Walk"];
    let words = ["Добавить треки", "Готово"];
    fill(&bot, MARIA, &made, words, &titles).await;
    let list = bot.newest(MARIA, MARIA);
    bot.press_for_toast(MARIA, MARIA, &list, "▶ Включить здесь")
        .await;
    let panel = bot
        .telegram
        .wait_until("the panel below the album", |view| {
            view.last_answer(MARIA, MARIA)
                .filter(|message| message.body.words().contains("♪"))
        })
        .await;
    bot.press(MARIA, &panel, "♪ 1").await;
    bot.press(MARIA, &list, "1").await;
    bot.press(MARIA, &list, "Прислать сюда").await;
    let alone = bot.newest(MARIA, MARIA);
    bot.press(MARIA, &alone, "Слова").await;
    let told = bot.transcript(MARIA);
    insta::assert_snapshot!(told.split_once("[‹ Назад]").unwrap().1, @"

    < <audio: Paper Lanterns – The Tin Whistles 3:01> Вечер
    < <audio: Silent Hill Walk – The Tin Whistles 3:01>
    < Номер — добавить трек в свой плейлист, ♪ — показать слова:
      1. The Tin Whistles — Paper Lanterns
      2. The Tin Whistles — Silent Hill Walk
      [1|2]
      [♪ 1|♪ 2]
    < The Tin Whistles — Paper Lanterns
      
      Paper lanterns over the water
      Every one carries a word
      
      Count them & <send> them
      Home
      
      Текст: LRCLIB
      [С таймкодами|Файл .lrc]
      [Другие версии]
    < <audio: Paper Lanterns – The Tin Whistles 3:01>
      [Слова|Добавить в…]
    < The Tin Whistles — Paper Lanterns
      
      Paper lanterns over the water
      Every one carries a word
      
      Count them & <send> them
      Home
      
      Текст: LRCLIB
      [С таймкодами|Файл .lrc]
      [Другие версии]
    ");
    // Who wants no words is not offered any.
    let settings = bot.telegram.ask(MARIA, "/settings").await;
    bot.press(MARIA, &settings, "Слова песен").await;
    bot.press(MARIA, &settings, "Не показывать").await;
    bot.press_for_toast(MARIA, MARIA, &list, "Прислать сюда")
        .await;
    let alone = bot
        .telegram
        .wait_until("the track without words", |view| {
            let latest = view.last_answer(MARIA, MARIA)?;
            (latest.message_id > settings.message_id && latest.body.audio.is_some())
                .then_some(latest)
        })
        .await;
    assert_eq!(alone.button_rows(), [["Добавить в…"]]);
    bot.stop().await.unwrap();
}
