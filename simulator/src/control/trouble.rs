//! Faults, time and outages.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, State},
    http::header::CONNECTION,
    response::IntoResponse,
};
use serde::Deserialize;
use serde_json::json;

use super::{Answered, Body, answer};
use crate::{faults::Fault, options::LimitOptions, server::gate::Peer, shared::Shared};

type Sim = State<Arc<Shared>>;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Faults {
    Many(Vec<Fault>),
    One(Fault),
}

pub(super) async fn list(State(sim): Sim) -> Answered {
    answer(&sim.world().faults.active())
}

pub(super) async fn add(State(sim): Sim, Body(faults): Body<Faults>) -> Answered {
    let faults = match faults {
        Faults::Many(faults) => faults,
        Faults::One(fault) => vec![fault],
    };
    let mut world = sim.world();
    for fault in faults {
        world.faults.add(fault);
    }
    answer(&world.faults.active())
}

pub(super) async fn clear(State(sim): Sim) -> Answered {
    sim.world().faults.clear();
    answer(&json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pause {
    seconds: f64,
}

/// Answers, then refuses everybody for so long.
pub(super) async fn pause(
    State(sim): Sim,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Body(pause): Body<Pause>,
) -> impl IntoResponse {
    sim.gate.close(Some(peer)).await;
    tokio::spawn(async move {
        let length = Duration::try_from_secs_f64(pause.seconds).unwrap_or_default();
        tokio::time::sleep(length.min(Duration::from_hours(1))).await;
        sim.gate.reopen().await;
    });
    ([(CONNECTION, "close")], answer(&json!({})))
}

pub(super) async fn clock(State(sim): Sim) -> Answered {
    answer(&json!({ "now": sim.world().clock.now() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockChange {
    advance_seconds: Option<f64>,
    /// Unix time.
    set: Option<i64>,
    /// True stops it, false lets it run again.
    freeze: Option<bool>,
}

pub(super) async fn set_clock(State(sim): Sim, Body(change): Body<ClockChange>) -> Answered {
    let clock = sim.world().clock.clone();
    if let Some(now) = change.set {
        clock.set(now);
    }
    if let Some(by) = change
        .advance_seconds
        .and_then(|by| Duration::try_from_secs_f64(by).ok())
    {
        clock.advance(by);
    }
    match change.freeze {
        Some(true) => clock.freeze(),
        Some(false) => clock.run(),
        None => {}
    }
    answer(&json!({ "now": clock.now() }))
}

pub(super) async fn limits(State(sim): Sim, Body(limits): Body<LimitOptions>) -> Answered {
    sim.world().limits.set(limits);
    answer(&limits)
}
