//! Bad days.

use std::time::Duration;

use serde_json::json;
use simulator::{ANNA, Fault, FaultKind, MARIA, UploadKind, UploadSpec};

use crate::support::{mp3, refusal, start};

#[tokio::test]
async fn it_goes_away_and_comes_back_with_its_state() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "hello");
    simulator.pause().await;
    assert!(
        bot.http
            .get(format!("{}/getMe", bot.base))
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
    simulator.say(ANNA, ANNA, "are you there?");
    simulator.resume().await;
    assert_eq!(bot.updates().await.len(), 2);
}

#[tokio::test]
async fn an_open_poll_is_cut_when_it_goes_away() {
    let (simulator, bot) = start().await;
    let poll = bot
        .http
        .get(format!("{}/getUpdates?timeout=50", bot.base))
        .send();
    let pause = async {
        simulator
            .wait_until("a poll", |view| {
                (view.count("getUpdates") == 1).then_some(())
            })
            .await;
        simulator.pause().await;
    };
    let (poll, ()) = tokio::join!(poll, pause);
    assert!(poll.is_err());
}

#[tokio::test]
async fn a_pause_over_http_ends_by_itself() {
    let (simulator, bot) = start().await;
    assert_eq!(bot.sim("pause", json!({ "seconds": 1 })).await, json!({}));
    assert!(
        bot.http
            .get(format!("{}/getMe", bot.base))
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
    simulator.listening().await;
    assert_eq!(bot.call("getMe", json!({})).await["ok"], true);
}

#[tokio::test]
async fn a_lost_answer_had_its_effect() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "hello");
    let send = |text: &str| {
        bot.http
            .post(format!("{}/sendMessage", bot.base))
            .json(&json!({ "chat_id": ANNA, "text": text }))
            .send()
    };
    simulator.fault(Fault::next("sendMessage", 1, FaultKind::LostAnswer));
    assert!(send("once").await.is_err());
    simulator.fault(Fault::next("sendMessage", 1, FaultKind::Drop));
    assert!(send("never").await.is_err());
    assert_eq!(simulator.transcript(ANNA, ANNA), "> hello\n< once\n");
}

#[tokio::test]
async fn faults_by_method_and_chat() {
    let (simulator, bot) = start().await;
    simulator.say(ANNA, ANNA, "hello");
    simulator.say(MARIA, MARIA, "hello");
    let send = |chat: i64| bot.call("sendMessage", json!({ "chat_id": chat, "text": "x" }));
    simulator.fault(
        Fault::next(
            "sendMessage",
            1,
            FaultKind::TooManyRequests { retry_after: 7 },
        )
        .in_chat(ANNA),
    );
    assert_eq!(send(MARIA).await["ok"], true);
    assert_eq!(send(ANNA).await["parameters"]["retry_after"], 7);
    assert_eq!(send(ANNA).await["ok"], true);

    simulator.fault(Fault::always(
        "",
        FaultKind::Status {
            code: 502,
            description: None,
        },
    ));
    assert_eq!(refusal(&bot.call("getMe", json!({})).await), "Bad Gateway");
    simulator.clear_faults();
    simulator.fault(Fault::next("getMe", 1, FaultKind::Unauthorized));
    assert_eq!(refusal(&bot.call("getMe", json!({})).await), "Unauthorized");
    simulator.fault(Fault::next("getMe", 1, FaultKind::Garbage));
    let garbage = bot
        .http
        .get(format!("{}/getMe", bot.base))
        .send()
        .await
        .unwrap();
    assert!(garbage.json::<serde_json::Value>().await.is_err());
    simulator.fault(Fault::next("getMe", 1, FaultKind::Slow { ms: 50 }));
    let started = tokio::time::Instant::now();
    bot.ok("getMe", json!({})).await;
    assert!(started.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_wait_in_vain_shows_the_chats() {
    let (simulator, _bot) = start().await;
    simulator.say(ANNA, ANNA, "anybody there?");
    let waited = simulator.try_wait_until("an answer", Duration::from_millis(10), |view| {
        view.last_answer(ANNA, ANNA)
    });
    let in_vain = waited.await.unwrap_err().to_string();
    assert_eq!(
        in_vain,
        "waited 10ms in vain for an answer\n── Anna (1001) ──\n> anybody there?\n"
    );
}

#[tokio::test]
async fn calls_are_remembered_with_their_outcome() {
    let (simulator, bot) = start().await;
    bot.call("sendMessage", json!({ "chat_id": 5, "text": "x" }))
        .await;
    let calls = simulator.calls("SENDMESSAGE");
    assert_eq!(calls[0].params, json!({ "chat_id": 5, "text": "x" }));
    let outcome = calls[0].outcome.clone().unwrap();
    assert_eq!(
        (outcome.code, outcome.description.as_deref()),
        (400, Some("Bad Request: chat not found"))
    );
}

#[tokio::test]
async fn downloads_have_bad_days_too() {
    let (simulator, bot) = start().await;
    let file = UploadSpec::new(UploadKind::Audio, "a.mp3", mp3(1));
    let sent = simulator.upload(ANNA, ANNA, file).message;
    let id = sent.body.audio.as_ref().unwrap().file_id.clone();
    let file = bot.ok("getFile", json!({ "file_id": id })).await;
    // teloxide encodes the slash.
    let path = file["file_path"].as_str().unwrap().replace('/', "%2F");
    let path = format!("/file/bot{}/{path}", simulator.token());
    let bad_gateway = FaultKind::Status {
        code: 502,
        description: None,
    };
    simulator.fault(Fault::next("download", 1, bad_gateway));
    assert_eq!(bot.get(&path).await.status(), 502);
    simulator.fault(Fault::next("download", 1, FaultKind::Drop));
    assert!(
        bot.http
            .get(format!("{}{path}", bot.host))
            .send()
            .await
            .is_err()
    );
    assert_eq!(bot.get(&path).await.bytes().await.unwrap(), mp3(1));
}
