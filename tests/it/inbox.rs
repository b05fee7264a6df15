//! The inbox, on both databases: what was accepted is there until it is done, and happens once.

use reprise::db::{Arrival, Inbox, OpenUpdate, Turn, Tx};

use crate::support::db::{Database, on_both};

const BOT: i64 = 4_200_000_001;
const OTHER_BOT: i64 = 77;
const NONE: &[i64] = &[];

pub fn inbox_of(db: &Database) -> Inbox {
    Inbox::new(db.db.clone(), BOT)
}

pub fn arrival(update_id: i64, lane: &str) -> Arrival {
    Arrival {
        update_id,
        lane: lane.to_owned(),
        body: format!("{{\"update_id\":{update_id}}}"),
    }
}

/// Accepts one update a number, all in one lane.
pub async fn accept(inbox: &Inbox, update_ids: &[i64]) -> Vec<i64> {
    let batch: Vec<_> = update_ids.iter().map(|id| arrival(*id, "a")).collect();
    let accepted = inbox.accept(&batch, 0).await.unwrap();
    let mut fresh: Vec<i64> = accepted.iter().map(|new| new.update_id).collect();
    fresh.sort_unstable();
    fresh
}

/// Stores an answer in a transaction of its own. Whether it was the first.
pub async fn store_reply(db: &Database, inbox: &Inbox, update_id: i64, reply: &str) -> bool {
    let tx = db.begin().await.unwrap();
    let stored = inbox.commit_with_reply(tx, update_id, reply.to_owned());
    stored.await.unwrap()
}

pub async fn open(inbox: &Inbox) -> Vec<OpenUpdate> {
    inbox.open_after(i64::MIN, 1000).await.unwrap()
}

/// An update as it is found that lies open, untouched.
pub fn found(arrival: Arrival) -> OpenUpdate {
    OpenUpdate {
        is_fresh: false,
        ..OpenUpdate::fresh(arrival, false)
    }
}

pub fn ids(updates: &[OpenUpdate]) -> Vec<i64> {
    updates.iter().map(|update| update.update_id).collect()
}

