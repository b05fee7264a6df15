//! What Telegram refuses, in its words.

use serde_json::{Value, json};
use simulator::{ANNA, Simulator};

use crate::support::{Bot, refusal, start};

const ME: i64 = ANNA;

async fn ready() -> (Simulator, Bot) {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start"); // Message 1.
    bot.send(ANNA, "text").await; // Message 2.
    (simulator, bot)
}

fn text(text: &str) -> Value {
    json!({ "chat_id": ME, "text": text })
}

fn html(text: &str) -> Value {
    json!({ "chat_id": ME, "text": text, "parse_mode": "HTML" })
}

fn button(button: &Value) -> Value {
    json!({ "chat_id": ME, "text": "x", "reply_markup": { "inline_keyboard": [[button]] } })
}

/// Each call is refused with 400 and this reason.
async fn refuse<const N: usize>(bad: [(&str, Value, &str); N]) {
    let (_simulator, bot) = ready().await;
    for (method, params, expected) in bad {
        let answer = bot.call(method, params.clone()).await;
        assert_eq!(
            refusal(&answer),
            format!("Bad Request: {expected}"),
            "{method} {params}"
        );
        assert_eq!(answer["error_code"], 400);
    }
}

#[tokio::test]
async fn messages_that_are_refused() {
    refuse([
        ("sendMessage", json!({ "text": "x" }), "chat_id is empty"),
        (
            "sendMessage",
            json!({ "chat_id": "x", "text": "x" }),
            "can't parse field \"chat_id\": must be of type Integer",
        ),
        (
            "sendMessage",
            json!({ "chat_id": 5, "text": "x" }),
            "chat not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": "@nobody", "text": "x" }),
            "chat not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": ME }),
            "message text is empty",
        ),
        ("sendMessage", text(" \u{200b}\n"), "message text is empty"),
        (
            "sendMessage",
            json!({ "chat_id": ME, "text": 5 }),
            "can't parse field \"text\": must be of type String",
        ),
        (
            "sendMessage",
            text(&"x".repeat(4_097)),
            "message is too long",
        ),
        (
            "sendMessage",
            text(&"😀".repeat(2_049)),
            "message is too long",
        ),
        (
            "sendMessage",
            json!({ "chat_id": ME, "text": "x", "txet": 1 }),
            "strict mode: sendMessage has no field \"txet\"",
        ),
        (
            "sendMessage",
            json!({ "chat_id": ME, "text": "x", "parse_mode": "BB" }),
            "unsupported parse_mode",
        ),
        (
            "sendMessage",
            html("a <c>"),
            "can't parse entities: Unsupported start tag \"c\" at byte offset 2",
        ),
        (
            "sendMessage",
            html("<b>a"),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "sendMessage",
            json!({ "chat_id": ME, "text": "x", "reply_parameters": { "message_id": 99 } }),
            "message to be replied not found",
        ),
        (
            "sendMessage",
            button(&json!({ "text": "a", "callback_data": "ж".repeat(33) })),
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            button(&json!({ "text": "a", "url": "nowhere" })),
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            button(&json!({ "text": "a" })),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ])
    .await;
}

#[tokio::test]
async fn changes_that_are_refused() {
    refuse([
        (
            "editMessageText",
            json!({ "chat_id": ME, "text": "x" }),
            "message identifier is not specified",
        ),
        (
            "editMessageText",
            json!({ "chat_id": ME, "message_id": 9, "text": "x" }),
            "message to edit not found",
        ),
        (
            "editMessageText",
            json!({ "chat_id": ME, "message_id": 1, "text": "x" }),
            "message can't be edited",
        ),
        (
            "editMessageCaption",
            json!({ "chat_id": ME, "message_id": 2, "caption": "x" }),
            "there is no caption in the message to edit",
        ),
        (
            "deleteMessage",
            json!({ "chat_id": ME, "message_id": 9 }),
            "message to delete not found",
        ),
        (
            "deleteMessages",
            json!({ "chat_id": ME, "message_ids": [] }),
            "message identifiers are not specified",
        ),
        (
            "copyMessage",
            json!({ "chat_id": ME, "from_chat_id": ME, "message_id": 9 }),
            "message to copy not found",
        ),
        (
            "forwardMessage",
            json!({ "chat_id": ME, "from_chat_id": ME, "message_id": 9 }),
            "message to forward not found",
        ),
    ])
    .await;
}

