//! C3: while it runs one message tells how it goes, and its Cancel works although nobody else gets through.

use reprise::db::Dialect;
use simulator::ANNA;

use super::desk::Desk;
use crate::{
    support::migrate::{Site, on_both_sites},
    webhook::posted,
};

/// A statement that takes as long as the data says.
fn as_long_as_t1(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE big AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT max(id) FROM t1)) SELECT i FROM n;"
        }
        Dialect::Postgres => {
            "CREATE TABLE big AS SELECT 1 AS i FROM pg_sleep((SELECT max(id) FROM t1) / 5000000);"
        }
    }
}

on_both_sites!(a_long_run_is_told_and_can_be_cancelled, |site| {
    told_and_cancelled(site, "").await;
});

on_both_sites!(the_same_where_updates_are_posted, |site| {
    told_and_cancelled(site, &posted()).await;
});

async fn told_and_cancelled(site: &Site, extra: &str) {
    site.tables(2);
    site.pair("0003_big", as_long_as_t1(site.dialect), "DROP TABLE big;");
    let desk = Desk::open_with(site, &format!("migrations.auto = false\n{extra}")).await;
    desk.ask(ANNA, "/migrate_up 1", "Plan ").await;
    desk.press(ANNA, "Apply 1", "Done").await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    desk.ask(ANNA, "/migrate_up", "Plan ").await;
    site.sql("UPDATE t1 SET id = 3000000000").await;
    desk.press(ANNA, "Apply 2", "2 of 2").await;
    let last = |transcript: String| {
        transcript
            .rsplit("> /migrate_up\n")
            .next()
            .unwrap()
            .to_owned()
    };
    insta::allow_duplicates! { insta::assert_snapshot!(last(desk.transcript(ANNA)), @"
    < 0001 → 0003, for [time]
      
      ✓ Backup [backup], [size]
      ✓ ↑ 0002_t2 [time]
      ▸ 2 of 2: 0003_big… (edited)
      [Cancel]
    "); }
    desk.press(ANNA, "Cancel", "Cancelled").await;
    assert_eq!(site.applied().await, [1, 2]);
    insta::allow_duplicates! { insta::assert_snapshot!(last(desk.transcript(ANNA)), @"
    < Cancelled.
      
      1 of 2 applied and kept.
      Backup [backup], [size] (edited)
      [Undo the one that was kept]
      [Backups]
      [Look again|‹ Status]
    "); }
    desk.stop().await;
}
