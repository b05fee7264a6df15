//! The bot is killed while it records a station. What it had of it arrives, with a word, and in the listener's sound.

use std::path::Path;

use reprise::config::Config;
use simulator::{ANNA, Message, View};

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
    let config = Config::from_toml(&format!("database.url = '{}'", database.url())).unwrap();
    let recordings = database.folder().join(config.data_dir()).join("recordings");
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
