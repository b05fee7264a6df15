//! Stations by the clock: to be woken by one, in presses and in words, and what is said when it is gone.

use std::sync::Arc;

use reprise::clock::FixedClock;
use simulator::{ANNA, MARIA, Message};

use super::{
    playlist_stations::card,
    schedules::{self, at},
};
use crate::support::{bot::Bot, station::Station};

/// The bot of an evening, with radio.
async fn start() -> (Bot, Arc<FixedClock>) {
    schedules::start("bot.owners = [1003]\n[radio]\nallow_private = true").await
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
    let days = bot.newest(MARIA, MARIA);
    bot.press(MARIA, &days, "По будням").await;
    let made = bot.telegram.ask(MARIA, "Киев").await;
    bot.press(MARIA, &made, "Изменить").await;
    bot.press(MARIA, &made, "Сколько минут").await;
    bot.press(MARIA, &made, "1 мин").await;
    let clean = |text: String| text.replace(&station.url(), "http://station/");
    let told = clean(bot.transcript(MARIA));
    insta::assert_snapshot!(told.split_once("[Ещё…|‹ Радио]").unwrap().1, @"

    < Во сколько вас будить? Заиграет Радио Ёлка. Нажмите на время или напишите его, например 6:50
      [05:30|06:00|06:15|06:30]
      [06:45|07:00|07:15|07:30]
      [07:45|08:00|08:30|09:00]
      [‹ Расписания]
    > 6:50
    < По каким часам? Пришлите большой город рядом с вами или сколько у вас сейчас времени, например 21:40.
      Или выберите, где вы: (edited)
      [Европа|Азия|Америка]
      [Африка|Океания]
      [‹ Назад]
    > Киев
    < 📻 Радио Ёлка · 1 мин
      по будням в 06:50
      Время: Киев (Europe/Kyiv, UTC+2)
      Играет в личном чате
      
      Дальше:
      • пт 27 ноя, 06:50
      • пн 30 ноя, 06:50
      • вт 1 дек, 06:50
      • ср 2 дек, 06:50
      • чт 3 дек, 06:50 (edited)
      [▶ Включить сейчас|Пропустить раз]
      [Изменить|Пауза]
      [Удалить|‹ Расписания]
    ");
    let last = bot.telegram.ask(MARIA, "/schedule").await.message_id;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"У вас 1 расписание");
    clock.set(at("2026-11-27T04:49:59Z"));
    clock.set(at("2026-11-27T04:50:00Z"));
    // At once, so that somebody wakes; what was recorded comes afterwards, and all of it once.
    let messages = said(&bot, MARIA, last, 1).await;
    insta::assert_snapshot!(messages[0].body.words(), @"📻 Радио Ёлка в эфире. Записываю 1 мин и пришлю сюда. А пока «Слушать» — это прямой эфир.");
    assert!(messages[0].body.audio.is_none());
    let messages = said(&bot, MARIA, last, 2).await;
    let audio = messages[1].body.audio.as_ref().unwrap();
    let title = audio.title.as_deref().unwrap_or_default();
    assert!(
        title.starts_with("Радио Ёлка – Кино - Группа крови – "),
        "{title}"
    );
    insta::assert_snapshot!(messages[1].body.words(), @"
    Радио Ёлка
    0:00 Кино - Группа крови
    ");
    assert_eq!(messages[1].button_rows(), [["Добавить в…", "‹ Станция"]]);
    bot.telegram.ask(MARIA, "/cancel").await;
    assert_eq!(said(&bot, MARIA, last, 3).await.len(), 3);
    // The list that plays it is nobody's business.
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    У вас пока нет плейлистов. Первый можно создать так:
    /playlist new Воскресное утро
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn to_be_woken_is_a_preset() {
    let station = Station::start("Jazz FM").await;
    let (bot, _clock) = start().await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏰ Wake me").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"What shall wake you? Find a station in /radio and open it, or make a playlist; then come back.");
    card(&bot, ANNA, &station, "Open it").await;
    bot.telegram.ask(ANNA, "/playlist new Sunday").await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏰ Wake me").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"What shall wake you? Of a station I record 10 min each time; that can be changed later.");
    bot.press(ANNA, &panel, "📻 Jazz FM").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"At what time shall Jazz FM wake you? Press it or type it, such as 6:50");
    bot.press(ANNA, &panel, "07:15").await;
    bot.press(ANNA, &panel, "Once").await;
    bot.telegram.ask(ANNA, "Kyiv").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM · 10 min
    once at 07:15
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 07:15
    ");
    // A list wakes as well.
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    for label in ["⏰ Wake me", "Sunday", "06:00", "Every day"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Sunday
    every day at 06:00
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 06:00
    • Sat 28 Nov, 06:00
    • Sun 29 Nov, 06:00
    • Mon 30 Nov, 06:00
    • Tue 1 Dec, 06:00
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_station_is_planned_the_long_way_and_in_a_line() {
    let station = Station::start("Jazz FM").await;
    let (bot, _clock) = start().await;
    card(&bot, ANNA, &station, "Open it").await;
    bot.telegram.ask(ANNA, "/playlist new Sunday").await;
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
    bot.telegram.ask(ANNA, "Kyiv").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM · 5 min
    on weekends at 20:00
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Sat 28 Nov, 20:00
    • Sun 29 Nov, 20:00
    • Sat 5 Dec, 20:00
    • Sun 6 Dec, 20:00
    • Sat 12 Dec, 20:00
    ");
    bot.telegram
        .ask(ANNA, "/schedule jazz fm 3 min weekdays 7:40")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM · 3 min
    on weekdays at 07:40
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 07:40
    • Mon 30 Nov, 07:40
    • Tue 1 Dec, 07:40
    • Wed 2 Dec, 07:40
    • Thu 3 Dec, 07:40
    ");
    // What plays can be changed from one into the other.
    let panel = bot.newest(ANNA, ANNA);
    for label in ["Change", "Playlist", "Sunday"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Sunday
    on weekdays at 07:40
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 07:40
    • Mon 30 Nov, 07:40
    • Tue 1 Dec, 07:40
    • Wed 2 Dec, 07:40
    • Thu 3 Dec, 07:40
    ");
    for label in ["Change", "Playlist", "📻 A station", "Jazz FM", "30 min"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM · 30 min
    on weekdays at 07:40
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 07:40
    • Mon 30 Nov, 07:40
    • Tue 1 Dec, 07:40
    • Wed 2 Dec, 07:40
    • Thu 3 Dec, 07:40
    ");
    bot.press(ANNA, &panel, "Delete").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Delete the schedule of 📻 Jazz FM? The station stays.");
    bot.press(ANNA, &panel, "Yes, delete").await;
    bot.telegram.ask(ANNA, "/schedule").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You have 1 schedule");
    bot.telegram.ask(ANNA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You have 1 playlist");
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
    let last = bot.newest(ANNA, ANNA).message_id;
    clock.set(at("2026-11-27T05:30:00Z"));
    said(&bot, ANNA, last, 1).await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Jazz FM does not play any more: the station is not here any more. Choose something else, or delete the schedule.");
    clock.set(at("2026-11-28T05:30:00Z"));
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏸ 📻 Jazz FM · every day at 07:30")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    📻 Jazz FM
    every day at 07:30
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Paused, since its station is not here any more. “Change” lets it play something else.
    ");
    assert_eq!(said(&bot, ANNA, last, 2).await.len(), 2, "it is told once");
    bot.stop().await.unwrap();
}
