//! `scheduled_playlists`: which playlist plays when, and where.
//!
//! `next_run` is when it is due next; a schedule that is paused or has run for the last time has none. It is reckoned at
//! `planned_at`: one that was reckoned in the future stems from a clock that has been set back since. `prepare_at` is when
//! its tracks should be made ready for that; it goes when somebody has seen to it.

use chrono::{DateTime, TimeDelta, Utc};

use super::StoreError;
use crate::{
    db::{
        PerDialect, Tx, on,
        schema::{Column, Default, ForeignKey, Index, OnDelete, Table, Type},
    },
    domain::{BadSchedule, Language, PlaylistId, ScheduleId, ScheduleSpec, Timezone, UserId},
};

pub const TABLE: Table = Table {
    name: "scheduled_playlists",
    columns: &[
        Column::ID,
        Column::new("playlist_id", Type::BigInt),
        Column::new("time", Type::Varchar(50)),
        Column::new("recurrence", Type::Varchar(20)).default(Default::Text("daily")),
        Column::new("timezone", Type::Varchar(50)).default(Default::Text("UTC")),
        Column::new("enabled", Type::Bool).default(Default::Bool(true)),
        Column::new("created_by", Type::BigInt),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("updated_at", Type::Time).default(Default::Now),
        Column::new("week_days", Type::Varchar(7)).nullable(),
        Column::new("chat_id", Type::BigInt).nullable(),
        Column::new("next_run", Type::Time).nullable(),
        Column::new("planned_at", Type::Time).nullable(),
        Column::new("paused_because", Type::Varchar(20)).nullable(),
        Column::new("language", Type::Varchar(5)).nullable(),
        Column::new("prepare_at", Type::Time).nullable(),
    ],
    foreign_keys: &[
        ForeignKey {
            name: "scheduled_playlists_playlist_id_fkey",
            columns: &["playlist_id"],
            table: "playlists",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
        ForeignKey {
            name: "scheduled_playlists_created_by_fkey",
            columns: &["created_by"],
            table: "users",
            references: &["id"],
            on_delete: OnDelete::Cascade,
        },
    ],
    indexes: &[
        Index {
            name: "scheduled_playlists_playlist_id_idx",
            columns: &["playlist_id"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_created_by_idx",
            columns: &["created_by"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_next_run_idx",
            columns: &["next_run"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_planned_at_idx",
            columns: &["planned_at"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_chat_id_idx",
            columns: &["chat_id"],
            unique: false,
            filter: None,
        },
        Index {
            name: "scheduled_playlists_prepare_at_idx",
            columns: &["prepare_at"],
            unique: false,
            filter: None,
        },
    ],
    ..Table::EMPTY
};

#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Schedule {
    #[sqlx(try_from = "i64")]
    pub id: ScheduleId,
    #[sqlx(try_from = "i64")]
    pub playlist_id: PlaylistId,
    pub playlist: String,
    time: String,
    recurrence: String,
    week_days: Option<String>,
    timezone: String,
    pub enabled: bool,
    #[sqlx(try_from = "i64")]
    pub created_by: UserId,
    /// Where it plays; without one, to whoever made it.
    pub chat_id: Option<i64>,
    pub next_run: Option<DateTime<Utc>>,
    /// Why it paused by itself.
    pub paused_because: Option<String>,
    language: Option<String>,
    /// Its playlist is deleted, and could be restored.
    pub is_orphan: bool,
    /// It plays a station; its list, of the station's name, was made for it and holds nothing else.
    pub plays_station: bool,
}

impl Schedule {
    pub fn spec(&self) -> Result<ScheduleSpec, BadSchedule> {
        ScheduleSpec::kept(&self.time, &self.recurrence, self.week_days.as_deref())
    }

    /// What its maker was spoken to in when they made it.
    pub fn language(&self) -> Language {
        let kept = self.language.as_deref().and_then(Language::from_code);
        kept.unwrap_or(Language::DEFAULT)
    }

    /// One that this build does not know is taken for UTC.
    pub fn zone(&self) -> Timezone {
        Timezone::parse(&self.timezone).unwrap_or(Timezone::UTC)
    }
}

/// So long before it is due a schedule is prepared.
const AHEAD: TimeDelta = TimeDelta::minutes(15);

fn prepare_at(next_run: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    next_run.map(|next_run| next_run - AHEAD)
}

/// When, by whose clock, and therefore next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'a> {
    pub spec: &'a ScheduleSpec,
    pub zone: Timezone,
    pub next_run: Option<DateTime<Utc>>,
}

macro_rules! schedules {
    ($rest:literal) => {
        concat!(
            "SELECT schedule.id, schedule.playlist_id, playlists.name AS playlist, schedule.\"time\", schedule.recurrence,
                schedule.week_days, schedule.timezone, schedule.enabled, schedule.created_by, schedule.chat_id,
                schedule.next_run, schedule.paused_because, schedule.language, playlists.deleted_at IS NOT NULL AS is_orphan,
                playlists.is_unlisted AS plays_station
            FROM scheduled_playlists AS schedule JOIN playlists ON playlists.id = schedule.playlist_id ",
            $rest
        )
    };
}

pub struct Schedules<'t>(&'t mut Tx);

impl Tx {
    pub fn schedules(&mut self) -> Schedules<'_> {
        Schedules(self)
    }
}

impl Schedules<'_> {
    pub async fn add(
        &mut self,
        user: UserId,
        playlist: PlaylistId,
        chat: Option<i64>,
        plan: &Plan<'_>,
        language: Language,
        now: DateTime<Utc>,
    ) -> Result<ScheduleId, StoreError> {
        const ADD: &str = "
            INSERT INTO scheduled_playlists
                (playlist_id, \"time\", recurrence, week_days, timezone, created_by, chat_id, next_run, planned_at,
                    created_at, updated_at, language, prepare_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, $11) RETURNING id";
        let id: i64 = on!(self.0, conn => {
            sqlx::query_scalar(ADD)
                .bind(playlist.get()).bind(plan.spec.time()).bind(plan.spec.recurrence()).bind(plan.spec.week_days())
                .bind(plan.zone.name()).bind(user.get()).bind(chat).bind(plan.next_run).bind(now).bind(language.code())
                .bind(prepare_at(plan.next_run))
                .fetch_one(conn).await
        })
        .map_err(StoreError::doing("add a schedule"))?;
        Ok(id.into())
    }

    /// How many schedules a person has.
    pub async fn count(&mut self, user: UserId) -> Result<i64, StoreError> {
        const COUNT: &str = "SELECT count(*) FROM scheduled_playlists WHERE created_by = $1";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(user.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("count schedules"))
    }

    /// Some of a person's schedules, oldest first.
    pub async fn of_person(
        &mut self,
        user: UserId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Schedule>, StoreError> {
        const PAGE: &str =
            schedules!("WHERE schedule.created_by = $1 ORDER BY schedule.id LIMIT $2 OFFSET $3");
        on!(self.0, conn => sqlx::query_as(PAGE).bind(user.get()).bind(limit).bind(offset).fetch_all(conn).await)
            .map_err(StoreError::doing("list schedules"))
    }

    /// Some of the schedules that play in a chat, whoever made them.
    pub async fn of_chat(&mut self, chat: i64, limit: i64) -> Result<Vec<Schedule>, StoreError> {
        const PAGE: &str = schedules!("WHERE schedule.chat_id = $1 ORDER BY schedule.id LIMIT $2");
        on!(self.0, conn => sqlx::query_as(PAGE).bind(chat).bind(limit).fetch_all(conn).await)
            .map_err(StoreError::doing("list the schedules of a chat"))
    }

    pub async fn find(&mut self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        const FIND: &str = schedules!("WHERE schedule.id = $1");
        on!(self.0, conn => sqlx::query_as(FIND).bind(id.get()).fetch_optional(conn).await)
            .map_err(StoreError::doing("find a schedule"))
    }

    /// Gives it another time or zone; it runs again if it had paused.
    pub async fn plan(
        &mut self,
        id: ScheduleId,
        plan: &Plan<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const PLAN: &str = "
            UPDATE scheduled_playlists SET \"time\" = $2, recurrence = $3, week_days = $4, timezone = $5, next_run = $6,
                planned_at = $7, updated_at = $7, prepare_at = $8, enabled = TRUE, paused_because = NULL
            WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(PLAN)
                .bind(id.get()).bind(plan.spec.time()).bind(plan.spec.recurrence()).bind(plan.spec.week_days())
                .bind(plan.zone.name()).bind(plan.next_run).bind(now)
                .bind(prepare_at(plan.next_run)).execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("plan a schedule"))
    }

    /// When it is due next; a schedule that is not due any more stays as it is.
    pub async fn set_next(
        &mut self,
        id: ScheduleId,
        next: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            UPDATE scheduled_playlists SET next_run = $2, planned_at = $3, prepare_at = $4, enabled = $2 IS NOT NULL
            WHERE id = $1";
        // PostgreSQL wants to know what a parameter is that is only asked about.
        const SET_TYPED: &str = "
            UPDATE scheduled_playlists SET next_run = $2, planned_at = $3, prepare_at = $4,
                enabled = CAST($2 AS TIMESTAMPTZ) IS NOT NULL
            WHERE id = $1";
        const NEXT: PerDialect = PerDialect {
            sqlite: SET,
            postgres: SET_TYPED,
        };
        on!(self.0, conn => {
            sqlx::query(NEXT.for_conn(conn)).bind(id.get()).bind(next).bind(now).bind(prepare_at(next))
                .execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("set the next run"))
    }

    /// Which playlist it plays; what was made ready for its next run is of no use then.
    pub async fn set_playlist(
        &mut self,
        schedule: &Schedule,
        playlist: PlaylistId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SET: &str = "
            UPDATE scheduled_playlists SET playlist_id = $2, prepare_at = $3, updated_at = $4 WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(SET)
                .bind(schedule.id.get()).bind(playlist.get()).bind(prepare_at(schedule.next_run)).bind(now)
                .execute(conn).await.map(drop)
        })
        .map_err(StoreError::doing("change the playlist of a schedule"))
    }

    /// Where it plays.
    pub async fn set_chat(
        &mut self,
        id: ScheduleId,
        chat: Option<i64>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SET: &str =
            "UPDATE scheduled_playlists SET chat_id = $2, updated_at = $3 WHERE id = $1";
        on!(self.0, conn => sqlx::query(SET).bind(id.get()).bind(chat).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("move a schedule"))
    }

    /// Pauses it, for a reason where nobody asked for it. False: it was paused already.
    pub async fn pause(
        &mut self,
        id: ScheduleId,
        because: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const PAUSE: &str = "
            UPDATE scheduled_playlists SET enabled = FALSE, next_run = NULL, prepare_at = NULL, paused_because = $2, updated_at = $3
            WHERE id = $1 AND (enabled OR paused_because IS NULL)";
        let done = on!(self.0, conn => {
            sqlx::query(PAUSE).bind(id.get()).bind(because).bind(now).execute(conn).await.map(|done| done.rows_affected())
        });
        Ok(done.map_err(StoreError::doing("pause a schedule"))? == 1)
    }

    pub async fn delete(&mut self, id: ScheduleId) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM scheduled_playlists WHERE id = $1";
        on!(self.0, conn => sqlx::query(DELETE).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("delete a schedule"))
    }

    /// How many are due, and since when the first of them is.
    pub async fn overdue(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<(i64, Option<DateTime<Utc>>), StoreError> {
        const OVERDUE: &str =
            "SELECT count(*), min(next_run) FROM scheduled_playlists WHERE next_run <= $1";
        on!(self.0, conn => sqlx::query_as(OVERDUE).bind(now).fetch_one(conn).await)
            .map_err(StoreError::doing("count what is due"))
    }

    /// What is due, the longest due first, so that nobody else takes it until this transaction ends.
    pub async fn due(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Schedule>, StoreError> {
        const DUE: PerDialect = PerDialect {
            sqlite: schedules!("WHERE schedule.next_run <= $1 ORDER BY schedule.next_run LIMIT $2"),
            postgres: schedules!(
                "WHERE schedule.next_run <= $1 ORDER BY schedule.next_run LIMIT $2 FOR UPDATE OF schedule SKIP LOCKED"
            ),
        };
        on!(self.0, conn => sqlx::query_as(DUE.for_conn(conn)).bind(now).bind(limit).fetch_all(conn).await)
            .map_err(StoreError::doing("look what is due"))
    }

    /// When the next one is to be prepared.
    pub async fn next_to_prepare(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        const NEXT: &str = "SELECT min(prepare_at) FROM scheduled_playlists";
        on!(self.0, conn => sqlx::query_scalar(NEXT).fetch_one(conn).await)
            .map_err(StoreError::doing("look when something is to be prepared"))
    }

    /// What is to be prepared, so that nobody else sees to it until this transaction ends.
    pub async fn to_prepare(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Schedule>, StoreError> {
        const PREPARE: PerDialect = PerDialect {
            sqlite: schedules!(
                "WHERE schedule.prepare_at <= $1 ORDER BY schedule.prepare_at LIMIT $2"
            ),
            postgres: schedules!(
                "WHERE schedule.prepare_at <= $1 ORDER BY schedule.prepare_at LIMIT $2 FOR UPDATE OF schedule SKIP LOCKED"
            ),
        };
        on!(self.0, conn => sqlx::query_as(PREPARE.for_conn(conn)).bind(now).bind(limit).fetch_all(conn).await)
            .map_err(StoreError::doing("look what is to be prepared"))
    }

    /// It is seen to that a schedule is prepared for its next run.
    pub async fn set_prepared(&mut self, id: ScheduleId) -> Result<(), StoreError> {
        const SET: &str = "UPDATE scheduled_playlists SET prepare_at = NULL WHERE id = $1";
        on!(self.0, conn => sqlx::query(SET).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("note that a schedule is prepared"))
    }

    /// When the next one is due.
    pub async fn next_due(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        const NEXT: &str = "SELECT min(next_run) FROM scheduled_playlists";
        on!(self.0, conn => sqlx::query_scalar(NEXT).fetch_one(conn).await)
            .map_err(StoreError::doing("look when something is due"))
    }

    /// The latest instant at which something was planned.
    pub async fn latest_plan(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        const LATEST: &str = "SELECT max(planned_at) FROM scheduled_playlists";
        on!(self.0, conn => sqlx::query_scalar(LATEST).fetch_one(conn).await)
            .map_err(StoreError::doing("look when something was planned"))
    }

    /// What was planned by a clock that has been set back since.
    pub async fn strayed(
        &mut self,
        after: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Schedule>, StoreError> {
        const STRAYED: PerDialect = PerDialect {
            sqlite: schedules!(
                "WHERE schedule.planned_at > $1 ORDER BY schedule.planned_at LIMIT $2"
            ),
            postgres: schedules!(
                "WHERE schedule.planned_at > $1 ORDER BY schedule.planned_at LIMIT $2 FOR UPDATE OF schedule SKIP LOCKED"
            ),
        };
        on!(self.0, conn => sqlx::query_as(STRAYED.for_conn(conn)).bind(after).bind(limit).fetch_all(conn).await)
            .map_err(StoreError::doing("look for what a clock misled"))
    }
}
