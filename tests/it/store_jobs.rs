//! The rows of jobs, on both databases: who gets which, when, and for how long.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    db::{Db, Tx},
    domain::{JobId, TelegramId, UserId},
    store::{Claim, ClaimedJob, Lease, NewJob},
};
use serde_json::json;

use crate::support::db::{Database, on_both};

fn at(second: i64) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2026-11-20T12:00:00.123Z".parse().unwrap();
    noon + TimeDelta::seconds(second)
}

async fn person(tx: &mut Tx, id: i64) -> UserId {
    tx.users()
        .ensure(TelegramId::from(id), at(0))
        .await
        .unwrap()
}

fn job(user: UserId) -> NewJob {
    NewJob {
        kind: "test",
        key: None,
        payload: json!({ "n": 1 }),
        subject: "a job".to_owned(),
        user: Some(user),
        chat: Some(77),
        reply_to: Some(5),
        language: "en",
        run_at: at(0),
    }
}

async fn add(tx: &mut Tx, user: UserId) -> JobId {
    tx.jobs().add(&job(user), at(0)).await.unwrap().unwrap()
}

fn claim(owner: &str, second: i64) -> Claim<'_> {
    Claim {
        kind: "test",
        owner,
        now: at(second),
        until: at(second + 15),
        per_person: 10,
    }
}

async fn claimed(tx: &mut Tx, owner: &str, second: i64) -> Option<ClaimedJob> {
    tx.jobs().claim(claim(owner, second)).await.unwrap()
}

on_both!(a_job_goes_through_its_states, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let id = add(&mut tx, ann).await;
    assert_eq!(
        tx.jobs().count_waiting("test", Some(ann)).await.unwrap(),
        (1, 1)
    );
    assert_eq!(tx.jobs().count_open("test").await.unwrap(), 1);
    assert_eq!(tx.jobs().count_open("another").await.unwrap(), 0);
    let got = claimed(&mut tx, "me", 1).await.unwrap();
    assert_eq!(
        (got.id, got.attempts, &got.payload),
        (id, 1, &json!({ "n": 1 }))
    );
    assert_eq!(got.user_id, Some(ann.get()));
    assert_eq!(claimed(&mut tx, "you", 1).await, None, "somebody has it");
    assert_eq!(
        tx.jobs().renew(id, "me", at(20)).await.unwrap(),
        Lease::Held
    );
    assert_eq!(
        tx.jobs().renew(id, "you", at(20)).await.unwrap(),
        Lease::Lost
    );
    assert_eq!(
        tx.jobs().finish(id, "you", &json!(1)).await.unwrap(),
        Lease::Lost
    );
    assert_eq!(
        tx.jobs()
            .finish(id, "me", &json!({ "file": "x" }))
            .await
            .unwrap(),
        Lease::Held
    );
    tx.jobs().note_sending(id, "me").await.unwrap();
    // The worker dies; what it knew is told by the next one.
    let got = claimed(&mut tx, "you", 21).await.unwrap();
    assert_eq!(got.outcome, Some(json!({ "file": "x" })));
    assert!(got.is_sending);
    tx.jobs().note_delivered(id, "you", 1).await.unwrap();
    let got = claimed(&mut tx, "me", 40).await.unwrap();
    assert_eq!((got.delivered, got.is_sending), (1, false));
    tx.jobs().close(id, "me").await.unwrap();
    assert_eq!(claimed(&mut tx, "me", 1_000).await, None);
    assert_eq!(tx.jobs().next_at("test").await.unwrap(), None);
    assert_eq!(tx.jobs().sweep(at(40)).await.unwrap(), 0);
    assert_eq!(tx.jobs().sweep(at(41)).await.unwrap(), 1);
});

on_both!(of_one_key_one_is_open, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let keyed = NewJob {
        key: Some("same".to_owned()),
        ..job(ann)
    };
    let first = tx.jobs().add(&keyed, at(0)).await.unwrap().unwrap();
    assert_eq!(tx.jobs().add(&keyed, at(0)).await.unwrap(), None);
    assert!(tx.jobs().add(&job(ann), at(0)).await.unwrap().is_some());
    claimed(&mut tx, "me", 1).await.unwrap();
    assert_eq!(tx.jobs().add(&keyed, at(0)).await.unwrap(), None, "it runs");
    tx.jobs().finish(first, "me", &json!(1)).await.unwrap();
    tx.jobs().close(first, "me").await.unwrap();
    assert!(tx.jobs().add(&keyed, at(0)).await.unwrap().is_some());
});

