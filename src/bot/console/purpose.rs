//! What an owner asks for, as it is kept with the button that does it.

use serde::{Deserialize, Serialize};

use crate::migrate::{
    Manner,
    plan::{Friction, Options, Plan, Request},
    target::{Direction, Position, Target},
};

/// What somebody asked for, before a plan is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub request: Request,
    pub rollback_on_failure: bool,
    /// Only to be looked at.
    pub looks_only: bool,
}

impl Wish {
    pub fn of(direction: Direction, target: &str) -> Self {
        let Ok(target) = target.parse::<Target>();
        Self {
            request: Request {
                direction,
                target,
                options: Options::default(),
            },
            rollback_on_failure: false,
            looks_only: false,
        }
    }
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Purpose {
    Migrate {
        direction: Direction,
        to: Position,
        options: Options,
        rollback_on_failure: bool,
        /// It needs the plan's code, typed.
        typed: bool,
        /// How many steps were shown.
        steps: usize,
        from: Position,
    },
    Restore {
        /// The name of the file.
        backup: String,
    },
}

impl Purpose {
    pub(super) fn of(plan: &Plan, wish: &Wish) -> Self {
        Self::Migrate {
            direction: plan.direction,
            to: plan.to,
            options: plan.options,
            rollback_on_failure: wish.rollback_on_failure,
            typed: plan.friction() == Friction::Type,
            steps: plan.steps.len(),
            from: plan.from,
        }
    }

    pub(in crate::bot) fn is_typed(&self) -> bool {
        match self {
            Self::Migrate { typed, .. } => *typed,
            Self::Restore { .. } => true,
        }
    }

    /// The feature whose buttons it has.
    pub(in crate::bot) fn command(&self) -> &'static str {
        match self {
            Self::Migrate { direction, .. } => super::button::command(*direction),
            Self::Restore { .. } => "migrate_restore",
        }
    }

    /// What the plan was made of, so that it can be made again.
    pub(in crate::bot) fn request(&self) -> Option<Request> {
        match self {
            Self::Migrate {
                direction,
                to,
                options,
                ..
            } => Some(Request {
                direction: *direction,
                target: (*to).into(),
                options: *options,
            }),
            Self::Restore { .. } => None,
        }
    }

    pub(super) fn manner(&self) -> Manner {
        Manner {
            rollback_on_failure: matches!(
                self,
                Self::Migrate {
                    rollback_on_failure: true,
                    ..
                }
            ),
        }
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data")
    }

    pub(in crate::bot) fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
