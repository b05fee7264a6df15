//! The token, the password of the database and the secret of the webhook are told to nobody, whatever goes wrong and however
//! much is logged.

use std::path::Path;

use reqwest::Url;
use simulator::{ANNA, Fault, FaultKind, OLGA, Options, Simulator};

use crate::support::{
    balancer::free_port,
    bot::outage,
    db::{Database, execute},
    process::Process,
    program::Program,
};

const SECRET: &str = "sesame-5d1f0c";
const PASSWORD: &str = "hunter2-9b7e";

#[track_caller]
fn holds_none(what: &str, text: &str, secrets: &[&str]) {
    assert!(!text.is_empty(), "{what} says nothing");
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{what} tells a secret");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_bot_logs_everything_but_its_secrets() {
    let database = Database::postgres().await;
    let telegram = Simulator::start(Options::default()).await.unwrap();
    let (web, hook) = (free_port(), free_port());
    let (web, listen) = (format!("127.0.0.1:{web}"), format!("127.0.0.1:{hook}"));
    let url = format!("http://{listen}/updates");
    let settings = [
        ("REPRISE_LOG__FILTER", "trace"),
        ("REPRISE_WEB__LISTEN", web.as_str()),
        ("REPRISE_BOT__OWNERS", "1003"),
        ("REPRISE_BOT__MODE", "webhook"),
        ("REPRISE_WEBHOOK__URL", url.as_str()),
        ("REPRISE_WEBHOOK__LISTEN", listen.as_str()),
        ("REPRISE_WEBHOOK__PATH", "/updates"),
        ("REPRISE_WEBHOOK__SECRET", SECRET),
    ];
    let mut bot = Process::start(&telegram, database.folder(), database.url(), &settings);
    telegram.ask(ANNA, "/playlist new Road").await;
    for kind in [
        FaultKind::LostAnswer,
        FaultKind::Slow { ms: 100 },
        FaultKind::TooManyRequests { retry_after: 1 },
    ] {
        telegram.fault(Fault::next("sendMessage", 1, kind));
        telegram.ask(ANNA, "/playlist").await;
    }
    // The database throws everybody out, again and again.
    let mut tx = database.begin().await.unwrap();
    for _ in 0..3 {
        const OUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        execute(&mut tx, OUT).await.unwrap();
        telegram.say(ANNA, ANNA, "/playlist");
        outage(std::time::Duration::from_millis(300)).await;
    }
    drop(tx);
    telegram.ask(OLGA, "/stats").await;
    telegram.ask(OLGA, "/migrate_status").await;
    let client = reprise::http::local_client(std::time::Duration::from_secs(10)).unwrap();
    let read = async |path: &str| {
        let answer = client.get(format!("http://{web}{path}")).send().await;
        answer.unwrap().text().await.unwrap()
    };
    let figures = read("/metrics").await + &read("/readyz").await;
    bot.signal("TERM");
    bot.ended();

    let token = telegram.token();
    let password = Url::parse(database.url())
        .unwrap()
        .password()
        .unwrap()
        .to_owned();
    let secrets = [token, token.split(':').nth(1).unwrap(), &password, SECRET];
    let log = std::fs::read_to_string(Path::new(database.folder()).join("log.txt")).unwrap();
    assert!(log.contains("TRACE"), "everything is logged");
    holds_none("the log", &log, &secrets);
    holds_none("the monitor", &figures, &secrets);
    holds_none("the chat", &telegram.transcript(OLGA, OLGA), &secrets);
}

#[test]
fn no_command_tells_a_secret_when_it_fails() {
    let token = "123456789:AAAbbbCCCdddEEEfffGGGhhhIIIjjjKKKll";
    let database = format!("postgres://reprise:{PASSWORD}@127.0.0.1:1/reprise");
    let program = Program::new()
        .with("REPRISE_BOT__TOKEN", token)
        .with("REPRISE_BOT__API_URL", "http://127.0.0.1:1")
        .with("REPRISE_DATABASE__URL", &database)
        .with("REPRISE_WEBHOOK__SECRET", SECRET)
        .with("REPRISE_WEB__LISTEN", "127.0.0.1:0")
        .with("REPRISE_LOG__FILTER", "trace");
    let to = format!("postgres://reprise:{PASSWORD}@127.0.0.1:1/other");
    for arguments in [
        &["run"][..],
        &["config", "show"],
        &["config", "check"],
        &["doctor"],
        &["webhook", "info"],
        &["migrate", "status"],
        &["migrate", "up", "--yes"],
        &["migrate", "move", "--to", &to],
        &[
            "migrate",
            "--database-url",
            "sqlite://none.db",
            "move",
            "--to",
            &to,
        ],
        &["migrate", "move", "--to", "postgres://reprise:a@b@c/x"],
    ] {
        let told = program.run(arguments);
        let text = format!("{}{}", told.out, told.err);
        holds_none(
            &arguments.join(" "),
            &text,
            &[token, "AAAbbbCCC", PASSWORD, SECRET],
        );
    }
}
