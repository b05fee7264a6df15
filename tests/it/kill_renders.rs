//! The bot is killed while it renders. Each track arrives afterwards, hardly any twice, and no ffmpeg is left behind.

use simulator::{LimitOptions, Options, PersonSpec, Simulator, UploadKind, UploadSpec, View};

use crate::support::{db::Database, process::Process};

const PEOPLE: i64 = 10;
const WORKERS: i64 = 2;
const TUNE: &[u8] = include_bytes!("../../assets/sample.mp3");

#[tokio::test(flavor = "multi_thread")]
async fn ten_renders_survive_a_kill_on_sqlite() {
    ten_renders_survive_a_kill(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_renders_survive_a_kill_on_postgres() {
    ten_renders_survive_a_kill(Database::postgres().await).await;
}

async fn ten_renders_survive_a_kill(database: Database) {
    let telegram = Simulator::start(Options {
        people: (1..=PEOPLE)
            .map(|id| PersonSpec::new(id, &format!("Person {id}"), "en"))
            .collect(),
        group: false,
        limits: LimitOptions::off(),
        patience: std::time::Duration::from_mins(2),
        ..Options::default()
    })
    .await
    .unwrap();
    let start = || {
        let settings = [
            ("REPRISE_OUTBOX__PER_SECOND", "0"),
            ("REPRISE_OUTBOX__PER_CHAT", "0"),
            ("REPRISE_AUDIO__WORKERS", "2"),
        ];
        Process::start(&telegram, database.folder(), database.url(), &settings)
    };
    let mut bot = start();
    let mut cards = Vec::new();
    for person in 1..=PEOPLE {
        let tune = UploadSpec::new(UploadKind::Audio, "tune.mp3", TUNE);
        let sent = telegram.upload(person, person, tune).message;
        let card = telegram.answer_after(person, person, sent.message_id).await;
        cards.push((person, card.message_id));
    }
    for (person, card) in cards {
        telegram.press_and_wait(person, person, card, "1.25×").await;
    }
    // Three are out and two are being made, or on their way.
    telegram
        .wait_until("some tracks", |view| (heard(view) >= 3).then_some(()))
        .await;
    bot.kill();
    let before = telegram.look(heard);
    assert!(before < PEOPLE, "the kill came when all was done");
    assert_eq!(
        children_of(&database),
        Vec::<String>::new(),
        "a child outlived the bot"
    );
    let mut bot = start();
    telegram
        .wait_until("every track", |view| {
            (1..=PEOPLE)
                .all(|person| tracks(view, person) > 0)
                .then_some(())
        })
        .await;
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));
    let all = telegram.look(heard);
    assert!(all - PEOPLE <= WORKERS, "{} came twice", all - PEOPLE);
    assert_eq!(children_of(&database), Vec::<String>::new());
}

/// Tracks the bot sent to a person.
fn tracks(view: View<'_>, person: i64) -> i64 {
    let messages = view.messages(person, person);
    let ours = messages
        .iter()
        .filter(|message| !message.is_from(person) && message.body.audio.is_some());
    i64::try_from(ours.count()).unwrap()
}

fn heard(view: View<'_>) -> i64 {
    (1..=PEOPLE).map(|person| tracks(view, person)).sum()
}

/// The command lines of living processes that work in this test's folder.
fn children_of(database: &Database) -> Vec<String> {
    let folder = database.folder().display().to_string();
    // The kernel ends a child of a dead parent at once, but not before it looked.
    for _ in 0..1_000 {
        let found = working_in(&folder);
        if found.is_empty() {
            return found;
        }
        std::thread::yield_now();
    }
    working_in(&folder)
}

fn working_in(folder: &str) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| {
        let line = std::fs::read(process.path().join("cmdline")).ok()?;
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        (line.contains("ffmpeg") && line.contains(folder)).then_some(line)
    });
    lines.collect()
}
