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
    pub(super) found: Vec<Loss>,
}

impl Walk<'_> {
    pub(super) fn statement(
        &mut self,
        version: i64,
        statement: &Statement<'_>,
        change: &Change<'_>,
        all: &[(&Statement<'_>, Change<'_>)],
        rebuilt: &BTreeSet<Name>,
    ) {
        let line = statement.line;
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
                        self.rebuild(version, line, table, all);
                        self.fresh.insert(table.clone()); // What is put back under this name was counted just now.
                    } else {
                        let origin = self.origin(table);
                        self.add(
                            version,
                            line,
                            What::Table,
                            table.to_string(),
                            Some(format!("SELECT count(*) FROM {}", origin.quoted())),
                        );
                    }
                }
            }
            Change::AlterTable { table, actions } => {
                for action in actions {
                    self.action(version, line, table, action);
                }
            }
            Change::Delete { table, condition } if !self.fresh.contains(table) => {
                let origin = self.origin(table);
                let filter = condition.map_or("TRUE".to_owned(), |c| format!("({c})"));
                self.add(
                    version,
                    line,
                    What::Rows,
                    table.to_string(),
                    Some(format!(
                        "SELECT count(*) FROM {} WHERE {filter}",
                        origin.quoted()
                    )),
                );
                self.cascade(version, line, &origin, &filter, &mut vec![origin.clone()]);
            }
            Change::Truncate { tables, .. } => {
                for table in tables
                    .iter()
                    .filter(|t| !self.fresh.contains(*t))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    let origin = self.origin(&table);
                    self.add(
                        version,
                        line,
                        What::Rows,
                        table.to_string(),
                        Some(format!("SELECT count(*) FROM {}", origin.quoted())),
                    );
                    self.cascade(version, line, &origin, "TRUE", &mut vec![origin.clone()]);
                }
            }
            Change::Update {
                table,
                set,
                condition,
            } if !self.fresh.contains(table) => {
                let origin = self.origin(table);
                let filter = condition.map_or(String::new(), |c| format!(" WHERE {c}"));
                for column in set
                    .iter()
                    .filter(|c| !self.fresh_columns.contains(&(origin.clone(), (*c).clone())))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    let query = format!(
                        "SELECT count({}) FROM {}{filter}",
                        column.quoted(),
                        origin.quoted()
                    );
                    self.add(
                        version,
                        line,
                        What::Values,
                        format!("{table}.{column}"),
                        Some(query),
                    );
                }
            }
            Change::Insert {
                table,
                replaces: true,
                ..
            } if !self.fresh.contains(table) => {
                self.add(version, line, What::Rows, table.to_string(), None);
            }
            Change::Opaque => self.add(version, line, What::Unreadable, String::new(), None),
            _ => {}
        }
    }

    fn action(&mut self, version: i64, line: usize, table: &Name, action: &Action) {
        if let Action::RenameTable { to } = action {
            let origin = self.origin(table);
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
        let origin = self.origin(table);
        match action {
            Action::AddColumn { column, .. } => {
                self.fresh_columns.insert((origin, column.clone()));
            }
            Action::DropColumn { column } | Action::ChangeType { column }
                if !self
                    .fresh_columns
                    .contains(&(origin.clone(), column.clone())) =>
            {
                let what = if matches!(action, Action::DropColumn { .. }) {
                    What::Column
                } else {
                    What::Conversion
                };
                let query = format!("SELECT count({}) FROM {}", column.quoted(), origin.quoted());
                self.add(
                    version,
                    line,
                    what,
                    format!("{table}.{column}"),
                    Some(query),
                );
            }
            _ => {}
        }
    }

    pub(super) fn origin(&self, table: &Name) -> Name {
        self.renamed.get(table).unwrap_or(table).clone()
    }

    pub(super) fn add(
        &mut self,
        version: i64,
        line: usize,
        what: What,
        about: String,
        query: Option<String>,
    ) {
        let count = match query {
            Some(_) => Count::Pending,
            None => Count::Unknown("it depends on rows that only the run itself sees".to_owned()),
        };
        self.found.push(Loss {
            version,
            line,
            what,
            about,
            query,
            count,
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