on_both!(people_take_turns, |db| {
    let mut tx = db.begin().await.unwrap();
    let (ann, bob) = (person(&mut tx, 1).await, person(&mut tx, 2).await);
    for _ in 0..3 {
        add(&mut tx, ann).await;
    }
    for _ in 0..2 {
        add(&mut tx, bob).await;
    }
    let mut order = Vec::new();
    for second in 1..=5 {
        let got = claimed(&mut tx, "me", second).await.unwrap();
        order.push(if got.user_id == Some(ann.get()) {
            'a'
        } else {
            'b'
        });
    }
    assert_eq!(order, ['a', 'b', 'a', 'b', 'a']);
});

on_both!(a_person_has_only_so_many_at_once, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    for _ in 0..3 {
        add(&mut tx, ann).await;
    }
    let two = |second| Claim {
        per_person: 2,
        ..claim("me", second)
    };
    let first = tx.jobs().claim(two(1)).await.unwrap().unwrap();
    assert!(tx.jobs().claim(two(1)).await.unwrap().is_some());
    assert_eq!(tx.jobs().claim(two(1)).await.unwrap(), None);
    let outcome = json!("done");
    tx.jobs().finish(first.id, "me", &outcome).await.unwrap();
    assert!(
        tx.jobs().claim(two(1)).await.unwrap().is_some(),
        "what is only told does not count"
    );
});

on_both!(a_job_waits_for_its_time_and_is_put_back, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let later = NewJob {
        run_at: at(100),
        ..job(ann)
    };
    let id = tx.jobs().add(&later, at(0)).await.unwrap().unwrap();
    assert_eq!(claimed(&mut tx, "me", 99).await, None);
    assert_eq!(tx.jobs().next_at("test").await.unwrap(), Some(at(100)));
    assert_eq!(claimed(&mut tx, "me", 100).await.unwrap().attempts, 1);
    tx.jobs().put_back(id, "me", at(110), true).await.unwrap();
    assert_eq!(claimed(&mut tx, "me", 109).await, None);
    assert_eq!(claimed(&mut tx, "me", 110).await.unwrap().attempts, 2);
    tx.jobs().put_back(id, "me", at(110), false).await.unwrap();
    assert_eq!(claimed(&mut tx, "me", 110).await.unwrap().attempts, 2);
    // What a dead process held is free at once where no other can live.
    assert_eq!(tx.jobs().release(at(111)).await.unwrap(), 1);
    assert_eq!(claimed(&mut tx, "me", 111).await.unwrap().attempts, 3);
});

on_both!(a_job_is_taken_back_by_its_person_alone, |db| {
    let mut tx = db.begin().await.unwrap();
    let (ann, bob) = (person(&mut tx, 1).await, person(&mut tx, 2).await);
    let waits = add(&mut tx, ann).await;
    assert_eq!(
        tx.jobs().cancel(waits, bob, "in pieces").await.unwrap(),
        None
    );
    let cancelled = tx
        .jobs()
        .cancel(waits, ann, "in pieces")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((cancelled.id, cancelled.subject.as_str()), (waits, "a job"));
    assert_eq!(
        tx.jobs().cancel(waits, ann, "in pieces").await.unwrap(),
        None,
        "once is enough"
    );
    assert_eq!(claimed(&mut tx, "me", 1).await, None);
    let runs = add(&mut tx, ann).await;
    claimed(&mut tx, "me", 1).await.unwrap();
    assert_eq!(
        tx.jobs().cancel_all(ann, 78, "in pieces").await.unwrap(),
        []
    );
    assert_eq!(
        tx.jobs()
            .cancel_all(ann, 77, "in pieces")
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        tx.jobs().renew(runs, "me", at(20)).await.unwrap(),
        Lease::Cancelled
    );
    assert_eq!(
        tx.jobs().finish(runs, "me", &json!(1)).await.unwrap(),
        Lease::Cancelled
    );
});

on_both!(a_message_whose_file_is_lost_is_not_taken_for_sent, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let id = add(&mut tx, ann).await;
    claimed(&mut tx, "me", 1).await.unwrap();
    tx.jobs().finish(id, "me", &json!(1)).await.unwrap();
    tx.jobs().note_delivered(id, "me", 2).await.unwrap();
    tx.jobs().note_sending(id, "me").await.unwrap();
    tx.jobs().put_back(id, "me", at(1), true).await.unwrap();
    let again = claimed(&mut tx, "me", 1).await.unwrap();
    assert_eq!((again.delivered, again.is_sending), (2, false));
});

