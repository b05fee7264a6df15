//! Setting the ledger without running anything: `stamp`, after comparing the schema with what it should be then.

use std::collections::BTreeSet;

use super::{
    drift::{Difference, differences},
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{Actor, Event},
    place::{Conn, with},
    plan::{Cause, Facts},
    refusal::Refusal,
    schema::{self, Schema},
    source::Script,
    target::Position,
    verbs::Held,
};

/// What a stamp did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    pub from: Position,
    pub to: Position,
    pub added: Vec<i64>,
    pub removed: Vec<i64>,
}

impl Engine {
    /// How the database differs from what it would be at `to`. Changes nothing.
    pub async fn differs_from(&self, to: Position) -> Result<Vec<Difference>, EngineError> {
        let live = self.live().await?.map(|(_, live)| live).unwrap_or_default();
        let wanted = self.given_at(to).await?;
        Ok(differences(self.known.dialect, &live, &wanted))
    }

    /// The schema that the migrations up to `to` give.
    pub(super) async fn given_at(&self, to: Position) -> Result<Schema, EngineError> {
        let scripts: Vec<Script> = self
            .up_to(to)
            .into_iter()
            .filter_map(|version| Some(self.known.get(version)?.up.clone()))
            .collect();
        self.given_by(&scripts).await
    }

    pub(super) fn up_to(&self, to: Position) -> BTreeSet<i64> {
        to.map(|version| self.known.lineage(version))
            .unwrap_or_default()
    }

    /// Sets the ledger to `to`. Where the schema is not what it should be then, somebody has to insist.
    pub async fn stamp(
        &self,
        by: &Actor,
        to: Position,
        reason: Option<&str>,
        insists: bool,
    ) -> Result<Stamped, EngineError> {
        let mut held = self.hold_lock(by).await?;
        let stamped = self.stamp_held(&mut held, to, reason, insists).await;
        held.conn.close().await;
        stamped
    }

    async fn stamp_held(
        &self,
        held: &mut Held<'_>,
        to: Position,
        reason: Option<&str>,
        insists: bool,
    ) -> Result<Stamped, EngineError> {
        let facts = held.facts().await?;
        let live = schema::read(&mut held.conn).await?;
        let differs = differences(self.known.dialect, &live, &self.given_at(to).await?);
        if !differs.is_empty() && !insists {
            return Err(Refusal::Differs {
                at: super::report::position(to),
                differences: differs.into_iter().map(|d| (d.kind, d.what)).collect(),
            }
            .into());
        }
        let reason = reason.unwrap_or("the schema is what it says");
        let differs = differs.iter().map(Difference::to_string).collect();
        held.conn.begin().await?;
        let stamped = self.set_ledger(held, &facts, to, reason, differs).await;
        held.conn.end(stamped).await
    }

    /// Writes the ledger and the journal, within the transaction that is open.
    pub(super) async fn set_ledger(
        &self,
        held: &mut Held<'_>,
        facts: &Facts,
        to: Position,
        reason: &str,
        differs: Vec<String>,
    ) -> Result<Stamped, EngineError> {
        let (wanted, applied) = (self.up_to(to), facts.applied());
        let added: Vec<i64> = wanted
            .iter()
            .copied()
            .filter(|v| !applied.contains(v))
            .collect();
        let removed: Vec<i64> = applied
            .into_iter()
            .filter(|v| !wanted.contains(v))
            .collect();
        for version in &removed {
            delete(&mut held.conn, *version).await?;
        }
        for version in &added {
            if let Some(revision) = self.known.get(*version) {
                insert(
                    &mut held.conn,
                    *version,
                    &revision.name,
                    revision.up.hash.bytes(),
                )
                .await?;
            }
        }
        if !removed.is_empty() {
            // A restart must not apply again what was just said not to be there.
            let put_back = held.hold(Cause::StampedBack(to));
            super::journal::set_hold(&mut held.conn, Some(&put_back)).await?;
        }
        let stamped = Stamped {
            from: facts.current(),
            to,
            added,
            removed,
        };
        held.note(Event::Stamped {
            from: stamped.from,
            to,
            added: stamped.added.clone(),
            removed: stamped.removed.clone(),
            reason: reason.to_owned(),
            differs,
        })
        .await?;
        Ok(stamped)
    }
}

const DOING: &str = "writing the ledger";

async fn delete(conn: &mut Conn, version: i64) -> Result<(), EngineError> {
    const DELETE: &str = "DELETE FROM _sqlx_migrations WHERE version = $1";
    with!(conn, c => sqlx::query(DELETE).bind(version).execute(c).await.map(drop)).doing(DOING)
}

async fn insert(conn: &mut Conn, version: i64, name: &str, hash: &[u8]) -> Result<(), EngineError> {
    const INSERT: &str = "
        INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ($1, $2, TRUE, $3, -1)";
    with!(conn, c => sqlx::query(INSERT).bind(version).bind(name).bind(hash).execute(c).await.map(drop))
        .doing(DOING)
}
