//! What the bot did, in lists and figures.

use std::{sync::Arc, time::Duration};

use axum::extract::State;
use serde::Deserialize;
use serde_json::json;

use super::{Answered, Asked, Body, answer};
use crate::{shared::Shared, state::World};

type Sim = State<Arc<Shared>>;

#[derive(Deserialize)]
pub(super) struct Calls {
    #[serde(default)]
    method: String,
}

pub(super) async fn calls(State(sim): Sim, Asked(asked): Asked<Calls>) -> Answered {
    answer(&sim.world().calls.of(&asked.method))
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Until {
    /// Every load message has its answer.
    Answered,
    /// The bot has confirmed every update.
    Confirmed,
}

#[derive(Deserialize)]
pub(super) struct Stats {
    until: Option<Until>,
    #[serde(default)]
    timeout_ms: u64,
}

/// At once, or when what is waited for has happened (or the time is up: the figures tell).
pub(super) async fn stats(State(sim): Sim, Asked(asked): Asked<Stats>) -> Answered {
    let deadline = tokio::time::Instant::now() + Duration::from_millis(asked.timeout_ms);
    let mut changed = sim.world().changed.subscribe();
    let reached = |world: &World| match asked.until {
        None => true,
        Some(Until::Answered) => world.load.all_answered(),
        Some(Until::Confirmed) => world.updates.waiting() == 0,
    };
    loop {
        {
            let world = sim.world();
            if reached(&world) || tokio::time::Instant::now() >= deadline {
                return answer(&json!({
                    "updates": world.updates.stats,
                    "waiting": world.updates.waiting(),
                    "calls": world.calls.counts(),
                    "refusals": world.calls.refusals(),
                    "load": world.load.stats(),
                }));
            }
        }
        // Late or not: look once more.
        let _ = tokio::time::timeout_at(deadline, changed.changed()).await;
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoadSpec {
    people: u32,
    per_person: u32,
    texts: Vec<String>,
}

pub(super) async fn load(State(sim): Sim, Body(load): Body<LoadSpec>) -> Answered {
    let mut world = sim.world();
    world.queue_load(load.people, load.per_person, &load.texts);
    answer(&world.load.stats())
}
