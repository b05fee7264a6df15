//! The pace, the order and the patience of messages, against a simulated Telegram.

use futures::future::join_all;
use secrecy::SecretString;
use simulator::{
    ANNA, ChatKind, Fault, FaultKind, GroupSpec, LimitOptions, MARIA, OLGA, Options, PersonSpec,
    Simulator, Status,
};

use super::*;
use crate::config::Config;

/// An outbox to a Telegram where everybody has written before.
async fn outbox(limits: &str) -> (Simulator, Outbox) {
    let options = Options {
        limits: LimitOptions::off(),
        ..Options::default()
    };
    let telegram = Simulator::start(options).await.unwrap();
    for person in [ANNA, MARIA, OLGA] {
        telegram.say(person, person, "hello");
    }
    let config =
        Config::from_toml(&format!("bot.api_url = '{}'\n{limits}", telegram.api_url())).unwrap();
    let token = SecretString::from(telegram.token().to_owned());
    let client = Telegram::new(&token, &config.bot.api_url).unwrap();
    (telegram, Outbox::new(Arc::new(client), config.outbox))
}

fn message(chat: i64, text: impl Into<String>) -> Envelope {
    Envelope {
        chat,
        act: Act::Send {
            view: View::text(text),
            reply_to: None,
        },
    }
}

fn edit(chat: i64, message: i32, text: impl Into<String>) -> Envelope {
    Envelope {
        chat,
        act: Act::Edit {
            message,
            view: View::text(text),
        },
    }
}

async fn sent(outbox: &Outbox, envelope: Envelope) -> i32 {
    match outbox.deliver(&envelope, Lane::Waiting).await.outcome {
        Outcome::Sent { message } => message,
        other => panic!("{other:?}"),
    }
}

const UNLIMITED: &str = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";

#[tokio::test]
async fn of_several_edits_that_wait_only_the_newest_is_sent() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "0 %")).await;
    telegram.fault(Fault::next(
        "editMessageText",
        1,
        FaultKind::Slow { ms: 100 },
    ));
    let edits: Vec<_> = (1..=9)
        .map(|step| edit(ANNA, panel, format!("{step} %")))
        .collect();
    let delivered = join_all(edits.iter().map(|edit| outbox.deliver(edit, Lane::Waiting))).await;
    let superseded = delivered
        .iter()
        .filter(|delivered| delivered.outcome == Outcome::Superseded)
        .count();
    assert_eq!(superseded, 7, "all but the one on its way and the newest");
    assert!(
        telegram.transcript(ANNA, ANNA).contains("< 9 % (edited)"),
        "{}",
        telegram.transcript(ANNA, ANNA)
    );
}

