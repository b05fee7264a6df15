//! The HTTP API of the page and of tests that run elsewhere.

use reqwest::multipart::Form;
use serde_json::json;
use simulator::{ANNA, FIRST_LOAD_PERSON, KITCHEN_RADIO, MARIA};

use crate::support::{mp3, part, start};

#[tokio::test]
async fn people_talk_over_http() {
    let (_simulator, bot) = start().await;
    let people = bot.sim_get("people").await;
    let roles: Vec<_> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["listener", "listener", "owner"]);

    let said = bot
        .sim(
            "say",
            json!({ "as": ANNA, "chat": ANNA, "text": "/start <now>" }),
        )
        .await;
    assert_eq!(said["message_id"], 1);
    let keyboard = json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "a" }]] });
    bot.ok(
        "sendMessage",
        json!({ "chat_id": ANNA, "text": "panel", "reply_markup": keyboard }),
    )
    .await;
    let messages = bot.sim_get("messages?as=1001&chat=1001").await;
    let own = "<span class=\"command\" data-command=\"/start\">/start</span> &lt;now&gt;";
    assert_eq!(
        (&messages[0]["html"], &messages[0]["out"]),
        (&json!(own), &json!(true))
    );
    assert_eq!(
        (&messages[1]["out"], &messages[1]["edited"]),
        (&json!(false), &json!(false))
    );

    let press = bot.sim(
        "press",
        json!({ "as": ANNA, "chat": ANNA, "message_id": 2, "data": "a" }),
    );
    let answer = async {
        loop {
            let updates = bot.ok("getUpdates", json!({ "timeout": 5 })).await;
            let list = updates.as_array().unwrap();
            if let Some(query) = list.iter().find_map(|update| update.get("callback_query")) {
                let answer =
                    json!({ "callback_query_id": query["id"], "text": "yes", "show_alert": true });
                break bot.ok("answerCallbackQuery", answer).await;
            }
        }
    };
    let (pressed, _) = tokio::join!(press, answer);
    assert_eq!(
        pressed["answer"],
        json!({ "text": "yes", "show_alert": true, "url": null })
    );
    let transcript = bot
        .get("/sim/transcript?as=1001&chat=1001")
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(transcript, "> /start <now>\n< panel\n  [A]\n");
    let chats = bot.sim_get("chats?as=1001").await;
    assert_eq!(
        (&chats[0]["title"], &chats[0]["last"]["text"]),
        (&json!("Reprise"), &json!("panel"))
    );
    assert_eq!(
        (&chats[1]["id"], &chats[1]["last"]),
        (&json!(KITCHEN_RADIO), &json!(null))
    );
}

#[tokio::test]
async fn mistakes_are_explained() {
    let (_simulator, bot) = start().await;
    let refused = bot
        .sim("say", json!({ "as": 5, "chat": ANNA, "text": "x" }))
        .await;
    assert_eq!(refused["error"], "there is no person 5");
    let refused = bot
        .sim("say", json!({ "as": ANNA, "chat": MARIA, "text": "x" }))
        .await;
    assert_eq!(refused["error"], "person 1001 is not in chat 1002");
    let refused = bot.sim("say", json!({ "as": ANNA, "caht": ANNA })).await;
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .contains("unknown field `caht`")
    );
    assert_eq!(bot.get("/sim/file/nothing").await.status(), 404);
    assert_eq!(bot.get("/sim/messages?as=x").await.status(), 400);
}

#[tokio::test]
async fn an_uploaded_file_plays_in_parts() {
    let (_simulator, bot) = start().await;
    let form = Form::new()
        .text("as", "1001")
        .text("chat", "1001")
        .text("kind", "audio")
        .text("title", "1984");
    let form = form.part("file", part("a.mp3", mp3(2)));
    let sent = bot
        .http
        .post(format!("{}/sim/upload", bot.host))
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 200);
    let message = bot.sim_get("messages?as=1001&chat=1001").await[0].clone();
    assert_eq!(
        (&message["audio"]["title"], &message["audio"]["duration"]),
        (&json!("1984"), &json!(2))
    );
    let url = format!(
        "{}/sim/file/{}",
        bot.host,
        message["audio"]["file_unique_id"].as_str().unwrap()
    );
    let part = bot
        .http
        .get(url)
        .header("Range", "bytes=4-9")
        .send()
        .await
        .unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], "bytes 4-9/32000");
    assert_eq!(part.headers()["content-type"], "audio/mpeg");
    assert_eq!(part.bytes().await.unwrap().len(), 6);
}

