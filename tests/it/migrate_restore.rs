//! Backups that can be trusted, and the way back to them.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use reprise::{
    db::{Dialect, Tx},
    migrate::{
        boot::{Boot, boot},
        sql::Name,
        target::Direction::Up,
    },
};

use crate::support::migrate::{Site, Walk as _, me, on_both_sites};

on_both_sites!(
    a_lossy_run_can_be_undone_from_its_backup_under_a_live_pool,
    |site| {
        site.tables(2);
        let engine = site.engine();
        engine.up().await;
        site.sql("INSERT INTO t2 VALUES (1), (2), (3)").await;
        let report = engine.down("-1").await;
        let backup = report.backup.expect("a lossy run has a backup");
        assert!(backup.pinned);
        assert!(!site.has_table("t2").await);
        site.sql("INSERT INTO t1 VALUES (7)").await;
        let restored = engine.restore(&me(), &backup).await.unwrap();
        assert_eq!(
            site.number("SELECT count(*) FROM t2").await,
            3,
            "the bot's own pool sees what came back"
        );
        assert_eq!(site.number("SELECT count(*) FROM t1").await, 0);
        assert_eq!(site.applied().await, [1, 2]);
        // What was written after the backup is not lost either: it is in the copy that was made before the restore.
        engine.restore(&me(), &restored.kept).await.unwrap();
        assert_eq!(site.number("SELECT id FROM t1").await, 7);
        assert!(!site.has_table("t2").await);
    }
);

on_both_sites!(
    nothing_is_applied_again_by_a_restart_after_a_restore_or_a_down,
    |site| {
        site.tables(2);
        let engine = site.engine();
        engine.up().await;
        engine.down("-1").await;
        assert!(matches!(
            boot(&engine.known, &engine.facts().await.unwrap()),
            Boot::Held(_)
        ));
        engine.up().await;
        assert_eq!(
            boot(&engine.known, &engine.facts().await.unwrap()),
            Boot::Ready
        );
        let backup = engine.back_up(&me(), "test", false).await.unwrap();
        site.tables(3);
        let newer = site.engine();
        newer.up().await;
        newer.restore(&me(), &backup).await.unwrap();
        let facts = newer.facts().await.unwrap();
        assert_eq!(facts.applied(), [1, 2]);
        assert!(matches!(boot(&newer.known, &facts), Boot::Held(_)));
        let words = |hold: &reprise::migrate::plan::Hold| hold.reason.starts_with("restored ");
        assert!(facts.hold.as_ref().is_some_and(words), "{:?}", facts.hold);
        newer.up().await;
        assert_eq!(site.applied().await, [1, 2, 3]);
        assert!(newer.facts().await.unwrap().hold.is_none());
    }
);

on_both_sites!(what_a_restore_brings_back_is_in_order, |site| {
    site.tables(3);
    let engine = site.engine();
    engine.up().await;
    let before = engine.facts().await.unwrap();
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    engine.down("base").await;
    engine.restore(&me(), &backup).await.unwrap();
    let after = engine.facts().await.unwrap();
    assert_eq!(after.applied(), [1, 2, 3]);
    assert_eq!(after.stored, before.stored, "the scripts back are kept");
    engine.down("-1").await;
    assert_eq!(site.applied().await, [1, 2]);
});

