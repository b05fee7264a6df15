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
struct Call {
    at_ms: i64,
}

impl Telegram {
    /// Starts one on a free port, without limits.
    pub(crate) fn start(program: &Path, core: usize, folder: &Path) -> Outcome<Self> {
        let arguments = [
            "--listen",
            "127.0.0.1:0",
            "--no-limits",
            "--keep-calls",
            "100",
        ];
        let mut process = Start {
            name: "simulator",
            program,
            core,
            arguments: &arguments.map(str::to_owned),
            environment: &[],
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

    /// `people` persons say `each` of the texts in turn, and wait for the answers.
    pub(crate) async fn load(&self, people: u32, each: u32, texts: &[&str]) -> Outcome<Load> {
        let load = json!({ "people": people, "per_person": each, "texts": texts });
        let url = format!("{}/sim/load", self.url);
        self.http
            .post(url)
            .json(&load)
            .send()
            .await?
            .error_for_status()?;
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
        let stats: Stats = self.get("stats").await?;
        Ok(stats.calls.get("getUpdates").copied().unwrap_or_default())
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
