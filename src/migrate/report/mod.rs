//! Plans and outcomes in words, line by line. Pure: the command line prints them, the chat renders the same data its way.

use chrono::{DateTime, Utc};

mod status;

use super::{
    lint::Finding,
    loss::{Count, Loss, What},
    outcome::{Failed, Report},
    plan::{Estimate, Friction, Keep, Origin, Plan, Step},
    rehearse::{Broke, Rehearsal, WayBack},
    sql::split,
    target::{Direction, Position},
};

pub use status::{StatusJson, backups, edited, history, log, show, status, status_json};

/// What is not as it was when the plan was shown.
pub(super) fn what_changed(shown: &Plan, now: &Plan) -> String {
    if shown.identity != now.identity {
        return "it was made for another database".to_owned();
    }
    if shown.from != now.from {
        return format!(
            "the database was at {} and is at {} now",
            position(shown.from),
            position(now.from)
        );
    }
    if shown.held != now.held {
        return if now.held {
            "migrations are held now"
        } else {
            "migrations are no longer held"
        }
        .to_owned();
    }
    if shown.steps != now.steps {
        return "the migrations are other ones".to_owned();
    }
    "the schema or the ledger was changed meanwhile".to_owned()
}

pub fn position(position: Position) -> String {
    position.map_or("base".to_owned(), |version| format!("{version:04}"))
}

pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    #[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
    let mut value = bytes as f64;
    let mut unit = "bytes";
    for next in UNITS {
        if value < 1000.0 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if unit == "bytes" {
        format!("{bytes} bytes")
    } else {
        format!("{value:.1} {unit}")
    }
}

