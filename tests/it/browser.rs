//! The page of the simulator, in a real browser, with the real bot behind it.

use std::path::Path;

use simulator::ANNA;

use crate::support::{
    bot::Bot,
    browser::{
        Browser,
        Selector::{Button, Css, Text},
    },
};

#[tokio::test]
async fn a_stranger_chats_with_the_bot_in_a_browser() {
    let bot = Bot::start_unlimited("bot.owners = [1003]").await;
    let browser = Browser::start().await;
    browser
        .open(&format!(
            "{}/#as={ANNA}&chat={ANNA}",
            bot.telegram.api_url()
        ))
        .await;

    browser.type_into(&Css("#composer"), "/start\n").await;
    browser.see(&Text("a bot for listening")).await;
    browser.click(&Button("Settings")).await;
    browser.click(&Button("Language: English")).await;
    browser.click(&Button("Українська")).await;
    browser.see(&Text("Якою мовою")).await;
    browser
        .type_into(&Css("#composer"), "/playlist new Недільний ранок\n")
        .await;
    browser.see(&Text("створено")).await;
    browser.type_into(&Css("#composer"), "/playlist\n").await;
    browser.see(&Text("У вас 1 плейлист")).await;

    browser
        .screenshot(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("chat.png"))
        .await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /start
    < Hello! I’m Reprise, a bot for listening.
      
      Send me a track, a voice message or a whole album, and hear it at your speed, through your equalizer. /help shows everything else I can do.
      [Try it with a tune of mine]
      [Settings|What can you do?]
    < Мова
      Якою мовою мені з вами розмовляти? (edited)
      [English|Русский]
      [✓ Українська|Español]
      [‹ Налаштування]
    > /playlist new Недільний ранок
    < Плейлист Недільний ранок створено. Усі ваші плейлисти — у /playlist.
      [Відкрити|Додати треки]
    > /playlist
    < У вас 1 плейлист
      [Недільний ранок]
      [+ Новий плейлист|Імпорт із файлу]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_owner_looks_after_the_database_in_a_browser() {
    let bot = Bot::start_unlimited("bot.owners = [1001]").await;
    let browser = Browser::start().await;
    let page = format!("{}/#as={ANNA}&chat={ANNA}", bot.telegram.api_url());
    browser.open(&page).await;
    for name in ["Sunday morning", "Road", "Dinner"] {
        let text = format!("/playlist new {name}\n");
        browser.type_into(&Css("#composer"), &text).await;
        browser.see(&Text(name)).await;
    }
    let shot = |name: &str| Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    browser
        .type_into(&Css("#composer"), "/migrate_status\n")
        .await;
    browser.click(&Button("Verify")).await;
    browser.see(&Text("the file is intact")).await;
    browser.click(&Button("‹ Status")).await;
    browser.see(&Text("file and schema in order")).await;
    browser.screenshot(&shot("status.png")).await;
    browser
        .type_into(&Css("#composer"), "/migrate_down 0002\n")
        .await;
    browser.see(&Button("Show SQL")).await;
    browser.screenshot(&shot("plan.png")).await;
    bot.stop().await.unwrap();
}
