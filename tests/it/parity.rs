//! Both databases have the same schema, and it is the one the store describes; every migration can be taken back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use reprise::{
    db::{Dialect, Tx},
    migrate, store,
};

use crate::support::{
    db::{Database, execute},
    schema::{self, Schema},
};

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

/// A migration as it lies in the folder of a dialect.
#[derive(Default)]
struct Scripts {
    up: String,
    down: String,
}

/// By file name, which is their order.
fn migrations(dialect: Dialect) -> BTreeMap<String, Scripts> {
    let folder = match dialect {
        Dialect::Sqlite => "migrations/sqlite",
        Dialect::Postgres => "migrations/postgres",
    };
    let mut migrations = BTreeMap::<String, Scripts>::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        if let Some(name) = name.strip_suffix(".up.sql") {
            migrations.entry(name.to_owned()).or_default().up = text;
        } else if let Some(name) = name.strip_suffix(".down.sql") {
            migrations.entry(name.to_owned()).or_default().down = text;
        }
    }
    migrations
}

async fn read_schema(tx: &mut Tx) -> Schema {
    match tx {
        Tx::Sqlite(conn) => schema::of_sqlite(&mut *conn).await,
        Tx::Postgres(conn) => schema::of_postgres(&mut *conn).await,
    }
}

/// The description, with conditions as this database tells them.
async fn described(tx: &mut Tx) -> Schema {
    let described = schema::described(store::TABLES);
    match tx {
        Tx::Sqlite(_) => described,
        Tx::Postgres(conn) => schema::as_postgres_reads(&mut *conn, described).await,
    }
}

#[tokio::test]
async fn both_databases_have_the_schema_the_store_describes() {
    let sqlite = Database::migrated(Dialect::Sqlite).await;
    let postgres = Database::migrated(Dialect::Postgres).await;
    let mut sqlite = sqlite.begin().await.unwrap();
    let mut postgres = postgres.begin().await.unwrap();
    let in_sqlite = read_schema(&mut sqlite).await;
    let in_postgres = read_schema(&mut postgres).await;
    assert_eq!(in_sqlite.len(), store::TABLES.len());
    assert_same(
        &in_sqlite,
        &described(&mut sqlite).await,
        "SQLite and the store",
    );
    assert_same(
        &in_postgres,
        &described(&mut postgres).await,
        "PostgreSQL and the store",
    );
    let Tx::Postgres(conn) = &mut postgres else {
        unreachable!()
    };
    let in_sqlite = schema::as_postgres_reads(&mut *conn, in_sqlite).await;
    assert_same(&in_sqlite, &in_postgres, "SQLite and PostgreSQL");
}

/// Tells only what differs.
#[track_caller]
fn assert_same(left: &Schema, right: &Schema, what: &str) {
    let differences: Vec<String> = [("<", left, right), (">", right, left)]
        .into_iter()
        .flat_map(|(mark, one, other)| {
            let known = facts(other);
            let unknown = facts(one)
                .into_iter()
                .filter(move |fact| !known.contains(fact));
            unknown.map(move |fact| format!("{mark} {fact}"))
        })
        .collect();
    assert!(
        differences.is_empty(),
        "{what} differ:\n{}",
        differences.join("\n")
    );
}

fn facts(schema: &Schema) -> BTreeSet<String> {
    let of_table = |(table, shape): (&String, &schema::Shape)| {
        let lines = shape.lines.iter().map(|line| format!("{table}: {line}"));
        let conditions = shape
            .conditions
            .iter()
            .map(|(owner, sql)| format!("{table}: {owner}: {sql}"));
        lines.chain(conditions).collect::<Vec<_>>()
    };
    schema.iter().flat_map(of_table).collect()
}

