//! C9: while a migration drains and runs, people's updates wait and are then answered; who waits longer is told so, once.

use reprise::{
    db::Dialect,
    migrate::{Cancel, Consent, Manner, target::Direction::Up},
};
use simulator::{ANNA, MARIA};

use super::desk;
use crate::{
    support::migrate::{Site, Walk as _, me, on_both_sites},
    webhook::posted,
};

/// A statement that goes on until it is cancelled.
pub fn endless(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE big AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000000) SELECT i FROM n;"
        }
        Dialect::Postgres => "CREATE TABLE big AS SELECT 1 AS i FROM pg_sleep(600);",
    }
}

on_both_sites!(who_waits_is_told_so_once_and_answered_afterwards, |site| {
    waits_and_is_answered(site, "").await;
});

on_both_sites!(the_same_where_updates_are_posted, |site| {
    waits_and_is_answered(site, &posted()).await;
});

async fn waits_and_is_answered(site: &Site, extra: &str) {
    let bot = desk::bot(site, extra).await;
    bot.telegram.ask(ANNA, "/cancel").await;
    let panel = bot.telegram.ask(ANNA, "/settings").await;
    // Somebody migrates from another process.
    let head = desk::copy_embedded(site);
    site.pair(
        &format!("{:04}_big", head + 1),
        &format!("-- revises: {head:04}\n{}", endless(site.dialect)),
        &format!("-- revises: {head:04}\nDROP TABLE big;"),
    );
    let mut outside = site.engine();
    outside.gate = None;
    let plan = outside.shown(Up, "head").await.unwrap();
    let digest = plan.digest.clone();
    let approved = plan.approve(&digest, &Consent::Beforehand, me()).unwrap();
    let cancel = Cancel::default();
    let run = {
        let cancel = cancel.clone();
        tokio::spawn(async move {
            let manner = Manner::default();
            outside.apply(approved, manner, &cancel, &|_| ()).await
        })
    };
    until_paused(site).await;
    bot.telegram.say(ANNA, ANNA, "/cancel");
    bot.telegram.say(ANNA, ANNA, "/help");
    bot.telegram.say(MARIA, MARIA, "/cancel");
    let pressed = bot
        .telegram
        .press(ANNA, ANNA, panel.message_id, "Language: English");
    let toast = bot.telegram.answered(pressed).await;
    insta::allow_duplicates! { insta::assert_snapshot!(toast.text.unwrap(), @"One moment: I am putting my notes in order."); }
    for person in [ANNA, MARIA] {
        bot.telegram
            .wait_until("a polite line", |view| {
                let last = view.messages(person, person).pop()?;
                (!last.is_from(person)).then_some(())
            })
            .await;
    }
    cancel.cancel();
    assert!(run.await.unwrap().is_err());
    for (person, messages) in [(ANNA, 9), (MARIA, 3)] {
        bot.telegram
            .wait_until("the answers", |view| {
                (view.messages(person, person).len() == messages).then_some(())
            })
            .await;
    }
    // The press waited as well; its panel is a message that was there before.
    bot.telegram
        .wait_until("the panel of languages", |view| {
            view.message(ANNA, panel.message_id)?.edit_date
        })
        .await;
    let anna = bot.transcript(ANNA);
    let (_, since) = anna.split_once("[‹ Settings]\n").unwrap();
    let (short, _help) = since.split_once("< What I can do").unwrap();
    insta::allow_duplicates! { insta::assert_snapshot!(short, @"
    > /cancel
    > /help
    < One moment: I am putting my notes in order. I have what you sent, and will answer right after.
    < There is nothing to stop: I’m not working on anything for you right now.
    "); }
    insta::allow_duplicates! { insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /cancel
    < Минутку: привожу в порядок свои записи. Ваше сообщение у меня, отвечу сразу, как закончу.
    < Останавливать нечего: сейчас я ничего для вас не делаю.
    "); }
    bot.stop().await.unwrap();
}

/// Waits until the bot lets nobody through: what is said from then on has to wait.
async fn until_paused(site: &Site) {
    let peers = match site.dialect {
        Dialect::Sqlite => "_reprise_peers",
        Dialect::Postgres => "reprise_engine._reprise_peers",
    };
    let paused = format!("SELECT count(*) FROM {peers} WHERE paused_until > 0");
    while site.number(&paused).await == 0 {
        tokio::task::yield_now().await;
    }
}
