//! What a rebuild does not copy.

use std::collections::BTreeSet;

use super::{What, walk::Walk};
use crate::migrate::sql::{Change, Copied, Name, Statement};

impl Walk<'_> {
    /// The rows and columns that a rebuild does not copy.
    pub(super) fn rebuild(&mut self, table: &Name, all: &[(&Statement<'_>, Change<'_>)]) {
        let origin = self.origin(table);
        let copies: Vec<&Copied<'_>> = all
            .iter()
            .filter_map(|(_, c)| match c {
                Change::Insert {
                    copied: Some(copied),
                    ..
                } if copied.from == *table => Some(copied),
                _ => None,
            })
            .collect();
        let from = origin.quoted();
        let kept: Vec<_> = copies
            .iter()
            .map(|c| {
                format!(
                    "(SELECT count(*) FROM (SELECT 1 FROM {from} {}) AS kept)",
                    c.rest.unwrap_or_default()
                )
            })
            .collect();
        let everything = copies.len() == 1 && copies[0].rest.is_none();
        if !everything {
            let kept = if kept.is_empty() {
                "0".to_owned()
            } else {
                kept.join(" + ")
            };
            let query = format!("SELECT (SELECT count(*) FROM {from}) - ({kept})");
            self.add(What::Rows, table.to_string(), Some(query));
        }
        let read: BTreeSet<_> = copies
            .iter()
            .flat_map(|c| c.columns.iter().map(|column| column.0.to_lowercase()))
            .collect();
        let columns = self.schema.tables.get(&origin).cloned().unwrap_or_default();
        if !copies.is_empty() {
            for column in columns
                .into_iter()
                .filter(|c| !read.contains(&c.0.to_lowercase()) && !read.is_empty())
            {
                let query = format!("SELECT count({}) FROM {from}", column.quoted());
                self.add(What::Column, format!("{table}.{column}"), Some(query));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_rebuild_that_copies_everything() {
        check(
            &[
                "CREATE TABLE n (id, name); INSERT INTO n (id, name) SELECT id, name FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users;",
            ],
            &[],
        );
    }
    #[test]
    fn a_rebuild_that_leaves_a_column_and_rows() {
        check(
            &[
                "CREATE TABLE n (id); INSERT INTO n (id) SELECT id FROM users WHERE id > 1; DROP TABLE users; ALTER TABLE n RENAME TO users;",
            ],
            &[
                "1 Rows users: SELECT (SELECT count(*) FROM users) - ((SELECT count(*) FROM (SELECT 1 FROM users WHERE id > 1) AS kept))",
                "1 Column users.name: SELECT count(name) FROM users",
            ],
        );
    }
    #[test]
    fn what_comes_from_elsewhere_keeps_nothing() {
        check(
            &[
                "CREATE TABLE n (id); INSERT INTO n (id) SELECT id FROM settings; DROP TABLE users; ALTER TABLE n RENAME TO users;",
            ],
            &["1 Rows users: SELECT (SELECT count(*) FROM users) - (0)"],
        );
    }
    #[test]
    fn a_table_dropped_and_made_anew_loses_its_rows() {
        check(
            &["DROP TABLE radio; CREATE TABLE radio (x);"],
            &["1 Rows radio: SELECT (SELECT count(*) FROM radio) - (0)"],
        );
    }
}
