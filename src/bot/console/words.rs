//! Numbers, sizes, times and names as a person reads them, in their language. Pure.

use chrono::{DateTime, Utc};

use crate::{
    i18n::{Arg, Locale},
    migrate::{
        journal::{Actor, From},
        target::Position,
        who::Who,
    },
    t,
};

/// `1.5` or `1,5`, as the language writes it.
fn decimal(locale: Locale, value: f64) -> String {
    format!("{value:.1}").replace('.', &t!(locale, "decimal-sign"))
}

/// `1,204` or `1 204`.
pub(super) fn grouped(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = t!(locale, "group-sign");
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(&sign);
        }
        text.push(digit);
    }
    text
}

pub(super) fn size(locale: Locale, bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
    let value = bytes as f64;
    if bytes < 1_000 {
        t!(
            locale,
            "size-bytes",
            n = i64::try_from(bytes).unwrap_or_default()
        )
    } else if value < 999_950.0 {
        t!(locale, "size-kb", n = decimal(locale, value / 1e3))
    } else if value < 999_950_000.0 {
        t!(locale, "size-mb", n = decimal(locale, value / 1e6))
    } else {
        t!(locale, "size-gb", n = decimal(locale, value / 1e9))
    }
}

/// How long something takes: `0.3 s`, `2 min 5 s`.
pub(super) fn duration(locale: Locale, seconds: f64) -> String {
    if seconds < 0.095 {
        // Nothing takes no time at all.
        let hundredths = format!("{:.2}", seconds.max(0.01));
        let shown = hundredths.replace('.', &t!(locale, "decimal-sign"));
        return t!(locale, "duration-seconds", n = shown);
    }
    if seconds < 60.0 {
        return t!(locale, "duration-seconds", n = decimal(locale, seconds));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a duration of a run")]
    let whole = seconds.round() as i64;
    t!(
        locale,
        "duration-minutes",
        minutes = whole / 60,
        seconds = whole % 60
    )
}

/// How long ago something was, in the largest whole unit.
pub(super) fn age(locale: Locale, then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - then).num_seconds();
    match seconds {
        ..60 => t!(locale, "age-now"),
        60..3600 => t!(locale, "age-minutes", n = seconds / 60),
        3600..86_400 => t!(locale, "age-hours", n = seconds / 3600),
        _ => t!(locale, "age-days", n = seconds / 86_400),
    }
}

pub(super) fn position(position: Position) -> String {
    position.map_or_else(|| "base".to_owned(), |version| format!("{version:04}"))
}

/// Who did something, for somebody who may be the same.
pub(super) fn who(locale: Locale, by: &Actor, reader: i64) -> String {
    match by.from {
        From::Chat if by.who == owner_name(reader) => t!(locale, "migrate-who-you"),
        From::Chat => t!(
            locale,
            "migrate-who-owner",
            who = by.who.trim_start_matches("owner ")
        ),
        From::Cli => t!(locale, "migrate-who-cli", who = by.who.as_str()),
        From::Boot => t!(locale, "migrate-who-boot"),
    }
}

/// What an owner is called in the journal. Names are not ours to keep.
pub(super) fn owner_name(id: i64) -> String {
    format!("owner {id}")
}

/// Who is in the way, whoever reads it.
pub(super) fn standing(locale: Locale, in_the_way: &Who) -> String {
    match in_the_way {
        Who::Migrates { by, pid, since } => t!(
            locale,
            "migrate-standing-process",
            who = Arg::Markup(who(locale, by, 0)),
            pid = pid.to_string(),
            since = since.format("%H:%M").to_string()
        ),
        Who::Copy(peer) => t!(
            locale,
            "migrate-standing-copy",
            pid = peer.pid.to_string(),
            host = peer.host.as_str(),
            version = peer.build.as_str()
        ),
        Who::Connection { pid, name, .. } => match name {
            Some(name) => t!(
                locale,
                "migrate-standing-connection",
                pid = pid.to_string(),
                name = name.as_str()
            ),
            None => t!(locale, "migrate-standing-nameless", pid = pid.to_string()),
        },
        Who::EndingRestore => t!(locale, "migrate-standing-restore"),
        Who::Unnamed => t!(locale, "migrate-standing-unnamed"),
        Who::Gone => t!(locale, "migrate-standing-gone"),
    }
}

pub(super) fn all_standing(locale: Locale, who: &[Who]) -> String {
    let all: Vec<String> = who.iter().map(|one| standing(locale, one)).collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language::{En, Es, Ru};

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        assert_eq!(grouped(Locale(En), 1_204), "1,204");
        assert_eq!(grouped(Locale(En), 12), "12");
        assert_eq!(grouped(Locale(Ru), -1_000_000), "-1\u{a0}000\u{a0}000");
        assert_eq!(size(Locale(En), 999), "999 bytes");
        assert_eq!(size(Locale(Es), 1_500), "1,5 KB");
        assert_eq!(size(Locale(Ru), 999_960), "1,0 МБ");
        assert_eq!(duration(Locale(En), 0.25), "0.2 s");
        assert_eq!(duration(Locale(Ru), 0.031), "0,03 с");
        assert_eq!(duration(Locale(En), 0.0), "0.01 s");
        assert_eq!(duration(Locale(En), 125.4), "2 min 5 s");
    }

    #[test]
    fn ages_have_one_unit() {
        let now = DateTime::from_timestamp(1_000_000_000, 0).expect("in range");
        let ago = |s| age(Locale(En), now - chrono::TimeDelta::seconds(s), now);
        assert_eq!(ago(59), "just now");
        assert_eq!(ago(-5), "just now");
        assert_eq!(ago(60), "1 minute ago");
        assert_eq!(ago(7_300), "2 hours ago");
        assert_eq!(ago(172_800), "2 days ago");
    }
}
