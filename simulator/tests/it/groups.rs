//! Groups and channels.

use serde_json::json;
use simulator::{
    ANNA, ChatKind, GROUP_ANONYMOUS_BOT, GroupSpec, KITCHEN_RADIO, MARIA, OLGA, Rights, Status,
};

use crate::support::{Bot, refusal, start};

async fn texts(bot: &Bot) -> Vec<String> {
    let updates = bot.updates().await;
    let texts = updates
        .iter()
        .filter_map(|update| update["message"]["text"].as_str());
    texts.map(str::to_owned).collect()
}

#[tokio::test]
async fn privacy_mode_lets_through_what_is_meant_for_the_bot() {
    let (simulator, bot) = start().await;
    for text in [
        "chat among people",
        "/speed",
        "/speed@reprise_bot 1",
        "/speed@other_bot 1",
        "hey @reprise_bot",
    ] {
        simulator.say(ANNA, KITCHEN_RADIO, text);
    }
    let message = bot.send(KITCHEN_RADIO, "hello").await;
    simulator.reply(MARIA, KITCHEN_RADIO, message, "a reply");
    assert_eq!(
        texts(&bot).await,
        [
            "/speed",
            "/speed@reprise_bot 1",
            "hey @reprise_bot",
            "a reply"
        ]
    );
    simulator.set_member(
        KITCHEN_RADIO,
        simulator.bot_id(),
        Status::Administrator,
        OLGA,
    );
    simulator.say(ANNA, KITCHEN_RADIO, "/speed@other_bot 1");
    assert_eq!(texts(&bot).await, ["/speed@other_bot 1"]);
}

#[tokio::test]
async fn members_have_their_places() {
    let (simulator, bot) = start().await;
    let status = async |user: i64| {
        let member = bot
            .ok(
                "getChatMember",
                json!({ "chat_id": KITCHEN_RADIO, "user_id": user }),
            )
            .await;
        member["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (status(OLGA).await, status(ANNA).await),
        ("creator".into(), "member".into())
    );
    simulator.set_member(KITCHEN_RADIO, ANNA, Status::Administrator, OLGA);
    assert_eq!(status(ANNA).await, "administrator");
    assert_eq!(
        bot.ok("getChatAdministrators", json!({ "chat_id": KITCHEN_RADIO }))
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    simulator.set_member(KITCHEN_RADIO, MARIA, Status::Left, MARIA);
    assert_eq!(status(MARIA).await, "left");
    assert_eq!(
        bot.ok("getChatMemberCount", json!({ "chat_id": KITCHEN_RADIO }))
            .await,
        3
    );
    let updates = bot.updates().await;
    assert_eq!(updates[0]["message"]["left_chat_member"]["id"], MARIA);
    let stranger = bot
        .call(
            "getChatMember",
            json!({ "chat_id": KITCHEN_RADIO, "user_id": 5 }),
        )
        .await;
    assert_eq!(refusal(&stranger), "Bad Request: PARTICIPANT_ID_INVALID");
    assert_eq!(
        bot.ok("getChat", json!({ "chat_id": KITCHEN_RADIO })).await["title"],
        "Kitchen radio"
    );
}

#[tokio::test]
async fn a_bot_that_was_kicked_cannot_write() {
    let (simulator, bot) = start().await;
    simulator.set_member(KITCHEN_RADIO, simulator.bot_id(), Status::Kicked, OLGA);
    let send = || {
        bot.call(
            "sendMessage",
            json!({ "chat_id": KITCHEN_RADIO, "text": "x" }),
        )
    };
    assert_eq!(
        refusal(&send().await),
        "Forbidden: bot was kicked from the supergroup chat"
    );
    assert_eq!(
        bot.updates().await[0]["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    simulator.set_member(KITCHEN_RADIO, simulator.bot_id(), Status::Member, OLGA);
    assert_eq!(send().await["ok"], true);
    bot.ok("leaveChat", json!({ "chat_id": KITCHEN_RADIO }))
        .await;
    assert_eq!(
        refusal(&send().await),
        "Forbidden: bot is not a member of the supergroup chat"
    );
    let group = simulator.make_group(GroupSpec {
        kind: ChatKind::Group,
        ..GroupSpec::new("Small", ANNA)
    });
    simulator.set_member(group, simulator.bot_id(), Status::Kicked, ANNA);
    let answer = bot
        .call("sendMessage", json!({ "chat_id": group, "text": "x" }))
        .await;
    assert_eq!(
        refusal(&answer),
        "Forbidden: bot was kicked from the group chat"
    );
}

#[tokio::test]
async fn a_group_grows_into_a_supergroup() {
    let (simulator, bot) = start().await;
    let group = simulator.make_group(GroupSpec {
        kind: ChatKind::Group,
        ..GroupSpec::new("Small", ANNA)
    });
    let upgraded = simulator.upgrade(group);
    let answer = bot
        .call("sendMessage", json!({ "chat_id": group, "text": "x" }))
        .await;
    assert_eq!(
        refusal(&answer),
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(
        answer["parameters"],
        json!({ "migrate_to_chat_id": upgraded })
    );
    let updates = bot.updates().await;
    let migrated = updates
        .iter()
        .find_map(|update| update["message"]["migrate_to_chat_id"].as_i64());
    assert_eq!(migrated, Some(upgraded));
    assert!(bot.send(upgraded, "x").await > 0);
}

#[tokio::test]
async fn anonymous_administrators_and_channels_have_no_person() {
    let (simulator, bot) = start().await;
    let anonymous = Rights {
        is_anonymous: true,
        ..Rights::default()
    };
    simulator.set_rights(KITCHEN_RADIO, ANNA, Status::Administrator, anonymous, OLGA);
    simulator.say(ANNA, KITCHEN_RADIO, "/speed");
    let message = bot.updates().await[0]["message"].clone();
    assert_eq!(
        (&message["from"]["id"], &message["sender_chat"]["id"]),
        (&json!(GROUP_ANONYMOUS_BOT), &json!(KITCHEN_RADIO))
    );

    let spec = GroupSpec {
        kind: ChatKind::Channel,
        username: Some("news".into()),
        ..GroupSpec::new("News", OLGA)
    };
    let channel = simulator.make_group(GroupSpec {
        bot: Some(Status::Administrator),
        ..spec
    });
    simulator.say(OLGA, channel, "a post");
    let updates = bot.updates().await;
    let post = &updates.last().unwrap()["channel_post"];
    assert_eq!((&post["text"], post.get("from")), (&json!("a post"), None));
    let sent = bot
        .ok(
            "sendMessage",
            json!({ "chat_id": "@news", "text": "by the bot" }),
        )
        .await;
    assert_eq!(sent["sender_chat"]["id"], channel);
    simulator.set_member(channel, simulator.bot_id(), Status::Member, OLGA);
    let refused = bot
        .call("sendMessage", json!({ "chat_id": channel, "text": "x" }))
        .await;
    assert_eq!(
        refusal(&refused),
        "Bad Request: need administrator rights in the channel chat"
    );
}
