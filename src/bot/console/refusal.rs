//! Why something was not done, in an owner's language: the engine's refusals as texts. Pure.

use super::words::{grouped, position, size};
use crate::{
    i18n::Locale,
    migrate::{
        EngineError, Refusal,
        lint::{Finding, Rule},
        target::{BadTarget, Direction},
    },
    t,
};

/// What went wrong, in a sentence. What a database says stays in its own words.
pub(in crate::bot) fn error(locale: Locale, error: &EngineError) -> String {
    match error {
        EngineError::Refused(why) => refusal(locale, why),
        EngineError::Cancelled => t!(locale, "migrate-cancelled"),
        EngineError::Database { .. } => match error.said_by_database() {
            Some(words) => t!(locale, "migrate-error-database", words = words),
            None => t!(locale, "migrate-error-unreachable"),
        },
        EngineError::Io { path, source, .. } => t!(
            locale,
            "migrate-error-file",
            name = last_part(path),
            words = source.to_string()
        ),
        EngineError::InTheWay(path) => {
            t!(locale, "migrate-error-in-the-way", name = last_part(path))
        }
        EngineError::Altered(path) => t!(locale, "migrate-error-altered", name = last_part(path)),
        EngineError::Damaged(words) => t!(locale, "migrate-error-damaged", words = words.as_str()),
        EngineError::Backup(_)
        | EngineError::Source(_)
        | EngineError::NoFile
        | EngineError::Journal(_)
        | EngineError::Crashed(_) => t!(locale, "migrate-error-other", words = error.chain()),
    }
}

/// Folders of the server are nobody's business in a chat.
fn last_part(path: &std::path::Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

pub(super) fn refusal(locale: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Edited { name, .. } => {
            t!(locale, "migrate-refusal-edited", name = name.as_str())
        }
        Refusal::Missing { name } => t!(locale, "migrate-refusal-missing", name = name.as_str()),
        Refusal::OutOfOrder { late, newest } => t!(
            locale,
            "migrate-refusal-order",
            late = late.as_str(),
            newest = newest.as_str()
        ),
        Refusal::TwoHeads(names) => {
            t!(locale, "migrate-refusal-heads", names = names.join(", "))
        }
        Refusal::Differs { at, differences } => t!(
            locale,
            "migrate-refusal-differs",
            at = at.as_str(),
            what = differences.join("; ")
        ),
        Refusal::Irreversible { name, why: None } => {
            t!(locale, "migrate-refusal-irreversible", name = name.as_str())
        }
        Refusal::Irreversible {
            name,
            why: Some(why),
        } => t!(
            locale,
            "migrate-refusal-irreversible-why",
            name = name.as_str(),
            why = why.as_str()
        ),
        Refusal::Target(bad) => target(locale, bad),
        Refusal::SingleWithoutTransaction(name) => {
            t!(locale, "migrate-refusal-single", name = name.as_str())
        }
        Refusal::Lint(findings) => {
            let lines: Vec<String> = findings.iter().map(|f| finding(locale, f)).collect();
            format!(
                "{}\n{}",
                t!(locale, "migrate-refusal-lint"),
                lines.join("\n")
            )
        }
        Refusal::Interrupted { name, .. } => {
            t!(locale, "migrate-refusal-interrupted", name = name.as_str())
        }
        Refusal::Stale(_) => t!(locale, "migrate-plan-changed"),
        Refusal::NeedsCode(code) => t!(locale, "migrate-refusal-code", code = code.as_str()),
        Refusal::WrongCode => t!(locale, "migrate-refusal-wrong-code"),
        Refusal::Locked(by) => t!(locale, "migrate-refusal-locked", who = by.as_str()),
        Refusal::LosesMore(what) => t!(locale, "migrate-refusal-loses-more", what = what.as_str()),
        Refusal::MoreCame { about, shown, now } => t!(
            locale,
            "migrate-refusal-more-came",
            about = about.as_str(),
            shown = grouped(locale, *shown),
            now = grouped(locale, *now)
        ),
        Refusal::Undrained => t!(locale, "migrate-refusal-undrained"),
        Refusal::Space { needs, free, .. } => t!(
            locale,
            "migrate-refusal-space",
            needs = size(locale, *needs),
            free = size(locale, *free)
        ),
        Refusal::Pooler => t!(locale, "migrate-refusal-pooler"),
        Refusal::PeersBusy(who) => t!(locale, "migrate-refusal-peers", who = who.as_str()),
        Refusal::Held(why) => t!(locale, "migrate-refusal-held", why = why.as_str()),
        Refusal::Other(_) => crate::view::escape(&refusal.to_string()).into_owned(),
    }
}

