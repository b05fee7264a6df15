//! Decides what would run. Pure: what is known and what is found go in, a plan or a refusal comes out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    lint::{Finding, lint},
    loss::{Loss, Schema, losses},
    refusal::Refusal,
    rehearse::Rehearsal,
    source::{Hash, Known, Script},
    target::{Direction, Position, Target, resolve},
};
use crate::db::Dialect;

pub use super::consistent::consistent;

/// A row of sqlx's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub version: i64,
    pub name: String,
    pub hash: Hash,
}

/// The texts that the journal keeps of an applied migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub up: Script,
    pub down: Option<Script>,
}

/// Somebody does not want pending migrations to be applied by a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub by: String,
    pub reason: String,
    pub since: chrono::DateTime<chrono::Utc>,
}

/// What was found in a database.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Which database this is.
    pub identity: String,
    /// In the order they were applied.
    pub ledger: Vec<Applied>,
    pub stored: BTreeMap<i64, Stored>,
    pub hold: Option<Hold>,
    /// A restore that began and did not end.
    pub unfinished_restore: Option<String>,
    /// A step without a transaction that began and did not end.
    pub unfinished_step: Option<(i64, Direction)>,
    pub fingerprint: String,
    pub schema: Schema,
}

impl Facts {
    pub fn applied(&self) -> Vec<i64> {
        self.ledger.iter().map(|a| a.version).collect()
    }

    pub fn current(&self) -> Position {
        self.ledger.last().map(|a| a.version)
    }
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub direction: Direction,
    pub target: Target,
    pub options: Options,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// All steps or none.
    pub single: bool,
    /// Where stored and embedded down scripts differ, run the embedded one.
    pub embedded_down: bool,
    pub no_backup: bool,
}

/// Where the text of a step comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Embedded,
    /// The journal kept it when the migration was applied.
    Stored,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub version: i64,
    pub name: String,
    pub direction: Direction,
    pub script: Script,
    pub origin: Origin,
    /// The other text, where stored and embedded differ.
    pub differs_from: Option<Script>,
    /// The way back, kept in the journal for whoever has to go it.
    pub back: Option<Script>,
    /// Why there is none.
    pub irreversible: Option<String>,
}

impl Step {
    /// A step that was interrupted, as it was.
    pub(super) fn recovered(
        version: i64,
        name: String,
        direction: Direction,
        script: Script,
        back: Option<Script>,
    ) -> Self {
        Self {
            version,
            name,
            direction,
            script,
            origin: Origin::Stored,
            differs_from: None,
            back,
            irreversible: None,
        }
    }

    /// The step that takes this one back.
    pub(super) fn reversed(&self) -> Option<Self> {
        let direction = match self.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        Some(Self::recovered(
            self.version,
            self.name.clone(),
            direction,
            self.back.clone()?,
            Some(self.script.clone()),
        ))
    }
}

/// What would happen, in data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub identity: String,
    pub dialect: Dialect,
    pub direction: Direction,
    pub from: Position,
    pub to: Position,
    pub steps: Vec<Step>,
    pub findings: Vec<Finding>,
    pub losses: Vec<Loss>,
    pub options: Options,
    pub held: bool,
    pub digest: Digest,
    /// Filled by measuring; shown, never digested.
    pub estimate: Estimate,
}

/// What can only be said by looking at the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// With the backup: reckoned from sizes, or measured by a rehearsal.
    pub seconds: Option<f64>,
    /// How trying it on a copy went; `None` where nobody asked.
    pub rehearsal: Option<Rehearsal>,
    pub database_bytes: u64,
    pub free_bytes: Option<u64>,
    pub needs_bytes: u64,
    /// How the data will be kept; `None` where it will not be.
    pub backup: Option<Keep>,
    /// How the schema differs from what the applied migrations give.
    #[serde(default)]
    pub drift: Vec<String>,
}

/// What a small server copies, checks and hashes in a second, and what it rewrites.
const BYTES_PER_SECOND: f64 = 100e6;

impl Estimate {
    /// How long the backup is going to take.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    pub(super) fn backup_seconds(&self) -> f64 {
        match self.backup {
            Some(Keep::File | Keep::Dump { .. }) => self.database_bytes as f64 / BYTES_PER_SECOND,
            Some(Keep::Nothing | Keep::Tables) | None => 0.0,
        }
    }

    /// How long a run is going to take that may rewrite everything, or only adds.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    pub(super) fn run_seconds(&self, only_adds: bool) -> f64 {
        let rewritten = if only_adds { 0 } else { self.database_bytes };
        self.backup_seconds() + rewritten as f64 / BYTES_PER_SECOND
    }
}

