//! The command line. `run` is what happens when nothing is said.
//!
//! To add a subcommand: a file here, a variant of [`Command`] and its arm in [`run`].

mod config;
mod doctor;
mod healthcheck;
mod migrate;
mod webhook;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{self, RunError};
use crate::config::{ConfigError, Loaded};
use crate::telemetry::{self, Chain, Mask};

/// A Telegram bot for listening, whose owner runs its database from the chat.
#[derive(Debug, Parser)]
#[command(
    name = "reprise",
    version,
    after_help = "\
Exit codes: 0 done or nothing to do, 1 failed, 2 wrong usage or configuration, 3 refused."
)]
pub struct Cli {
    /// The configuration file; `config.toml` in the working directory where it is not given.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Overrides one key of the configuration, such as `--set log.filter=debug`.
    #[arg(long, global = true, value_name = "SECTION.KEY=VALUE")]
    set: Vec<String>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot (the default).
    Run,
    /// Look at the configuration.
    #[command(subcommand)]
    Config(config::Command),
    /// Look at the database's migrations, apply them, take them back, back up, restore.
    Migrate(migrate::Command),
    /// Look at everything a run needs and say what to do about it.
    Doctor(doctor::Options),
    /// Ask the running bot whether it is well.
    Healthcheck,
    /// Tell Telegram where to post updates, ask where it does, take that back.
    #[command(subcommand)]
    Webhook(webhook::Command),
}

/// How a command ended, and the exit code of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    Failed = 1,
    /// Wrong usage or configuration, a refused token included.
    Usage = 2,
    /// Possible, but refused: it would have done harm.
    Refused = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Does what the command line says.
pub fn run(cli: &Cli) -> Exit {
    let command = cli.command.as_ref().unwrap_or(&Command::Run);
    if let Command::Config(config::Command::Example) = command {
        return config::example();
    }
    let loaded = match Loaded::from_process(cli.config.as_deref(), &cli.set) {
        Ok(loaded) => loaded,
        Err(error) => return refuse_configuration(&error),
    };
    match command {
        Command::Config(command) => config::run(command, &loaded),
        Command::Migrate(command) => migrate::run(command, &loaded.config),
        Command::Run => in_runtime(among_the_others(serve(loaded))),
        Command::Doctor(options) => in_runtime(doctor::run(options, &loaded)),
        Command::Healthcheck => in_runtime(healthcheck::run(&loaded.config)),
        Command::Webhook(command) => in_runtime(webhook::run(*command, &loaded.config)),
    }
}

/// Runs the bot until it is told to stop.
async fn serve(loaded: Loaded) -> Exit {
    let mask = Mask::new(&loaded.config.secrets());
    if let Err(error) = telemetry::init(&loaded.config.log, mask.clone()) {
        return fail(&format!("cannot start the log: {error}"));
    }
    match app::run(loaded.config).await {
        Ok(()) => Exit::Done,
        Err(error) => {
            say(&format!(
                "error: {}",
                mask.apply(&Chain(&error).to_string())
            ));
            match error {
                RunError::NoToken | RunError::TokenRefused => Exit::Usage,
                _ => Exit::Failed,
            }
        }
    }
}

/// Runs the bot as a task: what polls beside the runtime's workers has a thread of its own, which each batch would be handed over
/// to and back.
async fn among_the_others(bot: impl Future<Output = Exit> + Send + 'static) -> Exit {
    let ended = tokio::spawn(bot).await;
    // A panic was told when it happened.
    ended.unwrap_or(Exit::Failed)
}

/// One worker a core; few threads for blocking work, since only files and address look-ups need them.
fn in_runtime(command: impl Future<Output = Exit>) -> Exit {
    match tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(16)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => fail(&format!("cannot start: {error}")),
    }
}

fn refuse_configuration(error: &ConfigError) -> Exit {
    say(&format!("error: {error}"));
    Exit::Usage
}

fn fail(message: &str) -> Exit {
    say(&format!("error: {message}"));
    Exit::Failed
}

/// What is for the person goes to standard error, data to standard output.
#[expect(clippy::print_stderr, reason = "the command line speaks to a person")]
fn say(message: &str) {
    eprintln!("{message}");
}

/// Data, on standard output. A reader that went away (`| head`) is no failure.
fn print(text: &str) -> Exit {
    use std::io::Write as _;

    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            fail(&format!("cannot write: {error}"))
        }
        _ => Exit::Done,
    }
}
