//! A bot that only makes calls, and a few files.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use simulator::{LimitOptions, Options, Simulator};

pub(crate) struct Bot {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
    pub(crate) host: String,
}

impl Bot {
    pub(crate) fn of(simulator: &Simulator) -> Self {
        let host = simulator.api_url();
        Self {
            http: client(),
            base: format!("{host}/bot{}", simulator.token()),
            host,
        }
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let sent = self
            .http
            .post(format!("{}/{method}", self.base))
            .json(&params)
            .send()
            .await;
        sent.expect("the simulator answers")
            .json()
            .await
            .expect("in JSON")
    }

    pub(crate) async fn form(&self, method: &str, form: Form) -> Value {
        let sent = self
            .http
            .post(format!("{}/{method}", self.base))
            .multipart(form)
            .send()
            .await;
        sent.expect("the simulator answers")
            .json()
            .await
            .expect("in JSON")
    }

    /// The result of a call that must work.
    pub(crate) async fn ok(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].clone()
    }

    pub(crate) async fn send(&self, chat: i64, text: &str) -> i64 {
        self.ok("sendMessage", json!({ "chat_id": chat, "text": text }))
            .await["message_id"]
            .as_i64()
            .expect("an id")
    }

    /// Everything that waits, confirmed.
    pub(crate) async fn updates(&self) -> Vec<Value> {
        let updates = self
            .ok("getUpdates", json!({}))
            .await
            .as_array()
            .expect("a list")
            .clone();
        if let Some(last) = updates.last() {
            let offset = last["update_id"].as_i64().expect("an id") + 1;
            self.ok("getUpdates", json!({ "offset": offset })).await;
        }
        updates
    }

    pub(crate) async fn get(&self, path: &str) -> reqwest::Response {
        self.http
            .get(format!("{}{path}", self.host))
            .send()
            .await
            .expect("the simulator answers")
    }

    pub(crate) async fn sim_get(&self, path: &str) -> Value {
        self.get(&format!("/sim/{path}"))
            .await
            .json()
            .await
            .expect("JSON")
    }

    pub(crate) async fn sim(&self, path: &str, body: Value) -> Value {
        let sent = self
            .http
            .post(format!("{}/sim/{path}", self.host))
            .json(&body)
            .send()
            .await;
        sent.expect("the simulator answers")
            .json()
            .await
            .expect("in JSON")
    }
}

#[expect(clippy::disallowed_methods, reason = "the test plays a bot of its own")]
fn client() -> reqwest::Client {
    reqwest::Client::new()
}

/// Telegram's limits off: most tests are about something else.
pub(crate) fn options() -> Options {
    Options {
        limits: LimitOptions::off(),
        ..Options::default()
    }
}

pub(crate) async fn start_with(options: Options) -> (Simulator, Bot) {
    let simulator = Simulator::start(options).await.expect("a port is free");
    let bot = Bot::of(&simulator);
    (simulator, bot)
}

pub(crate) async fn start() -> (Simulator, Bot) {
    start_with(options()).await
}

pub(crate) fn part(name: &str, bytes: impl Into<Vec<u8>>) -> Part {
    Part::bytes(bytes.into()).file_name(name.to_owned())
}

/// `seconds` of silence at 128 kbit/s, as far as anybody looks.
pub(crate) fn mp3(seconds: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfb, 0x90, 0x00];
    bytes.resize(16_000 * seconds, 0);
    bytes
}

/// The head of a PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes
}

/// What the refusal of an answer says.
#[track_caller]
pub(crate) fn refusal(answer: &Value) -> &str {
    assert_eq!(answer["ok"], false, "{answer}");
    answer["description"]
        .as_str()
        .expect("a refusal has a description")
}
