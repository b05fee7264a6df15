//! The program's manners: help, usage, exit codes, and the doctor against a real server.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::routing::any;
use axum::{Json, Router};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::db::{execute, on_both};
use crate::support::program::Program;

const TOKEN: &str = "123456:AAsecretsecret";

/// A free port of loopback, taken until it is dropped.
fn taken_port() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    (listener, address)
}

/// A port nobody listens on.
fn free_port() -> SocketAddr {
    taken_port().1
}

/// A Bot API server that says the same to everything, at its own time or at `date`.
async fn telegram(status: StatusCode, date: Option<&'static str>, answer: Value) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    let date = date.map(|date| (header::DATE, HeaderValue::from_static(date)));
    let headers: HeaderMap = date.into_iter().collect();
    let reply = any(move || async move { (status, headers, Json(answer)) });
    tokio::spawn(axum::serve(listener, Router::new().fallback(reply)).into_future());
    address
}

fn doctor(api: SocketAddr) -> Program {
    Program::new()
        .with("REPRISE_BOT__TOKEN", TOKEN)
        .with("REPRISE_BOT__OWNERS", "7")
        .with("REPRISE_BOT__API_URL", format!("http://{api}"))
        .with("REPRISE_WEB__LISTEN", free_port())
}

#[test]
fn a_migration_is_written_where_others_lie_or_where_it_is_told_to() {
    let program = Program::new();
    assert_snapshot!(program.run(&["migrate", "new", "add mood"]), @"
    $ reprise migrate new add mood
    ! refused: there is no folder `migrations` here: go to the bot's source, or name one with `--source`
    [exit 3]
    ");
    assert_snapshot!(program.run(&["migrate", "--source", "mine", "new", "add mood"]), @"
    $ reprise migrate --source mine new add mood
    mine/sqlite/0001_add_mood.up.sql
    mine/sqlite/0001_add_mood.down.sql
    mine/postgres/0001_add_mood.up.sql
    mine/postgres/0001_add_mood.down.sql
    [exit 0]
    ");
}

#[test]
fn what_is_left_out_or_empty_is_asked_for() {
    let program = Program::new();
    assert_snapshot!(program.run(&["migrate", "restore"]), @"
    $ reprise migrate restore
    There are no backups yet.
    ! error: there is nothing to put back; `migrate backup` makes a copy
    [exit 2]
    ");
    let to_nowhere = program.run(&["migrate", "up", ""]);
    let said = to_nowhere.err.lines().next().unwrap_or_default();
    assert_snapshot!(said, @"error: a value is required for '[TARGET]' but none was supplied");
    assert_snapshot!(program.run(&["migrate", "--database-url", "mine", "status"]), @"
    $ reprise migrate --database-url mine status
    ! refused: `--database-url`: expected `sqlite://data/reprise.db` or `postgres://user:password@host/database`, in which other characters than letters and digits are written as % and two hex digits
    [exit 3]
    ");
    for made in [&["migrate", "up", "--yes"][..], &["migrate", "backup"]] {
        assert_eq!(program.run(made).code, Some(0));
    }
    let which = program.run(&["migrate", "restore"]);
    assert!(which.out.contains("-manual.sqlite"), "{which}");
    assert!(
        which.err.contains("say which: `migrate restore NAME`"),
        "{which}"
    );
}

#[test]
fn help_names_the_subcommands_and_the_exit_codes() {
    assert_snapshot!(Program::new().run(&["--help"]), @"
    $ reprise --help
    A Telegram bot for listening, whose owner runs its database from the chat

    Usage: reprise [OPTIONS] [COMMAND]

    Commands:
      run          Run the bot (the default)
      config       Look at the configuration
      migrate      Look at the database's migrations, apply them, take them back, back up, restore
      doctor       Look at everything a run needs and say what to do about it
      healthcheck  Ask the running bot whether it is well
      webhook      Tell Telegram where to post updates, ask where it does, take that back
      help         Print this message or the help of the given subcommand(s)

    Options:
          --config <FILE>            The configuration file; `config.toml` in the working directory where it is not given
          --set <SECTION.KEY=VALUE>  Overrides one key of the configuration, such as `--set log.filter=debug`
      -h, --help                     Print help
      -V, --version                  Print version

    Exit codes: 0 done or nothing to do, 1 failed, 2 wrong usage or configuration, 3 refused.
    [exit 0]
    ");
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    assert_snapshot!(Program::new().run(&["config", "chek"]), @r#"
    $ reprise config chek
    ! error: unrecognized subcommand 'chek'
    ! 
    !   tip: a similar subcommand exists: 'check'
    ! 
    ! Usage: reprise config [OPTIONS] <COMMAND>
    ! 
    ! For more information, try '--help'.
    [exit 2]
    "#);
    assert_eq!(
        Program::new().run(&["--version"]).out,
        concat!("reprise ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn running_without_a_token_is_exit_code_2() {
    let program = Program::new().with("REPRISE_WEB__LISTEN", "127.0.0.1:0");
    assert_snapshot!(program.run(&[]), @r#"
    $ reprise
    ! error: there is no bot token: set REPRISE_BOT__TOKEN, or `token` under [bot]
    [exit 2]
    "#);
    assert!(!program.path("data").exists(), "nothing was started");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_refuses_is_exit_code_2() {
    let refusal = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
    let program = doctor(telegram(StatusCode::UNAUTHORIZED, None, refusal).await);
    let ended = program.run(&["run"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.ends_with("error: Telegram does not know this bot token: copy it again from @BotFather into `bot.token`\n"), "{ended}");
    assert!(!ended.to_string().contains("AAsecret"), "{ended}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_machine_that_is_ready() {
    let me = json!({ "ok": true, "result": { "id": 123_456, "is_bot": true, "first_name": "R", "username": "reprise_bot" } });
    let program = doctor(telegram(StatusCode::OK, None, me).await);
    let report = program.run(&["doctor"]);
    assert_eq!(report.code, Some(0), "{report}");
    assert!(!report.to_string().contains("AAsecret"), "{report}");
    assert_snapshot!(report.lines(&["ok    token", "ok    owners", "ok    database", "ok    data", "ok    backup", "ok    cache", "ok    temporary"]), @r#"
    ok    owners: 7
    ok    token: accepted, the bot is @reprise_bot (123456)
    ok    database: data/reprise.db will be made at the first start
    ok    data folder: data will be made
    ok    backup folder: data/backups will be made
    ok    cache folder: data/cache will be made
    ok    temporary files: data/tmp will be made
    "#);
    assert_snapshot!(report.lines(&["FAIL"]), @"");
    assert_eq!(
        std::fs::read_dir(program.path(""))
            .expect("the folder")
            .count(),
        0,
        "doctor leaves nothing behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_clearly_that_the_token_was_refused() {
    let refusal = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
    let api = telegram(
        StatusCode::UNAUTHORIZED,
        Some("Mon, 01 Jan 2024 00:00:00 GMT"),
        refusal,
    )
    .await;
    let report = doctor(api).run(&["doctor"]);
    assert_eq!(report.code, Some(1));
    assert_snapshot!(report.lines(&["FAIL"]).replace(&api.to_string(), "API"), @"FAIL  token: refused by http://API — copy it again from @BotFather (/mybots, API Token); a revoked token never comes back");
    let clock = report.lines(&["warn  clock"]);
    assert!(
        clock.contains("seconds fast against Telegram's — switch time synchronisation on"),
        "{clock}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_tells_a_wrong_server_from_a_dead_one() {
    let wrong = telegram(StatusCode::OK, None, json!("hello")).await;
    let report = doctor(wrong).run(&["doctor"]);
    assert_snapshot!(report.lines(&["FAIL"]).replace(&wrong.to_string(), "API"), @"FAIL  token: http://API answered 200 OK, but not as a Bot API server does — see whether `bot.api_url` is right");
    let dead = free_port();
    let report = doctor(dead).run(&["doctor"]);
    assert_snapshot!(report.lines(&["FAIL"]).replace(&dead.to_string(), "API"), @"FAIL  token: http://API does not answer: error sending request: client error (Connect): tcp connect error: Connection refused (os error 111) — see whether this machine reaches it, and whether `bot.api_url` is right");
}

#[test]
fn doctor_finds_what_is_missing() {
    let (_listener, address) = taken_port();
    let program = Program::new()
        .file("config.toml", "[bot]\nowners = [7, 8]\n[audio]\nffmpeg = \"no-such-ffmpeg\"\n[migrations]\nbackup_dir = \"backups\"\n[webhook]\nsecret = \"hunter2hunter2\"\n")
        .file("backups", "a file, not a folder")
        .with("REPRISE_WEB__LISTEN", address)
        .with("REPRISE_DATABASE__URL", "postgres://me:hunter2@127.0.0.1:1/reprise");
    let report = program.run(&["doctor"]);
    assert!(!report.to_string().contains("hunter2"), "{report}");
    let found = report.lines(&["FAIL", "warn  configuration", "warn  clock"]);
    assert_snapshot!(found.replace(&address.to_string(), "LISTEN"), @r#"
    warn  configuration: every user of this machine can read the secrets in config.toml — chmod 600 config.toml
    FAIL  token: not set — get one from @BotFather and set REPRISE_BOT__TOKEN, or `token` under [bot]
    warn  clock: not compared: there is no token to ask Telegram with — mend that first
    FAIL  database: postgres://me:***@127.0.0.1:1/reprise cannot be reached: error communicating with database: Connection refused (os error 111) — see that it runs, that address and password are right, and that the database exists
    FAIL  backup folder: backups is not a folder — move it away
    FAIL  ffmpeg: no-such-ffmpeg: it is not installed, or not in PATH — apt install ffmpeg, or give its path as `audio.ffmpeg`
    FAIL  web.listen: LISTEN is in use — end what uses it, or give `web.listen` another port
    "#);
}

#[test]
fn doctor_warns_of_disks_that_forget_and_of_open_folders() {
    let memory = tempfile::tempdir_in("/dev/shm").expect("a folder in memory");
    std::fs::set_permissions(memory.path(), std::fs::Permissions::from_mode(0o755))
        .expect("it is ours");
    let program = Program::new().with(
        "REPRISE_DATABASE__URL",
        format!("sqlite://{}/reprise.db", memory.path().display()),
    );
    let report = program
        .run(&["doctor"])
        .lines(&["warn  disk:", "warn  data folder"]);
    assert_snapshot!(report.replace(&memory.path().display().to_string(), "MEMORY"), @r#"
    warn  data folder: every user of this machine can look into MEMORY — chmod 700 MEMORY
    warn  disk: MEMORY is on tmpfs, which is empty after a restart of the machine — put it on a disk
    "#);
    assert_eq!(
        std::fs::read_dir(memory.path())
            .expect("the folder")
            .count(),
        0,
        "doctor leaves nothing behind"
    );
}

#[test]
fn doctor_recognises_a_file_that_is_no_database() {
    let program = Program::new()
        .with("REPRISE_DATABASE__URL", "sqlite://broken.db")
        .file("broken.db", &"not a database ".repeat(100));
    assert_snapshot!(program.run(&["doctor"]).lines(&["FAIL  database"]), @"FAIL  database: broken.db cannot be opened for writing: error returned from database: (code: 26) file is not a database — if it is damaged, `reprise migrate restore` brings a backup back");
}

#[test]
fn doctor_speaks_json() {
    let report = Program::new().run(&["doctor", "--json"]);
    let json: Value = serde_json::from_str(&report.out).expect("it is JSON");
    assert_eq!((report.code, &json["worst"]), (Some(1), &json!("fail")));
    let token = json["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|finding| finding["what"] == "token");
    assert_snapshot!(token.expect("the token was looked at"), @r#"{"advice":"get one from @BotFather and set REPRISE_BOT__TOKEN, or `token` under [bot]","found":"not set","verdict":"fail","what":"token"}"#);
}

on_both!(doctor_sets_the_database_against_the_program, |db| {
    let program = Program::new().with("REPRISE_DATABASE__URL", db.url());
    let report = program.run(&["doctor"]).lines(&["ok    database:"]);
    assert!(
        report.lines().count() == 1 && report.ends_with(", the newest"),
        "{report}"
    );

    let mut tx = db.begin().await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'from tomorrow', TRUE, '', 0)";
    execute(&mut tx, newer).await.unwrap();
    tx.commit().await.unwrap();
    let report = program
        .run(&["doctor"])
        .lines(&["ok    database:", "warn  database:"]);
    assert!(
        report.contains("at migration 9999, which is newer than this program"),
        "{report}"
    );
});

on_both!(
    doctor_waits_for_nobody_and_changes_nothing_in_an_empty_database,
    empty | db | {
        let program = Program::new().with("REPRISE_DATABASE__URL", db.url());
        let report = program.run(&["doctor"]);
        assert!(
            report
                .lines(&["ok    database:"])
                .ends_with(", no migration applied yet"),
            "{report}"
        );
        assert_eq!(
            report.lines(&["FAIL"]).lines().count(),
            1,
            "only the token is missing: {report}"
        );
    }
);
