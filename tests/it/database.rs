//! The handle on a database: what it promises whichever database it is.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::{join, join_all};
use reprise::{
    db::{Db, DbError, Dialect, Tx},
    domain::TelegramId,
    telemetry::Chain,
};

use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

use crate::support::db::{Database, execute, on_both, options};

async fn count(db: &Db) -> i64 {
    const COUNT: &str = "SELECT count(*) FROM users";
    match &mut db.read().await.unwrap() {
        Tx::Sqlite(conn) => sqlx::query_scalar(COUNT).fetch_one(&mut **conn).await,
        Tx::Postgres(conn) => sqlx::query_scalar(COUNT).fetch_one(&mut **conn).await,
    }
    .unwrap()
}

async fn add(tx: &mut Tx, telegram_id: i64) {
    tx.users()
        .ensure(TelegramId::from(telegram_id), chrono::DateTime::UNIX_EPOCH)
        .await
        .unwrap();
}

on_both!(only_what_is_committed_is_kept, |db| {
    let mut tx = db.begin().await.unwrap();
    add(&mut tx, 1).await;
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    add(&mut tx, 2).await;
    tx.rollback().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    add(&mut tx, 3).await;
    drop(tx);
    assert_eq!(count(db).await, 1);
    assert_eq!(db.begin().await.unwrap().dialect(), db.dialect());
});

on_both!(a_reader_sees_one_state_and_cannot_write, |db| {
    let mut reader = db.read().await.unwrap();
    assert_eq!(
        reader
            .users()
            .find_person(TelegramId::from(1))
            .await
            .unwrap(),
        None
    );
    let mut writer = db.begin().await.unwrap();
    add(&mut writer, 1).await;
    writer.commit().await.unwrap();
    assert_eq!(
        reader
            .users()
            .find_person(TelegramId::from(1))
            .await
            .unwrap(),
        None
    );
    assert_eq!(count(db).await, 1, "the next reader sees it");
    assert!(
        execute(&mut reader, "INSERT INTO users (telegram_id) VALUES (2)")
            .await
            .is_err()
    );
});

