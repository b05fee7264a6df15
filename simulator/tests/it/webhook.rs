//! Delivery by webhook, to a small server that can refuse.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use simulator::{ANNA, Clock, MARIA, Options, Simulator};
use tokio::sync::watch;

use crate::support::{Bot, options, refusal, start_with};

/// Remembers what came, and refuses texts that it is told to refuse.
#[derive(Clone, Default)]
struct Hook {
    came: Arc<Mutex<Vec<(String, String)>>>,
    refused: Arc<Mutex<HashSet<String>>>,
    count: Arc<watch::Sender<usize>>,
}

impl Hook {
    async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let url = format!(
            "http://{}/hook",
            listener.local_addr().expect("it is bound")
        );
        let app = Router::new()
            .route("/hook", post(receive))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    }

    async fn until(&self, count: usize) -> Vec<String> {
        let mut counter = self.count.subscribe();
        let came = tokio::time::timeout(
            Duration::from_secs(10),
            counter.wait_for(|came| *came >= count),
        )
        .await;
        assert!(
            came.is_ok(),
            "only {:?} came",
            self.came.lock().expect("no panic").clone()
        );
        self.came
            .lock()
            .expect("no panic")
            .iter()
            .map(|(what, _)| what.clone())
            .collect()
    }

    fn refuse(&self, what: &str, refused: bool) {
        let mut all = self.refused.lock().expect("no panic");
        if refused {
            all.insert(what.to_owned())
        } else {
            all.remove(what)
        };
    }
}

async fn receive(
    State(hook): State<Hook>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, String) {
    let update: Value = serde_json::from_str(&body).expect("updates are JSON");
    let secret = headers
        .get("X-Telegram-Bot-Api-Secret-Token")
        .map(|secret| secret.to_str().expect("ASCII").to_owned());
    let text = update["message"]["text"]
        .as_str()
        .or(update["callback_query"]["data"].as_str());
    let text = text.unwrap_or_default().to_owned();
    let code = if hook.refused.lock().expect("no panic").contains(&text) {
        503
    } else {
        200
    };
    hook.came
        .lock()
        .expect("no panic")
        .push((format!("{code} {text}"), secret.unwrap_or_default()));
    hook.count.send_modify(|count| *count += 1);
    let answer = json!({ "method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "by answer" });
    let answer = if text == "answer me" {
        answer.to_string()
    } else {
        String::new()
    };
    (StatusCode::from_u16(code).expect("a status"), answer)
}

async fn hooked(options: Options) -> (Simulator, Bot, Hook) {
    let (simulator, bot) = start_with(options).await;
    let hook = Hook::default();
    let url = hook.serve().await;
    bot.ok(
        "setWebhook",
        json!({ "url": url, "secret_token": "s3cret", "max_connections": 5 }),
    )
    .await;
    (simulator, bot, hook)
}

#[tokio::test]
async fn updates_come_by_post_with_the_secret() {
    let (simulator, bot, hook) = hooked(options()).await;
    simulator.say(ANNA, ANNA, "hello");
    assert_eq!(hook.until(1).await, ["200 hello"]);
    assert_eq!(hook.came.lock().unwrap()[0].1, "s3cret");
    simulator
        .wait_until("its confirmation", |view| {
            (view.unconfirmed() == 0).then_some(())
        })
        .await;
    let poll = bot.call("getUpdates", json!({})).await;
    assert!(
        refusal(&poll).starts_with("Conflict: can't use getUpdates method while webhook is active")
    );
    bot.ok("deleteWebhook", json!({})).await;
    simulator.say(ANNA, ANNA, "later");
    assert_eq!(bot.updates().await.len(), 1);
    assert_eq!(hook.came.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_refused_message_holds_back_its_chat_only() {
    let (simulator, bot, hook) = hooked(Options {
        clock: Clock::frozen_at(1_800_000_000),
        ..options()
    })
    .await;
    hook.refuse("one", true);
    simulator.say(ANNA, ANNA, "one");
    simulator.say(ANNA, ANNA, "two");
    hook.until(1).await;
    simulator.say(MARIA, MARIA, "other chat");
    let message = bot
        .ok("sendMessage", json!({ "chat_id": ANNA, "text": "panel" }))
        .await["message_id"]
        .clone();
    simulator.press_with(ANNA, ANNA, message.as_i64().unwrap(), "press");
    let mut came = hook.until(3).await;
    came.sort();
    assert_eq!(came, ["200 other chat", "200 press", "503 one"]);

    simulator
        .wait_until("the failure", |view| {
            (view.webhook_failures() == 1).then_some(())
        })
        .await;
    let info = bot.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], 2);
    assert!(info["last_error_message"].as_str().unwrap().contains("503"));

    hook.refuse("one", false);
    simulator.clock().advance(Duration::from_secs(1));
    let came = hook.until(5).await;
    assert_eq!(came[3..], ["200 one", "200 two"]);
}

#[tokio::test]
async fn the_pauses_between_attempts_double() {
    let (simulator, _bot, hook) = hooked(Options {
        clock: Clock::frozen_at(1_800_000_000),
        ..options()
    })
    .await;
    hook.refuse("one", true);
    simulator.say(ANNA, ANNA, "one");
    hook.until(1).await;
    for (failures, pause) in [(1, 1), (2, 2), (3, 4)] {
        simulator
            .wait_until("the failure", |view| {
                (view.webhook_failures() == failures).then_some(())
            })
            .await;
        let came = hook.came.lock().unwrap().len();
        simulator
            .clock()
            .advance(Duration::from_millis(pause * 1_000 - 1));
        // Whatever was due has been sent when a later message arrives.
        simulator.say(MARIA, MARIA, "meanwhile");
        assert_eq!(hook.until(came + 1).await[came], "200 meanwhile");
        simulator.clock().advance(Duration::from_millis(1));
        assert_eq!(hook.until(came + 2).await[came + 1], "503 one");
    }
    assert_eq!(simulator.look(|view| view.unconfirmed()), 1);
}

#[tokio::test]
async fn the_answer_to_a_post_may_be_a_call() {
    let (simulator, _bot, hook) = hooked(options()).await;
    simulator.say(ANNA, ANNA, "answer me");
    hook.until(1).await;
    let answer = simulator.answer_after(ANNA, ANNA, 1).await;
    assert_eq!(answer.words(), "by answer");
}
