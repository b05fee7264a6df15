//! From a SQLite file to PostgreSQL: every row in one transaction, compared before it is committed. A kill in the middle
//! leaves the target as empty as it was, so the same command just does it again.
//!
//! Meanwhile nobody can write to the file: its lock for migrations and its lock for writing are held. Afterwards it stays
//! where it is, whole, and held.

mod cell;

use std::collections::BTreeSet;

use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::{
    boot::{Booted, Policy, Trouble},
    cancel::Cancel,
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{Actor, Event},
    outcome::Tell,
    place::Conn,
    plan::Cause,
    refusal::Refusal,
    report, schema,
    tables::POSTGRES_SCHEMA,
};
use crate::telemetry::Chain;
use cell::{Cell, Content, Type};

/// What of the machinery goes along: updates that are not answered yet, questions that wait, what owners were told.
const MACHINERY: &[&str] = &["_reprise_inbox", "_reprise_prompts", "_reprise_notes"];
/// So many bytes are sent together.
const BATCH: usize = 256 * 1024;
/// Progress is told each so many rows.
const TELL_EVERY: u64 = 10_000;

/// What was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Tables and their rows.
    pub tables: Vec<(String, u64)>,
    /// All of it was there already: an earlier run had done it.
    pub was_there: bool,
}

/// A table, as both sides know it.
struct Table {
    name: String,
    /// Where PostgreSQL has it.
    there: String,
    columns: Vec<(String, Type)>,
}

impl Table {
    fn columns(&self) -> String {
        let names = self.columns.iter().map(|(name, _)| format!("\"{name}\""));
        names.collect::<Vec<_>>().join(", ")
    }
}

impl Engine {
    /// Moves everything from here, a SQLite file, to `target`. `rows` hears how many rows of which table have gone.
    pub async fn move_to(
        &self,
        by: &Actor,
        target: &Self,
        tell: Tell<'_>,
        rows: &(dyn Fn(&str, u64) + Sync),
    ) -> Result<Moved, EngineError> {
        let mut here = self.hold_lock(by).await?;
        self.is_free("the file").await?;
        let facts = here.facts().await?;
        if facts.unfinished_step.is_some() || facts.unfinished_restore.is_some() {
            return refuse(
                "something is unfinished in the file; `reprise migrate status` says what",
            );
        }
        let applied: BTreeSet<i64> = facts.applied().into_iter().collect();
        if applied != self.known.versions().collect() {
            let at = report::position(facts.current());
            return refuse(format!(
                "the file is at {at}, and this build is not; bring it up to date first: `reprise migrate up`"
            ));
        }
        let live = schema::read(&mut here.conn).await?;
        target.make_ready(tell).await?;
        let mut there = target.hold_lock(by).await?;
        target.is_free("the target").await?;

        let (Conn::Sqlite(from), Conn::Postgres(to)) = (&mut here.conn, &mut there.conn) else {
            return refuse("it goes from a SQLite file to PostgreSQL");
        };
        begin(from, "BEGIN IMMEDIATE").await?;
        sqlx::query("BEGIN")
            .execute(&mut *to)
            .await
            .doing("beginning to move")?;
        let names = live
            .by_dependency()
            .into_iter()
            .chain(MACHINERY.iter().copied());
        let tables = tables(to, names).await?;
        let moved = move_tables(from, to, &tables, rows).await?;
        sqlx::query("COMMIT")
            .execute(&mut *to)
            .await
            .doing("committing what was moved")?;
        begin(from, "ROLLBACK").await?;
        let cause = Cause::Moved(target.place.label());
        let reason = cause.to_string();
        let hold = here.hold(cause);
        here.set_hold(Some(&hold), Event::Held { reason }).await?;
        there.conn.close().await;
        here.conn.close().await;
        Ok(moved)
    }

    /// Nobody may work on it.
    async fn is_free(&self, what: &str) -> Result<(), EngineError> {
        let peers = self.peers().await?;
        match peers.iter().find(|peer| !peer.has_ended()) {
            Some(peer) => refuse(format!("{peer} works on {what}; stop it first")),
            None => Ok(()),
        }
    }

