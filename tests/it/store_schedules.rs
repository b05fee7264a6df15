//! What `store` does with schedules, their runs and the chats they play in, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    db::{Dialect, Tx},
    domain::{Language, PlaylistName, ScheduleId, ScheduleSpec, Timezone, UserId},
    store::{KnownChat, Maker, Plan},
};

use crate::support::db::on_both;

const KITCHEN: i64 = -1_001_000_000_001;

fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00.123Z".parse().unwrap()
}

fn later(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

async fn person(tx: &mut Tx) -> UserId {
    tx.users()
        .ensure(6_000_000_001.into(), noon())
        .await
        .unwrap()
}

/// A schedule of a list called `name`, due at `due`.
async fn schedule(tx: &mut Tx, name: &str, text: &str, due: Option<DateTime<Utc>>) -> ScheduleId {
    let ann = person(tx).await;
    let list = tx
        .playlists()
        .add(ann, None, &PlaylistName::parse(name).unwrap(), noon())
        .await
        .unwrap();
    let spec = ScheduleSpec::parse(text).unwrap();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::parse("Europe/Kyiv").unwrap(),
        next_run: due,
    };
    tx.schedules()
        .add(ann, list, Some(KITCHEN), &plan, Language::En, noon())
        .await
        .unwrap()
}

on_both!(a_schedule_is_kept_as_it_was_said, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx).await;
    for text in ["weekly mon,wed 07:30", "once 23:59", "*/30 8-20 * * 1-5"] {
        let id = schedule(&mut tx, text, text, Some(later(5))).await;
        let kept = tx.schedules().find(id).await.unwrap().unwrap();
        assert_eq!(kept.spec().unwrap().to_string(), text);
        assert_eq!(kept.zone().name(), "Europe/Kyiv");
        assert_eq!(kept.language(), Language::En);
        assert_eq!(
            (kept.chat_id, kept.next_run, kept.enabled),
            (Some(KITCHEN), Some(later(5)), true)
        );
        assert_eq!((kept.playlist.as_str(), kept.is_orphan), (text, false));
    }
    assert_eq!(tx.schedules().count(ann).await.unwrap(), 3);
    assert_eq!(tx.schedules().of_person(ann, 2, 1).await.unwrap().len(), 2);
    assert_eq!(tx.schedules().of_chat(KITCHEN, 10).await.unwrap().len(), 3);
    assert_eq!(tx.schedules().of_chat(1, 10).await.unwrap(), []);
    assert_eq!(tx.schedules().overdue(noon()).await.unwrap(), (0, None));
    assert_eq!(
        tx.schedules().overdue(later(6)).await.unwrap(),
        (3, Some(later(5)))
    );
});

on_both!(a_schedule_is_planned_paused_moved_and_deleted, |db| {
    let mut tx = db.begin().await.unwrap();
    let id = schedule(&mut tx, "Sunday", "daily 07:30", Some(later(5))).await;
    assert!(
        tx.schedules()
            .pause(id, Some("gone"), noon())
            .await
            .unwrap()
    );
    assert!(
        !tx.schedules()
            .pause(id, Some("gone"), noon())
            .await
            .unwrap(),
        "it is told once"
    );
    let paused = tx.schedules().find(id).await.unwrap().unwrap();
    assert_eq!(
        (
            paused.enabled,
            paused.next_run,
            paused.paused_because.as_deref()
        ),
        (false, None, Some("gone"))
    );

    let spec = ScheduleSpec::parse("weekends 9:00").unwrap();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::UTC,
        next_run: Some(later(7)),
    };
    tx.schedules().plan(id, &plan, noon()).await.unwrap();
    tx.schedules().set_chat(id, None, noon()).await.unwrap();
    let planned = tx.schedules().find(id).await.unwrap().unwrap();
    assert_eq!(
        (
            planned.enabled,
            planned.next_run,
            planned.paused_because.clone()
        ),
        (true, Some(later(7)), None)
    );
    assert_eq!((planned.zone(), planned.chat_id), (Timezone::UTC, None));

    tx.schedules()
        .set_next(id, Some(later(9)), noon())
        .await
        .unwrap();
    assert_eq!(
        tx.schedules().find(id).await.unwrap().unwrap().next_run,
        Some(later(9))
    );
    tx.schedules().set_next(id, None, noon()).await.unwrap();
    assert!(!tx.schedules().find(id).await.unwrap().unwrap().enabled);

    tx.playlists()
        .delete(planned.playlist_id, noon())
        .await
        .unwrap();
    assert!(tx.schedules().find(id).await.unwrap().unwrap().is_orphan);
    tx.schedules().delete(id).await.unwrap();
    assert_eq!(tx.schedules().find(id).await.unwrap(), None);
});

