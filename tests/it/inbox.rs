//! The inbox, on both databases: what was accepted is there until it is done, and happens once.

use chrono::DateTime;
use reprise::db::{Arrival, Inbox, OpenUpdate, Tx};

use crate::support::db::{Database, on_both};

const BOT: i64 = 4_200_000_001;
const OTHER_BOT: i64 = 77;
const NONE: &[i64] = &[];

fn inbox_of(db: &Database) -> Inbox {
    Inbox::new(db.db.clone(), BOT)
}

fn arrival(update_id: i64, lane: &str) -> Arrival {
    Arrival {
        update_id,
        lane: lane.to_owned(),
        body: format!("{{\"update_id\":{update_id}}}"),
    }
}

/// Accepts one update a number, all in one lane.
async fn accept(inbox: &Inbox, update_ids: &[i64]) -> Vec<i64> {
    let batch: Vec<_> = update_ids.iter().map(|id| arrival(*id, "a")).collect();
    let mut fresh = inbox.accept(&batch, 0).await.unwrap();
    fresh.sort_unstable();
    fresh
}

/// Stores an answer in a transaction of its own. Whether it was the first.
async fn store_reply(db: &Database, inbox: &Inbox, update_id: i64, reply: &str) -> bool {
    let mut tx = db.begin().await.unwrap();
    let is_first = inbox.store_reply(&mut tx, update_id, reply).await.unwrap();
    tx.commit().await.unwrap();
    is_first
}

async fn open(inbox: &Inbox) -> Vec<OpenUpdate> {
    inbox.open_after(i64::MIN, 1000).await.unwrap()
}

/// An update as it is found that lies open, untouched.
fn found(arrival: Arrival) -> OpenUpdate {
    OpenUpdate {
        is_fresh: false,
        ..OpenUpdate::fresh(arrival)
    }
}

fn ids(updates: &[OpenUpdate]) -> Vec<i64> {
    updates.iter().map(|update| update.update_id).collect()
}

/// What lies in a row, whatever its state.
async fn row(db: &Database, update_id: i64) -> Option<(i64, String, Option<String>)> {
    match &mut db.read().await.unwrap() {
        Tx::Sqlite(conn) => {
            sqlx::query_as("SELECT state, body, reply FROM _reprise_inbox WHERE update_id = $1")
                .bind(update_id)
                .fetch_optional(&mut **conn)
                .await
        }
        Tx::Postgres(conn) => {
            sqlx::query_as(
                "SELECT state, body, reply FROM reprise_engine._reprise_inbox WHERE update_id = $1",
            )
            .bind(update_id)
            .fetch_optional(&mut **conn)
            .await
        }
    }
    .unwrap()
}

on_both!(an_update_is_kept_as_it_came, |db| {
    let inbox = inbox_of(db);
    let arrived = Arrival {
        update_id: i64::from(i32::MAX) + 1,
        lane: "-1001234567890".to_owned(),
        body: "{\"text\":\"🎧 \u{202E}שלום\\u0000\u{200B} ' \\\" $1 ? %s\n\"}".repeat(400),
    };
    let accepted = inbox.accept(std::slice::from_ref(&arrived), 5).await;
    assert_eq!(accepted.unwrap(), [arrived.update_id]);
    assert_eq!(open(&inbox).await, [found(arrived)]);
});

on_both!(what_is_delivered_again_is_not_new, |db| {
    let inbox = inbox_of(db);
    assert_eq!(accept(&inbox, &[1, 2]).await, [1, 2]);
    assert_eq!(accept(&inbox, &[1, 2]).await, NONE);
    assert_eq!(accept(&inbox, &[2, 3]).await, [3]);

    let other = Arrival {
        body: "another text".to_owned(),
        ..arrival(1, "b")
    };
    assert!(inbox.accept(&[other], 9).await.unwrap().is_empty());
    assert_eq!(
        open(&inbox).await[0],
        found(arrival(1, "a")),
        "the first delivery stays"
    );

    store_reply(db, &inbox, 1, "answer").await;
    inbox.done(&[2]).await.unwrap();
    assert_eq!(accept(&inbox, &[1, 2]).await, NONE);
    assert_eq!(ids(&open(&inbox).await), [1, 3], "what is done stays so");
});

on_both!(a_whole_batch_is_accepted_at_once, |db| {
    let inbox = inbox_of(db);
    // As many as Telegram sends at a time, one of them twice.
    let numbers: Vec<i64> = (1..=100).collect();
    let twice = [&numbers[..], &[100]].concat();
    assert_eq!(accept(&inbox, &twice).await, numbers);
    assert_eq!(accept(&inbox, &[]).await, NONE);
    assert_eq!(ids(&open(&inbox).await), numbers);
});

on_both!(open_updates_come_oldest_first_in_pages, |db| {
    let inbox = inbox_of(db);
    accept(&inbox, &[30, 10, 20, 50, 40]).await;
    inbox.done(&[20]).await.unwrap();
    let page = async |after, limit| ids(&inbox.open_after(after, limit).await.unwrap());
    assert_eq!(page(i64::MIN, 2).await, [10, 30]);
    assert_eq!(page(30, 2).await, [40, 50]);
    assert_eq!(page(50, 2).await, NONE);
});

