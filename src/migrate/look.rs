//! What is in a database right now: ledger, journal, hold and schema. Only reads.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::{
    error::{Doing as _, EngineError},
    journal::{self, Entry},
    loss::{Count, Link, Loss, Schema},
    place::{Conn, Place},
    plan::{Applied, Facts, Hold},
    source::Hash,
    sql::Name,
    tables::{self, LEDGER},
};

const READING: &str = "reading the state of the database";

/// Everything the pure part decides from.
pub(super) async fn facts(place: &Place, conn: &mut Conn) -> Result<Facts, EngineError> {
    let entries = journal::entries(conn).await?;
    Ok(Facts {
        fingerprint: fingerprint(conn).await?,
        schema: schema(conn).await?,
        ..books(place, conn, &entries).await?
    })
}

/// What the books say, of which the journal has been read; the schema itself is not looked at, which takes longer than all else.
pub(super) async fn books(
    place: &Place,
    conn: &mut Conn,
    entries: &[Entry],
) -> Result<Facts, EngineError> {
    let mut history = journal::History::of(entries);
    let mut ledger = ledger(conn).await?;
    // Those that the journal does not know (sqlx applied them) came before the others.
    ledger.sort_by_key(|applied| (history.order.get(&applied.version), applied.version));
    // What was taken back and is in the ledger was brought back by a restore, as it was.
    for applied in &ledger {
        let kept = history.taken_back.remove_entry(&applied.version);
        history
            .stored
            .extend(kept.filter(|(_, kept)| kept.up.hash == applied.hash));
    }
    Ok(Facts {
        identity: identity(place, conn).await?,
        ledger,
        stored: history.stored,
        hold: hold(conn).await?,
        unfinished_restore: journal::unfinished_restore(place, entries)?,
        unfinished_step: history.unfinished_step,
        ..Facts::default()
    })
}

/// The facts of a database that is not there yet.
pub(super) fn nothing(place: &Place) -> Facts {
    Facts {
        identity: place.label(),
        fingerprint: fold(std::iter::empty()),
        ..Facts::default()
    }
}

async fn identity(place: &Place, conn: &mut Conn) -> Result<String, EngineError> {
    Ok(match conn {
        Conn::Sqlite(_) => place.label(),
        Conn::Postgres(c) => {
            let query = "SELECT current_database() || ':' || oid || ':' || current_schema() FROM pg_database WHERE datname = current_database()";
            sqlx::query_scalar(query)
                .fetch_one(c)
                .await
                .doing(READING)?
        }
    })
}

pub(super) async fn ledger(conn: &mut Conn) -> Result<Vec<Applied>, EngineError> {
    if !ledger_exists(conn).await? {
        return Ok(Vec::new());
    }
    // In one row, as the journal is read.
    let list = match conn {
        Conn::Sqlite(_) => {
            "SELECT json_group_array(json_array(version, description, lower(hex(checksum)))) FROM _sqlx_migrations"
        }
        Conn::Postgres(_) => {
            "SELECT coalesce(json_agg(json_build_array(version, description, encode(checksum, 'hex'))), '[]')::text FROM _sqlx_migrations"
        }
    };
    let list: String = super::place::with!(conn, c => sqlx::query_scalar(list).fetch_one(c).await)
        .doing(READING)?;
    let mut rows: Vec<(i64, String, Hash)> =
        serde_json::from_str(&list).map_err(EngineError::Journal)?;
    rows.sort();
    let applied = |(version, name, hash)| Applied {
        version,
        name,
        hash,
    };
    Ok(rows.into_iter().map(applied).collect())
}

async fn ledger_exists(conn: &mut Conn) -> Result<bool, EngineError> {
    let count: i64 = match conn {
        Conn::Sqlite(c) => {
            let query = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = $1";
            sqlx::query_scalar(query)
                .bind(LEDGER)
                .fetch_one(c)
                .await
                .doing(READING)?
        }
        Conn::Postgres(c) => sqlx::query_scalar("SELECT count(to_regclass($1))")
            .bind(LEDGER)
            .fetch_one(c)
            .await
            .doing(READING)?,
    };
    Ok(count > 0)
}

pub(super) async fn hold(conn: &mut Conn) -> Result<Option<Hold>, EngineError> {
    if !tables::exists(conn, "_reprise_hold").await? {
        return Ok(None);
    }
    let row: Option<String> = match conn {
        Conn::Sqlite(c) => {
            sqlx::query_scalar("SELECT hold FROM _reprise_hold")
                .fetch_optional(c)
                .await
        }
        Conn::Postgres(c) => {
            sqlx::query_scalar("SELECT hold FROM reprise_engine._reprise_hold")
                .fetch_optional(c)
                .await
        }
    }
    .doing(READING)?;
    row.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(EngineError::Journal)
}

/// The tables of people's data; not SQLite's own, the ledger, or the engine's.
const OURS_SQLITE: &str = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_reprise\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'";
const OURS_POSTGRES: &str = "n.nspname = current_schema() AND c.relname <> '_sqlx_migrations' AND c.relname <> '_sqlx_migrations_pkey' AND c.relname NOT LIKE '\\_reprise\\_%'";

