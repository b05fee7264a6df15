//! The SQL of a run as text, for somebody to run by hand: what the engine would do, ledger included.

use std::fmt::Write as _;

use super::{
    engine::Engine,
    error::EngineError,
    header::{Header, header},
    refusal::Refusal,
    replay::Scratch,
    schema::Filled,
    source::{Known, Revision, Script},
    sql::{Change, change, split},
    step::rebuilt_by,
    target::{Direction, Position, Target, find, resolve},
};
use crate::db::Dialect;

const LEDGER_SQLITE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);";
const LEDGER_POSTGRES: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);";

/// A place among the migrations of this program: nothing of the database is needed.
pub fn place(known: &Known, typed: &str) -> Result<Position, EngineError> {
    let Ok(target) = typed.parse::<Target>();
    match target {
        Target::Base => Ok(None),
        Target::Head => Ok(known.head()),
        Target::Named(name) => Ok(Some(find(&name, known, &[]).map_err(Refusal::from)?)),
        Target::Relative(_) => {
            let why = format!("`{typed}` counts from somewhere; name a migration instead");
            Err(Refusal::Other(why).into())
        }
    }
}

/// `base:head`, `3:5`.
pub fn range(known: &Known, typed: &str) -> Result<(Position, Position), EngineError> {
    let (from, to) = typed.split_once(':').ok_or_else(|| {
        Refusal::Other(format!("say FROM:TO, such as `base:head`, not `{typed}`"))
    })?;
    Ok((place(known, from)?, place(known, to)?))
}

/// The script of what is pending, or FROM:TO.
pub async fn of_range(engine: &Engine, typed: Option<&str>) -> Result<String, EngineError> {
    match typed {
        None => of_run(engine, Direction::Up, "head").await,
        Some(typed) => {
            let (from, to) = range(&engine.known, typed)?;
            script(&engine.known, from, to).await
        }
    }
}

/// The script of a run from where the database is, or FROM:TO.
pub async fn of_run(
    engine: &Engine,
    direction: Direction,
    typed: &str,
) -> Result<String, EngineError> {
    let known = &engine.known;
    let (from, to) = if typed.contains(':') {
        range(known, typed)?
    } else {
        let facts = engine.facts().await?;
        let Ok(target) = typed.parse::<Target>();
        let to = resolve(&target, direction, known, &facts.applied()).map_err(Refusal::from)?;
        (facts.current(), to)
    };
    script(known, from, to).await
}

/// What `sqlite3` or `psql` has to run to get from one place to another.
pub async fn script(known: &Known, from: Position, to: Position) -> Result<String, EngineError> {
    let lineage = |position: Position| position.map(|v| known.lineage(v)).unwrap_or_default();
    let (is, should) = (lineage(from), lineage(to));
    let ups: Vec<i64> = should.difference(&is).copied().collect();
    let mut downs: Vec<i64> = is.difference(&should).copied().collect();
    downs.reverse();
    if !ups.is_empty() && !downs.is_empty() {
        let why = "one is not built on the other; go down to where the way parts first";
        return Err(Refusal::Other(why.to_owned()).into());
    }
    let mut out = match known.dialect {
        Dialect::Sqlite => format!(".bail on\n{LEDGER_SQLITE}\n"),
        Dialect::Postgres => format!("\\set ON_ERROR_STOP on\n{LEDGER_POSTGRES}\n"),
    };
    // On SQLite what a rebuilt table loses is put back; what that is shows when it is tried.
    let mut scratch = Scratch::in_memory().await?;
    let written = async {
        if known.dialect == Dialect::Sqlite {
            for version in &is {
                if let Some(revision) = known.get(*version) {
                    scratch.run(&revision.up).await?;
                }
            }
        }
        let steps = ups.iter().map(|v| (*v, Direction::Up));
        for (version, direction) in steps.chain(downs.iter().map(|v| (*v, Direction::Down))) {
            if let Some(revision) = known.get(version) {
                step(&mut out, known.dialect, &mut scratch, revision, direction).await?;
            }
        }
        Ok(())
    };
    let written: Result<(), EngineError> = written.await;
    scratch.close().await;
    written.map(|()| out)
}

