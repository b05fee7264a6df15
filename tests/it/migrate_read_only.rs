//! Looking changes nothing, also when it is killed.

use reprise::db::Dialect;

use crate::support::migrate::{Site, Walk as _, bytes_of};

const LOOKING: [&[&str]; 8] = [
    &["status"],
    &["status", "--json"],
    &["plan"],
    &["plan", "base"],
    &["history", "-v"],
    &["verify"],
    &["current"],
    &["log"],
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_leaves_a_sqlite_file_and_its_log_as_they_are() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(2);
    site.engine().up().await;
    site.tables(4);
    site.sql("INSERT INTO t1 VALUES (1)").await; // The pool is open: this lies in the log.
    let log = site.path_of_log();
    let before = (bytes_of(&site.file()), bytes_of(&log));
    assert!(before.1.as_ref().is_some_and(|log| !log.is_empty()));
    for arguments in LOOKING {
        let (code, out, err) = site.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
        assert_eq!(
            (bytes_of(&site.file()), bytes_of(&log)),
            before,
            "{arguments:?}"
        );
        let mut child = site.program(arguments).spawn().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(
            (bytes_of(&site.file()), bytes_of(&log)),
            before,
            "{arguments:?}, killed"
        );
    }
}

#[tokio::test]
async fn looking_makes_no_database() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(2);
    let missing = site.path("missing/nothing.db");
    let url = format!("sqlite://{}", missing.display());
    for arguments in LOOKING {
        let mut all = vec!["--database-url", &url];
        all.extend(arguments);
        let (code, out, err) = site.run_bare(&all);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    }
    assert!(!missing.exists() && !missing.parent().unwrap().exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_makes_nothing_in_postgres() {
    let site = Site::new(Dialect::Postgres).await;
    site.tables(2);
    let objects = "SELECT count(*) FROM pg_class";
    let before = site.number(objects).await;
    for arguments in LOOKING {
        let (code, out, err) = site.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {out}{err}");
    }
    assert_eq!(site.number(objects).await, before);
    // Nor could it: the transaction it looks in does not let anybody write.
    site.engine().up().await;
    for arguments in LOOKING {
        assert_eq!(site.run(arguments).0, 0, "{arguments:?}");
    }
}

#[tokio::test]
async fn a_read_only_file_can_be_looked_at_and_not_migrated() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    site.engine().up().await;
    let backup = site
        .engine()
        .back_up(&crate::support::migrate::me(), "test", false)
        .await
        .unwrap();
    site.tables(2);
    // A file system that takes no writes, which root cannot ignore as it does permissions.
    let folder = backup.file.parent().unwrap().display().to_string();
    let program = env!("CARGO_BIN_EXE_reprise");
    let source = site.source().display().to_string();
    let url = format!("sqlite://{}", backup.file.display());
    let script = format!(
        "mount --bind '{folder}' '{folder}' && mount -o remount,ro,bind '{folder}' && cd / &&
         '{program}' migrate --database-url '{url}' --source '{source}' status && ! '{program}' migrate --database-url '{url}' --source '{source}' up --yes"
    );
    let output = site.in_namespace(&script);
    let (code, out, err) = crate::support::migrate::read(&output);
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        out.contains("Pending:  1") && err.contains("attempt to write a readonly database"),
        "{out}{err}"
    );
    // And by whom more is known.
    assert!(err.contains("`reprise doctor` says which"), "{out}{err}");
}
