//! `App`: the handles every edge is given, and how a run begins and ends.

use chrono::{DateTime, Utc};
use std::{net::SocketAddr, sync::Arc, time::Duration};

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    audio::Audio,
    bot::{self, BotError, OpenCards, Updates},
    clock::{Clock, SystemClock},
    config::{Config, Mode, OnFailure},
    db::{Db, DbError},
    domain::TelegramId,
    jobs::{self, Desk, JOBS},
    lyrics::{Lrclib, Provider},
    metrics::{Look, Metrics},
    migrate::{
        BUILD, Cancel, Engine, EngineError, Membership, Progress,
        boot::{Booted, Policy, Waiting},
        source::Known,
        who,
    },
    outbox::Outbox,
    radio::Radio,
    service::{self, lyrics::LyricsLookup},
    telegram::{Hook, Me, Telegram, TelegramError},
    telemetry::Chain,
    web,
};

pub use crate::web::Health;

/// Everything an edge needs to do its work.
pub struct App {
    pub config: Config,
    pub clock: Arc<dyn Clock>,
    pub db: Db,
    pub telegram: Arc<Telegram>,
    pub outbox: Outbox,
    /// The workers of this process.
    pub jobs: Desk,
    pub audio: Audio,
    pub lyrics: Arc<LyricsLookup>,
    pub radio: Radio,
    /// Cards of stations that change by themselves.
    pub cards: OpenCards,
    pub me: Me,
    pub health: Arc<Health>,
    pub metrics: Arc<Metrics>,
    /// The database's migrations, for the owner's console.
    pub engine: Engine,
    /// What the start made of them; where it is no `Ready`, an owner has something to decide.
    pub booted: Booted,
    /// When this process began its work.
    pub started: DateTime<Utc>,
    /// What an owner's console is at.
    pub console: bot::Console,
    /// To whom the bot says nothing.
    pub bans: service::bans::Bans,
}

impl App {
    pub fn is_owner(&self, person: TelegramId) -> bool {
        self.config.bot.owners.contains(&person.get())
    }
}

/// What the workers have left to put things back where they were.
const LAST_MOMENTS: Duration = Duration::from_secs(5);

