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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::{
        journal::From,
        plan::{Keep, planned},
    };

    /// Whether this is consent to a plan that loses a table, and to one that adds one.
    #[track_caller]
    fn check(consent: impl Fn(&Digest) -> Consent, loses: Result<(), Refusal>) {
        let by = Actor {
            who: "1003".to_owned(),
            from: From::Chat,
            host: "here".to_owned(),
        };
        for (request, expect) in [("up", Ok(())), ("down base", loses)] {
            let applied = if request == "up" { "" } else { "1" };
            let mut plan = planned("1", applied, request, |_| ()).unwrap();
            plan.estimate.backup = Some(Keep::File);
            let shown = plan.digest.clone();
            let consent = consent(&shown);
            let approved = plan.clone().approve(&shown, &consent, by.clone());
            assert_eq!(approved.map(drop), expect, "{request}");
            let other = Digest::from("another".to_owned());
            let stale = plan.approve(&other, &consent, by.clone());
            assert!(matches!(stale, Err(Refusal::Stale(_))), "{request}");
        }
    }

    #[test]
    fn what_loses_is_typed() {
        let code = planned("1", "1", "down base", |_| ()).unwrap().digest;
        let needs = Refusal::NeedsCode(code.code().to_owned());
        check(|_| Consent::Pressed, Err(needs));
        check(
            |_| Consent::Typed("12345678".to_owned()),
            Err(Refusal::WrongCode),
        );
        check(
            |shown| Consent::Typed(format!(" {}\n", shown.code().to_uppercase())),
            Ok(()),
        );
        check(|_| Consent::Beforehand, Ok(()));
    }
}