fn target(locale: Locale, bad: &BadTarget) -> String {
    match bad {
        BadTarget::Unknown { typed, candidates } if candidates.is_empty() => {
            t!(locale, "migrate-target-unknown", typed = typed.as_str())
        }
        BadTarget::Unknown { typed, candidates } => t!(
            locale,
            "migrate-target-nearest",
            typed = typed.as_str(),
            names = candidates.join(", ")
        ),
        BadTarget::Ambiguous { typed, candidates } => t!(
            locale,
            "migrate-target-ambiguous",
            typed = typed.as_str(),
            names = candidates.join(", ")
        ),
        BadTarget::Backwards { direction, target } => {
            let at = position(*target);
            match direction {
                Direction::Up => t!(locale, "migrate-target-applied", at = at),
                Direction::Down => t!(locale, "migrate-target-not-applied", at = at),
            }
        }
        BadTarget::WrongSign(typed) => t!(locale, "migrate-target-sign", typed = typed.as_str()),
        BadTarget::TooFar {
            wanted, available, ..
        } => t!(
            locale,
            "migrate-target-far",
            wanted = i64::try_from(*wanted).unwrap_or(i64::MAX),
            available = i64::try_from(*available).unwrap_or(i64::MAX)
        ),
    }
}

/// Something a lint found.
pub(super) fn finding(locale: Locale, finding: &Finding) -> String {
    let rule = rule(locale, finding.rule);
    let version = position(Some(finding.version));
    let place = t!(
        locale,
        "migrate-finding",
        version = version,
        line = i64::try_from(finding.line).unwrap_or_default()
    );
    if finding.about.is_empty() {
        format!("{place} {rule}")
    } else {
        format!("{place} {}: {rule}", crate::view::escape(&finding.about))
    }
}

/// What a rule says to somebody who did not write the script.
fn rule(locale: Locale, rule: Rule) -> String {
    let key = match rule {
        Rule::CarriageReturns => "migrate-rule-carriage-returns",
        Rule::Opaque => "migrate-rule-opaque",
        Rule::DropTable | Rule::DropColumn => "migrate-rule-drop",
        Rule::RenameTable | Rule::RenameColumn => "migrate-rule-rename",
        Rule::ChangeType => "migrate-rule-change-type",
        Rule::DeleteWithoutWhere | Rule::UpdateWithoutWhere => "migrate-rule-whole-table",
        Rule::InsertOrReplace => "migrate-rule-insert-or-replace",
        Rule::RenameOldFirst => "migrate-rule-rename-old-first",
        Rule::RebuildWithDelete => "migrate-rule-rebuild-with-delete",
        Rule::QuotedString => "migrate-rule-quoted-string",
        Rule::IndexLocksWrites | Rule::UniqueLocks => "migrate-rule-locks-writes",
        Rule::NotNullScans | Rule::ConstraintScans => "migrate-rule-scans",
        Rule::NotNullWithoutDefault => "migrate-rule-not-null",
        Rule::TruncateCascade | Rule::DropCascade => "migrate-rule-cascade",
        // What the engine refuses whoever asks.
        _ => return t!(locale, "migrate-rule-author", rule = rule.name()),
    };
    locale.text(key, &[])
}
