//! What a run would lose: derived from its statements as queries that only read.
//!
//! The engine compares tables before and after each step as well (`guard.rs`); what these queries did not foresee stops the
//! step. So a loss that is not recognised here costs a refusal, never a row.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    source::Script,
    sql::{Action, Change, Copied, Name, Statement, change, split},
};
use crate::db::Dialect;

/// What is known of the live tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    pub tables: BTreeMap<Name, Vec<Name>>,
    pub links: Vec<Link>,
}

/// A foreign key that does something when its parent row goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub child: Name,
    pub columns: Vec<Name>,
    pub parent: Name,
    pub references: Vec<Name>,
    pub cascades: bool,
}

/// One thing that would be lost.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Loss {
    pub version: i64,
    pub line: usize,
    pub what: What,
    /// The table, or `table.column`.
    pub about: String,
    /// Counts it; `None` where that cannot be known beforehand.
    pub query: Option<String>,
    pub count: Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The table goes, with its rows.
    Table,
    /// The column goes, with its values.
    Column,
    /// Rows are deleted.
    Rows,
    /// Rows go because the rows they belong to go.
    Cascade,
    /// Values are written over.
    Values,
    /// Values are converted to another type.
    Conversion,
    /// Nobody can say.
    Unreadable,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    Pending,
    Exactly(i64),
    /// It could not be counted, and why.
    Unknown(String),
}

impl Loss {
    /// Whether anything is, or may be, lost.
    pub fn hurts(&self) -> bool {
        !matches!(self.count, Count::Exactly(0))
    }
}

/// Derives the losses of some scripts that run one after the other.
pub fn losses<'a>(
    dialect: Dialect,
    schema: &Schema,
    scripts: impl IntoIterator<Item = (i64, &'a Script)>,
) -> Vec<Loss> {
    let mut walk = Walk {
        schema,
        fresh: BTreeSet::new(),
        fresh_columns: BTreeSet::new(),
        renamed: BTreeMap::new(),
        found: Vec::new(),
    };
    for (version, script) in scripts {
        let statements = split(dialect, &script.sql);
        let changes: Vec<_> = statements.iter().map(|s| (s, change(s))).collect();
        let rebuilt = super::lint::rebuilt_tables(&changes);
        for (statement, change) in &changes {
            walk.statement(version, statement, change, &changes, &rebuilt);
        }
    }
    walk.found
}

struct Walk<'s> {
    schema: &'s Schema,
    /// Tables and columns made in this run: they hold nothing of anybody's yet.
    fresh: BTreeSet<Name>,
    fresh_columns: BTreeSet<(Name, Name)>,
    /// New name → name in the live schema.
    renamed: BTreeMap<Name, Name>,
    found: Vec<Loss>,
}

