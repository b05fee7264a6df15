//! Conversations.

use serde_json::json;
use simulator::{ANNA, MARIA, OLGA};

use crate::support::{refusal, start};

#[tokio::test]
async fn a_conversation_reads_like_one() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let updates = bot.updates().await;
    let message = &updates[0]["message"];
    assert_eq!(message["entities"][0]["type"], "bot_command");
    assert_eq!(message["from"]["language_code"], "en");

    let faster = json!({ "text": "Faster", "callback_data": "f" });
    let slower = json!({ "text": "Slower", "callback_data": "s" });
    let hello = json!({
        "chat_id": ANNA, "text": "<b>Hello</b>", "parse_mode": "HTML",
        "reply_markup": { "inline_keyboard": [[faster, slower]] },
    });
    let sent = bot.ok("SendMessage", hello).await;
    assert_eq!(
        sent["entities"][0],
        json!({ "type": "bold", "offset": 0, "length": 5 })
    );
    assert_eq!(
        simulator.transcript(ANNA, ANNA),
        "> /start\n< Hello\n  [Faster|Slower]\n"
    );

    let answer = simulator.answer_after(ANNA, ANNA, 1).await;
    let pressed = simulator.press(ANNA, ANNA, answer.message_id, "Faster");
    let query = bot.updates().await[0]["callback_query"].clone();
    assert_eq!(
        (&query["data"], &query["message"]["text"]),
        (&json!("f"), &json!("Hello"))
    );
    bot.ok(
        "answerCallbackQuery",
        json!({ "callback_query_id": query["id"], "text": "Faster now" }),
    )
    .await;
    assert_eq!(
        simulator.answered(pressed).await.text.as_deref(),
        Some("Faster now")
    );

    let edit = json!({ "chat_id": ANNA, "message_id": answer.message_id, "text": "Faster!" });
    bot.ok("editMessageText", edit.clone()).await;
    let again = bot.call("editMessageText", edit).await;
    assert!(refusal(&again).starts_with("Bad Request: message is not modified: "));
    assert_eq!(
        simulator.transcript(ANNA, ANNA),
        "> /start\n< Faster! (edited)\n"
    );
}

#[tokio::test]
async fn people_correct_take_back_and_pass_on() {
    let (simulator, bot) = start().await;
    let said = simulator.say(ANNA, ANNA, "/sped 1").message.message_id;
    simulator.edit(ANNA, ANNA, said, "/speed 1");
    let other = simulator.say(ANNA, ANNA, "oops").message.message_id;
    simulator.forward(ANNA, ANNA, said, ANNA);
    simulator.delete(ANNA, ANNA, other);
    let updates = bot.updates().await;
    assert_eq!(updates[1]["edited_message"]["text"], "/speed 1");
    assert_eq!(
        updates[3]["message"]["forward_origin"]["sender_user"]["id"],
        ANNA
    );
    assert_eq!(
        simulator.transcript(ANNA, ANNA),
        "> /speed 1 (edited)\n> /speed 1\n"
    );
}

#[tokio::test]
async fn replies_quote_one_level() {
    let (simulator, bot) = start().await;
    let first = simulator.say(ANNA, ANNA, "first").message.message_id;
    let reply = json!({ "message_id": first });
    let second = bot
        .ok(
            "sendMessage",
            json!({ "chat_id": ANNA, "text": "second", "reply_parameters": reply }),
        )
        .await;
    assert_eq!(second["reply_to_message"]["text"], "first");
    simulator.reply(ANNA, ANNA, second["message_id"].as_i64().unwrap(), "third");
    let third = bot.updates().await[1]["message"].clone();
    assert_eq!(third["reply_to_message"]["text"], "second");
    assert_eq!(third["reply_to_message"]["reply_to_message"], json!(null));
}

#[tokio::test]
async fn each_person_sees_the_menu_of_their_language() {
    let (simulator, bot) = start().await;
    let menu = |name: &str| json!([{ "command": name, "description": "what it does" }]);
    let private = json!({ "type": "all_private_chats" });
    bot.ok("setMyCommands", json!({ "commands": menu("help") }))
        .await;
    bot.ok(
        "setMyCommands",
        json!({ "commands": menu("pomosch"), "language_code": "ru", "scope": private }),
    )
    .await;
    simulator.say(OLGA, OLGA, "/start");
    let owner = json!({ "type": "chat", "chat_id": OLGA });
    bot.ok(
        "setMyCommands",
        json!({ "commands": menu("migrate_status"), "scope": owner }),
    )
    .await;
    let first = |person| simulator.commands(person, person)[0].command.clone();
    assert_eq!(
        [first(ANNA), first(MARIA), first(OLGA)],
        ["help", "pomosch", "migrate_status"]
    );
    bot.ok(
        "deleteMyCommands",
        json!({ "scope": { "type": "all_private_chats" }, "language_code": "ru" }),
    )
    .await;
    assert_eq!(first(MARIA), "help");
    assert_eq!(
        bot.ok("getMyCommands", json!({ "language_code": "ru" }))
            .await,
        json!([])
    );
}

#[tokio::test]
async fn who_blocks_the_bot_is_out_of_reach() {
    let (simulator, bot) = start().await;
    let send = || bot.call("sendMessage", json!({ "chat_id": ANNA, "text": "hi" }));
    assert_eq!(
        refusal(&send().await),
        "Forbidden: bot can't initiate conversation with a user"
    );
    simulator.say(ANNA, ANNA, "/start");
    assert_eq!(send().await["ok"], true);
    simulator.block(ANNA, true);
    assert_eq!(
        refusal(&send().await),
        "Forbidden: bot was blocked by the user"
    );
    simulator.block(ANNA, false);
    assert_eq!(send().await["ok"], true);
    let updates = bot.updates().await;
    let status = |at: usize| updates[at]["my_chat_member"]["new_chat_member"]["status"].clone();
    assert_eq!((status(1), status(2)), (json!("kicked"), json!("member")));
    simulator.deactivate(ANNA);
    assert_eq!(refusal(&send().await), "Forbidden: user is deactivated");
}

#[tokio::test]
async fn a_press_is_answered_in_time_or_not_at_all() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let keyboard = json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "a" }]] });
    let panel = json!({ "chat_id": ANNA, "text": "panel", "reply_markup": keyboard });
    let message = bot.ok("sendMessage", panel).await["message_id"]
        .as_i64()
        .unwrap();
    let too_old =
        "Bad Request: query is too old and response timeout expired or query ID is invalid";

    let stale = simulator.press_with(ANNA, ANNA, message, "of last year");
    let answer = json!({ "callback_query_id": stale.query_id });
    bot.ok("answerCallbackQuery", answer.clone()).await;
    assert_eq!(
        refusal(&bot.call("answerCallbackQuery", answer).await),
        too_old
    );

    let late = simulator.press(ANNA, ANNA, message, "a");
    simulator
        .clock()
        .advance(std::time::Duration::from_secs(16));
    let answer = json!({ "callback_query_id": late.query_id });
    assert_eq!(
        refusal(&bot.call("answerCallbackQuery", answer).await),
        too_old
    );

    simulator
        .clock()
        .advance(std::time::Duration::from_secs(150));
    let kinds: Vec<_> = bot
        .updates()
        .await
        .iter()
        .map(|update| update.get("callback_query").is_some())
        .collect();
    assert_eq!(
        kinds,
        [false],
        "old presses are gone, the message is still there"
    );
}
