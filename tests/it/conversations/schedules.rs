//! Schedules: made by presses and by words, changed, played, and what is said when they cannot be.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use reprise::clock::FixedClock;
use simulator::{
    ANNA, GroupSpec, KITCHEN_RADIO, MARIA, Message, OLGA, Status, UploadKind, UploadSpec,
};

use crate::support::bot::Bot;

/// A Thursday evening.
fn thursday() -> DateTime<Utc> {
    at("2026-11-26T18:00:00Z")
}

pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) async fn start(extra: &str) -> (Bot, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(thursday()));
    (Bot::start_at(clock.clone(), extra).await, clock)
}

/// A list with some songs on it.
pub(super) async fn songs(bot: &Bot, person: i64, name: &str, button: &str, titles: &[&str]) {
    let made = bot
        .telegram
        .ask(person, &format!("/playlist new {name}"))
        .await;
    bot.press(person, &made, button).await;
    for title in titles {
        let file = UploadSpec {
            title: Some((*title).to_owned()),
            duration: Some(60),
            ..UploadSpec::new(UploadKind::Audio, "song.mp3", title.as_bytes().to_vec())
        };
        let sent = bot.telegram.upload(person, person, file);
        bot.telegram
            .answer_after(person, person, sent.message.message_id)
            .await;
    }
    bot.telegram.ask(person, "/cancel").await;
}

/// What the bot said after a message.
pub(super) fn said_after(bot: &Bot, person: i64, chat: i64, message: i64) -> Vec<String> {
    let messages = bot
        .telegram
        .look(|view| view.messages_after(person, chat, message));
    let of_the_bot = messages.iter().filter(|message| !message.is_from(person));
    of_the_bot
        .map(|message| match &message.body.audio {
            Some(audio) => format!("♪ {}", audio.title.clone().unwrap_or_default()),
            None => message.body.words().to_owned(),
        })
        .collect()
}

/// Moves the clock, and waits until the bot has said so many messages after `last`.
pub(super) async fn until_said(
    bot: &Bot,
    person: i64,
    chat: i64,
    last: &Message,
    count: usize,
) -> Vec<String> {
    bot.telegram
        .wait_until("what a schedule says", |view| {
            let said = view.messages_after(person, chat, last.message_id);
            (said
                .iter()
                .filter(|message| !message.is_from(person))
                .count()
                >= count)
                .then_some(())
        })
        .await;
    said_after(bot, person, chat, last.message_id)
}

#[tokio::test]
async fn a_schedule_is_made_by_presses_and_plays_when_it_is_due() {
    let (bot, clock) = start("").await;
    bot.telegram.ask(ANNA, "/schedule").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /schedule
    < Nothing plays by itself yet. Press “New” or type for example /schedule every weekday 7:30
      [+ New|⏰ Wake me]
    ");
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain", "Sun"]).await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    for label in ["+ New", "Morning", "07:30", "Weekdays"] {
        bot.press(ANNA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    By whose clock? Send me a big city near you, or what time it is for you now, such as 21:40.
    Or choose where you are:
    ");
    bot.telegram.ask(ANNA, "Atlantis").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"I don’t know that place. Send a bigger city, a name such as Europe/Kyiv, or the time it is for you now, such as 21:40.");
    let made = bot.telegram.ask(ANNA, "Kyiv").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Morning
    on weekdays at 07:30
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Fri 27 Nov, 07:30
    • Mon 30 Nov, 07:30
    • Tue 1 Dec, 07:30
    • Wed 2 Dec, 07:30
    • Thu 3 Dec, 07:30
    ");
    clock.set("2026-11-27T05:29:59Z".parse().unwrap());
    clock.set("2026-11-27T05:30:00Z".parse().unwrap());
    let said = until_said(&bot, ANNA, ANNA, &made, 3).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "♪ Rain",
        "♪ Sun",
        "A number puts the track on a playlist of yours, ♪ shows its words:\n1. Rain\n2. Sun",
    ]
    "#);
    // Everything was said; a look at the panel shows the next day.
    bot.press(ANNA, &made, "Skip the next").await;
    bot.press(ANNA, &made, "Change").await;
    bot.press(ANNA, &made, "Days").await;
    bot.press(ANNA, &made, "Sat").await;
    bot.press(ANNA, &made, "Done").await;
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(
        ANNA,
        &panel,
        "Morning · Mon, Tue, Wed, Thu, Fri, Sat at 07:30",
    )
    .await;
    bot.press(ANNA, &panel, "Pause").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Morning
    Mon, Tue, Wed, Thu, Fri, Sat at 07:30
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Paused. “Resume” goes on.
    ");
    bot.press(ANNA, &panel, "Resume").await;
    bot.press(ANNA, &panel, "Delete").await;
    bot.press(ANNA, &panel, "Yes, delete").await;
    bot.press(ANNA, &panel, "‹ Schedules").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Nothing plays by itself yet. Press “New” or type for example /schedule every weekday 7:30");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_schedule_gets_another_playlist_and_plays_now() {
    let (bot, _clock) = start("").await;
    songs(&bot, MARIA, "Утро", "Добавить треки", &["Rain"]).await;
    songs(&bot, MARIA, "Вечер", "Добавить треки", &["Snow", "Fog"]).await;
    bot.telegram.ask(MARIA, "/schedule Утро 7:30").await;
    let panel = bot.telegram.ask(MARIA, "Киев").await;
    for label in ["Изменить", "Плейлист", "Вечер"] {
        bot.press(MARIA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Вечер
    каждый день в 07:30
    Время: Киев (Europe/Kyiv, UTC+2)
    Играет в личном чате

    Дальше:
    • пт 27 ноя, 07:30
    • сб 28 ноя, 07:30
    • вс 29 ноя, 07:30
    • пн 30 ноя, 07:30
    • вт 1 дек, 07:30
    ");
    bot.press_for_toast(MARIA, MARIA, &panel, "▶ Включить сейчас")
        .await;
    let said = until_said(&bot, MARIA, MARIA, &panel, 3).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "♪ Snow",
        "♪ Fog",
        "Номер — добавить трек в свой плейлист, ♪ — показать слова:\n1. Snow\n2. Fog",
    ]
    "#);
    bot.stop().await.unwrap();
}

