//! Lyrics when the service takes its time: what there is comes at once, the rest takes its place, and a restart loses none.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reprise::clock::FixedClock;
use simulator::{ANNA, MARIA, Message};

use crate::support::{
    bot::Bot,
    lrclib::{Lrclib, Mood},
};

const FOREST: &str = "/lyrics Снегири - Ёлочный лес";

fn noon() -> Arc<FixedClock> {
    let noon: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    Arc::new(FixedClock::at(noon))
}

/// Asks while the service is silent, until the bot says that it looks.
async fn ask_in_vain(
    bot: &Bot,
    clock: &FixedClock,
    provider: &Lrclib,
    person: i64,
) -> Arc<Message> {
    provider.feels(Mood::Silent);
    let before = provider.asked().len();
    let asked = bot.telegram.say(person, person, FOREST).message.message_id;
    provider.until_asked(before + 1).await;
    clock.advance(Duration::from_secs(1));
    bot.until_idle().await;
    clock.advance(Duration::from_millis(1_500));
    bot.telegram.answer_after(person, person, asked).await
}

/// Waits until a message says something else.
async fn until_changed(bot: &Bot, person: i64, message: &Message) {
    bot.telegram
        .wait_until("another text", |view| {
            let now = view.message(person, message.message_id)?;
            (now.words() != message.words()).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_slow_service_is_waited_for_aloud_and_the_message_becomes_the_answer() {
    let provider = Lrclib::start().await;
    let clock = noon();
    let bot = Bot::start_at(clock.clone(), &provider.config()).await;
    let waiting = ask_in_vain(&bot, &clock, &provider, ANNA).await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics Снегири - Ёлочный лес
    < Снегири — Ёлочный лес
      Working on it…
      [Stop]
    ");
    provider.feels(Mood::Well);
    until_changed(&bot, ANNA, &waiting).await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics Снегири - Ёлочный лес
    < Снегири — Ёлочный лес
      
      Снег идёт, идёт,
      никого не ждёт.
      
      Ёлка спит.
      
      Lyrics: LRCLIB (edited)
      [Other versions]
    ");
    assert_eq!(provider.asked().len(), 1, "one question, asked once");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_service_that_never_answers_is_not_waited_for_for_ever() {
    let provider = Lrclib::start().await;
    let clock = noon();
    let bot = Bot::start_at(clock.clone(), &provider.config()).await;
    let waiting = ask_in_vain(&bot, &clock, &provider, MARIA).await;
    clock.advance(Duration::from_secs(12));
    until_changed(&bot, MARIA, &waiting).await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /lyrics Снегири - Ёлочный лес
    < Сервис с текстами песен сейчас не отвечает. Попробуйте ещё раз через несколько минут. (edited)
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn who_does_not_want_to_wait_stops_it() {
    let provider = Lrclib::start().await;
    let clock = noon();
    let bot = Bot::start_at(clock.clone(), &provider.config()).await;
    let waiting = ask_in_vain(&bot, &clock, &provider, MARIA).await;
    bot.press(MARIA, &waiting, "Остановить").await;
    provider.feels(Mood::Well);
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /lyrics Снегири - Ёлочный лес
    < Остановлено: Снегири — Ёлочный лес (edited)
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_question_outlives_a_restart() {
    let provider = Lrclib::start().await;
    let clock = noon();
    let bot = Bot::start_at(clock.clone(), &provider.config()).await;
    let waiting = ask_in_vain(&bot, &clock, &provider, ANNA).await;
    let bot = bot.restart(&provider.config()).await;
    provider.feels(Mood::Well);
    until_changed(&bot, ANNA, &waiting).await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /lyrics Снегири - Ёлочный лес
    < Снегири — Ёлочный лес
      
      Снег идёт, идёт,
      никого не ждёт.
      
      Ёлка спит.
      
      Lyrics: LRCLIB (edited)
      [Other versions]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_old_copy_is_told_at_once_and_the_message_becomes_the_newer_one() {
    let provider = Lrclib::start().await;
    let clock = noon();
    let bot = Bot::start_at(clock.clone(), &provider.config()).await;
    bot.telegram.ask(ANNA, FOREST).await;
    clock.advance(Duration::from_hours(24 * 9));
    provider.feels(Mood::Silent);
    let old = bot.telegram.ask(ANNA, FOREST).await;
    provider.until_asked(2).await;
    insta::assert_snapshot!(old.words(), @"
    Снегири — Ёлочный лес
    A copy from 9 days ago; I’m looking for a newer one.

    Снег идёт, идёт,
    никого не ждёт.

    Ёлка спит.

    Lyrics: LRCLIB
    ");
    provider.feels(Mood::Well);
    until_changed(&bot, ANNA, &old).await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Снегири — Ёлочный лес

    Снег идёт, идёт,
    никого не ждёт.

    Ёлка спит.

    Lyrics: LRCLIB
    ");
    bot.stop().await.unwrap();
}
