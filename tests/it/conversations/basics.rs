//! The first steps with the bot, in two languages.

use simulator::{ANNA, MARIA, OLGA};

use crate::support::bot::Bot;

#[tokio::test]
async fn start_says_what_to_do_first() {
    let bot = Bot::start("bot.owners = [1003]").await;
    bot.telegram.ask(ANNA, "/start").await;
    bot.telegram.ask(MARIA, "/start").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /start
    < Hello! I’m Reprise, a bot for listening.
      
      Send me a track, a voice message or a whole album, and hear it at your speed, through your equalizer. /help shows everything else I can do.
      [Try it with a tune of mine]
      [Settings|What can you do?]
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /start
    < Здравствуйте! Я Reprise — бот для тех, кто слушает.
      
      Пришлите мне трек, голосовое или целый альбом — и слушайте в своём темпе, со своим эквалайзером. Всё остальное, что я умею, — в /help.
      [Попробовать на моей мелодии]
      [Настройки|Что ты умеешь?]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn start_on_a_bot_without_owners_shows_how_to_become_one() {
    let bot = Bot::start("").await;
    bot.telegram.ask(OLGA, "/start").await;
    insta::assert_snapshot!(bot.transcript(OLGA), @"
    > /start
    < Вітаю! Я Reprise — бот для тих, хто слухає.
      
      Надішліть мені трек, голосове чи цілий альбом — і слухайте у своєму темпі, зі своїм еквалайзером. Усе інше, що я вмію, — у /help.
      
      Цей бот поки що не має власника. Якщо він ваш, додайте цей рядок до розділу [bot] файлу config.toml і перезапустіть бота:
      owners = [1003]
      [Спробувати на моїй мелодії]
      [Налаштування|Що ти вмієш?]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn help_lists_what_one_may_use() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/help").await;
    bot.telegram.ask(MARIA, "/help@reprise_bot").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /help
    < What I can do
      
      /start — What this bot is and how to begin
      /settings — All your settings in one place
      /speed — How fast everything plays
      /pitch — Keep the pitch at another speed, or let it follow
      /eq — The equalizer: presets and your own curves
      /language — Choose the language I speak
      /sound — Hear a track in your sound
      /playlist — Your playlists
      /schedule — Playlists that play by themselves
      /lyrics — The words of a song
      /radio — Internet radio: find it, hear it, keep the song
      /privacy — What is kept about you, and how to delete it
      /cancel — Stop what I am doing for you
      /help — Everything I can do
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /help@reprise_bot
    < Что я умею
      
      /start — Что это за бот и с чего начать
      /settings — Все ваши настройки в одном месте
      /speed — С какой скоростью всё играет
      /pitch — Сохранять тон на другой скорости или менять вместе с ней
      /eq — Эквалайзер: готовые и свои кривые
      /language — Выбрать язык, на котором я говорю
      /sound — Послушать трек в вашем звучании
      /playlist — Ваши плейлисты
      /schedule — Плейлисты, которые играют сами
      /lyrics — Слова песни
      /radio — Интернет-радио: найти, послушать, сохранить песню
      /privacy — Что о вас хранится и как это удалить
      /cancel — Остановить то, что я для вас делаю
      /help — Всё, что я умею
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_buttons_under_the_welcome_lead_on_and_it_stays() {
    let bot = Bot::start("bot.owners = [1003]").await;
    let welcome = bot.telegram.ask(ANNA, "/start").await;
    bot.press(ANNA, &welcome, "What can you do?").await;
    bot.telegram
        .answer_after(ANNA, ANNA, welcome.message_id)
        .await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /start
    < Hello! I’m Reprise, a bot for listening.
      
      Send me a track, a voice message or a whole album, and hear it at your speed, through your equalizer. /help shows everything else I can do.
      [Try it with a tune of mine]
      [Settings|What can you do?]
    < What I can do
      
      /start — What this bot is and how to begin
      /settings — All your settings in one place
      /speed — How fast everything plays
      /pitch — Keep the pitch at another speed, or let it follow
      /eq — The equalizer: presets and your own curves
      /language — Choose the language I speak
      /sound — Hear a track in your sound
      /playlist — Your playlists
      /schedule — Playlists that play by themselves
      /lyrics — The words of a song
      /radio — Internet radio: find it, hear it, keep the song
      /privacy — What is kept about you, and how to delete it
      /cancel — Stop what I am doing for you
      /help — Everything I can do
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_unknown_command_is_answered_with_the_nearest() {
    let bot = Bot::start("").await;
    for text in [
        "/langage",
        "/plalist x",
        "/setings",
        "/qwertyuiop",
        "/start_again",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    bot.telegram.ask(MARIA, "/хелп").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /langage
    < I don’t know that command. Did you mean /language?
    > /plalist x
    < I don’t know that command. Did you mean /playlist?
    > /setings
    < I don’t know that command. Did you mean /settings?
    > /qwertyuiop
    < I don’t know that command. /help lists what I can do.
    > /start_again
    < I don’t know that command. /help lists what I can do.
    ");
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /хелп
    < Такой команды я не знаю. Всё, что я умею, — в /help.
    ");
    bot.stop().await.unwrap();
}
