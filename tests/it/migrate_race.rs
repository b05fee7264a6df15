//! Several processes at once: one applies, the others wait, none fails, nothing happens twice.

use std::process::Child;

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

on_both_sites!(
    two_processes_that_go_down_one_step_take_back_one_or_say_why,
    |site| {
        site.tables(4);
        let engine = site.engine();
        engine.up().await;
        let lock = site.db.begin().await.unwrap(); // Both wait for this writer before either can take a step.
        let children: Vec<Child> = (0..2)
            .map(|_| site.program(&["down", "3", "--yes"]).spawn().unwrap())
            .collect();
        drop(lock);
        for child in children {
            let (code, out, err) = read(&child.wait_with_output().unwrap());
            assert_eq!(code, 0, "{out}{err}");
        }
        assert_eq!(site.applied().await, [1, 2, 3]);
    }
);
