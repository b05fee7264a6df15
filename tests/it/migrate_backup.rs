//! Copies that cannot be made: nothing is written over, nothing half is left, and a run stops before it begins.

use std::{
    fs,
    os::unix::fs::{FileExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::DateTime;
use reprise::{
    clock::FixedClock,
    db::Dialect,
    migrate::{EngineError, Rehearsal, Untried, target::Direction::Up},
};
use sqlx::Connection as _;

use crate::support::migrate::{Site, Walk as _, me, on_both_sites};

#[tokio::test]
async fn what_lies_beside_a_database_and_its_copies_is_for_us_alone() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    let engine = site.engine();
    engine.go(Up, "head").await.unwrap();
    let copy = engine.back_up(&me(), "by hand", false).await.unwrap().file;
    let beside = |file: &Path, suffix| PathBuf::from(format!("{}.{suffix}", file.display()));
    for file in [
        beside(&copy, "json"),
        copy,
        beside(&site.file(), "journal"),
        beside(&site.file(), "lock"),
    ] {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
}

on_both_sites!(a_file_in_the_way_is_not_written_over, |site| {
    site.tables(1);
    let mut engine = site.engine();
    engine.go(Up, "head").await.unwrap();
    // Two at one moment have one name.
    let at = DateTime::from_timestamp(1_769_852_700, 0).unwrap();
    engine.clock = Arc::new(FixedClock::at(at));
    let first = engine.back_up(&me(), "by hand", false).await.unwrap();
    let bytes = fs::read(&first.file).unwrap();
    let second = engine.back_up(&me(), "by hand", false).await.unwrap_err();
    assert!(
        matches!(&second, EngineError::InTheWay(path) if *path == first.file),
        "{second}"
    );
    assert_eq!(fs::read(&first.file).unwrap(), bytes);
    let all = reprise::migrate::backup::list(&engine.settings.backup_dir).unwrap();
    assert_eq!(all, [first]);
});

/// A page in the middle of the file is not what was written there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_database_is_neither_copied_nor_migrated() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(2);
    let engine = site.engine();
    engine.go(Up, "1").await.unwrap();
    site.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t1 SELECT i FROM n")
        .await;
    let mut alone = sqlx::SqliteConnection::connect(site.url()).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut alone)
        .await
        .unwrap();
    alone.close().await.unwrap();
    let file = fs::OpenOptions::new()
        .write(true)
        .open(site.file())
        .unwrap();
    let page = site.number("PRAGMA page_size").await.unsigned_abs();
    let pages = site.number("PRAGMA page_count").await.unsigned_abs();
    for number in pages / 2..pages / 2 + 20 {
        file.write_all_at(&[0xa5; 512], number * page).unwrap();
    }
    file.sync_all().unwrap();
    let said = engine.back_up(&me(), "by hand", false).await.unwrap_err();
    assert!(said.chain().contains("malformed"), "{}", said.chain());
    let failed = engine.go(Up, "head").await.unwrap_err();
    assert!(failed.done.is_empty() && failed.step.is_none(), "{failed}");
    assert_eq!(site.applied().await, [1]);
    let left = fs::read_dir(&engine.settings.backup_dir).unwrap().count();
    assert_eq!(left, 0, "no half a copy is left");
    // One check that finds something, or cannot be made at all, does not stop the others.
    let (code, out, err) = site.run(&["verify"]);
    assert_eq!(code, 1, "{out}{err}");
    let verdicts: Vec<(&str, &str)> = out
        .lines()
        .filter_map(|line| Some((line.get(..5)?.trim(), line.get(7..)?.split(':').next()?)))
        .filter(|(verdict, _)| ["ok", "WRONG"].contains(verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("WRONG", "the database file is intact"),
            ("ok", "no foreign key leads nowhere"),
            ("ok", "every applied migration is the one in this build"),
            ("ok", "the schema is as the last migration left it"),
            ("ok", "the journal's mirror is unbroken"),
        ],
        "{out}"
    );
    // Not even the first page is one: each check says so, and the journal beside the file is looked at nevertheless.
    file.write_all_at(&[0xa5; 4096], 0).unwrap();
    let (code, out, err) = site.run(&["verify"]);
    assert_eq!(code, 1, "{out}{err}");
    assert_eq!(out.matches("file is not a database").count(), 4, "{out}");
    assert!(
        out.contains("ok     the journal's mirror is unbroken"),
        "{out}"
    );
}

/// The pages are as they should be, and what two of them say of one row differs: only a look at the whole copy can tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_turns_out_damaged_stops_the_run_and_is_told() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair(
        "0001_notes",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX notes_text ON notes (text);",
        "DROP TABLE notes;",
    );
    site.pair("0002_less", "DELETE FROM notes WHERE id = 2;", "SELECT 1;");
    let engine = site.engine();
    engine.go(Up, "1").await.unwrap();
    site.sql("INSERT INTO notes (text) VALUES ('a needle in a haystack'), ('hay')")
        .await;
    site.db.close().await; // The log goes into the file.
    let mut bytes = fs::read(site.file()).unwrap();
    let needle = b"a needle in a haystack";
    let last = bytes
        .windows(needle.len())
        .rposition(|found| found == needle)
        .unwrap();
    bytes[last..last + needle.len()].copy_from_slice(b"a noodle in a haystack");
    fs::write(site.file(), bytes).unwrap();

    let damaged = engine.back_up(&me(), "by hand", false).await.unwrap_err();
    let EngineError::Damaged(says) = &damaged else {
        panic!("{}", damaged.chain())
    };
    assert!(says.contains("missing from index notes_text"), "{says}");
    let failed = engine.go(Up, "head").await.unwrap_err();
    assert!(
        matches!(failed.error, EngineError::Damaged(_)),
        "{}",
        failed.error
    );
    assert!(failed.done.is_empty() && failed.step.is_none() && failed.backup.is_none());
    assert_eq!(engine.facts().await.unwrap().applied(), [1]);
    let left = fs::read_dir(&engine.settings.backup_dir).unwrap().count();
    assert_eq!(left, 0, "no half a copy is left");
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        err.contains("the copy is damaged: ")
            && err.contains("`migrate verify` looks at the database itself"),
        "{err}"
    );
    let (_, out, _) = site.run(&["status"]);
    assert!(out.contains(&format!("Data:     {says}, as of ")), "{out}");
    assert!(site.run(&["log"]).1.contains(&format!("DAMAGED: {says}")));
    let (code, out, _) = site.run(&["verify"]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains(&format!("WRONG  the database file is intact: {says}")),
        "{out}"
    );
    assert_eq!(out.matches("WRONG").count(), 1, "{out}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_not_tried_where_a_copy_would_not_fit() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(2);
    let engine = site.engine();
    engine.go(Up, "1").await.unwrap();
    let mut plan = engine.shown(Up, "head").await.unwrap();
    let needs = plan.estimate.database_bytes * 11 / 5;
    plan.estimate.free_bytes = Some(needs - 1);
    let told = engine
        .rehearse(plan, &reprise::migrate::Cancel::default(), &|_| ())
        .await
        .unwrap();
    let free = needs - 1;
    assert_eq!(
        told.estimate.rehearsal,
        Some(Rehearsal::NotTried(Untried::NoSpace { needs, free }))
    );
}
