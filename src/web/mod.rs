//! The health page on `[web] listen`, for monitoring and containers: `/healthz` says whether the process lives and
//! gets on, `/readyz` whether it takes work. Both answer 200 or 503 with a line of JSON. `/metrics` is for Prometheus.
//!
//! To add a page: its handler and a line in [`router`].

mod health;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::metrics::Metrics;

pub use health::Health;
pub use webhook::{Hook, serve as serve_webhook};

/// A loop that did not get round in this time is stuck: it waits for updates, or between failures, for less than one
/// minute each.
const STUCK_AFTER: Duration = Duration::from_mins(5);

/// A database that does not answer by then does not serve people either.
const PING: Duration = Duration::from_secs(3);

/// Answers until `stop`.
pub async fn serve(
    listener: TcpListener,
    health: Arc<Health>,
    metrics: Arc<Metrics>,
    stop: CancellationToken,
) -> std::io::Result<()> {
    axum::serve(listener, router(health, metrics))
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

fn router(health: Arc<Health>, metrics: Arc<Metrics>) -> Router {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .with_state(health)
        .route("/metrics", get(figures).with_state(metrics))
}

async fn figures(State(metrics): State<Arc<Metrics>>) -> Result<impl IntoResponse, StatusCode> {
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let text = metrics.text().await;
    let text = text.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(([(CONTENT_TYPE, OPEN_METRICS)], text))
}

async fn healthz(State(health): State<Arc<Health>>) -> (StatusCode, Json<Value>) {
    let age = health.progress_age();
    let stuck = age.is_some_and(|age| age > STUCK_AFTER);
    let mut answer = answer(!stuck, if stuck { "stuck" } else { "ok" });
    answer.1["updates_seconds_ago"] = json!(age.map(|age| age.as_secs()));
    answer
}

async fn readyz(State(health): State<Arc<Health>>) -> (StatusCode, Json<Value>) {
    let Some(db) = health.database() else {
        return answer(false, "starting");
    };
    match tokio::time::timeout(PING, db.ping()).await {
        Ok(Ok(())) => answer(true, "ready"),
        Ok(Err(_)) | Err(_) => answer(false, "no database"),
    }
}

fn answer(well: bool, status: &str) -> (StatusCode, Json<Value>) {
    let code = if well {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        code,
        Json(
            json!({ "service": "reprise", "version": env!("CARGO_PKG_VERSION"), "status": status }),
        ),
    )
}