/// How the data of before a run is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// There is nothing to keep: the database is empty, or the run touches nothing that is there.
    Nothing,
    /// A checked copy of the whole file.
    File,
    /// `pg_dump`, of this major version.
    Dump { version: u32 },
    /// The tables that are touched, copied within the transaction.
    Tables,
}

/// What a plan is recognised by: over everything that must not change between looking and pressing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(String);

impl Digest {
    /// The eight characters a person types.
    pub fn code(&self) -> &str {
        &self.0[..8]
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Digest {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a person has to do to say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Friction {
    Press,
    /// Something is lost, cannot be undone, or has no backup: the plan's code is typed.
    Type,
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether data is, or may be, lost.
    pub fn loses(&self) -> bool {
        self.losses.iter().any(Loss::hurts)
    }

    pub fn can_be_undone(&self) -> bool {
        self.steps.iter().all(|step| step.back.is_some())
    }

    /// Whether it only adds: nobody who goes on working is disturbed by it.
    pub fn only_adds(&self) -> bool {
        let adds = |step: &Step| super::lint::only_adds(self.dialect, &step.script);
        self.steps.iter().all(adds)
    }

    pub fn friction(&self) -> Friction {
        let safe = !self.loses() && self.can_be_undone() && self.estimate.backup.is_some();
        if self.is_empty() || safe {
            Friction::Press
        } else {
            Friction::Type
        }
    }
}

/// Decides what would run.
pub fn plan(known: &Known, facts: &Facts, request: &Request) -> Result<Plan, Refusal> {
    consistent(known, facts)?;
    let applied = facts.applied();
    let to = resolve(&request.target, request.direction, known, &applied)?;
    let steps = match request.direction {
        Direction::Up => ups(known, &applied, to),
        Direction::Down => downs(known, facts, to, request.options)?,
    };
    if request.options.single
        && let Some(step) = steps.iter().find(|step| step.script.no_transaction())
        && steps.len() > 1
    {
        return Err(Refusal::SingleWithoutTransaction(known.name(step.version)));
    }
    for step in &steps {
        let header = super::header::header(&step.script.sql).unwrap_or_default();
        super::steps::code(
            known.steps,
            step.version,
            step.direction,
            &header,
            &step.name,
        )?;
    }
    let findings = findings(known, &steps);
    let stopping: Vec<_> = findings.iter().filter(|f| f.stops()).cloned().collect();
    if !stopping.is_empty() {
        return Err(Refusal::Lint(stopping));
    }
    let losses = losses(
        known.dialect,
        &facts.schema,
        steps.iter().map(|s| (s.version, &s.script)),
    );
    let mut plan = Plan {
        identity: facts.identity.clone(),
        dialect: known.dialect,
        direction: request.direction,
        from: facts.current(),
        to,
        steps,
        findings,
        losses,
        options: request.options,
        held: facts.hold.is_some(),
        digest: Digest(String::new()),
        estimate: Estimate::default(),
    };
    plan.digest = digest(&plan, facts);
    Ok(plan)
}

fn ups(known: &Known, applied: &[i64], to: Position) -> Vec<Step> {
    let pending = known
        .iter()
        .filter(|r| !applied.contains(&r.version) && Some(r.version) <= to);
    pending
        .map(|r| Step {
            version: r.version,
            name: r.file_stem(),
            direction: Direction::Up,
            script: r.up.clone(),
            origin: Origin::Embedded,
            differs_from: None,
            back: r.down.clone(),
            irreversible: r.header.irreversible.clone(),
        })
        .collect()
}

fn downs(
    known: &Known,
    facts: &Facts,
    to: Position,
    options: Options,
) -> Result<Vec<Step>, Refusal> {
    let mut steps = Vec::new();
    for applied in facts
        .ledger
        .iter()
        .rev()
        .take_while(|a| Some(a.version) != to)
    {
        let revision = known.get(applied.version);
        let name = revision.map_or_else(
            || format!("{:04}_{}", applied.version, applied.name.replace(' ', "_")),
            super::source::Revision::file_stem,
        );
        let embedded = revision.and_then(|r| r.down.as_ref());
        // A text of another `up` is not the way back from this one.
        let stored = facts
            .stored
            .get(&applied.version)
            .filter(|s| s.up.hash == applied.hash)
            .and_then(|s| s.down.as_ref());
        let (script, origin, other) = match (stored, embedded) {
            (Some(stored), Some(embedded)) if options.embedded_down => {
                (embedded, Origin::Embedded, Some(stored))
            }
            (Some(stored), embedded) => (stored, Origin::Stored, embedded),
            (None, Some(embedded)) => (embedded, Origin::Embedded, None),
            (None, None) => {
                let why = revision.and_then(|r| r.header.irreversible.clone());
                return Err(Refusal::Irreversible { name, why });
            }
        };
        steps.push(Step {
            version: applied.version,
            name,
            direction: Direction::Down,
            script: script.clone(),
            origin,
            differs_from: other.filter(|other| other.hash != script.hash).cloned(),
            back: revision
                .map(|r| r.up.clone())
                .or_else(|| facts.stored.get(&applied.version).map(|s| s.up.clone())),
            irreversible: None,
        });
    }
    Ok(steps)
}

fn findings(known: &Known, steps: &[Step]) -> Vec<Finding> {
    let mut fresh = BTreeSet::new();
    let mut all = Vec::new();
    for step in steps {
        // A stored script brings its own header: it may be that of a newer build.
        let header = super::header::header(&step.script.sql).unwrap_or_default();
        all.extend(lint(
            known.dialect,
            step.version,
            &step.script,
            &header,
            &mut fresh,
        ));
    }
    all
}

/// Everything that must be the same when the button is pressed.
#[derive(Serialize)]
struct Digested<'a> {
    identity: &'a str,
    build: &'a str,
    ledger: &'a [Applied],
    fingerprint: &'a str,
    hold: &'a Option<Hold>,
    direction: Direction,
    steps: Vec<(i64, &'a Hash, bool)>,
    findings: &'a [Finding],
    options: Options,
}

fn digest(plan: &Plan, facts: &Facts) -> Digest {
    let digested = Digested {
        identity: &plan.identity,
        build: super::BUILD,
        ledger: &facts.ledger,
        fingerprint: &facts.fingerprint,
        hold: &facts.hold,
        direction: plan.direction,
        steps: plan
            .steps
            .iter()
            .map(|s| (s.version, &s.script.hash, s.back.is_some()))
            .collect(),
        findings: &plan.findings,
        options: plan.options,
    };
    let json = serde_json::to_vec(&digested).expect("plain data");
    Digest(
        Sha256::digest(json)
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("1 2 3", "1 2", "up", "up 3")`: the one place that calls `plan`. Known: `2-` has no down. Applied: `2!` was
    /// applied with another text, `2?` is there with a stored pair.
    #[track_caller]
    fn check(known: &str, applied: &str, request: &str, expect: &str) {
        let got = match planned(known, applied, request, |_| ()) {
            Ok(plan) => {
                let step = |s: &Step| {
                    format!(
                        "{} {}{}",
                        s.direction,
                        s.version,
                        if s.origin == Origin::Stored {
                            " (stored)"
                        } else {
                            ""
                        }
                    )
                };
                plan.steps.iter().map(step).collect::<Vec<_>>().join(", ")
            }
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expect);
    }

    fn planned(
        known: &str,
        applied: &str,
        request: &str,
        change: impl FnOnce(&mut Facts),
    ) -> Result<Plan, Refusal> {
        let files: Vec<(String, String)> = known
            .split_whitespace()
            .flat_map(|word| {
                let version = word.trim_end_matches('-');
                let reason = if word.ends_with('-') {
                    "-- irreversible: gone\n"
                } else {
                    ""
                };
                let up = (
                    format!("{version}_m{version}"),
                    format!("{reason}CREATE TABLE t{version} (a);"),
                );
                let down = (
                    format!("{version}_m{version}.down"),
                    format!("DROP TABLE t{version};"),
                );
                if word.ends_with('-') {
                    vec![up]
                } else {
                    vec![up, down]
                }
            })
            .collect();
        let files: Vec<_> = files
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        let known = Known::from_texts(Dialect::Sqlite, &files).unwrap();
        let mut facts = Facts {
            identity: "here".into(),
            ..Facts::default()
        };
        for word in applied.split_whitespace() {
            let version: i64 = word.trim_end_matches(['!', '?']).parse().unwrap();
            let up = known.get(version).map_or_else(
                || Script::new(format!("CREATE TABLE t{version} (a);")),
                |r| r.up.clone(),
            );
            let hash = if word.ends_with('!') {
                Hash::of("another text")
            } else {
                up.hash.clone()
            };
            facts.ledger.push(Applied {
                version,
                name: format!("m{version}"),
                hash,
            });
            if word.ends_with('?') {
                facts.stored.insert(
                    version,
                    Stored {
                        up,
                        down: Some(Script::new(format!("DROP TABLE IF EXISTS t{version};"))),
                    },
                );
            }
        }
        change(&mut facts);
        let (direction, target) = request.split_once(' ').unwrap_or((request, "head"));
        let direction = if direction == "up" {
            Direction::Up
        } else {
            Direction::Down
        };
        plan(
            &known,
            &facts,
            &Request {
                direction,
                target: target.parse().unwrap(),
                options: Options::default(),
            },
        )
    }

    #[test]
    fn applies_what_is_pending() {
        check("1 2 3", "1", "up", "up 2, up 3");
    }
    #[test]
    fn does_nothing_when_up_to_date() {
        check("1 2", "1 2", "up", "");
        check("1 2", "", "down base", "");
    }
    #[test]
    fn stops_at_the_target() {
        check("1 2 3", "", "up 2", "up 1, up 2");
    }
    #[test]
    fn goes_down_newest_first() {
        check("1 2 3", "1 2 3", "down base", "down 3, down 2, down 1");
        check("1 2 3", "1 2 3", "down -1", "down 3");
    }
    #[test]
    fn runs_the_stored_down_script() {
        check("1 2", "1 2?", "down -1", "down 2 (stored)");
    }
    #[test]
    fn an_older_build_goes_down_by_the_stored_script() {
        check("1", "1 2?", "down -1", "down 2 (stored)");
    }
    #[test]
    fn an_older_build_without_a_stored_script_cannot() {
        check(
            "1",
            "1 2",
            "down -1",
            "0002_m2 cannot be undone: its down script is neither in this build nor in the journal",
        );
    }
    #[test]
    fn never_jumps_over_an_irreversible_one() {
        check(
            "1 2- 3",
            "1 2 3",
            "down 1",
            "0002_m2 cannot be undone: gone",
        );
        check("1 2- 3", "1 2 3", "down 2", "down 3");
    }
    #[test]
    fn refuses_an_edited_migration() {
        check(
            "1 2",
            "1! 2",
            "up",
            "0001_m1 was edited after it was applied; put the old text back, or look at the difference and accept it: `migrate bless 1 --reason …`",
        );
        check(
            "1 2",
            "1! 2",
            "down -1",
            "0001_m1 was edited after it was applied; put the old text back, or look at the difference and accept it: `migrate bless 1 --reason …`",
        );
    }
    #[test]
    fn refuses_one_out_of_order() {
        check(
            "1 2 3",
            "1 3",
            "up",
            "0002_m2 is older than 0003_m3, the newest applied; give it the next free number",
        );
    }
    #[test]
    fn refuses_a_ledger_with_a_hole_in_the_files() {
        check(
            "1 3",
            "1 2 3",
            "up",
            "0002 m2 is applied, but its files are not here",
        );
    }
    #[test]
    fn a_newer_database_has_nothing_pending() {
        check("1", "1 2", "up", "");
    }
    #[test]
    fn an_interrupted_step_comes_first() {
        let refusal = planned("1 2", "1", "up", |facts| {
            facts.unfinished_step = Some((2, Direction::Up));
        })
        .unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "0002_m2 was interrupted on its way up, outside a transaction; `migrate up` finds out what happened and goes on"
        );
    }

    #[track_caller]
    fn digest_of(change: impl FnOnce(&mut Facts)) -> Digest {
        planned("1 2 3", "1 2?", "up", change).unwrap().digest
    }

    #[test]
    fn the_digest_is_over_what_must_not_change() {
        let before = digest_of(|_| ());
        assert_eq!(before, digest_of(|_| ()));
        assert_eq!(before, digest_of(|facts| facts.unfinished_restore = None));
        let hold = Hold {
            by: "me".into(),
            reason: "x".into(),
            since: chrono::DateTime::UNIX_EPOCH,
        };
        assert_ne!(before, digest_of(|facts| facts.hold = Some(hold)));
        assert_ne!(
            before,
            digest_of(|facts| facts.fingerprint = "other".into())
        );
        assert_ne!(before, digest_of(|facts| facts.identity = "there".into()));
        assert_ne!(before, digest_of(|facts| drop(facts.ledger.pop())));
    }

    proptest::proptest! {
        /// Whatever is applied, a plan to a place leads to that place, a step at a time.
        #[test]
        fn a_plan_leads_where_it_says(count in 1_i64..9, applied in 0_i64..9, target in 0_i64..9) {
            let (applied, target) = (applied.min(count), target.min(count));
            let list = |n: i64| (1..=n).map(|v| v.to_string()).collect::<Vec<_>>().join(" ");
            let typed = if target == 0 { "base".to_owned() } else { target.to_string() };
            let direction = if target >= applied && target > 0 { "up" } else { "down" };
            let plan = planned(&list(count), &list(applied), &format!("{direction} {typed}"), |_| ()).unwrap();
            let mut at = applied;
            for step in &plan.steps {
                let moved = if step.direction == Direction::Up { at + 1 } else { at };
                proptest::prop_assert_eq!(step.version, moved);
                at = if step.direction == Direction::Up { at + 1 } else { at - 1 };
            }
            proptest::prop_assert_eq!(at, target);
        }
    }
}
