//! The bot is killed while it makes the tracks of a schedule ready. Afterwards it goes on where it was: what was ready is
//! not made again.

use std::path::Path;

use chrono::TimeDelta;
use reprise::{
    clock::{Clock as _, SystemClock},
    domain::{AttachmentKind, Language, PlaylistName, ScheduleSpec, Speed, Timezone, Track},
    store::Plan,
};
use simulator::{ANNA, Fault, FaultKind, MARIA, Simulator, UploadKind, UploadSpec};

use crate::support::{
    db::Database,
    process::{Process, patient_telegram},
    sound::Studio,
};

const TRACKS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_ahead_survives_a_kill_on_sqlite() {
    what_is_ready_ahead_survives_a_kill(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_ahead_survives_a_kill_on_postgres() {
    what_is_ready_ahead_survives_a_kill(Database::postgres().await).await;
}

async fn what_is_ready_ahead_survives_a_kill(database: Database) {
    let telegram = patient_telegram().await;
    let tracks = plan(&database, &telegram).await;
    // The third track cannot be fetched until somebody kills the bot.
    let stuck = FaultKind::Slow { ms: 600_000 };
    let fault = Fault::next("getFile", 1, stuck).after(2);
    telegram.fault(fault);
    let cache = database.folder().join("cache");
    let settings = [("REPRISE_AUDIO__CACHE_DIR", cache.to_str().unwrap())];
    let start = || Process::start(&telegram, database.folder(), database.url(), &settings);
    let mut bot = start();
    let shelf = cache.join("lists");
    // Nothing happens while the third one is waited for, so nothing would wake somebody who waits for what happens.
    while telegram.calls("getFile").len() < 3 || ready(&shelf) < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(ready(&shelf), 2);
    bot.kill();
    let mut bot = start();
    while ready(&shelf) < TRACKS {
        tokio::task::yield_now().await;
    }
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));
    let fetched = telegram.calls("getFile");
    for track in &tracks[..2] {
        let times = fetched
            .iter()
            .filter(|call| call.params["file_id"] == **track);
        assert_eq!(times.count(), 1, "what was ready is not fetched again");
    }
}

/// Five tracks that are due within the quarter of an hour, for somebody who listens fast; their files.
async fn plan(database: &Database, telegram: &Simulator) -> Vec<String> {
    let studio = Studio::open().await;
    let now = SystemClock.now();
    telegram.say(ANNA, ANNA, "hello");
    let mut tx = database.begin().await.unwrap();
    let user = tx.users().ensure(ANNA.into(), now).await.unwrap();
    let speed = Speed::new(1.5).unwrap();
    let spoken = Language::En;
    let mut settings = tx.playback_settings();
    settings.set_speed(user, spoken, speed).await.unwrap();
    let name = PlaylistName::parse("Morning").unwrap();
    let list = tx.playlists().add(user, None, &name, now).await.unwrap();
    let mut tracks = Vec::new();
    for number in 0..TRACKS {
        let file = format!("tone{number}.mp3");
        let hz = 300 + 100 * number;
        let tone = studio.make(&format!("-f lavfi -i sine={hz}:duration=2 {file}"));
        let tone = UploadSpec::new(UploadKind::Audio, &file, std::fs::read(tone).unwrap());
        // Sent by somebody who hears everything as it is, so that nothing is fetched for the sender.
        let sent = telegram.upload(MARIA, MARIA, tone).message;
        let audio = sent.body.audio.as_ref().unwrap();
        let (id, unique_id) = (&audio.file_id, &audio.file_unique_id);
        let track = Track::new(AttachmentKind::Audio, id, unique_id, None, None, 2).unwrap();
        let item = track.clone().into();
        tx.playlist_tracks().add(list, &item, now).await.unwrap();
        tracks.push(id.clone());
    }
    let spec = ScheduleSpec::parse("daily 7:30").unwrap();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::UTC,
        next_run: Some(now + TimeDelta::minutes(14)),
    };
    tx.schedules()
        .add(user, list, None, &plan, spoken, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    tracks
}

/// How many tracks are ready to be sent.
fn ready(shelf: &Path) -> usize {
    let files = std::fs::read_dir(shelf).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "json"))
        .count()
}
