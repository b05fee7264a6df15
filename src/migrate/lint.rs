//! What is wrong, dangerous or costly about a script, said before it runs.
//!
//! To add a rule: a variant of [`Rule`] with its name and severity, an arm in [`lint`] that finds it, and a line in the
//! table of cases.

use std::collections::BTreeSet;

use super::{
    header::{Allowed, Header},
    source::Script,
    sql::{Action, Change, Name, Statement, TokenKind, change, split},
};
use crate::db::Dialect;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing before pressing the button.
    Note,
    /// Refused unless the script answers it with `-- allow: rule because reason`.
    Ask,
    /// Refused; the engine could not keep its promises.
    Refuse,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal $severity:ident $says:literal;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity),* }
            }

            /// One sentence about what is wrong and what to do instead.
            pub fn says(self) -> &'static str {
                match self { $(Self::$rule => $says),* }
            }
        }
    };
}

rules! {
    // Either database.
    TransactionControl "transaction-control" Refuse "a script must not begin, commit or roll back: the engine does, together with its ledger";
    NoTransactionStatements "no-transaction-statements" Refuse "a script without a transaction may hold one statement only: a failure after the first could not be undone";
    NoTransactionUnrecoverable "no-transaction-unrecoverable" Refuse "after a crash nobody could tell whether this statement ran; without a transaction only statements that can be checked or repeated are possible";
    CarriageReturns "carriage-returns" Note "lines end in CR LF; the hash differs from the same text with LF";
    Opaque "opaque" Ask "runs code that cannot be read beforehand, so what it loses is not known";
    DropTable "drop-table" Note "the table's rows are gone, and copies of the bot that still use it fail";
    DropColumn "drop-column" Note "the column's values are gone, and copies of the bot that still use it fail";
    RenameTable "rename-table" Note "copies of the bot that use the old name fail";
    RenameColumn "rename-column" Note "copies of the bot that use the old name fail";
    ChangeType "change-type" Note "rewrites the table under a lock and may cut values";
    DeleteWithoutWhere "delete-without-where" Note "deletes every row";
    UpdateWithoutWhere "update-without-where" Note "rewrites every row";
    InsertOrReplace "insert-or-replace" Note "deletes the rows it replaces, with everything that hangs on them";
    // SQLite.
    ForeignKeysPragma "foreign-keys-pragma" Refuse "inside a transaction this does nothing, and the rebuild it should protect would delete child rows; the engine switches foreign keys itself";
    OutsideTransaction "outside-transaction" Refuse "cannot run inside a transaction; begin the file with `-- no-transaction` and keep it to this statement";
    AttachDatabase "attach-database" Refuse "a migration works on one database";
    RenameOldFirst "rename-old-first" Ask "renaming the old table away rewrites the references of its children to the old one; make the new table, copy, drop the old, rename the new";
    RebuildWithDelete "rebuild-with-delete" Ask "foreign keys are off while a table is rebuilt, so this DELETE does not cascade; put it into a migration of its own";
    QuotedString "quoted-string" Ask "double quotes are for names; as a string they work on SQLite only by accident";
    // PostgreSQL.
    ConcurrentlyInTransaction "concurrently-in-transaction" Refuse "cannot run inside a transaction; begin the file with `-- no-transaction` and keep it to this statement";
    IndexLocksWrites "index-locks-writes" Note "writers wait while the index is built; on a large table use CONCURRENTLY in a `-- no-transaction` migration";
    NotNullScans "not-null-scans" Note "reads the whole table under a lock";
    ConstraintScans "constraint-scans" Note "checks every row under a lock; NOT VALID first and VALIDATE later does not";
    UniqueLocks "unique-locks" Note "builds its index under a lock; build the index first and attach it with USING INDEX";
    NotNullWithoutDefault "not-null-without-default" Note "fails where the table has rows";
    TruncateCascade "truncate-cascade" Ask "empties every table that refers to this one, too";
    DropCascade "drop-cascade" Ask "drops whatever depends on it, too";
}

