//! The measuring itself: fresh processes and a fresh database for each run.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    Options, Outcome,
    machine::Machine,
    process::{Pinned, Start},
    renders::Renders,
    telegram::{TOKEN, Telegram},
};

/// A command that writes a setting each time: nobody says the same twice in a row.
const TEXTS: [&str; 3] = ["/language en", "/language uk", "/language es"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bot {
    Reprise,
    Bare,
}

/// What one run of a bot came to.
pub(crate) struct Run {
    pub(crate) per_second: f64,
    pub(crate) cpu_ms_per_1000: f64,
    /// Resident memory in MB, before and after the load.
    pub(crate) idle: f64,
    pub(crate) loaded: f64,
}

/// Everything that was measured.
pub(crate) struct Figures {
    pub(crate) pairs: Vec<(Run, Run)>,
    /// Milliseconds from the start to the first `getUpdates`, on a database that is there already.
    pub(crate) reprise_starts: Vec<f64>,
    pub(crate) bare_starts: Vec<f64>,
    pub(crate) renders: Renders,
}

pub(crate) struct Bench<'a> {
    pub(crate) machine: &'a Machine,
    options: &'a Options,
    pub(crate) programs: PathBuf,
    pub(crate) folder: PathBuf,
}

impl<'a> Bench<'a> {
    pub(crate) fn new(machine: &'a Machine, options: &'a Options) -> Outcome<Self> {
        // Every third person would say the same again and again.
        if options.people.is_multiple_of(3) {
            return Err("the number of people must not be a multiple of 3".into());
        }
        let program = std::env::current_exe()?;
        let programs = program.parent().ok_or("this program lies nowhere")?;
        let bench = Self {
            machine,
            options,
            programs: programs.to_owned(),
            folder: programs.join("bench-data"),
        };
        for name in ["simulator", "reprise", "bare"] {
            if !bench.programs.join(name).exists() {
                return Err(format!("{name} is not beside this program: build it first").into());
            }
        }
        Ok(bench)
    }

    pub(crate) async fn run(&self) -> Outcome<Figures> {
        let mut pairs = Vec::new();
        for number in 1..=self.options.pairs {
            // Who goes first changes, too.
            let pair = if number % 2 == 1 {
                let reprise = self.under_load(Bot::Reprise).await?;
                (reprise, self.under_load(Bot::Bare).await?)
            } else {
                let bare = self.under_load(Bot::Bare).await?;
                (self.under_load(Bot::Reprise).await?, bare)
            };
            eprintln!(
                "pair {number}: {:.0} commands a second beside {:.0}, {:.0} CPU ms per 1,000 beside {:.0}",
                pair.0.per_second,
                pair.1.per_second,
                pair.0.cpu_ms_per_1000,
                pair.1.cpu_ms_per_1000
            );
            pairs.push(pair);
        }
        let reprise_starts = self.starts(Bot::Reprise).await?;
        let bare_starts = self.starts(Bot::Bare).await?;
        let renders = self.renders().await?;
        fs::remove_dir_all(&self.folder)?;
        Ok(Figures {
            pairs,
            reprise_starts,
            bare_starts,
            renders,
        })
    }

    async fn under_load(&self, bot: Bot) -> Outcome<Run> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(bot, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        process.cpu_time_at_rest().await?;
        let idle = process.memory()?;
        // Everybody has said something once, so everybody is known.
        telegram.load(self.options.people, 1, &TEXTS).await?;
        let before = process.cpu_time_at_rest().await?;
        let load = telegram
            .load(self.options.people, self.options.each, &TEXTS)
            .await?;
        let took = process.cpu_time_at_rest().await?.saturating_sub(before);
        let commands = f64::from(self.options.people * self.options.each);
        Ok(Run {
            per_second: load.per_second(),
            cpu_ms_per_1000: took.as_secs_f64() * 1e6 / commands,
            idle,
            loaded: process.memory()?,
        })
    }

    /// Milliseconds from the start of the process to its first `getUpdates`.
    async fn starts(&self, bot: Bot) -> Outcome<Vec<f64>> {
        let telegram = self.fresh_telegram()?;
        let mut first = self.start(bot, &telegram)?;
        telegram.wait_for_poll(&mut first, 0).await?;
        telegram.load(self.options.people, 1, &TEXTS).await?;
        first.cpu_time_at_rest().await?;
        drop(first);
        let mut times = Vec::new();
        for _ in 0..self.options.starts {
            let polls = telegram.polls().await?;
            let began = unix_ms()?;
            let mut process = self.start(bot, &telegram)?;
            telegram.wait_for_poll(&mut process, polls).await?;
            times.push(telegram.first_poll(began).await? - began);
        }
        Ok(times)
    }

    /// A simulator that knows nothing yet, and a folder with nothing in it.
    pub(crate) fn fresh_telegram(&self) -> Outcome<Telegram> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir(&self.folder)?;
        let program = self.programs.join("simulator");
        Telegram::start(&program, self.machine.simulator_core, &self.folder)
    }

    pub(crate) fn start(&self, bot: Bot, telegram: &Telegram) -> Outcome<Pinned> {
        let (name, arguments, environment) = match bot {
            Bot::Reprise => ("reprise", Vec::new(), environment(telegram, &self.folder)),
            Bot::Bare => {
                let database = self.folder.join("bare.db").display().to_string();
                let arguments = vec![TOKEN.to_owned(), telegram.url.clone(), database];
                ("bare", arguments, Vec::new())
            }
        };
        Start {
            name,
            program: &self.programs.join(name),
            core: self.machine.bot_core,
            arguments: &arguments,
            environment: &environment,
            folder: &self.folder,
        }
        .run()
    }
}

/// The configuration of Reprise: its defaults, apart from the limits of what it sends.
fn environment(telegram: &Telegram, folder: &Path) -> Vec<(&'static str, String)> {
    let database = format!("sqlite://{}/data/reprise.db", folder.display());
    vec![
        ("REPRISE_BOT__TOKEN", TOKEN.to_owned()),
        ("REPRISE_BOT__API_URL", telegram.url.clone()),
        ("REPRISE_DATABASE__URL", database),
        ("REPRISE_WEB__LISTEN", "127.0.0.1:0".to_owned()),
        ("REPRISE_OUTBOX__PER_SECOND", "0".to_owned()),
        ("REPRISE_OUTBOX__PER_CHAT", "0".to_owned()),
        ("REPRISE_OUTBOX__PER_GROUP", "0".to_owned()),
    ]
}

fn unix_ms() -> Outcome<f64> {
    let now: Duration = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(now.as_secs_f64() * 1000.0)
}
