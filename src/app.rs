//! `App`: the handles every edge is given.

use crate::config::Config;

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{0}")]
    Configuration(String),
}

/// Runs the bot until it is told to stop.
pub async fn run(config: Config) -> Result<(), RunError> {
    if config.bot.token.is_none() {
        return Err(RunError::Configuration(
            "there is no bot token: set REPRISE_BOT__TOKEN, or `token` under [bot]".to_owned(),
        ));
    }
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| RunError::Configuration(error.to_string()))
}
