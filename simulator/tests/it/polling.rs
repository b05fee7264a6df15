//! `getUpdates`.

use serde_json::json;
use simulator::ANNA;

use crate::support::{refusal, start};

#[tokio::test]
async fn a_waiting_poll_gets_the_message_when_it_comes() {
    let (simulator, bot) = start().await;
    let poll = bot.call("getUpdates", json!({ "timeout": 50 }));
    let say = async {
        simulator
            .wait_until("a poll", |view| {
                (view.count("getUpdates") == 1).then_some(())
            })
            .await;
        simulator.say(ANNA, ANNA, "hello");
    };
    let (updates, ()) = tokio::join!(poll, say);
    assert_eq!(updates["result"][0]["message"]["text"], "hello");
}

#[tokio::test]
async fn the_older_of_two_pollers_is_sent_away() {
    let (simulator, bot) = start().await;
    let older = bot.call("getUpdates", json!({ "timeout": 50 }));
    let newer = async {
        simulator
            .wait_until("a poll", |view| {
                (view.count("getUpdates") == 1).then_some(())
            })
            .await;
        bot.call("getUpdates", json!({ "timeout": 0 })).await
    };
    let (older, newer) = tokio::join!(older, newer);
    let expected = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(
        (refusal(&older), &older["error_code"]),
        (expected, &json!(409))
    );
    assert_eq!(newer["ok"], true);
}

#[tokio::test]
async fn updates_stay_until_they_are_confirmed() {
    let (simulator, bot) = start().await;
    for number in 1..=3 {
        simulator.say(ANNA, ANNA, &number.to_string());
    }
    let texts = |updates: &serde_json::Value| -> Vec<String> {
        let list = updates.as_array().unwrap();
        list.iter()
            .map(|update| update["message"]["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = bot.ok("getUpdates", json!({ "limit": 2 })).await;
    assert_eq!(texts(&first), ["1", "2"]);
    let second = first[1]["update_id"].as_i64().unwrap();
    assert_eq!(
        texts(&bot.ok("getUpdates", json!({ "offset": second })).await),
        ["2", "3"]
    );
    assert_eq!(
        texts(&bot.ok("getUpdates", json!({ "offset": -1 })).await),
        ["3"]
    );
    assert_eq!(simulator.look(|view| view.unconfirmed()), 1);
    simulator
        .clock()
        .advance(std::time::Duration::from_hours(24));
    assert_eq!(bot.updates().await.len(), 0);
}

#[tokio::test]
async fn allowed_updates_are_remembered() {
    let (simulator, bot) = start().await;
    bot.ok(
        "getUpdates",
        json!({ "allowed_updates": ["callback_query"] }),
    )
    .await;
    simulator.say(ANNA, ANNA, "unheard");
    bot.ok("getUpdates", json!({})).await;
    assert_eq!(bot.updates().await.len(), 0);
    bot.ok("getUpdates", json!({ "allowed_updates": [] })).await;
    simulator.say(ANNA, ANNA, "heard");
    assert_eq!(bot.updates().await.len(), 1);
}

#[tokio::test]
async fn anything_can_be_injected() {
    let (simulator, bot) = start().await;
    simulator.inject(json!({ "message": { "message_id": "not a number" } }));
    let id = simulator.inject(json!({ "unheard_of": [1, null] }));
    let updates = bot.updates().await;
    assert_eq!(updates[0]["message"]["message_id"], "not a number");
    assert_eq!(
        (&updates[1]["unheard_of"], &updates[1]["update_id"]),
        (&json!([1, null]), &json!(id))
    );
}

#[tokio::test]
async fn an_inline_query_has_its_answer() {
    let (simulator, bot) = start().await;
    let asked = simulator.ask_inline(ANNA, "jazz");
    let query = bot.updates().await[0]["inline_query"].clone();
    assert_eq!(query["query"], "jazz");
    let results = json!([{ "type": "article", "id": "1" }]);
    bot.ok(
        "answerInlineQuery",
        json!({ "inline_query_id": query["id"], "results": results }),
    )
    .await;
    assert_eq!(
        simulator.answered(asked).await.text,
        Some(results.to_string())
    );
}
