//! What people, clients and other bots send that nobody asked for: a clear answer or silence, and the bot goes on.

use serde_json::json;
use simulator::{ANNA, KITCHEN_RADIO, MARIA, Status};

use crate::support::bot::Bot;

#[tokio::test]
async fn odd_texts_get_an_answer() {
    let bot = Bot::start_unlimited("").await;
    let long = format!("/language {}", "я".repeat(4000));
    let odd = [
        "hello",
        "\u{202E}/help\u{202C}",
        "\u{200B}/cancel",
        "🎧🎧🎧",
        "/",
        "//start",
        "/language \u{202E}uk\u{202C}",
        "/language <b>uk</b>",
        "/playlist new \u{200B}\u{200E}",
        "/playlist new مرحبا بالعالم",
        "/playlist new 👩‍🎤 & <i>friends</i>",
        &long,
    ];
    for text in odd {
        bot.telegram.ask(ANNA, text).await;
    }
    let transcript = bot
        .transcript(ANNA)
        .replace(&"я".repeat(4000), "(4000 letters)")
        .replace(['\u{200B}', '\u{200E}', '\u{202C}', '\u{202E}'], "(unseen)");
    insta::assert_snapshot!(transcript, @"
    > hello
    < I understand commands. /help lists them, and so does the menu button beside the text field.
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
    > (unseen)/cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    > 🎧🎧🎧
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    > /
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    > //start
    < I don’t know that command. Did you mean /start?
    > /language uk
    < Мова
      Якою мовою мені з вами розмовляти?
      [English|Русский]
      [✓ Українська|Español]
      [‹ Налаштування]
    > /language <b>uk</b>
    < Я розмовляю українською, англійською, іспанською та російською. Наприклад: /language uk
    > /playlist new (unseen)(unseen)
    < Плейлисту потрібна назва від 1 до 100 символів. Наприклад:
      /playlist new Недільний ранок
    > /playlist new مرحبا بالعالم
    < Плейлист مرحبا بالعالم створено. Усі ваші плейлисти — у /playlist.
      [Відкрити|Додати треки]
    > /playlist new 👩‍🎤 & <i>friends</i>
    < Плейлист 👩‍🎤 & <i>friends</i> створено. Усі ваші плейлисти — у /playlist.
      [Відкрити|Додати треки]
    > /language (4000 letters)
    < Я розмовляю українською, англійською, іспанською та російською. Наприклад: /language uk
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_is_not_meant_for_the_bot_is_left_alone() {
    let bot = Bot::start_unlimited("").await;
    bot.telegram.set_member(
        KITCHEN_RADIO,
        bot.telegram.bot_id(),
        Status::Administrator,
        ANNA,
    );
    for text in [
        "good morning",
        "/help@other_bot",
        "/unknown",
        "/speed@other_bot 2",
    ] {
        bot.telegram.say(ANNA, KITCHEN_RADIO, text);
    }
    // An edited message is no new request.
    let said = bot.telegram.say(ANNA, ANNA, "/cancel").message.message_id;
    bot.telegram.answer_after(ANNA, ANNA, said).await;
    bot.telegram.edit(ANNA, ANNA, said, "/help");
    bot.telegram.ask(ANNA, "/cancel").await;
    assert_eq!(bot.telegram.messages(ANNA, ANNA).len(), 4);
    assert!(
        bot.telegram
            .look(|view| view.last_answer(ANNA, KITCHEN_RADIO))
            .is_none()
    );
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn somebody_who_writes_as_the_group_is_asked_to_write_as_themselves() {
    let bot = Bot::start_unlimited("").await;
    let group = json!({ "id": KITCHEN_RADIO, "type": "supergroup", "title": "Kitchen radio" });
    let anonymous = json!({ "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot" });
    for (number, text) in ["/language@reprise_bot uk", "just talking"]
        .into_iter()
        .enumerate()
    {
        bot.telegram.inject(json!({ "message": {
            "message_id": 900 + number, "date": 1_800_000_000, "chat": group, "from": anonymous, "sender_chat": group,
            "text": text, "entities": [{ "type": "bot_command", "offset": 0, "length": 9 }],
        }}));
    }
    bot.until_idle().await;
    insta::assert_snapshot!(bot.telegram.transcript(ANNA, KITCHEN_RADIO), @"< Не вижу, кто вы: сообщение отправлено от имени группы или канала. Напишите от своего имени и попробуйте ещё раз.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn updates_of_every_shape_cost_nothing() {
    let bot = Bot::start_unlimited("").await;
    let anna = json!({ "id": ANNA, "is_bot": false, "first_name": "Anna", "language_code": "en" });
    let private = json!({ "id": ANNA, "type": "private", "first_name": "Anna" });
    let shapes = [
        json!({}),
        json!({ "message": null }),
        json!({ "message": "a text" }),
        json!({ "message": { "message_id": 1, "date": 0, "chat": private, "from": anna } }),
        json!({ "message": { "message_id": 2, "date": 0, "chat": private, "from": anna, "text": 7 } }),
        json!({ "message": { "message_id": 3, "date": 0, "chat": private, "from": anna, "brand_new": { "x": [1] } } }),
        json!({ "callback_query": { "id": "1", "from": anna, "chat_instance": "x", "data": "language:uk" } }),
        json!({ "callback_query": { "id": "2", "from": anna, "chat_instance": "x", "game_short_name": "chess" } }),
        json!({ "brand_new_kind": { "chat": private } }),
        json!({ "edited_message": { "message_id": 4, "date": 0, "chat": private, "from": anna, "text": "/help" } }),
        json!({ "channel_post": { "message_id": 5, "date": 0, "chat": { "id": -5, "type": "channel", "title": "c" }, "text": "/help" } }),
        json!({ "my_chat_member": { "chat": private, "from": anna, "date": 0 } }),
        json!({ "message": { "message_id": 6, "date": 0, "chat": { "id": i64::MIN, "type": "private" }, "from": anna, "text": "/help" } }),
    ];
    for shape in shapes {
        bot.telegram.inject(shape);
    }
    bot.telegram.ask(MARIA, "/cancel").await;
    bot.until_idle().await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_button_of_last_year_says_so() {
    let bot = Bot::start_unlimited("").await;
    let panel = bot.telegram.ask(ANNA, "/language").await;
    let stale = [
        "language:tlh",
        "privacy:burn",
        "speed:2",
        "nonsense",
        "start:x",
        "🎧:🎧",
        ":",
    ];
    for data in stale {
        let pressed = bot.telegram.press_with(ANNA, ANNA, panel.message_id, data);
        let said = bot
            .telegram
            .answered(pressed)
            .await
            .text
            .unwrap_or_default();
        assert_eq!(
            said, "This button is from an older version. Send the command again for a fresh one.",
            "{data}"
        );
    }
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_menu_is_set_for_every_language() {
    let bot = Bot::start("").await;
    bot.telegram
        .wait_until("every menu", |view| {
            (view.count("setMyCommands") == 5).then_some(())
        })
        .await;
    let menu = |person: i64| {
        let commands = bot.telegram.commands(person, person);
        let lines = commands
            .iter()
            .map(|entry| format!("/{} {}", entry.command, entry.description));
        lines.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(menu(ANNA), @"
    /start What this bot is and how to begin
    /settings All your settings in one place
    /speed How fast everything plays
    /pitch Keep the pitch at another speed, or let it follow
    /eq The equalizer: presets and your own curves
    /language Choose the language I speak
    /sound Hear a track in your sound
    /playlist Your playlists
    /schedule Playlists that play by themselves
    /lyrics The words of a song
    /radio Internet radio: find it, hear it, keep the song
    /privacy What is kept about you, and how to delete it
    /cancel Stop what I am doing for you
    /help Everything I can do
    ");
    insta::assert_snapshot!(menu(MARIA), @"
    /start Что это за бот и с чего начать
    /settings Все ваши настройки в одном месте
    /speed С какой скоростью всё играет
    /pitch Сохранять тон на другой скорости или менять вместе с ней
    /eq Эквалайзер: готовые и свои кривые
    /language Выбрать язык, на котором я говорю
    /sound Послушать трек в вашем звучании
    /playlist Ваши плейлисты
    /schedule Плейлисты, которые играют сами
    /lyrics Слова песни
    /radio Интернет-радио: найти, послушать, сохранить песню
    /privacy Что о вас хранится и как это удалить
    /cancel Остановить то, что я для вас делаю
    /help Всё, что я умею
    ");
    bot.stop().await.unwrap();
}
