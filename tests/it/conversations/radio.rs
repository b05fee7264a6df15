//! The radio in the chat: found, added, looked at, kept.

use reprise::{db::Db, domain::Health};
use simulator::{ANNA, MARIA, Message, OLGA, UploadKind, UploadSpec};
use tokio::io::AsyncWriteExt as _;

use crate::support::{
    bot::Bot,
    db::execute,
    sound::{RATE, Spectrum, Studio, middle},
    station::{Server, Station, json},
};

const ID: &str = "960e57c5-0601-11e8-ae97-52543be04c81";

/// A directory with one station.
async fn directory(station: &Station) -> Server {
    let url = station.url();
    Server::start(move |path, mut socket| {
        let found = format!(
            r#"[{{"stationuuid":"{ID}","name":"Night Jazz","url":"{url}","url_resolved":"{url}","tags":"jazz,smooth","country":"Spain","countrycode":"ES","codec":"MP3","bitrate":64,"hls":0}}]"#
        );
        let body = if path.contains("byuuid") || path.contains("name=jazz") { found } else { "[]".to_owned() };
        Box::pin(async move { socket.write_all(&json("200 OK", &body)).await })
    })
    .await
}

fn settings(directory: &Server) -> String {
    format!(
        "[radio]\nallow_private = true\ndirectory_url = 'http://{}'",
        directory.address
    )
}

/// A bot that knows this station by its address alone.
async fn bot_with(station: &Station, person: i64, name: &str) -> Bot {
    let bot = Bot::start_unlimited("bot.owners = [1003]\n[radio]\nallow_private = true").await;
    bot.telegram
        .ask(person, &format!("/radio add {} {name}", station.url()))
        .await;
    bot
}

/// Waits until a message shows this.
pub(super) async fn until_shows(bot: &Bot, person: i64, message: &Message, text: &str) {
    let id = message.message_id;
    let waiting = bot.telegram.wait_until("a card that changes", move |view| {
        let message = view.message(person, id)?;
        message.body.words().contains(text).then_some(())
    });
    waiting.await;
}

pub(super) fn tidy(text: &str, station: &Station) -> String {
    text.replace(&station.url(), "http://station/")
}

