//! Who is banned: to them the bot says nothing. Kept beside the owner's notes, so that a ban holds with no application table
//! at all; looked up again every few seconds, so that all copies of the bot agree.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    app::App,
    db::{DbError, Notes, Tx},
    domain::TelegramId,
};

const PREFIX: &str = "ban:";
/// Another copy hears of a ban after so long at most.
const KNOWN_FOR: Duration = Duration::from_secs(5);

/// What this process knows of them.
#[derive(Default)]
pub struct Bans(Mutex<Option<(Instant, Arc<Banned>)>>);

/// Those who are banned, since when in milliseconds.
pub(super) type Banned = BTreeMap<TelegramId, i64>;

impl Bans {
    /// Everybody who is banned.
    pub(super) async fn all(&self, app: &App) -> Result<Arc<Banned>, DbError> {
        if let Some((at, banned)) = &*self.known()
            && at.elapsed() < KNOWN_FOR
        {
            return Ok(Arc::clone(banned));
        }
        let at = Instant::now();
        let mut tx = app.db.glance().await?;
        let notes = notes(app).beginning(&mut tx, PREFIX).await?;
        let id = |name: &str| name.strip_prefix(PREFIX)?.parse::<i64>().ok();
        let banned: Banned = notes
            .iter()
            .filter_map(|(name, since)| Some((id(name)?.into(), *since)))
            .collect();
        let banned = Arc::new(banned);
        *self.known() = Some((at, Arc::clone(&banned)));
        Ok(banned)
    }

    /// The rows are about to change, or did.
    pub(super) fn look_again(&self) {
        *self.known() = None;
    }

    fn known(&self) -> MutexGuard<'_, Option<(Instant, Arc<Banned>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) async fn ban(
    app: &App,
    tx: &mut Tx,
    person: TelegramId,
    now_ms: i64,
) -> Result<(), DbError> {
    notes(app).claim(tx, &name(person), now_ms).await.map(drop)
}

pub(super) async fn unban(app: &App, tx: &mut Tx, person: TelegramId) -> Result<(), DbError> {
    notes(app).forget(tx, &name(person)).await
}

fn name(person: TelegramId) -> String {
    format!("{PREFIX}{person}")
}

fn notes(app: &App) -> Notes {
    Notes { bot_id: app.me.id }
}
