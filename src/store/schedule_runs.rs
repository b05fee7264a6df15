//! `schedule_runs`: one row a run of a schedule, keyed by the instant it was due, and how far it got.
//!
//! A run is `open` until all its messages are out. Whoever works on it holds it by a lease. Before a message goes onto
//! the wire that is noted, and afterwards that it is out; who takes over from somebody that died in between cannot know
//! whether it is, counts it as uncertain and does not send it again. A done run is kept for a while, so that a clock which
//! is set back does not run it twice.

use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    db::{
        PerDialect, Tx, on,
        schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{RunId, ScheduleId},
};

pub const TABLE: Table = Table {
    name: "schedule_runs",
    columns: &[
        Column::ID,
        Column::new("schedule_id", Type::BigInt),
        Column::new("due_at", Type::Time),
        Column::new("state", Type::Varchar(10)).default(Default::Text("open")),
        Column::new("note", Type::Varchar(20)).nullable(),
        Column::new("run_at", Type::Time),
        Column::new("sent", Type::BigInt).default(Default::Int(0)),
        Column::new("is_sending", Type::Bool).default(Default::Bool(false)),
        Column::new("uncertain", Type::BigInt).default(Default::Int(0)),
        Column::new("attempts", Type::BigInt).default(Default::Int(0)),
        Column::new("created_at", Type::Time).default(Default::Now),
    ],
    checks: &[Check {
        name: "schedule_runs_state_known",
        sql: "state IN ('open', 'done')",
    }],
    uniques: &[Unique {
        name: "schedule_runs_due_at_key",
        columns: &["schedule_id", "due_at"],
    }],
    foreign_keys: &[ForeignKey {
        name: "schedule_runs_schedule_id_fkey",
        columns: &["schedule_id"],
        table: "scheduled_playlists",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[Index {
        name: "schedule_runs_state_idx",
        columns: &["state", "run_at"],
        unique: false,
        filter: None,
    }],
    ..Table::EMPTY
};

/// A run in the hands of a worker.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimedRun {
    #[sqlx(try_from = "i64")]
    pub id: RunId,
    #[sqlx(try_from = "i64")]
    pub schedule_id: ScheduleId,
    pub due_at: DateTime<Utc>,
    /// What is said to the maker instead of playing.
    pub note: Option<String>,
    /// How many of its messages are done with.
    pub sent: i64,
    /// How many of those may not have arrived.
    pub uncertain: i64,
    /// How many times it was taken up, this time included: by this number it is held.
    pub attempts: i64,
}

pub struct ScheduleRuns<'t>(&'t mut Tx);

impl Tx {
    pub fn schedule_runs(&mut self) -> ScheduleRuns<'_> {
        ScheduleRuns(self)
    }
}

/// Takes open runs whose time has come. `run_at` is when somebody may take them: the end of a lease, too.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "UPDATE schedule_runs SET run_at = $2, attempts = attempts + 1,
                sent = CASE WHEN is_sending THEN sent + 1 ELSE sent END,
                uncertain = CASE WHEN is_sending THEN uncertain + 1 ELSE uncertain END,
                is_sending = FALSE
            WHERE id IN (
                SELECT id FROM schedule_runs WHERE state = 'open' AND run_at <= $1 ORDER BY run_at LIMIT $3 ",
            $lock,
            ")
            RETURNING id, schedule_id, due_at, note, sent, uncertain, attempts"
        )
    };
}

