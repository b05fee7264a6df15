//! What is done under the lock besides running plans: recovering, holding, releasing, blessing, backing up.

use super::{
    apply::backed_up,
    backup::{self, Backup},
    bless::{Difference, difference},
    cancel::Cancel,
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{self, Actor, Entry, Event},
    kept,
    lock::{self, Lock},
    look,
    mirror::Mirror,
    outside,
    place::{Conn, with},
    plan::{Cause, Facts, Hold, Plan, Step},
    refusal::Refusal,
    source::{Hash, Script},
    step::Run,
    tables,
    target::{Direction, find},
};
use crate::db::gate::Drained;

/// The database with its lock held. Dropping it lets go of both.
#[derive(Debug)]
pub(super) struct Held<'a> {
    pub(super) engine: &'a Engine,
    pub(super) by: &'a Actor,
    pub(super) conn: Conn,
    pub(super) mirror: Option<Mirror>,
    _lock: Lock, // The last to go.
}

impl Engine {
    /// Takes the lock, and makes sure that there are tables to write to and that the mirror is complete.
    pub(super) async fn hold_lock<'a>(&'a self, by: &'a Actor) -> Result<Held<'a>, EngineError> {
        let mut conn = self.place.open_to_write().await?;
        let lock = lock::take(
            &self.place,
            &mut conn,
            self.clock.as_ref(),
            by,
            self.settings.patience,
            &Cancel::default(),
        )
        .await?;
        tables::ensure(&mut conn).await?;
        let mut mirror = Mirror::open(&self.place)?;
        if let Some(mirror) = &mut mirror {
            mirror.append(&journal::entries(&mut conn).await?)?;
        }
        Ok(Held {
            engine: self,
            by,
            conn,
            mirror,
            _lock: lock,
        })
    }
}

impl Held<'_> {
    pub(super) async fn facts(&mut self) -> Result<Facts, EngineError> {
        look::facts(&self.engine.place, &mut self.conn).await
    }

    pub(super) async fn note(&mut self, event: Event) -> Result<(), EngineError> {
        let entry = Entry::new(self.engine.clock.now(), self.by, None, event);
        journal::write(&mut self.conn, &entry).await?;
        match &mut self.mirror {
            Some(mirror) => mirror.append(&[entry]),
            None => Ok(()),
        }
    }

    /// Changes the hold and says so, in one transaction.
    pub(super) async fn set_hold(
        &mut self,
        hold: Option<&Hold>,
        event: Event,
    ) -> Result<(), EngineError> {
        self.conn.begin().await?;
        let written = match journal::set_hold(&mut self.conn, hold).await {
            Ok(()) => self.note(event).await,
            Err(error) => Err(error),
        };
        match written {
            Ok(()) => self.conn.commit().await,
            Err(error) => {
                self.conn.rollback().await;
                Err(error)
            }
        }
    }

    /// Waits until nobody works on the data, in this process or another.
    pub(super) async fn quiet(&mut self) -> Result<Option<Drained>, EngineError> {
        if let Err(error) = self.engine.ask_to_pause(&mut self.conn).await {
            self.engine.let_go_on(&mut self.conn).await;
            return Err(error);
        }
        let Some(gate) = &self.engine.gate else {
            return Ok(None);
        };
        let drained = gate.drain(self.engine.settings.drain).await;
        if drained.is_none() {
            self.engine.let_go_on(&mut self.conn).await;
            return Err(Refusal::Undrained.into());
        }
        Ok(drained)
    }

    /// Lets everybody go on, with connections that know the new schema.
    pub(super) async fn go_on(&mut self, drained: Option<Drained>) {
        self.engine.let_go_on(&mut self.conn).await;
        if let Some(gate) = &self.engine.gate {
            gate.recycle();
        }
        drop(drained);
    }

    pub(super) fn hold(&self, cause: Cause) -> Hold {
        Hold::new(self.by, cause, self.engine.clock.now())
    }
}