/// Why a run ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("there is no bot token: set REPRISE_BOT__TOKEN, or `token` under [bot]")]
    NoToken,
    #[error(
        "Telegram does not know this bot token: copy it again from @BotFather into `bot.token`"
    )]
    TokenRefused,
    #[error("`web.listen`: cannot listen on {0}")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error("temporary files cannot be kept beside the data")]
    TemporaryFiles(#[source] std::io::Error),
    #[error("`webhook.listen`: cannot listen on {0}")]
    Door(SocketAddr, #[source] std::io::Error),
    #[error("the HTTP client cannot be made")]
    Http(#[source] reqwest::Error),
    #[error("the migrations cannot be applied")]
    Migrations(#[source] EngineError),
    #[error("the database is not as this build needs it: {0}")]
    Schema(String),
    #[error("the database cannot be used")]
    Database(#[source] DbError),
    #[error("the bot stopped")]
    Bot(#[source] BotError),
}

/// Runs the bot until SIGINT or SIGTERM.
pub async fn run(config: Config) -> Result<(), RunError> {
    let stop = CancellationToken::new();
    tokio::spawn(stop_on_signal(stop.clone()));
    run_until(config, Arc::new(SystemClock), stop).await
}

/// Runs the bot until `stop`.
pub async fn run_until(
    config: Config,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) -> Result<(), RunError> {
    run_with(config, None, clock, stop).await
}

/// Runs the bot until `stop`, with other migrations than those in this program.
pub async fn run_with(
    config: Config,
    known: Option<Known>,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) -> Result<(), RunError> {
    let started = Box::pin(start(config, known, clock, &stop)).await?;
    let Some((app, membership)) = started else {
        return Ok(());
    };
    let db = app.db.clone();
    let updates = open_door(&app.config, &stop).await?;
    let app = Arc::new(app);
    tokio::spawn({
        let app = Arc::clone(&app);
        async move { app.audio.look_around().await }
    });
    let work = tokio::spawn(jobs::run(Arc::clone(&app), JOBS, bot::tell, stop.clone()));
    let schedules = jobs::schedules::run(Arc::clone(&app), bot::say, stop.clone());
    let schedules = tokio::spawn(schedules);
    let stations = tokio::spawn(jobs::radio_health::look_after(
        Arc::clone(&app),
        stop.clone(),
    ));
    let ended = Box::pin(bot::run(app, updates, stop.clone())).await;
    stop.cancel();
    let _ = tokio::time::timeout(LAST_MOMENTS, async { tokio::join!(work, schedules) }).await;
    stations.abort();
    // Not before: whatever is open when we leave, others take over.
    membership.leave().await;
    // What still holds a connection by now has had its time.
    let _ = tokio::time::timeout(Duration::from_millis(500), db.close()).await;
    ended.map_err(|error| match error {
        BotError::TokenRefused => RunError::TokenRefused,
        error @ BotError::Inbox(_) => RunError::Bot(error),
    })
}

/// Makes everything ready. `None` when the stop came first.
async fn start(
    config: Config,
    known: Option<Known>,
    clock: Arc<dyn Clock>,
    stop: &CancellationToken,
) -> Result<Option<(App, Membership)>, RunError> {
    let token: &SecretString = config.bot.token.as_ref().ok_or(RunError::NoToken)?;
    let health = Arc::new(Health::new(Arc::clone(&clock)));
    let metrics = Metrics::new(BUILD);
    show_health(config.web.listen, &health, &metrics, stop).await?;
    let telegram = Arc::new(Telegram::new(token, &config.bot.api_url).map_err(RunError::Http)?);
    // Without a database there is nothing to wait for at Telegram.
    let asking = stop.child_token();
    let opening = async {
        let opened = open(&config, known, &clock, stop).await;
        if opened.is_err() {
            asking.cancel();
        }
        opened
    };
    let (schema, me) = tokio::join!(opening, who_are_we(&telegram, &asking));
    let (db, engine, booted) = schema?;
    if stop.is_cancelled() {
        return Ok(None);
    }
    let Some(me) = me? else { return Ok(None) };
    let membership = Membership::begin(&engine);
    // What other copies do not know to be ours, they would take for nobody's; and a refusal needs a journal to be written into.
    tokio::select! {
        () = engine.standing.is_in() => {}
        () = stop.cancelled() => return Ok(None),
    }
    tokio::spawn(watch_schema(engine.clone(), stop.clone()));
    health.ready(db.clone());
    metrics.look_by(look_at(&db, &clock));
    tracing::info!(bot = me.username, database = ?db.dialect(), "ready");
    let audio = Audio::open(&config.audio, &config.temp_dir()).map_err(RunError::TemporaryFiles)?;
    let outbox = Outbox::new(
        Arc::clone(&telegram),
        config.outbox.clone(),
        Arc::clone(&metrics),
    );
    let lyrics = lyrics(&config, &clock, &db, &metrics).map_err(RunError::Http)?;
    tokio::spawn(keep_lyrics_swept(Arc::clone(&lyrics), stop.clone()));
    let (radio, heard) = Radio::new(&config.radio).map_err(RunError::Http)?;
    tokio::spawn(service::titles::write_down(
        db.clone(),
        Arc::clone(&clock),
        heard,
    ));
    let app = App {
        config,
        started: clock.now(),
        clock,
        db,
        telegram,
        outbox,
        jobs: Desk::default(),
        audio,
        lyrics,
        radio,
        cards: OpenCards::default(),
        me,
        health,
        metrics,
        engine,
        booted,
        console: bot::Console::default(),
        bans: service::bans::Bans::default(),
    };
    Ok(Some((app, membership)))
}

/// Answers from the first moment on: a long migration at start is no reason to be restarted.
async fn show_health(
    listen: SocketAddr,
    health: &Arc<Health>,
    metrics: &Arc<Metrics>,
    stop: &CancellationToken,
) -> Result<(), RunError> {
    let cannot_listen = |error| RunError::Listen(listen, error);
    let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    tracing::info!("health is told at http://{address}/healthz");
    tokio::spawn(web::serve(
        listener,
        Arc::clone(health),
        Arc::clone(metrics),
        stop.clone(),
    ));
    Ok(())
}

/// What a monitor is told that has to be looked up.
fn look_at(db: &Db, clock: &Arc<dyn Clock>) -> Look {
    let (db, clock) = (db.clone(), Arc::clone(clock));
    let kinds: Arc<[&'static str]> = JOBS.iter().map(|kind| kind.name()).collect();
    Box::new(move |metrics| {
        let (db, clock, kinds) = (db.clone(), Arc::clone(&clock), Arc::clone(&kinds));
        Box::pin(async move {
            service::gauges::look(&db, clock.as_ref(), &kinds, metrics).await;
        })
    })
}

/// Opens the database and brings its schema to this build, where that needs nobody's word.
pub(crate) async fn open(
    config: &Config,
    known: Option<Known>,
    clock: &Arc<dyn Clock>,
    stop: &CancellationToken,
) -> Result<(Db, Engine, Booted), RunError> {
    let db = Db::open(&config.database)
        .await
        .map_err(RunError::Database)?;
    db.create_runtime_tables()
        .await
        .map_err(RunError::Database)?;
    let mut engine =
        Engine::of_the_bot(config, &db, Arc::clone(clock)).map_err(RunError::Migrations)?;
    if let Some(known) = known {
        engine.known = Arc::new(known);
    }
    let cancel = Cancel::default();
    let booted = {
        let policy = Policy::from(&config.migrations);
        let mut booting = Box::pin(engine.boot(policy, &cancel, &log_progress));
        tokio::select! {
            booted = &mut booting => booted,
            () = stop.cancelled() => {
                cancel.cancel();
                booting.await
            }
        }
    };
    log_boot(&booted);
    if let (Booted::Trouble(trouble), OnFailure::Exit) = (&booted, config.migrations.on_failure) {
        return Err(RunError::Schema(trouble.to_string()));
    }
    Ok((db, engine, booted))
}

fn log_progress(progress: Progress) {
    match progress {
        Progress::Waiting { by } => tracing::info!("waiting for {}", who::all(&by)),
        Progress::Begins { number, of, name } => {
            tracing::info!("migration {number} of {of}: {name}");
        }
        progress => tracing::debug!(?progress, "migrating"),
    }
}

fn log_boot(booted: &Booted) {
    match booted {
        Booted::Ready { applied: None } | Booted::Stopped => {}
        Booted::Ready {
            applied: Some(report),
        } => {
            tracing::info!(
                migrations = report.done.len(),
                seconds = report.seconds,
                "the database is up to date"
            );
        }
        Booted::Newer(ahead) => {
            tracing::info!(versions = ?ahead.versions, "the database is newer; this build can live with it");
        }
        Booted::Waiting { why, .. } => {
            let why = match why {
                Waiting::Lossy => "they lose data, cannot be undone or have no backup",
                Waiting::Held => "somebody holds them",
                Waiting::AutoIsOff => "`migrations.auto` is off",
            };
            tracing::warn!("migrations wait for an owner: {why}");
        }
        Booted::Trouble(trouble) => {
            tracing::error!("the database is not as this build needs it: {trouble}");
        }
    }
}

/// Looks once a day whether somebody changed the schema by hand.
async fn watch_schema(engine: Engine, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = engine.clock.sleep(Duration::from_hours(24)) => {}
            () = stop.cancelled() => return,
        }
        match engine.drift().await {
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                let found: Vec<String> = found.iter().map(ToString::to_string).collect();
                tracing::warn!(
                    differences = found.join("; "),
                    "the schema is not what its migrations give; `reprise migrate drift` tells what mends it"
                );
            }
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "the schema could not be compared");
            }
        }
    }
}

/// Opens the door for Telegram's posts, where they are to come that way.
async fn open_door(config: &Config, stop: &CancellationToken) -> Result<Updates, RunError> {
    let Some(hook) = Hook::of(config).filter(|_| config.bot.mode == Mode::Webhook) else {
        return Ok(Updates::Polled);
    };
    let listen = config.webhook.listen;
    let cannot_listen = |error| RunError::Door(listen, error);
    let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    tracing::info!(%address, "updates are taken here");
    let (door, posts) = bot::door();
    let hook = web::Hook {
        path: config.webhook.path.clone(),
        secret: hook.secret,
        door,
    };
    tokio::spawn(web::serve_webhook(listener, hook, stop.clone()));
    Ok(Updates::Posted(posts))
}

/// The way to lyrics, with those who give them in the order they are asked.
fn lyrics(
    config: &Config,
    clock: &Arc<dyn Clock>,
    db: &Db,
    metrics: &Arc<Metrics>,
) -> Result<Arc<LyricsLookup>, reqwest::Error> {
    let providers: Vec<Box<dyn Provider>> = vec![Box::new(Lrclib::new(&config.lyrics)?)];
    let ttl_days = config.lyrics.ttl_days;
    Ok(LyricsLookup::new(
        db.clone(),
        Arc::clone(clock),
        providers,
        ttl_days,
        Arc::clone(metrics),
    ))
}

async fn keep_lyrics_swept(lyrics: Arc<LyricsLookup>, stop: CancellationToken) {
    lyrics.keep_swept(stop).await;
}

/// Asks Telegram who we are, for as long as it takes.
async fn who_are_we(telegram: &Telegram, stop: &CancellationToken) -> Result<Option<Me>, RunError> {
    let mut pause = Duration::from_millis(500);
    loop {
        match telegram.me().await {
            Ok(me) => return Ok(Some(me)),
            Err(TelegramError::TokenRefused) => return Err(RunError::TokenRefused),
            Err(error) if pause == Duration::from_millis(500) => {
                tracing::warn!(error = %Chain(&error), "Telegram does not answer yet; trying again until it does");
            }
            Err(_) => {}
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(Duration::from_secs(30)),
            () = stop.cancelled() => return Ok(None),
        }
    }
}

async fn stop_on_signal(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};

    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return tracing::error!("signals cannot be listened to; only a kill ends this run");
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: no more updates are taken, what runs is finished");
    stop.cancel();
}

