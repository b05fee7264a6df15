//! What a plan is recognised by.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Applied, Facts, Hold, Options, Plan};
use crate::migrate::{BUILD, lint::Finding, source::Hash, target::Direction};

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

pub(super) fn digest(plan: &Plan, facts: &Facts) -> Digest {
    let digested = Digested {
        identity: &plan.identity,
        build: BUILD,
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
    use super::{super::planned, *};

    #[track_caller]
    fn digest_of(change: impl FnOnce(&mut Facts)) -> Digest {
        planned("1 2 3", "1 2?", "up", change).unwrap().digest
    }

    #[test]
    fn its_beginning_is_typed() {
        let digest = digest_of(|_| ());
        assert_eq!(digest.to_string(), digest.as_str());
        assert_eq!((digest.as_str().len(), digest.code().len()), (64, 8));
        assert!(digest.as_str().starts_with(digest.code()));
        assert_eq!(Digest::from(digest.to_string()), digest);
    }

    #[test]
    fn the_digest_is_over_what_must_not_change() {
        let before = digest_of(|_| ());
        assert_eq!(before, digest_of(|_| ()));
        assert_eq!(before, digest_of(|facts| facts.unfinished_restore = None));
        let hold = Hold {
            by: "me".into(),
            reason: "x".into(),
            told: None,
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
}
