//! Decides what would run: what is known and what is found go in, a plan or a refusal comes out.

use std::collections::BTreeSet;

use super::{
    Digest, Estimate, Facts, Options, Origin, Plan, Request, Step, consistent, digest::digest,
};
use crate::migrate::{
    header,
    lint::{Finding, lint},
    loss::losses,
    refusal::Refusal,
    source::{Known, Revision},
    steps,
    target::{Direction, Position, resolve},
};

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
        let header = header::header(&step.script.sql).unwrap_or_default();
        steps::code(
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
        digest: Digest::from(String::new()),
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
            Revision::file_stem,
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
        let header = header::header(&step.script.sql).unwrap_or_default();
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

#[cfg(test)]
pub(super) mod tests {
    use super::{
        super::{Applied, Stored},
        *,
    };
    use crate::{
        db::Dialect,
        migrate::source::{Hash, Script},
    };

    /// `check("1 2 3", "1 2", "up", "up 3")`: the one place that calls `plan`. Known: `2-` has no down, `2~` runs outside a
    /// transaction, `3<1` follows 1. Applied: `2!` was applied with another text, `2?` is there with a stored pair. Behind
    /// the target: `single`, or `embedded`.
    #[track_caller]
    fn check(known: &str, applied: &str, request: &str, expect: &str) {
        let got = match planned(known, applied, request, |_| ()) {
            Ok(plan) => {
                let step = |s: &Step| {
                    format!(
                        "{} {}{}",
                        s.direction,
                        s.version,
                        match (s.origin, &s.differs_from) {
                            (Origin::Stored, None) => " (stored)",
                            (Origin::Stored, Some(_)) => " (stored, another text)",
                            (Origin::Embedded, None) => "",
                            (Origin::Embedded, Some(_)) => " (another text is stored)",
                        }
                    )
                };
                plan.steps.iter().map(step).collect::<Vec<_>>().join(", ")
            }
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expect);
    }

    pub(in crate::migrate) fn planned(
        known: &str,
        applied: &str,
        request: &str,
        change: impl FnOnce(&mut Facts),
    ) -> Result<Plan, Refusal> {
        let files: Vec<(String, String)> = known
            .split_whitespace()
            .flat_map(|word| {
                let (word, revises) = word.split_once('<').map_or_else(
                    || (word, String::new()),
                    |(word, parents)| (word, format!("-- revises: {parents}\n")),
                );
                let version = word.trim_end_matches(['-', '~']);
                let sql = match word.chars().last() {
                    Some('-') => format!("-- irreversible: gone\nCREATE TABLE t{version} (a);"),
                    Some('~') => "-- no-transaction\nVACUUM;".to_owned(),
                    _ => format!("{revises}CREATE TABLE t{version} (a);"),
                };
                let up = (format!("{version}_m{version}"), sql);
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
        let words: Vec<&str> = request.split(' ').collect();
        let direction = match words[0] {
            "up" => Direction::Up,
            _ => Direction::Down,
        };
        plan(
            &known,
            &facts,
            &Request {
                direction,
                target: words.get(1).unwrap_or(&"head").parse().unwrap(),
                options: Options {
                    single: words.contains(&"single"),
                    embedded_down: words.contains(&"embedded"),
                    ..Options::default()
                },
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
    fn what_its_scripts_do_is_looked_at() {
        let plan = planned("1 2", "1 2", "down base", |_| ()).unwrap();
        let found = |f: &Finding| format!("{} {} {}", f.version, f.rule.name(), f.about);
        let found: Vec<String> = plan.findings.iter().map(found).collect();
        assert_eq!(found, ["2 drop-table t2", "1 drop-table t1"]);
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
        check("1 2", "1 2?", "down -1", "down 2 (stored, another text)");
    }
    #[test]
    fn runs_the_one_of_this_build_where_it_is_asked_for() {
        check(
            "1 2",
            "1 2?",
            "down -1 embedded",
            "down 2 (another text is stored)",
        );
        check("1 2", "1 2", "down -1 embedded", "down 2");
    }
    #[test]
    fn all_or_nothing_is_not_for_what_runs_outside_a_transaction() {
        check(
            "1 2~",
            "",
            "up head single",
            "0002_m2 runs outside a transaction, so it cannot be part of a run that is all or nothing",
        );
        check("1 2~", "1", "up head single", "up 2");
        check("1 2", "", "up head single", "up 1, up 2");
        check("1 2~", "", "up", "up 1, up 2");
    }
    #[test]
    fn two_ends_are_refused_until_they_are_joined() {
        check(
            "1 2 3<1",
            "1",
            "up",
            "there are two ends: 0002_m2 and 0003_m3; `migrate merge` joins them",
        );
        check("1 2 3<1 4<2,3", "1 3", "up", "up 2, up 4");
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
    fn says_how_an_edited_one_differs_where_the_old_text_is_kept() {
        let check = |applied: &str, kept: &str, expect: &str| {
            let refused = planned("1", "1", "up", |facts| {
                facts.ledger[0].hash = Hash::of(applied);
                let up = Script::new(kept.to_owned());
                facts.stored.insert(1, Stored { up, down: None });
            });
            let refusal = refused.unwrap_err().to_string();
            assert!(
                refusal.starts_with(&format!(
                    "0001_m1 was edited after it was applied{expect}; "
                )),
                "{refusal}"
            );
        };
        let old = "-- One.\nCREATE TABLE t1 (a);";
        check(old, old, " (only comments or blanks differ)");
        let old = "CREATE TABLE t1 (a, b);";
        check(old, old, " (its statements differ)");
        check(old, "CREATE TABLE t1 (a);", "");
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

    proptest::proptest! {
        /// Whatever is applied, a plan to a place leads to that place, a step at a time.
        #[test]
        fn a_plan_leads_where_it_says(count in 1_i64..9, applied in 0_i64..9, target in 0_i64..9) {
            let (applied, target) = (applied.min(count), target.min(count));
            let list = |n: i64| (1..=n).map(|v| v.to_string()).collect::<Vec<_>>().join(" ");
            let typed = if target == 0 { "base".to_owned() } else { target.to_string() };
            let direction = if target >= applied && target > 0 { "up" } else { "down" };
            let plan = planned(&list(count), &list(applied), &format!("{direction} {typed}"), |_| ()).unwrap();
            proptest::prop_assert_eq!(plan.from, (applied > 0).then_some(applied));
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
