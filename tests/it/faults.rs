//! Bad days: Telegram away, slow or refusing; somebody blocks the bot; a token is revoked.

use std::time::Duration;

use reprise::app::RunError;
use simulator::{ANNA, Fault, FaultKind, MARIA, OLGA, Simulator, View};

use crate::support::bot::{Bot, outage};

#[tokio::test]
async fn telegram_goes_away_for_five_seconds_and_everything_arrives() {
    let bot = Bot::start_unlimited("").await;
    let people = [ANNA, MARIA, OLGA];
    let ask = |from: i64, to: i64| {
        for step in from..to {
            for person in people {
                bot.telegram
                    .say(person, person, &format!("/playlist new «list {step}»"));
            }
        }
    };
    ask(0, 10);
    bot.telegram
        .wait_until("the first answers", |view| {
            (view.count("sendMessage") >= 5).then_some(())
        })
        .await;
    bot.telegram.pause().await;
    ask(10, 15);
    outage(Duration::from_secs(5)).await;
    bot.telegram.resume().await;
    ask(15, 20);
    for person in people {
        for step in 0..20 {
            let name = format!("«list {step}»");
            bot.telegram
                .wait_until(&name, |view| {
                    let messages = view.messages(person, person);
                    messages
                        .iter()
                        .any(|message| {
                            !message.is_from(person) && message.body.words().contains(&name)
                        })
                        .then_some(())
                })
                .await;
        }
        // What was made is made once, whatever was asked twice on the wire.
        bot.telegram.say(person, person, "/playlist");
        bot.telegram
            .wait_until("twenty lists", |view| {
                let last = view.last_answer(person, person)?;
                last.body.words().contains("20 ").then_some(())
            })
            .await;
    }
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_chat_that_is_told_to_slow_down_holds_up_nobody_else() {
    let bot = Bot::start("").await;
    bot.telegram.fault(
        Fault::next(
            "sendMessage",
            1,
            FaultKind::TooManyRequests { retry_after: 2 },
        )
        .in_chat(ANNA),
    );
    bot.telegram.say(ANNA, ANNA, "/cancel");
    bot.telegram.ask(MARIA, "/cancel").await;
    assert!(
        bot.telegram
            .look(|view| view.last_answer(ANNA, ANNA))
            .is_none(),
        "Anna's answer waits as it was told"
    );
    bot.telegram
        .wait_until("Anna's answer", |view| view.last_answer(ANNA, ANNA))
        .await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn the_backlog_of_one_chat_holds_up_nobody_else() {
    let bot = Bot::start_unlimited("").await;
    bot.telegram
        .fault(Fault::always("sendMessage", FaultKind::Slow { ms: 20 }).in_chat(ANNA));
    // More than a lane holds in memory, so that the rest of it comes back from the inbox.
    for step in 0..150 {
        bot.telegram
            .say(ANNA, ANNA, &format!("/playlist new «list {step}»"));
    }
    bot.telegram.ask(MARIA, "/cancel").await;
    let answers = |view: View<'_>| {
        view.messages(ANNA, ANNA)
            .iter()
            .filter(|message| !message.is_from(ANNA))
            .map(|message| message.body.words().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        bot.telegram.look(answers).len() < 150,
        "Maria did not wait for all of Anna's"
    );
    let all = bot
        .telegram
        .wait_until("all of Anna's answers", |view| {
            Some(answers(view)).filter(|said| said.len() >= 150)
        })
        .await;
    for (step, answer) in all.iter().take(50).enumerate() {
        assert!(
            answer.contains(&format!("«list {step}»")),
            "answer {step} in its order: {answer}"
        );
    }
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_press_is_answered_while_the_chat_waits_for_something_slow() {
    let bot = Bot::start("").await;
    let panel = bot.telegram.ask(ANNA, "/language").await;
    bot.telegram
        .fault(Fault::next("sendMessage", 1, FaultKind::Slow { ms: 3000 }).in_chat(ANNA));
    let asked = bot.telegram.say(ANNA, ANNA, "/help").message.message_id;
    let toast = bot.press_for_toast(ANNA, ANNA, &panel, "Español").await;
    assert_eq!(toast, "Ahora te hablo en español.");
    let slow = bot
        .telegram
        .look(|view| view.messages_after(ANNA, ANNA, asked).len());
    assert_eq!(slow, 0, "the press did not wait for the slow answer");
    bot.telegram.answer_after(ANNA, ANNA, asked).await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_answer_whose_arrival_is_unknown_comes_again_and_its_effect_does_not() {
    let bot = Bot::start("").await;
    bot.telegram
        .fault(Fault::next("sendMessage", 1, FaultKind::LostAnswer));
    bot.telegram.say(ANNA, ANNA, "/playlist new Road");
    bot.telegram
        .wait_until("the answer twice", |view| {
            (view.messages(ANNA, ANNA).len() >= 3).then_some(())
        })
        .await;
    bot.telegram.ask(ANNA, "/playlist").await;
    let transcript = bot.transcript(ANNA);
    insta::assert_snapshot!(transcript.rsplit_once("> ").unwrap().1, @"
    /playlist
    < You have 1 playlist
      [Road]
      [+ New playlist|Import a file]
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn an_answer_telegram_refuses_costs_that_answer_and_nothing_else() {
    let bot = Bot::start("").await;
    let refusal = FaultKind::Status {
        code: 400,
        description: Some("Bad Request: can't parse entities".to_owned()),
    };
    bot.telegram
        .fault(Fault::next("sendMessage", 1, refusal).in_chat(ANNA));
    bot.telegram.say(ANNA, ANNA, "/help");
    bot.telegram.ask(ANNA, "/cancel").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /help
    > /cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn somebody_who_blocks_the_bot_is_marked_until_they_come_back() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/playlist new Road").await;
    bot.telegram.ask(MARIA, "/playlist new Дорога").await;
    bot.telegram.block(ANNA, true);
    bot.telegram.block(MARIA, true);
    bot.telegram.block(MARIA, false);
    bot.until_idle().await;
    let stopped = bot.stop_and_open().await;
    let mut tx = stopped.db.read().await.unwrap();
    assert!(tx.users().is_blocked(ANNA.into()).await.unwrap());
    assert!(!tx.users().is_blocked(MARIA.into()).await.unwrap());
}

#[tokio::test]
async fn a_revoked_token_ends_the_run() {
    const OWNED: &str = "bot.owners = [1001]\nnotices.start = false\nnotices.checks = false";
    let bot = Bot::start(OWNED).await;
    bot.telegram.ask(ANNA, "/cancel").await;
    bot.telegram
        .fault(Fault::always("getUpdates", FaultKind::Unauthorized));
    bot.telegram.say(MARIA, MARIA, "/cancel");
    // What was sent meanwhile is answered when it is let in again, and the owner hears why it was away; once.
    let (ended, bot) = bot.ended_and_again(OWNED, Simulator::clear_faults).await;
    assert!(matches!(ended, Err(RunError::TokenRefused)));
    for (person, messages) in [(ANNA, 3), (MARIA, 2)] {
        let said = |view: View<'_>| (view.messages(person, person).len() == messages).then_some(());
        bot.telegram.wait_until("a word", said).await;
    }
    let bot = bot.restart(OWNED).await;
    bot.telegram.ask(ANNA, "/cancel").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    < ⚠️ Telegram refused my token (just now), and I stopped. It lets me in again; what was sent meanwhile I answer now.
    > /cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn trouble_with_polling_is_waited_out() {
    let bot = Bot::start("").await;
    bot.telegram.ask(ANNA, "/cancel").await;
    for code in [409, 500, 502] {
        bot.telegram.fault(Fault::next(
            "getUpdates",
            1,
            FaultKind::Status {
                code,
                description: None,
            },
        ));
    }
    bot.telegram
        .fault(Fault::next("getUpdates", 1, FaultKind::Garbage));
    bot.telegram.say(ANNA, ANNA, "/help");
    bot.telegram.ask(ANNA, "/cancel").await;
    bot.telegram
        .wait_until("all three answers", |view| {
            (view.messages(ANNA, ANNA).len() == 6).then_some(())
        })
        .await;
    bot.stop().await.unwrap();
}
