//! The configuration: `config.toml` ← the environment (`REPRISE_SECTION__KEY`) ← `--set`, typed and checked before
//! anything starts. All problems are told at once, and no secret is ever part of what is told.
//!
//! To add a key: a line in `keys.rs`.

mod database_url;
mod example;
mod keys;
mod parse;
mod problem;
mod sources;
mod table;
mod values;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use database_url::DatabaseUrl;
pub use example::{example, show};
pub use keys::{
    Audio, Bot, Config, Database, KEYS, Limits, Log, Lyrics, Migrations, Notices, Outbox, Radio,
    SECTIONS, Web, Webhook,
};
pub use problem::{ConfigError, Origin, Problem};
pub use table::{Key, Kind, Preset};
pub use values::{Adding, LogFormat, Mode, OnAhead, OnFailure};

pub use sources::environment_for_children;
use sources::{Layer, Reader};

/// What variables of ours start with.
pub const PREFIX: &str = "REPRISE_";

/// The file that is read when none is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Where PostgreSQL users' files go, there being no database file to put them beside.
const DATA_WITHOUT_FILE: &str = "data";

/// One key as it came out, for `config show`.
#[derive(Clone, Debug)]
pub struct Effective {
    pub key: &'static Key,
    /// Without secrets; `None` where it is not set.
    pub shown: Option<String>,
    pub origin: Origin,
}

/// A checked configuration and where it came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub config: Config,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
    pub effective: Vec<Effective>,
}

impl Loaded {
    /// Reads the file (the named one, or `config.toml` if it is there), this process's environment and the flags.
    pub fn from_process(file: Option<&Path>, flags: &[String]) -> Result<Self, ConfigError> {
        Self::from_sources(file, sources::process_environment(), flags)
    }

    /// The same with an environment of one's own.
    pub fn from_sources(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (OsString, OsString)>,
        flags: &[String],
    ) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let (file, layer) = sources::file(file, &mut problems);
        let layers = [
            layer,
            sources::environment(environment, &mut problems),
            sources::flags(flags, &mut problems),
        ];
        let (config, effective) = merge(layers, problems)?;
        Ok(Self {
            config,
            file,
            effective,
        })
    }
}

impl Config {
    /// A configuration from the text of a file alone.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let layer = sources::toml(Path::new(DEFAULT_FILE), text, &mut problems);
        merge([layer], problems).map(|(config, _)| config)
    }

    /// The folder of the database file: what else is kept goes beside it.
    pub fn data_dir(&self) -> PathBuf {
        let file = self.database.url.sqlite_file();
        match file.as_deref().and_then(Path::parent) {
            Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
            Some(folder) => folder.to_owned(),
            None => PathBuf::from(DATA_WITHOUT_FILE),
        }
    }

    pub fn backup_dir(&self) -> PathBuf {
        self.migrations
            .backup_dir
            .clone()
            .unwrap_or_else(|| self.data_dir().join("backups"))
    }

    pub fn cache_dir(&self) -> PathBuf {
        self.audio
            .cache_dir
            .clone()
            .unwrap_or_else(|| self.data_dir().join("cache"))
    }

    /// Where every temporary file goes.
    pub fn temp_dir(&self) -> PathBuf {
        self.data_dir().join("tmp")
    }

    /// What no single key can know.
    fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.bot.mode == Mode::Webhook {
            if self.webhook.url.is_none() {
                found.push("`bot.mode` is `webhook`, which needs `webhook.url`: the public address Telegram delivers to");
            }
            if self.webhook.listen == self.web.listen && self.web.listen.port() != 0 {
                found.push(
                    "`webhook.listen` and `web.listen` are the same address; give one another port",
                );
            }
        }
        if self
            .migrations
            .url
            .as_ref()
            .is_some_and(|url| url.is_sqlite() != self.database.url.is_sqlite())
        {
            found.push("`migrations.url` and `database.url` are of different kinds; both must lead to the same database");
        }
        found.into_iter().map(str::to_owned).collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::from_toml("").expect("a test reads every default")
    }
}

/// Lays the layers over each other, later ones on top, and reads every key.
fn merge(
    layers: impl IntoIterator<Item = Layer>,
    mut problems: Vec<Problem>,
) -> Result<(Config, Vec<Effective>), ConfigError> {
    let mut given = Layer::new();
    for mut layer in layers {
        sources::choose_secret_files(&mut layer, &mut problems);
        given.extend(layer);
    }
    sources::open_secret_files(&mut given, &mut problems);
    let mut reader = Reader {
        given: &given,
        problems,
        effective: Vec::new(),
    };
    let config = Config::read(&mut reader);
    let Reader {
        mut problems,
        effective,
        ..
    } = reader;
    match config {
        Some(config) if problems.is_empty() => {
            problems.extend(config.contradictions().into_iter().map(|message| Problem {
                origin: None,
                message,
            }));
            if problems.is_empty() {
                Ok((config, effective))
            } else {
                Err(ConfigError::new(problems))
            }
        }
        _ => Err(ConfigError::new(problems)),
    }
}

#[cfg(test)]
mod tests;