#[tokio::test]
async fn events_tell_what_happens() {
    let (simulator, bot) = start().await;
    let mut events = bot.get("/sim/events").await;
    simulator.say(ANNA, ANNA, "hello");
    bot.ok(
        "sendChatAction",
        json!({ "chat_id": ANNA, "action": "upload_voice" }),
    )
    .await;
    let mut seen = String::new();
    while seen.matches("data:").count() < 2 {
        seen.push_str(std::str::from_utf8(&events.chunk().await.unwrap().unwrap()).unwrap());
    }
    assert!(
        seen.contains(r#"data: {"chat":1001,"kind":"message","message_id":1}"#),
        "{seen}"
    );
    assert!(
        seen.contains(
            r#"data: {"chat":1001,"kind":"action","message_id":0,"action":"upload_voice"}"#
        ),
        "{seen}"
    );
    assert_eq!(
        simulator
            .look(|view| view.action(ANNA).map(str::to_owned))
            .as_deref(),
        Some("upload_voice")
    );
}

#[tokio::test]
async fn the_profile_follows_the_language() {
    let (_simulator, bot) = start().await;
    bot.ok("setMyDescription", json!({ "description": "Listen" }))
        .await;
    bot.ok(
        "setMyDescription",
        json!({ "description": "Слушай", "language_code": "ru" }),
    )
    .await;
    bot.ok("setMyName", json!({ "name": "Reprise FM" })).await;
    bot.ok(
        "setChatMenuButton",
        json!({ "menu_button": { "type": "commands" } }),
    )
    .await;
    let seen = bot.sim_get("bot?as=1002").await;
    assert_eq!(
        (&seen["description"], &seen["first_name"]),
        (&json!("Слушай"), &json!("Reprise FM"))
    );
    assert_eq!(bot.sim_get("bot?as=1001").await["description"], "Listen");
    assert_eq!(
        bot.ok("getMyDescription", json!({ "language_code": "ru" }))
            .await["description"],
        "Слушай"
    );
}

#[tokio::test]
async fn a_load_is_counted_when_it_is_answered() {
    let (_simulator, bot) = start().await;
    let load = json!({ "people": 20, "per_person": 5, "texts": ["/speed 1", "/speed 2"] });
    assert_eq!(bot.sim("load", load).await["asked"], 100);
    let updates = bot.updates().await;
    assert_eq!(updates.len(), 100);
    assert_eq!(updates[0]["message"]["from"]["id"], FIRST_LOAD_PERSON);
    let stats = bot.sim_get("stats?until=answered&timeout_ms=1").await;
    assert_eq!(
        (&stats["load"]["answered"], &stats["waiting"]),
        (&json!(0), &json!(0))
    );
    for update in &updates {
        bot.send(update["message"]["chat"]["id"].as_i64().unwrap(), "done")
            .await;
    }
    let stats = bot.sim_get("stats?until=answered&timeout_ms=5000").await;
    assert_eq!(
        (&stats["load"]["answered"], &stats["calls"]["sendMessage"]),
        (&json!(100), &json!(100))
    );
    assert_eq!(stats["updates"]["confirmed"], 100);
}

#[tokio::test]
async fn the_world_is_arranged_over_http() {
    let (_simulator, bot) = start().await;
    let many = json!([{ "id": 7, "first_name": "Pedro", "language_code": "es" }, { "id": 8, "first_name": "Zoë" }]);
    assert_eq!(bot.sim("people", many).await["added"], 2);
    let group = json!({ "title": "Trio", "creator": 7, "members": [8], "bot": "administrator" });
    let group = bot.sim("group", group).await["id"].clone();
    bot.sim(
        "member",
        json!({ "chat": group, "user": ANNA, "status": "member", "by": 7 }),
    )
    .await;
    bot.sim("inject", json!({ "poll": {} })).await;
    bot.sim("inline", json!({ "as": 9, "query": "x" })).await;
    let kinds: Vec<_> = bot
        .updates()
        .await
        .iter()
        .map(|u| u.as_object().unwrap().keys().next().unwrap().clone())
        .collect();
    assert_eq!(kinds, ["my_chat_member", "message", "message", "poll"]);

    bot.sim("clock", json!({ "set": 2_000_000_000, "freeze": true }))
        .await;
    assert_eq!(
        bot.sim("clock", json!({ "advance_seconds": 1.5 })).await["now"],
        2_000_000_001_i64
    );
    let fault = json!({ "method": "getMe", "times": 1, "kind": "status", "code": 500 });
    assert_eq!(bot.sim("faults", fault).await.as_array().unwrap().len(), 1);
    assert_eq!(bot.call("getMe", json!({})).await["error_code"], 500);
    assert_eq!(bot.sim_get("faults").await, json!([]));
    assert_eq!(
        bot.sim_get("calls?method=getMe").await[0]["outcome"]["code"],
        500
    );
}

#[tokio::test]
async fn the_page_is_there() {
    let (_simulator, bot) = start().await;
    let page = bot.get("/").await;
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().contains("app.js"));
    assert_eq!(
        bot.get("/app.js").await.headers()["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert_eq!(bot.get("/app.css").await.status(), 200);
    assert_eq!(bot.get("/nothing").await.status(), 404);
}
