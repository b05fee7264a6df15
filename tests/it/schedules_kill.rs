//! Bots are killed, over and over, while hundreds of schedules are due. Every run is played once; the few messages that
//! were on the wire are listed as uncertain, and none of those comes twice either.

use std::{collections::HashMap, time::Duration};

use chrono::TimeDelta;
use reprise::{
    clock::{Clock as _, SystemClock},
    db::Tx,
    domain::{AttachmentKind, Language, PlaylistName, ScheduleSpec, Timezone, Track},
    outbox::WIRE_SLOTS,
    store::Plan,
};
use simulator::{LimitOptions, Options, PersonSpec, Simulator, UploadKind, UploadSpec};

use crate::support::{db::Database, process::Process};

const PEOPLE: i64 = 500;
const KILLS: u64 = 5;

#[tokio::test(flavor = "multi_thread")]
async fn five_kills_miss_nothing_and_repeat_nothing_on_sqlite() {
    five_kills(Database::sqlite().await, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_kills_of_two_bots_miss_nothing_and_repeat_nothing_on_postgres() {
    five_kills(Database::postgres().await, 2).await;
}

async fn five_kills(database: Database, bots: usize) {
    let telegram = Simulator::start(Options {
        people: (1..=PEOPLE)
            .map(|id| PersonSpec::new(id, &format!("Person {id}"), "en"))
            .collect(),
        group: false,
        limits: LimitOptions::off(),
        keep_calls: 0,
        patience: Duration::from_mins(2),
        ..Options::default()
    })
    .await
    .unwrap();
    for person in 1..=PEOPLE {
        telegram.say(person, person, "hello");
    }
    let song = telegram.upload(
        1,
        1,
        UploadSpec::new(UploadKind::Audio, "song.mp3", b"la la la".to_vec()),
    );
    plan(
        &database,
        &song.message.body.audio.as_ref().unwrap().file_id,
    )
    .await;

    let unlimited = [
        ("REPRISE_OUTBOX__PER_SECOND", "0"),
        ("REPRISE_OUTBOX__PER_CHAT", "0"),
        ("REPRISE_OUTBOX__PER_GROUP", "0"),
    ];
    let start = || Process::start(&telegram, database.folder(), database.url(), &unlimited);
    let mut running: Vec<Process> = (0..bots).map(|_| start()).collect();
    for kill in 0..KILLS {
        let some = u64::try_from(PEOPLE).unwrap() * (kill + 1) / (KILLS + 3);
        telegram
            .wait_until("some tracks", |view| {
                (view.count("sendAudio") >= some).then_some(())
            })
            .await;
        // Of two bots another one each time.
        let which = usize::try_from(kill).unwrap() % bots;
        running[which].kill();
        assert!(
            open_runs(&database).await > 0,
            "kill {kill} came when everything was played"
        );
        running[which] = start();
    }
    while open_runs(&database).await > 0 {
        tokio::task::yield_now().await;
    }
    for mut bot in running {
        bot.signal("TERM");
        assert_eq!(bot.ended().code(), Some(0));
    }

    let uncertain = uncertain_runs(&database).await;
    let slots = u64::try_from(WIRE_SLOTS).unwrap();
    assert!(
        uncertain.len() <= usize::try_from(KILLS * slots).unwrap(),
        "{} are uncertain",
        uncertain.len()
    );
    for person in 1..=PEOPLE {
        let messages = telegram.messages(person, person);
        let heard = messages
            .iter()
            .filter(|message| !message.is_from(person) && message.body.audio.is_some())
            .count();
        assert!(heard <= 1, "{person} heard it {heard} times");
        assert!(
            heard == 1 || uncertain.contains_key(&person),
            "{person} heard nothing, and nobody knows why"
        );
    }
}

/// A schedule for everybody, due just now.
async fn plan(database: &Database, file_id: &str) {
    let now = SystemClock.now();
    let track = Track::new(
        AttachmentKind::Audio,
        file_id,
        "unique",
        Some("Rain"),
        None,
        60,
    )
    .unwrap();
    let spec = ScheduleSpec::parse("daily 7:30").unwrap();
    let name = PlaylistName::parse("Morning").unwrap();
    let mut tx = database.begin().await.unwrap();
    for person in 1..=PEOPLE {
        let user = tx.users().ensure(person.into(), now).await.unwrap();
        let list = tx.playlists().add(user, None, &name, now).await.unwrap();
        let item = track.clone().into();
        tx.playlist_tracks().add(list, &item, now).await.unwrap();
        // Within the minute before now.
        let due = now - TimeDelta::milliseconds(person * 100);
        let plan = Plan {
            spec: &spec,
            zone: Timezone::UTC,
            next_run: Some(due),
        };
        tx.schedules()
            .add(user, list, None, &plan, Language::En, now)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

async fn open_runs(database: &Database) -> i64 {
    const OPEN: &str = "
        SELECT (SELECT count(*) FROM schedule_runs WHERE state = 'open')
            + (SELECT count(*) FROM scheduled_playlists WHERE NOT EXISTS (
                SELECT 1 FROM schedule_runs WHERE schedule_id = scheduled_playlists.id))";
    let mut tx = database.read().await.unwrap();
    match &mut tx {
        Tx::Sqlite(conn) => sqlx::query_scalar(OPEN).fetch_one(&mut **conn).await,
        Tx::Postgres(conn) => sqlx::query_scalar(OPEN).fetch_one(&mut **conn).await,
    }
    .unwrap()
}

/// Whose runs have a message that may not have arrived.
async fn uncertain_runs(database: &Database) -> HashMap<i64, i64> {
    const UNCERTAIN: &str = "
        SELECT users.telegram_id, schedule_runs.uncertain FROM schedule_runs
        JOIN scheduled_playlists ON scheduled_playlists.id = schedule_runs.schedule_id
        JOIN users ON users.id = scheduled_playlists.created_by
        WHERE schedule_runs.uncertain > 0";
    let mut tx = database.read().await.unwrap();
    let rows: Vec<(i64, i64)> = match &mut tx {
        Tx::Sqlite(conn) => sqlx::query_as(UNCERTAIN).fetch_all(&mut **conn).await,
        Tx::Postgres(conn) => sqlx::query_as(UNCERTAIN).fetch_all(&mut **conn).await,
    }
    .unwrap();
    rows.into_iter().collect()
}
