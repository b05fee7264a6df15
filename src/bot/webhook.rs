//! Updates that Telegram posts. `web` hands their texts over at the [`Door`]; Telegram hears that one arrived when it is
//! stored. Many that come at once are stored together.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::{
    BotError, arrival,
    company::Company,
    intake::{FIRST_PAUSE, Intake, LONGEST_PAUSE},
};
use crate::{
    app::App,
    telegram::{Hook, TelegramError},
    telemetry::Chain,
};

/// How many posts may wait to be stored. Whoever finds no room is asked to come again, which Telegram does.
const ROOM: usize = 1024;
/// How many are stored together.
const TOGETHER: usize = 100;

/// What became of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    Stored,
    /// There is no room, or the database is away. Telegram posts it again.
    NotNow,
}

struct Post {
    body: String,
    stored: oneshot::Sender<Posted>,
}

/// Where posted updates are handed in.
#[derive(Clone)]
pub struct Door(mpsc::Sender<Post>);

/// The other side of the [`Door`].
pub struct Posts(mpsc::Receiver<Post>);

/// A door and its other side.
pub fn door() -> (Door, Posts) {
    let (sender, receiver) = mpsc::channel(ROOM);
    (Door(sender), Posts(receiver))
}

impl Door {
    /// Hands in the text of an update and waits until it is stored.
    pub async fn hand_in(&self, body: String) -> Posted {
        let (stored, answer) = oneshot::channel();
        if self.0.try_send(Post { body, stored }).is_err() {
            return Posted::NotNow;
        }
        answer.await.unwrap_or(Posted::NotNow)
    }
}

/// Takes what is handed in until `stop`. The webhook itself stays when the bot stops: Telegram keeps the updates until the
/// next start, or another copy of the bot takes them.
pub(super) async fn run(
    intake: &Intake,
    company: &Company,
    Posts(mut posts): Posts,
    wanted: &[&str],
    stop: &CancellationToken,
) -> Result<(), BotError> {
    let setting = announce(&intake.app, wanted, stop);
    let taking = async {
        let mut next = Vec::new();
        while !next.is_empty() || posts.recv_many(&mut next, TOGETHER).await > 0 {
            let batch = std::mem::take(&mut next);
            let mut bodies: Vec<String> = batch.iter().map(|post| post.body.clone()).collect();
            // Those that come while these cannot be stored are looked at as well, and stored after them.
            let meanwhile = async {
                let mut outside = company.of_those_outside();
                loop {
                    outside.closed().await;
                    while next.len() < ROOM
                        && let Ok(post) = posts.try_recv()
                    {
                        bodies.push(post.body.clone());
                        next.push(post);
                    }
                    outside.look(&bodies).await;
                }
            };
            tokio::select! {
                () = take_in(intake, batch) => {}
                () = meanwhile => {}
            }
        }
    };
    let both = async {
        tokio::select! {
            refused = setting => refused,
            () = taking => Ok(()),
        }
    };
    tokio::select! {
        ended = both => ended,
        () = stop.cancelled() => Ok(()),
    }
}

async fn take_in(intake: &Intake, posts: Vec<Post>) {
    let mut arrivals = Vec::new();
    let mut waiting = Vec::new();
    for Post { body, stored } in posts {
        match arrival::read(body) {
            Some(arrival) => {
                arrivals.push(arrival);
                waiting.push(stored);
            }
            // No update at all: to have it again would not make it one.
            None => drop(stored.send(Posted::Stored)),
        }
    }
    match intake.store(&arrivals).await {
        Ok(()) => {
            for stored in waiting {
                // Who hung up is told by being posted to again.
                let _ = stored.send(Posted::Stored);
            }
        }
        Err(error) => {
            tracing::error!(error = %Chain(&error), "updates cannot be stored; Telegram brings them again");
            for stored in waiting {
                let _ = stored.send(Posted::NotNow);
            }
        }
    }
}

/// Tells Telegram where to post, again until it knows; then waits for ever. Ends only with a token nobody knows.
async fn announce(
    app: &Arc<App>,
    wanted: &[&str],
    stop: &CancellationToken,
) -> Result<(), BotError> {
    let mut pause = FIRST_PAUSE;
    let Some(hook) = Hook::of(&app.config) else {
        return std::future::pending().await;
    };
    while !stop.is_cancelled() {
        match app.telegram.set_webhook(&hook, wanted).await {
            Ok(()) => {
                tracing::info!(url = %hook.url, "Telegram posts updates here");
                return std::future::pending().await;
            }
            Err(TelegramError::TokenRefused) => return Err(BotError::TokenRefused),
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "Telegram cannot be told where to post updates; trying again");
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    Ok(())
}
