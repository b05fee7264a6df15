//! What is wrong, dangerous or costly about a script, said before it runs. Pure.
//!
//! To add a rule: a line in the table of `rules` with its name, its weight and its sentence; the place that finds it, in `misplaced`
//! (it has no place in a migration) or `costly` (it loses, locks or breaks something); a case in the tests below that.

mod adds;
mod costly;
mod misplaced;
mod rebuilt;
mod rules;

use std::collections::BTreeSet;

use super::{
    header::{Allowed, Header},
    source::Script,
    sql::{Change, Name, Statement, change, split},
};
use crate::db::Dialect;

pub use adds::only_adds;
pub use rebuilt::rebuilt_tables;
pub use rules::{Finding, Rule, Severity};

/// Finds what is to be said about one script. `fresh` are the tables made earlier in the same run: nothing in them can be
/// lost or locked.
pub fn lint(
    dialect: Dialect,
    version: i64,
    script: &Script,
    header: &Header,
    fresh: &mut BTreeSet<Name>,
) -> Vec<Finding> {
    let statements = split(dialect, &script.sql);
    let changes: Vec<_> = statements.iter().map(|s| (s, change(s))).collect();
    let rebuilt = rebuilt_tables(&changes);
    let mut found = Vec::new();
    let mut find = |rule: Rule, line: usize, about: String| {
        let answer = header.allowed.iter().find(|a: &&Allowed| a.rule == rule);
        let because = answer.map(|a| a.because.clone());
        found.push(Finding {
            rule,
            version,
            line,
            about,
            because,
        });
    };
    if script.sql.contains('\r') {
        find(Rule::CarriageReturns, 1, String::new());
    }
    let no_tx = script.no_transaction();
    if no_tx && statements.len() > 1 {
        find(
            Rule::NoTransactionStatements,
            statements[1].line,
            String::new(),
        );
    }
    for (at, (statement, change)) in changes.iter().enumerate() {
        let mut here = |rule: Rule, about: String| find(rule, statement.line, about);
        if no_tx && !misplaced::recoverable(change) {
            here(Rule::NoTransactionUnrecoverable, String::new());
        }
        if dialect == Dialect::Sqlite
            && let Some(text) = misplaced::quoted_string(statement)
        {
            here(Rule::QuotedString, text);
        }
        misplaced::misplaced(statement, change, no_tx, &mut here);
        let context = Context {
            dialect,
            rebuilt: &rebuilt,
            fresh,
            after: &changes[at..],
        };
        costly::costly(&context, change, &mut here);
        if let Change::CreateTable { table, .. } = change {
            fresh.insert(table.clone());
        }
    }
    found
}

/// What surrounds a statement.
struct Context<'c, 'a> {
    dialect: Dialect,
    rebuilt: &'c BTreeSet<Name>,
    fresh: &'c BTreeSet<Name>,
    /// This statement and those behind it.
    after: &'c [(&'c Statement<'a>, Change<'a>)],
}

fn join(names: &[Name]) -> String {
    names
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::header::header;
    use Dialect::{Postgres, Sqlite};

    /// `check(dialect, sql, "rule about; !rule about")`: an exclamation mark says that the plan stops.
    #[track_caller]
    pub(super) fn check(dialect: Dialect, sql: &str, expect: &str) {
        let script = Script::new(sql.to_owned());
        let found = lint(
            dialect,
            1,
            &script,
            &header(sql).unwrap(),
            &mut BTreeSet::new(),
        );
        let short = |f: &Finding| {
            format!(
                "{}{} {}",
                if f.stops() { "!" } else { "" },
                f.rule.name(),
                f.about
            )
            .trim_end()
            .to_owned()
        };
        assert_eq!(
            found.iter().map(short).collect::<Vec<_>>().join("; "),
            expect,
            "{sql}"
        );
    }

    #[test]
    fn nothing_to_say_about_additions() {
        for dialect in [Sqlite, Postgres] {
            check(
                dialect,
                "CREATE TABLE a (id BIGINT); CREATE INDEX i ON a (id); INSERT INTO a VALUES (1); DELETE FROM a;",
                "",
            );
            check(
                dialect,
                "CREATE TABLE a (b); REPLACE INTO a VALUES (1);",
                "",
            );
            check(dialect, "ALTER TABLE a ADD COLUMN b TEXT;", "");
            check(
                dialect,
                "CREATE TABLE a (b TEXT); UPDATE a SET b = 1; ALTER TABLE a RENAME b TO c; ALTER TABLE a RENAME TO d;",
                "",
            );
        }
    }
    #[test]
    fn a_reason_answers_a_question() {
        check(
            Sqlite,
            "-- allow: quoted-string because legacy\nALTER TABLE a ADD b TEXT DEFAULT \"x\";",
            "quoted-string \"x\"",
        );
        check(
            Sqlite,
            "ALTER TABLE a ADD b TEXT DEFAULT \"x\";",
            "!quoted-string \"x\"",
        );
        check(
            Sqlite,
            "INSERT INTO \"a\" (\"b\") VALUES (1, \"x\");",
            "!quoted-string \"x\"",
        );
        check(
            Sqlite,
            "INSERT INTO a VALUES (\"x\", 1);",
            "!quoted-string \"x\"",
        );
        check(Sqlite, "INSERT INTO a VALUES ([x]);", "");
    }
    #[test]
    fn what_cannot_be_read() {
        check(Postgres, "DO $$ BEGIN END $$;", "!opaque");
        check(Sqlite, "ATTACH 'x' AS y;", "!attach-database");
        check(Sqlite, "CREATE TABLE a (b);\r\n", "carriage-returns");
    }
}
