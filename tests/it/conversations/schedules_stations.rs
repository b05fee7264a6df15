//! Stations by the clock: to be woken by one, in presses and in words, and what is said when it is gone.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reprise::clock::FixedClock;
use simulator::{ANNA, MARIA, Message};

use crate::support::{bot::Bot, station::Station};

async fn start() -> (Bot, Arc<FixedClock>) {
    // A Thursday evening.
    let clock = Arc::new(FixedClock::at(at("2026-11-26T18:00:00Z")));
    let settings = "bot.owners = [1003]\n[radio]\nallow_private = true";
    (Bot::start_at(clock.clone(), settings).await, clock)
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Adds a station and opens its card.
async fn card(bot: &Bot, person: i64, station: &Station, open: &str) -> Arc<Message> {
    let add = format!("/radio add {}", station.url());
    let added = bot.telegram.ask(person, &add).await;
    bot.press(person, &added, open).await;
    added
}

fn newest(bot: &Bot, person: i64) -> Arc<Message> {
    bot.telegram
        .look(|view| view.last_answer(person, person))
        .unwrap()
}

/// Waits until the bot has said so many messages after one, and says which.
async fn said(bot: &Bot, person: i64, last: i64, count: usize) -> Vec<Arc<Message>> {
    bot.telegram
        .wait_until("what a schedule says", move |view| {
            let all = view.messages_after(person, person, last).into_iter();
            let said: Vec<_> = all.filter(|message| !message.is_from(person)).collect();
            (said.len() >= count).then_some(said)
        })
        .await
}

#[tokio::test]
async fn somebody_is_woken_by_a_station() {
    let station = Station::start("Радио Ёлка").await;
    station.says("Кино - Группа крови");
    let (bot, clock) = start().await;
    let card = card(&bot, MARIA, &station, "Открыть").await;
    bot.press(MARIA, &card, "⏰ Разбудить меня").await;
    bot.telegram.ask(MARIA, "6:50").await;
    let days = newest(&bot, MARIA);
    bot.press(MARIA, &days, "По будням").await;
    let made = bot.telegram.ask(MARIA, "Киев").await;
    bot.press(MARIA, &made, "Изменить").await;
    bot.press(MARIA, &made, "Сколько минут").await;
    bot.press(MARIA, &made, "1 мин").await;
    let clean = |text: String| text.replace(&station.url(), "http://station/");
    let told = clean(bot.transcript(MARIA));
    insta::assert_snapshot!(told.split_once("[Не работает|‹ Радио]").map_or(told.as_str(), |told| told.1), @"");
    let last = bot.telegram.ask(MARIA, "/schedule").await.message_id;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"");
    clock.set(at("2026-11-27T04:49:59Z"));
    clock.set(at("2026-11-27T04:50:00Z"));
    // At once, so that somebody wakes; what was recorded comes afterwards, and all of it once.
    let messages = said(&bot, MARIA, last, 1).await;
    insta::assert_snapshot!(messages[0].body.words(), @"");
    assert!(messages[0].body.audio.is_none());
    let messages = said(&bot, MARIA, last, 2).await;
    let audio = messages[1].body.audio.as_ref().unwrap();
    let title = audio.title.as_deref().unwrap_or_default();
    assert!(
        title.starts_with("Радио Ёлка – Кино - Группа крови – "),
        "{title}"
    );
    insta::assert_snapshot!(messages[1].body.words(), @"");
    assert_eq!(messages[1].button_rows(), [["Добавить в…", "‹ Станция"]]);
    bot.telegram.ask(MARIA, "/cancel").await;
    assert_eq!(said(&bot, MARIA, last, 3).await.len(), 3);
    // The list that plays it is nobody's business.
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn to_be_woken_is_a_preset() {
    let station = Station::start("Jazz FM").await;
    let (bot, _clock) = start().await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏰ Wake me").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    card(&bot, ANNA, &station, "Open it").await;
    bot.telegram.ask(ANNA, "/playlist new Sunday").await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏰ Wake me").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.press(ANNA, &panel, "📻 Jazz FM").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.press(ANNA, &panel, "07:15").await;
    bot.press(ANNA, &panel, "Once").await;
    bot.telegram.ask(ANNA, "Kyiv").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    // A list wakes as well.
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    for label in ["⏰ Wake me", "Sunday", "06:00", "Every day"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    // The long way, and in a line.
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    for label in [
        "+ New",
        "📻 A station",
        "Jazz FM",
        "5 min",
        "20:00",
        "Weekends",
    ] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.telegram
        .ask(ANNA, "/schedule jazz fm 3 min weekdays 7:40")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    // What plays can be changed from one into the other.
    let panel = newest(&bot, ANNA);
    for label in ["Change", "Playlist", "Sunday"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    for label in ["Change", "Playlist", "📻 A station", "Jazz FM", "30 min"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.press(ANNA, &panel, "Delete").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.press(ANNA, &panel, "Yes, delete").await;
    bot.telegram.ask(ANNA, "/schedule").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.telegram.ask(ANNA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_station_that_is_gone_wakes_nobody_and_that_is_said_once() {
    let station = Station::start("Jazz FM").await;
    let (bot, clock) = start().await;
    card(&bot, ANNA, &station, "Open it").await;
    bot.telegram.ask(ANNA, "/schedule Jazz FM 7:30").await;
    bot.telegram.ask(ANNA, "Kyiv").await;
    bot.execute("DELETE FROM radio_streams").await;
    let last = newest(&bot, ANNA).message_id;
    clock.set(at("2026-11-27T05:30:00Z"));
    said(&bot, ANNA, last, 1).await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    clock.set(at("2026-11-28T05:30:00Z"));
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏸ 📻 Jazz FM · every day at 07:30")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"");
    assert_eq!(said(&bot, ANNA, last, 2).await.len(), 2, "it is told once");
    bot.stop().await.unwrap();
}