/// How long ago, in the largest whole unit.
pub fn ago(then: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - then).num_seconds().max(0);
    let (count, unit) = match seconds {
        ..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// A loss in words: `lyrics_cache: the table goes, with its 1204 rows`.
pub fn loss(loss: &Loss) -> String {
    let count = match &loss.count {
        Count::Exactly(n) => n.to_string(),
        Count::Pending => "not counted".to_owned(),
        Count::Unknown(_) => "nobody knows how many".to_owned(),
    };
    let about = &loss.about;
    let what = match loss.what {
        What::Table => format!("{about}: the table goes (rows: {count})"),
        What::Column => format!("{about}: the column goes (values: {count})"),
        What::Rows => format!("{about}: rows go ({count})"),
        What::Cascade => format!("{about}: rows go with those they belong to ({count})"),
        What::Values => format!("{about}: values are written over ({count})"),
        What::Conversion => format!("{about}: values are converted to another type ({count})"),
        What::Unreadable => format!(
            "line {}: it cannot be known beforehand what goes",
            loss.line
        ),
    };
    match (&loss.count, loss.recent) {
        (Count::Unknown(why), _) => format!("{what} ({why})"),
        (_, Some(recent)) if recent > 0 => {
            format!("{what}, {recent} of them written in the last 24 hours")
        }
        _ => what,
    }
}

pub(super) fn finding(finding: &Finding) -> String {
    let about = if finding.about.is_empty() {
        String::new()
    } else {
        format!(" {}", finding.about)
    };
    let answer = finding.because.as_ref().map_or(String::new(), |because| {
        format!(" — allowed because {because}")
    });
    format!(
        "line {}{about}: {} [{}]{answer}",
        finding.line,
        finding.rule.says(),
        finding.rule.name()
    )
}

/// A plan in lines.
pub fn plan(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    if plan.is_empty() {
        lines.push(format!(
            "Nothing to do: the database is at {}.",
            position(plan.from)
        ));
        return lines;
    }
    let count = plan.steps.len();
    lines.push(format!(
        "{} → {}, {count} migration{} {}",
        position(plan.from),
        position(plan.to),
        if count == 1 { "" } else { "s" },
        plan.direction
    ));
    for step in &plan.steps {
        lines.push(String::new());
        step_lines(plan, step, &mut lines);
    }
    lines.push(String::new());
    let lost: Vec<_> = plan.losses.iter().filter(|l| l.hurts()).collect();
    if lost.is_empty() {
        lines.push("Loses nothing.".to_owned());
    } else {
        lines.push("LOSES:".to_owned());
        lines.extend(lost.into_iter().map(|l| format!("  {}", loss(l))));
    }
    if !plan.can_be_undone() {
        lines.push("CANNOT BE UNDONE.".to_owned());
    }
    let estimate = &plan.estimate;
    lines.push(match &estimate.backup {
        Some(Keep::Nothing) => "Backup: there is nothing to keep.".to_owned(),
        Some(Keep::File) => "Backup: a checked copy of the whole file.".to_owned(),
        Some(Keep::Dump { version }) => format!("Backup: pg_dump {version}."),
        Some(Keep::Tables) => {
            "Backup: no fitting pg_dump; the touched tables are copied into a schema of their own."
                .to_owned()
        }
        None => "NO BACKUP is made.".to_owned(),
    });
    lines.extend(rehearsal(estimate));
    let free = estimate
        .free_bytes
        .map_or(String::new(), |free| format!(" of {} free", bytes(free)));
    lines.push(format!(
        "Needs {}{free}; the database has {}.",
        bytes(estimate.needs_bytes),
        bytes(estimate.database_bytes)
    ));
    if !estimate.drift.is_empty() {
        lines.push(
            "The schema is not what its migrations give (`migrate drift` tells what mends it):"
                .to_owned(),
        );
        lines.extend(
            estimate
                .drift
                .iter()
                .map(|difference| format!("  {difference}")),
        );
    }
    if plan.held {
        lines.push("Migrations are held; moving up on purpose releases them.".to_owned());
    }
    let ask = if plan.friction() == Friction::Type {
        ", to be typed"
    } else {
        ""
    };
    lines.push(format!("Code: {}{ask}", plan.digest.code()));
    lines
}

/// How trying it went, and how long a run takes.
fn rehearsal(estimate: &Estimate) -> Vec<String> {
    let takes = |how: &str| match estimate.seconds.unwrap_or_default() {
        0.0..0.1 => format!("Takes less than 0.1 s{how}."),
        seconds => format!("Takes about {seconds:.1} s{how}."),
    };
    match &estimate.rehearsal {
        None => vec![takes(", reckoned from its size")],
        Some(Rehearsal::NotTried(why)) => vec![
            format!("Not tried on a copy: {why}."),
            takes(", reckoned from its size"),
        ],
        Some(Rehearsal::Worked(tried)) => {
            let way_back = match &tried.way_back {
                WayBack::Worked => ", and so did the way back",
                WayBack::Differs => "; the way back leaves another schema than there was",
                WayBack::Broke(_) | WayBack::Missing => "",
            };
            let mut lines = vec![format!("Worked on a copy of the data{way_back}.")];
            lines.extend(tried.rows.iter().map(|rows| {
                let count = |n: Option<i64>| n.map_or("not there".to_owned(), |n| n.to_string());
                let (before, after) = (count(rows.before), count(rows.after));
                format!("  rows of {}: {before} → {after}", rows.table)
            }));
            if let WayBack::Broke(broken) = &tried.way_back {
                lines.push("THE WAY BACK FAILED on the copy:".to_owned());
                lines.extend(broke(broken).into_iter().map(|line| format!("  {line}")));
            }
            lines.push(takes(""));
            lines
        }
        Some(Rehearsal::Broke(broken)) => {
            let mut lines = vec!["FAILED ON A COPY of the data:".to_owned()];
            lines.extend(broke(broken).into_iter().map(|line| format!("  {line}")));
            lines
        }
    }
}

fn broke(broke: &Broke) -> Vec<String> {
    let at = broke
        .step
        .as_ref()
        .map_or(String::new(), |step| format!("{step}: "));
    let mut lines = vec![format!("{at}{}", broke.why)];
    if let Some((line, text)) = &broke.statement {
        lines.push(format!("at line {line}:"));
        lines.extend(text.lines().map(|text| format!("    {text}")));
    }
    lines
}

fn step_lines(plan: &Plan, step: &Step, lines: &mut Vec<String>) {
    let mut title = format!(
        "{} {}",
        if step.direction == Direction::Up {
            "↑"
        } else {
            "↓"
        },
        step.name
    );
    if step.origin == Origin::Stored {
        title.push_str(" (by the script kept when it was applied)");
    }
    if step.script.no_transaction() {
        title.push_str(" (outside a transaction)");
    }
    lines.push(title);
    for statement in split(plan.dialect, &step.script.sql) {
        lines.extend(
            statement
                .text
                .lines()
                .map(|line| format!("    {}", line.trim_end())),
        );
    }
    if let Some(why) = &step.irreversible {
        lines.push(format!("  cannot be undone: {why}"));
    }
    if let Some(other) = &step.differs_from {
        let whose = if step.origin == Origin::Stored {
            "this build has another script"
        } else {
            "the script kept when it was applied differs"
        };
        lines.push(format!("  {whose}:"));
        lines.extend(other.sql.lines().map(|line| format!("    | {line}")));
    }
    lines.extend(
        plan.findings
            .iter()
            .filter(|f| f.version == step.version)
            .map(|f| format!("  {}", finding(f))),
    );
}

/// How a run ended, in lines.
pub fn outcome(report: &Report) -> Vec<String> {
    let mut lines: Vec<_> = report
        .done
        .iter()
        .map(|done| {
            format!(
                "{} {}  {:.3} s",
                if done.direction == Direction::Up {
                    "↑"
                } else {
                    "↓"
                },
                done.name,
                done.seconds
            )
        })
        .collect();
    if let Some(backup) = &report.backup {
        lines.push(format!(
            "Backup: {} ({})",
            backup.name(),
            bytes(backup.bytes)
        ));
    }
    lines.push(if report.done.is_empty() {
        "Nothing to do.".to_owned()
    } else {
        format!("Done in {:.2} s.", report.seconds)
    });
    lines
}

/// Why a run ended otherwise, in lines.
pub fn failure(failed: &Failed) -> Vec<String> {
    let mut lines: Vec<_> = failed
        .done
        .iter()
        .map(|done| format!("applied and kept: {}", done.name))
        .collect();
    lines.push(failed.to_string());
    if let Some((line, text)) = &failed.statement {
        lines.push(format!("at line {line}:"));
        lines.extend(text.lines().map(|text| format!("    {text}")));
    }
    lines.push(failed.error.chain());
    if let Some(backup) = &failed.backup {
        lines.push(format!("Backup: {}", backup.name()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(
            ["0 bytes", "999 bytes", "1.0 KB", "300.0 MB"],
            [0, 999, 1000, 300_000_000]
                .map(bytes)
                .each_ref()
                .map(String::as_str)
        );
    }
    #[test]
    fn ages() {
        let now = DateTime::from_timestamp(1_000_000_000, 0).expect("in range");
        let seconds_ago = |s| ago(now - chrono::TimeDelta::seconds(s), now);
        assert_eq!(seconds_ago(1), "1 second ago");
        assert_eq!(seconds_ago(7200), "2 hours ago");
        assert_eq!(seconds_ago(-5), "0 seconds ago");
        assert_eq!(seconds_ago(86_400), "1 day ago");
    }
}
