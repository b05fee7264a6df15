//! `jobs`: work that outlives an update, and what became of it until it is told.
//!
//! A row is `waiting` until a worker claims it, `running` while one has it, `finished` when its outcome is stored and has
//! to be told, `done` afterwards. A worker holds a row by a lease that it renews; a lease that ran out lets the next one
//! take it up. A done row keeps nothing but whose it was, so that turns are fair, and is swept after a while.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::StoreError;
use crate::{
    db::{
        PerDialect, Tx, on,
        schema::{Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique},
    },
    domain::{JobId, UserId},
};

pub const TABLE: Table = Table {
    name: "jobs",
    columns: &[
        Column::ID,
        Column::new("kind", Type::Varchar(32)),
        Column::new("key", Type::Varchar(200)).nullable(),
        Column::new("payload", Type::Json),
        Column::new("subject", Type::Varchar(200)).default(Default::Text("")),
        Column::new("user_id", Type::BigInt).nullable(),
        Column::new("chat_id", Type::BigInt).nullable(),
        Column::new("reply_to", Type::BigInt).nullable(),
        Column::new("language", Type::Varchar(5)),
        Column::new("state", Type::Varchar(10)).default(Default::Text("waiting")),
        Column::new("run_at", Type::Time),
        Column::new("attempts", Type::BigInt).default(Default::Int(0)),
        Column::new("lease_owner", Type::Varchar(64)).nullable(),
        Column::new("lease_until", Type::Time).nullable(),
        Column::new("is_cancelled", Type::Bool).default(Default::Bool(false)),
        Column::new("progress_message", Type::BigInt).nullable(),
        Column::new("told_at", Type::Time).nullable(),
        Column::new("outcome", Type::Json).nullable(),
        Column::new("delivered", Type::BigInt).default(Default::Int(0)),
        Column::new("is_sending", Type::Bool).default(Default::Bool(false)),
        Column::new("started_at", Type::Time).nullable(),
        Column::new("created_at", Type::Time).default(Default::Now),
    ],
    checks: &[Check {
        name: "jobs_state_known",
        sql: "state IN ('waiting', 'running', 'finished', 'done')",
    }],
    uniques: &[Unique {
        name: "jobs_key_key",
        columns: &["kind", "key"],
    }],
    foreign_keys: &[ForeignKey {
        name: "jobs_user_id_fkey",
        columns: &["user_id"],
        table: "users",
        references: &["id"],
        on_delete: OnDelete::Cascade,
    }],
    indexes: &[
        Index {
            name: "jobs_user_id_idx",
            columns: &["user_id", "kind", "state"],
            unique: false,
            filter: None,
        },
        Index {
            name: "jobs_state_idx",
            columns: &["kind", "state", "run_at"],
            unique: false,
            filter: None,
        },
    ],
    ..Table::EMPTY
};

/// A job to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    pub kind: &'static str,
    /// Of those with the same kind and key, one is open at a time.
    pub key: Option<String>,
    pub payload: Value,
    /// What it is about, in a few words, for the line that shows how far it is.
    pub subject: String,
    pub user: Option<UserId>,
    pub chat: Option<i64>,
    /// The message that asked for it.
    pub reply_to: Option<i64>,
    /// The two letters of the language to tell its outcome in.
    pub language: &'static str,
    pub run_at: DateTime<Utc>,
}

/// A job that a worker has.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct ClaimedJob {
    #[sqlx(try_from = "i64")]
    pub id: JobId,
    pub payload: Value,
    pub subject: String,
    pub user_id: Option<i64>,
    pub chat_id: Option<i64>,
    pub reply_to: Option<i64>,
    pub language: String,
    /// How many times it was taken up, this time included.
    pub attempts: i64,
    pub is_cancelled: bool,
    pub progress_message: Option<i64>,
    /// When somebody was last told how far it is.
    pub told_at: Option<DateTime<Utc>>,
    /// There where only the telling is left.
    pub outcome: Option<Value>,
    /// How many messages of the outcome are known to be out.
    pub delivered: i64,
    /// The next message was about to be sent when somebody died.
    pub is_sending: bool,
    pub created_at: DateTime<Utc>,
}

