//! Processes that are really killed, at whatever they were doing; then somebody goes on.

use std::process::Child;

use reprise::{
    db::Dialect,
    migrate::target::Direction::{Down, Up},
};

use crate::support::migrate::{Site, Walk as _, bytes_of, me, on_both_sites, signal};

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The schema is what the ledger says, and the journal tells the same.
async fn is_consistent(site: &Site, count: i64) {
    let (applied, tables, journal) = loop {
        let applied = site.applied().await;
        let mut tables = Vec::new();
        for n in 1..=count {
            if site.has_table(&format!("t{n}")).await {
                tables.push(n);
            }
        }
        let facts = site.engine().facts().await.unwrap();
        let journal: Vec<i64> = facts.stored.keys().copied().collect();
        // PostgreSQL may still commit what a killed program had sent it: then all of it is looked at again.
        if site.applied().await == applied {
            break (applied, tables, journal);
        }
    };
    let last = i64::try_from(applied.len()).unwrap();
    assert!(applied.iter().copied().eq(1..=last), "{applied:?}");
    assert_eq!(tables, applied);
    assert_eq!(journal, applied);
}

on_both_sites!(killed_between_before_and_after_steps_it_goes_on, |site| {
    const COUNT: i64 = 40;
    site.tables(COUNT);
    // Each run is killed once it has come a little further than the one before: at another instant each time. None has the
    // last steps, so that the run behind them has something to do: it writes down what they left out of the mirror.
    for kills in 0..8 {
        let child = site
            .program(&["up", "0036", "--yes", "--no-backup"])
            .spawn()
            .unwrap();
        let (mut child, wanted) = (child, (kills + 1) * COUNT / 10);
        while i64::try_from(site.applied().await.len()).unwrap() < wanted
            && child.try_wait().unwrap().is_none()
        {}
        kill(child);
        is_consistent(site, COUNT).await;
    }
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    is_consistent(site, COUNT).await;
    assert_eq!(site.applied().await.len(), 40);
    assert_eq!(site.run(&["verify"]).0, 0);
    if site.dialect == Dialect::Sqlite {
        // Between a commit and the mirror they were killed each time; the next run wrote down what was missing.
        let mirror = std::fs::read_to_string(site.file().with_added_extension("journal")).unwrap();
        let mirrored = mirror.matches("\"event\":\"step\"").count();
        assert_eq!(i64::try_from(mirrored).unwrap(), COUNT);
    }
});

/// A statement that runs for minutes.
fn endless(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE big AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000000) SELECT i FROM n;"
        }
        Dialect::Postgres => "CREATE TABLE big AS SELECT 1 AS i FROM pg_sleep(600);",
    }
}

/// Waits until the endless statement runs.
async fn until_it_runs(site: &Site) {
    match site.dialect {
        Dialect::Sqlite => {
            // The log of the open transaction grows.
            let length = || std::fs::metadata(site.path_of_log()).map_or(0, |log| log.len());
            let start = length();
            while length() < start + 1_000_000 {
                tokio::task::yield_now().await;
            }
        }
        Dialect::Postgres => while site.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE TABLE big%' AND state = 'active'").await == 0 {},
    }
}

on_both_sites!(killed_inside_a_step_nothing_of_it_is_left, |site| {
    site.tables(1);
    site.pair("0002_big", endless(site.dialect), "DROP TABLE big;");
    let child = site.program(&["up", "--yes"]).spawn().unwrap();
    until_it_runs(site).await;
    kill(child);
    // PostgreSQL notices after a second that nobody waits for the statement; its lock keeps everybody else out until then.
    site.pair("0002_big", "CREATE TABLE t2 (id BIGINT);", "DROP TABLE t2;");
    assert!(!site.has_table("big").await);
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    is_consistent(site, 2).await;
});

on_both_sites!(interrupted_by_ctrl_c_the_old_state_stays, |site| {
    site.tables(1);
    site.pair("0002_big", endless(site.dialect), "DROP TABLE big;");
    let child = site.program(&["up", "--yes"]).spawn().unwrap();
    until_it_runs(site).await;
    signal(&child, "INT");
    let (code, out, err) = crate::support::migrate::read(&child.wait_with_output().unwrap());
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        err.contains("cancelled") && err.contains("1 migration was applied and kept"),
        "{err}"
    );
    is_consistent(site, 1).await;
    assert!(!site.has_table("big").await);
});

on_both_sites!(cancelled_by_a_button_the_old_state_stays, |site| {
    site.pair("0001_big", endless(site.dialect), "DROP TABLE big;");
    let engine = site.engine();
    let plan = engine.shown(Up, "head").await.unwrap();
    let digest = plan.digest.clone();
    let approved = plan
        .approve(&digest, &reprise::migrate::Consent::Pressed, me())
        .unwrap();
    let cancel = reprise::migrate::Cancel::default();
    let run = {
        let (engine, cancel) = (engine.clone(), cancel.clone());
        tokio::spawn(async move {
            engine
                .apply(
                    approved,
                    reprise::migrate::Manner::default(),
                    &cancel,
                    &|_| (),
                )
                .await
        })
    };
    match site.dialect {
        Dialect::Sqlite => until_it_runs(site).await,
        Dialect::Postgres => until_active(site).await,
    }
    cancel.cancel();
    let failed = run.await.unwrap().unwrap_err();
    assert_eq!(failed.error.to_string(), "cancelled");
    assert!(site.applied().await.is_empty());
    assert!(!site.has_table("big").await);
});

