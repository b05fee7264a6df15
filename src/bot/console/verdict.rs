//! Whether everything is as it should be, and since when that is known.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{button, notices, panel::Panel, words::age};
use crate::{
    app::App,
    db::DbError,
    i18n::Locale,
    migrate::{Check, drift::Kind},
    t,
    telemetry::Chain,
    view::{View, escape},
};

const NOTE: &str = "verdict";
/// How many differences are told beside other things; `/migrate_drift` has them all.
const SHOWN: usize = 5;

/// What a check found, kept with its age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Verdict(pub(super) Vec<Found>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) what: String,
    pub(super) wrong: Option<String>,
    /// How the schema differs, where that is what is wrong.
    #[serde(default)]
    drift: Vec<(Kind, String)>,
}

impl Verdict {
    fn of(checks: &[Check]) -> Self {
        let found = |check: &Check| Found {
            what: check.what.to_owned(),
            wrong: check.wrong.clone(),
            drift: check
                .drift
                .iter()
                .map(|d| (d.kind, d.what.clone()))
                .collect(),
        };
        Self(checks.iter().map(found).collect())
    }

    pub(super) fn wrong(&self) -> impl Iterator<Item = &Found> {
        self.0.iter().filter(|found| found.wrong.is_some())
    }
}

/// Runs every check, keeps the verdict and shows it.
pub(in crate::bot) async fn verify(panel: Panel) {
    let locale = panel.locale;
    let view = View::text(text(locale, &judge(&panel.app).await));
    panel
        .show(view.row([button::verify(locale), button::status(locale)]))
        .await;
}

/// Runs every check and keeps what they found.
pub(super) async fn judge(app: &App) -> Verdict {
    let verdict = Verdict::of(&app.engine.verify().await);
    if let Err(error) = keep(app, &verdict).await {
        tracing::warn!(error = %Chain(&error), "a verdict could not be kept");
    }
    verdict
}

async fn keep(app: &App, verdict: &Verdict) -> Result<(), DbError> {
    let json = serde_json::to_string(verdict).expect("plain data");
    notices::write(app, NOTE, &json).await
}

/// The newest verdict there is.
pub(super) async fn last(app: &App) -> Result<Option<(Verdict, DateTime<Utc>)>, DbError> {
    let note = notices::read(app, NOTE).await?;
    Ok(note.and_then(|(json, at_ms)| {
        let verdict = serde_json::from_str(&json).ok()?;
        Some((verdict, DateTime::from_timestamp_millis(at_ms)?))
    }))
}

fn text(locale: Locale, verdict: &Verdict) -> String {
    let mut lines = vec![if verdict.wrong().next().is_none() {
        t!(locale, "migrate-verify-fine")
    } else {
        t!(locale, "migrate-verify-wrong")
    }];
    lines.push(String::new());
    lines.extend(verdict.0.iter().map(|found| line(locale, found)));
    lines.extend(ways_out(locale, verdict));
    lines.join("\n")
}

/// What an owner can do about what is wrong.
pub(super) fn ways_out(locale: Locale, verdict: &Verdict) -> Vec<String> {
    let mut ways = Vec::new();
    for found in verdict.wrong() {
        let way = match found.what.as_str() {
            FILE | KEYS => t!(locale, "migrate-way-restore"),
            SCHEMA => t!(locale, "migrate-way-drift"),
            BACKUP => t!(locale, "migrate-way-backup"),
            _ => continue,
        };
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    if !ways.is_empty() {
        ways.insert(0, String::new());
    }
    ways
}

pub(super) fn line(locale: Locale, found: &Found) -> String {
    let what = name(locale, &found.what);
    match &found.wrong {
        None => format!("✓ {what}"),
        Some(wrong) if found.drift.is_empty() => format!("✗ {what}: {}", escape(wrong)),
        Some(_) => {
            format!("✗ {what}: {}", differences(locale, &found.drift))
        }
    }
}

/// The first of them, and how many more there are.
pub(super) fn differences(locale: Locale, all: &[(Kind, String)]) -> String {
    let told = all
        .iter()
        .take(SHOWN)
        .map(|(kind, what)| difference(locale, *kind, what));
    let mut told: Vec<String> = told.collect();
    if let Some(more) = all.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let count = i64::try_from(more).unwrap_or(i64::MAX);
        told.push(t!(locale, "migrate-more", count = count));
    }
    told.join("; ")
}

/// Something that is not as the migrations say.
pub(in crate::bot) fn difference(locale: Locale, kind: Kind, what: &str) -> String {
    match kind {
        Kind::Extra => t!(locale, "migrate-drift-extra", what = what),
        Kind::Missing => t!(locale, "migrate-drift-missing", what = what),
        Kind::Changed => t!(locale, "migrate-drift-changed", what = what),
    }
}

const FILE: &str = "the database file is intact";
const KEYS: &str = "no foreign key leads nowhere";
const SCHEMA: &str = "the schema is as the last migration left it";
const BACKUP: &str = "the newest backup is as it was made";

/// The names of the engine's checks.
fn name(locale: Locale, what: &str) -> String {
    match what {
        FILE => t!(locale, "migrate-check-file"),
        KEYS => t!(locale, "migrate-check-keys"),
        "every applied migration is the one in this build" => t!(locale, "migrate-check-hashes"),
        SCHEMA => t!(locale, "migrate-check-schema"),
        "the journal's mirror is unbroken" => t!(locale, "migrate-check-journal"),
        BACKUP => t!(locale, "migrate-check-backup"),
        other => escape(other).into_owned(),
    }
}

/// In one line, for the panel.
pub(super) fn short(
    locale: Locale,
    last: Option<&(Verdict, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> String {
    let Some((verdict, at)) = last else {
        return t!(locale, "migrate-status-unchecked");
    };
    let age = age(locale, *at, now);
    match i64::try_from(verdict.wrong().count()) {
        Ok(0) => t!(locale, "migrate-status-fine", age = age),
        count => t!(
            locale,
            "migrate-status-wrong",
            count = count.unwrap_or(i64::MAX),
            age = age
        ),
    }
}
