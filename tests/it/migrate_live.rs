//! The bot works while its schema changes: readers and writers in the middle of a migration, full disks, busy tables.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use reprise::{
    db::{Dialect, Tx},
    migrate::target::Direction::Up,
};

use crate::support::migrate::{Site, Walk as _, me, on_both_sites, read};

on_both_sites!(readers_during_an_alter_see_every_row_and_no_error, |site| {
    site.pair(
        "0001_a",
        "CREATE TABLE a (id BIGINT PRIMARY KEY, b TEXT);",
        "DROP TABLE a;",
    );
    site.engine().up().await;
    site.sql("INSERT INTO a VALUES (1, 'x'), (2, 'y')").await;
    let stop = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (db, stop) = (site.db.db.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut reads = 0;
                while !stop.load(Ordering::Relaxed) {
                    // A star is the worst case: what the linter forbids in the bot must not panic or answer empty even so.
                    let rows = match &mut db.read().await.unwrap() {
                        Tx::Sqlite(conn) => sqlx::query("SELECT * FROM a")
                            .fetch_all(&mut **conn)
                            .await
                            .unwrap()
                            .len(),
                        Tx::Postgres(conn) => sqlx::query("SELECT * FROM a")
                            .fetch_all(&mut **conn)
                            .await
                            .unwrap()
                            .len(),
                    };
                    assert_eq!(rows, 2);
                    reads += 1;
                    tokio::task::yield_now().await;
                }
                reads
            })
        })
        .collect();
    for n in 2..8 {
        site.pair(
            &format!("{n:04}_c{n}"),
            &format!("ALTER TABLE a ADD COLUMN c{n} TEXT;"),
            &format!("ALTER TABLE a DROP COLUMN c{n};"),
        );
        site.engine().up().await;
    }
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_says_so_and_leaves_the_old_state() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    // Estimates do not see this one coming: it makes its rows itself.
    site.pair("0002_big", "CREATE TABLE big AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT i FROM n;", "DROP TABLE big;");
    let program = env!("CARGO_BIN_EXE_reprise");
    let (source, disk) = (
        site.source().display().to_string(),
        site.path("disk").display().to_string(),
    );
    let migrate =
        format!("'{program}' migrate --database-url 'sqlite://{disk}/a.db' --source '{source}'");
    let script = format!(
        "mkdir -p '{disk}' && mount -t tmpfs -o size=4m tmpfs '{disk}' && cd /
         {migrate} up 1 --yes
         if {migrate} up --yes; then echo 'it went through'; exit 9; fi
         {migrate} current
         mount -o remount,size=200m '{disk}'
         {migrate} up --yes && {migrate} current && {migrate} verify"
    );
    let (code, out, err) = read(&site.in_namespace(&script));
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("database or disk is full"), "{err}");
    assert!(
        out.contains("0001_t1\n") && out.contains("0002_big\n"),
        "{out}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_too_small_for_a_copy_is_noticed_before_anything_runs() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair("0001_big", "CREATE TABLE big AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n;", "DROP TABLE big;");
    site.pair("0002_t2", "CREATE TABLE t2 (id BIGINT);", "DROP TABLE t2;");
    let program = env!("CARGO_BIN_EXE_reprise");
    let (source, disk) = (
        site.source().display().to_string(),
        site.path("disk").display().to_string(),
    );
    let migrate =
        format!("'{program}' migrate --database-url 'sqlite://{disk}/a.db' --source '{source}'");
    let script = format!(
        "mkdir -p '{disk}' && mount -t tmpfs -o size=12m tmpfs '{disk}' && cd /
         {migrate} up 1 --yes
         mount -o remount,size=5m '{disk}'
         {migrate} up --yes || echo \"ended with $?\""
    );
    let (code, out, err) = read(&site.in_namespace(&script));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("ended with 3"), "{out}{err}");
    assert!(err.contains("not enough space"), "{err}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_in_use_is_waited_for_and_its_user_named() {
    let site = Site::new(Dialect::Postgres).await;
    site.tables(1);
    site.engine().up().await;
    let other = site.db.open().await;
    let mut user = other.begin().await.unwrap();
    crate::support::db::execute(&mut user, "INSERT INTO t1 VALUES (1)")
        .await
        .unwrap();
    site.pair(
        "0002_more",
        "ALTER TABLE t1 ADD COLUMN more TEXT;",
        "ALTER TABLE t1 DROP COLUMN more;",
    );
    let engine = site.engine();
    let plan = engine.shown(Up, "head").await.unwrap();
    let digest = plan.digest.clone();
    let approved = plan
        .approve(&digest, &reprise::migrate::Consent::Pressed, me())
        .unwrap();
    let (told, mut waits) = tokio::sync::mpsc::unbounded_channel();
    let run = tokio::spawn(async move {
        let tell = move |progress| {
            if let reprise::migrate::Progress::Waiting { by } = progress {
                let _ = told.send(reprise::migrate::who::all(&by));
            }
        };
        engine
            .apply(
                approved,
                reprise::migrate::Manner::default(),
                &reprise::migrate::Cancel::default(),
                &tell,
            )
            .await
    });
    let by = waits.recv().await.unwrap();
    assert!(by.contains("(reprise "), "{by}");
    assert!(by.ends_with(", idle in transaction)"), "{by}");
    user.commit().await.unwrap();
    run.await.unwrap().unwrap();
    assert_eq!(site.applied().await, [1, 2]);
}
