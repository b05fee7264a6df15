//! Why the engine does not do what it was asked: each with what to do next. A refusal is not a failure: nothing happened.

use super::{
    bless::Difference,
    lint::{Finding, Rule, Severity},
    report::bytes,
    target::{BadTarget, Direction},
    who::{self, Who},
};

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
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
        .differences.join("; ")
    )]
    Differs {
        at: String,
        differences: Vec<String>,
    },
    #[error("the plan is stale: {0}; look at the new plan first")]
    Stale(String),
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
    #[error("{0}")]
    Other(String),
}

/// What would go that nobody was shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
