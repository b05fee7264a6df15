//! The lines at the top of a migration that speak to the engine.
//!
//! ```sql
//! -- no-transaction
//! -- revises: 0006
//! -- irreversible: the old speeds were rounded
//! -- compatible: old copies never read this column
//! -- step: fold_names 0f3c9a7e5b2d4810
//! -- allow: drop-column because nobody has used it since 0004
//! ```
//!
//! They stand before the first statement, in this order. Other comments may stand between them. A line that begins like
//! one of these but is not quite one is refused: a typo in a safety switch must not switch it off.

use super::{lint::Rule, steps::Named};

/// What the header of one script says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    pub no_transaction: bool,
    /// The version before this one; none for the first, several where branches are joined.
    pub revises: Option<Vec<i64>>,
    pub irreversible: Option<String>,
    pub compatible: Option<String>,
    /// The step in Rust that belongs to it.
    pub step: Option<Named>,
    pub allowed: Vec<Allowed>,
}

/// A lint that its author has looked at and answered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Allowed {
    pub rule: Rule,
    pub because: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BrokenHeader {
    pub line: usize,
    pub problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("`-- no-transaction` counts only as the very first bytes of the file")]
    LateNoTransaction,
    #[error(
        "`-- {0}` comes after a line that must follow it (the order: no-transaction, revises, irreversible, compatible, step, allow)"
    )]
    OutOfOrder(&'static str),
    #[error("`-- {0}` is there twice")]
    Twice(&'static str),
    #[error("`-- revises:` takes a version, several with commas between, or `none`, not `{0}`")]
    Revises(String),
    #[error("`-- {0}:` needs a reason")]
    NoReason(&'static str),
    #[error("write `-- step: its_name its_hash`, not `{0}`")]
    Step(String),
    #[error("write `-- allow: lint because reason`, not `{0}`")]
    Allow(String),
    #[error("there is no lint `{0}`")]
    UnknownLint(String),
    #[error("`{0}` looks like a header line but is none")]
    Unknown(String),
}

const NO_TRANSACTION: &str = "-- no-transaction";
const KEYS: [&str; 6] = [
    "no-transaction",
    "revises",
    "irreversible",
    "compatible",
    "step",
    "allow",
];

/// Reads the header of a script.
pub fn header(sql: &str) -> Result<Header, BrokenHeader> {
    let mut header = Header {
        no_transaction: sql.starts_with(NO_TRANSACTION),
        ..Header::default()
    };
    let mut last = 0;
    for (i, line) in sql.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        let Some(comment) = line.strip_prefix("--") else {
            if line.is_empty() {
                continue;
            }
            break;
        };
        let broken = |problem| BrokenHeader {
            line: i + 1,
            problem,
        };
        let comment = comment.trim();
        let (word, value) = match comment.split_once(':') {
            Some((word, value)) => (word.trim(), Some(value.trim())),
            None => (comment, None),
        };
        let Some(position) = KEYS.iter().position(|key| *key == word) else {
            if resembles_a_key(word, value) {
                return Err(broken(Problem::Unknown(line.to_owned())));
            }
            continue;
        };
        let key = KEYS[position];
        if position < last {
            return Err(broken(Problem::OutOfOrder(key)));
        }
        last = position;
        let reason = |text: Option<&str>| match text {
            Some(text) if !text.is_empty() => Ok(text.to_owned()),
            _ => Err(broken(Problem::NoReason(key))),
        };
        let set = |slot: &mut Option<String>, text| {
            if slot.replace(text).is_some() {
                Err(broken(Problem::Twice(key)))
            } else {
                Ok(())
            }
        };
        match key {
            "no-transaction" if i > 0 || !header.no_transaction => {
                return Err(broken(Problem::LateNoTransaction));
            }
            "no-transaction" => {}
            "revises" => {
                let revises = revises(value.unwrap_or_default()).map_err(broken)?;
                if header.revises.replace(revises).is_some() {
                    return Err(broken(Problem::Twice(key)));
                }
            }
            "irreversible" => set(&mut header.irreversible, reason(value)?)?,
            "compatible" => set(&mut header.compatible, reason(value)?)?,
            "step" => {
                let step = step(value.unwrap_or_default()).map_err(broken)?;
                if header.step.replace(step).is_some() {
                    return Err(broken(Problem::Twice(key)));
                }
            }
            _ => header
                .allowed
                .push(allowed(value.unwrap_or_default()).map_err(broken)?),
        }
    }
    Ok(header)
}

fn revises(value: &str) -> Result<Vec<i64>, Problem> {
    if value == "none" {
        return Ok(Vec::new());
    }
    let version = |text: &str| text.trim().parse().ok().filter(|version| *version > 0);
    let versions: Option<Vec<i64>> = value.split(',').map(version).collect();
    versions.ok_or_else(|| Problem::Revises(value.to_owned()))
}

fn step(value: &str) -> Result<Named, Problem> {
    let named = value.split_once(' ').map(|(name, hash)| Named {
        name: name.to_owned(),
        hash: hash.trim().to_owned(),
    });
    named.ok_or_else(|| Problem::Step(value.to_owned()))
}

fn allowed(value: &str) -> Result<Allowed, Problem> {
    let (rule, because) = value
        .split_once(" because ")
        .ok_or_else(|| Problem::Allow(value.to_owned()))?;
    let (rule, because) = (rule.trim(), because.trim());
    if because.is_empty() {
        return Err(Problem::Allow(value.to_owned()));
    }
    let rule = Rule::from_name(rule).ok_or_else(|| Problem::UnknownLint(rule.to_owned()))?;
    Ok(Allowed {
        rule,
        because: because.to_owned(),
    })
}

/// Whether a comment is probably a misspelt header line: `-- No-Transaction`, `-- revise: 3`, `-- allow drop-table`.
fn resembles_a_key(word: &str, value: Option<&str>) -> bool {
    let folded = word.to_lowercase().replace(['_', ' '], "-");
    let first = folded.split('-').next().unwrap_or_default();
    match value {
        Some(_) => KEYS
            .iter()
            .any(|key| strsim::levenshtein(&folded, key) <= 2),
        None => folded == "no-transaction" || (first == "allow" && folded.contains("-because-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expect: &str) {
        let got = match header(sql) {
            Ok(h) => {
                let mut parts = Vec::new();
                if h.no_transaction {
                    parts.push("no-transaction".to_owned());
                }
                parts.extend(h.revises.map(|versions| {
                    let versions: Vec<_> = versions.iter().map(i64::to_string).collect();
                    format!("revises {}", versions.join(" and "))
                }));
                parts.extend(h.irreversible.map(|r| format!("irreversible ({r})")));
                parts.extend(h.compatible.map(|r| format!("compatible ({r})")));
                parts.extend(h.step.map(|s| format!("step {} {}", s.name, s.hash)));
                parts.extend(
                    h.allowed
                        .iter()
                        .map(|a| format!("allow {} ({})", a.rule.name(), a.because)),
                );
                parts.join(", ")
            }
            Err(broken) => broken.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn a_script_without_a_header() {
        check("CREATE TABLE a (b);", "");
        check("-- Keeps what people like.\nCREATE TABLE a (b);", "");
    }
    #[test]
    fn the_whole_header() {
        check(
            "-- no-transaction\n-- revises: 0006\n-- irreversible: gone\n-- compatible: unread\n-- step: fold 0f3c\n-- allow: drop-column because old\n-- allow: drop-table because empty\nVACUUM;",
            "no-transaction, revises 6, irreversible (gone), compatible (unread), step fold 0f3c, allow drop-column (old), allow drop-table (empty)",
        );
    }
    #[test]
    fn the_first_revises_none() {
        check("-- revises: none\nSELECT 1", "revises ");
    }
    #[test]
    fn a_merge_revises_two() {
        check("-- revises: 0004, 0005\nSELECT 1", "revises 4 and 5");
    }
    #[test]
    fn comments_may_stand_between() {
        check(
            "-- Allow everybody in.\n-- Dropped because nobody reads it.\nSELECT 1",
            "",
        );
        check(
            "-- revises: 1\n-- Why: because.\n\n-- allow: drop-table because empty\nSELECT 1",
            "revises 1, allow drop-table (empty)",
        );
    }
    #[test]
    fn lines_after_the_first_statement_are_not_header() {
        check("SELECT 1;\n-- no-transaction\n", "");
    }
    #[test]
    fn a_late_no_transaction_is_refused() {
        check(
            "-- revises: 1\n-- no-transaction",
            "line 2: `-- no-transaction` comes after a line that must follow it (the order: no-transaction, revises, irreversible, compatible, step, allow)",
        );
        check(
            "\n-- no-transaction",
            "line 2: `-- no-transaction` counts only as the very first bytes of the file",
        );
        check(
            "-- no-transaction\n-- no-transaction",
            "line 2: `-- no-transaction` counts only as the very first bytes of the file",
        );
        check(
            "\u{feff}-- no-transaction",
            "line 1: `-- no-transaction` counts only as the very first bytes of the file",
        );
    }
    #[test]
    fn a_wrong_order_is_refused() {
        check(
            "-- compatible: x\n-- revises: 3",
            "line 2: `-- revises` comes after a line that must follow it (the order: no-transaction, revises, irreversible, compatible, step, allow)",
        );
    }
    #[test]
    fn a_reason_is_needed() {
        check(
            "-- irreversible:",
            "line 1: `-- irreversible:` needs a reason",
        );
        check(
            "-- allow: drop-table",
            "line 1: write `-- allow: lint because reason`, not `drop-table`",
        );
        check(
            "-- allow: drop-tabel because x",
            "line 1: there is no lint `drop-tabel`",
        );
        check(
            "-- step: fold",
            "line 1: write `-- step: its_name its_hash`, not `fold`",
        );
    }
    #[test]
    fn typos_are_refused() {
        check(
            "-- revise: 3",
            "line 1: `-- revise: 3` looks like a header line but is none",
        );
        check(
            "-- No transaction",
            "line 1: `-- No transaction` looks like a header line but is none",
        );
        check(
            "-- allow drop-table because empty",
            "line 1: `-- allow drop-table because empty` looks like a header line but is none",
        );
        check(
            "-- revises: 0000",
            "line 1: `-- revises:` takes a version, several with commas between, or `none`, not `0000`",
        );
        check(
            "-- revises: three",
            "line 1: `-- revises:` takes a version, several with commas between, or `none`, not `three`",
        );
        check(
            "-- revises: 1\n-- revises: 2",
            "line 2: `-- revises` is there twice",
        );
    }
}