on_both_sites!(what_happened_is_still_known_after_a_restore, |site| {
    site.tables(1);
    let engine = site.engine();
    engine.up().await;
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    site.tables(2);
    site.engine().up().await;
    site.sql(match site.dialect {
        Dialect::Sqlite => "CREATE TABLE _reprise_sample (x BIGINT); INSERT INTO _reprise_sample VALUES (5)",
        Dialect::Postgres => "CREATE TABLE reprise_engine._reprise_sample (x BIGINT); INSERT INTO reprise_engine._reprise_sample VALUES (5)",
    })
    .await;
    engine.restore(&me(), &backup).await.unwrap();
    let sample = match site.dialect {
        Dialect::Sqlite => "SELECT x FROM _reprise_sample",
        Dialect::Postgres => "SELECT x FROM reprise_engine._reprise_sample",
    };
    assert_eq!(
        site.number(sample).await,
        5,
        "the machinery's own tables are not taken back"
    );
    let log = reprise::migrate::report::log(&engine.log().await.unwrap()).join("\n");
    for words in [
        "0001_t1 up",
        "0002_t2 up",
        "restore of",
        "restored, at 0001",
    ] {
        assert!(log.contains(words), "{words} in\n{log}");
    }
    assert!(
        engine
            .verify()
            .await
            .iter()
            .all(|check| check.wrong.is_none()),
        "{:?}",
        engine.verify().await
    );
});

on_both_sites!(a_damaged_backup_is_not_used, |site| {
    site.tables(1);
    let engine = site.engine();
    engine.up().await;
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    let mut bytes = fs::read(&backup.file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&backup.file, bytes).unwrap();
    site.sql("INSERT INTO t1 VALUES (1)").await;
    let error = engine.restore(&me(), &backup).await.unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("is not as it was made; it is not used"),
        "{error}"
    );
    assert_eq!(site.number("SELECT count(*) FROM t1").await, 1);
    let checks = engine.verify().await;
    assert_eq!(
        checks.iter().filter(|check| check.wrong.is_some()).count(),
        1,
        "{checks:?}"
    );
});

