//! Reading migration scripts: statements with their lines, and what each of them does.
//!
//! This is not a SQL parser. It knows just enough of both dialects to split a script where the database would (strings,
//! dollar quotes, comments, trigger bodies) and to recognise the statements that change schema or lose data. What it does
//! not recognise is [`Change::Other`]; the plan shows it as text and nothing is concluded from it.
//!
//! To recognise another statement: a variant of [`Change`], an arm in `change.rs`, and a line in its table of cases.

mod change;
mod cursor;
mod split;

pub use change::{Action, Change, Copied, Name, change};
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
