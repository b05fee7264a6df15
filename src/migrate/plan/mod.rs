//! What would run, as data: a [`Plan`] and what it is decided from. Pure, the whole folder.
//!
//! `facts` is what was found in a database, [`plan()`] in `decide` turns that and a [`Request`] into steps or a refusal, `consistent`
//! says whether there is anything to decide, `digest` what must not change between looking and pressing.

mod consistent;
mod decide;
mod digest;
mod estimate;
mod facts;
mod hold;
mod step;

use serde::{Deserialize, Serialize};

use super::{
    lint::Finding,
    loss::Loss,
    target::{Direction, Position, Target},
};
use crate::db::Dialect;

pub use consistent::consistent;
pub use decide::plan;
pub use digest::Digest;
pub use estimate::{Estimate, Keep};
pub use facts::{Applied, Facts, Stored};
pub use hold::{Cause, Hold};
pub use step::{Origin, Step};

#[cfg(test)]
pub(super) use decide::tests::planned;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a plan asks of a person, with a backup and without.
    #[track_caller]
    fn check(known: &str, applied: &str, request: &str, expect: (Friction, Friction)) {
        let mut plan = planned(known, applied, request, |_| ()).unwrap();
        let without = plan.friction();
        plan.estimate.backup = Some(Keep::File);
        assert_eq!((plan.friction(), without), expect);
    }

    #[test]
    fn only_what_can_be_taken_back_is_a_press_away() {
        check("1 2", "1", "up", (Friction::Press, Friction::Type));
        check("1 2-", "1", "up", (Friction::Type, Friction::Type));
        check("1 2", "1 2", "down -1", (Friction::Type, Friction::Type));
        check("1 2", "1 2", "up", (Friction::Press, Friction::Press));
    }
    #[test]
    fn what_goes_is_more_than_an_addition() {
        assert!(planned("1 2", "1", "up", |_| ()).unwrap().only_adds());
        assert!(
            !planned("1 2", "1 2", "down -1", |_| ())
                .unwrap()
                .only_adds()
        );
    }
}
