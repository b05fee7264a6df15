//! Answers and the effects they are stored with, on both databases: both are kept or neither, and once.

use std::ops::Range;

use chrono::DateTime;
use futures::future::join_all;
use reprise::{
    db::{Db, Inbox, Tx},
    domain::TelegramId,
};

use crate::{
    inbox::{accept, arrival, found, ids, inbox_of, open, row, store_reply},
    support::db::{Database, on_both},
};

async fn add(tx: &mut Tx, number: i64) {
    tx.users()
        .ensure(number.into(), DateTime::UNIX_EPOCH)
        .await
        .unwrap();
}

/// Adds a person and answers the update of the same number, again where nothing was stored. Whether it was the first.
async fn effect(db: &Db, inbox: &Inbox, number: i64) -> bool {
    loop {
        let mut tx = db.begin().await.unwrap();
        add(&mut tx, number).await;
        match inbox.commit_with_reply(tx, number, said(number)).await {
            Ok(is_first) => return is_first,
            Err(error) => assert!(error.is_passing(), "{error:?}"),
        }
    }
}

/// What nothing may spoil on its way.
fn said(number: i64) -> String {
    format!("{{\"to\": {number}, \"text\": \"🎧 \u{202E}שלום ' \\\" $1 ? %s\\n\"}}")
}

/// Of these people, those who are there; and of the updates with their numbers, those whose answer is.
async fn kept(db: &Database, numbers: Range<i64>) -> (Vec<i64>, Vec<i64>) {
    let mut tx = db.read().await.unwrap();
    let people: Vec<TelegramId> = numbers.clone().map(TelegramId::from).collect();
    let people = tx.users().find_people(&people).await.unwrap();
    let mut people: Vec<i64> = people.iter().map(|(id, _)| id.get()).collect();
    people.sort_unstable();
    let mut answered = Vec::new();
    for number in numbers {
        let Some((1, _, reply)) = row(db, number).await else {
            continue;
        };
        assert_eq!(reply, Some(said(number)));
        answered.push(number);
    }
    (people, answered)
}

on_both!(an_effect_is_stored_once, |db| {
    let inbox = inbox_of(db);
    accept(&inbox, &[1]).await;
    assert_eq!(inbox.stored_reply(1).await.unwrap(), None);
    assert!(store_reply(db, &inbox, 1, "answer").await);
    assert!(!store_reply(db, &inbox, 1, "another").await);
    assert!(!store_reply(db, &inbox, 2, "to what never came").await);
    assert_eq!(
        inbox.stored_reply(1).await.unwrap().as_deref(),
        Some("answer")
    );

    let open = open(&inbox).await;
    assert_eq!(ids(&open), [1], "it is to be sent yet");
    assert_eq!(open[0].reply.as_deref(), Some("answer"));
    assert_eq!(open[0].body, "", "what it said is not needed any more");

    inbox.done(&[1]).await.unwrap();
    assert!(!store_reply(db, &inbox, 1, "another").await);
    assert_eq!(inbox.stored_reply(1).await.unwrap(), None);
});

on_both!(
    an_effect_and_its_note_are_stored_together_or_not_at_all,
    |db| {
        let inbox = inbox_of(db);
        accept(&inbox, &[1]).await;
        let mut tx = db.begin().await.unwrap();
        add(&mut tx, 7).await;
        drop(tx);
        let person = async || {
            db.read()
                .await
                .unwrap()
                .users()
                .find_person(7.into())
                .await
                .unwrap()
        };
        assert_eq!(person().await, None);
        assert_eq!(open(&inbox).await, [found(arrival(1, "a"))]);

        let mut tx = db.begin().await.unwrap();
        add(&mut tx, 7).await;
        let stored = inbox.commit_with_reply(tx, 1, "answer".to_owned());
        assert!(stored.await.unwrap());
        assert!(person().await.is_some());
        assert_eq!(
            inbox.stored_reply(1).await.unwrap().as_deref(),
            Some("answer")
        );
    }
);

