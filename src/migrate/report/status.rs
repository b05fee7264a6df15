//! The state of the database, its history, its log.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ago, bytes, finding, position};
use crate::db::Dialect;
use crate::migrate::{
    self as engine,
    backup::Backup,
    engine::Status,
    journal::{Entry, Event, Outcome},
    plan::Facts,
    source::Known,
    target::{Direction, Position},
    verbs::Edited,
};

/// What `status --json` prints. Fields are added, never renamed or removed.
#[derive(Debug, Serialize)]
pub struct StatusJson<'a> {
    pub database: &'a str,
    pub exists: bool,
    pub bytes: u64,
    /// `null` at base.
    pub current: Position,
    pub head: Position,
    pub pending: Vec<String>,
    /// Applied, but not known to this build.
    pub unknown: Vec<i64>,
    pub held: Option<&'a engine::plan::Hold>,
    pub unfinished_restore: Option<&'a str>,
    pub interrupted: Option<i64>,
    /// What is wrong, in words.
    pub problem: Option<String>,
    pub lock: Option<String>,
    pub last_backup: Option<&'a Backup>,
    /// What the newest copy said of the data.
    pub integrity: Option<Integrity>,
    /// The version of the `pg_dump` that fits the server; always `null` on SQLite, which needs none.
    pub pg_dump: Option<u32>,
    pub build: &'static str,
}

/// The last verdict on whether the data is intact: each copy is checked.
#[derive(Debug, Serialize)]
pub struct Integrity {
    pub at: DateTime<Utc>,
    /// What is wrong; `null` where nothing is.
    pub wrong: Option<String>,
}

fn integrity(status: &Status) -> Option<Integrity> {
    let dangling = |file: &str| {
        let newest = status.last_backup.as_ref()?;
        let dangling = newest
            .dangling
            .as_ref()
            .filter(|_| newest.file.ends_with(file))?;
        Some(format!("foreign keys lead nowhere: {dangling}"))
    };
    status.entries.iter().rev().find_map(|entry| {
        let wrong = match &entry.event {
            Event::BackedUp { file, .. } => dangling(file),
            Event::Damaged { says } => Some(says.clone()),
            _ => return None,
        };
        Some(Integrity {
            at: entry.at,
            wrong,
        })
    })
}

pub fn status_json<'a>(status: &'a Status, known: &Known) -> StatusJson<'a> {
    let facts = &status.facts;
    let applied = facts.applied();
    StatusJson {
        database: &facts.identity,
        exists: status.exists,
        bytes: status.bytes,
        current: facts.current(),
        head: known.head(),
        pending: known
            .iter()
            .filter(|r| !applied.contains(&r.version))
            .map(engine::source::Revision::file_stem)
            .collect(),
        unknown: applied
            .iter()
            .copied()
            .filter(|v| known.get(*v).is_none())
            .collect(),
        held: facts.hold.as_ref(),
        unfinished_restore: facts.unfinished_restore.as_deref(),
        interrupted: facts.unfinished_step.map(|(version, _)| version),
        problem: engine::plan::consistent(known, facts)
            .err()
            .map(|refusal| refusal.to_string()),
        lock: status.lock_holder.as_ref().map(ToString::to_string),
        last_backup: status.last_backup.as_ref(),
        integrity: integrity(status),
        pg_dump: status.pg_dump,
        build: engine::BUILD,
    }
}

impl StatusJson<'_> {
    /// Whether everything is applied and nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.pending.is_empty()
            && self.unknown.is_empty()
            && self.problem.is_none()
            && self.unfinished_restore.is_none()
    }
}

