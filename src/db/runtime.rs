//! The tables of the machinery itself. They are made at start, outside the numbered migrations, so that the bot can
//! take updates and the owner's console can answer with no application table at all.
//!
//! On SQLite they are called `_reprise_…`; on PostgreSQL they live in the schema `reprise_engine` under the same names,
//! which keeps them out of a dump and restore of the application's own schema.
//!
//! To add one: its `CREATE TABLE IF NOT EXISTS` in [`CREATE`], and a file beside this one with what is done to it.

use super::{Db, DbError, PerDialect};

/// A statement about one table of the machinery: `engine_sql!("SELECT … FROM ", "inbox", " WHERE …")`.
macro_rules! engine_sql {
    ($before:literal, $table:literal, $after:literal) => {
        $crate::db::PerDialect {
            sqlite: concat!($before, "_reprise_", $table, $after),
            postgres: concat!($before, "reprise_engine._reprise_", $table, $after),
        }
    };
}
pub(crate) use engine_sql;

const CREATE: &[PerDialect] = &[
    PerDialect {
        sqlite: "SELECT 1",
        // Two processes that start at once would collide in spite of IF NOT EXISTS; the lock goes with the transaction.
        postgres: "SELECT pg_advisory_xact_lock(7242376914); CREATE SCHEMA IF NOT EXISTS reprise_engine",
    },
    // One row an update. `state`: 0 nothing done yet, 1 its effect is stored and `reply` waits to be sent, 2 done.
    // A done row keeps its key for some days, so that a second delivery is recognised; its texts are emptied at once.
    // `holder`: which of several copies of the bot has it; nobody where there is only one.
    engine_sql!(
        "CREATE TABLE IF NOT EXISTS ",
        "inbox",
        " (
            bot_id BIGINT NOT NULL,
            update_id BIGINT NOT NULL,
            lane TEXT NOT NULL,
            body TEXT NOT NULL,
            received_ms BIGINT NOT NULL,
            state BIGINT NOT NULL DEFAULT 0,
            attempts BIGINT NOT NULL DEFAULT 0,
            reply TEXT,
            holder TEXT,
            PRIMARY KEY (bot_id, update_id)
        )"
    ),
    // What the bot asked a person to type next: one question a chat, answered once.
    engine_sql!(
        "CREATE TABLE IF NOT EXISTS ",
        "prompts",
        " (
            bot_id BIGINT NOT NULL,
            chat_id BIGINT NOT NULL,
            person_id BIGINT NOT NULL,
            feature TEXT NOT NULL,
            asked TEXT NOT NULL,
            update_id BIGINT NOT NULL,
            expires_ms BIGINT NOT NULL,
            PRIMARY KEY (bot_id, chat_id, person_id)
        )"
    ),
    // What a button of the owner's console may do, once. A used one stays for a day, to be explained when it is pressed again.
    engine_sql!(
        "CREATE TABLE IF NOT EXISTS ",
        "tokens",
        " (
            bot_id BIGINT NOT NULL,
            token TEXT NOT NULL,
            person_id BIGINT NOT NULL,
            chat_id BIGINT NOT NULL,
            message_id BIGINT NOT NULL,
            purpose TEXT NOT NULL,
            digest TEXT NOT NULL,
            expires_ms BIGINT NOT NULL,
            used_ms BIGINT,
            PRIMARY KEY (bot_id, token)
        )"
    ),
    // What an owner approved in the chat; one that did not end when its process did is told at the next start.
    engine_sql!(
        "CREATE TABLE IF NOT EXISTS ",
        "runs",
        " (
            bot_id BIGINT NOT NULL,
            id TEXT NOT NULL,
            person_id BIGINT NOT NULL,
            chat_id BIGINT NOT NULL,
            message_id BIGINT NOT NULL,
            process TEXT NOT NULL,
            purpose TEXT NOT NULL,
            digest TEXT NOT NULL,
            approved_ms BIGINT NOT NULL,
            ended_ms BIGINT,
            PRIMARY KEY (bot_id, id)
        )"
    ),
    // What the console remembers: verdicts with their age, and what the owners were told.
    engine_sql!(
        "CREATE TABLE IF NOT EXISTS ",
        "notes",
        " (
            bot_id BIGINT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            at_ms BIGINT NOT NULL,
            PRIMARY KEY (bot_id, name)
        )"
    ),
    PerDialect {
        // There is one copy, which need not look what others have of a lane. By lane each change would write a page of its own.
        sqlite: "CREATE INDEX IF NOT EXISTS _reprise_inbox_open ON _reprise_inbox (bot_id, update_id) WHERE state < 2",
        postgres: "CREATE INDEX IF NOT EXISTS _reprise_inbox_open ON reprise_engine._reprise_inbox (bot_id, lane, update_id) WHERE state < 2",
    },
];

impl Db {
    /// Makes the tables of the machinery where they are missing.
    pub async fn create_runtime_tables(&self) -> Result<(), DbError> {
        let mut tx = self.begin().await?;
        for statement in CREATE {
            tx.execute(statement).await?;
        }
        tx.commit().await
    }
}
