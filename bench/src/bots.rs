//! The bots that are measured: Reprise, and the same small bot as others would write it in an afternoon. Each of those looks up a
//! setting, writes it in a transaction of its own, and answers.
//!
//! To add one: a variant of [`Bot`], its program in `bin/` or `peers/`, and how it is installed and started.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome, install,
    process::{Pinned, Start},
    runs::Bench,
    telegram::{TOKEN, Telegram},
};

const AIOGRAM: [&str; 2] = ["aiogram==3.31.0", "aiosqlite==0.22.1"];
const GRAMMY: [&str; 3] = [
    "grammy@1.46.0",
    "@grammyjs/runner@2.0.3",
    "better-sqlite3@12.11.1",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bot {
    Reprise,
    Bare,
    Grammy,
    Aiogram,
}

impl Bot {
    pub(crate) const ALL: [Self; 4] = [Self::Reprise, Self::Bare, Self::Grammy, Self::Aiogram];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reprise => "Reprise",
            Self::Bare => "bare teloxide",
            Self::Grammy => "grammY",
            Self::Aiogram => "aiogram",
        }
    }
}

/// Where the programs of the others are.
pub(crate) struct Peers {
    python: PathBuf,
    aiogram_bot: PathBuf,
    node: PathBuf,
    grammy_bot: PathBuf,
}

impl Peers {
    pub(crate) fn install(programs: &Path) -> Outcome<Self> {
        let python = install::from_pypi(programs, "aiogram", &AIOGRAM)?;
        let aiogram_bot = python.join("aiogram_bot.py");
        fs::write(&aiogram_bot, include_str!("../peers/aiogram_bot.py"))?;
        let packages = install::from_npm(programs, "grammy", &GRAMMY)?;
        let grammy_bot = packages.join("grammy_bot.mjs");
        fs::write(&grammy_bot, include_str!("../peers/grammy_bot.mjs"))?;
        let found = Command::new("sh")
            .args(["-c", "command -v node"])
            .output()?;
        let node = String::from_utf8(found.stdout)?.trim_end().into();
        Ok(Self {
            python: python.join("python"),
            aiogram_bot,
            node,
            grammy_bot,
        })
    }

    /// What they are, in a line.
    pub(crate) fn versions(&self) -> String {
        let said = |program: &PathBuf| {
            let output = Command::new(program).arg("--version").output();
            let text =
                output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
            text.unwrap_or_default()
        };
        let packages = [&GRAMMY[..], &AIOGRAM[..]].concat().join(", ");
        format!(
            "{packages}; node {}, {}",
            said(&self.node),
            said(&self.python)
        )
    }
}

impl Bench<'_> {
    /// Starts a bot on its core, with the database it left in the folder, if it was there before.
    pub(crate) fn start(&self, bot: Bot, telegram: &Telegram) -> Outcome<Pinned> {
        self.start_with(bot, telegram, &[])
    }

    /// The same with more in its environment.
    pub(crate) fn start_with(
        &self,
        bot: Bot,
        telegram: &Telegram,
        more: &[(&'static str, String)],
    ) -> Outcome<Pinned> {
        let database = self.folder.join("peer.db").display().to_string();
        let common = [TOKEN.to_owned(), telegram.url.clone(), database];
        let script = |script: &PathBuf| {
            let mut arguments = vec![script.display().to_string()];
            arguments.extend(common.clone());
            arguments
        };
        let (name, program, arguments) = match bot {
            Bot::Reprise => ("reprise", self.programs.join("reprise"), Vec::new()),
            Bot::Bare => ("bare", self.programs.join("bare"), common.to_vec()),
            Bot::Grammy => (
                "node",
                self.peers.node.clone(),
                script(&self.peers.grammy_bot),
            ),
            Bot::Aiogram => (
                "python",
                self.peers.python.clone(),
                script(&self.peers.aiogram_bot),
            ),
        };
        Start {
            name,
            program: &program,
            core: self.machine.bot_core,
            arguments: &arguments,
            environment: &[&self.environment(telegram)[..], more].concat(),
            folder: &self.folder,
        }
        .run()
    }

    /// The configuration of Reprise: its defaults, apart from the limits of what it sends and takes.
    fn environment(&self, telegram: &Telegram) -> Vec<(&'static str, String)> {
        let database = format!("sqlite://{}/data/reprise.db", self.folder.display());
        vec![
            ("REPRISE_BOT__TOKEN", TOKEN.to_owned()),
            ("REPRISE_BOT__API_URL", telegram.url.clone()),
            ("REPRISE_DATABASE__URL", database),
            ("REPRISE_WEB__LISTEN", "127.0.0.1:0".to_owned()),
            ("REPRISE_OUTBOX__PER_SECOND", "0".to_owned()),
            ("REPRISE_OUTBOX__PER_CHAT", "0".to_owned()),
            ("REPRISE_OUTBOX__PER_GROUP", "0".to_owned()),
            ("REPRISE_LIMITS__UPDATES_PER_MINUTE", "0".to_owned()),
        ]
    }
}
