//! Backups without `pg_dump`: the tables that a run touches, copied into a schema `backup_<run>` in the transaction of its
//! first step.
//!
//! The schema's comment describes it as the file beside a copy does, with the statements that make those tables again as they
//! were. Putting them back is one transaction; it is checked by the fingerprint of then, and left undone where that differs:
//! then something else changed since, which these tables alone cannot take back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    apply::backed_up,
    backup::Backup,
    dump,
    engine::Engine,
    error::{Doing as _, EngineError},
    guard::Touches,
    journal::{self, Actor, Event},
    look,
    place::Conn,
    plan::{Cause, Facts, Plan},
    refusal::Refusal,
    report,
    restore::Restored,
    sql::Name,
    step::Run,
    verbs::Held,
};

/// The comment of such a schema.
#[derive(Serialize, Deserialize)]
struct Description {
    backup: Backup,
    /// Run in this order once what is there now is dropped.
    statements: Vec<String>,
    /// Of the whole schema then.
    fingerprint: String,
}

/// What a copy is made for.
struct Purpose<'a> {
    id: &'a str,
    at: DateTime<Utc>,
    reason: String,
    pinned: bool,
}

/// Keeps the tables that any step of a run touches, as they are before its first.
pub(super) async fn before_run(
    conn: &mut Conn,
    plan: &Plan,
    run: &Run<'_>,
) -> Result<Backup, EngineError> {
    let schema = look::outline(conn).await?;
    let touched = plan.steps.iter().flat_map(|step| {
        let named = Touches::names(conn, step).into_iter().map(Name);
        named.chain(Touches::of(conn, step, &schema).tables)
    });
    let tables = touched.filter(|table| schema.tables.contains_key(table));
    let tables: BTreeSet<Name> = tables.collect();
    let purpose = Purpose {
        id: run.id,
        at: run.clock.now(),
        reason: format!("before {} {}", plan.direction, plan.digest.code()),
        pinned: plan.loses(),
    };
    let backup = keep(conn, &tables, &purpose).await?;
    run.write(conn, run.entry(backed_up(&backup))).await?;
    Ok(backup)
}

/// Copies tables, within whatever transaction is open.
async fn keep(
    conn: &mut Conn,
    tables: &BTreeSet<Name>,
    purpose: &Purpose<'_>,
) -> Result<Backup, EngineError> {
    let name = format!("backup_{}", purpose.id.replace('-', "_"));
    let statements = statements(conn, tables, &name).await?;
    let fingerprint = look::lasting_fingerprint(conn).await?;
    let version = look::ledger(conn).await?.last().map(|a| a.version);
    let there = look::outline(conn).await?.tables;
    conn.run(format!("CREATE SCHEMA {name}"), KEEPING).await?;
    for table in tables.iter().map(Name::quoted).chain([LEDGER.to_owned()]) {
        let copy = format!("CREATE TABLE {name}.{table} AS TABLE {table}");
        conn.run(copy, KEEPING).await?;
    }
    let (rows, sha256) = contents(conn, &name, tables).await?;
    let backup = Backup {
        bytes: size(conn, &name).await?,
        file: name.into(),
        at: purpose.at,
        sha256,
        version,
        reason: purpose.reason.clone(),
        pinned: purpose.pinned,
        dangling: None,
        rows,
        left_out: Some(there.into_keys().filter(|t| !tables.contains(t)).collect()),
    };
    let description = Description {
        backup: backup.clone(),
        statements,
        fingerprint,
    };
    describe(conn, &description).await?;
    Ok(backup)
}

const LEDGER: &str = super::tables::LEDGER;
const KEEPING: &str = "keeping the touched tables";
const LOOKING: &str = "looking at the tables that are kept";

async fn describe(conn: &mut Conn, description: &Description) -> Result<(), EngineError> {
    let json = serde_json::to_string(description).map_err(EngineError::Journal)?;
    let name = description.backup.file.display();
    let comment = format!("COMMENT ON SCHEMA {name} IS '{}'", json.replace('\'', "''"));
    conn.run(comment, KEEPING).await
}