pub fn status(
    json: &StatusJson<'_>,
    status: &Status,
    known: &Known,
    now: DateTime<Utc>,
) -> Vec<String> {
    let mut lines = vec![format!(
        "Database: {}{}",
        json.database,
        if json.exists {
            format!(", {}", bytes(json.bytes))
        } else {
            " (not there yet)".to_owned()
        }
    )];
    let applied = last_step(&status.entries, json.current);
    let by = applied.map_or(String::new(), |entry| {
        format!(", {} by {}", ago(entry.at, now), entry.by)
    });
    lines.push(format!(
        "Revision: {}{by}",
        json.current.map_or("base".to_owned(), |v| known.name(v))
    ));
    match json.pending.as_slice() {
        [] if json.unknown.is_empty() => lines.push("Pending:  nothing".to_owned()),
        [] => lines.push(format!(
            "Newer than this build: {}",
            json.unknown
                .iter()
                .map(|v| format!("{v:04}"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
        pending => {
            lines.push(format!("Pending:  {}", pending.len()));
            lines.extend(pending.iter().take(10).map(|name| format!("  {name}")));
            if pending.len() > 10 {
                lines.push(format!("  … and {} more", pending.len() - 10));
            }
        }
    }
    if let Some(hold) = json.held {
        lines.push(format!(
            "HELD:     {}, {} by {}",
            hold.reason,
            ago(hold.since, now),
            hold.by
        ));
    }
    if let Some(file) = json.unfinished_restore {
        lines.push(format!("UNFINISHED RESTORE of {file}"));
    }
    if let Some(problem) = &json.problem {
        lines.push(format!("PROBLEM:  {problem}"));
    }
    if let Some(lock) = &json.lock {
        lines.push(format!("Lock:     held by {lock}"));
    }
    lines.push(match json.last_backup {
        Some(backup) => format!(
            "Backup:   {}, {}, {}",
            backup.name(),
            bytes(backup.bytes),
            ago(backup.at, now)
        ),
        None => "Backup:   none yet".to_owned(),
    });
    if let Some(integrity) = &json.integrity {
        let verdict = integrity.wrong.as_deref().unwrap_or("intact");
        let age = ago(integrity.at, now);
        lines.push(format!("Data:     {verdict}, as of {age}"));
    }
    if status.dialect == Dialect::Postgres {
        lines.push(match json.pg_dump {
            Some(version) => format!("pg_dump:  {version}, fits the server"),
            None => "pg_dump:  none that fits the server: runs copy the tables they touch into a schema instead".to_owned(),
        });
    }
    lines
}

fn last_step(entries: &[Entry], wanted: Position) -> Option<&Entry> {
    entries.iter().rev().find(|entry| matches!(&entry.event, Event::Step { version, direction: Direction::Up, .. } if Some(*version) == wanted))
}

pub fn history(status: &Status, known: &Known, verbose: bool) -> Vec<String> {
    let applied = status.facts.applied();
    let mut versions: Vec<i64> = known.versions().chain(applied.iter().copied()).collect();
    versions.sort_unstable();
    versions.dedup();
    let line = |version: i64| {
        let mark = if applied.contains(&version) { "x" } else { " " };
        let entry =
            last_step(&status.entries, Some(version)).filter(|_| applied.contains(&version));
        let mut text = format!("[{mark}] {}", known.name(version));
        if known.get(version).is_none() {
            text.push_str(" (not in this build)");
        }
        if let (
            true,
            Some(Entry {
                at,
                by,
                build,
                event: Event::Step { seconds, .. },
                ..
            }),
        ) = (verbose, entry)
        {
            let _ = write!(
                text,
                "\n      {} by {by}, build {build}, {seconds:.3} s",
                at.format("%Y-%m-%d %H:%M:%S UTC")
            );
        }
        text
    };
    versions.into_iter().map(line).collect()
}

/// One migration, whole.
pub fn show(version: i64, known: &Known, facts: &Facts) -> Vec<String> {
    let applied = facts.ledger.iter().find(|a| a.version == version);
    let stored = facts.stored.get(&version);
    let revision = known.get(version);
    let mut lines = vec![
        known.name(version),
        format!("applied: {}", if applied.is_some() { "yes" } else { "no" }),
    ];
    let up = revision.map(|r| &r.up).or(stored.map(|s| &s.up));
    let down = revision.map_or_else(|| stored.and_then(|s| s.down.as_ref()), |r| r.down.as_ref());
    if let Some(why) = revision.and_then(|r| r.header.irreversible.as_ref()) {
        lines.push(format!("cannot be undone: {why}"));
    }
    if let Some(why) = revision.and_then(|r| r.header.compatible.as_ref()) {
        lines.push(format!("older copies go on working: {why}"));
    }
    for (title, script) in [("up", up), ("down", down)] {
        let Some(script) = script else { continue };
        lines.push(String::new());
        lines.push(format!(
            "-- {title}, SHA-384 {:.16}…{}",
            script.hash.to_string(),
            if script.no_transaction() {
                ", outside a transaction"
            } else {
                ""
            }
        ));
        lines.extend(script.sql.lines().map(ToOwned::to_owned));
        let header = engine::header::header(&script.sql).unwrap_or_default();
        let mut findings = engine::lint::lint(
            known.dialect,
            version,
            script,
            &header,
            &mut BTreeSet::new(),
        );
        findings.sort_by_key(|f| f.line);
        lines.extend(findings.iter().map(|f| format!("!! {}", finding(f))));
        let lost = engine::loss::losses(known.dialect, &facts.schema, [(version, script)]);
        lines.extend(
            lost.iter()
                .map(|l| format!("!! may lose {:?} {}", l.what, l.about)),
        );
    }
    if let (Some(stored), Some(revision)) = (stored, revision)
        && stored.down.as_ref().map(|s| &s.hash) != revision.down.as_ref().map(|s| &s.hash)
    {
        lines.push(String::new());
        lines.push("The down script that was kept when it was applied is another one, and is what `down` runs:".to_owned());
        lines.extend(
            stored
                .down
                .iter()
                .flat_map(|s| s.sql.lines().map(ToOwned::to_owned)),
        );
    }
    lines
}

/// The difference between an applied script and its file now, line by line.
pub fn edited(edited: &Edited) -> Vec<String> {
    let mut lines = vec![format!(
        "{} is not as it was when it was applied{}.",
        edited.name,
        edited.how.words()
    )];
    if let Some(then) = &edited.then {
        let (old, new): (Vec<_>, Vec<_>) =
            (then.sql.lines().collect(), edited.now.sql.lines().collect());
        let same_start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let same_end = old[same_start..]
            .iter()
            .rev()
            .zip(new[same_start..].iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        lines.extend(
            old[same_start..old.len() - same_end]
                .iter()
                .map(|line| format!("- {line}")),
        );
        lines.extend(
            new[same_start..new.len() - same_end]
                .iter()
                .map(|line| format!("+ {line}")),
        );
    } else {
        lines.push("The applied text was not kept; this is the text now:".to_owned());
        lines.extend(edited.now.sql.lines().map(|line| format!("  {line}")));
    }
    lines
}

pub fn backups(backups: &[Backup], now: DateTime<Utc>) -> Vec<String> {
    if backups.is_empty() {
        return vec!["There are no backups yet.".to_owned()];
    }
    let line = |b: &Backup| {
        let only = b.left_out.as_ref().map_or(String::new(), |_| {
            let tables: Vec<&str> = b.rows.keys().map(|table| table.0.as_str()).collect();
            format!("  only {}", tables.join(", "))
        });
        format!(
            "{}  {}  at {}  {}{}{only}",
            b.name(),
            bytes(b.bytes),
            position(b.version),
            ago(b.at, now),
            if b.pinned { "  pinned" } else { "" }
        )
    };
    backups.iter().map(line).collect()
}

/// The log, an attempt a line.
pub fn log(entries: &[Entry]) -> Vec<String> {
    entries
        .iter()
        .map(|entry| {
            format!(
                "{}  {}  {}",
                entry.at.format("%Y-%m-%d %H:%M:%S"),
                event(&entry.event),
                entry.by
            )
        })
        .collect()
}

fn event(event: &Event) -> String {
    match event {
        Event::Started {
            plan,
            direction,
            from,
            to,
            ..
        } => format!(
            "{direction} {} → {} ({})",
            position(*from),
            position(*to),
            plan.code()
        ),
        Event::StepBegins {
            name, direction, ..
        } => format!("  {name} {direction} begins, outside a transaction"),
        Event::Step {
            name,
            direction,
            seconds,
            ..
        } => format!("  {name} {direction}, {seconds:.3} s"),
        Event::StepUndone { name, why, .. } => format!("  {name} did not happen: {why}"),
        Event::Finished {
            outcome,
            error,
            seconds,
            ..
        } => {
            let outcome = match outcome {
                Outcome::Done => "done",
                Outcome::Failed => "failed",
                Outcome::Cancelled => "cancelled",
                Outcome::RolledBack => "failed and taken back",
            };
            format!(
                "  {outcome} after {seconds:.3} s{}",
                error
                    .as_ref()
                    .map_or(String::new(), |error| format!(": {error}"))
            )
        }
        Event::Refused { asked, why, .. } => format!("refused {asked}: {why}"),
        Event::BackedUp {
            file, bytes: size, ..
        } => format!("  backup {file}, {}", bytes(*size)),
        Event::Damaged { says } => format!("DAMAGED: {says}"),
        Event::RestoreStarted { file } => format!("restore of {file}"),
        Event::RestoreFinished { version, .. } => format!("  restored, at {}", position(*version)),
        Event::Stamped {
            to,
            reason,
            differs,
            ..
        } if differs.is_empty() => format!("stamped {}: {reason}", position(*to)),
        Event::Stamped {
            to,
            reason,
            differs,
            ..
        } => format!(
            "stamped {}: {reason} (not as it should be: {})",
            position(*to),
            differs.join("; ")
        ),
        Event::Held { reason } => format!("held: {reason}"),
        Event::Released { reason } => format!("released: {reason}"),
        Event::Blessed {
            version, reason, ..
        } => format!("blessed {version:04}: {reason}"),
        Event::Unpinned { file } => format!("unpinned {file}"),
    }
}