/// For the tests of the edges and of what stands right below them.
#[cfg(test)]
pub(crate) mod testing {
    use simulator::Simulator;

    use super::*;

    /// Everything there is on an empty database, but nobody who takes updates or works; and the Telegram it talks to.
    pub(crate) async fn app(extra: &str) -> (App, Simulator, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let telegram = Simulator::start(simulator::Options::default())
            .await
            .unwrap();
        let config = Config::from_toml(&format!(
            "bot.token = '{}'\nbot.api_url = '{}'\ndatabase.url = 'sqlite://{}/reprise.db'\n{extra}",
            telegram.token(),
            telegram.api_url(),
            folder.path().display()
        ))
        .unwrap();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let opened = open(&config, None, &clock, &CancellationToken::new()).await;
        let (db, engine, booted) = opened.unwrap();
        let token = config.bot.token.as_ref().unwrap();
        let client = Arc::new(Telegram::new(token, &config.bot.api_url).unwrap());
        let me = client.me().await.unwrap();
        let audio = Audio::open(&config.audio, &config.temp_dir()).unwrap();
        let metrics = Metrics::new(BUILD);
        let app = App {
            audio,
            outbox: Outbox::new(
                Arc::clone(&client),
                config.outbox.clone(),
                Arc::clone(&metrics),
            ),
            health: Arc::new(Health::new(Arc::clone(&clock))),
            jobs: Desk::default(),
            lyrics: lyrics(&config, &clock, &db, &metrics).unwrap(),
            metrics,
            radio: Radio::new(&config.radio).unwrap().0,
            cards: OpenCards::default(),
            engine,
            booted,
            started: clock.now(),
            console: bot::Console::default(),
            bans: service::bans::Bans::default(),
            telegram: client,
            config,
            clock,
            db,
            me,
        };
        (app, telegram, folder)
    }
}
