//! A plan as an owner reads it on a phone: each migration in a line, what is lost in numbers, the way back. Pure.

use std::fmt::Write as _;

use super::{
    refusal::finding,
    words::{duration, grouped, position, size},
};
use crate::{
    i18n::{Arg, Locale},
    migrate::{
        Rehearsal, Untried, WayBack,
        lint::Rule,
        loss::{Count, Loss, What},
        plan::{Estimate, Keep, Origin, Plan, Step},
        sql::split,
        target::Direction,
    },
    t,
    view::escape,
};

/// As many lines as a phone shows before one has to scroll for the buttons.
const LINES: usize = 12;
/// A statement that failed is shown up to here; the whole of it is in `/migrate_show`.
const STATEMENT: usize = 600;

pub(super) fn text(locale: Locale, plan: &Plan) -> String {
    if plan.is_empty() {
        return t!(locale, "migrate-plan-nothing", at = position(plan.from));
    }
    let mut lines = vec![title(locale, plan), String::new()];
    lines.extend(cut(
        locale,
        plan.steps.iter().map(|s| step(locale, s)).collect(),
    ));
    lines.push(String::new());
    lines.extend(losses(locale, plan));
    lines.extend(cut(locale, warnings(locale, plan)));
    if !plan.estimate.drift.is_empty() {
        let count = i64::try_from(plan.estimate.drift.len()).unwrap_or(i64::MAX);
        lines.push(t!(locale, "migrate-plan-drift", count = count));
    }
    lines.push(backup(locale, &plan.estimate));
    lines.extend(time(locale, &plan.estimate));
    if plan.held && plan.direction == Direction::Up {
        lines.push(t!(locale, "migrate-plan-held"));
    }
    lines.push(t!(locale, "migrate-plan-code", code = plan.digest.code()));
    lines.join("\n")
}

fn title(locale: Locale, plan: &Plan) -> String {
    let count = i64::try_from(plan.steps.len()).unwrap_or(i64::MAX);
    let (from, to) = (position(plan.from), position(plan.to));
    match plan.direction {
        Direction::Up => t!(
            locale,
            "migrate-plan-up",
            from = from,
            to = to,
            count = count
        ),
        Direction::Down => t!(
            locale,
            "migrate-plan-down",
            from = from,
            to = to,
            count = count
        ),
    }
}

fn step(locale: Locale, step: &Step) -> String {
    let mut line = format!(
        "{} <code>{}</code>",
        arrow(step.direction),
        escape(&step.name)
    );
    let mut add = |words: String| {
        line.push(' ');
        line.push_str(&words);
    };
    if step.differs_from.is_some() {
        match step.origin {
            Origin::Stored => add(t!(locale, "migrate-plan-stored")),
            Origin::Embedded => add(t!(locale, "migrate-plan-embedded")),
        }
    }
    if step.script.no_transaction() {
        add(t!(locale, "migrate-plan-outside"));
    }
    if let Some(why) = &step.irreversible {
        add(t!(locale, "migrate-plan-irreversible", why = why.as_str()));
    }
    line
}

/// The statement that failed, where one did: its line in the script, and its text.
pub(super) fn statement(locale: Locale, failed: Option<&(usize, String)>) -> Vec<String> {
    let Some((line, text)) = failed else {
        return Vec::new();
    };
    let line = i64::try_from(*line).unwrap_or_default();
    let shown: String = text.chars().take(STATEMENT).collect();
    vec![
        t!(locale, "migrate-failed-line", line = line),
        format!("<pre>{}</pre>", escape(&shown)),
    ]
}

pub(super) fn arrow(direction: Direction) -> char {
    match direction {
        Direction::Up => '↑',
        Direction::Down => '↓',
    }
}

/// What goes, in numbers, and whether it can come back.
pub(super) fn losses(locale: Locale, plan: &Plan) -> Vec<String> {
    let lost: Vec<String> = plan
        .losses
        .iter()
        .filter(|loss| loss.hurts())
        .map(|one| format!("✗ {}{}", loss(locale, one), recent(locale, one)))
        .collect();
    let mut lines = Vec::new();
    if lost.is_empty() {
        lines.push(t!(locale, "migrate-plan-keeps"));
    } else {
        lines.push(t!(locale, "migrate-plan-loses"));
        lines.extend(cut(locale, lost));
    }
    lines.push(if plan.can_be_undone() {
        t!(locale, "migrate-plan-undoable")
    } else {
        t!(locale, "migrate-plan-final")
    });
    lines
}

