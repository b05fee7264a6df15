//! The real program under a clock that jumps: forward, back, and forward again. What was due plays once.

use std::{fs, path::PathBuf, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    clock::{Clock as _, SystemClock},
    domain::{AttachmentKind, Language, PlaylistName, ScheduleSpec, Timezone, Track},
    store::Plan,
};
use simulator::{ANNA, LimitOptions, Options, Simulator, UploadKind, UploadSpec};

use crate::support::{bot::eventually, db::Database, process::Process};

/// What lies to a program about the time.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib")
        .unwrap()
        .map(|folder| folder.unwrap().path());
    let mut libraries = folders.map(|folder| folder.join("faketime/libfaketime.so.1"));
    let found = libraries.find(|library| library.exists());
    found.expect("faketime is missing here: sudo apt-get install faketime")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_neither_bursts_nor_stops() {
    let database = Database::sqlite().await;
    let options = Options {
        limits: LimitOptions::off(),
        patience: Duration::from_mins(1),
        ..Options::default()
    };
    let telegram = Simulator::start(options).await.unwrap();
    telegram.say(ANNA, ANNA, "hello");
    let song = telegram.upload(
        ANNA,
        ANNA,
        UploadSpec::new(UploadKind::Audio, "song.mp3", b"la la la".to_vec()),
    );
    let due = plan(
        &database,
        &song.message.body.audio.as_ref().unwrap().file_id,
    )
    .await;

    let (library, shift) = (library(), database.folder().join("shift"));
    // In one go: whoever looks while it is written would find no time at all.
    let jump = |by: TimeDelta| {
        let next = shift.with_extension("next");
        fs::write(&next, format!("{:+}", by.num_seconds())).unwrap();
        fs::rename(&next, &shift).unwrap();
    };
    jump(TimeDelta::zero());
    let lies = [
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("FAKETIME_TIMESTAMP_FILE", shift.to_str().unwrap()),
        ("FAKETIME_NO_CACHE", "1"),
        // What is measured goes on as it is: only the calendar jumps.
        ("DONT_FAKE_MONOTONIC", "1"),
    ];
    let mut bot = Process::start(&telegram, database.folder(), database.url(), &lies);

    let played = |count: u64| {
        telegram.wait_until("a track", move |view| {
            (view.count("sendAudio") == count).then_some(())
        })
    };
    jump(TimeDelta::minutes(61));
    played(1).await;
    until_due(&database, due + TimeDelta::days(1)).await;
    // Back by two hours: it is planned for today again, and does not play again when that comes.
    jump(TimeDelta::minutes(-59));
    until_due(&database, due).await;
    jump(TimeDelta::minutes(62));
    until_due(&database, due + TimeDelta::days(1)).await;
    // Three days and some minutes later one plays for all that were missed.
    jump(TimeDelta::minutes(61 + 3 * 24 * 60));
    played(2).await;
    until_due(&database, due + TimeDelta::days(4)).await;
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));
    assert_eq!(telegram.look(|view| view.count("sendAudio")), 2);
}

/// A schedule that is due in an hour by the system's clock, every day.
async fn plan(database: &Database, file_id: &str) -> DateTime<Utc> {
    let now = SystemClock.now();
    let due = now + TimeDelta::hours(1);
    let spec = ScheduleSpec::parse(&due.format("daily %H:%M").to_string()).unwrap();
    let due = spec.next_after(now, Timezone::UTC).unwrap();
    let track = Track::new(
        AttachmentKind::Audio,
        file_id,
        "unique",
        Some("Rain"),
        None,
        60,
    )
    .unwrap();
    let mut tx = database.begin().await.unwrap();
    let user = tx.users().ensure(ANNA.into(), now).await.unwrap();
    let list = tx
        .playlists()
        .add(user, None, &PlaylistName::parse("Morning").unwrap(), now)
        .await
        .unwrap();
    tx.playlist_tracks()
        .add(list, &track.into(), now)
        .await
        .unwrap();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::UTC,
        next_run: Some(due),
    };
    tx.schedules()
        .add(user, list, None, &plan, Language::En, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    due
}

async fn until_due(database: &Database, due: DateTime<Utc>) {
    let is_due = eventually(async || {
        let mut tx = database.read().await.unwrap();
        let schedule = tx.schedules().find(1.into()).await.unwrap().unwrap();
        schedule.next_run == Some(due)
    });
    assert!(is_due.await, "it does not become due at {due}");
}