    /// Brings an empty database to this build's schema.
    async fn make_ready(&self, tell: Tell<'_>) -> Result<(), EngineError> {
        let policy = Policy {
            auto: true,
            auto_lossy: false,
            revert_newer: false,
        };
        match self.boot(policy, &Cancel::default(), tell).await {
            Booted::Ready { .. } => Ok(()),
            Booted::Trouble(Trouble::Refused(refusal)) => Err(refusal.into()),
            Booted::Trouble(trouble) => {
                refuse(format!("the target cannot be made ready: {trouble}"))
            }
            Booted::Newer(_) | Booted::Waiting { .. } | Booted::Stopped => refuse(
                "the target is not an empty database; `reprise migrate status --database-url …` says what is there",
            ),
        }
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, EngineError> {
    Err(Refusal::Other(why.into()).into())
}

async fn begin(from: &mut SqliteConnection, statement: &'static str) -> Result<(), EngineError> {
    sqlx::query(statement)
        .execute(from)
        .await
        .map(drop)
        .doing("locking the file")
}

/// The tables with the columns PostgreSQL has for them, locked against everybody who would write.
async fn tables(
    to: &mut PgConnection,
    names: impl Iterator<Item = &str>,
) -> Result<Vec<Table>, EngineError> {
    const COLUMNS: &str = "
        SELECT column_name::text, data_type::text FROM information_schema.columns
        WHERE table_schema = coalesce($1, current_schema()) AND table_name = $2 AND is_generated = 'NEVER'
        ORDER BY ordinal_position";
    let mut tables = Vec::new();
    for name in names {
        let schema = MACHINERY.contains(&name).then_some(POSTGRES_SCHEMA);
        let there = schema.map_or_else(
            || format!("\"{name}\""),
            |schema| format!("{schema}.{name}"),
        );
        let lock = format!("LOCK TABLE {there} IN SHARE ROW EXCLUSIVE MODE");
        sqlx::query(AssertSqlSafe(lock))
            .execute(&mut *to)
            .await
            .doing("locking the target")?;
        let found: Vec<(String, String)> = sqlx::query_as(COLUMNS)
            .bind(schema)
            .bind(name)
            .fetch_all(&mut *to)
            .await
            .doing("looking at the target")?;
        let mut columns = Vec::new();
        for (column, ty) in found {
            match Type::of(&ty) {
                Some(ty) => columns.push((column, ty)),
                None => {
                    return refuse(format!(
                        "{name}.{column} is {ty}, which cannot be moved yet"
                    ));
                }
            }
        }
        tables.push(Table {
            name: name.to_owned(),
            there,
            columns,
        });
    }
    Ok(tables)
}

async fn move_tables(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    tables: &[Table],
    rows: &(dyn Fn(&str, u64) + Sync),
) -> Result<Moved, EngineError> {
    let mut was_there = false;
    for table in tables {
        was_there |= content_there(to, table).await?.rows > 0;
    }
    let mut moved = Vec::new();
    for table in tables {
        let sent = if was_there {
            content_here(from, table, None, rows).await?
        } else {
            let into = format!("COPY {} ({}) FROM STDIN", table.there, table.columns());
            let mut copy = to.copy_in_raw(&into).await.doing("copying rows")?;
            let sent = content_here(from, table, Some(&mut copy), rows).await;
            match sent {
                Ok(sent) => {
                    copy.finish()
                        .await
                        .map(drop)
                        .map_err(|source| went_wrong(table, source))?;
                    sent
                }
                Err(error) => {
                    let _ = copy.abort("the rows cannot be read").await;
                    return Err(error);
                }
            }
        };
        let arrived = content_there(to, table).await?;
        if arrived != sent {
            return refuse(if was_there {
                format!("the target is not empty: its {} is another one", table.name)
            } else {
                format!(
                    "{} arrived as something else ({} rows of {}); nothing was kept",
                    table.name, arrived.rows, sent.rows
                )
            });
        }
        if !was_there {
            continue_ids(from, to, table).await?;
        }
        moved.push((table.name.clone(), sent.rows));
    }
    Ok(Moved {
        tables: moved,
        was_there,
    })
}

type Copy<'a> = sqlx::postgres::PgCopyIn<&'a mut PgConnection>;

/// Reads a table of the file, and sends it where it is wanted.
async fn content_here(
    from: &mut SqliteConnection,
    table: &Table,
    mut copy: Option<&mut Copy<'_>>,
    tell: &(dyn Fn(&str, u64) + Sync),
) -> Result<Content, EngineError> {
    let select = format!("SELECT {} FROM \"{}\"", table.columns(), table.name);
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(from);
    let mut content = Content::default();
    let mut batch = String::new();
    while let Some(row) = rows.try_next().await.doing("reading the file")? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for (at, (_, ty)) in table.columns.iter().enumerate() {
            cells.push(
                Cell::from_sqlite(&row, at, *ty).map_err(|source| went_wrong(table, source))?,
            );
        }
        content.add(&cells);
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                batch.push('\t');
            }
            cell.write_for_copy(&mut batch);
        }
        batch.push('\n');
        if batch.len() >= BATCH {
            send(copy.as_deref_mut(), &mut batch, table).await?;
        }
        if content.rows.is_multiple_of(TELL_EVERY) {
            tell(&table.name, content.rows);
        }
    }
    send(copy, &mut batch, table).await?;
    Ok(content)
}