/// The bot's own pool waits at the gate during a run; another handle looks.
async fn until_active(site: &Site) {
    let other = site.db.open().await;
    loop {
        let mut tx = other.read().await.unwrap();
        let reprise::db::Tx::Postgres(conn) = &mut tx else {
            unreachable!("it is PostgreSQL")
        };
        let query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE TABLE big%' AND state = 'active'";
        let running: i64 = sqlx::query_scalar(query)
            .fetch_one(&mut **conn)
            .await
            .unwrap();
        if running > 0 {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_inside_a_restore_the_database_is_the_old_or_the_new_one() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair(
        "0001_t1",
        "CREATE TABLE t1 (id BIGINT, text TEXT);",
        "DROP TABLE t1;",
    );
    let engine = site.engine();
    engine.up().await;
    let fill = |mark: &str| {
        format!(
            "DELETE FROM t1; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO t1 SELECT i, '{mark}' || hex(randomblob(40)) FROM n"
        )
    };
    site.sql(&fill("a")).await;
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    site.sql(&fill("b")).await;
    let name = backup
        .file
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let journal = site.file().with_added_extension("journal");
    let restores = |words: &str| {
        std::fs::read_to_string(&journal)
            .unwrap_or_default()
            .matches(words)
            .count()
    };
    for _ in 0..3 {
        let before = restores("restore_started");
        let child = site.program(&["restore", &name, "--yes"]).spawn().unwrap();
        while restores("restore_started") == before {}
        kill(child);
        let marks = site
            .texts("SELECT DISTINCT substr(text, 1, 1) FROM t1")
            .await;
        assert!(marks == ["a"] || marks == ["b"], "{marks:?}");
        assert_eq!(site.number("SELECT count(*) FROM t1").await, 200_000);
        assert_eq!(
            site.texts("SELECT integrity_check FROM pragma_integrity_check")
                .await,
            ["ok"]
        );
        let facts = engine.facts().await.unwrap();
        assert!(facts.unfinished_restore.is_some() || restores("restore_finished") > 0);
        assert_eq!(
            reprise::migrate::boot::boot(&engine.known, &facts),
            reprise::migrate::boot::Boot::Ready
        );
    }
    let (code, out, err) = site.run(&["restore", &name, "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(
        site.texts("SELECT DISTINCT substr(text, 1, 1) FROM t1")
            .await,
        ["a"]
    );
    assert!(engine.facts().await.unwrap().unfinished_restore.is_none());
    // A kill before the first page leaves the old state, and is known until somebody moves on purpose.
    assert!(site.engine().shown(Down, "base").await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_a_step_without_a_transaction_the_next_run_finds_out_and_goes_on() {
    let site = Site::new(Dialect::Postgres).await;
    site.pair("0001_t1", "CREATE TABLE t1 (b BIGINT);", "DROP TABLE t1;");
    site.engine().up().await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    site.pair(
        "0002_i",
        "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t1 (b);",
        "-- no-transaction\nDROP INDEX CONCURRENTLY i;",
    );
    // The index waits for this transaction, which was there before it.
    let other = site.db.open().await;
    let mut old = other.begin().await.unwrap();
    crate::support::db::execute(&mut old, "UPDATE t1 SET b = 2")
        .await
        .unwrap();
    let child = site.program(&["up", "--yes"]).spawn().unwrap();
    let building = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%CREATE INDEX CONCURRENTLY%' AND state = 'active' AND pid <> pg_backend_pid()";
    while site.number(building).await == 0 {}
    while site
        .number("SELECT count(*) FROM pg_class WHERE relname = 'i'")
        .await
        == 0
    {}
    kill(child);
    site.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()").await;
    old.commit().await.unwrap();
    while site.number(building).await > 0 {}
    assert!(
        site.engine()
            .refused(Up, "head")
            .await
            .starts_with("0002_i was interrupted on its way up")
    );
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        err.contains("0002_i was interrupted before it happened; it is pending again."),
        "{err}"
    );
    assert_eq!(site.applied().await, [1, 2]);
    assert_eq!(site.number("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = 'i' AND i.indisvalid").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_after_a_step_without_a_transaction_and_before_it_is_recorded_it_is_found_to_have_happened()
 {
    let site = Site::new(Dialect::Postgres).await;
    site.pair("0001_t1", "CREATE TABLE t1 (b BIGINT);", "DROP TABLE t1;");
    site.engine().up().await;
    site.pair(
        "0002_i",
        "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t1 (b);",
        "-- no-transaction\nDROP INDEX CONCURRENTLY i;",
    );
    // Whoever reads the ledger like this keeps its row out of it, and the index does not wait for them.
    let other = site.db.open().await;
    let mut reader = other.begin().await.unwrap();
    let share = "LOCK TABLE _sqlx_migrations IN SHARE MODE";
    crate::support::db::execute(&mut reader, share)
        .await
        .unwrap();
    let child = site.program(&["up", "--yes"]).spawn().unwrap();
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%INSERT INTO _sqlx_migrations%'";
    while site.number(waits).await == 0 {}
    kill(child);
    while site.number(waits).await > 0 {}
    drop(reader);
    let valid = "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = 'i' AND i.indisvalid";
    assert_eq!(site.number(valid).await, 1);
    assert_eq!(site.applied().await, [1], "nobody wrote it down");
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    let words = "0002_i was interrupted, but had happened; it is recorded now.";
    assert!(err.contains(words), "{err}");
    assert_eq!(site.applied().await, [1, 2]);
    assert_eq!(site.run(&["verify"]).0, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_inside_a_restore_of_postgres_it_is_the_old_state_and_nobody_is_let_in_too_early() {
    let site = Site::new(Dialect::Postgres).await;
    site.pair(
        "0001_t1",
        "CREATE TABLE t1 (id BIGINT, text TEXT);",
        "DROP TABLE t1;",
    );
    let engine = site.engine();
    engine.up().await;
    site.sql("INSERT INTO t1 SELECT i, 'a' || repeat('x', 80) FROM generate_series(1, 200000) i")
        .await;
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    site.sql("UPDATE t1 SET text = 'b' || substr(text, 2)")
        .await;
    let name = backup.file.file_name().unwrap().to_str().unwrap();
    let marks = "SELECT DISTINCT substr(text, 1, 1) FROM t1";
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'psql' AND query LIKE 'COPY%'";
    for _ in 0..2 {
        let mut child = site.program(&["restore", name, "--yes"]).spawn().unwrap();
        while site.number(busy).await == 0 && child.try_wait().unwrap().is_none() {}
        kill(child);
        // The next one waits until the server has ended what psql began, and psql has not lived on.
        let (code, out, err) = site.run(&["hold", "--reason", "somebody looks"]);
        assert_eq!(code, 0, "{out}{err}");
        assert_eq!(site.texts(marks).await, ["b"], "all of the old state");
        assert_eq!(site.number("SELECT count(*) FROM t1").await, 200_000);
        let facts = engine.facts().await.unwrap();
        assert!(facts.unfinished_restore.is_some() && facts.hold.is_some());
        let (_, out, _) = site.run(&["status"]);
        assert!(out.contains("UNFINISHED RESTORE"), "{out}");
    }
    let (code, out, err) = site.run(&["restore", name, "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(site.texts(marks).await, ["a"]);
    assert!(engine.facts().await.unwrap().unfinished_restore.is_none());
}

on_both_sites!(killed_inside_a_rehearsal_nothing_of_it_is_left, |site| {
    site.tables(1);
    site.engine().up().await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    let facts = site.engine().facts().await.unwrap();
    site.pair("0002_big", endless(site.dialect), "DROP TABLE big;");
    let folder = || std::fs::read_dir(site.rehearsals()).map_or(0, Iterator::count);
    let active = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE TABLE big%' AND state = 'active'";
    let live = || (bytes_of(&site.file()), bytes_of(&site.path_of_log()));
    let before = (site.dialect == Dialect::Sqlite).then(live);
    let child = site.program(&["plan", "--rehearse"]).spawn().unwrap();
    match site.dialect {
        Dialect::Sqlite => while !site.is_rehearsing_more_than(1_000_000) {},
        Dialect::Postgres => while site.number(active).await == 0 {},
    }
    kill(child);
    // Nothing of the data was changed.
    match &before {
        Some(before) => assert!(live() == *before, "the file and its log are as they were"),
        // The server notices by itself that nobody waits for the answer.
        None => while site.number(active).await > 0 {},
    }
    let now = site.engine().facts().await.unwrap();
    assert_eq!(
        (now.fingerprint, now.ledger),
        (facts.fingerprint, facts.ledger)
    );
    assert!(!site.has_table("big").await);
    // The copy lies there until somebody starts.
    let left = usize::from(site.dialect == Dialect::Sqlite);
    assert_eq!(folder(), left);
    if site.dialect == Dialect::Postgres {
        let scratch = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'rehearsal%'";
        assert_eq!(site.number(scratch).await, 0);
    }
    site.pair("0002_big", "CREATE TABLE t2 (id BIGINT);", "DROP TABLE t2;");
    let mut starting = site.engine();
    site.rehearsals()
        .parent()
        .unwrap()
        .clone_into(&mut starting.settings.temp_dir);
    let policy = reprise::migrate::boot::Policy {
        auto: false,
        auto_lossy: false,
        revert_newer: false,
    };
    starting
        .boot(policy, &reprise::migrate::Cancel::default(), &|_| ())
        .await;
    assert_eq!(folder(), 0);
    let (code, out, err) = site.run(&["plan", "--rehearse"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Worked on a copy of the data"), "{out}");
    assert_eq!(site.run(&["up", "--yes"]).0, 0);
    is_consistent(site, 2).await;
});
