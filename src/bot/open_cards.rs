//! Cards that change by themselves while somebody may be looking at them: what a station plays now.
//!
//! A card is open for some minutes after it was last pressed, in one message of a chat; it listens to its station through
//! the radio's one connection for it, and is edited when there is something new to show.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::features::radio_card;
use crate::{
    app::App,
    domain::{StationId, UserId},
    i18n::Locale,
    outbox::{Act, Envelope, Lane},
    radio::tuner::Listener,
    telemetry::Chain,
};

/// How long a card stays open.
const OPEN_FOR: Duration = Duration::from_mins(10);
/// It is not edited more often than this; the first time leaves the answer that opens it time to be there.
const BETWEEN_EDITS: Duration = Duration::from_secs(3);
/// So many of one chat are open; the oldest closes.
const A_CHAT: usize = 3;

/// The open cards. Cheap to clone.
#[derive(Clone, Default)]
pub struct OpenCards(Arc<Mutex<HashMap<(i64, i32), Open>>>);

struct Open {
    since: Instant,
    _closes_with_it: DropGuard,
}

/// Whose card it is, and what it shows.
#[derive(Debug, Clone, Copy)]
pub struct Card {
    pub chat: i64,
    pub message: i32,
    pub station: StationId,
    pub person: Option<UserId>,
    pub is_owner: bool,
    pub locale: Locale,
}

impl OpenCards {
    /// Keeps a card fresh from now on.
    pub fn open(&self, app: &Arc<App>, card: Card, listener: Listener) {
        let stop = CancellationToken::new();
        {
            let mut open = self.lock();
            let open_here = |open: &HashMap<(i64, i32), Open>| {
                let here = open.iter().filter(|((chat, _), _)| *chat == card.chat);
                here.map(|(place, card)| (card.since, *place))
                    .collect::<Vec<_>>()
            };
            open.remove(&(card.chat, card.message));
            let here = open_here(&open);
            if here.len() >= A_CHAT
                && let Some((_, oldest)) = here.into_iter().min()
            {
                open.remove(&oldest);
            }
            open.insert(
                (card.chat, card.message),
                Open {
                    since: Instant::now(),
                    _closes_with_it: stop.clone().drop_guard(),
                },
            );
        }
        let (app, cards) = (Arc::clone(app), self.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = keep_fresh(&app, card, listener) => cards.close(card.chat, card.message),
                () = stop.cancelled() => {}
            }
        });
    }

    /// The message shows something else now.
    pub fn close(&self, chat: i64, message: i32) {
        self.lock().remove(&(chat, message));
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(i64, i32), Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn keep_fresh(app: &Arc<App>, card: Card, mut listener: Listener) {
    let until = Instant::now() + OPEN_FOR;
    let mut shown = None;
    loop {
        tokio::time::sleep(BETWEEN_EDITS).await;
        let is_over = Instant::now() >= until;
        let now = (!is_over).then(|| listener.now());
        match radio_card(app, &card, now.as_ref()).await {
            Ok(None) => return,
            Ok(Some(view)) if shown.as_ref() != Some(&view) => {
                let act = Act::Edit {
                    message: card.message,
                    view: view.clone(),
                };
                let envelope = Envelope {
                    chat: card.chat,
                    act,
                };
                app.outbox.deliver(&envelope, Lane::Bulk).await;
                shown = Some(view);
            }
            Ok(Some(_)) => {}
            Err(error) => {
                tracing::debug!(error = %Chain(&error), "a card is not refreshed");
            }
        }
        if is_over {
            return;
        }
        tokio::select! {
            changed = listener.changed() => if changed.is_none() { return },
            () = tokio::time::sleep_until(until) => {}
        }
    }
}
