//! The whole bot in this process, against a simulated Telegram.

use std::sync::Arc;

use reprise::{app, clock::SystemClock, config::Config};
use simulator::{Options, Simulator};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running bot, the Telegram it talks to and the folder it keeps its data in.
pub struct Bot {
    pub telegram: Simulator,
    pub config: Config,
    stop: CancellationToken,
    run: JoinHandle<Result<(), app::RunError>>,
    _folder: tempfile::TempDir,
}

impl Bot {
    /// A bot on an empty SQLite database, with `extra` lines of configuration.
    pub async fn start(extra: &str) -> Self {
        Self::start_with(Options::default(), extra).await
    }

    pub async fn start_with(options: Options, extra: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let telegram = Simulator::start(options).await.unwrap();
        let text = format!(
            "bot.token = '{}'\nbot.api_url = '{}'\ndatabase.url = 'sqlite://{}/reprise.db'\nweb.listen = '127.0.0.1:0'\n{extra}",
            telegram.token(),
            telegram.api_url(),
            folder.path().display(),
        );
        let config = Config::from_toml(&text).unwrap();
        let stop = CancellationToken::new();
        let run = tokio::spawn(app::run_until(
            config.clone(),
            Arc::new(SystemClock),
            stop.clone(),
        ));
        Self {
            telegram,
            config,
            stop,
            run,
            _folder: folder,
        }
    }

    /// Asks the bot to stop and waits until it did.
    pub async fn stop(self) -> Result<(), app::RunError> {
        self.stop.cancel();
        self.run.await.unwrap()
    }
}
