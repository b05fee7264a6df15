//! The words a file brings in its own tags come first; then those of the song that it says it is.

use std::sync::Arc;

use simulator::{ANNA, MARIA, Message, UploadKind, UploadSpec};

use super::lyrics::bot_with;
use crate::support::{bot::Bot, lrclib::Lrclib, sound::Studio};

/// Sends a file, answers it with `/lyrics`, and waits for what says this; others have something to say to it, too.
async fn words_of(bot: &Bot, person: i64, file: UploadSpec, what: &str) -> Arc<Message> {
    let sent = bot.telegram.upload(person, person, file).message.message_id;
    ask_again(bot, person, sent, what, 1).await
}

/// Answers a file with `/lyrics`, and waits until so many messages say this. The last one comes back.
async fn ask_again(bot: &Bot, person: i64, sent: i64, what: &str, count: usize) -> Arc<Message> {
    bot.telegram.reply(person, person, sent, "/lyrics");
    bot.telegram
        .wait_until("the words of a file", |view| {
            let messages = view.messages_after(person, person, sent);
            let said = messages
                .into_iter()
                .filter(|message| !message.is_from(person) && message.words().contains(what));
            said.skip(count - 1).last()
        })
        .await
}

/// A real file with these tags, as a client sends it that does not look into it.
fn tagged(studio: &Studio, name: &str, tags: &[&str]) -> UploadSpec {
    let mut words = vec!["-f", "lavfi", "-i", "sine=440:duration=2"];
    words.extend(tags.iter().flat_map(|tag| ["-metadata", tag]));
    words.push(name);
    let bytes = std::fs::read(studio.make_of(&words)).unwrap();
    UploadSpec::new(UploadKind::Document, name, bytes)
}

#[tokio::test]
async fn a_files_own_words_come_first_and_are_read_once() {
    let studio = Studio::open().await;
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let tags = [
        "title=Paper Lanterns",
        "artist=The Tin Whistles",
        "lyrics-eng=Words of my own\n<b>& yours</b>",
    ];
    let file = tagged(&studio, "a.mp3", &tags);
    let sent = bot.telegram.upload(ANNA, ANNA, file).message.message_id;
    let said = ask_again(&bot, ANNA, sent, "my own", 1).await;
    insta::assert_snapshot!(said.words(), @"
    The Tin Whistles — Paper Lanterns

    Words of my own
    <b>& yours</b>
    ");
    let downloads = bot.telegram.look(|view| view.count("getFile"));
    let again = ask_again(&bot, ANNA, sent, "my own", 2).await;
    assert_eq!(again.words(), said.words());
    assert_eq!(
        bot.telegram.look(|view| view.count("getFile")),
        downloads,
        "it was looked into before"
    );
    assert_eq!(provider.asked(), Vec::<String>::new(), "nobody was asked");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn words_with_times_are_for_the_speed_somebody_listens_at() {
    let studio = Studio::open().await;
    let bot = bot_with(&Lrclib::start().await).await;
    bot.telegram.ask(MARIA, "/speed 2").await;
    let tags = [
        "TITLE=Фонарики",
        "ARTIST=Снегири",
        "UNSYNCEDLYRICS=без времени",
        "SYNCEDLYRICS=[00:02.00]Раз\n[01:10.50]Два",
    ];
    let mut timed = String::new();
    // Every kind of file has its own place for tags.
    for name in ["a.ogg", "a.flac", "a.mp3"] {
        let sent = tagged(&studio, name, &tags);
        let words = words_of(&bot, MARIA, sent, "Раз").await;
        bot.press_for_toast(MARIA, MARIA, &words, "С таймкодами")
            .await;
        timed = bot
            .telegram
            .wait_until(name, |view| {
                let now = view.message(MARIA, words.message_id)?;
                let is_timed = now.words().contains("0:01 Раз\n0:35 Два");
                is_timed.then(|| now.words().to_owned())
            })
            .await;
    }
    insta::assert_snapshot!(timed, @"
    Снегири — Фонарики
    Таймкоды — для вашей скорости, 2×.

    0:01 Раз
    0:35 Два
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_file_without_words_says_which_song_it_is() {
    let studio = Studio::open().await;
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let tags = ["title=Ёлочный лес [320kbps]", "artist=Снегири"];
    let file = tagged(&studio, "01.mp3", &tags);
    let said = words_of(&bot, ANNA, file, "Снег идёт").await;
    insta::assert_snapshot!(said.words(), @"
    Снегири — Ёлочный лес

    Снег идёт, идёт,
    никого не ждёт.

    Ёлка спит.

    Lyrics: LRCLIB
    ");
    let nameless = tagged(&studio, "02.mp3", &[]);
    words_of(&bot, ANNA, nameless, "02").await;
    let broken = UploadSpec::new(
        UploadKind::Document,
        "Night Ferry - Lanterns.mp3",
        "no sound",
    );
    words_of(&bot, ANNA, broken, "Lanterns again").await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn without_the_tables_a_files_words_are_told_and_forgotten() {
    let studio = Studio::open().await;
    let bot = bot_with(&Lrclib::start().await).await;
    bot.telegram.ask(ANNA, "/help").await;
    bot.execute("DROP TABLE lyrics_cache").await;
    bot.execute("DROP TABLE lyrics_misses").await;
    let words = format!("lyrics={}", "la la la\n".repeat(500));
    let file = tagged(&studio, "long.mp3", &["title=Long", &words]);
    let shown = words_of(&bot, ANNA, file, "Page 1").await;
    bot.press(ANNA, &shown, "Next ›").await;
    assert!(bot.last_answer(ANNA).contains("Page 2"));
    bot.stop().await.unwrap();
}
