//! What keeps the peace: the pace of one person, and bans.

use simulator::{ANNA, MARIA, OLGA};

use crate::support::bot::Bot;

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
    insta::assert_snapshot!(bot.transcript(OLGA), @"");
    insta::assert_snapshot!(bot.transcript(ANNA), @"");
    insta::assert_snapshot!(bot.transcript(MARIA), @"");
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
    insta::assert_snapshot!(digits(&bot.transcript(MARIA)), @"");
    let answers = bot.transcript(OLGA).matches("\n< ").count();
    assert_eq!(answers, 6, "owners are not hurried");
    bot.stop().await.unwrap();
}