/// What lies in a row, whatever its state.
pub async fn row(db: &Database, update_id: i64) -> Option<(i64, String, Option<String>)> {
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
    let accepted = inbox
        .accept(std::slice::from_ref(&arrived), 5)
        .await
        .unwrap();
    assert_eq!(accepted[0].update_id, arrived.update_id);
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

on_both!(chosen_updates_come_oldest_first_while_they_are_open, |db| {
    let inbox = inbox_of(db);
    accept(&inbox, &[3, 1, 2, 5]).await;
    let among = async |chosen: &[i64]| ids(&inbox.open_among(chosen).await.unwrap());
    assert_eq!(among(&[5, 1, 3]).await, [1, 3, 5]);
    assert_eq!(among(&[]).await, NONE);
    inbox.done(&[1]).await.unwrap();
    assert_eq!(among(&[1, 2, 4]).await, [2]);
});

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
    assert_eq!(theirs.open_among(&[1, 2, 3]).await.unwrap(), untouched);
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

/// Two copies of the bot.
async fn two_copies(db: &Database) -> (Inbox, Inbox) {
    let here = inbox_of(db).held_by("here");
    let there = Inbox::new(db.open().await, BOT).held_by("there");
    (here, there)
}

async fn turns(inbox: &Inbox, update_ids: &[i64]) -> Vec<Turn> {
    let mut turns = Vec::new();
    for update_id in update_ids {
        turns.push(inbox.turn(*update_id).await.unwrap());
    }
    turns
}

on_both!(an_update_waits_for_earlier_ones_elsewhere, |db| {
    let (here, there) = two_copies(db).await;
    accept(&here, &[1]).await;
    accept(&there, &[2]).await;
    accept(&here, &[3]).await;
    there.accept(&[arrival(4, "b")], 0).await.unwrap();
    assert_eq!(turns(&here, &[1, 3]).await, [Turn::Now, Turn::Later]);
    assert_eq!(turns(&there, &[2, 4]).await, [Turn::Later, Turn::Now]);
    here.done(&[1]).await.unwrap();
    assert_eq!(turns(&there, &[2]).await, [Turn::Now]);
    assert_eq!(
        turns(&here, &[1, 2, 3]).await,
        [Turn::Gone, Turn::Gone, Turn::Later]
    );
    there.done(&[2]).await.unwrap();
    assert_eq!(turns(&here, &[3]).await, [Turn::Now]);
});

on_both!(what_is_accepted_behind_another_copy_is_told_so, |db| {
    // On SQLite there is one copy.
    let is_shared = db.dialect() == reprise::db::Dialect::Postgres;
    let (here, there) = two_copies(db).await;
    let behind = async |inbox: &Inbox, batch: &[Arrival]| -> Vec<i64> {
        let accepted = inbox.accept(batch, 0).await.unwrap();
        let behind = accepted.into_iter().filter(|new| new.is_behind);
        behind.map(|new| new.update_id).collect()
    };
    let expect = |ids: &[i64]| if is_shared { ids.to_vec() } else { Vec::new() };
    assert_eq!(behind(&here, &[arrival(1, "a")]).await, NONE);
    assert_eq!(behind(&here, &[arrival(2, "a")]).await, NONE);
    let two = [arrival(3, "a"), arrival(4, "b"), arrival(5, "a")];
    assert_eq!(behind(&there, &two).await, expect(&[3, 5]));
    assert_eq!(
        behind(&there, &[arrival(6, "a")]).await,
        NONE,
        "it gets in line behind 5"
    );
    assert_eq!(behind(&here, &[arrival(7, "a")]).await, expect(&[7]));
    there.done(&[3, 5, 6]).await.unwrap();
    assert_eq!(behind(&here, &[arrival(8, "a")]).await, NONE);
});

on_both!(what_a_dead_copy_left_open_goes_to_one_other, |db| {
    let (here, there) = two_copies(db).await;
    accept(&here, &[1, 2, 3]).await;
    accept(&there, &[4]).await;
    store_reply(db, &here, 1, "answer").await;
    let holders = there.other_holders().await.unwrap();
    assert_eq!(holders.len(), 1);
    assert_eq!(holders[0].id.as_deref(), Some("here"));
    assert_eq!(holders[0].beat_at, None, "it never said that it lives");

    let taken = there.take_over(Some("here"), 2).await.unwrap();
    assert_eq!(ids(&taken), [1, 2]);
    assert_eq!(
        taken[0].reply.as_deref(),
        Some("answer"),
        "it is to be sent yet"
    );
    assert!(
        taken
            .iter()
            .all(|update| update.is_behind && !update.is_fresh)
    );
    let rest = there.take_over(Some("here"), 2).await.unwrap();
    assert_eq!(ids(&rest), [3]);
    assert!(there.take_over(Some("here"), 2).await.unwrap().is_empty());
    assert!(there.other_holders().await.unwrap().is_empty());

    // The dead one was only asleep.
    assert_eq!(turns(&here, &[1, 2, 3]).await, [Turn::Gone; 3]);
    assert_eq!(here.stored_reply(1).await.unwrap(), None);
    assert!(!store_reply(db, &here, 2, "too late").await);
    here.done(&[1, 2, 3]).await.unwrap();
    assert_eq!(ids(&open(&there).await), [1, 2, 3, 4]);
    assert!(here.open_among(&[1, 2, 3]).await.unwrap().is_empty());
    assert!(store_reply(db, &there, 2, "in time").await);
});

on_both!(what_nobody_holds_is_taken_over_too, |db| {
    accept(&inbox_of(db), &[1, 2]).await;
    let copy = inbox_of(db).held_by("here");
    let holders = copy.other_holders().await.unwrap();
    assert_eq!(
        holders.iter().map(|holder| &holder.id).collect::<Vec<_>>(),
        [&None]
    );
    assert_eq!(ids(&copy.take_over(None, 10).await.unwrap()), [1, 2]);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_locked_is_left_for_later() {
    let db = Database::postgres().await;
    let (here, there) = two_copies(&db).await;
    accept(&here, &[1, 2]).await;
    // It died in the middle of an effect, and its server has not noticed.
    let mut tx = db.begin().await.unwrap();
    let Tx::Postgres(conn) = &mut tx else {
        unreachable!("it is a PostgreSQL");
    };
    sqlx::query("SELECT FROM reprise_engine._reprise_inbox WHERE update_id = 1 FOR UPDATE")
        .execute(&mut **conn)
        .await
        .unwrap();
    assert_eq!(ids(&there.take_over(Some("here"), 10).await.unwrap()), [2]);
    assert_eq!(turns(&there, &[2]).await, [Turn::Later]);
    drop(tx);
    while there.take_over(Some("here"), 10).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(turns(&there, &[1, 2]).await, [Turn::Now, Turn::Now]);
}
