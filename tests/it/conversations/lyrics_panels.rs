//! Lyrics by buttons: a choice between several songs, other versions of one, and whether they come along at all.

use simulator::{ANNA, MARIA};

use super::lyrics::bot_with;
use crate::support::lrclib::Lrclib;

#[tokio::test]
async fn one_chooses_between_several_and_turns_to_other_versions() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let list = bot.telegram.ask(ANNA, "/lyrics Lanterns").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics Lanterns
    < Several fit Lanterns. Which one do you mean?
      [Harbour Choir — Lanterns · 2:30]
      [Night Ferry — Lanterns · 3:30]
      [The Tin Whistles — Paper Lanterns · 3:01]
      [The Tin Whistles — Paper Lanterns · 4:03]
    ");
    bot.press(ANNA, &list, "Night Ferry — Lanterns · 3:30")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Night Ferry — Lanterns

    Lanterns again

    Lyrics: LRCLIB
    ");
    let toast = bot
        .press_for_toast(ANNA, ANNA, &list, "Other versions")
        .await;
    insta::assert_snapshot!(toast, @"There are no other versions of this one.");
    let known = bot
        .telegram
        .ask(ANNA, "/lyrics The Tin Whistles - Paper Lanterns")
        .await;
    bot.press(ANNA, &known, "Other versions").await;
    insta::assert_snapshot!(bot.transcript(ANNA).rsplit_once("> ").unwrap().1, @"
    /lyrics The Tin Whistles - Paper Lanterns
    < Several fit The Tin Whistles — Paper Lanterns. Which one do you mean? (edited)
      [The Tin Whistles — Paper Lanterns · 3:01]
      [The Tin Whistles — Paper Lanterns · 4:03]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn whether_lyrics_come_along_is_a_setting() {
    let provider = Lrclib::start().await;
    let bot = bot_with(&provider).await;
    let panel = bot.telegram.ask(MARIA, "/settings").await;
    bot.press(MARIA, &panel, "Слова песен").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Слова песен
    Под треками, которые я присылаю, есть кнопка «Слова».
    ");
    bot.press(MARIA, &panel, "Не показывать").await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /settings
    < Слова песен
      Треки приходят без кнопки «Слова». Команда /lyrics работает всегда. (edited)
      [Показывать]
      [‹ Настройки]
    ");
    bot.stop().await.unwrap();
}