/// What makes the tables again: themselves, their rows, and what hangs on them. Of other tables only the keys that lead here,
/// and views, since these fall with what they look at.
async fn statements(
    conn: &mut Conn,
    tables: &BTreeSet<Name>,
    kept_in: &str,
) -> Result<Vec<String>, EngineError> {
    let Conn::Postgres(c) = conn else {
        return Err(EngineError::NoFile);
    };
    let query = "
        WITH kept AS (
            SELECT oid, quote_ident(relname) AS name FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relname = ANY($1) AND relkind IN ('r', 'p')
        ), columns AS (
            SELECT k.oid, k.name, a.attnum, a.attname, quote_ident(a.attname) AS col, a.attnotnull, a.attidentity::text AS identity,
                   a.attgenerated::text AS generated, pg_get_expr(d.adbin, d.adrelid) AS expr, format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END AS type
            FROM kept k JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        ), sequences AS (
            SELECT s.oid, quote_ident(s.relname) AS name, k.name || '.' || quote_ident(a.attname) AS col
            FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S' JOIN kept k ON k.oid = p.refobjid
            JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum = p.refobjsubid
            WHERE p.classid = 'pg_class'::regclass AND p.deptype = 'a'
        )
        SELECT statement FROM (
            SELECT 1 AS phase, oid::bigint AS place, 'CREATE SEQUENCE ' || name AS statement FROM sequences
            UNION ALL
            SELECT 2, oid::bigint, 'CREATE TABLE ' || name || ' (' || string_agg(col || ' ' || type
                   || CASE generated WHEN 's' THEN ' GENERATED ALWAYS AS (' || expr || ') STORED' ELSE '' END
                   || CASE identity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY' ELSE '' END
                   || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY attnum) || ')'
            FROM columns GROUP BY oid, name
            UNION ALL
            SELECT 3, oid::bigint, 'INSERT INTO ' || name || ' (' || string_agg(col, ', ' ORDER BY attnum) || ') OVERRIDING SYSTEM VALUE SELECT '
                   || string_agg(col, ', ' ORDER BY attnum) || ' FROM ' || $2 || '.' || name
            FROM columns WHERE generated = '' GROUP BY oid, name
            UNION ALL
            SELECT 4, attnum, 'ALTER TABLE ' || name || ' ALTER COLUMN ' || col || ' SET DEFAULT ' || expr
            FROM columns WHERE generated = '' AND expr IS NOT NULL
            UNION ALL
            SELECT 5, oid::bigint, 'ALTER SEQUENCE ' || name || ' OWNED BY ' || col FROM sequences
            UNION ALL
            SELECT 6, attnum, 'SELECT setval(pg_get_serial_sequence(' || quote_literal(name) || ', ' || quote_literal(attname) || '), ' || last || ')'
            FROM columns CROSS JOIN LATERAL (SELECT pg_sequence_last_value(pg_get_serial_sequence(name, attname::text)::regclass) AS last) s
            WHERE last IS NOT NULL
            UNION ALL
            SELECT CASE contype WHEN 'f' THEN 9 ELSE 7 END, n.oid::bigint,
                   'ALTER TABLE ' || quote_ident(c.relname) || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(n.oid)
            FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
            WHERE n.connamespace = current_schema()::regnamespace AND n.contype IN ('p', 'u', 'x', 'c', 'f') AND n.conparentid = 0
              AND (n.conrelid IN (SELECT oid FROM kept) OR n.confrelid IN (SELECT oid FROM kept))
            UNION ALL
            SELECT 8, i.indexrelid::bigint, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN kept k ON k.oid = i.indrelid
            WHERE NOT EXISTS (SELECT 1 FROM pg_constraint n WHERE n.conindid = i.indexrelid AND n.contype IN ('p', 'u', 'x'))
            UNION ALL
            SELECT 10, t.oid::bigint, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN kept k ON k.oid = t.tgrelid WHERE NOT t.tgisinternal
            UNION ALL
            SELECT 11, oid::bigint, 'CREATE OR REPLACE VIEW ' || quote_ident(relname) || ' AS ' || pg_get_viewdef(oid)
            FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'v'
        ) all_of_them ORDER BY phase, place";
    let names: Vec<&str> = tables.iter().map(|table| table.0.as_str()).collect();
    let made: Vec<String> = sqlx::query_scalar(query)
        .bind(names)
        .bind(kept_in)
        .fetch_all(c)
        .await
        .doing(KEEPING)?;
    let ledger = "version, description, installed_on, success, checksum, execution_time";
    let ledger = [
        format!("DELETE FROM {LEDGER}"),
        format!("INSERT INTO {LEDGER} ({ledger}) SELECT {ledger} FROM {kept_in}.{LEDGER}"),
    ];
    Ok(made.into_iter().chain(ledger).collect())
}