/// A hash over the whole schema, to notice that it changed. The explanation of a change is drift's business.
pub(super) async fn fingerprint(conn: &mut Conn) -> Result<String, EngineError> {
    Ok(fold(lines(conn).await?.iter()))
}

/// The same for a schema that was made from what the server says of it: a list in a check reads otherwise when it is read again.
pub(super) async fn lasting_fingerprint(conn: &mut Conn) -> Result<String, EngineError> {
    let plain = |line: &String| {
        let casts = ["::character varying", "::text", "[]", "(", ")"];
        casts
            .iter()
            .fold(line.clone(), |line, cast| line.replace(cast, ""))
    };
    let lines: Vec<String> = lines(conn).await?.iter().map(plain).collect();
    Ok(fold(lines.iter()))
}

/// A line for each part of the schema, in order.
async fn lines(conn: &mut Conn) -> Result<Vec<String>, EngineError> {
    let query = match conn {
        Conn::Sqlite(_) => format!("SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE {} ORDER BY 1", OURS_SQLITE.replace("name", "tbl_name")),
        Conn::Postgres(_) => format!(
            "SELECT line FROM (
                SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text
                       || ' ' || a.attidentity::text || a.attgenerated::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS line
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE {OURS_POSTGRES} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS_POSTGRES}
                UNION ALL
                SELECT 'index ' || pg_get_indexdef(i.indexrelid) || ' ' || i.indisvalid::text
                FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS_POSTGRES}
                UNION ALL
                SELECT 'view ' || c.relname || ' ' || pg_get_viewdef(c.oid)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS_POSTGRES} AND c.relkind IN ('v', 'm')
                UNION ALL
                SELECT 'trigger ' || pg_get_triggerdef(t.oid)
                FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS_POSTGRES} AND NOT t.tgisinternal
             ) lines ORDER BY line"
        ),
    };
    let query = sqlx::AssertSqlSafe(query);
    super::place::with!(conn, c => sqlx::query_scalar(query).fetch_all(c).await).doing(READING)
}

fn fold<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    let mut hash = Sha256::new();
    lines.for_each(|line| {
        hash.update(line.as_bytes());
        hash.update([0]);
    });
    hash.finalize()
        .iter()
        .take(16)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A text that is another one after every migration: cheap, to be asked for twice a second.
pub(super) async fn schema_mark(conn: &mut Conn) -> Result<String, EngineError> {
    match conn {
        Conn::Sqlite(c) => sqlx::query_scalar("SELECT CAST(schema_version AS TEXT) FROM pragma_schema_version").fetch_one(c).await,
        Conn::Postgres(c) => {
            let query = "SELECT (SELECT coalesce(max(seq), 0) FROM reprise_engine._reprise_journal) || ':' || count(*) FROM _sqlx_migrations";
            sqlx::query_scalar(query).fetch_one(c).await
        }
    }
    .doing(READING)
}

/// Tables, their columns, and the foreign keys that act when a row goes.
pub(super) async fn schema(conn: &mut Conn) -> Result<Schema, EngineError> {
    read_schema(conn, true).await
}

/// The same without the columns: quicker where there are many tables.
pub(super) async fn outline(conn: &mut Conn) -> Result<Schema, EngineError> {
    read_schema(conn, false).await
}

/// A table, a column, and whether that one is given the time of its row's making.
type ColumnRow = (String, String, bool);
/// Whose link it is, its number, a column, the table and the column it refers to, and whether rows go with theirs.
type LinkRow = (String, i64, String, String, String, bool);

async fn columns_and_links(
    conn: &mut Conn,
    with_columns: bool,
) -> Result<(Vec<ColumnRow>, Vec<LinkRow>), EngineError> {
    let (columns, links) = match conn {
        Conn::Sqlite(_) => sqlite_queries(with_columns),
        Conn::Postgres(_) => postgres_queries(),
    };
    let (columns, links) = (sqlx::AssertSqlSafe(columns), sqlx::AssertSqlSafe(links));
    super::place::with!(&mut *conn, c => async {
        let columns = sqlx::query_as(columns).fetch_all(&mut *c).await?;
        Ok((columns, sqlx::query_as(links).fetch_all(c).await?))
    }
    .await)
    .doing(READING)
}

fn sqlite_queries(with_columns: bool) -> (String, String) {
    let (columns, order) = if with_columns {
        (
            "x.name AS c, x.type LIKE '%TIME%' AND coalesce(x.dflt_value, '') LIKE '%''now''%' AS w FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x",
            "m.name, x.cid",
        )
    } else {
        ("'' AS c, FALSE AS w FROM sqlite_schema m", "m.name")
    };
    let columns = format!(
        "SELECT m.name AS t, {columns} WHERE m.type = 'table' AND m.{OURS_SQLITE} ORDER BY {order}"
    );
    let links = format!(
        "SELECT m.name AS t, f.id, f.\"from\" AS c, f.\"table\" AS p, coalesce(f.\"to\", 'id') AS r, f.on_delete = 'CASCADE' AS a
         FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND m.sql LIKE '%references%' AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
         AND m.{OURS_SQLITE} ORDER BY m.name, f.id, f.seq"
    );
    (
        columns.replace(" AND name", " AND m.name"),
        links.replace(" AND name", " AND m.name"),
    )
}

