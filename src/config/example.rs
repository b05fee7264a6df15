//! The configuration as text: the documented example, and what is in force.

use std::fmt::Write as _;

use super::{Effective, KEYS, Key, Loaded, Preset, SECTIONS};

const HEAD: &str = "\
# Reprise: every setting, with its default.
#
# Copy this file to `config.toml` in the working directory (or name it with --config FILE) and uncomment what you change.
# The environment wins over the file: `token` under [bot] is REPRISE_BOT__TOKEN, a list has commas (REPRISE_BOT__OWNERS=1,2),
# and an empty variable counts as not set. `--set section.key=value` wins over both.
# Each secret can stand in a file of its own instead: `token_file` names one (REPRISE_BOT__TOKEN_FILE likewise).
# `reprise config check` tells what is wrong, `reprise config show` what is in force and where it comes from.
";

/// `config.example.toml`, which is written by `reprise config example` and held to it by a test.
pub fn example() -> String {
    let mut text = HEAD.to_owned();
    for (section, about) in SECTIONS {
        let _ = writeln!(text, "\n{}[{section}]", comment(about));
        for key in KEYS.iter().filter(|key| key.section == *section) {
            let _ = write!(text, "\n{}", specimen(key));
        }
    }
    text
}

fn specimen(key: &Key) -> String {
    let (Preset::Value(value) | Preset::Unset(value)) = key.preset;
    let note = if matches!(key.preset, Preset::Unset(_)) {
        "# Not set by default, for example:\n"
    } else {
        ""
    };
    let file = if key.secret {
        format!(
            "#{}_file = \"/run/secrets/{}_{}\"\n",
            key.name, key.section, key.name
        )
    } else {
        String::new()
    };
    format!(
        "{}{note}#{} = {}\n{file}",
        comment(key.help),
        key.name,
        key.kind.toml(value)
    )
}

fn comment(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| ["#", line, "\n"]).collect()
}

/// The values in force, each with where it comes from, without secrets.
pub fn show(loaded: &Loaded) -> String {
    let mut text = String::new();
    for (section, _) in SECTIONS {
        let _ = writeln!(
            text,
            "{}[{section}]",
            if text.is_empty() { "" } else { "\n" }
        );
        for effective in loaded
            .effective
            .iter()
            .filter(|effective| effective.key.section == *section)
        {
            let _ = writeln!(text, "{}", line(effective));
        }
    }
    text
}

fn line(effective: &Effective) -> String {
    let Effective { key, shown, origin } = effective;
    let setting = match shown {
        None => format!("# {} is not set", key.name),
        Some(shown) => format!("{} = {}", key.name, key.kind.toml(shown)),
    };
    format!("{setting:<50}  # {origin}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::sources::{self, Layer, Reader};
    use super::super::{Config, DEFAULT_FILE};
    use super::*;

    /// The names other programs rely on. A key may be added here, never renamed.
    const NAMES_THAT_STAY: &str = "
        bot: token api_url owners mode
        webhook: url listen path secret max_connections
        outbox: per_second per_chat per_group
        database: url max_connections
        migrations: auto auto_lossy on_failure on_ahead url backup_dir keep_backups keep_days rehearse_max_mb backup_hours cooldown_seconds
        notices: start waiting changes checks low_disk_mb
        limits: tracks playlists schedules stations songs renders updates_per_minute
        schedules: catch_up_minutes
        audio: ffmpeg ffprobe workers max_minutes cache_dir
        radio: directory_url adding connections probes allow_private
        lyrics: lrclib_url ttl_days allow_private
        web: listen
        log: filter format";

    const COMMITTED_EXAMPLE: &str = include_str!("../../config.example.toml");

    #[test]
    fn names_that_stay_are_there_and_no_other() {
        let listed: Vec<String> = NAMES_THAT_STAY
            .lines()
            .filter_map(|line| line.trim().split_once(": "))
            .flat_map(|(section, names)| {
                names
                    .split(' ')
                    .map(move |name| format!("{section}.{name}"))
            })
            .collect();
        assert_eq!(KEYS.iter().map(Key::path).collect::<Vec<_>>(), listed);
    }

    #[test]
    fn the_committed_example_is_what_the_table_of_keys_says() {
        assert_eq!(
            COMMITTED_EXAMPLE,
            example(),
            "run: cargo run -- config example > config.example.toml"
        );
    }

    #[test]
    fn the_example_says_nothing_as_long_as_nothing_is_uncommented() {
        let untouched = format!(
            "{:?}",
            Config::from_toml(COMMITTED_EXAMPLE).expect("the example is right")
        );
        assert_eq!(untouched, format!("{:?}", Config::default()));
    }

    #[test]
    fn every_key_of_the_example_is_known_every_known_key_is_in_it_and_the_defaults_are_true() {
        let uncommented: String = COMMITTED_EXAMPLE
            .lines()
            .map(|line| {
                line.strip_prefix('#')
                    .filter(|line| !line.starts_with(' ') && !line.contains("_file = "))
                    .unwrap_or(line)
            })
            .flat_map(|line| [line, "\n"])
            .collect();
        let mut found = Vec::new();
        let layer = sources::toml(Path::new(DEFAULT_FILE), &uncommented, &mut found);
        assert_eq!(found, []);
        let in_the_example: Vec<&String> = layer.keys().collect();
        let mut known: Vec<String> = KEYS.iter().map(Key::path).collect();
        known.sort();
        assert_eq!(in_the_example, known.iter().collect::<Vec<_>>());

        let read = |given: &Layer| {
            let mut reader = Reader {
                given,
                problems: Vec::new(),
                effective: Vec::new(),
            };
            Config::read(&mut reader);
            assert_eq!(reader.problems, []);
            reader.effective
        };
        let (written_out, defaults) = (read(&layer), read(&Layer::new()));
        assert_eq!(
            (written_out.len(), defaults.len()),
            (KEYS.len(), KEYS.len())
        );
        for (specimen, default) in written_out.iter().zip(&defaults) {
            match default.key.preset {
                Preset::Value(_) => {
                    assert_eq!(specimen.shown, default.shown, "{}", default.key.path());
                }
                Preset::Unset(_) => assert!(
                    default.shown.is_none() && specimen.shown.is_some(),
                    "{}",
                    default.key.path()
                ),
            }
        }
    }

    #[test]
    fn every_secret_of_the_example_has_its_file() {
        for key in KEYS {
            let there = COMMITTED_EXAMPLE.contains(&format!(
                "#{}_file = \"/run/secrets/{}_{0}\"",
                key.name, key.section
            ));
            assert_eq!(there, key.secret, "{}", key.path());
        }
    }
}