on_both!(
    two_processes_that_answer_the_same_update_have_one_effect,
    |db| {
        let inbox = inbox_of(db);
        accept(&inbox, &[1]).await;
        let elsewhere = db.open().await;
        let answer = async |db: Db| {
            let tx = db.begin().await.unwrap();
            // Both are on their way here before either commits, where the database lets them.
            tokio::task::yield_now().await;
            let stored = inbox.commit_with_reply(tx, 1, "answer".to_owned());
            stored.await.unwrap()
        };
        let (here, there) = tokio::join!(answer(db.db.clone()), answer(elsewhere));
        assert_ne!(here, there);
    }
);

on_both!(
    of_those_who_answer_at_once_nobody_is_kept_who_comes_too_late,
    |db| {
        let inbox = inbox_of(db);
        let numbers: Vec<i64> = (0..60).collect();
        accept(&inbox, &numbers).await;
        let (late, first): (Vec<i64>, Vec<i64>) = numbers.iter().partition(|n| *n % 7 == 3);
        inbox.done(&late).await.unwrap();
        let effects = numbers.iter().map(|number| {
            let (db, inbox, number) = (db.db.clone(), inbox.clone(), *number);
            tokio::spawn(async move { effect(&db, &inbox, number).await })
        });
        for (number, is_first) in join_all(effects).await.into_iter().enumerate() {
            assert_eq!(is_first.unwrap(), number % 7 != 3, "{number}");
        }
        assert_eq!(kept(db, 0..60).await, (first.clone(), first));
    }
);

on_both!(
    whoever_is_dropped_on_the_way_leaves_all_of_an_effect_or_nothing,
    |db| {
        let inbox = inbox_of(db);
        let numbers: Vec<i64> = (0..100).collect();
        accept(&inbox, &numbers).await;
        let effects = numbers.iter().map(|number| {
            let (db, inbox, number) = (db.db.clone(), inbox.clone(), *number);
            let moment = async move {
                for _ in 0..number {
                    tokio::task::yield_now().await;
                }
            };
            tokio::spawn(async move {
                tokio::select! {
                    is_first = effect(&db, &inbox, number) => Some(is_first),
                    () = moment => None,
                }
            })
        });
        let ended = join_all(effects).await;
        // Whatever was left open is taken back by whoever comes next.
        accept(&inbox, &[100]).await;
        let (people, answered) = kept(db, 0..100).await;
        assert_eq!(people, answered);
        for (number, ended) in numbers.iter().zip(ended) {
            let is_kept = people.contains(number);
            assert!(ended.unwrap().is_none_or(|is_first| is_first && is_kept));
        }
    }
);

on_both!(
    what_is_marked_as_done_beside_effects_is_marked_and_takes_nothing_back,
    |db| {
        let inbox = inbox_of(db);
        let numbers: Vec<i64> = (0..100).collect();
        accept(&inbox, &numbers).await;
        let ended = numbers.iter().map(|number| {
            let (db, inbox, number) = (db.db.clone(), inbox.clone(), *number);
            // Of three, one has an effect, one is done, and one is dropped while it is marked.
            let moment = async move {
                for _ in 0..number / 3 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::spawn(async move {
                let only = [number];
                match number % 3 {
                    0 => return effect(&db, &inbox, number).await,
                    1 => inbox.done(&only).await.unwrap(),
                    _ => tokio::select! {
                        done = inbox.done(&only) => done.unwrap(),
                        () = moment => return false,
                    },
                }
                true
            })
        });
        let ended = join_all(ended).await;
        accept(&inbox, &[100]).await;
        let effects: Vec<i64> = (0..100).step_by(3).collect();
        assert_eq!(kept(db, 0..100).await, (effects.clone(), effects));
        for (number, ended) in numbers.into_iter().zip(ended) {
            let (state, body, _) = row(db, number).await.unwrap();
            match (number % 3, ended.unwrap()) {
                (0, was_first) => assert!(was_first && state == 1, "{number}"),
                (2, false) => assert_eq!(state == 0, !body.is_empty(), "{number}"),
                (_, is_done) => assert!(is_done && state == 2, "{number}"),
            }
        }
    }
);
