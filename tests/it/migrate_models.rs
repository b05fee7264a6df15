//! The verbs around the descriptions: what the program writes from them, and what it says of a database that was set by hand.

use std::{fs, path::Path, sync::Arc};

use futures::future::BoxFuture;
use reprise::{
    db::Dialect,
    migrate::{
        EngineError, offline,
        place::Conn,
        source::Known,
        steps::{Code, DataStep},
        target::Direction::Up,
    },
    store::TABLES,
};

use crate::support::migrate::{Site, Walk as _, me, on_both_sites, read};

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");

/// A folder with the program's own migrations, the first so many.
fn the_first(site: &Site, count: usize) {
    for dialect in ["sqlite", "postgres"] {
        let to = site.source().join(dialect);
        fs::create_dir_all(&to).unwrap();
        let mut files: Vec<_> = fs::read_dir(Path::new(MIGRATIONS).join(dialect))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files.iter().take(2 * count) {
            fs::copy(file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

on_both_sites!(
    what_is_missing_is_written_tried_and_then_nothing_is,
    |site| {
        the_first(site, 6);
        let (code, out, err) = site.run(&["check"]);
        assert_eq!(code, 1, "{out}{err}");
        assert!(
            out.contains("missing: INDEX playlists_owner_id_idx") || out.contains("missing:"),
            "{out}"
        );
        let (code, out, err) = site.run(&["new", "what is missing", "--auto", "--no-rename"]);
        assert_eq!(code, 0, "{out}{err}");
        assert_eq!(out.lines().count(), 4, "{out}");
        let (code, out, err) = site.run(&["check"]);
        assert_eq!(
            (code, out.as_str()),
            (0, "The migrations give what the tables are described as.\n"),
            "{err}"
        );
        let (code, out, _) = site.run(&["new", "again", "--auto"]);
        assert_eq!(code, 0);
        assert!(out.contains("nothing to write"), "{out}");
        // And the engine runs what was written, up, down and up.
        let engine = site.engine();
        engine.up().await;
        engine.down("-1").await;
        engine.up().await;
        assert_eq!(engine.drift().await.unwrap(), []);
        assert_eq!(engine.check(TABLES).await.unwrap(), Vec::<String>::new());
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_have_been_renamed_is_asked_for() {
    let site = Site::new(Dialect::Sqlite).await;
    the_first(&site, usize::MAX / 2);
    for dialect in ["sqlite", "postgres"] {
        for file in ["0001_users.up.sql", "0001_users.down.sql"] {
            let file = site.source().join(dialect).join(file);
            let text = fs::read_to_string(&file).unwrap();
            fs::write(file, text.replace("blocked_at", "blocked_since")).unwrap();
        }
    }
    let (code, _, err) = site.run(&["new", "blocked at", "--auto"]);
    assert_eq!(code, 3, "{err}");
    assert!(
        err.contains("--rename users.blocked_since:blocked_at"),
        "{err}"
    );
    let (code, out, err) = site.run(&[
        "new",
        "blocked at",
        "--auto",
        "--rename",
        "users.blocked_since:blocked_at",
    ]);
    assert_eq!(code, 0, "{out}{err}");
    let written = |way: &str| {
        let line = out
            .lines()
            .find(|l| l.contains("sqlite/") && l.ends_with(way))
            .unwrap();
        let text = fs::read_to_string(line).unwrap();
        text.split_once("\n\n").unwrap().1.to_owned()
    };
    insta::assert_snapshot!(written("up.sql"), @"
    -- blocked at
    ALTER TABLE users RENAME COLUMN blocked_since TO blocked_at;
    ");
    insta::assert_snapshot!(written("down.sql"), @"ALTER TABLE users RENAME COLUMN blocked_at TO blocked_since;");
}

// The ledger set by hand.

on_both_sites!(a_stamp_tells_the_truth_or_is_refused, |site| {
    site.tables(3);
    let engine = site.engine();
    site.sql("CREATE TABLE t1 (id BIGINT PRIMARY KEY); CREATE TABLE t2 (id BIGINT PRIMARY KEY)")
        .await;
    let refused = engine
        .stamp(&me(), Some(3), None, false)
        .await
        .unwrap_err()
        .chain();
    assert!(
        refused.starts_with("the schema is not what 0003 gives: missing TABLE t3; mend it first"),
        "{refused}"
    );
    assert_eq!(engine.facts().await.unwrap().applied(), Vec::<i64>::new());
    engine.stamp(&me(), Some(2), None, false).await.unwrap();
    assert_eq!(engine.facts().await.unwrap().applied(), [1, 2]);
    // What was stamped is as good as applied: the rest goes up, and all of it comes down.
    engine.up().await;
    let (code, _, err) = site.run(&["stamp", "1"]);
    assert_eq!(code, 3, "{err}");
    let (code, out, err) = site.run(&[
        "stamp",
        "1",
        "--force",
        "--reason",
        "they are rebuilt tonight",
    ]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("0001 now; it said 0003") && out.contains("held"),
        "{out}"
    );
    assert_eq!(engine.facts().await.unwrap().applied(), [1]);
    assert!(engine.facts().await.unwrap().hold.is_some());
    let (_, log, _) = site.run(&["log"]);
    assert!(
        log.contains(
            "stamped 0001: they are rebuilt tonight (not as it should be: extra TABLE t2; extra TABLE t3)"
        ) || log.contains(
            "stamped 0001: they are rebuilt tonight (not as it should be: extra TABLE t3; extra TABLE t2)"
        ),
        "{log}"
    );
    engine.stamp(&me(), Some(3), None, false).await.unwrap();
    engine.down("base").await;
    assert!(!site.has_table("t1").await);
});

// By hand, offline.

/// Runs a script as a database administrator does.
fn by_hand(site: &Site, script: &str) {
    use std::io::Write as _;
    #[expect(
        clippy::disallowed_methods,
        reason = "somebody's own program runs the script"
    )]
    let mut command = match site.dialect {
        Dialect::Sqlite => std::process::Command::new("sqlite3"),
        Dialect::Postgres => std::process::Command::new("psql"),
    };
    match site.dialect {
        Dialect::Sqlite => command.arg(site.file()),
        Dialect::Postgres => command.args(["--no-psqlrc", "--quiet"]).arg(site.url()),
    };
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let (code, out, err) = read(&child.wait_with_output().unwrap());
    assert_eq!(code, 0, "{out}{err}\n{script}");
}

/// Versions, names and hashes.
async fn ledger(site: &Site) -> Vec<String> {
    let hash = match site.dialect {
        Dialect::Sqlite => "hex(checksum)",
        Dialect::Postgres => "upper(encode(checksum, 'hex'))",
    };
    site.texts(&format!("SELECT version || ' ' || description || ' ' || success || ' ' || {hash} FROM _sqlx_migrations ORDER BY version"))
        .await
}

const REBUILD: &str = "CREATE TABLE people_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
    INSERT INTO people_new (id, name) SELECT id, name FROM people; DROP TABLE people; ALTER TABLE people_new RENAME TO people";

on_both_sites!(
    the_script_for_the_hand_gives_what_the_engine_gives,
    |site| {
        let counted = match site.dialect {
            Dialect::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Dialect::Postgres => "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        };
        site.pair("0001_people", &format!("CREATE TABLE people (id {counted}, name TEXT); CREATE INDEX people_name_idx ON people (name);"), "DROP TABLE people;");
        site.pair("0002_it's_children", "CREATE TABLE children (id BIGINT, people_id BIGINT REFERENCES people (id) ON DELETE CASCADE)", "DROP TABLE children;");
        match site.dialect {
            Dialect::Sqlite => {
                site.pair("0003_not_null", REBUILD, &REBUILD.replace(" NOT NULL", ""))
            }
            Dialect::Postgres => site.pair(
                "0003_not_null",
                "ALTER TABLE people ALTER name SET NOT NULL;",
                "ALTER TABLE people ALTER name DROP NOT NULL;",
            ),
        };
        let known = Known::folder(site.dialect, &site.source()).unwrap();
        by_hand(site, &offline::script(&known, None, Some(2)).await.unwrap());
        site.sql("INSERT INTO people (name) VALUES ('a'), ('b'), ('c'); DELETE FROM people WHERE name = 'c'; INSERT INTO children VALUES (1, 1), (2, 2)").await;
        let (code, out, err) = site.run(&["sql"]);
        assert_eq!(code, 0, "{err}");
        // As people write it who come from elsewhere.
        for habit in [
            &["upgrade", "head", "--sql"][..],
            &["up", "+1", "--sql"],
            &["up", "2:3", "--sql"],
        ] {
            assert_eq!(
                site.run(habit),
                (0, out.clone(), String::new()),
                "{habit:?}"
            );
        }
        assert_eq!(
            site.run(&["downgrade", "-1", "--sql"]).1,
            site.run(&["sql", "2:1"]).1
        );
        by_hand(site, &out);
        // The engine finds nothing to say, nothing to do, and nothing gone.
        let engine = site.engine();
        assert_eq!(engine.drift().await.unwrap(), []);
        assert!(engine.shown(Up, "head").await.unwrap().is_empty());
        assert_eq!(site.number("SELECT count(*) FROM children").await, 2);
        site.sql("INSERT INTO people (name) VALUES ('d')").await;
        assert_eq!(
            site.number("SELECT max(id) FROM people").await,
            4,
            "a number was given twice"
        );
        let by_hand_up = ledger(site).await;
        // The same by the engine, elsewhere.
        let other = Site::new(site.dialect).await;
        for file in fs::read_dir(site.source()).unwrap() {
            let file = file.unwrap().path();
            fs::copy(&file, other.source().join(file.file_name().unwrap())).unwrap();
        }
        other.engine().up().await;
        assert_eq!(by_hand_up, ledger(&other).await);
        // And down.
        let (code, out, err) = site.run(&["sql", "head:1"]);
        assert_eq!(code, 0, "{err}");
        by_hand(site, &out);
        other.engine().down("1").await;
        assert_eq!(ledger(site).await, ledger(&other).await);
        assert_eq!(engine.drift().await.unwrap(), []);
    }
);

// Steps in Rust.

/// Numbers the people by the length of their names, which SQL could do as well.
fn measure(conn: &mut Conn) -> BoxFuture<'_, Result<(), EngineError>> {
    Box::pin(async move {
        let failed = |source| EngineError::Database {
            doing: "measuring names",
            source,
        };
        let (read, write) = (
            "SELECT name FROM people",
            "UPDATE people SET length = $1 WHERE name = $2",
        );
        let names: Vec<String> = match conn {
            Conn::Sqlite(c) => sqlx::query_scalar(read).fetch_all(c).await,
            Conn::Postgres(c) => sqlx::query_scalar(read).fetch_all(c).await,
        }
        .map_err(failed)?;
        for name in names {
            let length = i64::try_from(name.chars().count()).unwrap();
            match conn {
                Conn::Sqlite(c) => sqlx::query(write)
                    .bind(length)
                    .bind(name)
                    .execute(c)
                    .await
                    .map(drop),
                Conn::Postgres(c) => sqlx::query(write)
                    .bind(length)
                    .bind(name)
                    .execute(c)
                    .await
                    .map(drop),
            }
            .map_err(failed)?;
        }
        Ok(())
    })
}

fn broken(_: &mut Conn) -> BoxFuture<'_, Result<(), EngineError>> {
    Box::pin(async { Err(EngineError::Cancelled) })
}

const fn measuring(up: Code) -> DataStep {
    DataStep {
        version: 2,
        name: "measure",
        hash: "1234",
        source: "",
        up,
        down: None,
    }
}

on_both_sites!(a_step_in_rust_is_part_of_its_migration, |site| {
    static MEASURE: [DataStep; 1] = [measuring(measure)];
    static BROKEN: [DataStep; 1] = [measuring(broken)];
    site.pair(
        "0001_people",
        "CREATE TABLE people (name TEXT); INSERT INTO people VALUES ('anna'), ('Оля');",
        "DROP TABLE people;",
    );
    site.pair(
        "0002_length",
        "-- step: measure 1234\nALTER TABLE people ADD length BIGINT;",
        "ALTER TABLE people DROP COLUMN length;",
    );
    let with = |steps| {
        let mut engine = site.engine();
        let mut known = Known::folder(site.dialect, &site.source()).unwrap();
        known.steps = steps;
        engine.known = Arc::new(known);
        engine
    };
    assert_eq!(
        site.engine().refused(Up, "head").await,
        "0002_length needs the step measure, which this build does not have"
    );
    // It fails, and nothing of its migration is left.
    assert_eq!(with(&BROKEN).refused(Up, "head").await, "cancelled");
    assert_eq!(site.applied().await, [1]);
    assert_eq!(site.number("SELECT count(*) FROM people").await, 2);
    let engine = with(&MEASURE);
    engine.up().await;
    let rows = site
        .texts("SELECT name || ' ' || length FROM people ORDER BY length DESC")
        .await;
    assert_eq!(rows, ["anna 4", "Оля 3"]);
    assert_eq!(engine.drift().await.unwrap(), []);
    let refused = offline::script(&engine.known, None, Some(2))
        .await
        .unwrap_err()
        .chain();
    assert_eq!(
        refused,
        "0002_length runs a step in Rust, measure; only `migrate up` can do that"
    );
    engine.down("base").await;
});

on_both_sites!(the_selftest_finds_what_does_not_come_down, |site| {
    site.tables(3);
    let engine = site.engine();
    engine.up().await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    let (code, out, err) = site.run(&["selftest"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.lines().count() >= 3 && !out.contains("WRONG"), "{out}");
    site.pair(
        "0004_t4",
        "CREATE TABLE t4 (id BIGINT); CREATE TABLE t5 (id BIGINT);",
        "DROP TABLE t4;",
    );
    let (code, out, _) = site.run(&["selftest"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("WRONG"), "{out}");
    // It happened elsewhere.
    assert_eq!(site.applied().await, [1, 2, 3]);
    assert_eq!(site.number("SELECT count(*) FROM t1").await, 1);
});
