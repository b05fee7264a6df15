//! `make bench`: how fast Reprise is, how much memory it takes and how soon it is there, beside the same small
//! bot as others would write it, which loses on a kill what it was told; and its migrations beside those of others.
//!
//! It builds nothing: the programs lie beside this one, in release builds. A simulated Telegram has one core, the bot
//! under test has another, and no limit slows either of them; commands have the whole machine. Who is compared takes turns,
//! so that what else happens on the machine hits all; figures are medians.
//!
//! To add a bot: `bots`. To add a figure: measure it in `runs`, and give it a row in `table`. To add a part: a module as `migrations`, and a
//! variant of [`Part`].

#![expect(
    clippy::disallowed_methods,
    reason = "it measures: it starts the programs, reads the time, and talks to the simulator"
)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it speaks to a person"
)]
#![expect(
    clippy::cast_precision_loss,
    reason = "what is counted here is far below 2^52"
)]

mod bots;
mod check;
mod crowd;
mod hour;
mod install;
mod lyrics;
mod machine;
mod memory;
mod migrations;
mod process;
mod renders;
mod runs;
mod soak;
mod stations;
mod table;
mod telegram;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::Parser;

use crate::{machine::Machine, runs::Bench, table::Report};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The bot beside others that do the same.
    Bots,
    /// Tracks through the whole bot, one alone and twenty at once.
    Sound,
    /// Migrations beside Alembic and dbmate.
    Migrations,
    /// `migrate check` beside Alembic's.
    Check,
    /// Kept lyrics, a million beside a thousand.
    Lyrics,
    /// Two hundred thousand updates; only where it is asked for.
    Soak,
    /// An hour of radio and renders in three minutes; only where it is asked for.
    Hour,
}

/// Measures Reprise beside others.
#[derive(Parser)]
struct Options {
    /// How often the bots take turns.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// How many people send commands.
    #[arg(long, default_value_t = 500)]
    people: u32,
    /// How many commands each of them sends in a run.
    #[arg(long, default_value_t = 20)]
    each: u32,
    /// How often the time to the first `getUpdates` is taken.
    #[arg(long, default_value_t = 15)]
    starts: u32,
    /// Only this part.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Put the tables into this README.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: &Options) -> Outcome {
    let machine = Machine::look()?;
    let wanted = |part| match options.only {
        Some(only) => only == part,
        None => !matches!(part, Part::Soak | Part::Hour),
    };
    let mut tables = Vec::new();
    // Each is said as soon as it is there: what fails behind it takes nothing away.
    let mut say = |table: String| {
        println!("\n{table}");
        tables.push(table);
    };
    let bench = Bench::new(&machine, options)?;
    machine.step_aside()?;
    if wanted(Part::Bots) {
        let everything = bench.run().await?;
        let report = Report {
            machine: &machine,
            options,
            everything: &everything,
        };
        say(report.to_string());
    }
    if wanted(Part::Sound) {
        say(bench.renders().await?.to_string());
        say(bench.crowd().await?.to_string());
    }
    if wanted(Part::Soak) {
        say(bench.soak().await?.to_string());
    }
    if wanted(Part::Hour) {
        say(bench.hour().await?.to_string());
    }
    // No bot is under test from here on: commands are, each with the whole machine.
    machine.spread_out()?;
    if wanted(Part::Migrations) {
        let figures = migrations::measure(&bench.programs, &bench.folder).await?;
        say(figures.to_string());
    }
    if wanted(Part::Check) {
        let figures = check::measure(&bench.programs, &bench.folder)?;
        say(figures.to_string());
    }
    if wanted(Part::Lyrics) {
        let figures = lyrics::measure(&bench.programs, &bench.folder).await?;
        say(figures.to_string());
    }
    let tables = tables.join("\n\n");
    match &options.write {
        Some(readme) => table::write(readme, &tables),
        None => Ok(()),
    }
}
