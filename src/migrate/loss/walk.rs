//! Statement by statement: what each one takes, told in names of the live schema.

use std::collections::{BTreeMap, BTreeSet};

use super::{Count, Loss, Schema, What};
use crate::migrate::sql::{Action, Change, Name, Statement};

pub(super) struct Walk<'s> {
    pub(super) schema: &'s Schema,
    /// Tables and columns made in this run: they hold nothing of anybody's yet.
    pub(super) fresh: BTreeSet<Name>,
    pub(super) fresh_columns: BTreeSet<(Name, Name)>,
    /// New name → name in the live schema.
    pub(super) renamed: BTreeMap<Name, Name>,
    /// The version and the line that is looked at.
    pub(super) at: (i64, usize),
    pub(super) found: Vec<Loss>,
}

impl Walk<'_> {
    /// `all` are the statements of its script.
    pub(super) fn statement(
        &mut self,
        change: &Change<'_>,
        all: &[(&Statement<'_>, Change<'_>)],
        rebuilt: &BTreeSet<Name>,
    ) {
        match change {
            Change::CreateTable { table, .. } => {
                self.fresh.insert(table.clone());
            }
            Change::DropTable { tables, .. } => {
                for table in tables {
                    if self.fresh.remove(table) {
                        continue;
                    }
                    if rebuilt.contains(table) {
                        self.rebuild(table, all);
                        self.fresh.insert(table.clone()); // What is put back under this name was counted just now.
                    } else {
                        let origin = self.origin(table);
                        self.add_rows(What::Table, table, &origin, None);
                    }
                }
            }
            Change::AlterTable { table, actions } => {
                for action in actions {
                    self.action(table, action);
                }
            }
            Change::Delete { table, condition } => {
                self.deleted(table, condition.map(|c| format!("({c})")).as_deref());
            }
            Change::Truncate { tables, .. } => {
                for table in tables {
                    self.deleted(table, None);
                }
            }
            Change::Update {
                table,
                set,
                condition,
            } if !self.fresh.contains(table) => self.written_over(table, set, *condition),
            Change::Insert {
                table,
                replaces: true,
                ..
            } if !self.fresh.contains(table) => self.add(What::Rows, table.to_string(), None),
            Change::Opaque => self.add(What::Unreadable, String::new(), None),
            _ => {}
        }
    }

    fn action(&mut self, table: &Name, action: &Action) {
        let origin = self.origin(table);
        if let Action::RenameTable { to } = action {
            if self.fresh.remove(table) {
                self.fresh.insert(to.clone());
            } else {
                self.renamed.insert(to.clone(), origin);
            }
            return;
        }
        if self.fresh.contains(table) {
            return;
        }
        let (what, column) = match action {
            Action::AddColumn { column, .. } => {
                self.fresh_columns.insert((origin, column.clone()));
                return;
            }
            Action::DropColumn { column } => (What::Column, column),
            Action::ChangeType { column } => (What::Conversion, column),
            _ => return,
        };
        if !self.is_fresh(&origin, column) {
            let query = format!("SELECT count({}) FROM {}", column.quoted(), origin.quoted());
            self.add(what, format!("{table}.{column}"), Some(query));
        }
    }

    /// Rows go that a condition holds for, or all.
    fn deleted(&mut self, table: &Name, condition: Option<&str>) {
        if self.fresh.contains(table) {
            return;
        }
        let origin = self.origin(table);
        self.add_rows(What::Rows, table, &origin, condition);
        let filter = condition.unwrap_or("TRUE");
        self.cascade(&origin, filter, &mut vec![origin.clone()]);
    }

    fn written_over(&mut self, table: &Name, columns: &[Name], condition: Option<&str>) {
        let origin = self.origin(table);
        let from = origin.quoted();
        let filter = condition.map_or(String::new(), |c| format!(" WHERE {c}"));
        for column in columns {
            if !self.is_fresh(&origin, column) {
                let query = format!("SELECT count({}) FROM {from}{filter}", column.quoted());
                self.add(What::Values, format!("{table}.{column}"), Some(query));
            }
        }
    }

    fn is_fresh(&self, origin: &Name, column: &Name) -> bool {
        self.fresh_columns
            .contains(&(origin.clone(), column.clone()))
    }

    /// The name a table has in the live schema.
    pub(super) fn origin(&self, table: &Name) -> Name {
        self.renamed.get(table).unwrap_or(table).clone()
    }

    /// Rows of a table go that a condition holds for, or all.
    pub(super) fn add_rows(
        &mut self,
        what: What,
        table: &Name,
        origin: &Name,
        condition: Option<&str>,
    ) {
        let from = origin.quoted();
        let query = match condition {
            Some(condition) => format!("SELECT count(*) FROM {from} WHERE {condition}"),
            None => format!("SELECT count(*) FROM {from}"),
        };
        let written = self.schema.written.get(origin).map(|columns| {
            let since = columns.iter().map(|c| format!("{} >= $1", c.quoted()));
            since.collect::<Vec<_>>().join(" OR ")
        });
        let recent = written.map(|written| {
            let all = condition.map_or(String::new(), |condition| format!("{condition} AND "));
            format!("SELECT count(*) FROM {from} WHERE {all}({written})")
        });
        self.add(what, table.to_string(), Some(query));
        if let Some(loss) = self.found.last_mut() {
            loss.recent_query = recent;
        }
    }

    pub(super) fn add(&mut self, what: What, about: String, query: Option<String>) {
        let count = match query {
            Some(_) => Count::Pending,
            None => Count::Unknown("it depends on rows that only the run itself sees".to_owned()),
        };
        let (version, line) = self.at;
        self.found.push(Loss {
            version,
            line,
            what,
            about,
            query,
            count,
            recent_query: None,
            recent: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_dropped_table() {
        check(
            &["DROP TABLE users, radio;"],
            &[
                "1 Table users: SELECT count(*) FROM users",
                "1 Table radio: SELECT count(*) FROM radio",
            ],
        );
    }
    #[test]
    fn a_dropped_column() {
        check(
            &["ALTER TABLE users DROP COLUMN name;"],
            &["1 Column users.name: SELECT count(name) FROM users"],
        );
    }
    #[test]
    fn a_table_emptied() {
        check(
            &["TRUNCATE radio;"],
            &["1 Rows radio: SELECT count(*) FROM radio"],
        );
    }
    #[test]
    fn a_column_of_another_type() {
        check(
            &["ALTER TABLE users ALTER name TYPE INTEGER;"],
            &["1 Conversion users.name: SELECT count(name) FROM users"],
        );
    }
    #[test]
    fn code_that_nobody_can_read() {
        check(&["CALL clean_up();"], &["1 Unreadable : ?"]);
    }
    #[test]
    fn renames_are_followed_back() {
        check(
            &["ALTER TABLE users RENAME TO people;", "DROP TABLE people;"],
            &["2 Table people: SELECT count(*) FROM users"],
        );
    }
    #[test]
    fn values_written_over() {
        check(
            &["UPDATE users SET name = lower(name) WHERE id = 1;"],
            &["1 Values users.name: SELECT count(name) FROM users WHERE id = 1"],
        );
    }
}
