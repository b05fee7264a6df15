//! What was found in a database.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Hold;
use crate::migrate::{
    loss::Schema,
    source::{Hash, Script},
    target::{Direction, Position},
};

/// A row of sqlx's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub version: i64,
    pub name: String,
    pub hash: Hash,
}

/// The texts that the journal keeps of an applied migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub up: Script,
    pub down: Option<Script>,
}

/// What was found in a database.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Which database this is.
    pub identity: String,
    /// In the order they were applied.
    pub ledger: Vec<Applied>,
    pub stored: BTreeMap<i64, Stored>,
    pub hold: Option<Hold>,
    /// A restore that began and did not end.
    pub unfinished_restore: Option<String>,
    /// A step without a transaction that began and did not end.
    pub unfinished_step: Option<(i64, Direction)>,
    pub fingerprint: String,
    pub schema: Schema,
}

impl Facts {
    pub fn applied(&self) -> Vec<i64> {
        self.ledger.iter().map(|a| a.version).collect()
    }

    pub fn current(&self) -> Position {
        self.ledger.last().map(|a| a.version)
    }
}
