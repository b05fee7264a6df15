//! Permission as a value: what [`Engine::apply`](super::Engine::apply) takes, and nothing but a shown plan and a yes makes.

use super::{
    journal::Actor,
    plan::{Digest, Friction, Plan},
    refusal::Refusal,
};

/// How a person (or the configuration) said yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Consent {
    /// Pressed one button.
    Pressed,
    /// Typed the code of the plan.
    Typed(String),
    /// Decided beforehand: `--yes`, or `auto_lossy`.
    Beforehand,
}

/// A plan that somebody has seen and wants.
#[derive(Debug, Clone)]
pub struct Approved {
    plan: Plan,
    by: Actor,
}

impl Approved {
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub fn by(&self) -> &Actor {
        &self.by
    }
}

impl Plan {
    /// Approves the plan that was shown with this digest.
    pub fn approve(
        self,
        shown: &Digest,
        consent: &Consent,
        by: Actor,
    ) -> Result<Approved, Refusal> {
        if self.digest != *shown {
            return Err(Refusal::Stale(
                "it is not the plan that was shown".to_owned(),
            ));
        }
        match (self.friction(), consent) {
            (_, Consent::Beforehand) | (Friction::Press, _) => {}
            (Friction::Type, Consent::Pressed) => {
                return Err(Refusal::NeedsCode(self.digest.code().to_owned()));
            }
            (Friction::Type, Consent::Typed(code))
                if code.trim().eq_ignore_ascii_case(self.digest.code()) => {}
            (Friction::Type, Consent::Typed(_)) => return Err(Refusal::WrongCode),
        }
        Ok(Approved { plan: self, by })
    }
}