fn postgres_queries() -> (String, String) {
    let columns = format!(
        "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) LIKE 'timestamp%' AND coalesce(pg_get_expr(d.adbin, d.adrelid) = 'now()', FALSE)
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE {OURS_POSTGRES} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum"
    );
    let links = format!(
        "SELECT c.relname::text, k.oid::bigint, ca.attname::text, p.relname::text, pa.attname::text, k.confdeltype = 'c'
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class p ON p.oid = k.confrelid
         CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS cols(child, parent, position)
         JOIN pg_attribute ca ON ca.attrelid = c.oid AND ca.attnum = cols.child JOIN pg_attribute pa ON pa.attrelid = p.oid AND pa.attnum = cols.parent
         WHERE {OURS_POSTGRES} AND k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd') ORDER BY 1, 2, cols.position"
    );
    (columns, links)
}

async fn read_schema(conn: &mut Conn, with_columns: bool) -> Result<Schema, EngineError> {
    let mut tables: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
    let mut written: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
    let mut parts: BTreeMap<(String, i64), Link> = BTreeMap::new();
    let (columns, links) = columns_and_links(conn, with_columns).await?;
    for (table, column, is_written) in columns {
        if is_written {
            let columns = written.entry(Name(table.clone())).or_default();
            columns.push(Name(column.clone()));
        }
        let columns = tables.entry(Name(table)).or_default();
        if with_columns {
            columns.push(Name(column));
        }
    }
    for (child, id, column, parent, reference, cascades) in links {
        let link = parts.entry((child.clone(), id)).or_insert_with(|| Link {
            child: Name(child),
            columns: Vec::new(),
            parent: Name(parent),
            references: Vec::new(),
            cascades,
        });
        link.columns.push(Name(column));
        link.references.push(Name(reference));
    }
    Ok(Schema {
        tables,
        written,
        links: parts.into_values().collect(),
    })
}

/// How many rows each table has.
pub(super) async fn rows(conn: &mut Conn) -> Result<BTreeMap<Name, i64>, EngineError> {
    let mut rows = BTreeMap::new();
    for table in outline(conn).await?.tables.into_keys() {
        let query = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {}", table.quoted()));
        let count: i64 =
            super::place::with!(&mut *conn, c => sqlx::query_scalar(query).fetch_one(c).await)
                .doing("counting rows")?;
        rows.insert(table, count);
    }
    Ok(rows)
}

/// Counts what would be lost, and how much of it was written lately.
pub(super) async fn count(
    conn: &mut Conn,
    losses: &mut [Loss],
    now: DateTime<Utc>,
) -> Result<(), EngineError> {
    let lately = now - TimeDelta::days(1);
    for loss in losses {
        let Some(query) = &loss.query else { continue };
        loss.count = match counted(conn, query, None).await? {
            Ok(count) => Count::Exactly(count.max(0)),
            Err(said) => Count::Unknown(said),
        };
        if let Some(query) = &loss.recent_query {
            loss.recent = counted(conn, query, Some(lately)).await?.ok();
        }
    }
    Ok(())
}

/// The answer of one query, or what the database said instead.
async fn counted(
    conn: &mut Conn,
    query: &str,
    since: Option<DateTime<Utc>>,
) -> Result<Result<i64, String>, EngineError> {
    let query = sqlx::AssertSqlSafe(query.to_owned());
    // A query that fails must not spoil the transaction around it.
    let counted: sqlx::Result<i64> = super::place::with!(conn, c => {
        use sqlx::Executor as _;
        c.execute("SAVEPOINT counting").await.doing(READING)?;
        let asked = sqlx::query_scalar(query);
        let asked = match since {
            Some(since) => asked.bind(since),
            None => asked,
        };
        let counted = asked.fetch_one(&mut *c).await;
        c.execute("ROLLBACK TO SAVEPOINT counting").await.doing(READING)?;
        c.execute("RELEASE SAVEPOINT counting").await.doing(READING)?;
        counted
    });
    match counted {
        Ok(count) => Ok(Ok(count)),
        Err(sqlx::Error::Database(error)) => Ok(Err(error.message().to_owned())),
        Err(source) => Err(EngineError::database("counting what would be lost", source)),
    }
}

/// The size of a database in bytes.
pub(super) async fn size(conn: &mut Conn) -> Result<u64, EngineError> {
    let bytes: i64 = match conn {
        Conn::Sqlite(c) => {
            sqlx::query_scalar(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            )
            .fetch_one(c)
            .await
        }
        Conn::Postgres(c) => {
            sqlx::query_scalar("SELECT pg_database_size(current_database())")
                .fetch_one(c)
                .await
        }
    }
    .doing(READING)?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}

/// The entries of the journal, oldest first.
pub(super) async fn log(conn: &mut Conn) -> Result<Vec<Entry>, EngineError> {
    journal::entries(conn).await
}
