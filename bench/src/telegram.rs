//! The simulated Telegram, asked over its HTTP API.

use std::{
    collections::HashMap,
    path::Path,
    time::{Duration, Instant},
};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    Outcome,
    process::{Pinned, Start},
};

pub(crate) const TOKEN: &str = "424242:SIMULATED-TOKEN-0123456789-ABCDEFGH";

const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Telegram {
    pub(crate) url: String,
    http: reqwest::Client,
    _process: Pinned,
}

#[derive(Deserialize)]
struct Stats {
    calls: HashMap<String, u64>,
    refusals: HashMap<String, u64>,
    load: Load,
}

/// What became of many messages.
#[derive(Deserialize)]
pub(crate) struct Load {
    asked: u64,
    answered: u64,
    elapsed_ms: u64,
}

impl Load {
    pub(crate) fn per_second(&self) -> f64 {
        self.answered as f64 * 1000.0 / self.elapsed_ms as f64
    }
}

#[derive(Deserialize)]
struct Written {
    message_id: i64,
}

#[derive(Deserialize)]
struct Said {
    message_id: i64,
    /// Said by the person who looks.
    out: bool,
    audio: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Call {
    at_ms: i64,
}

impl Telegram {
    /// Starts one on a free port, without limits.
    pub(crate) fn start(
        program: &Path,
        core: usize,
        folder: &Path,
        environment: &[(&'static str, String)],
    ) -> Outcome<Self> {
        let arguments = [
            "--listen",
            "127.0.0.1:0",
            "--no-limits",
            "--lenient",
            "--keep-calls",
            "100",
        ];
        let mut process = Start {
            name: "simulator",
            program,
            core,
            arguments: &arguments.map(str::to_owned),
            environment,
            folder,
        }
        .run()?;
        let said = process.first_line()?;
        let url = said
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        Ok(Self {
            url: url
                .ok_or("the simulator does not say where it is")?
                .to_owned(),
            http: reqwest::Client::builder().no_proxy().build()?,
            _process: process,
        })
    }

    /// `people` persons say `each` of the texts in turn.
    pub(crate) async fn queue(&self, people: u32, each: u32, texts: &[&str]) -> Outcome {
        let load = json!({ "people": people, "per_person": each, "texts": texts });
        self.act("load", &load).await
    }

    /// How many of those have been answered.
    pub(crate) async fn answered(&self) -> Outcome<u64> {
        let stats: Stats = self.get("stats").await?;
        Ok(stats.load.answered)
    }

    /// The same, and waits for the answers.
    pub(crate) async fn load(&self, people: u32, each: u32, texts: &[&str]) -> Outcome<Load> {
        self.queue(people, each, texts).await?;
        let wait = format!("stats?until=answered&timeout_ms={}", PATIENCE.as_millis());
        let stats: Stats = self.get(&wait).await?;
        if stats.load.answered != stats.load.asked || !stats.refusals.is_empty() {
            return Err(format!(
                "{} of {} messages were answered; refused: {:?}",
                stats.load.answered, stats.load.asked, stats.refusals
            )
            .into());
        }
        Ok(stats.load)
    }

    /// More people come.
    pub(crate) async fn invite(&self, ids: std::ops::Range<i64>) -> Outcome {
        let people: Vec<_> = ids
            .map(|id| json!({ "id": id, "first_name": "Load", "language_code": "en" }))
            .collect();
        self.act("people", &json!(people)).await
    }

    pub(crate) async fn say(&self, person: i64, text: &str) -> Outcome {
        self.act(
            "say",
            &json!({ "as": person, "chat": person, "text": text }),
        )
        .await
    }

    /// Somebody sends a track; the number of the message comes back.
    pub(crate) async fn upload(&self, person: i64, file: &Path) -> Outcome<i64> {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = reqwest::multipart::Part::bytes(std::fs::read(file)?);
        let form = reqwest::multipart::Form::new()
            .text("as", person.to_string())
            .text("chat", person.to_string())
            .text("kind", "audio")
            .part("file", bytes.file_name(name.into_owned()));
        let request = self.http.post(format!("{}/sim/upload", self.url));
        let sent = request.multipart(form).send().await?.error_for_status()?;
        Ok(sent.json::<Written>().await?.message_id)
    }

    /// Somebody answers a message.
    pub(crate) async fn reply(&self, person: i64, to: i64, text: &str) -> Outcome {
        let said = json!({ "as": person, "chat": person, "text": text, "reply_to": to });
        self.act("say", &said).await
    }

    /// Somebody presses a button, whether it is there or not.
    pub(crate) async fn press(&self, person: i64, message: i64, data: &str) -> Outcome {
        let pressed = json!({
            "as": person, "chat": person, "message_id": message, "data": data, "stale": true,
        });
        self.act("press", &pressed).await
    }

    async fn act(&self, what: &str, said: &serde_json::Value) -> Outcome {
        let request = self.http.post(format!("{}/sim/{what}", self.url));
        request.json(said).send().await?.error_for_status()?;
        Ok(())
    }

    /// The first message of the bot after another one.
    pub(crate) async fn message_after(
        &self,
        person: i64,
        after: i64,
        patience: Duration,
    ) -> Outcome<i64> {
        self.first_after(person, after, patience, |_| true).await
    }

    /// The first track of the bot after another message.
    pub(crate) async fn track_after(
        &self,
        person: i64,
        after: i64,
        patience: Duration,
    ) -> Outcome<i64> {
        let is_track = |message: &Said| message.audio.is_some();
        self.first_after(person, after, patience, is_track).await
    }

    async fn first_after(
        &self,
        person: i64,
        after: i64,
        patience: Duration,
        is_wanted: impl Fn(&Said) -> bool,
    ) -> Outcome<i64> {
        let began = Instant::now();
        while began.elapsed() < patience {
            let look = format!("messages?as={person}&chat={person}&after={after}");
            let said: Vec<Said> = self.get(&look).await?;
            let found = said
                .iter()
                .find(|message| !message.out && is_wanted(message));
            if let Some(message) = found {
                return Ok(message.message_id);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("the bot did not answer in time".into())
    }

    /// Waits for a bot that was started when `before` polls were counted.
    pub(crate) async fn wait_for_poll(&self, bot: &mut Pinned, before: u64) -> Outcome {
        let began = Instant::now();
        while self.polls().await? <= before {
            bot.check_alive()?;
            if began.elapsed() > PATIENCE {
                return Err(format!("{} does not ask for updates", bot.name).into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// How often updates were asked for.
    pub(crate) async fn polls(&self) -> Outcome<u64> {
        self.calls("getUpdates").await
    }

    /// How often the bot called a method.
    pub(crate) async fn calls(&self, method: &str) -> Outcome<u64> {
        let stats: Stats = self.get("stats").await?;
        Ok(stats.calls.get(method).copied().unwrap_or_default())
    }

    /// When updates were first asked for after `since`, both in milliseconds of Unix time.
    pub(crate) async fn first_poll(&self, since: f64) -> Outcome<f64> {
        let calls: Vec<Call> = self.get("calls?method=getUpdates").await?;
        // The clock of the log has whole milliseconds, cut off: half of one is missing on average.
        let times = calls.iter().map(|call| call.at_ms as f64 + 0.5);
        let first = times.filter(|at| *at >= since).reduce(f64::min);
        Ok(first.ok_or("the call is not in the log")?)
    }

    async fn get<T: DeserializeOwned>(&self, what: &str) -> Outcome<T> {
        let request = self.http.get(format!("{}/sim/{what}", self.url));
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}