/// What became of a step that was interrupted outside a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    Nothing,
    /// It had happened, and is in the ledger now.
    Recorded(String),
    /// It had not; it is pending again.
    Undone(String),
}

impl Engine {
    /// Finds out what became of a step that a crash interrupted outside a transaction, and brings the books in order.
    pub async fn recover(&self, by: &Actor) -> Result<Recovered, EngineError> {
        let mut held = self.hold_lock(by).await?;
        let facts = held.facts().await?;
        let Some((version, direction)) = facts.unfinished_step else {
            return Ok(Recovered::Nothing);
        };
        let step = self.interrupted(&facts, version, direction)?;
        let (cancel, tell) = (Cancel::default(), |_| ());
        let run = Run::new("recovery", by, self.clock.as_ref(), &cancel, &[], &tell);
        let happened = outside::recover(&mut held.conn, &step, &run).await?;
        if let Some(mirror) = &mut held.mirror {
            mirror.append(&run.take_written())?;
        }
        held.conn.close().await;
        Ok(if happened {
            Recovered::Recorded(step.name)
        } else {
            Recovered::Undone(step.name)
        })
    }

    fn interrupted(
        &self,
        facts: &Facts,
        version: i64,
        direction: Direction,
    ) -> Result<Step, EngineError> {
        let revision = self.known.get(version);
        let stored = facts.stored.get(&version);
        let (up, down) = match (stored, revision) {
            (Some(stored), _) => (stored.up.clone(), stored.down.clone()),
            (None, Some(revision)) => (revision.up.clone(), revision.down.clone()),
            (None, None) => {
                return Err(Refusal::Missing {
                    name: format!("{version:04}"),
                }
                .into());
            }
        };
        let (script, back) = match direction {
            Direction::Up => (Some(up), down),
            Direction::Down => (down, Some(up)),
        };
        let name = self.known.name(version);
        let script = script.ok_or_else(|| Refusal::Irreversible {
            name: name.clone(),
            why: None,
        })?;
        Ok(Step::recovered(version, name, direction, script, back))
    }

    /// Holds: nothing is applied by a restart until somebody moves up on purpose.
    pub async fn hold(&self, by: &Actor, reason: &str) -> Result<(), EngineError> {
        let mut held = self.hold_lock(by).await?;
        let wanted = held.hold(Cause::Asked(reason.to_owned()));
        held.set_hold(
            Some(&wanted),
            Event::Held {
                reason: reason.to_owned(),
            },
        )
        .await?;
        held.conn.close().await;
        Ok(())
    }

    /// Lets go of the hold; says whether there was one.
    pub async fn release(&self, by: &Actor, reason: &str) -> Result<bool, EngineError> {
        let mut held = self.hold_lock(by).await?;
        let facts = held.facts().await?;
        if let Some(file) = facts.unfinished_restore.clone() {
            let version = facts.current();
            held.note(Event::RestoreFinished { file, version }).await?;
        }
        let was_held = facts.hold.is_some() || facts.unfinished_restore.is_some();
        if was_held {
            let event = Event::Released {
                reason: reason.to_owned(),
            };
            held.set_hold(None, event).await?;
        }
        held.conn.close().await;
        Ok(was_held)
    }

    /// Moving up on purpose lets go of the hold, also where nothing is left to apply. Says whether there was one.
    pub async fn let_go(&self, by: &Actor, plan: &Plan) -> Result<bool, EngineError> {
        let all_is_applied = plan.is_empty() && plan.from == self.known.head();
        let moves_up = plan.direction == Direction::Up && all_is_applied;
        Ok(moves_up && plan.held && self.release(by, "migrate up").await?)
    }

