//! Lyrics as people ask for them.

use chrono::{DateTime, Utc};
use reprise::clock::SystemClock;
use serde_json::json;
use simulator::{ANNA, MARIA, OLGA, UploadKind, UploadSpec};

use crate::support::{
    bot::Bot,
    lrclib::{Lrclib, Mood},
};

pub(super) async fn bot_with(provider: &Lrclib) -> Bot {
    Bot::start(&format!("bot.owners = [1003]\n{}", provider.config())).await
}

/// Sends a track as a client does.
fn track(title: &str, performer: &str, seconds: u32) -> UploadSpec {
    UploadSpec {
        title: Some(title.to_owned()),
        performer: Some(performer.to_owned()),
        duration: Some(seconds),
        ..UploadSpec::new(UploadKind::Audio, "track.mp3", "not looked into")
    }
}

#[tokio::test]
async fn words_come_with_times_on_request_and_as_a_file() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let answer = bot
        .telegram
        .ask(ANNA, "/lyrics The Tin Whistles - Paper Lanterns [320kbps]")
        .await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics The Tin Whistles - Paper Lanterns [320kbps]
    < The Tin Whistles — Paper Lanterns
      
      Paper lanterns over the water
      Every one carries a word
      
      Count them & <send> them
      Home
      
      Lyrics: LRCLIB
      [With times|As .lrc]
      [Other versions]
    ");
    bot.press(ANNA, &answer, "With times").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    The Tin Whistles — Paper Lanterns

    0:04 Paper lanterns over the water
    0:09 Every one carries a word
    0:14 
    0:16 Count them & <send> them
    1:30 Home

    Lyrics: LRCLIB
    ");
    bot.press(ANNA, &answer, "As .lrc").await;
    let file = bot
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    let document = file.body.document.as_ref().unwrap();
    assert_eq!(
        document.file_name.as_deref(),
        Some("The Tin Whistles - Paper Lanterns.lrc")
    );
    let bytes = bot.telegram.file(&document.file_unique_id).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes.to_vec()).unwrap(), @"
    [ar:The Tin Whistles]
    [ti:Paper Lanterns]
    [al:Small Hours]
    [length:03:01]
    [by:LRCLIB]
    [00:04.10]Paper lanterns over the water
    [00:09.20]Every one carries a word
    [00:14.75]
    [00:16.00]Count them & <send> them
    [01:30.00]Home
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn times_are_for_the_speed_somebody_listens_at() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    bot.telegram.ask(MARIA, "/language ru").await;
    bot.execute("UPDATE playback_settings SET speed = 1.5")
        .await;
    let answer = bot
        .telegram
        .ask(MARIA, "/lyrics the tin whistles — paper lanterns")
        .await;
    bot.press(MARIA, &answer, "С таймкодами").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    The Tin Whistles — Paper Lanterns
    Таймкоды — для вашей скорости, 1,5×.

    0:02 Paper lanterns over the water
    0:06 Every one carries a word
    0:09 
    0:10 Count them & <send> them
    1:00 Home

    Текст: LRCLIB
    ");
    bot.press(MARIA, &answer, "Файл .lrc").await;
    let file = bot
        .telegram
        .look(|view| view.last_answer(MARIA, MARIA))
        .unwrap();
    let document = file.body.document.as_ref().unwrap();
    let bytes = bot.telegram.file(&document.file_unique_id).unwrap();
    insta::assert_snapshot!(String::from_utf8(bytes.to_vec()).unwrap(), @"
    [ar:The Tin Whistles]
    [ti:Paper Lanterns]
    [al:Small Hours]
    [length:02:00]
    [by:LRCLIB]
    [00:02.73]Paper lanterns over the water
    [00:06.13]Every one carries a word
    [00:09.83]
    [00:10.67]Count them & <send> them
    [01:00.00]Home
    ");
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Слова с таймкодами — для трека на скорости 1,5×.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_song_is_asked_for_when_none_is_named() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    bot.telegram.ask(MARIA, "/lyrics").await;
    bot.telegram
        .ask(MARIA, "Снегири - Ёлочный лес (Премьера клипа)")
        .await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /lyrics
    < Какая песня? Пришлите исполнителя и название:
      Кино - Группа крови
      Или ответьте на трек командой /lyrics.
    > Снегири - Ёлочный лес (Премьера клипа)
    < Снегири — Ёлочный лес
      
      Снег идёт, идёт,
      никого не ждёт.
      
      Ёлка спит.
      
      Текст: LRCLIB
      [Другие версии]
    ");
    bot.stop().await.unwrap();
}

