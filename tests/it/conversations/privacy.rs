//! What is kept about a person: told, sent, deleted.

use simulator::{ANNA, KITCHEN_RADIO, MARIA};

use crate::support::bot::Bot;

#[tokio::test]
async fn nothing_is_kept_about_somebody_who_only_looked() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/start").await;
    bot.telegram.ask(ANNA, "/privacy").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Your data
    I keep your Telegram ID, your settings, your playlists and schedules with your time zone, which groups and channels you added me to, and the titles of tracks you sent lately. I don’t keep your name, and what you write to me is forgotten as soon as it is answered.
    They stay until you delete them, or until the bot is shut down. Copies in the owner’s backups disappear when those expire, as a rule within 30 days.

    Nothing is kept about you.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn everything_is_sent_as_a_file_and_deleted_for_good() {
    let bot = Bot::start("").await;
    bot.telegram.ask(MARIA, "/playlist new Дорога").await;
    bot.telegram.ask(MARIA, "/language ru").await;
    let panel = bot.telegram.ask(MARIA, "/privacy").await;
    bot.press(MARIA, &panel, "Прислать мои данные").await;
    let file = bot
        .telegram
        .answer_after(MARIA, MARIA, panel.message_id)
        .await;
    let kept = bot.download(&file).await;
    assert_eq!(kept["playlists"][0]["name"], "Дорога");
    assert_eq!(kept["playback_settings"][0]["language"], "ru");
    assert_eq!(kept["users"][0]["telegram_id"], MARIA);

    bot.press(MARIA, &panel, "Удалить всё").await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /playlist new Дорога
    < Плейлист Дорога создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    > /language ru
    < Язык
      На каком языке мне с вами говорить?
      [English|✓ Русский]
      [Українська|Español]
      [‹ Настройки]
    > /privacy
    < Удалить всё, что о вас хранится?
      Настройки и плейлисты исчезнут сразу и навсегда. Вернуть их я не смогу. (edited)
      [Да, удалить всё|Нет, оставить]
    < <document: reprise-my-data.json> Всё, что о вас хранится.
    ");
    bot.press(MARIA, &panel, "Да, удалить всё").await;
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /playlist new Дорога
    < Плейлист Дорога создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    > /language ru
    < Язык
      На каком языке мне с вами говорить?
      [English|✓ Русский]
      [Українська|Español]
      [‹ Настройки]
    > /privacy
    < Готово: всё, что о вас хранилось, удалено. Напишете снова — начнём с чистого листа. (edited)
    < <document: reprise-my-data.json> Всё, что о вас хранится.
    > /playlist
    < У вас пока нет плейлистов. Первый можно создать так:
      /playlist new Воскресное утро
      [+ Новый плейлист|Импорт из файла]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn second_thoughts_keep_everything() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/playlist new Road").await;
    let panel = bot.telegram.ask(ANNA, "/privacy").await;
    bot.press(ANNA, &panel, "Delete everything").await;
    bot.press(ANNA, &panel, "No, keep it").await;
    bot.telegram.ask(ANNA, "/playlist").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist new Road
    < Your playlist Road is ready. /playlist shows them all.
      [Open|Add tracks]
    > /privacy
    < Your data
      I keep your Telegram ID, your settings, your playlists and schedules with your time zone, which groups and channels you added me to, and the titles of tracks you sent lately. I don’t keep your name, and what you write to me is forgotten as soon as it is answered.
      They stay until you delete them, or until the bot is shut down. Copies in the owner’s backups disappear when those expire, as a rule within 30 days.
      
      You can have everything as a file, or have it deleted. (edited)
      [Send me my data]
      [Delete everything]
    > /playlist
    < You have 1 playlist
      [Road]
      [+ New playlist|Import a file]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn in_a_group_nothing_is_shown_or_deleted() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/playlist new Road").await;
    let asked = bot
        .telegram
        .say(ANNA, KITCHEN_RADIO, "/privacy")
        .message
        .message_id;
    let panel = bot.telegram.answer_after(ANNA, KITCHEN_RADIO, asked).await;
    // No button offers it; a forged press gets nowhere either.
    assert_eq!(panel.button_rows(), Vec::<Vec<String>>::new());
    let pressed =
        bot.telegram
            .press_with(ANNA, KITCHEN_RADIO, panel.message_id, "privacy:delete-yes");
    insta::assert_snapshot!(bot.telegram.answered(pressed).await.text.unwrap_or_default(), @"Write to me in our private chat to see it or to have it deleted.");
    bot.telegram.ask(ANNA, "/playlist").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"You have 1 playlist");
    bot.stop().await.unwrap();
}
