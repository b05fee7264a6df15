//! Statements that have no place in a migration, or not in this one.

use super::{Rule, join};
use crate::migrate::sql::{Change, Statement, Token, TokenKind};

/// Statements that have no place in a migration, or not in this one.
pub(super) fn misplaced(
    statement: &Statement<'_>,
    change: &Change<'_>,
    no_tx: bool,
    find: &mut dyn FnMut(Rule, String),
) {
    match change {
        Change::Transaction => find(Rule::TransactionControl, statement.text.to_owned()),
        Change::Opaque => find(Rule::Opaque, String::new()),
        Change::Attach => find(Rule::AttachDatabase, String::new()),
        Change::Pragma { pragma, sets: true } => match pragma.as_str() {
            "foreign_keys" | "defer_foreign_keys" => find(Rule::ForeignKeysPragma, pragma.clone()),
            "journal_mode" | "page_size" | "auto_vacuum" if !no_tx => {
                find(Rule::OutsideTransaction, pragma.clone());
            }
            _ => {}
        },
        Change::Vacuum if !no_tx => find(Rule::OutsideTransaction, String::new()),
        Change::CreateIndex {
            concurrently: true,
            table,
            ..
        } if !no_tx => find(Rule::ConcurrentlyInTransaction, table.to_string()),
        Change::Reindex { concurrently: true } if !no_tx => {
            find(Rule::ConcurrentlyInTransaction, String::new());
        }
        Change::DropIndex {
            concurrently: true,
            indexes,
        } if !no_tx => find(Rule::ConcurrentlyInTransaction, join(indexes)),
        _ => {}
    }
}

/// Whether one can find out after a crash if the statement ran, or simply run it again.
pub(super) fn recoverable(change: &Change<'_>) -> bool {
    matches!(
        change,
        Change::CreateIndex { index: Some(_), .. }
            | Change::DropIndex { .. }
            | Change::Vacuum
            | Change::Reindex { .. }
            | Change::Analyze
            | Change::Pragma { .. }
    )
}

/// A double-quoted text where only a value can stand.
pub(super) fn quoted_string(statement: &Statement<'_>) -> Option<String> {
    let mut before: Option<&Token<'_>> = None;
    let mut in_values = false;
    for token in &statement.tokens {
        in_values |= token.is("values");
        let value_place = before
            .is_some_and(|t| t.is("default") || (in_values && (t.text == "(" || t.text == ",")));
        if token.kind == TokenKind::Quoted && token.text.starts_with('"') && value_place {
            return Some(token.text.to_owned());
        }
        before = Some(token);
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{
        db::Dialect::{Postgres, Sqlite},
        migrate::lint::tests::check,
    };

    #[test]
    fn transactions_belong_to_the_engine() {
        check(
            Sqlite,
            "CREATE TABLE a (b); COMMIT;",
            "!transaction-control COMMIT",
        );
        check(
            Postgres,
            "-- allow: transaction-control because I want to\nBEGIN;",
            "!transaction-control BEGIN",
        );
    }
    #[test]
    fn without_a_transaction_one_recoverable_statement() {
        check(Sqlite, "-- no-transaction\nVACUUM;", "");
        check(Sqlite, "-- no-transaction\nPRAGMA journal_mode = WAL;", "");
        check(
            Postgres,
            "-- no-transaction\nREINDEX INDEX CONCURRENTLY i;",
            "",
        );
        check(
            Postgres,
            "-- no-transaction\nDROP INDEX CONCURRENTLY i;",
            "",
        );
        check(
            Postgres,
            "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);",
            "",
        );
        check(
            Sqlite,
            "-- no-transaction\nVACUUM; ANALYZE;",
            "!no-transaction-statements",
        );
        check(
            Postgres,
            "-- no-transaction\nUPDATE a SET b = 1 WHERE c;",
            "!no-transaction-unrecoverable",
        );
    }
    #[test]
    fn what_needs_no_transaction_says_so() {
        check(Sqlite, "VACUUM;", "!outside-transaction");
        check(
            Sqlite,
            "PRAGMA journal_mode = WAL;",
            "!outside-transaction journal_mode",
        );
        check(
            Postgres,
            "CREATE INDEX CONCURRENTLY i ON a (b);",
            "!concurrently-in-transaction a",
        );
        check(
            Postgres,
            "DROP INDEX CONCURRENTLY i;",
            "!concurrently-in-transaction i",
        );
        check(
            Postgres,
            "REINDEX INDEX CONCURRENTLY i;",
            "!concurrently-in-transaction",
        );
    }
}
