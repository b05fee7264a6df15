//! What keeps the peace: the pace of one person, bans, a backup every day.

use std::{sync::Arc, time::Duration};

use reprise::{
    clock::{Clock as _, FixedClock, SystemClock},
    migrate::backup,
};
use simulator::{ANNA, MARIA, OLGA};

use crate::support::bot::Bot;

const A_DAY: Duration = Duration::from_hours(25);
const DAYS: usize = 20;

#[tokio::test]
async fn who_is_banned_hears_nothing_until_they_are_not() {
    let bot = Bot::start("bot.owners = [1003]\nnotices.start = false").await;
    let panel = bot.telegram.ask(ANNA, "/language").await;
    bot.telegram.ask(OLGA, "/ban").await;
    bot.telegram.ask(OLGA, "/ban Anna").await;
    bot.telegram.ask(OLGA, "/ban 1003").await;
    let banned = bot.telegram.ask(OLGA, "/ban 1001").await;
    bot.telegram.say(ANNA, ANNA, "/playlist new Road");
    bot.telegram.press(ANNA, ANNA, panel.message_id, "Español");
    bot.telegram.ask(MARIA, "/ban 1003").await;
    bot.until_idle().await;
    bot.telegram.ask(OLGA, "/unban").await;
    bot.press(OLGA, &banned, "Знову відповідати 1001").await;
    bot.telegram.ask(OLGA, "/unban 1001").await;
    bot.telegram.ask(ANNA, "/playlist").await;
    insta::assert_snapshot!(bot.transcript(OLGA), @"
    > /ban
    < Відповідаю всім.
      
      /ban 123456789, де число — номер у Telegram: більше не відповідатиму цій людині.
    > /ban Anna
    < /ban 123456789, де число — номер у Telegram: більше не відповідатиму цій людині.
    > /ban 1003
    < Власникам бота я відповідаю завжди.
    > /ban 1001
    < Знову відповідаю 1001. (edited)
    > /unban
    < Не відповідаю 1 людині.
      
      /ban 123456789, де число — номер у Telegram: більше не відповідатиму цій людині.
      [Знову відповідати 1001]
    > /unban 1001
    < Цій людині я й так відповідаю.
    ");
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /language
    < Language
      Which language shall we speak?
      [✓ English|Русский]
      [Українська|Español]
      [‹ Settings]
    > /playlist new Road
    > /playlist
    < You have no playlists yet. Make your first one like this:
      /playlist new Sunday morning
      [+ New playlist|Import a file]
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /ban 1003
    < Такой команды я не знаю. Всё, что я умею, — в /help.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn who_goes_too_fast_is_told_so_once() {
    let bot =
        Bot::start("limits.updates_per_minute = 3\nbot.owners = [1003]\nnotices.start = false")
            .await;
    for _ in 0..6 {
        bot.telegram.say(MARIA, MARIA, "/cancel");
        bot.telegram.say(OLGA, OLGA, "/cancel");
    }
    bot.until_idle().await;
    // How long it takes is not what is tested.
    let digits = |text: &str| {
        text.replace(|c: char| c.is_ascii_digit(), "#")
            .replace("##", "#")
    };
    insta::assert_snapshot!(digits(&bot.transcript(MARIA)), @"
    > /cancel
    > /cancel
    > /cancel
    > /cancel
    > /cancel
    > /cancel
    < Останавливать нечего: сейчас я ничего для вас не делаю.
    < Останавливать нечего: сейчас я ничего для вас не делаю.
    < Останавливать нечего: сейчас я ничего для вас не делаю.
    < Это много сразу. Дайте мне # секунд и продолжайте.
    ");
    let answers = bot.transcript(OLGA).matches("\n< ").count();
    assert_eq!(answers, 6, "owners are not hurried");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_backup_is_made_every_day_and_its_failure_is_told_once() {
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let bot = Bot::start_at(clock.clone(), "").await;
    let folder = bot.config.data_dir().join("backups");
    // Day after day; an answer gives the bot time in between.
    let made = || backup::list(&folder).unwrap();
    for _ in 0..DAYS {
        clock.advance(A_DAY);
        bot.telegram.ask(ANNA, "/cancel").await;
    }
    let kept = made().into_iter().next().expect("a backup");
    assert_eq!(kept.reason, "made by the clock");
    bot.stop().await.unwrap();

    let cannot = "bot.owners = [1003]\nnotices.start = false\nnotices.checks = false\nmigrations.backup_dir = '/proc/none'";
    let bot = Bot::start_at(clock.clone(), cannot).await;
    bot.telegram.ask(OLGA, "/cancel").await;
    for _ in 0..DAYS {
        clock.advance(A_DAY);
        bot.telegram.ask(ANNA, "/cancel").await;
    }
    let told = bot.transcript(OLGA);
    assert_eq!(told.matches("резервну копію").count(), 1, "{told}");
    bot.stop().await.unwrap();
}
