//! `reprise config check | show | example`.

use clap::Subcommand;

use super::Exit;
use crate::config::{self, Loaded, Origin};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say whether the configuration is right, and everything that is wrong with it.
    Check,
    /// Print every setting in force and where it comes from, without secrets.
    Show,
    /// Print a documented configuration file with all defaults.
    Example,
}

/// The configuration was read, so it is right: `check` only has to say so.
pub(super) fn run(command: &Command, loaded: &Loaded) -> Exit {
    match command {
        Command::Check => super::print(&checked(loaded)),
        Command::Show => super::print(&config::show(loaded)),
        Command::Example => example(),
    }
}

/// Needs no configuration: whoever asks may not have one that can be read.
pub(super) fn example() -> Exit {
    super::print(&config::example())
}

fn checked(loaded: &Loaded) -> String {
    let own = loaded
        .effective
        .iter()
        .filter(|effective| effective.origin != Origin::Default)
        .count();
    let file = match &loaded.file {
        Some(file) => format!("read {}", file.display()),
        None => format!("there is no {} here", config::DEFAULT_FILE),
    };
    let set = match own {
        0 => "everything is at its default".to_owned(),
        1 => "1 setting is yours, the rest are defaults".to_owned(),
        _ => format!("{own} settings are yours, the rest are defaults"),
    };
    format!("The configuration is right: {file}; {set}.\n")
}