on_both_sites!(a_backup_that_cannot_be_made_stops_the_run, |site| {
    site.tables(1);
    let engine = site.engine();
    engine.up().await;
    site.tables(2);
    // A file where the folder of backups should be.
    let _ = fs::remove_dir_all(site.path("backups"));
    fs::write(site.path("backups"), "in the way").unwrap();
    let failed = site.engine().go(Up, "head").await.unwrap_err();
    assert_eq!(failed.to_string(), "the run stopped; nothing was changed");
    assert!(
        failed
            .error
            .chain()
            .starts_with("making the backup folder failed"),
        "{}",
        failed.error.chain()
    );
    assert_eq!(site.applied().await, [1]);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_log_cannot_undo_a_restore() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    let engine = site.engine();
    engine.up().await;
    let backup = engine.back_up(&me(), "test", false).await.unwrap();
    // Much in the log that no checkpoint has moved into the file yet.
    site.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t1 SELECT i FROM n").await;
    engine.restore(&me(), &backup).await.unwrap();
    site.db.close().await;
    let (code, out, err) = site.run(&["verify"]);
    assert_eq!(code, 0, "{out}{err}");
    let again = site.db.open().await;
    let mut tx = again.read().await.unwrap();
    let Tx::Sqlite(conn) = &mut tx else {
        unreachable!("it is SQLite")
    };
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM t1")
        .fetch_one(&mut **conn)
        .await
        .unwrap();
    assert_eq!(rows, 0);
}

/// Writes row after row, and notes what it was told.
struct Writer {
    /// How many rows it was told are stored.
    told: Arc<AtomicI64>,
    /// How many those were when there were suddenly fewer: a backup was put back.
    told_before_restore: Arc<AtomicI64>,
    stop: tokio::sync::oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Writer {
    fn start(site: &Site) -> Self {
        let db = site.db.db.clone();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (told, before) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
        let (count, noted) = (Arc::clone(&told), Arc::clone(&before));
        let task = tokio::spawn(async move {
            let mut stopped = std::pin::pin!(stopped);
            while futures::poll!(&mut stopped).is_pending() {
                let next = count.load(Ordering::SeqCst) + 1;
                let mut tx = db.begin().await.unwrap();
                let sql = format!("INSERT INTO rows_kept (n) VALUES ({next})");
                crate::support::db::execute(&mut tx, &sql).await.unwrap();
                let all = "SELECT count(*) FROM rows_kept";
                let all: i64 = match &mut tx {
                    Tx::Sqlite(conn) => sqlx::query_scalar(all)
                        .fetch_one(&mut **conn)
                        .await
                        .unwrap(),
                    Tx::Postgres(conn) => sqlx::query_scalar(all)
                        .fetch_one(&mut **conn)
                        .await
                        .unwrap(),
                };
                if all < next && noted.load(Ordering::SeqCst) == 0 {
                    noted.store(next - 1, Ordering::SeqCst);
                }
                tx.commit().await.unwrap();
                count.store(next, Ordering::SeqCst);
                tokio::task::yield_now().await;
            }
        });
        Self {
            told,
            told_before_restore: before,
            stop,
            task,
        }
    }

    fn told(&self) -> i64 {
        self.told.load(Ordering::SeqCst)
    }

    async fn until(&self, count: i64) {
        while self.told() < count {
            tokio::task::yield_now().await;
        }
    }
}

on_both_sites!(
    every_row_a_writer_was_told_is_stored_is_there_after_run_and_restore,
    |site| {
        site.tables(2);
        site.pair(
            "0003_rows",
            "CREATE TABLE rows_kept (n BIGINT PRIMARY KEY);",
            "DROP TABLE rows_kept;",
        );
        let engine = site.engine();
        engine.up().await;
        let writer = Writer::start(site);
        writer.until(20).await;
        site.pair(
            "0004_more",
            "ALTER TABLE rows_kept ADD COLUMN more TEXT;",
            "ALTER TABLE rows_kept DROP COLUMN more;",
        );
        site.engine().up().await;
        // Lossy as far as the plan can say, so it drains before its backup.
        site.pair(
            "0005_drop",
            "DROP TABLE t2;",
            "CREATE TABLE t2 (id BIGINT PRIMARY KEY);",
        );
        let told = writer.told();
        let backup = site.engine().up().await.backup.unwrap();
        let at_backup = backup.rows[&Name::from("rows_kept")];
        assert!(
            at_backup >= told,
            "{at_backup} rows are in it, {told} were told"
        );
        writer.until(at_backup + 20).await;
        assert_eq!(
            writer.told_before_restore.load(Ordering::SeqCst),
            0,
            "no row went"
        );
        // It goes on writing while that backup is put back.
        let restored = site.engine().restore(&me(), &backup).await.unwrap();
        writer.until(writer.told() + 20).await;
        writer.stop.send(()).unwrap();
        writer.task.await.unwrap();
        let kept = |most: i64| format!("SELECT count(*) FROM rows_kept WHERE n <= {most}");
        assert_eq!(site.number(&kept(at_backup)).await, at_backup);
        // And what was there until then is whole in the copy that was made before.
        let told = writer.told_before_restore.load(Ordering::SeqCst);
        assert!(told >= at_backup + 20);
        site.engine().restore(&me(), &restored.kept).await.unwrap();
        assert_eq!(site.number(&kept(told)).await, told);
    }
);

on_both_sites!(a_backup_that_is_kept_for_good_can_be_let_go, |site| {
    site.tables(2);
    let engine = site.engine();
    engine.up().await;
    site.sql("INSERT INTO t2 VALUES (1)").await;
    let backup = engine.down("-1").await.backup.unwrap();
    let name = backup.file.file_name().unwrap().to_str().unwrap();
    let (_, out, _) = site.run(&["backups"]);
    assert!(out.contains("pinned"), "{out}");
    let (code, out, err) = site.run(&["release", name]);
    assert_eq!(
        (code, out.as_str()),
        (0, "Released: it is removed by its age, as others are.\n"),
        "{err}"
    );
    let (_, out, _) = site.run(&["backups"]);
    assert!(out.contains(name) && !out.contains("pinned"), "{out}");
    assert_eq!(
        site.run(&["release", name]).1,
        "It was not kept for good.\n"
    );
    assert!(site.run(&["log"]).1.contains("unpinned"));
    let (code, _, err) = site.run(&["release", "nothing"]);
    assert_eq!(code, 3, "{err}");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_says_what_leads_nowhere_and_the_status_says_it_too() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair(
        "0001_family",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INTEGER REFERENCES p (id));",
        "DROP TABLE c; DROP TABLE p;",
    );
    site.engine().up().await;
    site.engine().back_up(&me(), "test", false).await.unwrap();
    assert!(site.run(&["status"]).1.contains("Data:     intact, as of "));
    let careless = rusqlite::Connection::open(site.file()).unwrap();
    careless
        .execute_batch("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (5)")
        .unwrap();
    site.engine().back_up(&me(), "test", false).await.unwrap();
    let (_, out, _) = site.run(&["status"]);
    assert!(
        out.contains("Data:     foreign keys lead nowhere: c → p: 1, as of "),
        "{out}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_that_shares_its_connections_is_recognised_and_refused() {
    let site = Site::new(Dialect::Postgres).await;
    site.tables(1);
    let server = reqwest::Url::parse(site.url()).unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let (user, password) = (server.username(), server.password().unwrap());
    fs::write(
        site.path("users.txt"),
        format!("\"{user}\" \"{password}\"\n"),
    )
    .unwrap();
    let config = format!(
        "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = 5\nserver_round_robin = 1\nmin_pool_size = 3\nignore_startup_parameters = extra_float_digits\n",
        server.port().unwrap(),
        site.path("users.txt").display(),
    );
    fs::write(site.path("pgbouncer.ini"), config).unwrap();
    let _pooler = Pooler::start(&site.path("pgbouncer.ini"), port);
    let mut pooled = server.clone();
    pooled.set_port(Some(port)).unwrap();
    let source = site.source().display().to_string();
    let (code, out, err) = site.run_bare(&[
        "--database-url",
        pooled.as_str(),
        "--source",
        &source,
        "up",
        "--yes",
    ]);
    assert_eq!(code, 3, "{out}{err}");
    assert!(
        err.contains("this connection goes through a pooler that shares its connections; set `[migrations] url` to a direct address"),
        "{err}"
    );
    assert!(!site.has_table("t1").await);
    // With the direct address beside it, a bot whose pool goes through the pooler migrates.
    assert_eq!(site.run(&["up", "--yes"]).0, 0);
}

/// Debian's pgbouncer, which refuses to run as root.
struct Pooler(std::process::Child);

impl Pooler {
    fn start(config: &std::path::Path, port: u16) -> Self {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = config.parent().unwrap();
        for path in [folder, config, &folder.join("users.txt")] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "a test of the whole program starts it"
        )]
        let mut command = std::process::Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]);
        if rustix::process::getuid().is_root() {
            command.args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]);
        }
        let log = fs::File::create(folder.join("pgbouncer.log")).unwrap();
        let child = command
            .args(["pgbouncer", "--quiet"])
            .arg(config)
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .stderr(log)
            .spawn()
            .unwrap();
        let mut pooler = Self(child);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = pooler.0.try_wait().unwrap();
            let log = || fs::read_to_string(folder.join("pgbouncer.log")).unwrap();
            assert!(
                ended.is_none(),
                "`make tools` installs pgbouncer: {}",
                log()
            );
        }
        pooler
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_by_hand_do_not_fill_the_disk() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    let mut engine = site.engine();
    engine.up().await;
    engine.settings.retention.keep = 2;
    engine.settings.retention.days = 0;
    let mut made = Vec::new();
    for _ in 0..4 {
        made.push(
            engine
                .back_up(&me(), "nightly", made.is_empty())
                .await
                .unwrap()
                .file,
        );
    }
    // What a killed process left of a copy, long ago.
    let half = site.path("backups/half.part");
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    fs::File::create(&half)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    made.push(engine.back_up(&me(), "nightly", false).await.unwrap().file);
    let left: Vec<bool> = made.iter().map(|file| file.exists()).collect();
    assert_eq!(
        left,
        [true, false, false, true, true],
        "the pinned one and the newest two"
    );
    assert!(!half.exists());
}