/// What a worker learns when it renews its lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lease {
    Held,
    /// The person does not want it any more.
    Cancelled,
    /// Somebody else has it, or the person is gone with all that is theirs.
    Lost,
}

impl Lease {
    /// From the row, if it is still this worker's.
    fn of(is_cancelled: Option<bool>) -> Self {
        match is_cancelled {
            None => Self::Lost,
            Some(true) => Self::Cancelled,
            Some(false) => Self::Held,
        }
    }
}

/// A job that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CancelledJob {
    #[sqlx(try_from = "i64")]
    pub id: JobId,
    pub subject: String,
    pub progress_message: Option<i64>,
}

/// Who claims, and under which rules.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    pub kind: &'a str,
    pub owner: &'a str,
    pub now: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// How many of one person may run at once.
    pub per_person: i64,
}

pub struct Jobs<'t>(pub(super) &'t mut Tx);

impl Tx {
    pub fn jobs(&mut self) -> Jobs<'_> {
        Jobs(self)
    }
}

/// Takes back the open jobs that are meant. One that waits is done with at once.
macro_rules! cancel {
    ($which:literal) => {
        concat!(
            "UPDATE jobs SET is_cancelled = TRUE,
                state = CASE WHEN state = 'waiting' THEN 'done' ELSE state END,
                payload = CASE WHEN state = 'waiting' THEN 'null' ELSE payload END,
                key = NULL
            WHERE ",
            $which,
            " AND (state IN ('waiting', 'running') OR (state = 'finished' AND kind = $3)) AND NOT is_cancelled
            RETURNING id, subject, progress_message"
        )
    };
}

