//! `migrate move`: from a SQLite file to PostgreSQL. Everything arrives as it was; killed in the middle it is done again.

use std::{
    io::{BufRead as _, BufReader},
    process::Child,
};

use reprise::{
    db::{Db, Dialect, Tx},
    domain::TelegramId,
};

use crate::support::{
    db::{Database, execute, options},
    migrate::{Site, Walk as _, read},
};

/// A hundred thousand rows with whatever a column may hold, updates that nobody answered yet, and a number given away.
const ROWS: &str = r#"
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
    INSERT INTO users (telegram_id, blocked_at)
        SELECT 5000000000 + i, CASE WHEN i % 3 = 0 THEN '2026-11-20T12:00:00.125+00:00' END FROM n;
    INSERT INTO playback_settings (user_id, speed, pitch_correction, equalizer_custom, language, show_lyrics)
        SELECT id, 0.5 + (id % 151) / 100.0, id % 2, CASE WHEN id % 5 = 0
            THEN '{"v": 1, "bands": [0.5, -12, 1e1, 0.10, 0, 0, 0, 0, 0, 0]}' END, 'uk', id % 3 = 0 FROM users;
    INSERT INTO playlists (owner_id, name)
        SELECT id, 'Доріжка 🎧 ' || id || char(9, 92, 78, 10, 13) || '"''' FROM users;
    INSERT INTO playlists (owner_id, name) SELECT id, 'второй' FROM users WHERE id <= 10000;
    INSERT INTO users (telegram_id) VALUES (1);
    DELETE FROM users WHERE telegram_id = 1;
    INSERT INTO _reprise_inbox (bot_id, update_id, lane, body, received_ms) VALUES (42, 7, 'm1', '{"update_id":7}', 1);
"#;

/// A file with all that, and an empty database.
async fn site() -> (Site, Database) {
    let site = Site::new(Dialect::Sqlite).await;
    site.db.create_runtime_tables().await.unwrap();
    let (code, out, err) = site.run_embedded(&["up", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    let mut tx = site.db.begin().await.unwrap();
    execute(&mut tx, ROWS).await.unwrap();
    tx.commit().await.unwrap();
    (site, Database::empty(Dialect::Postgres).await)
}

fn move_to(site: &Site, target: &Database) -> (i32, String, String) {
    site.run_embedded(&["move", "--to", target.url()])
}

async fn count(db: &Db, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    match &mut db.read().await.unwrap() {
        Tx::Postgres(conn) => {
            sqlx::query_scalar(sqlx::AssertSqlSafe(count))
                .fetch_one(&mut **conn)
                .await
        }
        Tx::Sqlite(conn) => {
            sqlx::query_scalar(sqlx::AssertSqlSafe(count))
                .fetch_one(&mut **conn)
                .await
        }
    }
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_arrives_as_it_was() {
    let (site, target) = site().await;
    let (code, out, err) = move_to(&site, &target);
    assert_eq!(code, 0, "{out}{err}");
    let told: Vec<&str> = out.lines().collect();
    assert!(told.contains(&"       30000  users"), "{out}");
    assert!(told.contains(&"       40000  playlists"), "{out}");
    assert!(out.contains("[database]\nurl = \"postgres://"), "{out}");
    let password = reqwest::Url::parse(target.url())
        .unwrap()
        .password()
        .unwrap()
        .to_owned();
    assert!(!out.contains(&password) && !err.contains(&password));

    // What the bot itself reads is the same on both sides.
    let there = Db::open(&options(target.url())).await.unwrap();
    let (mut old, mut new) = (site.db.read().await.unwrap(), there.read().await.unwrap());
    for person in [1, 2, 15, 30_000] {
        let id = TelegramId::from(5_000_000_000 + person);
        let was = old.users().find_person(id).await.unwrap().unwrap();
        assert_eq!(new.users().find_person(id).await.unwrap().unwrap(), was);
        let settings = old.playback_settings().get(was.id).await.unwrap();
        assert_eq!(new.playback_settings().get(was.id).await.unwrap(), settings);
    }
    drop((old, new));
    assert_eq!(
        count(&there, "reprise_engine._reprise_inbox").await,
        1,
        "an open update goes along"
    );
    // A number that was given away once is not given away again.
    let mut tx = there.begin().await.unwrap();
    let next = tx
        .users()
        .ensure(2.into(), chrono::DateTime::UNIX_EPOCH)
        .await
        .unwrap();
    drop(tx);
    assert_eq!(next.get(), 30_002);

    let (_, status, _) = site.run_embedded(&["status"]);
    assert!(status.contains("moved to "), "{status}");
    let (code, out, err) = move_to(&site, &target);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Everything was there already"), "{out}");

    // As soon as somebody uses it, it is another one.
    let mut tx = there.begin().await.unwrap();
    execute(&mut tx, "UPDATE users SET telegram_id = 3 WHERE id = 1")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (code, _, err) = move_to(&site, &target);
    assert_eq!(code, 3);
    assert!(
        err.contains("the target is not empty: its users is another one"),
        "{err}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_is_done_again() {
    let (site, target) = site().await;
    for wait_for in ["users: 20000 rows", "playlists: 30000 rows"] {
        let mut running = start(&site, &target);
        let lines = BufReader::new(running.stderr.take().unwrap()).lines();
        let seen = lines
            .map_while(Result::ok)
            .any(|line| line.contains(wait_for));
        assert!(seen, "it ended before {wait_for}");
        running.kill().unwrap();
        running.wait().unwrap();
        let there = Db::open(&options(target.url())).await.unwrap();
        assert_eq!(
            count(&there, "users").await,
            0,
            "nothing is there, or all of it"
        );
    }
    let (code, out, err) = move_to(&site, &target);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Everything was moved"), "{out}");
}

fn start(site: &Site, target: &Database) -> Child {
    // Its own migrations, not those of the folder.
    std::fs::remove_dir_all(site.source()).ok();
    #[expect(clippy::disallowed_methods, reason = "the program is killed")]
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_reprise"));
    command
        .args([
            "migrate",
            "--database-url",
            site.url(),
            "move",
            "--to",
            target.url(),
        ])
        .env_clear()
        .current_dir(site.file().parent().unwrap())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_refused_where_somebody_would_lose_something() {
    let site = Site::new(Dialect::Sqlite).await;
    let target = Database::empty(Dialect::Postgres).await;
    let check = |arguments: &[&str], expect: &str| {
        let (code, out, err) = site.run(arguments);
        assert_eq!(code, 3, "{arguments:?}: {out}{err}");
        assert!(err.contains(expect), "{arguments:?}: {err}");
    };
    let to = ["move", "--to", target.url()];
    site.tables(2);
    site.db.create_runtime_tables().await.unwrap();
    check(&to, "bring it up to date first");
    site.engine().up().await;
    check(&["move", "--to", site.url()], "from a SQLite file to");
    check(&["move", "--to", "mysql://x"], "expected `sqlite://");

    // Somebody works on the file.
    let mut bot = site.engine();
    bot.peer_id = Some("the bot".to_owned());
    let mut member = bot.join().await.unwrap();
    member.beat().await.unwrap();
    check(&to, "works on the file; stop it first");
    member.leave().await;
    let (code, out, err) = read(&site.program(&to).output().unwrap());
    assert_eq!(code, 0, "{out}{err}");
}
