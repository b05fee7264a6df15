//! Why something was not done or went wrong, as the journal keeps it beside the words: the command line reads the words, the
//! chat says it in the owner's language. To add a reason to refuse: a variant of [`Denied`], its words here, its text in
//! `bot::console::refusal`.

use serde::{Deserialize, Deserializer, Serialize};

use super::{error::EngineError, refusal::Refusal};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Refused(Refusal),
    /// In the database's own words.
    #[error("{0}")]
    Database(String),
    /// In English, which is all there is.
    #[error("{0}")]
    Other(String),
}

/// What stands between a button and the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    #[error("a run is going on")]
    Busy,
    #[error("the button was pressed already")]
    Used,
    #[error("the button came too late")]
    Late,
    #[error("the button was given to somebody else or for another message")]
    NotTheirs,
    #[error("there is no such button")]
    Unknown,
    #[error("the plan is another one now")]
    OtherPlan,
    #[error("another code was typed")]
    OtherCode,
    #[error("cancelled before it began")]
    ThoughtBetter,
}

impl Why {
    pub fn of(error: &EngineError) -> Self {
        match (error, error.said_by_database()) {
            (EngineError::Refused(refusal), _) => Self::Refused(refusal.clone()),
            (_, Some(words)) => Self::Database(words.to_owned()),
            (other, None) => Self::Other(other.chain()),
        }
    }
}

/// A reason that this build does not know is no reason not to read the rest.
pub(super) fn if_known<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Why>, D::Error> {
    let json = serde_json::Value::deserialize(json)?;
    Ok(serde_json::from_value(json).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::journal::Event;

    #[test]
    fn a_reason_of_another_build_leaves_the_words() {
        let json = r#"{"event":"refused","asked":"x","why":"y","told":{"weather":"rain"}}"#;
        let read: Event = serde_json::from_str(json).expect("the rest is readable");
        let expect = Event::Refused {
            asked: "x".to_owned(),
            why: "y".to_owned(),
            told: None,
        };
        assert_eq!(read, expect);
        let old = json.replace(r#","told":{"weather":"rain"}"#, "");
        assert_eq!(serde_json::from_str::<Event>(&old).ok(), Some(expect));
    }

    #[test]
    fn a_reason_comes_back_from_the_journal() {
        let told = Some(Why::Refused(Refusal::Space {
            needs: 2,
            free: 1,
            place: "/".to_owned(),
        }));
        let event = Event::Refused {
            asked: "x".to_owned(),
            why: "y".to_owned(),
            told,
        };
        let json = serde_json::to_string(&event).expect("plain data");
        assert_eq!(serde_json::from_str::<Event>(&json).ok(), Some(event));
    }
}