/// The open job of a kind whose turn it is: what only has to be told first, then of the people who wait the one who was
/// served least recently.
macro_rules! next_job {
    ($lock:literal) => {
        concat!(
            "UPDATE jobs SET
                state = CASE WHEN outcome IS NULL THEN 'running' ELSE 'finished' END,
                lease_owner = $2, lease_until = $4, started_at = $3, attempts = attempts + 1
            WHERE id = (
                SELECT job.id FROM jobs AS job
                WHERE job.kind = $1 AND (
                    (job.state IN ('running', 'finished') AND job.lease_until < $3)
                    OR (job.state = 'waiting' AND job.run_at <= $3 AND (
                        job.user_id IS NULL OR $5 > (
                            SELECT count(*) FROM jobs AS theirs
                            WHERE theirs.user_id = job.user_id AND theirs.kind = $1
                                AND theirs.state = 'running' AND theirs.lease_until >= $3
                        )
                    ))
                )
                ORDER BY CASE WHEN job.outcome IS NULL THEN 1 ELSE 0 END,
                    (SELECT max(served.started_at) FROM jobs AS served
                        WHERE served.user_id = job.user_id AND served.kind = $1) NULLS FIRST,
                    job.id
                LIMIT 1 ",
            $lock,
            ")
            RETURNING id, payload, subject, user_id, chat_id, reply_to, language, attempts, is_cancelled,
                progress_message, told_at, outcome, delivered, is_sending, created_at"
        )
    };
}

impl Jobs<'_> {
    /// Adds a job; `None` where one with its key is open already.
    pub async fn add(
        &mut self,
        job: &NewJob,
        now: DateTime<Utc>,
    ) -> Result<Option<JobId>, StoreError> {
        const ADD: &str = "
            INSERT INTO jobs (kind, key, payload, subject, user_id, chat_id, reply_to, language, run_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (kind, key) DO NOTHING RETURNING id";
        let id: Option<i64> = on!(self.0, conn => {
            sqlx::query_scalar(ADD)
                .bind(job.kind)
                .bind(&job.key)
                .bind(&job.payload)
                .bind(&job.subject)
                .bind(job.user.map(UserId::get))
                .bind(job.chat)
                .bind(job.reply_to)
                .bind(job.language)
                .bind(job.run_at)
                .bind(now)
                .fetch_optional(conn)
                .await
        })
        .map_err(StoreError::doing("add a job"))?;
        Ok(id.map(JobId::from))
    }

    /// Takes the next job, so that nobody else has it until the lease runs out.
    pub async fn claim(&mut self, claim: Claim<'_>) -> Result<Option<ClaimedJob>, StoreError> {
        const CLAIM: PerDialect = PerDialect {
            sqlite: next_job!(""),
            postgres: next_job!("FOR UPDATE OF job SKIP LOCKED"),
        };
        on!(self.0, conn => {
            sqlx::query_as(CLAIM.for_conn(conn))
                .bind(claim.kind)
                .bind(claim.owner)
                .bind(claim.now)
                .bind(claim.until)
                .bind(claim.per_person)
                .fetch_optional(conn)
                .await
        })
        .map_err(StoreError::doing("claim a job"))
    }

    /// When the next job of a kind may be claimed: one that is to be run later, or whose worker may have died.
    pub async fn next_at(&mut self, kind: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
        const NEXT: &str = "
            SELECT min(CASE WHEN state = 'waiting' THEN run_at ELSE lease_until END)
            FROM jobs WHERE kind = $1 AND state IN ('waiting', 'running', 'finished')";
        on!(self.0, conn => sqlx::query_scalar(NEXT).bind(kind).fetch_one(conn).await)
            .map_err(StoreError::doing("look for the next job"))
    }

    /// Renews a lease.
    pub async fn renew(
        &mut self,
        id: JobId,
        owner: &str,
        until: DateTime<Utc>,
    ) -> Result<Lease, StoreError> {
        const RENEW: &str = "
            UPDATE jobs SET lease_until = $3
            WHERE id = $1 AND lease_owner = $2 AND state IN ('running', 'finished') RETURNING is_cancelled";
        let cancelled: Option<bool> = on!(self.0, conn => {
            sqlx::query_scalar(RENEW).bind(id.get()).bind(owner).bind(until).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("renew a lease"))?;
        Ok(Lease::of(cancelled))
    }

    /// Stores what a job came to, to be told if the lease is held.
    pub async fn finish(
        &mut self,
        id: JobId,
        owner: &str,
        outcome: &Value,
    ) -> Result<Lease, StoreError> {
        const FINISH: &str = "
            UPDATE jobs SET state = 'finished', outcome = $3
            WHERE id = $1 AND lease_owner = $2 AND state = 'running' RETURNING is_cancelled";
        let cancelled: Option<bool> = on!(self.0, conn => {
            sqlx::query_scalar(FINISH).bind(id.get()).bind(owner).bind(outcome).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("store an outcome"))?;
        Ok(Lease::of(cancelled))
    }

    /// Puts a job back, to be run again from `run_at` on; what it came to before is forgotten. Whether this time `counts`
    /// as an attempt.
    pub async fn put_back(
        &mut self,
        id: JobId,
        owner: &str,
        run_at: DateTime<Utc>,
        counts: bool,
    ) -> Result<(), StoreError> {
        const PUT_BACK: &str = "
            UPDATE jobs SET state = 'waiting', run_at = $3, attempts = attempts - $4, outcome = NULL, is_sending = FALSE,
                lease_owner = NULL, lease_until = NULL
            WHERE id = $1 AND lease_owner = $2 AND state IN ('running', 'finished')";
        let uncounted = i64::from(!counts);
        on!(self.0, conn => {
            sqlx::query(PUT_BACK).bind(id.get()).bind(owner).bind(run_at).bind(uncounted).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("put a job back"))
    }

    /// Notes that the next message of an outcome is about to be sent.
    pub async fn note_sending(&mut self, id: JobId, owner: &str) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE jobs SET is_sending = TRUE WHERE id = $1 AND lease_owner = $2";
        on!(self.0, conn => sqlx::query(NOTE).bind(id.get()).bind(owner).execute(conn).await.map(drop))
            .map_err(StoreError::doing("note that a message is sent"))
    }

    /// Notes that so many messages of an outcome are out.
    pub async fn note_delivered(
        &mut self,
        id: JobId,
        owner: &str,
        delivered: i64,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            UPDATE jobs SET delivered = $3, is_sending = FALSE WHERE id = $1 AND lease_owner = $2";
        on!(self.0, conn => {
            sqlx::query(NOTE).bind(id.get()).bind(owner).bind(delivered).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("note that a message is out"))
    }

    /// The outcome is told, and there is more to do: the job waits again, with another payload, as if it were new. False
    /// where somebody stopped it meanwhile.
    pub async fn go_on(
        &mut self,
        id: JobId,
        owner: &str,
        payload: &Value,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const GO_ON: &str = "
            UPDATE jobs SET state = 'waiting', payload = $3, run_at = $4, created_at = $4, attempts = 0, outcome = NULL,
                delivered = 0, is_sending = FALSE, lease_owner = NULL, lease_until = NULL, progress_message = NULL,
                told_at = NULL
            WHERE id = $1 AND lease_owner = $2 AND state = 'finished' AND NOT is_cancelled";
        let done = on!(self.0, conn => {
            sqlx::query(GO_ON).bind(id.get()).bind(owner).bind(payload).bind(now).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("go on with a job"))? == 1)
    }

    /// Closes a job and forgets what it was about.
    pub async fn close(&mut self, id: JobId, owner: &str) -> Result<(), StoreError> {
        const CLOSE: &str = "
            UPDATE jobs SET state = 'done', key = NULL, payload = 'null', subject = '', outcome = NULL,
                lease_owner = NULL, lease_until = NULL, progress_message = NULL
            WHERE id = $1 AND lease_owner = $2";
        on!(self.0, conn => sqlx::query(CLOSE).bind(id.get()).bind(owner).execute(conn).await.map(drop))
            .map_err(StoreError::doing("close a job"))
    }

    /// Takes back a person's job. One that runs ends as soon as its worker hears of it. One whose outcome is being told is
    /// no longer theirs to stop, unless it is of the kind that comes in pieces.
    pub async fn cancel(
        &mut self,
        id: JobId,
        user: UserId,
        in_pieces: &str,
    ) -> Result<Option<CancelledJob>, StoreError> {
        const CANCEL: &str = cancel!("id = $1 AND user_id = $2");
        on!(self.0, conn => {
            sqlx::query_as(CANCEL).bind(id.get()).bind(user.get()).bind(in_pieces).fetch_optional(conn).await
        })
        .map_err(StoreError::doing("cancel a job"))
    }

    /// Takes back everything a person waits for in a chat.
    pub async fn cancel_all(
        &mut self,
        user: UserId,
        chat: i64,
        in_pieces: &str,
    ) -> Result<Vec<CancelledJob>, StoreError> {
        const CANCEL: &str = cancel!("user_id = $1 AND chat_id = $2");
        on!(self.0, conn => {
            sqlx::query_as(CANCEL).bind(user.get()).bind(chat).bind(in_pieces).fetch_all(conn).await
        })
        .map_err(StoreError::doing("cancel jobs"))
    }

    /// Lets go of everything that dead workers held, where no others can be alive.
    pub async fn release(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        const RELEASE: &str = "
            UPDATE jobs SET lease_until = $2 WHERE state IN ('running', 'finished') AND lease_until >= $1";
        let before = now - chrono::TimeDelta::milliseconds(1);
        on!(self.0, conn => {
            sqlx::query(RELEASE).bind(now).bind(before).execute(conn).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::doing("release jobs"))
    }

    /// Deletes done jobs that were begun, or given up, before `before`.
    pub async fn sweep(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        const SWEEP: &str =
            "DELETE FROM jobs WHERE state = 'done' AND coalesce(started_at, created_at) < $1";
        on!(self.0, conn => {
            sqlx::query(SWEEP).bind(before).execute(conn).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::doing("sweep jobs"))
    }
}
