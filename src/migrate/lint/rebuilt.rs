//! Tables that a script makes anew, which is how SQLite changes a column.

use std::collections::BTreeSet;

use crate::migrate::sql::{Action, Change, Name, Statement};

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

#[cfg(test)]
mod tests {
    use crate::{db::Dialect::Sqlite, migrate::lint::tests::check};

    const REBUILD: &str = "CREATE TABLE new_a (id INTEGER); INSERT INTO new_a (id) SELECT id FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a;";

    #[test]
    fn a_rebuild_as_it_should_be() {
        check(Sqlite, REBUILD, "");
        check(Sqlite, "DROP TABLE a; CREATE TABLE a (id INTEGER);", "");
        check(
            Sqlite,
            "DROP TABLE a; CREATE TABLE b (id INTEGER);",
            "drop-table a",
        );
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
}
