//! The first steps with the bot, in two languages.

use simulator::{ANNA, MARIA};

use crate::support::bot::Bot;

#[tokio::test]
async fn start_says_what_to_do_first() {
    let bot = Bot::start("bot.owners = [1003]").await;
    bot.telegram.ask(ANNA, "/start").await;
    bot.telegram.ask(MARIA, "/start").await;
    insta::assert_snapshot!(bot.telegram.transcript(ANNA, ANNA), @"");
    insta::assert_snapshot!(bot.telegram.transcript(MARIA, MARIA), @"");
    bot.stop().await.unwrap();
}
