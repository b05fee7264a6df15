//! The bot is killed, over and over, while people talk with it. Nothing is lost, nothing happens twice.

use std::collections::HashMap;

use reprise::{db::Inbox, store::Whose};
use simulator::{LimitOptions, Options, PersonSpec, Simulator, View};

use crate::support::{bot::eventually, db::Database, process::Process};

const PEOPLE: i64 = 50;
const KILLS: i64 = 10;
/// Each person's actions between two kills: as many additions as settings changes.
const PAIRS: i64 = 2;
const LANGUAGES: [&str; 4] = ["en", "ru", "uk", "es"];

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_lose_nothing_on_sqlite() {
    ten_kills_lose_nothing(Database::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_lose_nothing_on_postgres() {
    ten_kills_lose_nothing(Database::postgres().await).await;
}

async fn ten_kills_lose_nothing(database: Database) {
    let telegram = Simulator::start(Options {
        people: (1..=PEOPLE)
            .map(|id| PersonSpec::new(id, &format!("Person {id}"), "en"))
            .collect(),
        group: false,
        limits: LimitOptions::off(),
        keep_calls: 0,
        patience: std::time::Duration::from_mins(1),
        ..Options::default()
    })
    .await
    .unwrap();
    let start = || {
        let unlimited = [
            ("REPRISE_OUTBOX__PER_SECOND", "0"),
            ("REPRISE_OUTBOX__PER_CHAT", "0"),
            ("REPRISE_OUTBOX__PER_GROUP", "0"),
        ];
        Process::start(&telegram, database.folder(), database.url(), &unlimited)
    };

    let mut bot = start();
    for round in 0..KILLS {
        let answered = telegram.look(said);
        for pair in 0..PAIRS {
            for person in 1..=PEOPLE {
                let step = round * PAIRS + pair;
                telegram.say(
                    person,
                    person,
                    &format!("/playlist new {}", name(person, step)),
                );
                telegram.say(
                    person,
                    person,
                    &format!("/language {}", language(person, step)),
                );
            }
        }
        // Somewhere between the first answers and the last ones of the round, at another point each time.
        let some = u64::try_from(PEOPLE * PAIRS * 2 * (round + 1) / (KILLS + 2)).unwrap();
        telegram
            .wait_until("some answers", |view| {
                (said(view) >= answered + some).then_some(())
            })
            .await;
        bot.kill();
        let open = open_updates(&database).await + telegram.look(|view| view.unconfirmed());
        assert!(
            open > 0,
            "round {round}: the kill came when nothing was open"
        );
        bot = start();
    }
    let commands = PEOPLE * KILLS * PAIRS * 2;
    telegram
        .wait_until("every answer", |view| {
            everybody_is_answered(view).then_some(())
        })
        .await;
    all_is_noted(&database).await;
    bot.signal("TERM");
    assert_eq!(bot.ended().code(), Some(0));
    assert_eq!(open_updates(&database).await, 0);

    let steps = KILLS * PAIRS;
    let mut tx = database.open().await.read().await.unwrap();
    for person in 1..=PEOPLE {
        let kept = tx
            .users()
            .find_person(person.into())
            .await
            .unwrap()
            .expect("somebody who wrote");
        let last = language(person, steps - 1);
        assert_eq!(
            kept.language.map(reprise::domain::Language::code),
            Some(last),
            "the last setting of {person}"
        );
        let names: Vec<String> = tx
            .playlists()
            .page(Whose::Person(kept.id), 1000, 0)
            .await
            .unwrap()
            .into_iter()
            .map(|list| list.name)
            .collect();
        let asked: Vec<String> = (0..steps).map(|step| name(person, step)).collect();
        assert_eq!(
            names, asked,
            "the additions of {person}, in order, once each"
        );
    }
    let twice = i64::try_from(telegram.look(said)).unwrap() - commands;
    let slots = i64::try_from(reprise::outbox::WIRE_SLOTS).unwrap();
    assert!(
        (0..=KILLS * slots).contains(&twice),
        "{twice} answers came twice"
    );
}

/// What was answered right before the last kill is answered again, which may come to its end later than all else.
async fn all_is_noted(database: &Database) {
    let is_noted = eventually(async || open_updates(database).await == 0);
    assert!(is_noted.await, "an update stays open");
}

fn name(person: i64, step: i64) -> String {
    format!("«list {step} of {person}»")
}

fn language(person: i64, step: i64) -> &'static str {
    LANGUAGES[usize::try_from(person + step).unwrap() % LANGUAGES.len()]
}

fn said(view: View<'_>) -> u64 {
    view.count("sendMessage")
}

/// Whether each person has an answer for each of their commands.
fn everybody_is_answered(view: View<'_>) -> bool {
    (1..=PEOPLE).all(|person| {
        let mut answers: HashMap<String, i64> = HashMap::new();
        for message in view
            .messages(person, person)
            .iter()
            .filter(|message| !message.is_from(person))
        {
            *answers.entry(message.body.words().to_owned()).or_default() += 1;
        }
        let steps = KILLS * PAIRS;
        let additions = (0..steps).all(|step| {
            answers
                .keys()
                .any(|text| text.contains(&name(person, step)))
        });
        let settings: i64 = answers
            .iter()
            .filter(|(text, _)| !text.contains("«list "))
            .map(|(_, count)| count)
            .sum();
        additions && settings >= steps
    })
}

async fn open_updates(database: &Database) -> usize {
    let bot: i64 = simulator::TOKEN.split(':').next().unwrap().parse().unwrap();
    let inbox = Inbox::new(database.open().await, bot);
    inbox.open_after(i64::MIN, 100_000).await.unwrap().len()
}
