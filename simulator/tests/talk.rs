//! The smallest bot there is, over HTTP, with the Rust API on the people's side.

use serde_json::{Value, json};
use simulator::{ANNA, Fault, FaultKind, LimitOptions, Options, Simulator};

struct Bot {
    http: reqwest::Client,
    base: String,
}

impl Bot {
    #[expect(clippy::disallowed_methods, reason = "the test plays a bot of its own")]
    fn of(simulator: &Simulator) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: format!("{}/bot{}", simulator.api_url(), simulator.token()),
        }
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        let sent = self
            .http
            .post(format!("{}/{method}", self.base))
            .json(&params)
            .send()
            .await
            .unwrap();
        sent.json().await.unwrap()
    }
}

async fn start() -> (Simulator, Bot) {
    let options = Options {
        limits: LimitOptions::off(),
        ..Options::default()
    };
    let simulator = Simulator::start(options).await.unwrap();
    let bot = Bot::of(&simulator);
    (simulator, bot)
}

#[tokio::test]
async fn a_conversation_reads_like_one() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "/start");
    let updates = bot.call("GetUpdates", json!({ "timeout": 5 })).await;
    let message = &updates["result"][0]["message"];
    assert_eq!(message["entities"][0]["type"], "bot_command");
    assert_eq!(message["from"]["language_code"], "en");

    let keyboard = json!({ "inline_keyboard": [[{ "text": "Faster", "callback_data": "f" }, { "text": "Slower", "callback_data": "s" }]] });
    let sent = json!({ "chat_id": ANNA, "text": "<b>Hello</b>", "parse_mode": "HTML", "reply_markup": keyboard });
    let sent = bot.call("sendMessage", sent).await;
    assert_eq!(
        sent["result"]["entities"][0],
        json!({ "type": "bold", "offset": 0, "length": 5 })
    );

    let answer = simulator.answer_after(ANNA, ANNA, 1).await;
    let pressed = simulator.press(ANNA, ANNA, answer.message_id, "Faster");
    let offset = updates["result"][0]["update_id"].as_i64().unwrap() + 1;
    let updates = bot
        .call("getUpdates", json!({ "offset": offset, "timeout": 5 }))
        .await;
    let query = &updates["result"][0]["callback_query"];
    assert_eq!(
        (&query["data"], &query["message"]["text"]),
        (&json!("f"), &json!("Hello"))
    );
    bot.call(
        "answerCallbackQuery",
        json!({ "callback_query_id": query["id"], "text": "Faster now" }),
    )
    .await;
    assert_eq!(
        simulator.answered(pressed).await.text.as_deref(),
        Some("Faster now")
    );

    let edit = json!({ "chat_id": ANNA, "message_id": answer.message_id, "text": "Faster!" });
    assert_eq!(bot.call("editMessageText", edit.clone()).await["ok"], true);
    let again = bot.call("editMessageText", edit).await;
    assert!(
        again["description"]
            .as_str()
            .unwrap()
            .starts_with("Bad Request: message is not modified: ")
    );
    assert_eq!(
        simulator.transcript(ANNA, ANNA),
        "> /start\n< Faster! (edited)\n"
    );
}

#[tokio::test]
async fn it_goes_away_and_comes_back_with_its_state() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "hello");
    simulator.pause().await;
    assert!(
        bot.http
            .get(format!("{}/getMe", bot.base))
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
    simulator.resume().await;
    assert_eq!(
        bot.call("getUpdates", json!({})).await["result"][0]["message"]["text"],
        "hello"
    );
}

#[tokio::test]
async fn a_lost_answer_had_its_effect() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "hello");
    simulator.fault(Fault::next("sendMessage", 1, FaultKind::LostAnswer));
    let lost = bot
        .http
        .post(format!("{}/sendMessage", bot.base))
        .json(&json!({ "chat_id": ANNA, "text": "once" }));
    assert!(lost.send().await.is_err());
    simulator.fault(Fault::next("sendMessage", 1, FaultKind::Drop));
    let dropped = bot
        .http
        .post(format!("{}/sendMessage", bot.base))
        .json(&json!({ "chat_id": ANNA, "text": "never" }));
    assert!(dropped.send().await.is_err());
    assert_eq!(simulator.transcript(ANNA, ANNA), "> hello\n< once\n");
}
