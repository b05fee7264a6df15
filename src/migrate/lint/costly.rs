//! Statements that lose something, lock something, or break copies of the bot that do not know of them.

use super::{Context, Rule, join};
use crate::{
    db::Dialect,
    migrate::sql::{Action, Change, Name},
};

/// Statements that lose something, lock something, or break copies of the bot that do not know of them.
pub(super) fn costly(
    context: &Context<'_, '_>,
    change: &Change<'_>,
    find: &mut dyn FnMut(Rule, String),
) {
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
            for action in actions {
                alter(context, table, action, find);
            }
        }
        _ => {}
    }
}

fn alter(
    context: &Context<'_, '_>,
    table: &Name,
    action: &Action,
    find: &mut dyn FnMut(Rule, String),
) {
    let is_fresh = context.fresh.contains(table);
    let postgres = context.dialect == Dialect::Postgres;
    let of = |column: &Name| format!("{table}.{column}");
    match action {
        Action::RenameTable { .. } => {
            let made_again = context
                .after
                .iter()
                .any(|(_, c)| matches!(c, Change::CreateTable { table: t, .. } if t == table));
            if made_again && !postgres {
                find(Rule::RenameOldFirst, table.to_string());
            } else if !is_fresh {
                find(Rule::RenameTable, table.to_string());
            }
        }
        _ if is_fresh => {}
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

#[cfg(test)]
mod tests {
    use crate::{
        db::Dialect::{Postgres, Sqlite},
        migrate::lint::tests::check,
    };

    #[test]
    fn losses_are_noted() {
        check(Sqlite, "DROP TABLE a;", "drop-table a");
        check(Sqlite, "ALTER TABLE a RENAME TO b;", "rename-table a");
        check(
            Postgres,
            "ALTER TABLE a RENAME TO b; CREATE TABLE a (c int);",
            "rename-table a",
        );
        check(Sqlite, "ALTER TABLE a RENAME b TO c;", "rename-column a.b");
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
    fn locks_on_postgres() {
        check(Postgres, "CREATE INDEX i ON a (b);", "index-locks-writes a");
        check(Sqlite, "CREATE INDEX i ON a (b);", "");
        // SQLite locks the whole file anyhow, whatever it learns to add.
        for constraint in ["c CHECK (b > 0)", "c UNIQUE (b)"] {
            let add = format!("ALTER TABLE a ADD CONSTRAINT {constraint};");
            check(Sqlite, &add, "");
        }
        check(
            Postgres,
            "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;",
            "",
        );
        check(
            Postgres,
            "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i;",
            "",
        );
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
}
