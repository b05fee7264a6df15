//! `reprise webhook`: tells Telegram where to post updates, asks where it does, takes that back. A running bot in webhook
//! mode does the first by itself.

use std::fmt::Write as _;

use clap::Subcommand;

use super::{Exit, fail, print};
use crate::{
    app::RunError,
    bot,
    config::Config,
    telegram::{Hook, HookState, Telegram, TelegramError},
    telemetry::Chain,
};

#[derive(Clone, Copy, Debug, Subcommand)]
pub(super) enum Command {
    /// Tell Telegram to post updates to `webhook.url`.
    Set,
    /// Ask Telegram where it posts updates, how many wait, and what went wrong last.
    Info,
    /// Have Telegram keep updates until somebody polls for them.
    Delete,
}

pub(super) async fn run(command: Command, config: &Config) -> Exit {
    let Some(token) = &config.bot.token else {
        super::say(&format!("error: {}", RunError::NoToken));
        return Exit::Usage;
    };
    let telegram = match Telegram::new(token, &config.bot.api_url) {
        Ok(telegram) => telegram,
        Err(error) => return fail(&Chain(&RunError::Http(error)).to_string()),
    };
    let told = match command {
        Command::Set => {
            let Some(hook) = Hook::of(config) else {
                super::say(
                    "error: `webhook.url` is not set: the public address Telegram is to post to",
                );
                return Exit::Usage;
            };
            let told = telegram.set_webhook(&hook, &bot::wanted_updates()).await;
            told.map(|()| format!("Telegram posts updates to {}\n", hook.url))
        }
        Command::Info => telegram.webhook().await.map(|state| describe(&state)),
        Command::Delete => {
            let told = telegram.delete_webhook().await;
            told.map(|()| "Telegram keeps updates until somebody polls for them\n".to_owned())
        }
    };
    match told {
        Ok(said) => print(&said),
        Err(TelegramError::TokenRefused) => {
            super::say(&format!("error: {}", RunError::TokenRefused));
            Exit::Usage
        }
        Err(error) => fail(&Chain(&error).to_string()),
    }
}

fn describe(state: &HookState) -> String {
    let mut lines = match &state.url {
        Some(url) => format!("Telegram posts updates to {url}\n"),
        None => "Telegram keeps updates until somebody polls for them\n".to_owned(),
    };
    let _ = writeln!(lines, "waiting: {}", state.waiting);
    if let Some((at, trouble)) = &state.trouble {
        let at = chrono::DateTime::from_timestamp(*at, 0).unwrap_or_default();
        let _ = writeln!(lines, "last trouble: {trouble} ({at})");
    }
    lines
}
