//! Steps that cannot run in a transaction: the journal knows before and after, and after a crash the engine finds out what
//! became of them. The lints let through only statements for which that is possible.

use std::time::Instant;

use sqlx::migrate::Migrate as _;

use super::{
    error::{Doing as _, EngineError},
    journal::{self, Event},
    look,
    place::Conn,
    plan::{Cause, Hold, Step},
    sql::{Change, change, split},
    step::{Done, Run, entry, execute, migration},
    tables::LEDGER,
    target::Direction,
};

/// Runs a step that cannot be in a transaction; the journal knows before and after.
pub(super) async fn without_transaction(
    conn: &mut Conn,
    step: &Step,
    run: &Run<'_>,
) -> Result<Done, EngineError> {
    let began = Instant::now();
    let begins = Event::StepBegins {
        version: step.version,
        name: step.name.clone(),
        direction: step.direction,
    };
    run.write(conn, run.entry(begins)).await?;
    if let Err(error) = execute(conn, step).await {
        clean_up(conn, step).await?;
        let undone = Event::StepUndone {
            version: step.version,
            name: step.name.clone(),
            direction: step.direction,
            why: error.chain(),
        };
        run.write(conn, run.entry(undone)).await?;
        return Err(error);
    }
    let seconds = began.elapsed().as_secs_f64();
    finish_without_transaction(conn, step, run, seconds).await?;
    Ok(Done {
        version: step.version,
        name: step.name.clone(),
        direction: step.direction,
        seconds,
    })
}

async fn finish_without_transaction(
    conn: &mut Conn,
    step: &Step,
    run: &Run<'_>,
    seconds: f64,
) -> Result<(), EngineError> {
    let hold = (step.direction == Direction::Down)
        .then(|| Hold::new(run.by, Cause::TakenBack(step.name.clone()), run.clock.now()));
    let entry = entry(conn, step, run, seconds).await?;
    conn.begin().await?;
    journal::set_hold(conn, hold.as_ref()).await?;
    run.write(conn, entry).await?;
    conn.commit().await
}

/// Finds out what became of a step that a crash interrupted, and brings ledger and journal in line with it.
pub(super) async fn recover(
    conn: &mut Conn,
    step: &Step,
    run: &Run<'_>,
) -> Result<bool, EngineError> {
    let recorded = look::ledger(conn)
        .await?
        .iter()
        .any(|a| a.version == step.version);
    let wanted = step.direction == Direction::Up;
    let happened = recorded == wanted || happened(conn, step).await?;
    if happened {
        if recorded != wanted {
            let migration = migration(step);
            match (&mut *conn, step.direction) {
                (Conn::Sqlite(c), Direction::Up) => c
                    .skip(LEDGER, &migration)
                    .await
                    .map_err(sqlx::Error::from)
                    .doing("recording a migration")?,
                (Conn::Postgres(c), Direction::Up) => c
                    .skip(LEDGER, &migration)
                    .await
                    .map_err(sqlx::Error::from)
                    .doing("recording a migration")?,
                (_, Direction::Down) => {
                    conn.run(
                        format!("DELETE FROM {LEDGER} WHERE version = {}", step.version),
                        "recording a migration",
                    )
                    .await?;
                }
            }
        }
        finish_without_transaction(conn, step, run, 0.0).await?;
    } else {
        clean_up(conn, step).await?;
        let why = "it was interrupted before it did anything that lasts".to_owned();
        let undone = Event::StepUndone {
            version: step.version,
            name: step.name.clone(),
            direction: step.direction,
            why,
        };
        run.write(conn, run.entry(undone)).await?;
    }
    Ok(happened)
}

/// Whether the one statement of the script did its work, by the index it makes or drops. What makes none can be repeated.
async fn happened(conn: &mut Conn, step: &Step) -> Result<bool, EngineError> {
    for statement in split(conn.dialect(), &step.script.sql) {
        match change(&statement) {
            Change::CreateIndex {
                index: Some(index), ..
            } => return Ok(index_is_valid(conn, &index.0).await? == Some(true)),
            Change::DropIndex { indexes, .. } => {
                for index in indexes {
                    if index_is_valid(conn, &index.0).await?.is_some() {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            _ => {}
        }
    }
    Ok(false)
}

/// Drops the invalid index that a failed `CREATE INDEX CONCURRENTLY` leaves.
async fn clean_up(conn: &mut Conn, step: &Step) -> Result<(), EngineError> {
    for statement in split(conn.dialect(), &step.script.sql) {
        if let Change::CreateIndex {
            index: Some(index), ..
        } = change(&statement)
            && index_is_valid(conn, &index.0).await? == Some(false)
        {
            conn.run(
                format!("DROP INDEX {}", index.quoted()),
                "dropping an invalid index",
            )
            .await?;
        }
    }
    Ok(())
}

async fn index_is_valid(conn: &mut Conn, index: &str) -> Result<Option<bool>, EngineError> {
    match conn {
        Conn::Sqlite(c) => {
            let count: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND lower(name) = lower($1)").bind(index).fetch_one(c).await.doing("looking for an index")?;
            Ok((count > 0).then_some(true))
        }
        Conn::Postgres(c) => {
            let query = "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE c.relname = $1 AND n.nspname = current_schema()";
            sqlx::query_scalar(query)
                .bind(index)
                .fetch_optional(c)
                .await
                .doing("looking for an index")
        }
    }
}