async fn step(
    out: &mut String,
    dialect: Dialect,
    scratch: &mut Scratch,
    revision: &Revision,
    direction: Direction,
) -> Result<(), EngineError> {
    let name = revision.file_stem();
    let script = match direction {
        Direction::Up => &revision.up,
        Direction::Down => revision
            .down
            .as_ref()
            .ok_or_else(|| Refusal::Irreversible {
                name: name.clone(),
                why: revision.header.irreversible.clone(),
            })?,
    };
    if let Ok(Header {
        step: Some(step), ..
    }) = header(&script.sql)
    {
        let why = format!(
            "{name} runs a step in Rust, {}; only `migrate {direction}` can do that",
            step.name
        );
        return Err(Refusal::Other(why).into());
    }
    let _ = writeln!(out, "\n-- {name}, {direction}");
    let (before, after) = match dialect {
        Dialect::Sqlite => carried(scratch, script).await?,
        Dialect::Postgres => (String::new(), String::new()),
    };
    if dialect == Dialect::Sqlite && !script.no_transaction() {
        let drops = split(dialect, &script.sql);
        let drops = drops
            .iter()
            .any(|s| matches!(change(s), Change::DropTable { .. }));
        let (keys, legacy) = if drops { ("OFF", "ON") } else { ("ON", "OFF") };
        let _ = writeln!(
            out,
            "PRAGMA foreign_keys = {keys};\nPRAGMA legacy_alter_table = {legacy};"
        );
    }
    let (begin, commit) = if script.no_transaction() {
        ("", "")
    } else {
        ("BEGIN;\n", "COMMIT;\n")
    };
    let ledger = match direction {
        Direction::Down => format!(
            "DELETE FROM _sqlx_migrations WHERE version = {};",
            revision.version
        ),
        Direction::Up => {
            let hash = match dialect {
                Dialect::Sqlite => format!("X'{}'", revision.up.hash),
                Dialect::Postgres => format!("'\\x{}'", revision.up.hash),
            };
            format!(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ({}, '{}', TRUE, {hash}, 0);",
                revision.version,
                revision.name.replace('\'', "''")
            )
        }
    };
    let text = script.sql.trim_end();
    let end = if text.ends_with(';') { "" } else { "\n;" };
    let _ = write!(out, "{begin}{before}{text}{end}\n{after}{ledger}\n{commit}");
    Ok(())
}

/// What goes before and after a script that makes tables anew: their counters go on where they were, the indexes and triggers that
/// fell with the old ones come back.
async fn carried(scratch: &mut Scratch, script: &Script) -> Result<(String, String), EngineError> {
    let rebuilt = rebuilt_by(Dialect::Sqlite, script);
    let there = scratch.schema().await?;
    let lost = scratch.run_bare(script).await?;
    let mut after = String::new();
    for sql in lost {
        let _ = writeln!(after, "{};", sql.trim_end_matches(';'));
    }
    let counted: Vec<String> = rebuilt
        .into_iter()
        .map(|name| name.0)
        .filter(|name| {
            let table = there.tables.get(name);
            table.is_some_and(|t| t.columns.iter().any(|c| c.filled == Filled::Counted))
        })
        .collect();
    if counted.is_empty() {
        return Ok((String::new(), after));
    }
    let before =
        "CREATE TEMP TABLE counters AS SELECT name, seq FROM sqlite_sequence;\n".to_owned();
    for table in counted {
        let table = table.replace('\'', "''");
        let _ = writeln!(
            after,
            "UPDATE sqlite_sequence SET seq = max(seq, (SELECT max(seq) FROM counters WHERE name = '{table}')) WHERE name = '{table}' AND EXISTS (SELECT 1 FROM counters WHERE name = '{table}');\n\
             INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM counters WHERE name = '{table}' AND name NOT IN (SELECT name FROM sqlite_sequence);"
        );
    }
    after.push_str("DROP TABLE temp.counters;\n");
    Ok((before, after))
}
