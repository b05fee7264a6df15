//! The radio again: each of its flows in the language it was not shown in yet, and the shelves, letters and reports.

use std::sync::Arc;

use reprise::{
    clock::SystemClock,
    domain::{Bands, Preset},
};
use simulator::{ANNA, MARIA, Message, UploadKind, UploadSpec};

use super::radio::{tidy, until_shows};
use crate::support::{
    bot::Bot,
    sound::{RATE, Spectrum, Studio, middle},
    station::{Server, Station, tones},
};

async fn bot() -> Bot {
    Bot::start_unlimited("bot.owners = [1003]\n[radio]\nallow_private = true").await
}

/// Adds a station; the answer.
async fn add(bot: &Bot, person: i64, station: &Station, about: &str) -> Arc<Message> {
    let add = format!("/radio add {} {about}", station.url());
    bot.telegram.ask(person, &add).await
}

#[tokio::test]
async fn favourites_and_songs_in_english() {
    let station = Station::start("Jazz FM").await;
    station.says("Miles Davis - So What");
    let bot = bot().await;
    let card = add(&bot, ANNA, &station, "").await;
    bot.press(ANNA, &card, "Open it").await;
    until_shows(&bot, ANNA, &card, "So What").await;
    let toast = bot.press(ANNA, &card, "♡ Favourite").await;
    insta::assert_snapshot!(toast, @"♥ It is among your favourites, at the top of /radio.");
    let toast = bot
        .press_for_toast(ANNA, ANNA, &card, "Save this song")
        .await;
    insta::assert_snapshot!(toast, @"Saved: Miles Davis - So What. It is in /radio under “My songs”.");
    bot.press(ANNA, &card, "What was on").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Jazz FM played:
    • Miles Davis - So What now
    ");
    bot.press(ANNA, &card, "‹ Station").await;
    let toast = bot.press(ANNA, &card, "♥ Favourite").await;
    insta::assert_snapshot!(toast, @"It is not among your favourites any more.");
    let home = bot.telegram.ask(ANNA, "/radio").await;
    bot.press(ANNA, &home, "My songs").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You saved 1 song");
    bot.press(ANNA, &home, "Miles Davis - So What").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Miles Davis - So What");
    let toast = bot.press(ANNA, &home, "Let go of it").await;
    insta::assert_snapshot!(toast, @"It is not among your songs any more.");
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You have not saved any songs yet. Open a station, and when you like what it plays, press “Save this song”.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_station_is_added_by_its_address_in_russian() {
    let station = Station::start("Радио Ёлка").await;
    let bot = bot().await;
    bot.telegram.ask(MARIA, "/radio mine").await;
    bot.telegram.ask(MARIA, "/radio add").await;
    let address = format!("{} Ёлка | Фолк | Россия", station.url());
    bot.telegram.ask(MARIA, &address).await;
    for text in [
        "/radio add радио",
        "/radio add ftp://radio.example.org/",
        "/radio add http://me:secret@radio.example.org/",
        &format!("/radio add http://radio.example.org/{}", "a".repeat(500)),
        "/radio mine",
    ] {
        bot.telegram.ask(MARIA, text).await;
    }
    let told = tidy(&bot.transcript(MARIA), &station).replace(&"a".repeat(500), "(500 letters)");
    insta::assert_snapshot!(told, @"
    > /radio mine
    < Вы пока не добавляли станций. Команда /radio add и адрес добавят первую.
      [‹ Радио]
    > /radio add
    < Пришлите адрес потока или файл со станциями (m3u, pls). Например:
      http://radio.example.org:8000/live
      После адреса можно добавить название, жанр и страну:
      http://radio.example.org/live Ночной джаз | джаз | Испания
      [‹ Радио]
    > http://station/ Ёлка | Фолк | Россия
    < Станция Ёлка теперь здесь.
      [Открыть|Переименовать]
    > /radio add радио
    < Это не адрес станции. Он выглядит так: http://radio.example.org:8000/live
    > /radio add ftp://radio.example.org/
    < Я умею играть то, что начинается с http:// или https://. Например: http://radio.example.org:8000/live
    > /radio add http://me:secret@radio.example.org/
    < В этом адресе есть имя или пароль. Пришлите его без них: http://radio.example.org/live
    > /radio add http://radio.example.org/(500 letters)
    < Этот адрес длиннее 500 символов. Обычно у станций он короче.
    > /radio mine
    < Станции, которые добавили вы
      🙈 скрыта · 💤 молчит
      [Ёлка]
      [‹ Радио]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn stations_stand_on_shelves() {
    let (jazz, folk) = (Station::start("A").await, Station::start("B").await);
    let bot = bot().await;
    add(&bot, ANNA, &jazz, "Night Jazz | jazz | Spain").await;
    add(&bot, ANNA, &folk, "Ёлка | folk | Spain").await;
    let home = bot.telegram.ask(ANNA, "/radio").await;
    bot.press(ANNA, &home, "By genre").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Genres");
    bot.press(ANNA, &home, "Jazz · 1").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Jazz
    1 station
    ");
    bot.press(ANNA, &home, "‹ Genres").await;
    let home = bot.telegram.ask(MARIA, "/radio").await;
    bot.press(MARIA, &home, "По странам").await;
    bot.press(MARIA, &home, "Spain · 2").await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /radio
    < Spain
      2 станции (edited)
      [Night Jazz]
      [Ёлка]
      [‹ Страны]
    ");
    bot.press(MARIA, &home, "Ёлка").await;
    let toast = bot
        .press_for_toast(MARIA, MARIA, &home, "Не работает")
        .await;
    insta::assert_snapshot!(toast, @"Спасибо. Сейчас же проверю станцию.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn its_owner_changes_a_station_in_russian() {
    let station = Station::start("Радио").await;
    // Windows-1251, as old stations speak.
    station.says(b"\xCA\xE8\xED\xEE - \xC3\xF0\xF3\xEF\xEF\xE0".as_slice());
    let bot = bot().await;
    let card = add(&bot, MARIA, &station, "Радио").await;
    bot.press(MARIA, &card, "Открыть").await;
    until_shows(&bot, MARIA, &card, "Кино - Группа").await;
    for label in ["Ещё…", "Буквы", "koi8-r"] {
        bot.press(MARIA, &card, label).await;
    }
    bot.press(MARIA, &card, "‹ Станция").await;
    bot.press(MARIA, &card, "Ещё…").await;
    bot.press(MARIA, &card, "Скрыть").await;
    insta::assert_snapshot!(tidy(&bot.last_answer(MARIA), &station), @"
    Радио
    http://station/

    🙈 Скрыта: в списках её нет.
    Станция отвечает.
    ");
    bot.press(MARIA, &card, "Переименовать").await;
    bot.telegram
        .ask(MARIA, "Ночной джаз | джаз | Испания")
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Теперь она называется Ночной джаз.");
    bot.press(MARIA, &card, "Удалить").await;
    bot.press(MARIA, &card, "Да, удалить").await;
    insta::assert_snapshot!(tidy(&bot.transcript(MARIA), &station), @"
    > /radio add http://station/ Радио
    < Станция Ночной джаз удалена. (edited)
      [‹ Радио]
    < Как её назвать? Название, жанр и страна через |. Сейчас так:
      Радио | jazz
    > Ночной джаз | джаз | Испания
    < Теперь она называется Ночной джаз.
      [Открыть]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_is_sent_as_a_file_in_english() {
    let station = Station::start("One").await;
    let dead = Server::saying("").await;
    let bot = bot().await;
    let list = format!(
        "[playlist]\nFile1={}\nTitle1=First\nFile2={}\nNumberOfEntries=2\n",
        station.url(),
        dead.url()
    );
    for (name, bytes) in [
        ("my.pls", list.clone()),
        ("my.m3u8", list),
        (
            "hls.m3u8",
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n".to_owned(),
        ),
        ("no.m3u", "<html>".to_owned()),
    ] {
        let file = UploadSpec::new(UploadKind::Document, name, bytes.into_bytes());
        let sent = bot.telegram.upload(ANNA, ANNA, file).message;
        bot.telegram.answer_after(ANNA, ANNA, sent.message_id).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA).replace(&dead.url(), "DEAD"), @"
    > <document: my.pls>
    < Added 1 station.
      1 does not play:
      DEAD
      [First]
      [‹ Radio]
    > <document: my.m3u8>
    < Added 0 stations.
      1 was here already.
      1 does not play:
      DEAD
      [‹ Radio]
    > <document: hls.m3u8>
    < This is a broadcast in pieces (HLS), which I cannot play yet. Many stations have an MP3 or AAC stream, too.
    > <document: no.m3u>
    < I find no station in this list. I read m3u and pls files up to 256 KB.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn limits_are_said_in_the_other_language() {
    let station = Station::start("One").await;
    let other = Station::start("Two").await;
    let bot = Bot::start_unlimited("limits.stations = 1\n[radio]\nallow_private = true").await;
    for station in [&station, &other] {
        add(&bot, MARIA, station, "").await;
    }
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Можно добавить не больше 1 станции, и столько вы уже добавили. Удалите лишнюю в /radio mine.");
    bot.stop().await.unwrap();
    let bot = Bot::start_unlimited("[radio]\nadding = 'owners'\nallow_private = true").await;
    add(&bot, ANNA, &station, "").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Here only the bot’s owner adds stations. Those that are here are in /radio.");
    bot.stop().await.unwrap();
}

/// What a station says is text, however long it is and whatever it looks like.
#[tokio::test]
async fn titles_of_any_length_and_markup_are_shown_as_text() {
    let station = Station::start("<b>Bold</b> & FM").await;
    let bot = bot().await;
    let card = add(&bot, ANNA, &station, "").await;
    bot.press(ANNA, &card, "Open it").await;
    station.says("<i>AC/DC</i> & \"friends\" - <script>");
    until_shows(&bot, ANNA, &card, "AC/DC").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @r#"
    📻 <b>Bold</b> & FM
    Jazz · MP3 64

    ▶︎ <i>AC/DC</i> & "friends" - <script>
    "#);
    // As much as one word of a station holds: 255 times 16 bytes.
    let long = format!("{} - end", "long ".repeat(800));
    station.says(long);
    until_shows(&bot, ANNA, &card, "long long").await;
    bot.press_for_toast(ANNA, ANNA, &card, "Save this song")
        .await;
    bot.press(ANNA, &card, "What was on").await;
    let shown = bot.last_answer(ANNA);
    assert!(shown.chars().count() < 4_096, "{}", shown.len());
    assert!(
        shown.contains("<i>AC/DC</i> & \"friends\" - <script>"),
        "{shown}"
    );
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_recording_has_the_bands_of_the_equalizer() {
    let station = Station::of_sound("Tones", tones().await).await;
    let settings = "[radio]\nallow_private = true";
    let bot = Bot::start_at(Arc::new(SystemClock), settings).await;
    bot.telegram.ask(ANNA, "/eq jazz").await;
    let card = add(&bot, ANNA, &station, "").await;
    bot.press(ANNA, &card, "Open it").await;
    bot.press_for_toast(ANNA, ANNA, &card, "⏺ 1 min").await;
    let track = bot
        .telegram
        .wait_until("what was recorded", |view| {
            view.last_answer(ANNA, ANNA)
                .filter(|answer| answer.body.audio.is_some())
        })
        .await;
    let studio = Studio::open().await;
    let spectrum = |name: &str, bytes: &[u8]| {
        let samples = studio.decode(&studio.write(name, bytes));
        Spectrum::of(&middle(&samples, 1 << 17), RATE)
    };
    let sound = bot
        .telegram
        .file(&track.body.audio.as_ref().unwrap().file_unique_id)
        .unwrap();
    let (before, after) = (
        spectrum("before.mp3", tones().await),
        spectrum("after.mp3", &sound),
    );
    // What all bands are lowered by, so that nothing clips, is the same for each.
    let gain = |band: usize| after.above(&before, Bands::CENTRES[band], 0.01);
    let wanted = Preset::Jazz.bands().db();
    for band in 1..9 {
        let is = gain(band) - gain(5);
        let wanted = wanted[band] - wanted[5];
        assert!(
            (is - wanted).abs() < 1.0,
            "{} Hz: {is:.2} dB instead of {wanted:.2}",
            Bands::CENTRES[band]
        );
    }
    bot.stop().await.unwrap();
}
