//! Real `reprise run` processes and the schema: several at once, health meanwhile, and starts that cannot apply everything.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use reprise::{
    db::Dialect,
    migrate::{
        Engine,
        journal::{Event, From},
        place::Place,
        source::Known,
    },
};
use simulator::{LimitOptions, Options, PersonSpec, Simulator};

use crate::support::{
    db::{Database, on_both},
    process::Process,
};

const PERSON: i64 = 1;

/// A `reprise run` with a Telegram of its own.
struct Bot {
    telegram: Simulator,
    process: Process,
    folder: PathBuf,
}

impl Bot {
    async fn start(db: &Database, name: &str, extra: &[(&str, &str)]) -> Self {
        let telegram = Simulator::start(Options {
            people: vec![PersonSpec::new(PERSON, "Anna", "en")],
            group: false,
            limits: LimitOptions::off(),
            ..Options::default()
        });
        let telegram = telegram.await.unwrap();
        let folder = db.folder().join(name);
        fs::create_dir(&folder).unwrap();
        let process = Process::start(&telegram, &folder, db.url(), extra);
        Self {
            telegram,
            process,
            folder,
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log.txt")).unwrap_or_default()
    }

    async fn until_it_says(&self, words: &str) {
        let said = async {
            while !self.log().contains(words) {
                tokio::task::yield_now().await;
            }
        };
        let said = tokio::time::timeout(Duration::from_mins(1), said).await;
        assert!(said.is_ok(), "`{words}` is not in\n{}", self.log());
    }

    /// The answer's code.
    async fn asks(&self, path: &str) -> u16 {
        self.tries(path).await.unwrap()
    }

    async fn tries(&self, path: &str) -> reqwest::Result<u16> {
        self.until_it_says("/healthz").await;
        let log = self.log();
        let start = log.find("http://127.0.0.1").unwrap();
        let address = log[start..].split("/healthz").next().unwrap();
        let client = reprise::http::local_client(Duration::from_secs(5)).unwrap();
        let answer = client.get(format!("{address}{path}")).send().await?;
        Ok(answer.status().as_u16())
    }

    async fn until_ready(&self) {
        // Whoever asks without a pause may be sent away once.
        let ready = async { while !matches!(self.tries("/readyz").await, Ok(200)) {} };
        let ready = tokio::time::timeout(Duration::from_mins(3), ready).await;
        assert!(ready.is_ok(), "{}", self.log());
    }

    async fn answers(&self) {
        self.telegram.say(PERSON, PERSON, "/start");
        self.telegram
            .wait_until("an answer", |view| {
                (view.count("sendMessage") > 0).then_some(())
            })
            .await;
    }
}

fn engine(db: &Database, dialect: Dialect) -> Engine {
    let config = reprise::config::Config {
        database: db.options.clone(),
        ..reprise::config::Config::default()
    };
    Engine::configured(
        &config,
        Place::from_url(db.url()).unwrap(),
        Known::embedded(dialect).unwrap(),
        std::sync::Arc::new(reprise::clock::SystemClock),
    )
}

/// Somebody else migrates: the lock is held until this is dropped.
enum Lock {
    File(#[expect(dead_code, reason = "held, not read")] fs::File),
    Connection(#[expect(dead_code, reason = "held, not read")] Box<sqlx::PgConnection>),
}

impl Lock {
    async fn take(db: &Database, file: &Path) -> Self {
        use sqlx::Connection as _;

        if db.dialect() == Dialect::Sqlite {
            let file = fs::File::create(file).unwrap();
            file.lock().unwrap();
            return Self::File(file);
        }
        let mut conn = sqlx::PgConnection::connect(db.url()).await.unwrap();
        // As sqlx's own migrator does it.
        let mut migrating = sqlx::migrate::Migrate::lock(&mut conn);
        (&mut migrating).await.unwrap();
        drop(migrating);
        Self::Connection(Box::new(conn))
    }
}

on_both!(
    three_starts_at_once_apply_once_and_are_healthy_meanwhile,
    empty | db | {
        let lock = Lock::take(db, &db.folder().join("reprise.db.lock")).await;
        let mut bots = Vec::new();
        for name in ["a", "b", "c"] {
            bots.push(Bot::start(db, name, &[]).await);
        }
        for bot in &bots {
            // It has got as far as it can: it lives, and does not take work yet.
            assert_eq!(bot.asks("/healthz").await, 200);
            assert_eq!(bot.asks("/readyz").await, 503);
        }
        drop(lock);
        for bot in &bots {
            bot.until_ready().await;
        }
        let entries = engine(db, db.dialect()).log().await.unwrap();
        let runs = entries
            .iter()
            .filter(|entry| matches!(entry.event, Event::Started { .. }));
        let by: Vec<From> = runs.map(|entry| entry.by.from).collect();
        assert_eq!(by, [From::Boot], "one applied, the others waited");
        for bot in &mut bots {
            bot.process.signal("TERM");
            assert_eq!(bot.process.ended().code(), Some(0), "{}", bot.log());
        }
    }
);

on_both!(
    a_start_that_waits_for_a_migration_can_be_stopped,
    empty | db | {
        let _lock = Lock::take(db, &db.folder().join("reprise.db.lock")).await;
        let mut bot = Bot::start(db, "a", &[]).await;
        assert_eq!(bot.asks("/readyz").await, 503);
        bot.process.signal("TERM");
        assert_eq!(bot.process.ended().code(), Some(0), "{}", bot.log());
        assert!(!bot.log().contains("ERROR"), "{}", bot.log());
    }
);

on_both!(
    a_start_that_may_not_apply_anything_goes_on_with_what_is_there,
    empty | db | {
        let bot = Bot::start(db, "a", &[("REPRISE_MIGRATIONS__AUTO", "false")]).await;
        bot.until_it_says("migrations wait for an owner: `migrations.auto` is off")
            .await;
        bot.until_ready().await;
        bot.answers().await;
        assert!(
            engine(db, db.dialect())
                .facts()
                .await
                .unwrap()
                .applied()
                .is_empty()
        );
    }
);

on_both!(
    a_schema_that_is_not_in_order_stops_a_start_only_where_that_is_wanted,
    |db| {
        let mut tx = db.begin().await.unwrap();
        let edited =
            "UPDATE _sqlx_migrations SET checksum = checksum || checksum WHERE version = 1";
        crate::support::db::execute(&mut tx, edited).await.unwrap();
        tx.commit().await.unwrap();
        let bot = Bot::start(db, "a", &[]).await;
        bot.until_it_says("0001_users was edited after it was applied")
            .await;
        bot.until_ready().await;
        bot.answers().await;
        let mut strict = Bot::start(db, "b", &[("REPRISE_MIGRATIONS__ON_FAILURE", "exit")]).await;
        assert_eq!(strict.process.ended().code(), Some(1), "{}", strict.log());
        assert!(
            strict
                .log()
                .contains("0001_users was edited after it was applied")
        );
    }
);
