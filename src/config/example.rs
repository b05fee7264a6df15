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
