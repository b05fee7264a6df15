//! Reading migration scripts: statements with their lines, and what each of them does.
//!
//! This is not a SQL parser. It knows just enough of both dialects to split a script where the database would (strings,
//! dollar quotes, comments, trigger bodies) and to recognise the statements that change schema or lose data. What it does
//! not recognise is [`Change::Other`]; the plan shows it as text and nothing is concluded from it.
//!
//! `change/` says how to recognise another statement.

mod change;
mod cursor;
mod name;
mod split;

pub use change::{Action, Change, Copied, change};
pub use name::Name;
pub use split::{Statement, Token, TokenKind, split};

/// The text with comments removed, blanks collapsed and line ends unified: equal for two scripts that differ in nothing
/// a database would notice.
pub fn essence(dialect: crate::db::Dialect, sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for statement in split(dialect, sql) {
        for token in &statement.tokens {
            out.push_str(token.text);
            out.push(' ');
        }
        out.push_str(";\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        db::Dialect,
        migrate::{header::header, lint::lint, loss::losses, source::Script},
    };

    /// Pieces that scripts are made of, and that go wrong where they are cut.
    const PIECES: &[&str] = &[
        "CREATE",
        "TABLE",
        "TRIGGER",
        "BEGIN",
        "END",
        "CASE",
        "DROP",
        "ALTER",
        "RENAME",
        "TO",
        "INSERT",
        "INTO",
        "SELECT",
        "FROM",
        "DELETE",
        "UPDATE",
        "SET",
        "WHERE",
        "WITH",
        "(",
        ")",
        ",",
        ";",
        "'",
        "\"",
        "`",
        "[",
        "]",
        "$$",
        "$a$",
        "$1",
        "--",
        "/*",
        "*/",
        "\n",
        "\r\n",
        " ",
        "é",
        "\u{feff}",
        "a",
        "main.",
        "e'",
        "\\",
        "-- allow:",
        "-- revises: 1",
        "CONCURRENTLY",
        "INDEX",
        "ON",
        "=",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..40)
            .prop_map(|pieces| pieces.join(" "))
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_makes_it_panic(sql in prop_oneof![text(), ".*"]) {
            for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                let script = Script::new(sql.clone());
                let header = header(&sql).unwrap_or_default();
                let _ = lint(dialect, 1, &script, &header, &mut std::collections::BTreeSet::new());
                let _ = losses(dialect, &crate::migrate::loss::Schema::default(), [(1, &script)]);
            }
        }

        #[test]
        fn statements_are_pieces_of_the_script_in_order(sql in text()) {
            for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                let mut at = 0;
                for statement in split(dialect, &sql) {
                    let found = sql[at..].find(statement.text);
                    prop_assert!(found.is_some());
                    at += found.unwrap_or_default() + statement.text.len();
                    prop_assert!(!statement.tokens.is_empty());
                }
            }
        }

        #[test]
        fn what_was_split_splits_the_same_again(sql in text()) {
            for dialect in [Dialect::Sqlite, Dialect::Postgres] {
                for statement in split(dialect, &sql) {
                    let again = split(dialect, statement.text);
                    prop_assert_eq!(again.len(), 1, "{:?}", statement.text);
                    prop_assert_eq!(again[0].text, statement.text);
                }
            }
        }
    }
}
