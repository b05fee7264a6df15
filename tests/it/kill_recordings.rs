//! The bot is killed while it records a station. What it had of it arrives, with a word, and in the listener's sound; for a
//! schedule, too, and once.

use std::path::{Path, PathBuf};

use reprise::{
    clock::{Clock as _, SystemClock},
    config::Config,
    domain::{
        AttachmentKind, Description, Item, Language, Minutes, PlaylistName, ScheduleSpec,
        StationItem, Timezone, Track,
    },
    store::{NewStation, Plan},
};
use simulator::{ANNA, Message, Simulator, UploadKind, UploadSpec, View};

use crate::support::{
    db::Database,
    process::{Process, patient_telegram},
    sound::{RATE, Spectrum, Studio, middle},
    station::Station,
};

/// What a station of ours sends within some seconds.
const ENOUGH: u64 = 100_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_a_kill_cuts_arrives_as_far_as_it_got_on_sqlite() {
    a_recording_that_a_kill_cuts(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_a_kill_cuts_arrives_as_far_as_it_got_on_postgres() {
    a_recording_that_a_kill_cuts(Database::postgres().await).await;
}

async fn a_recording_that_a_kill_cuts(database: Database) {
    let telegram = patient_telegram().await;
    let station = Station::start("Radio Ёлка").await;
    station.says("Кино - Группа крови");
    let start = || {
        let settings = [("REPRISE_RADIO__ALLOW_PRIVATE", "true")];
        Process::start(&telegram, database.folder(), database.url(), &settings)
    };
    let mut bot = start();
    telegram.ask(ANNA, "/speed 1.5").await;
    let asked = format!("/radio add {}", station.url());
    let added = telegram.ask(ANNA, &asked).await;
    telegram
        .press_and_wait(ANNA, ANNA, added.message_id, "Open it")
        .await;
    telegram
        .wait_until("the card", |view| {
            button(view, added.message_id, "⏺ 10 min")
        })
        .await;
    telegram
        .press_and_wait(ANNA, ANNA, added.message_id, "⏺ 10 min")
        .await;
    let recordings = recordings(&database);
    while recorded(&recordings) < ENOUGH {
        tokio::task::yield_now().await;
    }
    bot.kill();
    let bytes = recorded(&recordings);
    let mut bot = start();
    let track = telegram
        .wait_until("what was recorded", |view| {
            view.last_answer(ANNA, ANNA)
                .filter(|answer| answer.body.audio.is_some())
        })
        .await;
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));

    let words = track.words();
    assert!(words.contains("Кино - Группа крови"), "{words}");
    assert!(
        words.contains("I was restarted while recording; this is as far as it got."),
        "{words}"
    );
    // All that lay on the disk, half as fast again, and at its own pitch.
    let studio = Studio::open().await;
    let audio = track.body.audio.as_ref().unwrap();
    let sound = telegram.file(&audio.file_unique_id).unwrap();
    let samples = studio.decode(&studio.write("recorded.mp3", sound));
    let seconds = f64::from(u32::try_from(samples.len()).unwrap()) / f64::from(RATE);
    let wanted = f64::from(u32::try_from(bytes).unwrap()) / 8_000.0 / 1.5;
    assert!(
        (seconds - wanted).abs() < 0.5,
        "{seconds} s instead of {wanted}"
    );
    let peak = Spectrum::of(&middle(&samples, 65_536), RATE).peak();
    assert!((peak - 440.0).abs() < 4.0, "{peak} Hz");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_records_is_played_once_whenever_somebody_dies_on_sqlite() {
    a_run_that_records(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_records_is_played_once_whenever_somebody_dies_on_postgres() {
    a_run_that_records(Database::postgres().await).await;
}

/// Two kills: while the station is recorded, and when the recording is out but not what comes after it.
async fn a_run_that_records(database: Database) {
    let telegram = patient_telegram().await;
    let station = Station::start("Radio Ёлка").await;
    station.says("Кино - Группа крови");
    plan(&database, &telegram, &station).await;
    let start = || {
        let settings = [("REPRISE_RADIO__ALLOW_PRIVATE", "true")];
        Process::start(&telegram, database.folder(), database.url(), &settings)
    };
    let mut bot = start();
    let recordings = recordings(&database);
    while recorded(&recordings) < ENOUGH {
        tokio::task::yield_now().await;
    }
    bot.kill();
    let mut bot = start();
    telegram
        .wait_until("what was recorded", |view| {
            (view.count("sendAudio") >= 1).then_some(())
        })
        .await;
    bot.kill();
    let mut bot = start();
    while open_runs(&database).await > 0 {
        tokio::task::yield_now().await;
    }
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));

    let said = telegram.messages(ANNA, ANNA);
    let said: Vec<_> = said
        .iter()
        .filter(|message| !message.is_from(ANNA))
        .collect();
    let count = |what: &str| {
        said.iter()
            .filter(|message| message.body.words().contains(what))
            .count()
    };
    assert_eq!(count("Radio Ёлка is on."), 1);
    assert_eq!(count("I was restarted while recording"), 1);
    let titles = said.iter().filter_map(|message| {
        let audio = message.body.audio.as_ref()?;
        audio.title.clone()
    });
    let titles: Vec<_> = titles.collect();
    // What was on the wire when somebody died is not sent again: the last track at most.
    assert!(
        titles[0].starts_with("Radio Ёлка – Кино - Группа крови – "),
        "{titles:?}"
    );
    assert!(titles.len() <= 2, "{titles:?}");
}

/// Ten minutes of a station, and a track, due now.
async fn plan(database: &Database, telegram: &Simulator, station: &Station) {
    let now = SystemClock.now();
    telegram.say(ANNA, ANNA, "hello");
    let song = UploadSpec::new(UploadKind::Audio, "song.mp3", b"la la la".to_vec());
    let song = telegram.upload(ANNA, ANNA, song).message;
    let song = &song.body.audio.as_ref().unwrap().file_id;
    let track = Track::new(AttachmentKind::Audio, song, "unique", None, None, 60).unwrap();
    let mut tx = database.begin().await.unwrap();
    let user = tx.users().ensure(ANNA.into(), now).await.unwrap();
    let description = Description::new("Radio Ёлка", None, None).unwrap();
    let url = station.url();
    let new = NewStation {
        url: &url,
        description: &description,
        directory_id: None,
    };
    let id = tx.radio_streams().add(&new, Some(user), now).await;
    let jazz = StationItem {
        station: id.unwrap().unwrap(),
        name: "Radio Ёлка".to_owned(),
        minutes: Minutes::USUAL,
    };
    let name = PlaylistName::parse("Morning").unwrap();
    let list = tx.playlists().add(user, None, &name, now).await.unwrap();
    for item in [Item::Station(jazz), track.into()] {
        tx.playlist_tracks().add(list, &item, now).await.unwrap();
    }
    let spec = ScheduleSpec::parse("daily 7:30").unwrap();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::UTC,
        next_run: Some(now),
    };
    tx.schedules()
        .add(user, list, None, &plan, Language::En, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Whether the run is still to be played; it is there from the moment it is due.
async fn open_runs(database: &Database) -> i64 {
    let mut tx = database.read().await.unwrap();
    tx.schedule_runs().count_open(1.into()).await.unwrap()
}

fn recordings(database: &Database) -> PathBuf {
    let config = Config::from_toml(&format!("database.url = '{}'", database.url())).unwrap();
    database.folder().join(config.data_dir()).join("recordings")
}

fn button(view: View<'_>, message: i64, label: &str) -> Option<()> {
    let message: std::sync::Arc<Message> = view.message(ANNA, message)?;
    let mut labels = message.button_rows().into_iter().flatten();
    labels.any(|shown| shown == label).then_some(())
}

/// How much of a recording is on the disk, in bytes.
fn recorded(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "sound"))
        .map(|file| file.metadata().map_or(0, |data| data.len()))
        .sum()
}