impl ScheduleRuns<'_> {
    /// Adds a run, to be taken from `run_at` on. False: there was one for this instant already.
    pub async fn add(
        &mut self,
        schedule: ScheduleId,
        due: DateTime<Utc>,
        note: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const ADD: &str = "
            INSERT INTO schedule_runs (schedule_id, due_at, note, run_at, created_at) VALUES ($1, $2, $3, $4, $4)
            ON CONFLICT (schedule_id, due_at) DO NOTHING";
        let done = on!(self.0, conn => {
            sqlx::query(ADD).bind(schedule.get()).bind(due).bind(note).bind(now).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("add a run"))? == 1)
    }

    /// Takes some open runs, so that nobody else has them before `until`.
    pub async fn claim(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<ClaimedRun>, StoreError> {
        const CLAIM: PerDialect = PerDialect {
            sqlite: claim!(""),
            postgres: claim!("FOR UPDATE SKIP LOCKED"),
        };
        on!(self.0, conn => {
            sqlx::query_as(CLAIM.for_conn(conn)).bind(now).bind(until).bind(limit).fetch_all(conn).await
        })
        .map_err(StoreError::doing("claim runs"))
    }

    /// Keeps a run for longer. False: somebody else has it, or it is gone.
    pub async fn renew(
        &mut self,
        run: &ClaimedRun,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const RENEW: &str = "UPDATE schedule_runs SET run_at = $3 WHERE id = $1 AND attempts = $2 AND state = 'open'";
        let done = on!(self.0, conn => {
            sqlx::query(RENEW).bind(run.id.get()).bind(run.attempts).bind(until).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("keep a run"))? == 1)
    }

    /// The next message is about to go onto the wire. False: somebody else has the run, and nothing may be sent.
    pub async fn note_sending(
        &mut self,
        run: &ClaimedRun,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const NOTE: &str = "
            UPDATE schedule_runs SET is_sending = TRUE, run_at = $3 WHERE id = $1 AND attempts = $2 AND state = 'open'";
        let done = on!(self.0, conn => {
            sqlx::query(NOTE).bind(run.id.get()).bind(run.attempts).bind(until).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("note that a message is sent"))? == 1)
    }

    /// So many messages are done with; with the last one the run is.
    pub async fn note_sent(
        &mut self,
        run: &ClaimedRun,
        sent: i64,
        is_last: bool,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            UPDATE schedule_runs SET sent = $3, is_sending = FALSE, state = CASE WHEN $4 THEN 'done' ELSE state END
            WHERE id = $1 AND attempts = $2 AND state = 'open'";
        on!(self.0, conn => {
            sqlx::query(NOTE).bind(run.id.get()).bind(run.attempts).bind(sent).bind(is_last).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("note that a message is out"))
    }

    /// Instead of playing on, something is said to the maker; or, without a note, nothing more happens.
    pub async fn turn(
        &mut self,
        run: &ClaimedRun,
        note: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const TURN: &str = "
            UPDATE schedule_runs SET note = $3, sent = 0, is_sending = FALSE, run_at = $5,
                state = CASE WHEN $4 THEN 'done' ELSE state END
            WHERE id = $1 AND attempts = $2 AND state = 'open'";
        on!(self.0, conn => {
            sqlx::query(TURN).bind(run.id.get()).bind(run.attempts).bind(note).bind(note.is_none()).bind(now).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("turn a run"))
    }

    /// How many runs of a schedule are not done yet.
    pub async fn count_open(&mut self, schedule: ScheduleId) -> Result<i64, StoreError> {
        const COUNT: &str =
            "SELECT count(*) FROM schedule_runs WHERE schedule_id = $1 AND state = 'open'";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(schedule.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("count open runs"))
    }

    /// When an open run may be taken next.
    pub async fn next_at(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        const NEXT: &str = "SELECT min(run_at) FROM schedule_runs WHERE state = 'open'";
        on!(self.0, conn => sqlx::query_scalar(NEXT).fetch_one(conn).await)
            .map_err(StoreError::doing("look for the next run"))
    }

    /// Lets go of everything that dead workers held, where no others can be alive.
    pub async fn release(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        const RELEASE: &str =
            "UPDATE schedule_runs SET run_at = $1 WHERE state = 'open' AND run_at > $1";
        on!(self.0, conn => sqlx::query(RELEASE).bind(now).execute(conn).await.map(|done| done.rows_affected()))
            .map_err(StoreError::doing("release runs"))
    }

    /// Forgets what was done before an instant.
    pub async fn sweep(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        const SWEEP: &str = "DELETE FROM schedule_runs WHERE state = 'done' AND run_at < $1";
        on!(self.0, conn => sqlx::query(SWEEP).bind(before).execute(conn).await.map(|done| done.rows_affected()))
            .map_err(StoreError::doing("sweep runs"))
    }
}