impl Rule {
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

/// Something found in a script.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub version: i64,
    pub line: usize,
    /// What it is about: a table, a column.
    pub about: String,
    /// The author's answer to it.
    pub because: Option<String>,
}

impl Finding {
    /// Whether it stops the plan.
    pub fn stops(&self) -> bool {
        match self.rule.severity() {
            Severity::Note => false,
            Severity::Ask => self.because.is_none(),
            Severity::Refuse => true,
        }
    }
}

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
        if no_tx && !recoverable(change) {
            here(Rule::NoTransactionUnrecoverable, String::new());
        }
        if dialect == Dialect::Sqlite
            && let Some(text) = quoted_string(statement)
        {
            here(Rule::QuotedString, text);
        }
        misplaced(statement, change, no_tx, &mut here);
        let context = Context {
            dialect,
            rebuilt: &rebuilt,
            fresh,
            before: &changes[..at],
            after: &changes[at..],
        };
        costly(&context, change, &mut here);
        if let Change::CreateTable { table, .. } = change {
            fresh.insert(table.clone());
        }
    }
    found
}

type Changes<'c, 'a> = &'c [(&'c Statement<'a>, Change<'a>)];

/// What surrounds a statement.
struct Context<'c, 'a> {
    dialect: Dialect,
    rebuilt: &'c BTreeSet<Name>,
    fresh: &'c BTreeSet<Name>,
    before: Changes<'c, 'a>,
    after: Changes<'c, 'a>,
}

