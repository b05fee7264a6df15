//! `App`: the handles every edge is given, and how a run begins and ends.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    bot::{self, BotError},
    clock::{Clock, SystemClock},
    config::Config,
    db::{Db, DbError},
    domain::TelegramId,
    migrate,
    outbox::Outbox,
    telegram::{Me, Telegram, TelegramError},
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
    pub me: Me,
    pub health: Arc<Health>,
}

impl App {
    pub fn is_owner(&self, person: TelegramId) -> bool {
        self.config.bot.owners.contains(&person.get())
    }
}

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
    #[error("the HTTP client cannot be made")]
    Http(#[source] reqwest::Error),
    #[error("the migrations cannot be applied")]
    Migrations(#[source] migrate::MigrateError),
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
    let Some(app) = start(config, clock, &stop).await? else {
        return Ok(());
    };
    let db = app.db.clone();
    let ended = bot::run(Arc::new(app), stop).await;
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
    clock: Arc<dyn Clock>,
    stop: &CancellationToken,
) -> Result<Option<App>, RunError> {
    let token: &SecretString = config.bot.token.as_ref().ok_or(RunError::NoToken)?;
    let health = Arc::new(Health::new(Arc::clone(&clock)));
    show_health(config.web.listen, &health, stop).await?;
    let telegram = Arc::new(Telegram::new(token, &config.bot.api_url).map_err(RunError::Http)?);
    let (db, me) = tokio::join!(open(&config), who_are_we(&telegram, stop));
    let db = db?;
    let Some(me) = me? else { return Ok(None) };
    health.ready(db.clone());
    tracing::info!(bot = me.username, database = ?db.dialect(), "ready");
    let outbox = Outbox::new(Arc::clone(&telegram), config.outbox.clone());
    Ok(Some(App {
        config,
        clock,
        db,
        telegram,
        outbox,
        me,
        health,
    }))
}

/// Answers from the first moment on: a long migration at start is no reason to be restarted.
async fn show_health(
    listen: SocketAddr,
    health: &Arc<Health>,
    stop: &CancellationToken,
) -> Result<(), RunError> {
    let cannot_listen = |error| RunError::Listen(listen, error);
    let listener = TcpListener::bind(listen).await.map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    tracing::info!("health is told at http://{address}/healthz");
    tokio::spawn(web::serve(listener, Arc::clone(health), stop.clone()));
    Ok(())
}

async fn open(config: &Config) -> Result<Db, RunError> {
    let db = Db::open(&config.database)
        .await
        .map_err(RunError::Database)?;
    db.create_runtime_tables()
        .await
        .map_err(RunError::Database)?;
    migrate::apply_all(&db)
        .await
        .map_err(RunError::Migrations)?;
    Ok(db)
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