#[tokio::test]
async fn a_station_of_the_directory_joins_with_one_press() {
    let station = Station::start("Whatever it says").await;
    let directory = directory(&station).await;
    let bot = Bot::start_unlimited(&settings(&directory)).await;
    bot.telegram.ask(ANNA, "/radio").await;
    let found = bot.telegram.ask(ANNA, "/radio jazz").await;
    bot.press(ANNA, &found, "＋ Night Jazz").await;
    bot.press(ANNA, &found, "Open it").await;
    station.says("Кино - Группа крови");
    until_shows(&bot, ANNA, &found, "Группа крови").await;
    insta::assert_snapshot!(tidy(&bot.transcript(ANNA), &station), @"
    > /radio
    < Radio
      There are no stations here yet. Search the directory of the world’s stations: /radio jazz
      [My songs|Add a station]
    > /radio jazz
    < 📻 Night Jazz
      Jazz · Spain · MP3 64
      
      ▶︎ Кино - Группа крови (edited)
      [♡ Favourite|Listen ↗]
      [⏺ 1 min|⏺ 3 min|⏺ 5 min|⏺ 10 min]
      [Save this song|What was on]
      [Add to…|⏰ Wake me]
      [More…|‹ Radio]
    ");
    // Now it is found here, and by others.
    let found = bot.telegram.ask(MARIA, "/radio джаз").await;
    drop(found);
    let found = bot.telegram.ask(MARIA, "/radio SPAIN").await;
    bot.press(MARIA, &found, "Night Jazz").await;
    until_shows(&bot, MARIA, &found, "Группа крови").await;
    insta::assert_snapshot!(tidy(&bot.transcript(MARIA), &station), @"
    > /radio джаз
    < По запросу «джаз» станций не нашлось ни здесь, ни в каталоге. Попробуйте другое слово или добавьте станцию по адресу.
      [Добавить станцию|‹ Радио]
    > /radio SPAIN
    < 📻 Night Jazz
      Jazz · Spain · MP3 64
      
      ▶︎ Кино - Группа крови (edited)
      [♡ В избранное|Слушать ↗]
      [⏺ 1 мин|⏺ 3 мин|⏺ 5 мин|⏺ 10 мин]
      [Сохранить песню|Что играло]
      [Добавить в…|⏰ Разбудить меня]
      [Не работает|‹ Радио]
    ");
    let clicks = || {
        directory
            .asked()
            .iter()
            .filter(|path| path.contains("json/url"))
            .count()
    };
    while clicks() < 1 {
        tokio::task::yield_now().await;
    }
    bot.until_idle().await;
    assert_eq!(clicks(), 1, "the directory counts a listener once a day");
    assert_eq!(
        station.server.connections().0,
        1,
        "both cards share a connection"
    );
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn favourites_come_first_and_songs_are_kept() {
    let station = Station::start("Радио Ёлка").await;
    station.says("Кино - Группа крови");
    let bot = bot_with(&station, MARIA, "").await;
    let added = bot
        .telegram
        .look(|view| view.last_answer(MARIA, MARIA))
        .unwrap();
    bot.press(MARIA, &added, "Открыть").await;
    until_shows(&bot, MARIA, &added, "Группа крови").await;
    let toast = bot.press(MARIA, &added, "♡ В избранное").await;
    insta::assert_snapshot!(toast, @"♥ Станция в избранном — в начале /radio.");
    let toast = bot
        .press_for_toast(MARIA, MARIA, &added, "Сохранить песню")
        .await;
    insta::assert_snapshot!(toast, @"Сохранено: Кино - Группа крови. Это в /radio, кнопка «Мои песни».");
    bot.press(MARIA, &added, "Что играло").await;
    insta::assert_snapshot!(tidy(&bot.transcript(MARIA), &station), @"
    > /radio add http://station/
    < На станции Радио Ёлка играло:
      • Кино - Группа крови сейчас (edited)
      [‹ Станция]
    ");
    let home = bot.telegram.ask(MARIA, "/radio").await;
    bot.press(MARIA, &home, "Мои песни").await;
    bot.press(MARIA, &home, "Кино - Группа крови").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Кино - Группа крови");
    let toast = bot.press(MARIA, &home, "Убрать").await;
    insta::assert_snapshot!(toast, @"Песни больше нет среди ваших.");
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Сохранённых песен пока нет. Откройте станцию и, когда понравится то, что играет, нажмите «Сохранить песню».");
    bot.telegram.ask(MARIA, "/radio").await;
    insta::assert_snapshot!(bot.telegram.look(|view| view.last_answer(MARIA, MARIA)).unwrap().body.words().to_owned(), @"
    Радио
    Поиск: /radio джаз
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_station_is_added_by_its_address_once() {
    let station = Station::start("Радио Ёлка").await;
    let bot = bot_with(&station, ANNA, "Yolka | Folk | Russia").await;
    // Another way to write the same.
    let same = station.url().replace("http://", "HTTP://");
    bot.telegram.ask(MARIA, &format!("/radio {same}#now")).await;
    let asked = bot.telegram.ask(ANNA, "/radio add").await;
    drop(asked);
    bot.telegram.ask(ANNA, "radio").await;
    bot.telegram.ask(ANNA, "ftp://radio.example.org/").await;
    bot.telegram
        .ask(ANNA, "http://me:secret@radio.example.org/")
        .await;
    insta::assert_snapshot!(tidy(&bot.transcript(ANNA), &station), @"
    > /radio add http://station/ Yolka | Folk | Russia
    < Yolka is here now.
      [Open it|Rename]
    > /radio add
    < Send me the address of a stream, or a file of stations (m3u, pls). For example:
      http://radio.example.org:8000/live
      A name, a genre and a country may follow:
      http://radio.example.org/live Night Jazz | jazz | Spain
      [‹ Radio]
    > radio
    < That is no address of a station. It looks like this: http://radio.example.org:8000/live
    > ftp://radio.example.org/
    < I play what begins with http:// or https://. For example: http://radio.example.org:8000/live
    > http://me:secret@radio.example.org/
    < There is a name or a password in this address. Send it without: http://radio.example.org/live
    ");
    insta::assert_snapshot!(tidy(&bot.transcript(MARIA), &station).replace(&same, "SAME"), @"
    > /radio SAME#now
    < Станция Yolka уже здесь.
      [Открыть]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_no_station_is_said_in_words() {
    let page = Server::saying(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!doctype html><p>Radio!",
    )
    .await;
    let hls = Server::saying("HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n#EXT-X-VERSION:3\n").await;
    let gone = Server::saying("HTTP/1.1 404 Not Found\r\n\r\n").await;
    let start = "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: 9999999\r\n\r\n";
    let file = Server::saying(format!("{start}{}", "sound".repeat(999))).await;
    let bot = Bot::start_unlimited("[radio]\nallow_private = true").await;
    for server in [&page, &hls, &gone, &file] {
        for person in [ANNA, MARIA] {
            bot.telegram
                .ask(person, &format!("/radio add {}", server.url()))
                .await;
        }
    }
    let clean = |text: String| {
        let servers = [&page, &hls, &gone, &file];
        servers
            .iter()
            .fold(text, |text, server| text.replace(&server.url(), "URL"))
    };
    insta::assert_snapshot!(clean(bot.transcript(ANNA)), @"
    > /radio add URL
    < There is no sound at this address, it is a page or something else. The address of the stream itself often ends in .mp3, .aac or /live.
    > /radio add URL
    < This is a broadcast in pieces (HLS), which I cannot play yet. Many stations have an MP3 or AAC stream, too.
    > /radio add URL
    < The station refuses with “404”. Check the address, or try again later.
    > /radio add URL
    < This is a file rather than a station. Send me the file itself, and I play it in your sound.
    ");
    insta::assert_snapshot!(clean(bot.transcript(MARIA)), @"
    > /radio add URL
    < По этому адресу не звук, а страница или что-то другое. Адрес самого потока часто заканчивается на .mp3, .aac или /live.
    > /radio add URL
    < Это вещание кусочками (HLS), такое я пока не играю. У многих станций есть и поток MP3 или AAC.
    > /radio add URL
    < Станция ответила отказом «404». Проверьте адрес или попробуйте позже.
    > /radio add URL
    < Это не станция, а файл. Пришлите мне сам файл — сыграю его в вашем звуке.
    ");
    bot.stop().await.unwrap();
    // On a server in the open, nothing private is reached.
    let bot = Bot::start("").await;
    bot.telegram
        .ask(ANNA, "/radio add http://192.168.1.1/live")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"This address leads into a private network. I only play stations of the public internet.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_list_is_sent_as_a_file() {
    let station = Station::start("One").await;
    let other = Station::start("Two").await;
    let dead = Server::saying("").await;
    let bot = bot_with(&station, ANNA, "").await;
    let list = format!(
        "#EXTM3U\n#EXTINF:-1,Первая\n{}\n#EXTINF:-1,Вторая\n{}\n{}\n",
        station.url(),
        other.url(),
        dead.url()
    );
    let before = bot.telegram.upload(
        MARIA,
        MARIA,
        UploadSpec::new(UploadKind::Document, "my.m3u", list.into_bytes()),
    );
    bot.telegram
        .answer_after(MARIA, MARIA, before.message.message_id)
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA).replace(&dead.url(), "DEAD"), @"
    Добавлена 1 станция.
    1 уже была здесь.
    1 не играет:
    DEAD
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn only_its_owners_change_a_station() {
    let station = Station::start("Mine").await;
    let bot = bot_with(&station, ANNA, "Mine").await;
    let card = bot
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    // What Maria's buttons cannot say she says herself.
    let hers = bot.telegram.ask(MARIA, "/radio mine").await;
    for data in [
        "radio:hide:1",
        "radio:remove-yes:1",
        "radio:name:1",
        "radio:in:1:koi8-r",
    ] {
        let answer = bot
            .telegram
            .answered(bot.telegram.press_with(MARIA, MARIA, hers.message_id, data))
            .await;
        assert_eq!(
            answer.text.as_deref(),
            Some("Менять станцию может только тот, кто её добавил."),
            "{data}"
        );
    }
    bot.press(ANNA, &card, "Open it").await;
    bot.press(ANNA, &card, "More…").await;
    bot.press(ANNA, &card, "Hide").await;
    insta::assert_snapshot!(tidy(&bot.last_answer(ANNA), &station), @"
    Mine
    http://station/

    🙈 Hidden: it is not in the lists.
    It answers.
    ");
    bot.press(ANNA, &card, "Rename").await;
    bot.telegram.ask(ANNA, "Night Jazz | Jazz | Spain").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"It is called Night Jazz now.");
    // The bot's owner may, too.
    let search = bot.telegram.ask(OLGA, "/radio mine").await;
    for data in ["radio:hide:1", "radio:remove:1", "radio:remove-yes:1"] {
        bot.telegram
            .answered(bot.telegram.press_with(OLGA, OLGA, search.message_id, data))
            .await;
    }
    bot.until_idle().await;
    insta::assert_snapshot!(bot.transcript(OLGA), @"
    > /radio mine
    < Станцію Night Jazz видалено. (edited)
      [‹ Радіо]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn limits_and_an_owner_who_adds_alone() {
    let station = Station::start("One").await;
    let other = Station::start("Two").await;
    let bot = Bot::start_unlimited("limits.stations = 1\n[radio]\nallow_private = true").await;
    for station in [&station, &other] {
        bot.telegram
            .ask(ANNA, &format!("/radio add {}", station.url()))
            .await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You may add 1 station, and you have. Remove it in /radio mine to make room.");
    bot.stop().await.unwrap();
    let bot = Bot::start_unlimited("[radio]\nadding = 'owners'\nallow_private = true").await;
    bot.telegram
        .ask(MARIA, &format!("/radio add {}", station.url()))
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Станции здесь добавляет только владелец бота. Те, что есть, — в /radio.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_directory_that_is_away_is_said() {
    let broken = Server::saying(json("500 Oops", "{}")).await;
    let bot = Bot::start_unlimited(&settings(&broken)).await;
    for (person, text) in [(ANNA, "/radio polka"), (MARIA, "/radio полька")] {
        bot.telegram.ask(person, text).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"The directory does not answer right now. Try again in a minute; the stations that are here work.");
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Каталог сейчас не отвечает. Попробуйте через минуту; станции, которые уже здесь, работают.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn stations_are_looked_after_a_few_at_once() {
    const STATIONS: i64 = 200;
    let station = Station::start("Alive").await;
    let bot = Bot::start_unlimited("[radio]\nallow_private = true\nprobes = 3").await;
    bot.telegram.ask(ANNA, "/language en").await;
    let db = Db::open(&bot.config.database).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    for number in 1..=STATIONS {
        let url = format!("{}{number}", station.url());
        // The first is about to be given up, the second was, long ago.
        let (url, active, failures) = match number {
            1 => ("http://127.0.0.1:1/", true, Health::FAILURES - 1),
            2 => (url.as_str(), false, Health::FAILURES + 2),
            _ => (url.as_str(), true, 0),
        };
        let add = format!(
            "INSERT INTO radio_streams (url, name, added_by, active, failures) VALUES ('{url}', 'Station {number}', 1, {active}, {failures})"
        );
        execute(&mut tx, &add).await.unwrap();
    }
    tx.commit().await.unwrap();
    let said = bot.telegram.wait_until("a word about a station", |view| {
        let last = view.last_answer(ANNA, ANNA)?;
        last.body.words().contains("Station 1").then_some(())
    });
    said.await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /language en
    < Language
      Which language shall we speak?
      [✓ English|Русский]
      [Українська|Español]
      [‹ Settings]
    < Station 1, which you added, has not answered for a while. It is out of the lists until it does; I keep looking.
      [Open it]
    ");
    loop {
        let mut tx = db.read().await.unwrap();
        let found = tx.radio_streams().search("station", 300, 0).await.unwrap();
        let answered = found
            .page
            .iter()
            .filter(|station| station.answered_at.is_some());
        // All but the first; the second is back.
        if answered.count() == 199 {
            break;
        }
    }
    let (_, most, ever) = station.server.connections();
    // Beside the three that are listened to, those that were just hung up.
    assert!(most <= 6, "{most} connections at once");
    assert_eq!(ever, 199);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn two_record_a_station_each_in_their_own_sound() {
    let station = Station::start("Радио Ёлка").await;
    station.says("Кино - Группа крови");
    let bot = bot_with(&station, ANNA, "").await;
    let db = Db::open(&bot.config.database).await.unwrap();
    bot.telegram.ask(MARIA, "/language ru").await;
    // Anna hears it half as fast again and higher, Maria as it is.
    let mut tx = db.begin().await.unwrap();
    execute(
        &mut tx,
        "UPDATE playback_settings SET speed = 1.5, pitch_correction = FALSE WHERE user_id = 1",
    )
    .await
    .unwrap();
    execute(&mut tx, "INSERT INTO playback_settings (user_id, speed, pitch_correction, language) VALUES (1, 1.5, FALSE, 'en') ON CONFLICT DO NOTHING").await.unwrap();
    tx.commit().await.unwrap();
    let hers = bot.telegram.ask(MARIA, "/radio ёлка").await;
    bot.press(MARIA, &hers, "Радио Ёлка").await;
    let card = bot
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    bot.press(ANNA, &card, "Open it").await;
    let toast = bot.press_for_toast(ANNA, ANNA, &card, "⏺ 1 min").await;
    insta::assert_snapshot!(toast, @"Recording 1 min. The track comes here.");
    bot.press_for_toast(MARIA, MARIA, &hers, "⏺ 1 мин").await;
    // Pressed twice, recorded once.
    let toast = bot.press_for_toast(MARIA, MARIA, &hers, "⏺ 1 мин").await;
    insta::assert_snapshot!(toast, @"Это уже в работе: пришлю, как только будет готово.");
    bot.telegram
        .wait_until("the recording runs", |view| {
            (view.count("sendMessage") > 4).then_some(())
        })
        .await;
    station.says("ДДТ - Осень");
    assert_eq!(station.server.connections().0, 1);
    let mut tracks = Vec::new();
    for person in [ANNA, MARIA] {
        let found = async {
            loop {
                let last = bot.telegram.look(|view| view.last_answer(person, person));
                if let Some(track) = last.filter(|last| last.body.audio.is_some()) {
                    return track;
                }
                tokio::task::yield_now().await;
            }
        };
        tracks.push(found.await);
    }
    // What the server sends ahead may come on top of the minute.
    for (track, hz, speed) in [(&tracks[0], 660.0, 1.5), (&tracks[1], 440.0, 1.0)] {
        let audio = track.body.audio.as_ref().unwrap();
        let minutes = f64::from(audio.duration) * speed / 60.0;
        assert!((0.95..1.2).contains(&minutes), "{minutes} minutes");
        let studio = Studio::open().await;
        let bytes = bot.telegram.file(&audio.file_unique_id).unwrap();
        let samples = studio.decode(&studio.write("recorded.mp3", bytes));
        let peak = Spectrum::of(&middle(&samples, 65_536), RATE).peak();
        assert!((peak - hz).abs() < 4.0, "{peak} Hz instead of {hz}");
    }
    let caption = tracks[1].body.words().to_owned();
    assert!(
        caption.contains("Кино - Группа крови") && caption.contains("ДДТ - Осень"),
        "{caption}"
    );
    bot.stop().await.unwrap();
}