/// Answers a track with `/lyrics`, and waits for what says this; to the track itself others have something to say.
async fn said_of(bot: &Bot, file: UploadSpec, what: &str) -> String {
    let sent = bot.telegram.upload(ANNA, ANNA, file).message.message_id;
    bot.telegram.reply(ANNA, ANNA, sent, "/lyrics");
    bot.telegram
        .wait_until("the answer about a track", |view| {
            let messages = view.messages_after(ANNA, ANNA, sent);
            let said = messages
                .into_iter()
                .filter(|message| !message.is_from(ANNA));
            said.map(|message| message.body.words().to_owned())
                .find(|words| words.contains(what))
        })
        .await
}

#[tokio::test]
async fn a_track_is_answered_with_its_words() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let video = track(
        "Paper Lanterns (Official Video)",
        "The Tin WhistlesVEVO",
        243,
    );
    let said = said_of(&bot, video, "Good evening").await;
    insta::assert_snapshot!(said, @"
    The Tin Whistles — Paper Lanterns

    Good evening!
    Paper lanterns over the water

    Lyrics: LRCLIB
    ");
    assert_eq!(
        provider.asked(),
        ["/api/get?artist_name=The Tin Whistles&track_name=Paper Lanterns&duration=243"]
    );
    let nameless = UploadSpec::new(UploadKind::Voice, "voice.ogg", "x");
    let said = said_of(&bot, nameless, "artist and title").await;
    insta::assert_snapshot!(said, @"This file doesn’t say what it is. Send me artist and title: /lyrics Queen - Bohemian Rhapsody");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_not_found_is_said_kindly_with_what_to_send_instead() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    for text in [
        "/lyrics <b>Nobody</b> - Ever & Ever (Official Video)",
        "/lyrics 🎧🎧",
        "/lyrics مرحبا - بالعالم",
        "/lyrics Harbor Choir - Lanterns",
        "/lyrics The Tin Whistles - Silent Hill Walk",
        "/lyrics  -  ",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    let long = format!("/lyrics {}", "я".repeat(4_080));
    bot.telegram.ask(MARIA, &long).await;
    bot.telegram.ask(MARIA, "/lyrics Никто - Ничего").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics <b>Nobody</b> - Ever & Ever (Official Video)
    < I found no lyrics of <b>Nobody</b> — Ever & Ever.
      Perhaps it is written differently? Press to copy, correct it and send it again:
      /lyrics <b>Nobody</b> - Ever & Ever
    > /lyrics 🎧🎧
    < I found no lyrics of 🎧🎧.
      With the artist it is easier to find:
      /lyrics Queen - Bohemian Rhapsody
    > /lyrics مرحبا - بالعالم
    < I found no lyrics of مرحبا — بالعالم.
      Perhaps it is written differently? Press to copy, correct it and send it again:
      /lyrics مرحبا - بالعالم
    > /lyrics Harbor Choir - Lanterns
    < I found no lyrics of Harbor Choir — Lanterns. Did you mean one of these?
      [Harbour Choir — Lanterns · 2:30]
      [Night Ferry — Lanterns · 3:30]
    > /lyrics The Tin Whistles - Silent Hill Walk
    < The Tin Whistles — Silent Hill Walk
      
      This one is instrumental: no words, just listen.
      
      Lyrics: LRCLIB
      [Other versions]
    > /lyrics  -
    < I found no lyrics of -.
      With the artist it is easier to find:
      /lyrics Queen - Bohemian Rhapsody
    ");
    insta::assert_snapshot!(bot.transcript(MARIA).replace(&"я".repeat(4_080), "(4080 letters)"), @"
    > /lyrics (4080 letters)
    < Слишком длинно: исполнитель и название — не больше 200 символов каждое. Например: /lyrics Кино - Группа крови
    > /lyrics Никто - Ничего
    < Слова песни Никто — Ничего не нашлись.
      Может быть, она пишется иначе? Нажмите, чтобы скопировать, исправьте и пришлите снова:
      /lyrics Никто - Ничего
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn long_lyrics_are_leafed_through_in_one_message() {
    let verse = |n: usize| format!("Verse {n}\n{}\n", "the river goes & goes\n".repeat(40));
    let song = json!({
        "id": 7, "trackName": "River", "artistName": "Long Choir", "albumName": null, "duration": 900,
        "instrumental": false, "syncedLyrics": null,
        "plainLyrics": (1..=8).map(verse).collect::<String>(),
    });
    let provider = Lrclib::with(vec![song]).await;
    let bot = bot_with(&provider).await;
    let answer = bot.telegram.ask(ANNA, "/lyrics Long Choir - River").await;
    let short = |text: String| {
        let lines = text.lines().filter(|line| !line.contains("the river"));
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(short(bot.transcript(ANNA)), @"
    > /lyrics Long Choir - River
    < Long Choir — River
      
      Verse 1
      
      Verse 2
      
      Verse 3
      
      Page 1 of 3
      Lyrics: LRCLIB
      [Next ›]
      [Other versions]
    ");
    bot.press(ANNA, &answer, "Next ›").await;
    insta::assert_snapshot!(short(bot.transcript(ANNA)), @"
    > /lyrics Long Choir - River
    < Long Choir — River
      
      Verse 4
      
      Verse 5
      
      Verse 6
      
      Page 2 of 3
      Lyrics: LRCLIB (edited)
      [‹ Back|Next ›]
      [Other versions]
    ");
    bot.press(ANNA, &answer, "‹ Back").await;
    bot.press(ANNA, &answer, "Next ›").await;
    bot.press(ANNA, &answer, "Next ›").await;
    insta::assert_snapshot!(short(bot.last_answer(ANNA)), @"
    Long Choir — River

    Verse 7

    Verse 8

    Page 3 of 3
    Lyrics: LRCLIB
    ");
    // Somebody forgot them meanwhile.
    bot.telegram
        .ask(OLGA, "/lyrics_forget long choir - river")
        .await;
    let toast = bot.press_for_toast(ANNA, ANNA, &answer, "‹ Back").await;
    insta::assert_snapshot!(toast, @"I don’t have these lyrics any more. Ask me again with /lyrics.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_service_that_is_down_is_said_and_an_old_copy_has_its_age() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    bot.telegram
        .ask(ANNA, "/lyrics Снегири - Ёлочный лес")
        .await;
    bot.execute(
        "UPDATE lyrics_cache SET cached_at = '2026-01-01T00:00:00+00:00', expires_at = '2026-01-08T00:00:00+00:00'",
    )
    .await;
    provider.feels(Mood::Says(503, vec![], b"<h1>no</h1>".to_vec()));
    bot.telegram
        .ask(ANNA, "/lyrics Снегири - Ёлочный лес")
        .await;
    let days = {
        use reprise::clock::Clock as _;
        let since: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        (SystemClock.now() - since).num_days()
    };
    let old = bot.last_answer(ANNA).replace(&days.to_string(), "(many)");
    insta::assert_snapshot!(old, @"
    Снегири — Ёлочный лес
    A copy from (many) days ago; I’m looking for a newer one.

    Снег идёт, идёт,
    никого не ждёт.

    Ёлка спит.

    Lyrics: LRCLIB
    ");
    bot.telegram
        .ask(ANNA, "/lyrics Night Ferry - Lanterns")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"The lyrics service doesn’t answer right now. Please try again in a few minutes.");
    bot.telegram
        .ask(MARIA, "/lyrics Night Ferry - Lanterns")
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Сервис с текстами песен сейчас не отвечает. Попробуйте ещё раз через несколько минут.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_owner_sees_how_often_the_cache_helped_and_forgets() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    for _ in 0..4 {
        bot.telegram
            .ask(ANNA, "/lyrics Night Ferry - Lanterns")
            .await;
    }
    let list = bot.telegram.ask(OLGA, "/lyrics_forget all").await;
    for text in [
        "/stats",
        "/lyrics_forget",
        "/lyrics_forget night ferry - lanterns",
        "/lyrics_forget night ferry - lanterns",
    ] {
        bot.telegram.ask(OLGA, text).await;
    }
    bot.press(OLGA, &list, "Так, забути всі").await;
    let transcript = bot.transcript(OLGA);
    // How many updates there were is told elsewhere.
    let lines = transcript.lines().filter(|line| !line.contains("оновлен"));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    > /lyrics_forget all
    < Усі слова пісень забуто. (edited)
    > /stats
    < Як справи в бота
      
      Слова пісень: 4 запити від запуску, 75% відповідей — зі збереженого.
      Збережено 1 пісню.
    > /lyrics_forget
    < Слова якої пісні забути? Наприклад:
      /lyrics_forget Океан Ельзи - Обійми
      Або всі одразу: /lyrics_forget all
    > /lyrics_forget night ferry - lanterns
    < Забуто: night ferry — lanterns. Коли запитають знову, пошукаю наново.
    > /lyrics_forget night ferry - lanterns
    < Для пісні night ferry — lanterns нічого не збережено.
    ");
    // To others these commands do not exist.
    bot.telegram.ask(ANNA, "/stats").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"I don’t know that command. Did you mean /start?");
    bot.telegram
        .ask(ANNA, "/lyrics Night Ferry - Lanterns")
        .await;
    assert_eq!(provider.asked().len(), 2, "asked afresh");
    bot.stop().await.unwrap();
}
