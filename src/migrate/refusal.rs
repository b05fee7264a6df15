//! Why the engine does not do what it was asked: each with what to do next. A refusal is not a failure: nothing happened.

use serde::{Deserialize, Serialize};

use super::{
    bless::Difference,
    drift::Kind,
    lint::{Finding, Rule, Severity},
    report::bytes,
    tables::LEDGER,
    target::{BadTarget, Direction},
    who::{self, Who},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    #[error("{name} was edited after it was applied{}; put the old text back, or look at the difference and accept it: `migrate bless {version} --reason …`", how.words())]
    Edited {
        name: String,
        version: i64,
        how: Difference,
    },
    #[error("{name} is applied, but its files are not here")]
    Missing { name: String },
    #[error("{late} is older than {newest}, the newest applied; give it the next free number")]
    OutOfOrder { late: String, newest: String },
    #[error("there are two ends: {}; `migrate merge` joins them", .0.join(" and "))]
    TwoHeads(Vec<String>),
    #[error("{name} cannot be undone: {}", .why.as_deref().unwrap_or("its down script is neither in this build nor in the journal"))]
    Irreversible { name: String, why: Option<String> },
    #[error(transparent)]
    Target(#[from] BadTarget),
    #[error("{0} runs outside a transaction, so it cannot be part of a run that is all or nothing")]
    SingleWithoutTransaction(String),
    #[error("{}", findings(.0))]
    Lint(Vec<Finding>),
    #[error(
        "{name} was interrupted on its way {direction}, outside a transaction; `migrate up` finds out what happened and goes on"
    )]
    Interrupted { name: String, direction: Direction },
    #[error(
        "the schema is not what {at} gives: {}; mend it first (`migrate drift` tells how), or insist with `--force --reason …`",
        differ(.differences)
    )]
    Differs {
        at: String,
        differences: Vec<(Kind, String)>,
    },
    #[error("the plan is stale: {0}; look at the new plan first")]
    Stale(String),
    #[error(
        "behind {0} the ledger is not what it should be: a script of this run, or somebody beside it, changes `{LEDGER}`; nothing of it was kept"
    )]
    OtherLedger(String),
    #[error("this plan loses data, cannot be undone or has no backup: type its code, {0}")]
    NeedsCode(String),
    #[error("the code is not that of this plan")]
    WrongCode,
    #[error("another migration is running: {0}")]
    Locked(Who),
    #[error("it would lose more than was shown: {}; nothing was changed", more(.0))]
    LosesMore(Vec<More>),
    #[error(
        "it would lose more than was shown: {about} ({shown} were shown, {now} are there now); nothing was changed"
    )]
    MoreCame { about: String, shown: i64, now: i64 },
    #[error(
        "only {tables} would be put back, and other tables have changed since; take back what came later (`migrate down {at}`), then it works"
    )]
    KeptTooLittle { tables: String, at: String },
    #[error("not enough space: {} are needed, {} are free in {place}", bytes(*.needs), bytes(*.free))]
    Space {
        needs: u64,
        free: u64,
        place: String,
    },
    #[error(
        "this connection goes through a pooler that shares its connections; set `[migrations] url` to a direct address"
    )]
    Pooler,
    #[error("{} still works on this database and did not pause; stop it, or try again", who::all(.0))]
    PeersBusy(Vec<Who>),
    #[error("the tables are in use by {}; end what uses them, or try again", who::all(.0))]
    TablesBusy(Vec<Who>),
    #[error("what this process is doing did not end in time; try again in a moment")]
    Undrained,
    #[error("migrations are held: {0}; `migrate up` releases them on purpose")]
    Held(String),
    #[error("there is no backup `{typed}`{}; `migrate backups` lists them", could_be(.candidates))]
    Backup {
        typed: String,
        candidates: Vec<String>,
    },
    #[error("{0}")]
    Other(String),
}

