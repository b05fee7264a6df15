//! What an older copy of the bot does not notice.

use std::collections::BTreeSet;

use crate::{
    db::Dialect,
    migrate::{
        source::Script,
        sql::{Action, Change, change, split},
    },
};

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
    use Dialect::Sqlite;

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
        check_adds(
            "CREATE TABLE a (b); ALTER TABLE a DROP COLUMN b; CREATE VIEW v AS SELECT 1; ANALYZE;",
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
