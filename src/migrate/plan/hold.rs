//! Pending migrations that no restart applies, until somebody moves up on purpose.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::migrate::{journal::Actor, report::position, target::Position};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub by: String,
    pub reason: String,
    pub since: DateTime<Utc>,
    /// The same for whoever says it in another language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<(Actor, Cause)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Somebody asked for it.
    Asked(String),
    TakenBack(String),
    Restored(String),
    StampedBack(Position),
    /// The data went on in another database.
    Moved(String),
}

impl Hold {
    pub(in crate::migrate) fn new(by: &Actor, cause: Cause, since: DateTime<Utc>) -> Self {
        Self {
            by: by.to_string(),
            reason: cause.to_string(),
            since,
            told: Some((by.clone(), cause)),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked(reason) => f.write_str(reason),
            Self::TakenBack(name) => write!(f, "{name} was taken back"),
            Self::Restored(file) => write!(f, "restored {file}"),
            Self::Moved(to) => write!(f, "moved to {to}"),
            Self::StampedBack(to) => write!(f, "stamped back to {}", position(*to)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_in_words() {
        let check = |cause: Cause, expect: &str| assert_eq!(cause.to_string(), expect);
        check(Cause::Asked("a look first".into()), "a look first");
        check(Cause::TakenBack("0007_x".into()), "0007_x was taken back");
        check(Cause::Restored("a.db".into()), "restored a.db");
        check(Cause::StampedBack(Some(3)), "stamped back to 0003");
        check(Cause::Moved("there".into()), "moved to there");
    }
}
