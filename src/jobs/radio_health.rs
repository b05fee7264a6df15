//! Looks after the stations: each is listened to now and then, a few at once; one that stays silent leaves the lists, and
//! comes back when it answers. Several processes share the stations by the time at which each is due.

use std::{error::Error, sync::Arc, time::Duration};

use chrono::TimeDelta;
use futures::StreamExt as _;
use reqwest::Url;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::radio_silent;
use crate::{
    app::App,
    domain::Language,
    service::stations,
    store::{NewJob, Station},
    telemetry::Chain,
};

/// How often is looked whether a station is due.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// Whoever took stations and did not come back has lost them by then.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// So many rounds of probes fit into a lease with ease.
const ROUNDS: u32 = 4;
/// Stations from before searches were folded, a batch.
const FOLDED: i64 = 500;

type Trouble = Box<dyn Error + Send + Sync>;

/// Goes on until `stop`.
pub async fn look_after(app: Arc<App>, stop: CancellationToken) {
    loop {
        let looked = tokio::select! {
            looked = look(&app) => looked,
            () = stop.cancelled() => return,
        };
        // After some there may be more.
        let rest = match looked {
            Ok(stations) if stations > 0 => Duration::ZERO,
            Ok(_) => LOOK_EVERY,
            // The tables may be away while somebody migrates.
            Err(error) => {
                tracing::debug!(error = %Chain(error.as_ref()), "the stations are not looked after");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = app.clock.sleep(rest) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Probes stations that are due; how many.
pub async fn look(app: &App) -> Result<usize, Trouble> {
    let probes = app.config.radio.probes;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    while tx.radio_streams().fold_some(FOLDED).await? > 0 {}
    let due = tx
        .radio_streams()
        .claim_due(now, now + LEASE, i64::from(probes * ROUNDS))
        .await?;
    tx.commit().await?;
    let at_once = usize::try_from(probes).unwrap_or(1);
    let found: Vec<(Station, bool)> = futures::stream::iter(due)
        .map(|station| async move {
            let answered = answers(app, &station).await;
            (station, answered)
        })
        .buffer_unordered(at_once)
        .collect()
        .await;
    // When nobody at all answers, it may be us who are cut off.
    if !found.is_empty() && found.iter().all(|(_, answered)| !answered) {
        app.telegram.me().await?;
    }
    for (station, answered) in &found {
        note(app, station, *answered).await?;
    }
    Ok(found.len())
}

async fn answers(app: &App, station: &Station) -> bool {
    let Ok(url) = Url::parse(&station.url) else {
        return false;
    };
    let heard = stations::check(&app.radio, &app.audio, &url).await;
    heard
        .inspect_err(|error| tracing::debug!(station = %station.id, %error, "a probe failed"))
        .is_ok()
}

/// Writes down what a probe found, and with it the word to whoever added a station that leaves the lists.
async fn note(app: &App, station: &Station, answered: bool) -> Result<(), Trouble> {
    let verdict = station.health.after_probe(answered);
    let now = app.clock.now();
    let again_at = now + TimeDelta::minutes(verdict.again_in);
    let mut tx = app.db.begin().await?;
    tx.radio_streams()
        .note_probe(station.id, verdict, now, again_at)
        .await?;
    if verdict.went_silent
        && let Some(person) = station.added_by
        && let Some((chat, language)) = tx.users().address(person).await?
    {
        let job = NewJob {
            kind: radio_silent::NAME,
            key: None,
            payload: json!({ "silent": { "station": station.id, "name": station.name } }),
            subject: station.name.clone(),
            user: Some(person),
            chat: Some(chat.get()),
            reply_to: None,
            language: language.unwrap_or(Language::DEFAULT).code(),
            run_at: now,
        };
        super::add(&mut tx, &app.config, &job, now).await?;
    }
    tx.commit().await?;
    app.jobs.wake();
    Ok(())
}