/// The test above sees each of these, so it would see the like of them.
#[tokio::test]
async fn a_migration_that_differs_is_noticed() {
    const BOTH_SAY: &[(&str, &str)] = &[
        ("telegram_id BIGINT NOT NULL", "telegram_id BIGINT"),
        ("blocked_at", "blocked_since"),
        (
            "CONSTRAINT users_telegram_id_key UNIQUE (telegram_id)",
            "extra BIGINT",
        ),
        ("users_telegram_id_key", "users_key"),
        ("CHECK (name <> '')", "CHECK (name <> ' ')"),
        ("speed <= 2.0", "speed <= 3.0"),
        ("'uk', 'es'", "'uk'"),
        ("DEFAULT 'flat'", "DEFAULT 'flatter'"),
        ("DEFAULT 1.0", "DEFAULT 1.5"),
        ("DEFAULT 7", "DEFAULT 8"),
        ("DEFAULT TRUE", "DEFAULT FALSE"),
        ("ON DELETE CASCADE", "ON DELETE SET NULL"),
        ("ON DELETE SET NULL", ""),
        ("(playlist_id, position);", "(position, playlist_id);"),
        (
            "(playlist_id, position);",
            "(playlist_id, position) WHERE position > 1;",
        ),
        (
            "CREATE INDEX lyrics_cache_expires_at_idx",
            "CREATE UNIQUE INDEX lyrics_cache_expires_at_idx",
        ),
        ("lyrics TEXT NOT NULL", "lyrics BIGINT NOT NULL"),
    ];
    const SQLITE_SAYS: &[(&str, &str)] = &[
        (" AUTOINCREMENT", ""),
        ("length(name) <= 100", "length(name) <= 101"),
        ("VARCHAR(200)", "VARCHAR(201)"),
        ("CHECK (json_valid(equalizer_custom))", "CHECK (TRUE)"),
        (
            "pitch_correction IN (0, 1)",
            "pitch_correction IN (0, 1, 2)",
        ),
        (
            "DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'))",
            "DEFAULT CURRENT_TIMESTAMP",
        ),
    ];
    const POSTGRES_SAYS: &[(&str, &str)] = &[
        ("GENERATED BY DEFAULT AS IDENTITY ", ""),
        ("VARCHAR(100)", "VARCHAR(101)"),
        ("TIMESTAMPTZ", "TIMESTAMP"),
        ("JSONB", "JSON"),
        ("DEFAULT now()", "DEFAULT 'epoch'"),
    ];
    for dialect in BOTH {
        let db = Database::empty(dialect).await;
        let own = match dialect {
            Dialect::Sqlite => SQLITE_SAYS,
            Dialect::Postgres => POSTGRES_SAYS,
        };
        let nothing = ("", "");
        for (from, to) in BOTH_SAY.iter().chain(own).chain([&nothing]).copied() {
            let mut tx = db.begin().await.unwrap();
            let migrations = migrations(dialect);
            // A table may have been made again since; its last maker counts.
            let last = migrations
                .values()
                .rposition(|scripts| !from.is_empty() && scripts.up.contains(from));
            for (at, scripts) in migrations.values().enumerate() {
                let text = if last == Some(at) {
                    scripts.up.replacen(from, to, 1)
                } else {
                    scripts.up.clone()
                };
                execute(&mut tx, &text).await.unwrap();
            }
            let changed = last.is_some();
            let is_same = read_schema(&mut tx).await == described(&mut tx).await;
            assert_eq!(
                changed,
                from != to,
                "{dialect:?}: no migration says {from:?}"
            );
            assert_eq!(is_same, !changed, "{dialect:?}: {from:?} → {to:?}");
            tx.rollback().await.unwrap();
        }
    }
}

/// All a database knows of its objects, in its own words.
async fn objects(tx: &mut Tx) -> Vec<String> {
    // `sqlite_sequence` comes with the first AUTOINCREMENT and cannot be dropped. A table that was renamed has its name
    // in quotes.
    const SQLITE: &str = "
        SELECT concat_ws(' ', type, name, tbl_name, replace(sql, concat('\"', tbl_name, '\"'), tbl_name)) FROM sqlite_master
        WHERE name <> 'sqlite_sequence' ORDER BY type, name";
    const POSTGRES: &str = "
        SELECT concat_ws(' ', relkind, relname) FROM pg_class WHERE relnamespace = 'public'::REGNAMESPACE
        UNION ALL
        SELECT concat_ws(' ', 'type', typname) FROM pg_type WHERE typnamespace = 'public'::REGNAMESPACE
        UNION ALL
        SELECT concat_ws(' ', 'function', proname) FROM pg_proc WHERE pronamespace = 'public'::REGNAMESPACE
        UNION ALL
        SELECT concat_ws(' ', attrelid::REGCLASS, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::REGNAMESPACE AND attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::REGNAMESPACE
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        ORDER BY 1";
    match tx {
        Tx::Sqlite(conn) => {
            let objects: Vec<String> = sqlx::query_scalar(SQLITE)
                .fetch_all(&mut **conn)
                .await
                .unwrap();
            // SQLite keeps the text that made a table, with its comments.
            let essence = |object: &String| migrate::sql::essence(Dialect::Sqlite, object);
            objects.iter().map(essence).collect()
        }
        Tx::Postgres(conn) => sqlx::query_scalar(POSTGRES)
            .fetch_all(&mut **conn)
            .await
            .unwrap(),
    }
}

#[tokio::test]
async fn every_down_script_takes_back_exactly_what_its_up_script_did() {
    for dialect in BOTH {
        let db = Database::empty(dialect).await;
        let mut tx = db.begin().await.unwrap();
        let migrations = migrations(dialect);
        for (name, scripts) in &migrations {
            let before = objects(&mut tx).await;
            execute(&mut tx, &scripts.up).await.unwrap();
            let after = objects(&mut tx).await;
            assert_ne!(before, after, "{dialect:?} {name} does nothing");
            execute(&mut tx, &scripts.down).await.unwrap();
            assert_eq!(
                objects(&mut tx).await,
                before,
                "{dialect:?} {name}, taken back"
            );
            execute(&mut tx, &scripts.up).await.unwrap();
            assert_eq!(
                objects(&mut tx).await,
                after,
                "{dialect:?} {name}, done again"
            );
        }
        for scripts in migrations.values().rev() {
            execute(&mut tx, &scripts.down).await.unwrap();
        }
        assert_eq!(objects(&mut tx).await, Vec::<String>::new(), "{dialect:?}");
    }
}

#[test]
fn both_dialects_have_the_same_migrations() {
    let names = |dialect| migrations(dialect).into_keys().collect::<Vec<_>>();
    assert_eq!(names(Dialect::Sqlite), names(Dialect::Postgres));
    for dialect in BOTH {
        for (name, scripts) in migrations(dialect) {
            assert!(
                !scripts.up.is_empty() && !scripts.down.is_empty(),
                "{dialect:?} {name}"
            );
        }
    }
}
