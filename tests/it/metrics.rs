//! `/metrics` of the whole program after people used it, and `/stats`, which tells the owner the same.

use std::time::Duration;

use simulator::{ANNA, MARIA, OLGA, Options, Simulator};

use crate::support::{balancer::free_port, db::on_both, process::Process};

on_both!(a_monitor_reads_what_happened, |db| {
    let telegram = Simulator::start(Options::default()).await.unwrap();
    let address = format!("127.0.0.1:{}", free_port());
    let settings = [
        ("REPRISE_WEB__LISTEN", address.as_str()),
        ("REPRISE_BOT__OWNERS", "1003"),
    ];
    let mut bot = Process::start(&telegram, db.folder(), db.url(), &settings);
    telegram.ask(ANNA, "/playlist new Road").await;
    telegram.ask(ANNA, "/playlist new Road").await;
    telegram.ask(MARIA, "/speed 1.25").await;
    let told = telegram.ask(OLGA, "/stats").await;
    let words = told.body.words();
    // The one that asks is taken up by now.
    assert!(words.contains("4 оновлення від запуску"), "{words}");

    let client = reprise::http::local_client(Duration::from_secs(10)).unwrap();
    let read = async || {
        let answer = client.get(format!("http://{address}/metrics")).send().await;
        answer.unwrap().text().await.unwrap()
    };
    // The note that the last one is done comes after its answer.
    let text = loop {
        let text = read().await;
        if text.contains("reprise_inbox_open 0\n") {
            break text;
        }
        tokio::task::yield_now().await;
    };
    for line in [
        r#"reprise_updates_total{kind="message"} 4"#,
        r#"reprise_handler_seconds_count{feature="playlist"} 2"#,
        r#"reprise_handler_seconds_count{feature="speed"} 1"#,
        r#"reprise_messages_total{outcome="sent"} 4"#,
        "reprise_messages_waiting 0",
        r#"reprise_jobs_open{kind="render"} 0"#,
        "reprise_schedules_due 0",
        "reprise_database_up 1",
        r#"reprise_build_info{version="0.1.0"} 1"#,
    ] {
        assert!(text.lines().any(|told| told == line), "{line}\n{text}");
    }
    let revision = text
        .lines()
        .find_map(|line| line.strip_prefix("reprise_schema_revision "));
    assert!(revision.unwrap().parse::<i64>().unwrap() > 20);
    assert!(text.ends_with("# EOF\n"), "all of it arrived");
    // It says how much, not who and what.
    for secret in ["Road", "1001", "Anna", telegram.token()] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));
});
