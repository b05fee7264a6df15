//! Refusals that happen before the engine is asked: a button pressed twice, a code typed wrongly. They belong into the
//! journal like the engine's own.

use chrono::{DateTime, Utc};

use super::{
    error::{Doing as _, EngineError},
    journal::{Actor, Entry, Event},
    why::Why,
};
use crate::db::{Tx, on};

/// Writes a refusal into the journal, in the transaction of whatever came of it. The mirror takes it over at the next run.
pub async fn note_refusal(
    tx: &mut Tx,
    at: DateTime<Utc>,
    by: &Actor,
    asked: String,
    why: Why,
) -> Result<(), EngineError> {
    let entry = Entry::new(
        at,
        by,
        None,
        Event::Refused {
            asked,
            why: why.to_string(),
            told: Some(why),
        },
    );
    let insert = crate::db::PerDialect {
        sqlite: "INSERT INTO _reprise_journal (id, entry) VALUES ($1, $2)",
        postgres: "INSERT INTO reprise_engine._reprise_journal (id, entry) VALUES ($1, $2)",
    };
    let json = serde_json::to_string(&entry).map_err(EngineError::Journal)?;
    on!(tx, conn => {
        let sql = insert.for_conn(conn);
        sqlx::query(sql).bind(&entry.id).bind(&json).execute(conn).await.map(drop)
    })
    .doing("writing the journal")
}
