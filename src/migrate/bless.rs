//! How an edited script differs from the applied one.

use serde::{Deserialize, Serialize};

use super::{
    source::{Hash, Script},
    sql::essence,
};
use crate::db::Dialect;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    LineEnds,
    /// Comments or blanks.
    Comments,
    Statements,
    /// The applied text is nowhere to be found.
    Unknown,
}

impl Difference {
    pub fn words(self) -> &'static str {
        match self {
            Self::LineEnds => " (only its line ends differ)",
            Self::Comments => " (only comments or blanks differ)",
            Self::Statements => " (its statements differ)",
            Self::Unknown => "",
        }
    }
}

/// Tells how `now` differs from the text with the hash `then`, whose text is known if the journal kept it.
pub(super) fn difference(
    dialect: Dialect,
    stored: Option<&Script>,
    now: &Script,
    then: &Hash,
) -> Difference {
    let lf = now.sql.replace("\r\n", "\n");
    if Hash::of(&lf) == *then || Hash::of(&lf.replace('\n', "\r\n")) == *then {
        return Difference::LineEnds;
    }
    match stored {
        Some(stored) if essence(dialect, &stored.sql) == essence(dialect, &now.sql) => {
            Difference::Comments
        }
        Some(_) => Difference::Statements,
        None => Difference::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(then: &str, now: &str, kept: bool, expect: Difference) {
        let (then, now) = (Script::new(then.to_owned()), Script::new(now.to_owned()));
        assert_eq!(
            difference(Dialect::Sqlite, kept.then_some(&then), &now, &then.hash),
            expect
        );
    }

    #[test]
    fn line_ends_are_told_apart_even_without_the_old_text() {
        check(
            "SELECT 1;\nSELECT 2;\n",
            "SELECT 1;\r\nSELECT 2;\r\n",
            false,
            Difference::LineEnds,
        );
        check(
            "SELECT 1;\r\nSELECT 2;\r\n",
            "SELECT 1;\nSELECT 2;\n",
            false,
            Difference::LineEnds,
        );
    }
    #[test]
    fn comments_are_told_apart_with_it() {
        check(
            "SELECT 1;",
            "-- one\nSELECT   1;",
            true,
            Difference::Comments,
        );
        check(
            "SELECT 1;",
            "-- one\nSELECT   1;",
            false,
            Difference::Unknown,
        );
    }
    #[test]
    fn statements_are_statements() {
        check("SELECT 1;", "SELECT 2;", true, Difference::Statements);
    }
}