/// How many rows there are, and a hash over all of them that does not care for their order.
async fn contents(
    conn: &mut Conn,
    kept_in: &str,
    tables: &BTreeSet<Name>,
) -> Result<(BTreeMap<Name, i64>, String), EngineError> {
    let Conn::Postgres(c) = conn else {
        return Err(EngineError::NoFile);
    };
    let (mut rows, mut hash) = (BTreeMap::new(), Sha256::new());
    for table in tables.iter().cloned().chain([Name::from(LEDGER)]) {
        let query = format!(
            "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {kept_in}.{} t",
            table.quoted()
        );
        let (count, sum): (i64, String) = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .fetch_one(&mut *c)
            .await
            .doing(LOOKING)?;
        hash.update(format!("{table} {count} {sum}\n"));
        if table.0 != LEDGER {
            rows.insert(table, count);
        }
    }
    let hex = hash
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    Ok((rows, hex))
}

async fn size(conn: &mut Conn, kept_in: &str) -> Result<u64, EngineError> {
    let Conn::Postgres(c) = conn else {
        return Err(EngineError::NoFile);
    };
    let query = "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'";
    let bytes: i64 = sqlx::query_scalar(query)
        .bind(kept_in)
        .fetch_one(c)
        .await
        .doing(LOOKING)?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}

/// All that are in the database; none beside a file.
pub(super) async fn list(conn: &mut Conn) -> Result<Vec<Backup>, EngineError> {
    let described = descriptions(conn).await?;
    Ok(described.into_iter().map(|kept| kept.backup).collect())
}

async fn descriptions(conn: &mut Conn) -> Result<Vec<Description>, EngineError> {
    let Conn::Postgres(c) = conn else {
        return Ok(Vec::new());
    };
    let query = "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace
                 WHERE nspname LIKE 'backup\\_%' AND obj_description(oid, 'pg_namespace') IS NOT NULL";
    let comments: Vec<String> = sqlx::query_scalar(query)
        .fetch_all(c)
        .await
        .doing(LOOKING)?;
    // A schema that somebody else called so has no such comment.
    let described = comments
        .iter()
        .filter_map(|json| serde_json::from_str(json).ok());
    Ok(described.collect())
}

async fn described(conn: &mut Conn, backup: &Backup) -> Result<Description, EngineError> {
    let all = descriptions(conn).await?;
    let gone = || EngineError::Altered(backup.file.clone());
    all.into_iter()
        .find(|kept| kept.backup.file == backup.file)
        .ok_or_else(gone)
}

/// Whether what is kept is what was copied.
pub(super) async fn is_unchanged(conn: &mut Conn, backup: &Backup) -> Result<bool, EngineError> {
    let tables = backup.rows.keys().cloned().collect();
    let (_, sha256) = contents(conn, &backup.file.display().to_string(), &tables).await?;
    Ok(sha256 == backup.sha256)
}

/// From now on it goes by its age.
pub(super) async fn unpin(conn: &mut Conn, backup: &Backup) -> Result<(), EngineError> {
    let mut kept = described(conn, backup).await?;
    kept.backup.pinned = false;
    describe(conn, &kept).await
}

