//! A run as an owner follows it: what is done, what is being done, and how it ended. Pure.

use super::{
    plan::{arrow, cut, statement},
    refusal::error,
    words::{all_standing, duration, position, size},
};
use crate::{
    i18n::{Arg, Locale},
    migrate::{
        Done, EngineError, Failed, Progress, Report, backup::Backup, plan::Plan, target::Direction,
    },
    t,
    view::escape,
};

/// What a run has told so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Told {
    backup: Option<Backup>,
    done: Vec<Done>,
    now: Option<Progress>,
}

impl Told {
    pub(super) fn hear(&mut self, progress: Progress) {
        match progress {
            Progress::BackedUp(backup) => {
                self.backup = Some(backup);
                self.now = None;
            }
            Progress::Ended(done) => {
                self.done.push(done);
                self.now = None;
            }
            progress => self.now = Some(progress),
        }
    }
}

/// While it runs.
pub(super) fn running(locale: Locale, plan: &Plan, told: &Told, seconds: f64) -> String {
    let title = t!(
        locale,
        "migrate-run-title",
        from = position(plan.from),
        to = position(plan.to),
        time = duration(locale, seconds)
    );
    let mut lines = vec![title, String::new()];
    lines.extend(
        told.backup
            .as_ref()
            .map(|kept| format!("✓ {}", backup_line(locale, kept))),
    );
    lines.extend(last(
        told.done.iter().map(|done| step(locale, done)).collect(),
    ));
    lines.push(format!("▸ {}", now(locale, told.now.as_ref())));
    lines.join("\n")
}

fn now(locale: Locale, now: Option<&Progress>) -> String {
    match now {
        Some(Progress::Waiting { by }) => {
            let who = Arg::Markup(all_standing(locale, by));
            t!(locale, "migrate-run-waiting", who = who)
        }
        Some(Progress::Draining) => t!(locale, "migrate-run-draining"),
        Some(Progress::BackingUp) => t!(locale, "migrate-run-backing-up"),
        Some(Progress::TakingBack) => t!(locale, "migrate-run-taking-back"),
        Some(Progress::Begins { number, of, name }) => t!(
            locale,
            "migrate-run-step",
            number = i64::try_from(*number).unwrap_or_default(),
            of = i64::try_from(*of).unwrap_or_default(),
            name = name.as_str()
        ),
        _ => t!(locale, "migrate-run-preparing"),
    }
}

fn step(locale: Locale, done: &Done) -> String {
    format!(
        "✓ {} <code>{}</code> {}",
        arrow(done.direction),
        escape(&done.name),
        duration(locale, done.seconds)
    )
}

pub(super) fn steps(locale: Locale, done: &[Done]) -> Vec<String> {
    cut(locale, done.iter().map(|done| step(locale, done)).collect())
}

/// The last lines: a phone shows the end of what happens.
fn last(mut lines: Vec<String>) -> Vec<String> {
    let hidden = lines.len().saturating_sub(8);
    lines.drain(..hidden);
    if hidden > 0 {
        lines.insert(0, "…".to_owned());
    }
    lines
}

pub(super) fn backup_line(locale: Locale, backup: &Backup) -> String {
    t!(
        locale,
        "migrate-run-backup",
        name = backup.name(),
        size = size(locale, backup.bytes)
    )
}

/// How it ended well.
pub(super) fn done(locale: Locale, plan: &Plan, report: &Report) -> String {
    let title = t!(
        locale,
        "migrate-done",
        from = position(plan.from),
        to = position(plan.to),
        time = duration(locale, report.seconds)
    );
    let mut lines = vec![title, String::new()];
    lines.extend(steps(locale, &report.done));
    lines.extend(report.backup.as_ref().map(|kept| backup_line(locale, kept)));
    if plan.direction == Direction::Down {
        lines.push(t!(locale, "migrate-done-held"));
    }
    lines.join("\n")
}

/// How it ended otherwise: what failed, in which words, and what is the case now.
pub(super) fn failed(locale: Locale, steps: usize, failed: &Failed) -> String {
    let mut lines = Vec::new();
    match (&failed.error, &failed.step) {
        (EngineError::Cancelled, _) => lines.push(t!(locale, "migrate-cancelled")),
        (EngineError::Refused(_), None) => {
            let why = error(locale, &failed.error);
            lines.push(t!(locale, "migrate-not-done", why = Arg::Markup(why)));
        }
        (_, Some(step)) => lines.push(t!(locale, "migrate-failed-step", name = step.as_str())),
        (_, None) => lines.push(t!(locale, "migrate-failed")),
    }
    lines.extend(statement(locale, failed.statement.as_ref()));
    let is_said = match &failed.error {
        EngineError::Cancelled => true,
        EngineError::Refused(_) => failed.step.is_none(),
        _ => false,
    };
    if !is_said {
        lines.push(error(locale, &failed.error));
    }
    lines.push(String::new());
    lines.push(state(locale, steps, failed));
    lines.extend(failed.backup.as_ref().map(|kept| backup_line(locale, kept)));
    lines.join("\n")
}

/// What state the database is in now.
fn state(locale: Locale, all: usize, failed: &Failed) -> String {
    if failed.rolled_back {
        return t!(locale, "migrate-state-rolled-back");
    }
    if failed.done.is_empty() {
        return t!(locale, "migrate-state-unchanged");
    }
    kept(locale, failed.done.len(), all)
}

pub(super) fn kept(locale: Locale, done: usize, all: usize) -> String {
    t!(
        locale,
        "migrate-state-kept",
        done = i64::try_from(done).unwrap_or_default(),
        all = i64::try_from(all).unwrap_or_default()
    )
}
