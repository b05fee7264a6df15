//! The measuring itself: fresh processes and a fresh database for each run.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    Options, Outcome,
    bots::{Bot, Peers},
    machine::Machine,
    telegram::Telegram,
};

/// A command that writes a setting each time: nobody says the same twice in a row.
const TEXTS: [&str; 3] = ["/language en", "/language uk", "/language es"];

/// What one run of a bot came to.
pub(crate) struct Run {
    pub(crate) per_second: f64,
    pub(crate) cpu_ms_per_1000: f64,
    /// Resident memory in MB, before and after the load.
    pub(crate) idle: f64,
    pub(crate) loaded: f64,
}

/// A bot that was killed when it had answered a quarter of what it was asked, and started again.
pub(crate) struct Killed {
    pub(crate) asked: u64,
    /// Never answered.
    pub(crate) lost: u64,
}

/// What was measured of a bot.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) runs: Vec<Run>,
    /// Milliseconds from the start to the first `getUpdates`, on a database that is there already.
    pub(crate) starts: Vec<f64>,
    pub(crate) killed: Vec<Killed>,
}

/// Everything that was measured, bot by bot as in [`Bot::ALL`].
pub(crate) struct Everything {
    pub(crate) bots: [Figures; 4],
    pub(crate) peers: String,
}

pub(crate) struct Bench<'a> {
    pub(crate) machine: &'a Machine,
    options: &'a Options,
    pub(crate) programs: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) peers: Peers,
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
            peers: Peers::install(programs)?,
        };
        for name in ["simulator", "reprise", "bare"] {
            if !bench.programs.join(name).exists() {
                return Err(format!("{name} is not beside this program: build it first").into());
            }
        }
        Ok(bench)
    }

    pub(crate) async fn run(&self) -> Outcome<Everything> {
        let mut bots: [Figures; 4] = Default::default();
        for round in 1..=self.options.rounds {
            // Who goes first changes.
            let first = round as usize - 1;
            for turn in 0..Bot::ALL.len() {
                let number = (first + turn) % Bot::ALL.len();
                let bot = Bot::ALL[number];
                let run = self.under_load(bot).await?;
                eprintln!(
                    "round {round}, {}: {:.0} commands a second, {:.0} CPU ms per 1,000",
                    bot.name(),
                    run.per_second,
                    run.cpu_ms_per_1000
                );
                bots[number].runs.push(run);
            }
        }
        for (bot, figures) in Bot::ALL.into_iter().zip(&mut bots) {
            figures.starts = self.starts(bot).await?;
            figures.killed.push(self.killed(bot).await?);
        }
        fs::remove_dir_all(&self.folder)?;
        Ok(Everything {
            bots,
            peers: self.peers.versions(),
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

    /// Kills a bot in the middle of its work, starts it again, and counts what is never answered.
    async fn killed(&self, bot: Bot) -> Outcome<Killed> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(bot, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        let Options { people, each, .. } = *self.options;
        telegram.queue(people, each, &TEXTS).await?;
        let asked = u64::from(people * each);
        while telegram.answered().await? < asked / 4 {
            process.check_alive()?;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        drop(process);
        let polls = telegram.polls().await?;
        let mut process = self.start(bot, &telegram)?;
        telegram.wait_for_poll(&mut process, polls).await?;
        process.cpu_time_at_rest().await?;
        let lost = asked - telegram.answered().await?;
        Ok(Killed { asked, lost })
    }

    /// A simulator that knows nothing yet, and a folder with nothing in it.
    pub(crate) fn fresh_telegram(&self) -> Outcome<Telegram> {
        self.telegram_with(&[])
    }

    /// The same with something in its environment.
    pub(crate) fn telegram_with(
        &self,
        environment: &[(&'static str, String)],
    ) -> Outcome<Telegram> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir(&self.folder)?;
        let program = self.programs.join("simulator");
        Telegram::start(
            &program,
            self.machine.simulator_core,
            &self.folder,
            environment,
        )
    }
}

fn unix_ms() -> Outcome<f64> {
    let now: Duration = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(now.as_secs_f64() * 1000.0)
}
