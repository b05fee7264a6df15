//! Who is banned: to them the bot says nothing. Kept beside the owner's notes, so that a ban holds with no application table
//! at all; looked up again every few seconds, so that all copies of the bot agree.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    db::{Db, DbError, Notes, Tx},
    domain::TelegramId,
};

const PREFIX: &str = "ban:";
/// Another copy hears of a ban after so long at most.
const KNOWN_FOR: Duration = Duration::from_secs(5);

/// What this process knows of them.
#[derive(Default)]
pub struct Bans(Mutex<Option<(Instant, Arc<Banned>)>>);

/// Those who are banned, since when in milliseconds.
pub type Banned = BTreeMap<TelegramId, i64>;

impl Bans {
    /// Everybody who is banned.
    pub async fn all(&self, db: &Db, bot_id: i64) -> Result<Arc<Banned>, DbError> {
        if let Some((at, banned)) = &*self.known()
            && at.elapsed() < KNOWN_FOR
        {
            return Ok(Arc::clone(banned));
        }
        let at = Instant::now();
        let mut tx = db.glance().await?;
        let notes = Notes { bot_id }.beginning(&mut tx, PREFIX).await?;
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
    pub fn look_again(&self) {
        *self.known() = None;
    }

    fn known(&self) -> MutexGuard<'_, Option<(Instant, Arc<Banned>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub async fn ban(bot_id: i64, tx: &mut Tx, person: TelegramId, now_ms: i64) -> Result<(), DbError> {
    Notes { bot_id }
        .claim(tx, &name(person), now_ms)
        .await
        .map(drop)
}

pub async fn unban(bot_id: i64, tx: &mut Tx, person: TelegramId) -> Result<(), DbError> {
    Notes { bot_id }.forget(tx, &name(person)).await
}

fn name(person: TelegramId) -> String {
    format!("{PREFIX}{person}")
}