/// What would go that nobody was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum More {
    #[error("{table} would lose {lost} of its {had} rows")]
    Rows { table: String, lost: i64, had: i64 },
    #[error("a foreign key would lead nowhere: {0}")]
    Reference(String),
    #[error("a table would refer to one that is not there: {0}")]
    Parent(String),
    #[error("the view {0} would not work any more")]
    View(String),
    #[error("{about} ({why})")]
    Uncounted { about: String, why: String },
}

fn differ(differences: &[(Kind, String)]) -> String {
    let lines = differences
        .iter()
        .map(|(kind, what)| format!("{kind} {what}"));
    lines.collect::<Vec<_>>().join("; ")
}

fn could_be(candidates: &[String]) -> String {
    if candidates.is_empty() {
        String::new()
    } else {
        format!(" alone; it could be {}", candidates.join(" or "))
    }
}

fn more(more: &[More]) -> String {
    let lines: Vec<String> = more.iter().map(More::to_string).collect();
    lines.join("; ")
}

fn findings(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|f| {
        let about = if f.about.is_empty() {
            String::new()
        } else {
            format!(" ({})", f.about)
        };
        format!(
            "{:04} line {}{about}: {} [{}]{}",
            f.version,
            f.line,
            f.rule.says(),
            f.rule.name(),
            answer(f.rule)
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// How the author answers a finding that can be answered.
fn answer(rule: Rule) -> String {
    match rule.severity() {
        Severity::Ask => format!(
            "; where you mean it, say so above: `-- allow: {} because …`",
            rule.name()
        ),
        Severity::Note | Severity::Refuse => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(refusal: &Refusal, expect: &str) {
        assert_eq!(refusal.to_string(), expect);
    }

    #[test]
    fn what_more_would_go_is_listed() {
        let table = "users".to_owned();
        let (lost, had) = (2, 5);
        check(
            &Refusal::LosesMore(vec![
                More::Rows { table, lost, had },
                More::View("names".to_owned()),
            ]),
            "it would lose more than was shown: users would lose 2 of its 5 rows; the view names would not work any more; nothing was changed",
        );
    }
    #[test]
    fn what_a_lint_found_is_told_with_its_line_and_how_to_answer_it() {
        let finding = |rule, about: &str| Finding {
            rule,
            version: 7,
            line: 3,
            about: about.to_owned(),
            because: None,
        };
        let all = Refusal::Lint(vec![
            finding(Rule::Opaque, "users"),
            finding(Rule::CarriageReturns, ""),
        ]);
        let (asks, notes) = (Rule::Opaque.says(), Rule::CarriageReturns.says());
        check(
            &all,
            &format!(
                "0007 line 3 (users): {asks} [opaque]; where you mean it, say so above: `-- allow: opaque because …`\n0007 line 3: {notes} [carriage-returns]"
            ),
        );
    }
    #[test]
    fn a_backup_that_is_not_the_only_one_is_told_with_the_others() {
        let backup = |candidates: &[&str]| Refusal::Backup {
            typed: "rep".to_owned(),
            candidates: candidates.iter().map(|c| (*c).to_owned()).collect(),
        };
        check(
            &backup(&[]),
            "there is no backup `rep`; `migrate backups` lists them",
        );
        check(
            &backup(&["rep-1", "rep-2"]),
            "there is no backup `rep` alone; it could be rep-1 or rep-2; `migrate backups` lists them",
        );
    }
    #[test]
    fn what_differs_is_told_by_kind() {
        check(
            &Refusal::Differs {
                at: "0003".to_owned(),
                differences: vec![
                    (Kind::Missing, "TABLE a".to_owned()),
                    (Kind::Extra, "TABLE b".to_owned()),
                ],
            },
            "the schema is not what 0003 gives: missing TABLE a; extra TABLE b; mend it first (`migrate drift` tells how), or insist with `--force --reason …`",
        );
    }
}
