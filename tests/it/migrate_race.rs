//! Several processes at once: one applies, the others wait, none fails, nothing happens twice.

use std::process::Child;

use reprise::db::Dialect;

use crate::support::migrate::{Site, Walk as _, on_both_sites, read};

/// Starts four processes that do the same, and expects all of them to end well.
fn four_at_once(site: &Site, arguments: &[&str]) {
    let children: Vec<Child> = (0..4)
        .map(|_| site.program(arguments).spawn().unwrap())
        .collect();
    for child in children {
        let (code, out, err) = read(&child.wait_with_output().unwrap());
        assert_eq!(code, 0, "{out}{err}");
    }
}

on_both_sites!(four_processes_make_the_tables_once, |site| {
    site.tables(5);
    four_at_once(site, &["up", "--yes"]);
    assert_eq!(site.applied().await, [1, 2, 3, 4, 5]);
});

on_both_sites!(four_processes_change_the_data_once, |site| {
    site.pair(
        "0001_account",
        "CREATE TABLE account (n BIGINT NOT NULL); INSERT INTO account VALUES (0);",
        "DROP TABLE account;",
    );
    site.engine().up().await;
    site.pair(
        "0002_add",
        "-- allow: update-without-where because there is one row\nUPDATE account SET n = n + 1;",
        "UPDATE account SET n = n - 1;",
    );
    four_at_once(site, &["up", "--yes"]);
    assert_eq!(site.number("SELECT n FROM account").await, 1);
    assert_eq!(site.applied().await, [1, 2]);
});

on_both_sites!(two_downs_of_one_step_take_back_one, |site| {
    site.tables(3);
    let engine = site.engine();
    engine.up().await;
    // Both have looked before either acts, as when a button is pressed twice.
    let first = engine
        .shown(reprise::migrate::target::Direction::Down, "-1")
        .await
        .unwrap();
    let second = first.clone();
    engine.run(first).await.unwrap();
    let refused = engine.run(second).await.unwrap_err();
    assert_eq!(
        refused.error.to_string(),
        "the plan is stale: the database was at 0003 and is at 0002 now; look at the new plan first"
    );
    assert_eq!(site.applied().await, [1, 2]);
});

on_both_sites!(two_processes_that_go_down_one_step_take_back_one, |site| {
    site.tables(4);
    site.engine().up().await;
    let lock = site.lock().await;
    let children: Vec<Child> = (0..2)
        .map(|_| site.program(&["down", "-1", "--yes"]).spawn().unwrap())
        .collect();
    // Both have seen the same plan, and wait to run it.
    for child in &children {
        until_it_waits(site, child).await;
    }
    drop(lock);
    for child in children {
        let (code, out, err) = read(&child.wait_with_output().unwrap());
        assert_eq!(code, 0, "{out}{err}");
    }
    assert_eq!(site.applied().await, [1, 2, 3]);
});

/// Waits until a process has come as far as the lock.
async fn until_it_waits(site: &Site, child: &Child) {
    match site.dialect {
        Dialect::Sqlite => {
            let lock = site.file().with_added_extension("lock");
            let open = || {
                let files = std::fs::read_dir(format!("/proc/{}/fd", child.id()))
                    .into_iter()
                    .flatten();
                let paths = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
                paths.into_iter().any(|path| path == lock)
            };
            while !open() {
                tokio::task::yield_now().await;
            }
        }
        Dialect::Postgres => {
            let waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid()";
            while site.number(waiting).await < 2 {}
        }
    }
}

on_both_sites!(what_a_script_does_to_the_ledger_is_noticed, |site| {
    site.tables(3);
    site.pair(
        "0002_t2",
        "CREATE TABLE t2 (id BIGINT); UPDATE _sqlx_migrations SET description = 'mine';",
        "DROP TABLE t2;",
    );
    for (arguments, ends, behind, kept) in [
        (&["up", "--yes", "--single"][..], 3, "0003_t3", &[][..]),
        (&["up", "--yes"], 1, "0002_t2", &[1]),
    ] {
        let (code, _, err) = site.run(arguments);
        assert_eq!(code, ends, "{err}");
        let why = format!("behind {behind} the ledger is not what it should be");
        assert!(err.contains(&why), "{err}");
        assert_eq!(site.applied_or_nothing().await, kept);
        assert!(!site.has_table("t2").await);
    }
});
