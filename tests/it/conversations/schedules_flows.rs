//! Schedules again, in the other language; and what happens when a run is skipped, when its maker may not be talked to, and
//! when a track of it is gone.

use chrono::{DateTime, Utc};
use simulator::{ANNA, GroupSpec, MARIA, OLGA, Status};

use super::schedules::{at, said_after, songs, start, until_said};
use crate::support::bot::Bot;

#[tokio::test]
async fn a_schedule_is_made_and_changed_by_presses_in_russian() {
    let (bot, _clock) = start("").await;
    bot.telegram.ask(MARIA, "/schedule").await;
    songs(&bot, MARIA, "Утро", "Добавить треки", &["Rain"]).await;
    let panel = bot.telegram.ask(MARIA, "/schedule").await;
    for label in ["+ Новое", "Утро", "07:30", "По дням…"] {
        bot.press(MARIA, &panel, label).await;
    }
    let panel = bot.telegram.ask(MARIA, "Киев").await;
    for label in ["Изменить", "Дни", "✓ вс", "Готово", "Пауза"] {
        bot.press(MARIA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Утро
    пн, вт, ср, чт, пт, сб в 07:30
    Время: Киев (Europe/Kyiv, UTC+2)
    Играет в личном чате

    На паузе. «Продолжить» — и снова заиграет.
    ");
    bot.press(MARIA, &panel, "Продолжить").await;
    for label in ["Изменить", "Время"] {
        bot.press(MARIA, &panel, label).await;
    }
    bot.telegram.ask(MARIA, "в 25:00").await;
    let panel = bot.telegram.ask(MARIA, "8:15").await;
    for label in ["Изменить", "Часовой пояс", "Америка"] {
        bot.press(MARIA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Какой из них? У каждого — который там сейчас час.");
    let panel = bot.telegram.ask(MARIA, "/schedule").await;
    bot.press(MARIA, &panel, "Утро · пн, вт, ср, чт, пт, сб в 08:15")
        .await;
    for label in ["Удалить", "Да, удалить", "‹ Расписания"] {
        bot.press(MARIA, &panel, label).await;
    }
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /schedule
    < Сами по себе плейлисты пока не играют. Нажмите «Новое» или напишите, например, /schedule по будням 7:30
      [+ Новое|⏰ Разбудить меня]
    > /playlist new Утро
    < Присылайте музыку для плейлиста Утро — по одной или альбомом.
      Когда закончите, нажмите «Готово». (edited)
      [Готово]
    > <audio: Rain 1:00>
    < Добавлено в плейлист Утро: Rain
      [Готово]
    > /cancel
    < Хорошо, этого я больше не жду.
    > /schedule
    < По каким часам? Пришлите большой город рядом с вами или сколько у вас сейчас времени, например 21:40.
      Или выберите, где вы: (edited)
      [Европа|Азия|Америка]
      [Африка|Океания]
      [‹ Назад]
    > Киев
    < Пришлите новое время: 7:15, по будням 7:30 или выражение cron, например 30 7 * * 1-5 (edited)
      [‹ Назад]
    > в 25:00
    < «25:00» — не время. Напишите, например, 7:30 или 19:30.
    > 8:15
    < Какой из них? У каждого — который там сейчас час. (edited)
      [Анкоридж · 09:00|Лос-Анджелес · 10:00]
      [Ванкувер · 10:00|Тихуана · 10:00]
      [Денвер · 11:00|Финикс · 11:00]
      [Калгари · 11:00|Мехико · 12:00]
      [Монтеррей · 12:00|Чикаго · 12:00]
      [Виннипег · 12:00|Гватемала · 12:00]
      [Сан-Сальвадор · 12:00|Тегусигальпа · 12:00]
      [Манагуа · 12:00|Сан-Хосе · 12:00]
      [Нью-Йорк · 13:00|Богота · 13:00]
      [Лима · 13:00|Торонто · 13:00]
      [Канкун · 13:00|Гавана · 13:00]
      [Панама · 13:00|Кито · 13:00]
      [Каракас · 14:00|Галифакс · 14:00]
      [Санто-Доминго · 14:00|Сан-Хуан · 14:00]
      [Ла-Пас · 14:00|Сент-Джонс · 14:30]
      [Буэнос-Айрес · 15:00|Кордова · 15:00]
      [Сантьяго · 15:00|Асунсьон · 15:00]
      [Монтевидео · 15:00|Сан-Паулу · 15:00]
      [‹ Назад]
    > /schedule
    < Сами по себе плейлисты пока не играют. Нажмите «Новое» или напишите, например, /schedule по будням 7:30 (edited)
      [+ Новое|⏰ Разбудить меня]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_schedule_is_said_in_words_in_english() {
    let (bot, _clock) = start("limits.schedules = 2").await;
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain"]).await;
    bot.telegram.ask(ANNA, "/schedule mon, wed 19.00").await;
    bot.telegram.ask(ANNA, "9 o’clock").await;
    bot.telegram.ask(ANNA, "20:02").await;
    let which = bot.telegram.look(|view| view.last_answer(ANNA, ANNA));
    bot.press(ANNA, &which.unwrap(), "Kyiv · 20:00").await;
    for text in [
        "/schedule on thursdays",
        "/schedule every five minutes",
        "/schedule */5 * * * *",
        "/schedule 0 0 30 2 *",
        "/schedule 0 25 * * *",
        "/schedule 30 7 * *",
        "/schedule 24:00",
        "/schedule 7:30 and 8:30",
        "/schedule 0 9 1 * *",
        "/schedule at 6:00",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    let told = bot.transcript(ANNA);
    insta::assert_snapshot!(told.split_once("> /schedule mon, wed").unwrap().1, @"
     19.00
    < By whose clock? Send me a big city near you, or what time it is for you now, such as 21:40.
      Or choose where you are:
      [Europe|Asia|America]
      [Africa|Oceania]
      [‹ Back]
    > 9 o’clock
    < I don’t know that place. Send a bigger city, a name such as Europe/Kyiv, or the time it is for you now, such as 21:40.
    > 20:02
    < Morning
      Mon, Wed at 19:00
      Kyiv time (Europe/Kyiv, UTC+2)
      Plays in the private chat
      
      Next:
      • Mon 30 Nov, 19:00
      • Wed 2 Dec, 19:00
      • Mon 7 Dec, 19:00
      • Wed 9 Dec, 19:00
      • Mon 14 Dec, 19:00 (edited)
      [▶ Play now|Skip the next]
      [Change|Pause]
      [Delete|‹ Schedules]
    > /schedule on thursdays
    < At what time? Say for example: every weekday 7:30
    > /schedule every five minutes
    < I don’t understand “five”. Say for example: mon, wed 7:30
    > /schedule */5 * * * *
    < That is more often than every 10 minutes, which I don’t do. Try: */30 8-20 * * *
    > /schedule 0 0 30 2 *
    < That day never comes, so it would never play. Try: 30 7 1 * *
    > /schedule 0 25 * * *
    < “25” can’t be the hour. A cron expression looks like this: 30 7 * * 1-5
    > /schedule 30 7 * *
    < A cron expression has five fields, this one has 4. For example: 30 7 * * 1-5
    > /schedule 24:00
    < “24:00” is no time of the clock. Say for example 7:30 or 19:30.
    > /schedule 7:30 and 8:30
    < Two times at once, 7:30 and 8:30: make a schedule of each.
    > /schedule 0 9 1 * *
    < Morning
      by cron: 0 9 1 * *
      Kyiv time (Europe/Kyiv, UTC+2)
      Plays in the private chat
      
      Next:
      • Tue 1 Dec, 09:00 (UTC+2)
      • Fri 1 Jan, 09:00 (UTC+2)
      • Mon 1 Feb, 09:00 (UTC+2)
      • Mon 1 Mar, 09:00 (UTC+2)
      • Thu 1 Apr, 09:00 (UTC+3)
      [▶ Play now|Skip the next]
      [Change|Pause]
      [Delete|‹ Schedules]
    > /schedule at 6:00
    < You can have 2 schedules, and you have that many. Delete one first.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_next_run_is_skipped_and_no_other() {
    let (bot, clock) = start("").await;
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain"]).await;
    bot.telegram.ask(ANNA, "/schedule every day 7:30").await;
    let panel = bot.telegram.ask(ANNA, "Kyiv").await;
    let toast = bot.press(ANNA, &panel, "Skip the next").await;
    insta::assert_snapshot!(toast, @"Fri 27 Nov, 07:30 is left out");
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Morning
    every day at 07:30
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Next:
    • Sat 28 Nov, 07:30
    • Sun 29 Nov, 07:30
    • Mon 30 Nov, 07:30
    • Tue 1 Dec, 07:30
    • Wed 2 Dec, 07:30
    ");
    let last = bot.telegram.ask(ANNA, "/cancel").await;
    // The one that is left out, looked at when the bot has had its time.
    clock.set(at("2026-11-27T05:30:00Z"));
    clock.set(at("2026-11-28T05:29:59Z"));
    bot.telegram.ask(ANNA, "/cancel").await;
    assert_eq!(said_after(&bot, ANNA, ANNA, last.message_id).len(), 1);
    let last = bot.telegram.ask(ANNA, "/cancel").await;
    for (day, heard) in [(28, 1), (29, 2)] {
        clock.set(at(&format!("2026-11-{day}T05:30:00Z")));
        let said = until_said(&bot, ANNA, ANNA, &last, heard).await;
        assert_eq!(said, vec!["♪ Rain"; heard]);
    }
    // Once is skipped for good.
    bot.telegram.ask(ANNA, "/schedule once 9:00").await;
    let panel = bot.telegram.look(|view| view.last_answer(ANNA, ANNA));
    bot.press(ANNA, &panel.unwrap(), "Skip the next").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Morning
    once at 09:00
    Kyiv time (Europe/Kyiv, UTC+2)
    Plays in the private chat

    Paused. “Resume” goes on.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_missed_is_said_in_russian() {
    let (bot, clock) = start("").await;
    songs(&bot, MARIA, "Утро", "Добавить треки", &["Rain"]).await;
    bot.telegram.ask(MARIA, "/schedule каждый день 7:30").await;
    bot.telegram.ask(MARIA, "Европа/Киев").await;
    bot.telegram.ask(MARIA, "Europe/Kyiv").await;
    let last = bot.telegram.ask(MARIA, "/cancel").await;
    clock.set(at("2026-11-29T06:00:00Z"));
    until_said(&bot, MARIA, MARIA, &last, 1).await;
    clock.set(at("2026-12-01T07:30:00Z"));
    let said = until_said(&bot, MARIA, MARIA, &last, 2).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "♪ Rain",
        "Утро — пропущено: пн 30 ноя, 07:30. Меня не было на месте, а потом стало поздно. В следующий раз всё будет по расписанию.",
    ]
    "#);
    // An empty list is said, too, each time.
    let playlist = bot.telegram.ask(MARIA, "/playlist Утро").await;
    bot.press(MARIA, &playlist, "1").await;
    bot.press(MARIA, &playlist, "Убрать из плейлиста").await;
    clock.set(at("2026-12-02T05:30:00Z"));
    bot.telegram
        .wait_until("a word about an empty list", |view| {
            let last = view.last_answer(MARIA, MARIA)?;
            last.body.words().contains("пусто").then_some(())
        })
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"Пора включать Утро, но там пусто. Добавьте треки в /playlist.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_right_that_is_lost_pauses_and_is_said_once() {
    let (bot, clock) = start("").await;
    songs(&bot, MARIA, "Ужин", "Добавить треки", &["Rain"]).await;
    bot.telegram.ask(MARIA, "/schedule 20:30").await;
    let panel = bot.telegram.ask(MARIA, "Мадрид").await;
    let group = bot.telegram.make_group(GroupSpec {
        username: Some("marias_kitchen".to_owned()),
        ..GroupSpec::new("Кухня", MARIA)
    });
    bot.until_idle().await;
    for label in ["Изменить", "Где"] {
        bot.press(MARIA, &panel, label).await;
    }
    bot.telegram.ask(MARIA, "@marias_kitchen").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Ужин
    каждый день в 20:30
    Время: Мадрид (Europe/Madrid, UTC+1)
    Играет в чате Кухня

    Дальше:
    • чт 26 ноя, 20:30
    • пт 27 ноя, 20:30
    • сб 28 ноя, 20:30
    • вс 29 ноя, 20:30
    • пн 30 ноя, 20:30
    ");
    clock.set(at("2026-11-26T19:30:00Z"));
    bot.telegram
        .wait_until("a track in the group", |view| {
            view.last_answer(MARIA, group)
        })
        .await;
    bot.telegram
        .set_member(group, bot.telegram.bot_id(), Status::Restricted, MARIA);
    let last = bot.telegram.ask(MARIA, "/cancel").await;
    clock.set(at("2026-11-27T19:30:00Z"));
    until_said(&bot, MARIA, MARIA, &last, 1).await;
    clock.set(at("2026-11-28T19:30:00Z"));
    let panel = bot.telegram.ask(MARIA, "/schedule").await;
    bot.press(MARIA, &panel, "⏸ Ужин · каждый день в 20:30")
        .await;
    let told = bot.transcript(MARIA);
    insta::assert_snapshot!(told.rsplit_once("> /cancel").unwrap().1, @"

    < Останавливать нечего: сейчас я ничего для вас не делаю.
    < Ужин больше не играет: мне нельзя отправлять туда музыку. Разрешите и нажмите «Продолжить».
      [Открыть]
    > /schedule
    < Ужин
      каждый день в 20:30
      Время: Мадрид (Europe/Madrid, UTC+1)
      Играет в чате Кухня
      
      На паузе: мне больше нельзя отправлять туда музыку. Разрешите и нажмите «Продолжить». (edited)
      [Продолжить|▶ Включить сейчас]
      [Изменить]
      [Удалить|‹ Расписания]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_chat_that_is_gone_and_a_person_who_blocked_are_said_in_russian() {
    let (bot, clock) = start("").await;
    songs(&bot, MARIA, "Ужин", "Добавить треки", &["Rain"]).await;
    bot.telegram.ask(MARIA, "/schedule 20:30").await;
    let panel = bot.telegram.ask(MARIA, "Мадрид").await;
    let channel = bot.telegram.make_group(GroupSpec {
        kind: simulator::ChatKind::Channel,
        username: Some("marias_news".to_owned()),
        ..GroupSpec::new("Новости", MARIA)
    });
    bot.telegram
        .set_member(channel, bot.telegram.bot_id(), Status::Administrator, MARIA);
    bot.until_idle().await;
    for label in ["Изменить", "Где"] {
        bot.press(MARIA, &panel, label).await;
    }
    bot.telegram.ask(MARIA, "@nobody_there").await;
    bot.telegram.ask(MARIA, "@marias_news").await;
    bot.telegram
        .set_member(channel, bot.telegram.bot_id(), Status::Left, MARIA);
    let last = bot.telegram.ask(MARIA, "/cancel").await;
    clock.set(at("2026-11-26T19:30:00Z"));
    let said = until_said(&bot, MARIA, MARIA, &last, 1).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "Ужин больше не играет: меня нет в том чате. Добавьте меня снова или выберите другое место.",
    ]
    "#);
    let panel = bot.telegram.ask(MARIA, "/schedule").await;
    for label in [
        "⏸ Ужин · каждый день в 20:30",
        "Изменить",
        "Где",
        "Личный чат",
        "Продолжить",
    ] {
        bot.press(MARIA, &panel, label).await;
    }
    bot.telegram.block(MARIA, true);
    bot.until_idle().await;
    clock.set(at("2026-11-27T19:30:00Z"));
    bot.until(|schedule| schedule.paused_because.as_deref() == Some("blocked"))
        .await;
    bot.telegram.block(MARIA, false);
    let panel = bot.telegram.ask(MARIA, "/schedule").await;
    bot.press(MARIA, &panel, "⏸ Ужин · каждый день в 20:30")
        .await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"
    Ужин
    каждый день в 20:30
    Время: Мадрид (Europe/Madrid, UTC+1)
    Играет в личном чате

    На паузе: меня заблокировали. «Продолжить» — и снова заиграет.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn nothing_plays_to_who_is_banned_until_they_are_not() {
    let (bot, clock) = start("bot.owners = [1003]").await;
    songs(&bot, ANNA, "Morning", "Add tracks", &["Rain"]).await;
    bot.telegram.ask(ANNA, "/schedule every day 7:30").await;
    bot.telegram.ask(ANNA, "Kyiv").await;
    let last = bot.telegram.ask(ANNA, "/cancel").await;
    bot.telegram.ask(OLGA, "/ban 1001").await;
    // A day that is due, and one on which it is only said that it was missed.
    for now in ["2026-11-27T05:30:00Z", "2026-11-28T09:00:00Z"] {
        clock.set(at(now));
        until_nothing_is_open(&bot, at(now)).await;
    }
    assert_eq!(said_after(&bot, ANNA, ANNA, last.message_id), [""; 0]);
    bot.telegram.ask(OLGA, "/unban 1001").await;
    clock.set(at("2026-11-29T05:30:00Z"));
    let said = until_said(&bot, ANNA, ANNA, &last, 1).await;
    assert_eq!(said, ["♪ Rain"], "what was missed meanwhile is not played");
    bot.stop().await.unwrap();
}

/// Waits until the only schedule is planned for later than `now`, and no run of it is open.
async fn until_nothing_is_open(bot: &Bot, now: DateTime<Utc>) {
    bot.until(|schedule| schedule.next_run > Some(now)).await;
    bot.until_no_run_is_open().await;
}

#[tokio::test]
async fn what_telegram_lost_keeps_the_others_of_a_run_from_nobody() {
    let (bot, clock) = start("").await;
    let titles = ["Rain", "Sun", "Snow"];
    songs(&bot, ANNA, "Morning", "Add tracks", &titles).await;
    bot.telegram.ask(ANNA, "/schedule 7:30").await;
    let last = bot.telegram.ask(ANNA, "Kyiv").await;
    bot.execute("UPDATE playlist_tracks SET file_id = 'CQlost' WHERE title = 'Rain'")
        .await;
    clock.set(at("2026-11-27T05:30:00Z"));
    let said = until_said(&bot, ANNA, ANNA, &last, 3).await;
    insta::assert_debug_snapshot!(said, @r#"
    [
        "♪ Sun",
        "♪ Snow",
        "A number puts the track on a playlist of yours, ♪ shows its words:\n1. Sun\n2. Snow\n\n1 track is not at Telegram any more. Send it again to have it back:\n• Rain",
    ]
    "#);
    bot.stop().await.unwrap();
}
