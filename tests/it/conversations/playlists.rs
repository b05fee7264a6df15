//! Playlists: made, listed, limited.

use simulator::{ANNA, MARIA};

use crate::support::bot::Bot;

#[tokio::test]
async fn playlists_are_made_and_listed() {
    let bot = Bot::start("").await;
    for text in [
        "/playlist",
        "/playlist new Sunday  morning",
        "/playlist new <b>AC/DC & friends</b>",
        "/playlist",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    for text in [
        "/playlist",
        "/playlist new Дорога",
        "/playlist new Ужин",
        "/playlist",
    ] {
        bot.telegram.ask(MARIA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist
    < You have no playlists yet. Make your first one like this:
      /playlist new Sunday morning
    > /playlist new Sunday  morning
    < Your playlist Sunday morning is ready. /playlist shows them all.
    > /playlist new <b>AC/DC & friends</b>
    < Your playlist <b>AC/DC & friends</b> is ready. /playlist shows them all.
    > /playlist
    < You have 2 playlists
      
      • Sunday morning
      • <b>AC/DC & friends</b>
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /playlist
    < У вас пока нет плейлистов. Первый можно создать так:
      /playlist new Воскресное утро
    > /playlist new Дорога
    < Плейлист Дорога создан. Все ваши плейлисты — в /playlist.
    > /playlist new Ужин
    < Плейлист Ужин создан. Все ваши плейлисты — в /playlist.
    > /playlist
    < У вас 2 плейлиста
      
      • Дорога
      • Ужин
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_a_name_is_said_with_an_example() {
    let bot = Bot::start("limits.playlists = 1").await;
    let long = format!("/playlist new {}", "я".repeat(101));
    for text in [
        "/playlist new",
        "/playlist nwe Road",
        &long,
        "/playlist new Road",
        "/playlist new One more",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA).replace(&"я".repeat(101), "(101 letters)"), @"
    > /playlist new
    < A playlist needs a name of 1 to 100 characters. For example:
      /playlist new Sunday morning
    > /playlist nwe Road
    < /playlist shows your playlists. To make one:
      /playlist new Sunday morning
    > /playlist new (101 letters)
    < A playlist needs a name of 1 to 100 characters. For example:
      /playlist new Sunday morning
    > /playlist new Road
    < Your playlist Road is ready. /playlist shows them all.
    > /playlist new One more
    < You can have 1 playlist, and you have it.
    ");
    bot.stop().await.unwrap();
}