/// Statements that have no place in a migration, or not in this one.
fn misplaced(
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

/// Statements that lose something, lock something, or break copies of the bot that do not know of them.
fn costly(context: &Context<'_, '_>, change: &Change<'_>, find: &mut dyn FnMut(Rule, String)) {
    let is_fresh = |table: &Name| context.fresh.contains(table);
    match change {
        Change::CreateIndex {
            concurrently: false,
            table,
            ..
        } if context.dialect == Dialect::Postgres && !is_fresh(table) => {
            find(Rule::IndexLocksWrites, table.to_string());
        }
        Change::DropTable { tables, cascade } => {
            if *cascade {
                find(Rule::DropCascade, join(tables));
            }
            for table in tables {
                if !context.rebuilt.contains(table) && !is_fresh(table) {
                    find(Rule::DropTable, table.to_string());
                }
            }
        }
        Change::Delete { table, condition } => {
            if !context.rebuilt.is_empty() {
                find(Rule::RebuildWithDelete, table.to_string());
            }
            if condition.is_none() && !is_fresh(table) {
                find(Rule::DeleteWithoutWhere, table.to_string());
            }
        }
        Change::Update {
            table,
            condition: None,
            ..
        } if !is_fresh(table) => find(Rule::UpdateWithoutWhere, table.to_string()),
        Change::Insert {
            table,
            replaces: true,
            ..
        } if !is_fresh(table) => find(Rule::InsertOrReplace, table.to_string()),
        Change::Truncate { tables, cascade } => {
            if *cascade {
                find(Rule::TruncateCascade, join(tables));
            }
            find(Rule::DeleteWithoutWhere, join(tables));
        }
        Change::AlterTable { table, actions } => {
            let new_here = is_fresh(table)
                || context
                    .before
                    .iter()
                    .any(|(_, c)| matches!(c, Change::CreateTable { table: t, .. } if t == table));
            for action in actions {
                alter(
                    context.dialect,
                    table,
                    action,
                    new_here,
                    context.after,
                    find,
                );
            }
        }
        _ => {}
    }
}

fn alter(
    dialect: Dialect,
    table: &Name,
    action: &Action,
    new_here: bool,
    after: Changes<'_, '_>,
    find: &mut dyn FnMut(Rule, String),
) {
    let postgres = dialect == Dialect::Postgres;
    let of = |column: &Name| format!("{table}.{column}");
    match action {
        Action::RenameTable { .. } => {
            let made_again = after
                .iter()
                .any(|(_, c)| matches!(c, Change::CreateTable { table: t, .. } if t == table));
            if made_again && !postgres {
                find(Rule::RenameOldFirst, table.to_string());
            } else if !new_here {
                find(Rule::RenameTable, table.to_string());
            }
        }
        _ if new_here => {}
        Action::DropColumn { column } => find(Rule::DropColumn, of(column)),
        Action::RenameColumn { from, .. } => find(Rule::RenameColumn, of(from)),
        Action::ChangeType { column } => find(Rule::ChangeType, of(column)),
        Action::SetNotNull { column } => find(Rule::NotNullScans, of(column)),
        Action::AddColumn {
            column,
            not_null: true,
            default: false,
        } => find(Rule::NotNullWithoutDefault, of(column)),
        Action::AddForeignKey { not_valid: false } | Action::AddCheck { not_valid: false }
            if postgres =>
        {
            find(Rule::ConstraintScans, table.to_string());
        }
        Action::AddUnique { using_index: false } if postgres => {
            find(Rule::UniqueLocks, table.to_string());
        }
        _ => {}
    }
}

fn join(names: &[Name]) -> String {
    names
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The tables that a script drops and then puts back under the same name.
pub fn rebuilt_tables(changes: &[(&Statement<'_>, Change<'_>)]) -> BTreeSet<Name> {
    let mut rebuilt = BTreeSet::new();
    for (at, (_, change)) in changes.iter().enumerate() {
        let Change::DropTable { tables, .. } = change else {
            continue;
        };
        let put_back = |name: &Name| {
            changes[at..].iter().any(|(_, later)| match later {
                Change::AlterTable { actions, .. } => actions
                    .iter()
                    .any(|a| matches!(a, Action::RenameTable { to } if to == name)),
                Change::CreateTable { table, .. } => table == name,
                _ => false,
            })
        };
        rebuilt.extend(tables.iter().filter(|name| put_back(name)).cloned());
    }
    rebuilt
}

/// Whether one can find out after a crash if the statement ran, or simply run it again.
fn recoverable(change: &Change<'_>) -> bool {
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
fn quoted_string(statement: &Statement<'_>) -> Option<String> {
    let mut before: Option<&super::sql::Token<'_>> = None;
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

/// Whether a script only adds, so that copies of the bot that do not know it go on working.
pub fn only_adds(dialect: Dialect, script: &Script) -> bool {
    let statements = split(dialect, &script.sql);
    let mut fresh = BTreeSet::new();
    statements.iter().all(|statement| match change(statement) {
        Change::CreateTable { table, .. } => {
            fresh.insert(table);
            true
        }
        Change::CreateIndex { unique, table, .. } => !unique || fresh.contains(&table),
        Change::CreateView { .. } | Change::Analyze => true,
        Change::Insert { table, replaces: false, .. } | Change::Update { table, .. } => fresh.contains(&table),
        Change::AlterTable { table, actions } => {
            fresh.contains(&table)
                || actions.iter().all(|action| matches!(action, Action::AddColumn { not_null, default, .. } if !not_null || *default))
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::header::header;
    use Dialect::{Postgres, Sqlite};

    /// `check(dialect, sql, "rule about; !rule about")`: an exclamation mark says that the plan stops.
    #[track_caller]
    fn check(dialect: Dialect, sql: &str, expect: &str) {
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

    const REBUILD: &str = "CREATE TABLE new_a (id INTEGER); INSERT INTO new_a (id) SELECT id FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a;";

    #[test]
    fn nothing_to_say_about_additions() {
        for dialect in [Sqlite, Postgres] {
            check(
                dialect,
                "CREATE TABLE a (id BIGINT); CREATE INDEX i ON a (id); INSERT INTO a VALUES (1); DELETE FROM a;",
                "",
            );
            check(dialect, "ALTER TABLE a ADD COLUMN b TEXT;", "");
        }
    }
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
    }
    #[test]
    fn losses_are_noted() {
        check(Sqlite, "DROP TABLE a;", "drop-table a");
        check(Sqlite, "ALTER TABLE a DROP COLUMN b;", "drop-column a.b");
        check(Sqlite, "DELETE FROM a;", "delete-without-where a");
        check(Sqlite, "UPDATE a SET b = 1;", "update-without-where a");
        check(Sqlite, "REPLACE INTO a VALUES (1);", "insert-or-replace a");
        check(
            Postgres,
            "TRUNCATE a CASCADE;",
            "!truncate-cascade a; delete-without-where a",
        );
        check(
            Postgres,
            "DROP TABLE a CASCADE;",
            "!drop-cascade a; drop-table a",
        );
    }
    #[test]
    fn a_rebuild_as_it_should_be() {
        check(Sqlite, REBUILD, "");
    }
    #[test]
    fn rebuilds_as_they_should_not_be() {
        check(
            Sqlite,
            &format!("PRAGMA foreign_keys = OFF; {REBUILD}"),
            "!foreign-keys-pragma foreign_keys",
        );
        check(
            Sqlite,
            "ALTER TABLE a RENAME TO old_a; CREATE TABLE a (id INTEGER); INSERT INTO a SELECT id FROM old_a; DROP TABLE old_a;",
            "!rename-old-first a; drop-table old_a",
        );
        check(
            Sqlite,
            &format!("{REBUILD} DELETE FROM b WHERE c;"),
            "!rebuild-with-delete b",
        );
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
    }
    #[test]
    fn locks_on_postgres() {
        check(Postgres, "CREATE INDEX i ON a (b);", "index-locks-writes a");
        check(Sqlite, "CREATE INDEX i ON a (b);", "");
        check(
            Postgres,
            "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d);",
            "constraint-scans a",
        );
        check(
            Postgres,
            "ALTER TABLE a ALTER b SET NOT NULL;",
            "not-null-scans a.b",
        );
        check(
            Postgres,
            "ALTER TABLE a ALTER b TYPE text;",
            "change-type a.b",
        );
        check(Postgres, "ALTER TABLE a ADD UNIQUE (b);", "unique-locks a");
        check(
            Postgres,
            "ALTER TABLE a ADD b int NOT NULL;",
            "not-null-without-default a.b",
        );
    }
    #[test]
    fn what_cannot_be_read() {
        check(Postgres, "DO $$ BEGIN END $$;", "!opaque");
        check(Sqlite, "ATTACH 'x' AS y;", "!attach-database");
        check(Sqlite, "CREATE TABLE a (b);\r\n", "carriage-returns");
    }
    #[test]
    fn every_rule_has_a_name_of_its_own() {
        let names: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
    }

    #[track_caller]
    fn check_adds(sql: &str, expect: bool) {
        assert_eq!(
            only_adds(Sqlite, &Script::new(sql.to_owned())),
            expect,
            "{sql}"
        );
    }

    #[test]
    fn what_only_adds() {
        check_adds(
            "CREATE TABLE a (b); CREATE UNIQUE INDEX i ON a (b); INSERT INTO a VALUES (1);",
            true,
        );
        check_adds(
            "ALTER TABLE a ADD b INTEGER NOT NULL DEFAULT 1; CREATE INDEX i ON a (b);",
            true,
        );
        check_adds("ALTER TABLE a ADD b INTEGER NOT NULL;", false);
        check_adds("CREATE UNIQUE INDEX i ON a (b);", false);
        check_adds("UPDATE a SET b = 1;", false);
        check_adds("DROP TABLE a;", false);
        check_adds(
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;",
            false,
        );
    }
}