on_both!(what_is_due_is_found_by_one_at_a_time, |db| {
    let mut tx = db.begin().await.unwrap();
    let mut ids = Vec::new();
    for minutes in [3, 1, 2, 9] {
        ids.push(
            schedule(
                &mut tx,
                &format!("{minutes}"),
                "daily 07:30",
                Some(later(minutes)),
            )
            .await,
        );
    }
    schedule(&mut tx, "paused", "daily 07:30", None).await;
    tx.commit().await.unwrap();

    let mut first = db.begin().await.unwrap();
    assert_eq!(first.schedules().next_due().await.unwrap(), Some(later(1)));
    let due = first.schedules().due(later(3), 2).await.unwrap();
    let names: Vec<_> = due
        .iter()
        .map(|schedule| schedule.playlist.as_str())
        .collect();
    assert_eq!(names, ["1", "2"], "the longest due first");
    if db.dialect() == Dialect::Postgres {
        let mut second = db.begin().await.unwrap();
        let others = second.schedules().due(later(3), 10).await.unwrap();
        assert_eq!(
            others
                .iter()
                .map(|schedule| schedule.id)
                .collect::<Vec<_>>(),
            [ids[0]]
        );
        second.rollback().await.unwrap();
    }
    first.rollback().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.schedules().latest_plan().await.unwrap(), Some(noon()));
    assert_eq!(tx.schedules().strayed(noon(), 10).await.unwrap(), []);
    assert_eq!(
        tx.schedules().strayed(later(-1), 10).await.unwrap().len(),
        5
    );
});

on_both!(what_is_due_soon_is_prepared_once, |db| {
    let mut tx = db.begin().await.unwrap();
    let soon = schedule(&mut tx, "soon", "daily 07:30", Some(later(15))).await;
    let late = schedule(&mut tx, "later", "daily 07:30", Some(later(60))).await;
    tx.commit().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    assert_eq!(
        tx.schedules().next_to_prepare().await.unwrap(),
        Some(noon())
    );
    assert_eq!(
        tx.schedules().to_prepare(later(-1), 10).await.unwrap(),
        [],
        "not yet"
    );
    let found = tx.schedules().to_prepare(noon(), 10).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [soon]);
    if db.dialect() == Dialect::Postgres {
        let mut other = db.begin().await.unwrap();
        assert_eq!(
            other.schedules().to_prepare(noon(), 10).await.unwrap(),
            [],
            "somebody sees to it"
        );
    }
    tx.schedules().set_prepared(soon).await.unwrap();
    assert_eq!(tx.schedules().to_prepare(noon(), 10).await.unwrap(), []);
    // The run after that is one to prepare for.
    let next = Some(later(30));
    tx.schedules().set_next(soon, next, noon()).await.unwrap();
    assert_eq!(
        tx.schedules().next_to_prepare().await.unwrap(),
        Some(later(15))
    );
    // Another list has to be made ready anew.
    tx.schedules().set_prepared(soon).await.unwrap();
    let kept = tx.schedules().find(soon).await.unwrap().unwrap();
    let other = tx
        .schedules()
        .find(late)
        .await
        .unwrap()
        .unwrap()
        .playlist_id;
    let now = noon();
    tx.schedules()
        .set_playlist(&kept, other, now)
        .await
        .unwrap();
    let changed = tx.schedules().find(soon).await.unwrap().unwrap();
    assert_eq!(changed.playlist, "later");
    assert_eq!(
        tx.schedules().next_to_prepare().await.unwrap(),
        Some(later(15))
    );
    tx.schedules().pause(soon, None, noon()).await.unwrap();
    tx.schedules().pause(late, None, noon()).await.unwrap();
    assert_eq!(tx.schedules().next_to_prepare().await.unwrap(), None);
});

