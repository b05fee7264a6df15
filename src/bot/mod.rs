//! The chat: updates in, through the handler tree to a feature, answers out.
//!
//! An update is polled (`poll`) or posted (`webhook`), stored in the inbox (`intake`), put in its lane (`lanes`), brought to its answer (`worker`) and
//! noted as done (`acks`). Several copies share the inbox of one PostgreSQL (`copies`). Which feature answers is decided by the tree (`tree`); what it may do is in `feature`.

mod acks;
mod arrival;
mod command;
mod company;
mod console;
mod copies;
mod feature;
mod features;
mod incoming;
mod intake;
mod lanes;
mod menu;
mod newer_lyrics;
mod open_cards;
mod origin;
mod pace;
mod poll;
mod tree;
mod webhook;
mod worker;

use std::{sync::Arc, time::Duration};

pub use arrival::read as read_update;
pub use features::{say, tell};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    app::App,
    db::{DbError, Dialect, Inbox, Prompts},
    migrate::Standing,
    telemetry::Chain,
};
use company::Company;
pub use console::Console;
use intake::Intake;
use lanes::Lanes;
pub use open_cards::OpenCards;
pub use webhook::{Door, Posted, Posts, door};
use worker::Worker;

/// How long what runs may go on after a stop was asked for. Docker kills after ten seconds.
const LAST_MOMENTS: Duration = Duration::from_secs(9);
/// How long a done update is remembered; Telegram delivers nothing older than a day again.
const REMEMBERED: chrono::TimeDelta = chrono::TimeDelta::days(3);
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Why the bot stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum BotError {
    #[error(
        "Telegram does not know this bot token: copy it again from @BotFather into `bot.token`"
    )]
    TokenRefused,
    #[error("the inbox cannot be read")]
    Inbox(#[source] DbError),
}

/// How updates come.
pub enum Updates {
    Polled,
    Posted(Posts),
}

/// Takes updates and answers them until `stop`.
pub async fn run(app: Arc<App>, updates: Updates, stop: CancellationToken) -> Result<(), BotError> {
    let (inbox, standing) = inbox(&app);
    let is_one_of_several = standing.is_some();
    let (acks, written) = mpsc::channel(worker::HANDLERS);
    let acks_done = tokio::spawn(acks::write(inbox.clone(), written));
    let tree = tree::tree();
    let wanted = tree::wanted(&tree);
    let company = Arc::new(Company::new(Arc::clone(&app)));
    let worker = Worker::new(
        Arc::clone(&app),
        inbox.clone(),
        tree,
        acks,
        Arc::clone(&company),
    );
    let worker = Arc::new(worker);
    let lanes = Lanes::new(
        inbox.clone(),
        standing,
        stop.clone(),
        Box::new(move |update| {
            let worker = Arc::clone(&worker);
            Box::pin(async move { worker.handle(update).await })
        }),
    );
    let mut side_work = vec![
        tokio::spawn(menu::publish(Arc::clone(&app), stop.clone())),
        tokio::spawn(sweep(Arc::clone(&app), inbox.clone(), stop.clone())),
        tokio::spawn(console::watch(Arc::clone(&app), stop.clone())),
        tokio::spawn(console::keep(Arc::clone(&app), stop.clone())),
    ];

    let taken_up = if is_one_of_several {
        side_work.push(tokio::spawn(copies::look_after(
            app.db.clone(),
            inbox,
            Arc::clone(&lanes),
            stop.clone(),
        )));
        Ok(())
    } else {
        take_up_again(&inbox, &lanes).await
    };
    let ended = match taken_up {
        Ok(()) => {
            let intake = Intake {
                app: Arc::clone(&app),
                lanes: Arc::clone(&lanes),
            };
            match updates {
                Updates::Polled => poll::run(&intake, &company, &wanted, &stop).await,
                Updates::Posted(posts) => {
                    Box::pin(webhook::run(&intake, &company, posts, &wanted, &stop)).await
                }
            }
        }
        Err(error) => Err(BotError::Inbox(error)),
    };

    stop.cancel();
    if matches!(ended, Err(BotError::TokenRefused)) {
        console::token_refused(&app).await;
    }
    app.console.close().await;
    if !lanes.finish(LAST_MOMENTS).await {
        tracing::warn!(
            "some updates are still being handled; they are taken up again at the next start"
        );
    }
    for task in side_work {
        task.abort();
    }
    drop(lanes);
    let _ = tokio::time::timeout(Duration::from_millis(500), acks_done).await;
    ended
}

/// The kinds of update Telegram is asked for, by its names.
pub fn wanted_updates() -> Vec<&'static str> {
    tree::wanted(&tree::tree())
}

/// Where updates lie; and, where there may be several copies of the bot, whether the others still hear of this one.
fn inbox(app: &App) -> (Inbox, Option<Standing>) {
    let inbox = Inbox::new(app.db.clone(), app.me.id);
    match (app.db.dialect(), &app.engine.peer_id) {
        (Dialect::Postgres, Some(copy)) => (inbox.held_by(copy), Some(app.engine.standing.clone())),
        _ => (inbox, None),
    }
}

/// Puts what an earlier run left open into the lanes, before anything new.
async fn take_up_again(inbox: &Inbox, lanes: &Arc<Lanes>) -> Result<(), DbError> {
    const PAGE: i64 = 500;
    let mut after = i64::MIN;
    let mut taken = 0;
    loop {
        let open = inbox.open_after(after, PAGE).await?;
        let Some(last) = open.last() else { break };
        after = last.update_id;
        taken += open.len();
        for update in open {
            lanes.take_up(update).await;
        }
    }
    if taken > 0 {
        tracing::info!(updates = taken, "taking up what the last run left open");
    }
    Ok(())
}

/// Forgets old updates now and then.
async fn sweep(app: Arc<App>, inbox: Inbox, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let before = app.clock.now() - REMEMBERED;
        let prompts = Prompts { bot_id: app.me.id };
        let now_ms = app.clock.now().timestamp_millis();
        if let Err(error) = prompts.sweep(&app.db, now_ms).await {
            tracing::warn!(error = %Chain(&error), "old questions cannot be forgotten");
        }
        match inbox.sweep(before.timestamp_millis()).await {
            Ok(0) => {}
            Ok(swept) => tracing::debug!(updates = swept, "forgot old updates"),
            Err(error) => tracing::warn!(error = %Chain(&error), "old updates cannot be forgotten"),
        }
        tokio::select! {
            () = app.clock.sleep(SWEEP_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}
