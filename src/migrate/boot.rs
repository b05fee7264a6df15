//! What a start of the bot does about the schema: one total match over what is known and found, then the configuration's word.

use std::fmt;

use super::{
    approve::Consent,
    cancel::Cancel,
    engine::Engine,
    error::EngineError,
    header::header,
    journal::{Actor, From},
    lint::only_adds,
    outcome::{Failed, Manner, Progress, Report, Tell},
    plan::{Facts, Friction, Options, Plan, Request, plan},
    refusal::Refusal,
    source::Known,
    target::{Direction, Target},
};

/// What a database is to this build.
#[derive(Debug, Clone, PartialEq)]
pub enum Boot {
    /// Everything is applied.
    Ready,
    /// This would have to be applied.
    Pending(Box<Plan>),
    /// It is pending, and somebody does not want it to be applied by a restart.
    Held(Box<Plan>),
    /// The database is newer than this build.
    Ahead(Ahead),
    /// Nothing can be said before a person has looked.
    Refuse(Refusal),
}

/// Migrations that this build does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    pub versions: Vec<i64>,
    /// They only add, by proof or by their author's word: this build goes on working beside them.
    pub compatible: bool,
    /// Where this build ends.
    pub head: Option<i64>,
}

/// Reduces known × ledger × journal × hold to a verdict.
pub fn boot(known: &Known, facts: &Facts) -> Boot {
    let request = Request {
        direction: Direction::Up,
        target: Target::Head,
        options: Options::default(),
    };
    let plan = match plan(known, facts, &request) {
        Ok(plan) => plan,
        Err(refusal) => return Boot::Refuse(refusal),
    };
    let versions: Vec<i64> = facts
        .applied()
        .into_iter()
        .filter(|v| Some(*v) > known.head())
        .collect();
    let held = facts.hold.is_some() || facts.unfinished_restore.is_some();
    match (plan.is_empty(), versions.is_empty(), held) {
        (true, true, _) => Boot::Ready,
        // Where something newer is applied nothing of ours can be pending: it would be out of order.
        (_, false, _) => Boot::Ahead(Ahead {
            compatible: versions.iter().all(|v| is_compatible(known, facts, *v)),
            versions,
            head: known.head(),
        }),
        (false, true, true) => Boot::Held(Box::new(plan)),
        (false, true, false) => Boot::Pending(Box::new(plan)),
    }
}

/// Whether copies of the bot that do not know a migration go on working, by the text the journal kept of it.
fn is_compatible(known: &Known, facts: &Facts, version: i64) -> bool {
    facts.stored.get(&version).is_some_and(|stored| {
        let says_so = header(&stored.up.sql).is_ok_and(|header| header.compatible.is_some());
        says_so || only_adds(known.dialect, &stored.up)
    })
}

/// What the configuration says.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// Apply what loses nothing and can be undone.
    pub auto: bool,
    /// Apply everything.
    pub auto_lossy: bool,
    /// Take back what is newer and cannot be lived with, where nothing is lost by it.
    pub revert_newer: bool,
}

/// How a start went, as far as the schema is concerned.
#[derive(Debug)]
pub enum Booted {
    /// The schema is this build's. `applied` says what was done for it.
    Ready { applied: Option<Report> },
    /// The schema is newer, in ways this build can live with.
    Newer(Ahead),
    /// Something is pending that an owner has to want: it loses data, `auto` is off, or migrations are held.
    Waiting { plan: Box<Plan>, why: Waiting },
    /// A migration failed, or nothing can be done without a person.
    Trouble(Trouble),
    /// The program was told to stop before this was over.
    Stopped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// It loses data, cannot be undone, or has no backup.
    Lossy,
    Held,
    AutoIsOff,
}

#[derive(Debug)]
pub enum Trouble {
    /// The schema is newer, and this build cannot live with it.
    Ahead(Ahead),
    Refused(Refusal),
    Failed(Box<Failed>),
    /// The database could not even be looked at.
    Unreadable(EngineError),
}

impl Trouble {
    /// What is the same at every start that meets it. How far the first one came is not.
    pub fn cause(&self) -> String {
        match self {
            Self::Failed(failed) => format!("{:?}: {}", failed.step, failed.error.chain()),
            trouble => trouble.to_string(),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ahead(ahead) => write!(
                f,
                "it is newer ({:?}), in ways this build cannot live with",
                ahead.versions
            ),
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Failed(failed) => write!(f, "{failed}: {}", failed.error.chain()),
            Self::Unreadable(error) => f.write_str(&error.chain()),
        }
    }
}

/// How many others may be faster, one after the other, before a start gives up.
const OTHERS: u32 = 50;

