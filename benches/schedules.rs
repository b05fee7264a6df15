//! The schedules' part of `make bench`: what a tick costs among a million schedules beside a thousand, on either database;
//! and how long people who chat wait while thousands of schedules are due at once, beside an idle bot.
//!
//! PostgreSQL is the one of `REPRISE_TEST_POSTGRES` (`tests/with-postgres.sh` sets it); without it only SQLite is measured.
//! `cargo bench --bench schedules -- --rows 20000 --due 200` takes seconds instead of minutes.

#![expect(
    clippy::disallowed_methods,
    reason = "it measures: it starts the bot, reads the time and the environment"
)]
#![expect(clippy::print_stdout, reason = "it speaks to a person")]

use std::{
    error::Error,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use clap::Parser;
use reprise::{
    clock::{Clock as _, SystemClock},
    config::Config,
    db::{Db, Dialect, Tx},
    domain::{
        AttachmentKind, Language, PlaylistId, PlaylistName, ScheduleSpec, Timezone, Track, UserId,
    },
    migrate::{
        Cancel, Engine,
        boot::{Booted, Policy},
    },
    store::Plan,
};
use simulator::{ANNA, LimitOptions, Options, PersonSpec, Simulator, UploadKind, UploadSpec};
use sqlx::AssertSqlSafe;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How many schedules the small table has, and how many are due in either.
const FEW: i64 = 1_000;
const DUE: i64 = 100;
const TICKS: usize = 50;
/// What bot and simulator send a second.
const PER_SECOND: u32 = 300;
/// How often somebody asks something of the idle bot.
const ASKED: usize = 200;
/// The first of the people with schedules.
const FIRST: i64 = 10_000;

/// Measures schedules.
#[derive(Parser)]
struct Arguments {
    /// How many schedules the large table has.
    #[arg(long, default_value_t = 1_000_000)]
    rows: i64,
    /// How many schedules are due at once.
    #[arg(long, default_value_t = 10_000)]
    due: i64,
    /// What `cargo bench` says to everything it runs.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> Outcome {
    let arguments = Arguments::parse();
    for rows in [FEW, arguments.rows] {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}/reprise.db", folder.path().display());
        tick("SQLite", &url, rows).await?;
    }
    if let Ok(server) = std::env::var("REPRISE_TEST_POSTGRES") {
        // The same database twice: first with few, then with many.
        for rows in [FEW, arguments.rows] {
            tick("PostgreSQL", &server, rows).await?;
        }
    }
    at_once(arguments.due).await
}

/// What finding the due ones costs, and what it costs to see that nothing is due.
async fn tick(name: &str, url: &str, rows: i64) -> Outcome {
    let config = Config::from_toml(&format!("database.url = {url:?}"))?;
    let db = ready(&config).await?;
    let now = SystemClock.now();
    let mut tx = db.begin().await?;
    let user = tx.users().ensure(ANNA.into(), now).await?;
    let list = tx
        .playlists()
        .add(user, None, &name_of("Morning")?, now)
        .await?;
    fill(&mut tx, (user, list), rows, now).await?;
    tx.commit().await?;
    let (mut looks, mut finds) = (Vec::new(), Vec::new());
    for _ in 0..TICKS {
        let began = Instant::now();
        let mut tx = db.read().await?;
        tx.schedules().next_due().await?;
        tx.schedules().latest_plan().await?;
        tx.schedules().next_to_prepare().await?;
        drop(tx);
        looks.push(began.elapsed());
        let began = Instant::now();
        let mut tx = db.begin().await?;
        tx.schedules().strayed(now, DUE).await?;
        let due = tx.schedules().due(now, DUE).await?;
        finds.push(began.elapsed());
        tx.rollback().await?;
        if i64::try_from(due.len())? != DUE {
            return Err(format!("{} were due", due.len()).into());
        }
    }
    report(&format!("{name}, {rows} schedules: a look"), looks);
    report(&format!("{name}, {rows} schedules: {DUE} due found"), finds);
    db.close().await;
    Ok(())
}

/// A database as a run of the bot leaves it.
async fn ready(config: &Config) -> Outcome<Db> {
    let db = Db::open(&config.database).await?;
    db.create_runtime_tables().await?;
    let engine = Engine::of_the_bot(config, &db, std::sync::Arc::new(SystemClock))?;
    let policy = Policy::from(&config.migrations);
    match engine.boot(policy, &Cancel::default(), &|_| ()).await {
        Booted::Ready { .. } => Ok(db),
        booted => Err(format!("the database is not ready: {booted:?}").into()),
    }
}

/// Brings the table to so many schedules, the first of which are due; the others are in the weeks to come.
async fn fill(
    tx: &mut Tx,
    (user, list): (UserId, PlaylistId),
    rows: i64,
    now: DateTime<Utc>,
) -> Outcome {
    const COLUMNS: &str =
        "playlist_id, \"time\", timezone, created_by, next_run, planned_at, prepare_at";
    let now = now.format("%Y-%m-%dT%H:%M:%S+00:00");
    let (count, series, at) = match tx.dialect() {
        Dialect::Sqlite => (
            "(SELECT count(*) FROM scheduled_playlists)",
            format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
            ),
            format!(
                "strftime('%Y-%m-%dT%H:%M:%f+00:00', '{now}', ((i - {DUE}) * 2) || ' seconds')"
            ),
        ),
        Dialect::Postgres => (
            "(SELECT count(*) FROM scheduled_playlists)",
            format!("WITH n(i) AS (SELECT generate_series(1, {rows}))"),
            format!("CAST('{now}' AS TIMESTAMPTZ) + (i - {DUE}) * INTERVAL '2 seconds'"),
        ),
    };
    let planned = match tx.dialect() {
        Dialect::Sqlite => format!("'{now}'"),
        Dialect::Postgres => format!("CAST('{now}' AS TIMESTAMPTZ)"),
    };
    let fill = format!(
        "{series} INSERT INTO scheduled_playlists ({COLUMNS})
        SELECT {list}, '07:30', 'UTC', {user}, {at}, {planned}, {at} FROM n WHERE i > {count}"
    );
    match tx {
        Tx::Sqlite(conn) => sqlx::query(AssertSqlSafe(fill))
            .execute(&mut **conn)
            .await
            .map(drop)?,
        Tx::Postgres(conn) => {
            sqlx::query(AssertSqlSafe(fill))
                .execute(&mut **conn)
                .await?;
            sqlx::query("ANALYZE scheduled_playlists")
                .execute(&mut **conn)
                .await
                .map(drop)?;
        }
    }
    Ok(())
}