fn loss(locale: Locale, loss: &Loss) -> String {
    let about = loss.about.as_str();
    let Count::Exactly(count) = loss.count else {
        return match loss.what {
            What::Unreadable => t!(
                locale,
                "migrate-loss-unreadable",
                line = i64::try_from(loss.line).unwrap_or_default()
            ),
            _ => t!(locale, "migrate-loss-uncounted", about = about),
        };
    };
    let shown = grouped(locale, count);
    match loss.what {
        What::Table => t!(
            locale,
            "migrate-loss-table",
            about = about,
            count = count,
            shown = shown
        ),
        What::Column => {
            t!(
                locale,
                "migrate-loss-column",
                about = about,
                count = count,
                shown = shown
            )
        }
        What::Rows => t!(
            locale,
            "migrate-loss-rows",
            about = about,
            count = count,
            shown = shown
        ),
        What::Cascade => {
            t!(
                locale,
                "migrate-loss-cascade",
                about = about,
                count = count,
                shown = shown
            )
        }
        What::Values => {
            t!(
                locale,
                "migrate-loss-values",
                about = about,
                count = count,
                shown = shown
            )
        }
        What::Conversion => {
            t!(
                locale,
                "migrate-loss-conversion",
                about = about,
                count = count,
                shown = shown
            )
        }
        What::Unreadable => t!(
            locale,
            "migrate-loss-unreadable",
            line = i64::try_from(loss.line).unwrap_or_default()
        ),
    }
}

/// How much of it is fresh: what was written today is missed most.
fn recent(locale: Locale, loss: &Loss) -> String {
    match loss.recent {
        Some(recent) if recent > 0 => t!(
            locale,
            "migrate-loss-recent",
            shown = grouped(locale, recent)
        ),
        _ => String::new(),
    }
}

/// What lints say, apart from what the losses say in numbers.
fn warnings(locale: Locale, plan: &Plan) -> Vec<String> {
    let is_told = |rule| {
        matches!(
            rule,
            Rule::DropTable
                | Rule::DropColumn
                | Rule::DeleteWithoutWhere
                | Rule::UpdateWithoutWhere
        )
    };
    let findings = plan.findings.iter().filter(|found| !is_told(found.rule));
    findings
        .map(|found| format!("⚠️ {}", finding(locale, found)))
        .collect()
}

fn backup(locale: Locale, estimate: &Estimate) -> String {
    match &estimate.backup {
        Some(Keep::Nothing) => t!(locale, "migrate-keep-nothing"),
        Some(Keep::File) => {
            t!(
                locale,
                "migrate-keep-file",
                size = size(locale, estimate.database_bytes)
            )
        }
        Some(Keep::Dump { .. }) => t!(locale, "migrate-keep-dump"),
        Some(Keep::Tables) => t!(locale, "migrate-keep-tables"),
        None => t!(locale, "migrate-keep-none"),
    }
}

/// How long it takes and how that is known.
fn time(locale: Locale, estimate: &Estimate) -> Vec<String> {
    let seconds = estimate.seconds.unwrap_or_default();
    let reckoned = t!(
        locale,
        "migrate-plan-reckoned",
        time = duration(locale, seconds)
    );
    match &estimate.rehearsal {
        Some(Rehearsal::Worked(tried)) => {
            let mut lines = vec![t!(
                locale,
                "migrate-plan-rehearsed",
                time = duration(locale, tried.seconds)
            )];
            if let WayBack::Broke(broke) = &tried.way_back {
                lines.push(t!(
                    locale,
                    "migrate-plan-way-back-broke",
                    why = broke.why.as_str()
                ));
            }
            lines.push(reckoned);
            lines
        }
        Some(Rehearsal::Broke(broke)) => {
            let step = broke.step.clone().unwrap_or_default();
            let mut lines = vec![t!(locale, "migrate-plan-broke", name = step)];
            lines.extend(statement(locale, broke.statement.as_ref()));
            lines.push(t!(
                locale,
                "migrate-error-database",
                words = broke.why.as_str()
            ));
            lines
        }
        Some(Rehearsal::NotTried(_)) | None if estimate.database_bytes == 0 => vec![],
        Some(Rehearsal::NotTried(why)) => vec![
            t!(
                locale,
                "migrate-plan-not-rehearsed",
                why = Arg::Markup(untried(locale, why))
            ),
            reckoned,
        ],
        None => vec![reckoned],
    }
}

fn untried(locale: Locale, why: &Untried) -> String {
    match why {
        Untried::TooLarge { bytes } => {
            t!(locale, "migrate-untried-large", size = size(locale, *bytes))
        }
        Untried::NoSpace { needs, free } => t!(
            locale,
            "migrate-untried-space",
            needs = size(locale, *needs),
            free = size(locale, *free)
        ),
        Untried::Forgotten => t!(locale, "migrate-untried-forgotten"),
        Untried::ReachesOut { to } => t!(locale, "migrate-untried-reaches-out", name = to.as_str()),
        Untried::Refused { error } => t!(locale, "migrate-untried-refused", why = error.as_str()),
        Untried::NothingToDo | Untried::NoData => t!(locale, "migrate-untried-nothing"),
    }
}

/// The first lines, and how many more there are.
pub(in crate::bot) fn cut(locale: Locale, mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > LINES {
        let more = lines.len() + 1 - LINES;
        lines.truncate(LINES - 1);
        lines.push(t!(
            locale,
            "migrate-more",
            count = i64::try_from(more).unwrap_or(i64::MAX)
        ));
    }
    lines
}

/// Every statement that would run, as text.
pub(super) fn sql(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let _ = writeln!(text, "-- {} {}", arrow(step.direction), step.name);
        for statement in split(plan.dialect, &step.script.sql) {
            text.push_str(statement.text.trim());
            text.push_str(";\n");
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