pub(super) async fn remove(conn: &mut Conn, backup: &Backup) -> Result<(), EngineError> {
    let drop = format!("DROP SCHEMA IF EXISTS {} CASCADE", backup.file.display());
    conn.run(drop, "removing an old backup").await
}

/// Puts the tables back. What is there now is kept before: by `pg_dump` where that has come meanwhile, else like this.
pub(super) async fn restore(
    engine: &Engine,
    by: &Actor,
    backup: &Backup,
) -> Result<Restored, EngineError> {
    let mut held = engine.hold_lock(by).await?;
    let facts = held.facts().await?;
    let kept = described(&mut held.conn, backup).await?;
    if !is_unchanged(&mut held.conn, &kept.backup).await? {
        return Err(EngineError::Altered(backup.file.clone()));
    }
    let drained = held.quiet().await?;
    let restored = put_back(&mut held, &facts, &kept).await;
    held.go_on(drained).await;
    held.conn.close().await;
    restored.map(|present| Restored {
        from: backup.clone(),
        kept: present,
    })
}

async fn put_back(
    held: &mut Held<'_>,
    facts: &Facts,
    kept: &Description,
) -> Result<Backup, EngineError> {
    let (engine, file) = (held.engine, kept.backup.file.display().to_string());
    let mut dumped = None;
    if dump::fitting(&mut held.conn).await?.is_some() {
        let name = engine.backup_name(facts.current(), "before-restore");
        let made = dump::make(engine, &mut held.conn, &name, BEFORE, true).await?;
        held.note(backed_up(&made)).await?;
        dumped = Some(made);
    }
    let after = held.hold(Cause::Restored(file.clone()));
    held.set_hold(Some(&after), Event::RestoreStarted { file: file.clone() })
        .await?;
    held.conn.begin().await?;
    let replaced = replace(held, kept, dumped).await;
    let replaced = held.conn.end(replaced).await;
    let (version, stays_held) = match &replaced {
        Ok(_) => (kept.backup.version, Some(&after)),
        Err(_) => (facts.current(), facts.hold.as_ref()),
    };
    let noted = held
        .set_hold(stays_held, Event::RestoreFinished { file, version })
        .await;
    let present = replaced?;
    noted.map(|()| present)
}

const BEFORE: &str = "before a restore";

/// Drops what is there, and what came since, and makes what was there.
async fn replace(
    held: &mut Held<'_>,
    kept: &Description,
    dumped: Option<Backup>,
) -> Result<Backup, EngineError> {
    let conn = &mut held.conn;
    conn.run("SET LOCAL lock_timeout = '10s'", "setting the lock timeout")
        .await?;
    let there = look::outline(conn).await?.tables.into_keys();
    let stays = |table: &Name| {
        kept.backup
            .left_out
            .iter()
            .flatten()
            .any(|other| other == table)
    };
    let goes: BTreeSet<Name> = there.filter(|table| !stays(table)).collect();
    let present = if let Some(dumped) = dumped {
        dumped
    } else {
        let at = held.engine.clock.now();
        let id = journal::new_id(at, &held.by.host);
        let purpose = Purpose {
            id: &id,
            at,
            reason: BEFORE.to_owned(),
            pinned: true,
        };
        let present = keep(conn, &goes, &purpose).await?;
        held.note(backed_up(&present)).await?;
        present
    };
    let conn = &mut held.conn;
    let doing = "putting the tables back";
    if !goes.is_empty() {
        let goes: Vec<String> = goes.iter().map(Name::quoted).collect();
        conn.run(format!("DROP TABLE {} CASCADE", goes.join(", ")), doing)
            .await?;
    }
    for statement in &kept.statements {
        conn.run(statement, doing).await?;
    }
    if look::lasting_fingerprint(conn).await? == kept.fingerprint {
        return Ok(present);
    }
    let tables: Vec<String> = kept.backup.rows.keys().map(Name::to_string).collect();
    Err(Refusal::KeptTooLittle {
        tables: tables.join(", "),
        at: report::position(kept.backup.version),
    }
    .into())
}