impl Walk<'_> {
    fn statement(
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

    /// The rows and columns that a rebuild does not copy.
    fn rebuild(
        &mut self,
        version: i64,
        line: usize,
        table: &Name,
        all: &[(&Statement<'_>, Change<'_>)],
    ) {
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
            self.add(version, line, What::Rows, table.to_string(), Some(query));
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
                self.add(
                    version,
                    line,
                    What::Column,
                    format!("{table}.{column}"),
                    Some(query),
                );
            }
        }
    }

    /// The rows of other tables that go with deleted ones.
    fn cascade(
        &mut self,
        version: i64,
        line: usize,
        parent: &Name,
        filter: &str,
        path: &mut Vec<Name>,
    ) {
        let links: Vec<Link> = self
            .schema
            .links
            .iter()
            .filter(|l| l.parent == *parent && l.columns.len() == 1)
            .cloned()
            .collect();
        for link in links {
            let (column, reference) = (link.columns[0].quoted(), link.references[0].quoted());
            let child_filter = format!(
                "{column} IN (SELECT {reference} FROM {} WHERE {filter})",
                parent.quoted()
            );
            let query = Some(format!(
                "SELECT count(*) FROM {} WHERE {child_filter}",
                link.child.quoted()
            ));
            if link.cascades {
                self.add(version, line, What::Cascade, link.child.to_string(), query);
                if !path.contains(&link.child) {
                    path.push(link.child.clone());
                    self.cascade(version, line, &link.child, &child_filter, path);
                    path.pop();
                }
            } else {
                self.add(
                    version,
                    line,
                    What::Values,
                    format!("{}.{}", link.child, link.columns[0]),
                    query,
                );
            }
        }
    }

    fn origin(&self, table: &Name) -> Name {
        self.renamed.get(table).unwrap_or(table).clone()
    }

    fn add(&mut self, version: i64, line: usize, what: What, about: String, query: Option<String>) {
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
    use super::*;

    /// Users have settings and these have notes, which go with them; radio stations stay without a user.
    fn schema() -> Schema {
        let names = |list: &[&str]| list.iter().map(|n| Name::from(*n)).collect::<Vec<_>>();
        let link = |child: &str, column: &str, parent: &str, cascades| Link {
            child: child.into(),
            columns: names(&[column]),
            parent: parent.into(),
            references: names(&["id"]),
            cascades,
        };
        Schema {
            tables: [
                ("users", &["id", "name"][..]),
                ("settings", &["id", "user_id"]),
                ("notes", &["settings_id"]),
                ("radio", &["added_by"]),
            ]
            .into_iter()
            .map(|(table, columns)| (table.into(), names(columns)))
            .collect(),
            links: vec![
                link("settings", "user_id", "users", true),
                link("notes", "settings_id", "settings", true),
                link("radio", "added_by", "users", false),
            ],
        }
    }

    #[track_caller]
    fn check(scripts: &[&str], expect: &[&str]) {
        let scripts: Vec<_> = scripts
            .iter()
            .map(|sql| Script::new((*sql).to_owned()))
            .collect();
        let found = losses(Dialect::Sqlite, &schema(), (1..).zip(&scripts));
        let short = |l: &Loss| {
            format!(
                "{} {:?} {}: {}",
                l.version,
                l.what,
                l.about,
                l.query.as_deref().unwrap_or("?")
            )
            .replace('"', "")
        };
        assert_eq!(found.iter().map(short).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn additions_lose_nothing() {
        check(
            &[
                "CREATE TABLE a (b); INSERT INTO a VALUES (1); UPDATE a SET b = 2; DELETE FROM a; DROP TABLE a;",
            ],
            &[],
        );
        check(
            &["ALTER TABLE users ADD mood TEXT; UPDATE users SET mood = 'x';"],
            &[],
        );
    }
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
    fn a_table_made_in_an_earlier_step_of_the_run() {
        check(&["CREATE TABLE a (b);", "DROP TABLE a;"], &[]);
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
    fn deleted_rows_and_what_goes_with_them() {
        check(
            &["DELETE FROM users WHERE id > 5;"],
            &[
                "1 Rows users: SELECT count(*) FROM users WHERE (id > 5)",
                "1 Cascade settings: SELECT count(*) FROM settings WHERE user_id IN (SELECT id FROM users WHERE (id > 5))",
                "1 Cascade notes: SELECT count(*) FROM notes WHERE settings_id IN (SELECT id FROM settings WHERE user_id IN (SELECT id FROM users WHERE (id > 5)))",
                "1 Values radio.added_by: SELECT count(*) FROM radio WHERE added_by IN (SELECT id FROM users WHERE (id > 5))",
            ],
        );
    }
    #[test]
    fn values_written_over() {
        check(
            &["UPDATE users SET name = lower(name) WHERE id = 1;"],
            &["1 Values users.name: SELECT count(name) FROM users WHERE id = 1"],
        );
    }
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
    fn a_table_dropped_and_made_anew_loses_its_rows() {
        check(
            &["DROP TABLE radio; CREATE TABLE radio (x);"],
            &["1 Rows radio: SELECT (SELECT count(*) FROM radio) - (0)"],
        );
    }
    #[test]
    fn what_cannot_be_counted_is_said() {
        check(
            &["REPLACE INTO users VALUES (1, 'x');"],
            &["1 Rows users: ?"],
        );
    }
}