impl Engine {
    /// Brings the schema to this build where the configuration lets it. Several processes may do this at once: one applies,
    /// the others wait for it.
    pub async fn boot(&self, policy: Policy, cancel: &Cancel, tell: Tell<'_>) -> Booted {
        let by = Actor {
            who: format!("build {}", super::BUILD),
            ..Actor::of_this_process(From::Boot)
        };
        super::temporary::sweep(&self.settings.temp_dir);
        let mut applied = None;
        let mut stale = 0;
        loop {
            if cancel.is_cancelled() {
                return Booted::Stopped;
            }
            let verdict = match self.verdict(&by).await {
                Ok(verdict) => verdict,
                Err(EngineError::Refused(Refusal::Locked(by))) => {
                    tell(Progress::Waiting { by: vec![by] });
                    continue;
                }
                Err(error) => return Booted::Trouble(Trouble::Unreadable(error)),
            };
            let plan = match verdict {
                Boot::Ready => return Booted::Ready { applied },
                Boot::Held(plan) => {
                    return Booted::Waiting {
                        plan,
                        why: Waiting::Held,
                    };
                }
                Boot::Refuse(refusal) => return Booted::Trouble(Trouble::Refused(refusal)),
                Boot::Ahead(ahead) if ahead.compatible => return Booted::Newer(ahead),
                Boot::Ahead(ahead) => match self.way_back(policy, &ahead).await {
                    Some(plan) => plan,
                    None => return Booted::Trouble(Trouble::Ahead(ahead)),
                },
                Boot::Pending(plan) if !policy.auto => {
                    return Booted::Waiting {
                        plan,
                        why: Waiting::AutoIsOff,
                    };
                }
                Boot::Pending(plan) if plan.friction() == Friction::Type && !policy.auto_lossy => {
                    return Booted::Waiting {
                        plan,
                        why: Waiting::Lossy,
                    };
                }
                Boot::Pending(plan) => *plan,
            };
            let digest = plan.digest.clone();
            let approved = match plan.approve(&digest, &Consent::Beforehand, by.clone()) {
                Ok(approved) => approved,
                Err(refusal) => return Booted::Trouble(Trouble::Refused(refusal)),
            };
            match self.apply(approved, Manner::default(), cancel, tell).await {
                Ok(report) => applied = Some(report),
                Err(failed) if cancel.is_cancelled() && failed.done.is_empty() => {
                    return Booted::Stopped;
                }
                // Somebody else was faster, or is at it: look again.
                Err(failed) => match failed.error.refusal() {
                    Some(Refusal::Stale(_)) if stale < OTHERS => stale += 1,
                    Some(Refusal::Locked(by)) => tell(Progress::Waiting {
                        by: vec![by.clone()],
                    }),
                    _ => return Booted::Trouble(Trouble::Failed(Box::new(failed))),
                },
            }
        }
    }

    /// Looks, after bringing in order what a crash interrupted.
    async fn verdict(&self, by: &Actor) -> Result<Boot, EngineError> {
        let mut facts = self.facts().await?;
        if facts.unfinished_step.is_some() {
            self.recover(by).await?;
            facts = self.facts().await?;
        }
        let verdict = boot(&self.known, &facts);
        match verdict {
            // The losses decide whether a person is asked.
            Boot::Pending(plan) => Ok(Boot::Pending(Box::new(self.measured(*plan, &facts).await?))),
            Boot::Held(plan) => Ok(Boot::Held(Box::new(self.measured(*plan, &facts).await?))),
            verdict => Ok(verdict),
        }
    }

    /// The plan back to this build, where the configuration wants it and it loses nothing.
    async fn way_back(&self, policy: Policy, ahead: &Ahead) -> Option<Plan> {
        if !policy.revert_newer || self.has_newer_peer().await {
            return None;
        }
        let request = Request {
            direction: Direction::Down,
            target: ahead.head.into(),
            options: Options::default(),
        };
        self.plan(&request)
            .await
            .ok()
            .filter(|plan| !plan.loses() && !plan.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::{
        plan::{Applied, Hold, Stored},
        source::Script,
    };

    const ADDS: &str = "ALTER TABLE t ADD c TEXT;";
    const DROPS: &str = "DROP TABLE t;";

    /// Known are 1 and 2; what is applied beyond was kept by the journal with the text `beyond`.
    #[track_caller]
    fn check(applied: &[i64], beyond: Option<&str>, held: bool, expect: &str) {
        let known = Known::for_tests(&[(1, "a"), (2, "b")]);
        let mut facts = Facts::default();
        for version in applied {
            let up = known.get(*version).map_or_else(
                || Script::new(beyond.unwrap_or_default().to_owned()),
                |r| r.up.clone(),
            );
            facts.ledger.push(Applied {
                version: *version,
                name: String::new(),
                hash: up.hash.clone(),
            });
            if known.get(*version).is_none() && beyond.is_some() {
                facts.stored.insert(*version, Stored { up, down: None });
            }
        }
        facts.hold = held.then(|| Hold {
            by: String::new(),
            reason: String::new(),
            told: None,
            since: chrono::DateTime::UNIX_EPOCH,
        });
        let got = match boot(&known, &facts) {
            Boot::Ready => "ready".to_owned(),
            Boot::Pending(plan) => format!("pending {}", plan.steps.len()),
            Boot::Held(plan) => format!("held {}", plan.steps.len()),
            Boot::Ahead(ahead) => format!(
                "ahead {:?}{}",
                ahead.versions,
                if ahead.compatible { ", compatible" } else { "" }
            ),
            Boot::Refuse(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn everything_applied_is_ready() {
        check(&[1, 2], None, false, "ready");
        check(&[1, 2], None, true, "ready");
    }
    #[test]
    fn pending_is_pending_unless_held() {
        check(&[], None, false, "pending 2");
        check(&[1], None, false, "pending 1");
        check(&[1], None, true, "held 1");
    }
    #[test]
    fn newer_ones_are_lived_with_where_they_only_add() {
        check(&[1, 2, 3], Some(ADDS), false, "ahead [3], compatible");
        check(&[1, 2, 3], Some(DROPS), false, "ahead [3]");
        check(
            &[1, 2, 3],
            Some("-- compatible: nobody reads it\nDROP TABLE t;"),
            false,
            "ahead [3], compatible",
        );
        check(&[1, 2, 3], None, false, "ahead [3]");
    }
    #[test]
    fn what_is_not_in_order_needs_a_person() {
        check(
            &[2],
            None,
            false,
            "0001_a is older than 0002_b, the newest applied; give it the next free number",
        );
        check(
            &[1, 3],
            Some(ADDS),
            false,
            "0002_b is older than 0003, the newest applied; give it the next free number",
        );
    }
}
