//! Data migrations in Rust: what SQL cannot do, run after the script of its version in the same transaction.
//!
//! To add one: a file here with `pub(super) const STEP: DataStep`, its line in [`STEPS`], and `-- step: name hash` in the headers of
//! the scripts that it belongs to. It speaks SQL of its own, with every column named: what the store says will change, this must not.
//! A step that ran anywhere is not edited. Its hash is declared beside it, and in the script, whose text the ledger keeps.

use futures::future::BoxFuture;
use sha2::{Digest as _, Sha256};

use super::{error::EngineError, header::Header, place::Conn, refusal::Refusal, target::Direction};

/// Every step there is.
pub const STEPS: &[DataStep] = &[];

/// What a step does, in the transaction that is open.
pub type Code = for<'c> fn(&'c mut Conn) -> BoxFuture<'c, Result<(), EngineError>>;

/// A step in Rust that belongs to a migration.
#[derive(Debug, Clone, Copy)]
pub struct DataStep {
    pub version: i64,
    pub name: &'static str,
    /// [`digest`] of the file, as the scripts say it too.
    pub hash: &'static str,
    /// `include_str!` of its own file.
    pub source: &'static str,
    pub up: Code,
    /// `None` where the down script alone is the way back.
    pub down: Option<Code>,
}

/// What a header says of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub hash: String,
}

/// The first sixteen digits of the hash of a step's file, apart from the line that declares it.
pub fn digest(source: &str) -> String {
    let mut hash = Sha256::new();
    for line in source
        .lines()
        .filter(|line| !line.trim_start().starts_with("hash: "))
    {
        hash.update(line.trim_end());
        hash.update("\n");
    }
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The code that belongs to a script; refuses where it is missing, not what was declared, or not named in the script.
pub fn code(
    steps: &[DataStep],
    version: i64,
    direction: Direction,
    header: &Header,
    file: &str,
) -> Result<Option<Code>, Refusal> {
    let refuse = |why: String| Err(Refusal::Other(why));
    let registered = steps.iter().find(|step| step.version == version);
    let code = |step: &DataStep| match direction {
        Direction::Up => Some(step.up),
        Direction::Down => step.down,
    };
    match (&header.step, registered) {
        (None, None) => Ok(None),
        (None, Some(step)) if code(step).is_none() => Ok(None),
        (None, Some(step)) => refuse(format!(
            "{file} does not say that the step {} belongs to it: `-- step: {} {}`",
            step.name, step.name, step.hash
        )),
        (Some(_), _) if header.no_transaction => refuse(format!(
            "{file} runs outside a transaction, so no step can belong to it"
        )),
        (Some(named), Some(step)) if named.name == step.name && named.hash == step.hash => {
            match code(step) {
                Some(code) => Ok(Some(code)),
                None => refuse(format!("the step {} has no way {direction}", named.name)),
            }
        }
        (Some(named), Some(step)) if named.name == step.name => refuse(format!(
            "the step {} of {file} was {} and is {} in this build",
            named.name, named.hash, step.hash
        )),
        (Some(named), _) => refuse(format!(
            "{file} needs the step {}, which this build does not have",
            named.name
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::header::header;

    #[test]
    fn every_step_is_what_its_file_declares() {
        for step in STEPS {
            let digest = digest(step.source);
            assert_eq!(
                step.hash, digest,
                "the step {} was edited: put back what ran, or, if it never ran anywhere, declare the new hash",
                step.name
            );
        }
    }
    #[test]
    fn the_line_that_declares_the_hash_does_not_count() {
        assert_eq!(digest("a\n    hash: \"1\",\nb"), digest("a\nb"));
        assert_ne!(digest("a\nb"), digest("a\nc"));
    }

    fn nothing(_: &mut Conn) -> BoxFuture<'_, Result<(), EngineError>> {
        Box::pin(async { Ok(()) })
    }

    #[track_caller]
    fn check(version: i64, direction: Direction, sql: &str, expect: &str) {
        let steps = [DataStep {
            version: 3,
            name: "fold",
            hash: "12",
            source: "",
            up: nothing,
            down: None,
        }];
        let got = match code(
            &steps,
            version,
            direction,
            &header(sql).unwrap(),
            "0003_fold",
        ) {
            Ok(Some(_)) => "runs".to_owned(),
            Ok(None) => "nothing".to_owned(),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn script_and_step_name_each_other() {
        check(3, Direction::Up, "-- step: fold 12\nSELECT 1", "runs");
        check(3, Direction::Down, "SELECT 1", "nothing");
        check(2, Direction::Up, "SELECT 1", "nothing");
        check(
            3,
            Direction::Up,
            "SELECT 1",
            "0003_fold does not say that the step fold belongs to it: `-- step: fold 12`",
        );
        check(
            3,
            Direction::Up,
            "-- step: fold 13\nSELECT 1",
            "the step fold of 0003_fold was 13 and is 12 in this build",
        );
        check(
            2,
            Direction::Up,
            "-- step: other 13\nSELECT 1",
            "0003_fold needs the step other, which this build does not have",
        );
        check(
            3,
            Direction::Down,
            "-- step: fold 12\nSELECT 1",
            "the step fold has no way down",
        );
        check(
            3,
            Direction::Up,
            "-- no-transaction\n-- step: fold 12\nVACUUM",
            "0003_fold runs outside a transaction, so no step can belong to it",
        );
    }
}