    /// Lets go of a backup: from now on it is removed by its age, as others are. Says whether it was kept.
    pub async fn unpin(&self, by: &Actor, backup: &Backup) -> Result<bool, EngineError> {
        if !backup.pinned {
            return Ok(false);
        }
        let mut held = self.hold_lock(by).await?;
        if backup.left_out.is_some() {
            kept::unpin(&mut held.conn, backup).await?;
        } else {
            backup::describe(&Backup {
                pinned: false,
                ..backup.clone()
            })?;
        }
        let file = backup.file.display().to_string();
        held.note(Event::Unpinned { file }).await?;
        held.conn.close().await;
        Ok(true)
    }

    /// Copies the database now.
    pub async fn back_up(
        &self,
        by: &Actor,
        reason: &str,
        pinned: bool,
    ) -> Result<Backup, EngineError> {
        if self.place.open_to_read().await?.is_none() {
            return Err(EngineError::Backup("there is no database yet".to_owned()));
        }
        let mut held = self.hold_lock(by).await?;
        let from = held.facts().await?.current();
        let name = self.backup_name(from, "manual");
        let copied = self.copy(&mut held.conn, &name, reason, pinned).await;
        if let Err(EngineError::Damaged(says)) = &copied {
            held.note(Event::Damaged { says: says.clone() }).await?;
        }
        let backup = copied?;
        held.note(backed_up(&backup)).await?;
        // An old one that stays until the next time harms nobody.
        let _ = self.prune(&mut held.conn).await;
        held.conn.close().await;
        Ok(backup)
    }
}

/// A migration whose text is not the applied one, and what the difference is.
#[derive(Debug, Clone)]
pub struct Edited {
    pub version: i64,
    pub name: String,
    pub then: Option<Script>,
    pub now: Script,
    pub hash_then: Hash,
    pub how: Difference,
}

impl Engine {
    /// How an applied migration differs from its file now; `None` where it does not.
    pub async fn edited(&self, revision: &str) -> Result<Option<Edited>, EngineError> {
        let facts = self.facts().await?;
        let version = find(revision, &self.known, &facts.applied()).map_err(Refusal::from)?;
        let (Some(applied), Some(revision)) = (
            facts.ledger.iter().find(|a| a.version == version),
            self.known.get(version),
        ) else {
            return Err(
                Refusal::Other(format!("{} is not applied", self.known.name(version))).into(),
            );
        };
        if applied.hash == revision.up.hash {
            return Ok(None);
        }
        let then = facts
            .stored
            .get(&version)
            .map(|s| s.up.clone())
            .filter(|up| up.hash == applied.hash);
        let how = difference(
            self.known.dialect,
            then.as_ref(),
            &revision.up,
            &applied.hash,
        );
        Ok(Some(Edited {
            version,
            name: revision.file_stem(),
            then,
            now: revision.up.clone(),
            hash_then: applied.hash.clone(),
            how,
        }))
    }

    /// Accepts the text of an applied migration as it is now, the difference having been shown.
    pub async fn bless(
        &self,
        by: &Actor,
        edited: &Edited,
        reason: &str,
    ) -> Result<(), EngineError> {
        let mut held = self.hold_lock(by).await?;
        let update =
            "UPDATE _sqlx_migrations SET checksum = $1 WHERE version = $2 AND checksum = $3";
        held.conn.begin().await?;
        let (now, then) = (
            edited.now.hash.bytes().to_vec(),
            edited.hash_then.bytes().to_vec(),
        );
        let changed = with!(&mut held.conn, c => sqlx::query(update).bind(now).bind(edited.version).bind(then).execute(c).await.map(|r| r.rows_affected()));
        if changed.doing("recording the hash")? != 1 {
            held.conn.rollback().await;
            return Err(Refusal::Stale("the ledger was changed meanwhile".to_owned()).into());
        }
        held.note(Event::Blessed {
            version: edited.version,
            from: edited.hash_then.clone(),
            to: edited.now.hash.clone(),
            reason: reason.to_owned(),
        })
        .await?;
        held.conn.commit().await?;
        held.conn.close().await;
        Ok(())
    }
}
