//! The radio's part of `make bench`: how long a search over 50,000 stations takes on either database, and how many
//! connections a hundred open cards on ten stations need.
//!
//! PostgreSQL is the one of `REPRISE_TEST_POSTGRES` (`tests/with-postgres.sh` sets it); without it only SQLite is measured.

#![expect(
    clippy::disallowed_methods,
    reason = "it measures: it reads the time and the environment"
)]
#![expect(clippy::print_stdout, reason = "it speaks to a person")]

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use reprise::{
    clock::SystemClock,
    config::Config,
    db::Db,
    domain::Description,
    migrate::{
        Cancel, Engine,
        boot::{Booted, Policy},
    },
    radio::Radio,
    store::{NewStation, Shelves},
};
use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const STATIONS: usize = 50_000;
const WORDS: [&str; 10] = [
    "Jazz",
    "Rock",
    "Радио",
    "Classic",
    "News",
    "Talk",
    "Хиты",
    "Música",
    "Deep",
    "Folk",
];
const GENRES: [&str; 8] = [
    "jazz",
    "rock",
    "pop",
    "news",
    "classical",
    "шансон",
    "electronic",
    "folk",
];
const COUNTRIES: [&str; 6] = ["Germany", "Russia", "Ukraine", "Spain", "Mexico", "France"];
/// Rare, common, none at all, several words, Cyrillic.
const SEARCHES: [&str; 5] = [
    "jazz 49999",
    "радио",
    "nothing has this",
    "rock germany",
    "хиты россия",
];

#[tokio::main]
async fn main() -> Outcome {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/reprise.db", folder.path().display());
    search("SQLite", &url).await?;
    if let Ok(server) = std::env::var("REPRISE_TEST_POSTGRES") {
        search("PostgreSQL", &server).await?;
    }
    connections().await
}

/// Fills a database and searches it.
async fn search(name: &str, url: &str) -> Outcome {
    let config = Config::from_toml(&format!("database.url = {url:?}"))?;
    let db = Db::open(&config.database).await?;
    db.create_runtime_tables().await?;
    let engine = Engine::of_the_bot(&config, &db, Arc::new(SystemClock))?;
    let booted = engine
        .boot(
            Policy::from(&config.migrations),
            &Cancel::default(),
            &|_| (),
        )
        .await;
    if !matches!(booted, Booted::Ready { .. }) {
        return Err(format!("the database is not ready: {booted:?}").into());
    }
    let now = "2026-11-20T12:00:00Z".parse()?;
    let mut tx = db.begin().await?;
    for number in 0..STATIONS {
        let word = |by: usize| WORDS[(number / by) % WORDS.len()];
        let description = Description::new(
            &format!("{} {} {number}", word(1), word(10)),
            Some(GENRES[number % GENRES.len()]),
            Some(COUNTRIES[number % COUNTRIES.len()]),
        )
        .ok_or("a name")?;
        let url = format!("http://radio{number}.example.org/live");
        let station = NewStation {
            url: &url,
            description: &description,
            directory_id: None,
        };
        tx.radio_streams().add(&station, None, now).await?;
    }
    tx.commit().await?;
    for text in SEARCHES {
        let mut times = Vec::new();
        let mut total = 0;
        for _ in 0..20 {
            let since = Instant::now();
            let mut tx = db.read().await?;
            total = tx.radio_streams().search(text, 8, 0).await?.total;
            drop(tx);
            times.push(since.elapsed());
        }
        report(name, &format!("search {text:?}, {total} found"), times);
    }
    for shelves in [Shelves::Genres, Shelves::Countries] {
        let mut times = Vec::new();
        for _ in 0..20 {
            let since = Instant::now();
            let mut tx = db.read().await?;
            tx.radio_streams().shelves(shelves, 12, 0).await?;
            drop(tx);
            times.push(since.elapsed());
        }
        report(name, &format!("{shelves:?} with their counts"), times);
    }
    db.close().await;
    Ok(())
}

fn report(database: &str, what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{database:<10}  {what:<40}  median {:>6.1} ms   worst {:>6.1} ms",
        ms(median),
        ms(worst)
    );
}

/// A hundred cards on ten stations.
async fn connections() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let ever = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&ever);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 2_048]).await;
                let start =
                    b"HTTP/1.0 200 OK\r\ncontent-type: audio/mpeg\r\nicy-metaint: 1024\r\n\r\n";
                let _ = socket.write_all(start).await;
                let words = b"\x01StreamTitle='A';";
                while socket
                    .write_all(&[[0xAA; 1_024].as_slice(), words].concat())
                    .await
                    .is_ok()
                {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            });
        }
    });
    let config = Config::from_toml("[radio]\nallow_private = true")?;
    let (radio, _titles) = Radio::new(&config.radio)?;
    let mut cards = Vec::new();
    for card in 0..100_i64 {
        let url = Url::parse(&format!("http://{address}/{}", card % 10))?;
        cards.push(radio.tuner.listen((card % 10).into(), &url));
    }
    let since = Instant::now();
    for card in &mut cards {
        while card.now().title.is_none() {
            card.changed().await.ok_or("a station is gone")?;
        }
    }
    let took = since.elapsed().as_secs_f64();
    println!(
        "100 cards on 10 stations: {} connections, every card has its title after {took:.2} s",
        ever.load(Ordering::SeqCst)
    );
    Ok(())
}
