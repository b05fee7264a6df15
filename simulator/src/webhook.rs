//! Delivering updates by POST, as Telegram does: in order within a chat, presses beside them, again until it works.
//!
//! One task hands out updates, at most `max_connections` of them are under way. A queue whose update failed waits;
//! the pauses double from `Options::webhook_retry` up to a minute.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde_json::Value;
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    api::{
        self,
        methods::{self, Method},
        params::Params,
    },
    shared::Shared,
    state::World,
};

const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How long the bot may take to answer one update.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) max_connections: usize,
    pub(crate) has_certificate: bool,
    /// Tells deliveries of an earlier `setWebhook` apart.
    pub(crate) generation: u64,
    pub(crate) last_error: Option<(i64, String)>,
    pub(crate) failures: u64,
}

impl World {
    pub(crate) fn webhook_generation(&self) -> u64 {
        *self.feed.borrow() + 1
    }
}

struct Delivery {
    queue: i64,
    update: u32,
    generation: u64,
    outcome: Result<Vec<u8>, String>,
}

/// Runs as long as the simulator.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    let mut feed = shared.world().feed.subscribe();
    let mut under_way = JoinSet::new();
    let mut failures: HashMap<i64, u32> = HashMap::new();
    // Queues whose pause is over.
    let (rested_sender, mut rested) = mpsc::unbounded_channel();
    loop {
        start_ready(&shared, &mut under_way);
        tokio::select! {
            _ = feed.changed() => {}
            Some((queue, generation)) = rested.recv() => {
                let mut world = shared.world();
                if world.webhook.as_ref().is_some_and(|webhook| webhook.generation == generation) {
                    world.updates.postponed(queue);
                }
            }
            Some(Ok(delivery)) = under_way.join_next() => {
                let Delivery { queue, update, generation, outcome } = delivery;
                match settle(&shared, queue, update, generation, outcome).await {
                    Settled::Done => drop(failures.remove(&queue)),
                    Settled::Again { failed_ms } => {
                        let failed = failures.entry(queue).or_default();
                        let pause = pause(&shared, *failed);
                        rest(&shared, failed_ms + pause, (queue, generation), rested_sender.clone());
                        *failed += 1;
                    }
                }
            }
        }
    }
}

/// Posts whatever may go now.
fn start_ready(shared: &Arc<Shared>, under_way: &mut JoinSet<Delivery>) {
    let mut world = shared.world();
    let Some(webhook) = world.webhook.clone() else {
        return;
    };
    let now = world.clock.now_ms();
    while under_way.len() < webhook.max_connections {
        let Some((queue, update, json)) = world.updates.take_ready(now) else {
            return;
        };
        let mut post = shared
            .http
            .post(&webhook.url)
            .header("Content-Type", "application/json")
            .timeout(PATIENCE);
        if let Some(secret) = &webhook.secret {
            post = post.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        let post = post.body(json.to_string());
        let generation = webhook.generation;
        under_way.spawn(async move {
            Delivery {
                queue,
                update,
                generation,
                outcome: send(post).await,
            }
        });
    }
}

async fn send(post: reqwest::RequestBuilder) -> Result<Vec<u8>, String> {
    let response = post.send().await.map_err(|why| {
        if why.is_timeout() {
            "Read timeout expired".to_owned()
        } else {
            "Connection refused".to_owned()
        }
    })?;
    let status = response.status();
    if !status.is_success() {
        return Err(format!("Wrong response from the webhook: {status}"));
    }
    Ok(response
        .bytes()
        .await
        .map(|body| body.to_vec())
        .unwrap_or_default())
}

enum Settled {
    Done,
    /// It failed at this time (ms).
    Again {
        failed_ms: i64,
    },
}

async fn settle(
    shared: &Shared,
    queue: i64,
    update: u32,
    generation: u64,
    outcome: Result<Vec<u8>, String>,
) -> Settled {
    let body = {
        let mut world = shared.world();
        let failed_ms = world.clock.now_ms();
        let current = world
            .webhook
            .as_mut()
            .filter(|webhook| webhook.generation == generation);
        match (current, outcome) {
            (Some(_), Ok(body)) => {
                world.updates.delivered(queue, update);
                world.changed.send_modify(|count| *count += 1);
                body
            }
            (Some(webhook), Err(why)) => {
                webhook.last_error = Some((failed_ms.div_euclid(1_000), why));
                webhook.failures += 1;
                world.changed.send_modify(|count| *count += 1);
                return Settled::Again { failed_ms };
            }
            // Another webhook is set by now, or none: the update belongs to whoever asks next.
            (None, _) => return Settled::Done,
        }
    };
    call_in_answer(shared, &body).await;
    Settled::Done
}

/// A bot may answer the POST with a call; Telegram carries it out and tells nobody how it went.
async fn call_in_answer(shared: &Shared, body: &[u8]) {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else {
        return;
    };
    let name = fields.remove("method");
    let method: Option<&'static Method> = name
        .as_ref()
        .and_then(Value::as_str)
        .and_then(methods::find);
    let Some(method) = method else { return };
    let params = Params {
        fields: fields.into_iter().collect(),
        ..Params::default()
    };
    let (call, checked) = api::begin(&mut shared.world(), method, &params);
    let reply = match checked {
        Ok(()) => api::run(shared, method, params).await,
        Err(refusal) => Err(refusal),
    };
    api::finish(&mut shared.world(), call, &reply);
}

/// How long (ms) a queue rests after so many failures in a row.
fn pause(shared: &Shared, failed: u32) -> i64 {
    let base = shared.world().options.webhook_retry;
    let pause = base
        .saturating_mul(2_u32.saturating_pow(failed))
        .min(LONGEST_PAUSE);
    i64::try_from(pause.as_millis()).unwrap_or(i64::MAX)
}

fn rest(
    shared: &Shared,
    until_ms: i64,
    queue: (i64, u64),
    rested: mpsc::UnboundedSender<(i64, u64)>,
) {
    let clock = shared.world().clock.clone();
    tokio::spawn(async move {
        clock.sleep_until(until_ms).await;
        // The simulator may have stopped.
        let _ = rested.send(queue);
    });
}
