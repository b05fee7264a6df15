//! Telegram's limits on what the bot sends.

use std::time::Duration;

use serde_json::json;
use simulator::{ANNA, Clock, KITCHEN_RADIO, LimitOptions, Options};

use crate::support::{refusal, start_with};

#[tokio::test]
async fn a_chat_that_gets_too_much_answers_429() {
    let clock = Clock::frozen_at(1_800_000_000);
    let (simulator, bot) = start_with(Options {
        clock,
        ..Options::default()
    })
    .await;
    simulator.say(ANNA, ANNA, "/start");
    let send = || bot.call("sendMessage", json!({ "chat_id": ANNA, "text": "x" }));
    for _ in 0..5 {
        assert_eq!(send().await["ok"], true);
    }
    let refused = send().await;
    assert_eq!(refusal(&refused), "Too Many Requests: retry after 1");
    assert_eq!(refused["parameters"], json!({ "retry_after": 1 }));
    assert_eq!(
        simulator.messages(ANNA, ANNA).len(),
        6,
        "a refused call has no effect"
    );
    simulator.clock().advance(Duration::from_secs(1));
    assert_eq!(send().await["ok"], true);
}

#[tokio::test]
async fn a_group_gets_twenty_a_minute() {
    let clock = Clock::frozen_at(1_800_000_000);
    let limits = LimitOptions {
        per_chat_second: 0,
        ..LimitOptions::default()
    };
    let (simulator, bot) = start_with(Options {
        clock,
        limits,
        ..Options::default()
    })
    .await;
    let send = || {
        bot.call(
            "sendMessage",
            json!({ "chat_id": KITCHEN_RADIO, "text": "x" }),
        )
    };
    for _ in 0..20 {
        assert_eq!(send().await["ok"], true);
    }
    assert_eq!(refusal(&send().await), "Too Many Requests: retry after 3");
    simulator.set_limits(LimitOptions::off());
    assert_eq!(send().await["ok"], true);
}
