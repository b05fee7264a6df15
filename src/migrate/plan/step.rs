//! One migration of a plan, in one direction.

use serde::{Deserialize, Serialize};

use crate::migrate::{source::Script, target::Direction};

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
    pub(in crate::migrate) fn recovered(
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
    pub(in crate::migrate) fn reversed(&self) -> Option<Self> {
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

#[cfg(test)]
mod tests {
    use super::{super::planned, *};

    #[test]
    fn a_step_back_and_back_again_is_the_step() {
        let step = planned("1", "", "up", |_| ()).unwrap().steps.remove(0);
        let back = step.reversed().unwrap();
        assert_eq!(back.direction, Direction::Down);
        assert_eq!(Some(&back.script), step.back.as_ref());
        let again = back.reversed().unwrap();
        assert_eq!((again.version, again.direction), (1, Direction::Up));
        assert_eq!((again.script, again.back), (step.script, step.back));
        let plan = planned("1-", "", "up", |_| ()).unwrap();
        assert_eq!(plan.steps[0].reversed(), None);
    }
}