/// So many people hear something at the same moment, and one chats meanwhile.
async fn at_once(due: i64) -> Outcome {
    let folder = tempfile::tempdir()?;
    let people = (FIRST..FIRST + due).map(|id| PersonSpec::new(id, &format!("Person {id}"), "en"));
    let telegram = Simulator::start(Options {
        people: simulator::default_cast()
            .into_iter()
            .chain(people)
            .collect(),
        limits: LimitOptions {
            per_second: PER_SECOND,
            per_chat_second: 0,
            chat_burst: 0,
            per_group_minute: 0,
        },
        keep_calls: 0,
        patience: Duration::from_mins(10),
        ..Options::default()
    })
    .await?;
    let url = format!("sqlite://{}/reprise.db", folder.path().display());
    let config = Config::from_toml(&format!("database.url = {url:?}"))?;
    let _bot = Bot(Command::new(env!("CARGO_BIN_EXE_reprise"))
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("REPRISE_BOT__TOKEN", telegram.token())
        .env("REPRISE_BOT__API_URL", telegram.api_url())
        .env("REPRISE_DATABASE__URL", &url)
        .env("REPRISE_WEB__LISTEN", "127.0.0.1:0")
        .env("REPRISE_OUTBOX__PER_SECOND", PER_SECOND.to_string())
        .env("REPRISE_OUTBOX__PER_CHAT", "0")
        .env("REPRISE_LIMITS__UPDATES_PER_MINUTE", "0")
        .env("REPRISE_LOG__FILTER", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?);
    telegram.ask(ANNA, "/start").await;
    // Nobody is written to who never wrote; their greetings are answered before anything is measured.
    for person in FIRST..FIRST + due {
        telegram.say(person, person, "hello");
    }
    let last = FIRST + due - 1;
    telegram
        .wait_until("every greeting answered", |view| {
            (FIRST..=last)
                .all(|person| view.last_answer(person, person).is_some())
                .then_some(())
        })
        .await;
    let mut idle = Vec::new();
    for number in 0..ASKED {
        idle.push(ask(&telegram, number).await);
    }
    plan(&telegram, &config, due).await?;
    let heard = || telegram.look(|view| view.count("sendAudio"));
    let began = Instant::now();
    let (mut busy, all) = (Vec::new(), u64::try_from(due)?);
    while heard() < all {
        busy.push(ask(&telegram, busy.len()).await);
    }
    let took = began.elapsed().as_secs_f64();
    println!(
        "{due} schedules due at once: all played after {took:.1} s, at {PER_SECOND} messages a second"
    );
    report("/speed, an idle bot", idle);
    report("/speed, while they play", busy);
    Ok(())
}

/// The bot, which does not outlive what goes wrong here.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How long an answer takes.
async fn ask(telegram: &Simulator, number: usize) -> Duration {
    let text = if number.is_multiple_of(2) {
        "/speed 1.25"
    } else {
        "/speed 1"
    };
    let began = Instant::now();
    telegram.ask(ANNA, text).await;
    began.elapsed()
}

/// A schedule for everybody, due now.
async fn plan(telegram: &Simulator, config: &Config, due: i64) -> Outcome {
    let song = UploadSpec::new(UploadKind::Audio, "song.mp3", b"la la la".to_vec());
    let song = telegram.upload(ANNA, ANNA, song).message;
    telegram.answer_after(ANNA, ANNA, song.message_id).await;
    let audio = song.body.audio.as_ref().ok_or("it is music")?;
    let (id, unique_id) = (&audio.file_id, &audio.file_unique_id);
    let track = Track::new(AttachmentKind::Audio, id, unique_id, Some("Rain"), None, 60);
    let (track, spec) = (
        track.ok_or("it is a track")?,
        ScheduleSpec::parse("daily 7:30")?,
    );
    let db = Db::open(&config.database).await?;
    let now = SystemClock.now();
    let plan = Plan {
        spec: &spec,
        zone: Timezone::UTC,
        next_run: Some(now),
    };
    let mut tx = db.begin().await?;
    for person in FIRST..FIRST + due {
        let user = tx.users().ensure(person.into(), now).await?;
        let list = tx
            .playlists()
            .add(user, None, &name_of("Morning")?, now)
            .await?;
        let item = track.clone().into();
        tx.playlist_tracks().add(list, &item, now).await?;
        let language = Language::En;
        tx.schedules()
            .add(user, list, None, &plan, language, now)
            .await?;
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}

fn name_of(text: &str) -> Outcome<PlaylistName> {
    Ok(PlaylistName::parse(text)?)
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |share: usize| {
        let at = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times
            .get(at)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    println!(
        "{what:<50}  median {:>7.2} ms   99 % within {:>7.2} ms   ({} times)",
        ms(50),
        ms(99),
        times.len()
    );
}