#[tokio::test]
async fn messages_to_one_chat_keep_their_order() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.fault(Fault::next(
        "sendMessage",
        1,
        FaultKind::TooManyRequests { retry_after: 1 },
    ));
    let messages: Vec<_> = (0..20)
        .map(|step| message(ANNA, format!("message {step}")))
        .collect();
    join_all(
        messages
            .iter()
            .map(|message| outbox.deliver(message, Lane::Waiting)),
    )
    .await;
    let said = telegram.messages(ANNA, ANNA);
    let said: Vec<_> = said
        .iter()
        .skip(1)
        .map(|message| message.body.words().to_owned())
        .collect();
    assert_eq!(
        said,
        (0..20)
            .map(|step| format!("message {step}"))
            .collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn people_who_wait_go_before_bulk() {
    let (telegram, outbox) = outbox("outbox.per_second = 20\noutbox.per_chat = 0").await;
    // A second's worth may go at once; the rest of the bulk waits for its moments.
    let bulk: Vec<_> = (0..40)
        .map(|step| message(MARIA, format!("bulk {step}")))
        .collect();
    let bulk = join_all(
        bulk.iter()
            .map(async |message| outbox.deliver(message, Lane::Bulk).await.outcome),
    );
    let person = async {
        telegram
            .wait_until("bulk under way", |view| {
                (view.count("sendMessage") >= 20).then_some(())
            })
            .await;
        sent(&outbox, message(ANNA, "an answer")).await;
        telegram.look(|view| view.count("sendMessage"))
    };
    let (_, before) = futures::join!(bulk, person);
    assert!(
        before < 30,
        "the answer did not wait for the bulk: {before} messages went before it"
    );
}

#[tokio::test]
async fn refusals_of_several_chats_together_slow_everybody_down() {
    const STRANGER: i64 = 1004;
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.add_person(&PersonSpec::new(STRANGER, "Tom", "en"));
    telegram.say(STRANGER, STRANGER, "hello");
    let refusal = FaultKind::TooManyRequests { retry_after: 1 };
    telegram.fault(Fault::next("sendMessage", 3, refusal));
    let began = Instant::now();
    let three = [message(ANNA, "a"), message(MARIA, "b"), message(OLGA, "c")];
    let refused = join_all(
        three
            .iter()
            .map(|message| outbox.deliver(message, Lane::Waiting)),
    );
    let fourth = async {
        // The outbox notes a refusal after the third; until then nothing is wrong with the whole bot.
        while outbox
            .whole
            .lock()
            .expect("no panic")
            .is_rested(Instant::now())
        {
            tokio::task::yield_now().await;
        }
        sent(&outbox, message(STRANGER, "d")).await;
        began.elapsed()
    };
    let (_, waited) = futures::join!(refused, fourth);
    assert!(
        waited >= Duration::from_secs(1),
        "a chat nobody complained of waited too: {waited:?}"
    );
}

#[tokio::test]
async fn a_long_text_comes_in_pieces_with_the_buttons_under_the_last() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let lines: Vec<_> = (0..900).map(|line| format!("<b>line {line}</b>")).collect();
    let button = crate::view::Button::new("More", crate::view::Press::new("help", "open"));
    let view = View::text(lines.join("\n")).row([button]);
    sent(
        &outbox,
        Envelope {
            chat: ANNA,
            act: Act::Send {
                view,
                reply_to: None,
            },
        },
    )
    .await;
    let messages = telegram.messages(ANNA, ANNA);
    let pieces = &messages[1..];
    assert!(pieces.len() > 1);
    assert!(
        pieces
            .iter()
            .all(|piece| piece.body.words().encode_utf16().count() <= 4096)
    );
    let with_buttons: Vec<_> = pieces
        .iter()
        .map(|piece| !piece.button_rows().is_empty())
        .collect();
    assert_eq!(with_buttons.iter().filter(|has| **has).count(), 1);
    assert_eq!(with_buttons.last(), Some(&true));
}

#[tokio::test]
async fn an_edit_of_a_message_that_is_gone_becomes_a_new_message() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "panel")).await;
    telegram.delete(ANNA, ANNA, panel.into());
    let again = sent(&outbox, edit(ANNA, panel, "panel, again")).await;
    assert_ne!(again, panel);
    assert!(telegram.transcript(ANNA, ANNA).contains("< panel, again"));
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_as_good_as_sent() {
    let (_telegram, outbox) = outbox(UNLIMITED).await;
    let panel = sent(&outbox, message(ANNA, "panel")).await;
    assert_eq!(sent(&outbox, edit(ANNA, panel, "panel")).await, panel);
}

#[tokio::test]
async fn who_is_gone_is_told_apart() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.block(ANNA, true);
    telegram.deactivate(MARIA);
    let outcome = async |chat| {
        outbox
            .deliver(&message(chat, "hello"), Lane::Bulk)
            .await
            .outcome
    };
    assert_eq!(outcome(ANNA).await, Outcome::Blocked);
    assert_eq!(outcome(MARIA).await, Outcome::Blocked);
    assert_eq!(outcome(77).await, Outcome::Gone);
    assert_eq!(outcome(-77).await, Outcome::Gone);
}

#[tokio::test]
async fn a_message_follows_a_group_that_became_a_supergroup() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    let group = telegram.make_group(GroupSpec {
        kind: ChatKind::Group,
        bot: Some(Status::Member),
        ..GroupSpec::new("Band", ANNA)
    });
    let supergroup = telegram.upgrade(group);
    sent(&outbox, message(group, "hello, band")).await;
    assert!(
        telegram
            .transcript(ANNA, supergroup)
            .contains("hello, band")
    );
}

#[tokio::test]
async fn trouble_on_the_way_is_waited_out() {
    let (telegram, outbox) = outbox(UNLIMITED).await;
    telegram.fault(Fault::next("sendMessage", 1, FaultKind::Drop));
    telegram.fault(Fault::next("sendMessage", 1, FaultKind::Garbage));
    sent(&outbox, message(ANNA, "hello")).await;
    assert!(telegram.transcript(ANNA, ANNA).contains("< hello"));
}
