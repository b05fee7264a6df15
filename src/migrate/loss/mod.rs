//! What a run would lose: derived from its statements as queries that only read. Pure.
//!
//! The engine compares tables before and after each step as well (`guard.rs`); what these queries did not foresee stops the
//! step. So a loss that is not recognised here costs a refusal, never a row.
//!
//! To foresee another: an arm in `Walk::statement`, or in `Walk::action` for what an `ALTER TABLE` does; a variant of [`What`] where it
//! loses in a new way, with its words in `report/` and `locales/*/console.ftl`; a case in the tests below that.

mod cascade;
mod rebuild;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    source::Script,
    sql::{Name, change, split},
};
use crate::db::Dialect;
use walk::Walk;

/// What is known of the live tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    pub tables: BTreeMap<Name, Vec<Name>>,
    /// The columns that say when a row was written: times that are now where nobody gives another.
    pub written: BTreeMap<Name, Vec<Name>>,
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
    /// The same for what was written since `$1`, where the table knows.
    pub recent_query: Option<String>,
    /// How much of it was written in the last 24 hours.
    pub recent: Option<i64>,
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
        at: (0, 0),
        found: Vec::new(),
    };
    for (version, script) in scripts {
        let statements = split(dialect, &script.sql);
        let changes: Vec<_> = statements.iter().map(|s| (s, change(s))).collect();
        let rebuilt = super::lint::rebuilt_tables(&changes);
        for (statement, change) in &changes {
            walk.at = (version, statement.line);
            walk.statement(change, &changes, &rebuilt);
        }
    }
    walk.found
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
                ("notes", &["settings_id", "made_at"]),
                ("radio", &["added_by"]),
            ]
            .into_iter()
            .map(|(table, columns)| (table.into(), names(columns)))
            .collect(),
            written: [("notes".into(), names(&["made_at"]))].into(),
            links: vec![
                link("settings", "user_id", "users", true),
                link("notes", "settings_id", "settings", true),
                link("radio", "added_by", "users", false),
            ],
        }
    }

    #[track_caller]
    pub(super) fn check(scripts: &[&str], expect: &[&str]) {
        let scripts: Vec<_> = scripts
            .iter()
            .map(|sql| Script::new((*sql).to_owned()))
            .collect();
        let found = losses(Dialect::Sqlite, &schema(), (1..).zip(&scripts));
        let short = |l: &Loss| {
            let recent = l.recent_query.as_ref();
            format!(
                "{} {:?} {}: {}{}",
                l.version,
                l.what,
                l.about,
                l.query.as_deref().unwrap_or("?"),
                recent.map_or(String::new(), |query| format!("; lately {query}"))
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
    fn a_table_made_in_an_earlier_step_of_the_run() {
        check(&["CREATE TABLE a (b);", "DROP TABLE a;"], &[]);
    }
    #[test]
    fn only_what_is_known_to_be_nothing_does_not_hurt() {
        let of = |count| {
            let script = Script::new("DROP TABLE users;".to_owned());
            let loss = losses(Dialect::Sqlite, &schema(), [(1, &script)]).remove(0);
            Loss { count, ..loss }.hurts()
        };
        assert!(!of(Count::Exactly(0)));
        for count in [
            Count::Pending,
            Count::Exactly(1),
            Count::Unknown("locked".to_owned()),
        ] {
            assert!(of(count));
        }
    }
    #[test]
    fn what_cannot_be_counted_is_said() {
        check(
            &["CREATE TABLE a (b UNIQUE); REPLACE INTO a VALUES (1);"],
            &[],
        );
        check(
            &["REPLACE INTO users VALUES (1, 'x');"],
            &["1 Rows users: ?"],
        );
    }
}