on_both!(a_lane_holds_its_own_updates_in_order, |db| {
    let inbox = inbox_of(db);
    let batch = [(3, "a"), (1, "a"), (2, "b"), (5, "a"), (4, "ab")]
        .map(|(update_id, lane)| arrival(update_id, lane));
    inbox.accept(&batch, 0).await.unwrap();
    let page =
        async |lane, after, limit| ids(&inbox.open_in_lane(lane, after, limit).await.unwrap());
    assert_eq!(page("a", i64::MIN, 2).await, [1, 3]);
    assert_eq!(page("a", 3, 2).await, [5]);
    assert_eq!(page("b", 0, 2).await, [2]);
    assert_eq!(page("c", 0, 2).await, NONE);
    inbox.done(&[1]).await.unwrap();
    assert_eq!(page("a", 0, 1).await, [3]);
});

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
        let effect = async |tx: &mut Tx| {
            let person = tx.users().ensure(7.into(), DateTime::UNIX_EPOCH).await;
            person.unwrap();
            assert!(inbox.store_reply(tx, 1, "answer").await.unwrap());
        };
        let mut tx = db.begin().await.unwrap();
        effect(&mut tx).await;
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
        effect(&mut tx).await;
        tx.commit().await.unwrap();
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
        let answer = async |db: reprise::db::Db| {
            let mut tx = db.begin().await.unwrap();
            let is_first = inbox.store_reply(&mut tx, 1, "answer").await.unwrap();
            // Both are on their way here before either commits, where the database lets them.
            tokio::task::yield_now().await;
            tx.commit().await.unwrap();
            is_first
        };
        let (here, there) = tokio::join!(answer(db.db.clone()), answer(elsewhere));
        assert_ne!(here, there);
    }
);

on_both!(done_updates_forget_what_they_said, |db| {
    let inbox = inbox_of(db);
    accept(&inbox, &[1, 2, 3]).await;
    store_reply(db, &inbox, 1, "answer").await;
    inbox.done(&[]).await.unwrap();
    inbox.done(&[1, 2, 99]).await.unwrap();
    let forgotten = Some((2, String::new(), None));
    assert_eq!(row(db, 1).await, forgotten);
    assert_eq!(row(db, 2).await, forgotten);
    assert_eq!(ids(&open(&inbox).await), [3]);
});

on_both!(only_what_is_done_and_old_is_swept, |db| {
    let inbox = inbox_of(db);
    for (update_id, received_ms) in [(1, 100), (2, 100), (3, 100), (4, 200)] {
        let batch = [arrival(update_id, "a")];
        inbox.accept(&batch, received_ms).await.unwrap();
    }
    store_reply(db, &inbox, 2, "answer").await;
    inbox.done(&[3, 4]).await.unwrap();
    assert_eq!(inbox.sweep(100).await.unwrap(), 0);
    assert_eq!(inbox.sweep(101).await.unwrap(), 1);
    assert_eq!(row(db, 3).await, None);
    assert_eq!(ids(&open(&inbox).await), [1, 2], "however old");
    assert!(row(db, 4).await.is_some(), "it is recognised for some days");
});

on_both!(attempts_at_an_update_are_counted, |db| {
    let inbox = inbox_of(db);
    accept(&inbox, &[1, 2]).await;
    assert_eq!(inbox.note_attempt(1).await.unwrap(), 1);
    assert_eq!(inbox.note_attempt(1).await.unwrap(), 2);
    assert_eq!(inbox.note_attempt(2).await.unwrap(), 1);
    // A second delivery is no attempt.
    accept(&inbox, &[1]).await;
    assert_eq!(inbox.note_attempt(1).await.unwrap(), 3);
    assert!(inbox.note_attempt(3).await.is_err(), "it is not here");
});

on_both!(two_bots_do_not_see_each_others_updates, |db| {
    let ours = inbox_of(db);
    let theirs = Inbox::new(db.open().await, OTHER_BOT);
    assert_eq!(accept(&ours, &[1, 2]).await, [1, 2]);
    assert_eq!(accept(&theirs, &[1, 2, 3]).await, [1, 2, 3]);
    assert_eq!(ours.note_attempt(1).await.unwrap(), 1);
    assert_eq!(theirs.note_attempt(1).await.unwrap(), 1);
    store_reply(db, &ours, 1, "answer").await;
    ours.done(&[2, 3]).await.unwrap();

    assert_eq!(ids(&open(&ours).await), [1]);
    let untouched: Vec<_> = [1, 2, 3]
        .map(|update_id| found(arrival(update_id, "a")))
        .into();
    assert_eq!(open(&theirs).await, untouched);
    assert_eq!(theirs.open_in_lane("a", 0, 10).await.unwrap(), untouched);
    assert_eq!(theirs.stored_reply(1).await.unwrap(), None);
});

on_both!(another_process_sees_what_was_accepted, |db| {
    assert_eq!(accept(&inbox_of(db), &[1]).await, [1]);
    let elsewhere = Inbox::new(db.open().await, BOT);
    assert_eq!(accept(&elsewhere, &[1]).await, NONE);
    assert_eq!(ids(&open(&elsewhere).await), [1]);
});

on_both!(
    the_inbox_needs_no_table_of_the_application,
    empty | db | {
        let inbox = inbox_of(db);
        let missing = inbox.open_after(0, 1).await.unwrap_err();
        assert!(missing.is_missing_table(), "{missing:?}");
        // Made at every start, whether they are there or not.
        for _ in 0..2 {
            db.create_runtime_tables().await.unwrap();
            accept(&inbox, &[1]).await;
        }
        assert_eq!(ids(&open(&inbox).await), [1]);
    }
);
