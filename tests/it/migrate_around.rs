//! Around a run: what is built outside a transaction, copies to try on, files that somebody else has locked.

use reprise::db::Dialect;

use crate::support::migrate::{Site, Walk as _};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_built_without_a_transaction_is_taken_back_as_well() {
    let site = Site::new(Dialect::Postgres).await;
    site.pair("0001_a", "CREATE TABLE a (b BIGINT);", "DROP TABLE a;");
    site.engine().up().await;
    site.pair(
        "0002_i",
        "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);",
        "-- no-transaction\nDROP INDEX CONCURRENTLY i;",
    );
    site.pair("0003_bad", "CREATE TABLE a (b BIGINT);", "SELECT 1;");
    let (code, _, err) = site.run(&["up", "--yes", "--rollback-on-failure"]);
    assert_eq!(code, 1, "{err}");
    assert!(
        err.contains("0003_bad failed; everything was taken back"),
        "{err}"
    );
    assert_eq!(site.applied().await, [1]);
    let indexes = "SELECT count(*) FROM pg_class WHERE relname = 'i'";
    assert_eq!(site.number(indexes).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_migrated_and_the_database_is_not() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    site.engine().up().await;
    site.sql("INSERT INTO t1 VALUES (5)").await;
    site.pair(
        "0002_more",
        "ALTER TABLE t1 ADD COLUMN more BIGINT NOT NULL DEFAULT 6;",
        "ALTER TABLE t1 DROP COLUMN more;",
    );
    let copy = site.path("copy.db").display().to_string();
    let (code, out, err) = site.run(&["up", "--on-copy", &copy]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("the database itself was not touched"), "{err}");
    assert_eq!(site.applied().await, [1]);
    let url = format!("sqlite://{copy}");
    let source = site.source().display().to_string();
    let on_it = |verb: &[&str]| {
        let mut all = vec!["--database-url", &url, "--source", &source];
        all.extend(verb);
        site.run_bare(&all)
    };
    assert_eq!(on_it(&["current"]).1, "0002_more\n");
    let conn = rusqlite::Connection::open(&copy).unwrap();
    let sum: i64 = conn
        .query_row("SELECT id + more FROM t1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sum, 11);
    // What is there is not written over.
    let (code, _, err) = site.run(&["up", "--on-copy", &copy]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("there is a file in the way"), "{err}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_somebody_else_has_locked_is_waited_for_and_then_left_alone() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    site.engine().up().await;
    site.tables(2);
    let somebody = rusqlite::Connection::open(site.file()).unwrap();
    somebody.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(site.run(&["status"]).0, 0, "looking goes on");
    let (code, out, err) = site.run(&["up", "--yes"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(err.contains("database is locked"), "{err}");
    somebody.execute_batch("ROLLBACK").unwrap();
    assert_eq!(site.applied().await, [1]);
    assert_eq!(site.run(&["up", "--yes"]).0, 0);
}