async fn send(
    copy: Option<&mut Copy<'_>>,
    batch: &mut String,
    table: &Table,
) -> Result<(), EngineError> {
    if let Some(copy) = copy {
        copy.send(batch.as_bytes())
            .await
            .map_err(|source| went_wrong(table, source))?;
    }
    batch.clear();
    Ok(())
}

/// Reads a table of the target.
async fn content_there(to: &mut PgConnection, table: &Table) -> Result<Content, EngineError> {
    let select = format!("SELECT {} FROM {}", table.columns(), table.there);
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(to);
    let mut content = Content::default();
    while let Some(row) = rows.try_next().await.doing("reading the target")? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for (at, (_, ty)) in table.columns.iter().enumerate() {
            cells.push(
                Cell::from_postgres(&row, at, *ty).map_err(|source| went_wrong(table, source))?,
            );
        }
        content.add(&cells);
    }
    Ok(content)
}

/// New rows get numbers that no row ever had.
async fn continue_ids(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    table: &Table,
) -> Result<(), EngineError> {
    const COUNTS: &str = "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'";
    const EVER: &str = "SELECT seq FROM sqlite_sequence WHERE name = $1";
    let doing = "continuing the numbers of rows";
    let counts: i64 = sqlx::query_scalar(COUNTS)
        .fetch_one(&mut *from)
        .await
        .doing(doing)?;
    let ever: Option<i64> = if counts > 0 {
        sqlx::query_scalar(EVER)
            .bind(&table.name)
            .fetch_optional(from)
            .await
            .doing(doing)?
    } else {
        None
    };
    if !table.columns.iter().any(|(name, _)| name == "id") {
        return Ok(());
    }
    let set = format!(
        "SELECT setval(sequence, last) FROM (
            SELECT pg_get_serial_sequence($1, 'id')::regclass AS sequence,
                greatest((SELECT max(id) FROM {there}), $2) AS last
        ) AS found WHERE sequence IS NOT NULL AND last > 0",
        there = table.there
    );
    let set = sqlx::query(AssertSqlSafe(set))
        .bind(&table.there)
        .bind(ever);
    set.execute(to).await.map(drop).doing(doing)
}

fn went_wrong(table: &Table, source: sqlx::Error) -> EngineError {
    Refusal::Other(format!(
        "{} cannot be moved: {}",
        table.name,
        Chain(&source)
    ))
    .into()
}