/// Some of these are schedules, most are not quite.
const TYPED: &[&str] = &[
    "/schedule утро пн, ср 19.00",
    "/schedule 0 9 1 * *",
    "/schedule по четвергам",
    "/schedule каждые пять минут",
    "/schedule */5 * * * *",
    "/schedule 0 0 30 2 *",
    "/schedule 0 25 * * *",
    "/schedule 30 7 * *",
    "/schedule 24:00",
    "/schedule 7:30 и 8:30",
    "/schedule один раз в 23:15",
    "/schedule в 6:00",
];

#[tokio::test]
async fn a_schedule_is_said_in_words() {
    let (bot, _clock) = start("limits.schedules = 4").await;
    bot.telegram.ask(MARIA, "/schedule по будням 7:30").await;
    songs(&bot, MARIA, "Утро", "Добавить треки", &["Rain"]).await;
    let first = bot
        .telegram
        .ask(MARIA, "/schedule Утро по будням 7:30")
        .await;
    bot.press(MARIA, &first, "Европа").await;
    bot.press(MARIA, &first, "‹ Назад").await;
    bot.telegram.ask(MARIA, "20:02").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Какой из них? У каждого — который там сейчас час.");
    let which = bot
        .telegram
        .look(|view| view.last_answer(MARIA, MARIA))
        .unwrap();
    bot.press(MARIA, &which, "Киев · 20:00").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Утро
    по будням в 07:30
    Время: Киев (Europe/Kyiv, UTC+2)
    Играет в личном чате

    Дальше:
    • пт 27 ноя, 07:30
    • пн 30 ноя, 07:30
    • вт 1 дек, 07:30
    • ср 2 дек, 07:30
    • чт 3 дек, 07:30
    ");
    for text in TYPED {
        bot.telegram.ask(MARIA, text).await;
    }
    let transcript = bot.transcript(MARIA);
    let (_, typed) = transcript.split_once("> /schedule утро пн").unwrap();
    insta::assert_snapshot!(typed, @"
    , ср 19.00
    < Утро
      пн, ср в 19:00
      Время: Киев (Europe/Kyiv, UTC+2)
      Играет в личном чате
      
      Дальше:
      • пн 30 ноя, 19:00
      • ср 2 дек, 19:00
      • пн 7 дек, 19:00
      • ср 9 дек, 19:00
      • пн 14 дек, 19:00
      [▶ Включить сейчас|Пропустить раз]
      [Изменить|Пауза]
      [Удалить|‹ Расписания]
    > /schedule 0 9 1 * *
    < Утро
      по cron: 0 9 1 * *
      Время: Киев (Europe/Kyiv, UTC+2)
      Играет в личном чате
      
      Дальше:
      • вт 1 дек, 09:00 (UTC+2)
      • пт 1 янв, 09:00 (UTC+2)
      • пн 1 фев, 09:00 (UTC+2)
      • пн 1 мар, 09:00 (UTC+2)
      • чт 1 апр, 09:00 (UTC+3)
      [▶ Включить сейчас|Пропустить раз]
      [Изменить|Пауза]
      [Удалить|‹ Расписания]
    > /schedule по четвергам
    < В котором часу? Напишите, например: по будням 7:30
    > /schedule каждые пять минут
    < Не понимаю «пять». Напишите, например: пн, ср 7:30
    > /schedule */5 * * * *
    < Чаще чем раз в 10 минут нельзя. Попробуйте: */30 8-20 * * *
    > /schedule 0 0 30 2 *
    < Такой день никогда не наступит, и плейлист не заиграет. Попробуйте: 30 7 1 * *
    > /schedule 0 25 * * *
    < «25» не подходит для поля «часы». Выражение cron выглядит так: 30 7 * * 1-5
    > /schedule 30 7 * *
    < В выражении cron пять полей, а здесь 4. Например: 30 7 * * 1-5
    > /schedule 24:00
    < «24:00» — не время. Напишите, например, 7:30 или 19:30.
    > /schedule 7:30 и 8:30
    < Здесь сразу два времени: 7:30 и 8:30. Сделайте два расписания.
    > /schedule один раз в 23:15
    < Утро
      один раз в 23:15
      Время: Киев (Europe/Kyiv, UTC+2)
      Играет в личном чате
      
      Дальше:
      • чт 26 ноя, 23:15
      [▶ Включить сейчас|Пропустить раз]
      [Изменить|Пауза]
      [Удалить|‹ Расписания]
    > /schedule в 6:00
    < Можно иметь не больше 4 расписаний, и столько у вас уже есть. Сначала удалите одно.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_missed_is_caught_up_with_once_or_said() {
    let (bot, clock) = start("").await;
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain"]).await;
    let made = bot.telegram.ask(ANNA, "/schedule every day 7:30").await;
    bot.telegram.ask(ANNA, "Europe/Kyiv").await;
    let last = bot.telegram.ask(ANNA, "/cancel").await;
    assert!(made.message_id < last.message_id);
    // Three days later, half an hour after it was due: one catches up for all.
    clock.set("2026-11-29T06:00:00Z".parse().unwrap());
    until_said(&bot, ANNA, ANNA, &last, 1).await;
    // Two days later, two hours too late: it is said.
    clock.set("2026-12-01T07:30:00Z".parse().unwrap());
    until_said(&bot, ANNA, ANNA, &last, 2).await;
    // Back by a day: what has played does not play again, and what comes is not lost.
    clock.set("2026-11-28T05:00:00Z".parse().unwrap());
    bot.telegram.ask(ANNA, "/schedule").await;
    bot.until(|at_hand| at_hand.next_run == Some("2026-11-28T05:30:00Z".parse().unwrap()))
        .await;
    clock.set("2026-11-28T05:30:00Z".parse().unwrap());
    let said = until_said(&bot, ANNA, ANNA, &last, 4).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "♪ Rain",
        "Morning did not play on Mon 30 Nov, 07:30: I was away, and then it was too late. It plays next time as planned.",
        "You have 1 schedule",
        "♪ Rain",
    ]
    "#);
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_group_hears_what_its_administrators_planned_as_long_as_the_bot_may() {
    let (bot, clock) = start("").await;
    songs(&bot, ANNA, "Dinner", "Add tracks", &["Rain"]).await;
    bot.telegram.ask(ANNA, "/schedule 20:30").await;
    let panel = bot.telegram.ask(ANNA, "Madrid").await;
    let channel = bot.telegram.make_group(GroupSpec {
        kind: simulator::ChatKind::Channel,
        username: Some("annas_news".to_owned()),
        ..GroupSpec::new("Anna’s news", ANNA)
    });
    for label in ["Change", "Where"] {
        bot.press(ANNA, &panel, label).await;
    }
    bot.telegram.ask(ANNA, "@nobody_there").await;
    bot.telegram
        .set_member(channel, bot.telegram.bot_id(), Status::Administrator, ANNA);
    bot.until_idle().await;
    let moved = bot.telegram.ask(ANNA, "@annas_news").await;
    insta::assert_snapshot!(moved.body.words(), @"
    Dinner
    every day at 20:30
    Madrid time (Europe/Madrid, UTC+1)
    Plays in Anna’s news

    Next:
    • Thu 26 Nov, 20:30
    • Fri 27 Nov, 20:30
    • Sat 28 Nov, 20:30
    • Sun 29 Nov, 20:30
    • Mon 30 Nov, 20:30
    ");
    clock.set("2026-11-26T19:30:00Z".parse().unwrap());
    bot.telegram
        .wait_until("a track in the channel", |view| {
            view.last_answer(ANNA, channel)
        })
        .await;
    bot.telegram
        .set_member(channel, bot.telegram.bot_id(), Status::Left, ANNA);
    let last = bot.telegram.ask(ANNA, "/cancel").await;
    clock.set("2026-11-27T19:30:00Z".parse().unwrap());
    let said = until_said(&bot, ANNA, ANNA, &last, 1).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "Dinner does not play any more: I am not in that chat. Add me again, or choose another place.",
    ]
    "#);
    // It is told once; by then it pauses.
    clock.set("2026-11-28T19:30:00Z".parse().unwrap());
    bot.telegram.ask(ANNA, "/schedule").await;
    insta::assert_snapshot!(bot.telegram.transcript(ANNA, ANNA).rsplit_once("> /cancel").unwrap().1, @"

    < There is nothing to stop: I’m not working on anything for you right now.
    < Dinner does not play any more: I am not in that chat. Add me again, or choose another place.
      [Open]
    > /schedule
    < You have 1 schedule
      [⏸ Dinner · every day at 20:30]
      [+ New|⏰ Wake me]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn in_a_group_only_administrators_plan() {
    let (bot, _clock) = start("").await;
    let say = async |person: i64, text: &str| {
        let asked = bot
            .telegram
            .say(person, KITCHEN_RADIO, text)
            .message
            .message_id;
        bot.telegram
            .answer_after(person, KITCHEN_RADIO, asked)
            .await
    };
    bot.telegram
        .set_member(KITCHEN_RADIO, OLGA, Status::Administrator, ANNA);
    say(OLGA, "/playlist@reprise_bot new Вечеря").await;
    say(MARIA, "/schedule@reprise_bot 20:30").await;
    say(OLGA, "/schedule@reprise_bot 20:30").await;
    let panel = say(MARIA, "/schedule@reprise_bot").await;
    let pressed =
        bot.telegram
            .press_with(MARIA, KITCHEN_RADIO, panel.message_id, "schedule:pause:1");
    insta::assert_snapshot!(bot.telegram.answered(pressed).await.text.unwrap(), @"Что слушает тот чат, решают только администраторы.");
    insta::assert_snapshot!(bot.telegram.transcript(ANNA, KITCHEN_RADIO), @"
    Olga: /playlist@reprise_bot new Вечеря
    < Плейлист Вечеря для цього чату створено. Усі його плейлисти — у /playlist.
      [Відкрити|Додати треки]
    Мария: /schedule@reprise_bot 20:30
    < Что слушает тот чат, решают только администраторы.
    Olga: /schedule@reprise_bot 20:30
    < За чиїм годинником? Надішліть велике місто поруч із вами або котра у вас зараз година, наприклад 21:40.
      Або виберіть, де ви:
      [Європа|Азія|Америка]
      [Африка|Океанія]
      [‹ Назад]
    Мария: /schedule@reprise_bot
    < Здесь играет 1 расписание
      [⏸ Вечеря · каждый день в 20:30]
      [+ Новое]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn who_blocked_the_bot_is_left_alone() {
    let (bot, clock) = start("").await;
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain"]).await;
    bot.telegram.ask(ANNA, "/schedule 7:30").await;
    bot.telegram.ask(ANNA, "Kyiv").await;
    bot.telegram.block(ANNA, true);
    bot.until_idle().await;
    clock.set("2026-11-27T05:30:00Z".parse().unwrap());
    bot.until(|schedule| schedule.paused_because.as_deref() == Some("blocked"))
        .await;
    bot.telegram.block(ANNA, false);
    clock.advance(Duration::from_hours(24));
    let panel = bot.telegram.ask(ANNA, "/schedule").await;
    bot.press(ANNA, &panel, "⏸ Morning · every day at 07:30")
        .await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Morning
    every day at 07:30
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Paused, since I was blocked. “Resume” goes on.
    ");
    bot.stop().await.unwrap();
}