#[tokio::test]
async fn other_calls_that_are_refused() {
    refuse([
        (
            "sendAudio",
            json!({ "chat_id": ME }),
            "there is no audio in the request",
        ),
        (
            "sendAudio",
            json!({ "chat_id": ME, "audio": "nonsense" }),
            "wrong file identifier/HTTP URL specified",
        ),
        (
            "getFile",
            json!({ "file_id": "nonsense" }),
            "invalid file_id",
        ),
        (
            "sendChatAction",
            json!({ "chat_id": ME, "action": "dance" }),
            "wrong parameter action in request",
        ),
        (
            "setMessageReaction",
            json!({ "chat_id": ME, "message_id": 9 }),
            "message to react not found",
        ),
        (
            "setMessageReaction",
            json!({ "chat_id": ME, "message_id": 1, "reaction": [{ "type": "emoji", "emoji": "🎵" }] }),
            "REACTION_INVALID",
        ),
        (
            "setMyCommands",
            json!({ "commands": [{ "command": "Help", "description": "x" }] }),
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            json!({ "commands": [{ "command": "help", "description": "" }] }),
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            json!({ "commands": [], "language_code": "rus" }),
            "invalid language code specified",
        ),
        (
            "setWebhook",
            json!({ "url": "ftp://x" }),
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            "setWebhook",
            json!({ "url": "https://a.example", "secret_token": "not allowed" }),
            "secret token contains unallowed characters",
        ),
    ])
    .await;
}

#[tokio::test]
async fn the_longest_text_counts_after_its_mark_up_is_gone() {
    let (_simulator, bot) = ready().await;
    let sent = bot
        .ok(
            "sendMessage",
            html(&format!("<b>{}</b>", "&lt;".repeat(4_096))),
        )
        .await;
    assert_eq!(sent["entities"][0]["length"], 4_096);
}

#[tokio::test]
async fn unknown_methods_and_tokens() {
    let (_simulator, bot) = ready().await;
    let unknown = bot.call("danceOnTheTable", json!({})).await;
    assert_eq!(
        (refusal(&unknown), &unknown["error_code"]),
        ("Not Found", &json!(404))
    );
    let stranger = bot.get("/bot1:wrong/getMe").await;
    assert_eq!(stranger.status(), 401);
    let answer: Value = stranger.json().await.unwrap();
    assert_eq!(refusal(&answer), "Unauthorized");
}

#[tokio::test]
async fn the_same_call_in_every_form() {
    let (_simulator, bot) = ready().await;
    let path = format!(
        "/bot{}/sendmessage?chat_id={ME}&text=a%20%D0%B6",
        simulator::TOKEN
    );
    let by_query: Value = bot.get(&path).await.json().await.unwrap();
    assert_eq!(by_query["result"]["text"], "a ж");
    let post = bot
        .http
        .post(format!("{}/SENDMESSAGE", bot.base))
        .form(&[("chat_id", "1001"), ("text", "b & c")]);
    let by_form: Value = post.send().await.unwrap().json().await.unwrap();
    assert_eq!(by_form["result"]["text"], "b & c");
    let form = reqwest::multipart::Form::new()
        .text("chat_id", "1001")
        .text("text", "c")
        .text("protect_content", "true");
    assert_eq!(
        bot.form("SendMessage", form).await["result"]["has_protected_content"],
        true
    );
}

#[tokio::test]
async fn messages_can_be_deleted_for_two_days() {
    let (simulator, bot) = ready().await;
    simulator
        .clock()
        .advance(std::time::Duration::from_hours(48));
    let old = bot
        .call("deleteMessage", json!({ "chat_id": ME, "message_id": 2 }))
        .await;
    assert_eq!(refusal(&old), "Bad Request: message can't be deleted");
    let new = bot.send(ME, "new").await;
    bot.ok("deleteMessage", json!({ "chat_id": ME, "message_id": new }))
        .await;
    assert_eq!(simulator.messages(ANNA, ANNA).len(), 2);
}

#[tokio::test]
async fn a_lenient_simulator_ignores_unknown_fields() {
    let options = simulator::Options {
        strict: false,
        ..crate::support::options()
    };
    let (simulator, bot) = crate::support::start_with(options).await;
    simulator.say(ANNA, ANNA, "/start");
    assert_eq!(
        bot.call(
            "sendMessage",
            json!({ "chat_id": ME, "text": "x", "txet": 1 })
        )
        .await["ok"],
        true
    );
}