on_both!(a_run_is_there_once_and_held_by_one, |db| {
    let mut tx = db.begin().await.unwrap();
    let id = schedule(&mut tx, "Sunday", "daily 07:30", Some(later(5))).await;
    assert!(
        tx.schedule_runs()
            .add(id, later(5), None, later(5))
            .await
            .unwrap()
    );
    assert!(
        !tx.schedule_runs()
            .add(id, later(5), None, later(6))
            .await
            .unwrap(),
        "the same instant"
    );
    assert!(
        tx.schedule_runs()
            .add(id, later(6), Some("missed"), later(6))
            .await
            .unwrap()
    );
    assert_eq!(tx.schedule_runs().next_at().await.unwrap(), Some(later(5)));
    assert_eq!(tx.schedule_runs().count_open(id).await.unwrap(), 2);

    let claimed = tx
        .schedule_runs()
        .claim(later(5), later(7), 10)
        .await
        .unwrap();
    let [run] = &claimed[..] else {
        panic!("{claimed:?}")
    };
    assert_eq!(
        (run.schedule_id, run.due_at, run.sent, run.attempts),
        (id, later(5), 0, 1)
    );
    assert_eq!(
        tx.schedule_runs()
            .claim(later(5), later(7), 10)
            .await
            .unwrap(),
        [],
        "it is held"
    );
    assert!(tx.schedule_runs().renew(run, later(8)).await.unwrap());

    // One message is out, the next one on the wire when its worker dies.
    assert!(
        tx.schedule_runs()
            .note_sending(run, later(8))
            .await
            .unwrap()
    );
    tx.schedule_runs().note_sent(run, 1, false).await.unwrap();
    assert!(
        tx.schedule_runs()
            .note_sending(run, later(8))
            .await
            .unwrap()
    );
    let taken_over = tx
        .schedule_runs()
        .claim(later(8), later(10), 10)
        .await
        .unwrap();
    let again = taken_over.iter().find(|other| other.id == run.id).unwrap();
    assert_eq!((again.sent, again.uncertain, again.attempts), (2, 1, 2));
    // Whoever had it before has nothing to say any more.
    assert!(!tx.schedule_runs().renew(run, later(9)).await.unwrap());
    assert!(
        !tx.schedule_runs()
            .note_sending(run, later(9))
            .await
            .unwrap()
    );
    tx.schedule_runs().note_sent(run, 9, true).await.unwrap();
    tx.schedule_runs().turn(run, None, later(9)).await.unwrap();
    assert_eq!(tx.schedule_runs().count_open(id).await.unwrap(), 2);

    tx.schedule_runs()
        .turn(again, Some("gone"), later(9))
        .await
        .unwrap();
    let told = tx
        .schedule_runs()
        .claim(later(9), later(11), 10)
        .await
        .unwrap();
    assert_eq!(
        (told[0].note.as_deref(), told[0].sent, told[0].uncertain),
        (Some("gone"), 0, 1)
    );
    tx.schedule_runs()
        .note_sent(&told[0], 1, true)
        .await
        .unwrap();
    assert_eq!(tx.schedule_runs().count_open(id).await.unwrap(), 1);
    assert_eq!(tx.schedule_runs().release(later(9)).await.unwrap(), 1);
    assert_eq!(tx.schedule_runs().next_at().await.unwrap(), Some(later(9)));
    assert_eq!(tx.schedule_runs().sweep(later(11)).await.unwrap(), 0);
    assert_eq!(tx.schedule_runs().sweep(later(12)).await.unwrap(), 1);
});

on_both!(chats_are_known_by_whoever_brought_the_bot_there, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx).await;
    tx.chats()
        .note(KITCHEN, "Kitchen", ann, true, noon())
        .await
        .unwrap();
    tx.chats()
        .note(-7, "Left", ann, true, noon())
        .await
        .unwrap();
    tx.chats()
        .note(-7, "Left", ann, false, later(1))
        .await
        .unwrap();
    tx.chats().note_title(-8, "Channel", noon()).await.unwrap();
    tx.chats()
        .note_title(KITCHEN, "Kitchen radio", noon())
        .await
        .unwrap();
    let kitchen = KnownChat {
        id: KITCHEN,
        title: "Kitchen radio".to_owned(),
    };
    assert_eq!(tx.chats().of_person(ann).await.unwrap(), [kitchen]);
    assert_eq!(
        tx.chats().title(-8).await.unwrap().as_deref(),
        Some("Channel")
    );
    assert_eq!(tx.chats().title(-9).await.unwrap(), None);
});

on_both!(a_maker_is_told_in_their_language_and_has_a_zone, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx).await;
    let maker = |language| {
        Some(Maker {
            telegram_id: 6_000_000_001.into(),
            language,
        })
    };
    assert_eq!(tx.users().maker(ann).await.unwrap(), maker(None));
    tx.playback_settings()
        .set_language(ann, Language::Es)
        .await
        .unwrap();
    assert_eq!(
        tx.users().maker(ann).await.unwrap(),
        maker(Some(Language::Es))
    );
    assert_eq!(tx.users().maker(77.into()).await.unwrap(), None);
    assert_eq!(tx.users().timezone(ann).await.unwrap(), None);
    let kyiv = Timezone::parse("Europe/Kyiv").unwrap();
    tx.users().set_timezone(ann, kyiv).await.unwrap();
    assert_eq!(tx.users().timezone(ann).await.unwrap(), Some(kyiv));
});