on_both!(twenty_writers_at_once_all_get_their_turn, |db| {
    const WRITERS: i64 = 20;
    const ROWS: i64 = 50;
    let elsewhere = db.open().await;
    let writers = (0..WRITERS).map(|writer| {
        // Half of them as if in another process, where only SQLite's own lock is between them.
        let db = if writer % 2 == 0 {
            Db::clone(db)
        } else {
            elsewhere.clone()
        };
        tokio::spawn(async move {
            for row in 0..ROWS {
                let mut tx = db.begin().await.unwrap();
                add(&mut tx, writer * ROWS + row).await;
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    // Readers do not wait for them, and see more and more.
    let mut seen = vec![0];
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        seen.push(count(db).await);
        seen.push(count(&elsewhere).await);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(count(db).await, WRITERS * ROWS);
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert!(seen.len() > 2, "nobody could read meanwhile: {seen:?}");
});

on_both!(what_is_to_outlast_a_loss_of_power_is_synced, |db| {
    let how_synced = async |tx: &mut Tx| -> String {
        match tx {
            Tx::Sqlite(conn) => {
                let level: i64 = sqlx::query_scalar("PRAGMA synchronous")
                    .fetch_one(&mut **conn)
                    .await
                    .unwrap();
                ["off", "at checkpoints", "at commit"][usize::try_from(level).unwrap()].to_owned()
            }
            Tx::Postgres(conn) => sqlx::query_scalar("SHOW synchronous_commit")
                .fetch_one(&mut **conn)
                .await
                .unwrap(),
        }
    };
    let (plain, durable) = match db.dialect() {
        Dialect::Sqlite => ("at checkpoints".to_owned(), "at commit"),
        // As the server says; `tests/with-postgres.sh` has it off.
        Dialect::Postgres => (how_synced(&mut db.read().await.unwrap()).await, "on"),
    };
    for _ in 0..2 {
        let mut tx = db.begin_durable().await.unwrap();
        assert_eq!(how_synced(&mut tx).await, durable);
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(
            how_synced(&mut tx).await,
            plain,
            "the next one is itself again"
        );
        tx.commit().await.unwrap();
    }
});

#[tokio::test]
async fn a_transaction_on_postgres_has_limits_of_its_own() {
    const LIMITS: &str = "
        SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'))";
    let db = Database::migrated(Dialect::Postgres).await;
    for tx in [db.begin().await, db.read().await] {
        let Tx::Postgres(mut conn) = tx.unwrap() else {
            unreachable!("it is PostgreSQL")
        };
        let limits: String = sqlx::query_scalar(LIMITS)
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(limits, "30s 1min");
    }
}

/// Nobody starves: in one process the turns are in the order of asking.
#[tokio::test]
async fn writers_of_sqlite_queue_in_order() {
    let db = Database::migrated(Dialect::Sqlite).await;
    let first = db.begin().await.unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut waiting: Vec<_> = (0..8)
        .map(|number| {
            let (db, order) = (Db::clone(&db), Arc::clone(&order));
            Box::pin(async move {
                let tx = db.begin().await.unwrap();
                order.lock().unwrap().push(number);
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for writer in &mut waiting {
        assert!(futures::poll!(writer).is_pending());
    }
    waiting.reverse();
    let (stored, _) = join(first.commit(), join_all(waiting)).await;
    stored.unwrap();
    assert_eq!(*order.lock().unwrap(), (0..8).collect::<Vec<_>>());
}

on_both!(
    a_transaction_that_is_given_up_half_way_leaves_nothing_open,
    |db| {
        for step in 0..60 {
            // A handler is cut at any point.
            let cut = async {
                let mut tx = db.begin().await.unwrap();
                add(&mut tx, 1).await;
                add(&mut tx, 2).await;
                std::future::pending::<()>().await;
            };
            let _ = tokio::time::timeout(Duration::from_micros(step * 100), cut).await;
        }
        let mut tx = db.begin().await.unwrap();
        add(&mut tx, 3).await;
        tx.commit().await.unwrap();
        assert_eq!(count(db).await, 1);
    }
);

on_both!(a_closed_database_says_so, |db| {
    db.close().await;
    let Err(error) = db.begin().await else {
        panic!("closed")
    };
    assert_eq!(error.to_string(), "cannot begin in the database");
});

#[tokio::test]
async fn what_lies_on_disk_is_for_us_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a/data");
    let db = Db::open(&options(&format!("sqlite://{}/reprise.db", data.display())))
        .await
        .unwrap();
    db.create_runtime_tables().await.unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let mut seen: Vec<_> = data.read_dir().unwrap().map(|file| file.unwrap()).collect();
    seen.sort_by_key(std::fs::DirEntry::file_name);
    let modes: Vec<_> = seen
        .iter()
        .map(|file| (file.file_name(), mode(&file.path())))
        .collect();
    let expect =
        ["reprise.db", "reprise.db-shm", "reprise.db-wal"].map(|name| (name.into(), 0o600));
    assert_eq!(modes, expect);
}

/// A build that does not see `.cargo/config.toml`, as in an image it is not copied into, answers slower.
#[tokio::test]
async fn sqlite_is_built_as_the_repository_says() {
    let mut conn = SqliteConnectOptions::new().connect().await.unwrap();
    let options: Vec<String> = sqlx::query_scalar("PRAGMA compile_options")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    let has = |name: &str| options.iter().any(|option| option == name);
    assert!(has("DEFAULT_MEMSTATUS=0"), "{options:?}");
    assert!(!has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
}

/// As a bot and a command of its owner may, at the first start: both switch the file to WAL, for which SQLite does not wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_open_a_new_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for file in 0..20 {
        let options = options(&format!("sqlite://{}/{file}.db", folder.path().display()));
        let opening = (0..8).map(|_| {
            let options = options.clone();
            tokio::spawn(async move { Db::open(&options).await.map(drop) })
        });
        for opened in join_all(opening).await {
            opened.unwrap().unwrap();
        }
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_named_without_its_password() {
    for (url, says) in [
        (
            "sqlite::memory:",
            "a database in memory would forget everything",
        ),
        (
            "sqlite:///proc/reprise/reprise.db",
            "cannot make a place for the database at /proc/reprise/reprise.db",
        ),
        (
            "postgres://reprise:hunter2@127.0.0.1:1/x",
            "cannot open the database postgres://reprise:***@127.0.0.1:1/x",
        ),
    ] {
        let Err(error) = Db::open(&options(url)).await else {
            panic!("{url} opened")
        };
        assert!(error.to_string().starts_with(says), "{error}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        assert!(matches!(error, DbError::InMemory) == (url == "sqlite::memory:"));
    }
}

#[tokio::test]
async fn a_wrong_password_is_not_repeated() {
    let db = Database::postgres().await;
    let mut url = reqwest::Url::parse(db.url()).unwrap();
    url.set_password(Some("hunter2")).unwrap();
    let Err(error) = Db::open(&options(url.as_str())).await else {
        panic!("a wrong password opens the database")
    };
    let told = format!("{} {error:?}", Chain(&error));
    assert!(told.contains("password authentication failed"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}

/// Writers that wait for each other share a commit; what one of them takes back, or drops, is not in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_of_sqlite_that_wait_for_each_other_are_stored_each_for_itself() {
    let db = Database::migrated(Dialect::Sqlite).await;
    let writers = (0..200).map(|number| {
        let db = Db::clone(&db);
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            add(&mut tx, number).await;
            match number % 4 {
                0 => drop(tx),
                1 => tx.rollback().await.unwrap(),
                _ => {
                    tx.commit().await.unwrap();
                    // Whoever is told that it is stored finds it.
                    let mut look = db.glance().await.unwrap();
                    assert!(
                        look.users()
                            .find_person(number.into())
                            .await
                            .unwrap()
                            .is_some()
                    );
                }
            }
        })
    });
    for writer in join_all(writers).await {
        writer.unwrap();
    }
    assert_eq!(count(&db).await, 100);
    // What was dropped is taken back by whoever comes next. Nothing is left open that another process would have to wait for.
    db.begin().await.unwrap().rollback().await.unwrap();
    let file = db.options.url.sqlite_file().unwrap();
    let mut other = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(Duration::ZERO)
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE; COMMIT")
        .execute(&mut other)
        .await
        .unwrap();
}

/// As a handler that is cut, or somebody who waited for the first of two things.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_dropped_while_they_begin_leaves_nothing_open() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&options(&format!(
        "sqlite://{}/a.db",
        folder.path().display()
    )))
    .await
    .unwrap();
    db.create_runtime_tables().await.unwrap();
    for round in 0..400 {
        let moment = async || {
            for _ in 0..round % 10 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            read = db.read() => drop(read.unwrap()),
            () = moment() => {}
        }
        tokio::select! {
            written = db.begin() => drop(written.unwrap()),
            () = moment() => {}
        }
    }
    for _ in 0..5 {
        db.read().await.unwrap();
        db.ping().await.unwrap();
        db.begin().await.unwrap().commit().await.unwrap();
    }
}
