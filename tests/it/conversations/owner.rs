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