on_both!(a_job_goes_on_with_what_is_left_of_it, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let keyed = NewJob {
        key: Some("same".to_owned()),
        ..job(ann)
    };
    let id = tx.jobs().add(&keyed, at(0)).await.unwrap().unwrap();
    claimed(&mut tx, "me", 1).await.unwrap();
    let left = json!({ "n": 2 });
    assert!(
        !tx.jobs().go_on(id, "me", &left, at(2)).await.unwrap(),
        "nothing is told yet"
    );
    tx.jobs().finish(id, "me", &json!(1)).await.unwrap();
    tx.jobs().note_delivered(id, "me", 3).await.unwrap();
    assert!(!tx.jobs().go_on(id, "other", &left, at(2)).await.unwrap());
    assert!(tx.jobs().go_on(id, "me", &left, at(2)).await.unwrap());
    assert_eq!(
        tx.jobs().add(&keyed, at(2)).await.unwrap(),
        None,
        "it is the same job still"
    );
    let again = claimed(&mut tx, "me", 2).await.unwrap();
    assert_eq!((again.id, again.payload), (id, left.clone()));
    assert_eq!(
        (again.attempts, again.outcome, again.delivered),
        (1, None, 0)
    );
    // Between two pieces it can be stopped, if its kind comes in pieces.
    tx.jobs().finish(id, "me", &json!(2)).await.unwrap();
    assert_eq!(tx.jobs().cancel(id, ann, "others").await.unwrap(), None);
    assert!(tx.jobs().cancel(id, ann, "test").await.unwrap().is_some());
    assert!(!tx.jobs().go_on(id, "me", &left, at(3)).await.unwrap());
});

on_both!(one_process_tells_who_waits_which_place_they_have, |db| {
    let mut tx = db.begin().await.unwrap();
    let (ann, bob) = (person(&mut tx, 1).await, person(&mut tx, 2).await);
    let first = add(&mut tx, ann).await;
    claimed(&mut tx, "me", 1).await.unwrap();
    let second = add(&mut tx, ann).await;
    add(&mut tx, bob).await;
    let line = tx.jobs().line("test", at(2)).await.unwrap();
    let seen: Vec<_> = line
        .iter()
        .map(|job| (job.user_id, job.served_at))
        .collect();
    assert_eq!(
        seen,
        [(Some(ann.get()), Some(at(1))), (Some(bob.get()), None)]
    );
    assert!(tx.jobs().may_tell(second, None, at(3)).await.unwrap());
    assert!(!tx.jobs().may_tell(second, None, at(3)).await.unwrap());
    assert!(
        tx.jobs()
            .may_tell(second, Some(at(3)), at(6))
            .await
            .unwrap()
    );
    assert!(
        !tx.jobs().may_tell(first, None, at(3)).await.unwrap(),
        "it runs"
    );
    assert!(
        tx.jobs()
            .set_progress_message(second, Some(9))
            .await
            .unwrap()
    );
    assert_eq!(tx.jobs().progress_message(second).await.unwrap(), Some(9));
    tx.jobs().cancel(second, ann, "in pieces").await.unwrap();
    assert!(
        !tx.jobs()
            .set_progress_message(second, Some(10))
            .await
            .unwrap()
    );
});

/// Takes jobs until there are none.
async fn take_all(db: Db, owner: String) -> Vec<JobId> {
    let mut taken = Vec::new();
    loop {
        let mut tx = db.begin().await.unwrap();
        let got = claimed(&mut tx, &owner, 1).await;
        tx.commit().await.unwrap();
        match got {
            Some(job) => taken.push(job.id),
            None => return taken,
        }
    }
}

/// As a process of its own would, with a pool of its own.
async fn take_all_in_processes(database: &Database, processes: usize) -> Vec<JobId> {
    let mut takers = Vec::new();
    for number in 0..processes {
        let db = database.open().await;
        takers.push(tokio::spawn(take_all(db, format!("process {number}"))));
    }
    let mut taken = Vec::new();
    for taker in takers {
        taken.extend(taker.await.unwrap());
    }
    taken
}

on_both!(two_processes_never_have_the_same_job, |db| {
    const JOBS: usize = 200;
    let mut tx = db.begin().await.unwrap();
    for number in 0..JOBS {
        let user = person(&mut tx, i64::try_from(number / 5).unwrap()).await;
        add(&mut tx, user).await;
    }
    tx.commit().await.unwrap();
    let mut taken = take_all_in_processes(db, 4).await;
    // A row that another process locks is passed over; whoever finds nothing else ends.
    taken.extend(take_all(db.open().await, "the last".to_owned()).await);
    assert_eq!(taken.len(), JOBS, "each once");
    assert_eq!(taken.iter().collect::<HashSet<_>>().len(), JOBS);
});
