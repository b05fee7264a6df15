//! Updates that are posted: to the whole bot, by a simulated Telegram and by strangers.

use std::time::Duration;

use reprise::store::Whose;
use reqwest::StatusCode;
use simulator::{ANNA, FIRST_LOAD_PERSON, MARIA};

use crate::support::{balancer::free_port, bot::Bot, program::Program};

/// The lines that make a bot take posts.
pub fn posted() -> String {
    posted_to(free_port())
}

/// The same on a certain port.
fn posted_to(port: u16) -> String {
    format!(
        "bot.mode = 'webhook'\nwebhook.url = 'http://127.0.0.1:{port}'\nwebhook.listen = '127.0.0.1:{port}'\nwebhook.path = '/updates'\nwebhook.secret = 'sesame'\n"
    )
}

#[tokio::test]
async fn updates_are_posted_and_answered() {
    let bot = Bot::start(&posted()).await;
    bot.telegram.ask(ANNA, "/playlist new Road").await;
    let panel = bot.telegram.ask(MARIA, "/language").await;
    bot.press(MARIA, &panel, "English").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /playlist new Road
    < Your playlist Road is ready. /playlist shows them all.
      [Open|Add tracks]
    ");
    assert!(bot.last_answer(MARIA).contains("Which language"));
    let asked = bot.telegram.calls("setWebhook");
    let told = &asked.last().unwrap().params;
    assert_eq!(told["secret_token"], "sesame");
    assert!(
        told["allowed_updates"]
            .to_string()
            .contains("my_chat_member")
    );
    // A stop leaves it where it is: what Telegram has for the bot is for its next start, or for another copy.
    assert!(bot.telegram.calls("deleteWebhook").is_empty());
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn strangers_find_nothing() {
    let port = free_port();
    let bot = Bot::start(&posted_to(port)).await;
    bot.telegram.ask(ANNA, "/cancel").await;
    let client = reprise::http::local_client(Duration::from_secs(5)).unwrap();
    let send = |path: &str, secret: Option<&str>, body: String| {
        let request = client
            .post(format!("http://127.0.0.1:{port}{path}"))
            .body(body);
        let request = match secret {
            Some(secret) => request.header("X-Telegram-Bot-Api-Secret-Token", secret),
            None => request,
        };
        async move { request.send().await.unwrap().status() }
    };
    let forged = r#"{"update_id":900000001,"message":{"message_id":1,"date":0,"chat":{"id":1001,"type":"private","first_name":"A"},"from":{"id":1001,"is_bot":false,"first_name":"A"},"text":"/playlist new Forged"}}"#;
    let not_found = StatusCode::NOT_FOUND;
    assert_eq!(send("/updates", None, forged.into()).await, not_found);
    assert_eq!(
        send("/updates", Some("open"), forged.into()).await,
        not_found
    );
    assert_eq!(send("/", Some("sesame"), forged.into()).await, not_found);
    assert_eq!(
        send("/healthz", Some("sesame"), String::new()).await,
        not_found
    );
    let get = client.get(format!("http://127.0.0.1:{port}/updates"));
    let status = get.send().await.unwrap().status();
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    // What is no update is not asked for again; what is far too long is not read.
    assert_eq!(
        send("/updates", Some("sesame"), "{}".into()).await,
        StatusCode::OK
    );
    let long = "x".repeat(2 * 1024 * 1024);
    assert_eq!(
        send("/updates", Some("sesame"), long).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    bot.telegram.ask(ANNA, "/playlist").await;
    assert!(bot.last_answer(ANNA).contains("no playlists"));
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn from_polling_to_posting_and_back_nothing_is_lost() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/playlist new First").await;
    let bot = bot.restart(&posted()).await;
    bot.telegram.ask(ANNA, "/playlist new Second").await;
    let bot = bot.restart("").await;
    bot.telegram.ask(ANNA, "/playlist").await;
    let transcript = bot.transcript(ANNA);
    insta::assert_snapshot!(transcript.rsplit_once("> ").unwrap().1, @"
    /playlist
    < You have 2 playlists
      [First]
      [Second]
      [+ New playlist|Import a file]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn many_posts_at_once_are_stored_together_and_answered_once_each() {
    let options = simulator::Options {
        limits: simulator::LimitOptions::off(),
        ..simulator::Options::default()
    };
    let port = free_port();
    let unlimited = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0\nwebhook.max_connections = 100\n";
    let bot = Bot::start_with(options, &format!("{}{unlimited}", posted_to(port))).await;
    bot.telegram
        .load(200, 5, &["/playlist new Road".to_owned()]);
    while bot.telegram.load_stats().answered < 1000 {
        tokio::task::yield_now().await;
    }
    bot.until_idle().await;
    let stopped = bot.stop_and_open().await;
    let mut tx = stopped.db.read().await.unwrap();
    let mut lists = 0;
    for person in 0..200 {
        let person = tx
            .users()
            .find_person((FIRST_LOAD_PERSON + person).into())
            .await
            .unwrap();
        lists += tx
            .playlists()
            .count(Whose::Person(person.unwrap().id))
            .await
            .unwrap();
    }
    assert_eq!(lists, 1000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_sets_shows_and_deletes_it() {
    let telegram = simulator::Simulator::start(simulator::Options::default())
        .await
        .unwrap();
    let program = Program::new().file(
        "config.toml",
        &format!(
            "bot.token = '{}'\nbot.api_url = '{}'\nwebhook.url = 'http://127.0.0.1:9'\nwebhook.secret = 'sesame'\n",
            telegram.token(),
            telegram.api_url()
        ),
    );
    insta::assert_snapshot!(program.run(&["webhook", "info"]), @"
    $ reprise webhook info
    Telegram keeps updates until somebody polls for them
    waiting: 0
    [exit 0]
    ");
    insta::assert_snapshot!(program.run(&["webhook", "set"]), @"
    $ reprise webhook set
    Telegram posts updates to http://127.0.0.1:9/telegram
    [exit 0]
    ");
    insta::assert_snapshot!(program.run(&["webhook", "info"]), @"
    $ reprise webhook info
    Telegram posts updates to http://127.0.0.1:9/telegram
    waiting: 0
    [exit 0]
    ");
    insta::assert_snapshot!(program.run(&["webhook", "delete"]), @"
    $ reprise webhook delete
    Telegram keeps updates until somebody polls for them
    [exit 0]
    ");
}
