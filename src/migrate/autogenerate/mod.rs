//! Migrations out of the difference between the descriptions of tables and what the migrations give.
//!
//! `diff` tells the difference, `sqlite` and `postgres` write the statements, `convert` says what becomes of values,
//! `rehearse` tries what was written. The way down is the way up from the other side. All but `rehearse` is pure.

mod convert;
mod diff;
mod draft;
mod postgres;
mod rehearse;
mod script;
mod sqlite;

pub use diff::{Change, Part, applied, diff};
pub use rehearse::WrongDraft;

use super::schema::{Renames, Schema, Table, of_models, on_postgres};
use crate::db::{Dialect, schema};

/// The statements that turn `from` into `to`.
pub fn script(dialect: Dialect, from: &Schema, to: &Schema, renames: &Renames) -> String {
    let there = from.renamed(dialect, renames);
    let changes = diff(&there, to);
    match dialect {
        Dialect::Sqlite => sqlite::script(&there, to, renames, &changes),
        Dialect::Postgres => postgres::script(&there, to, renames, &changes),
    }
}

/// A migration that somebody will look over.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub sqlite: Pair,
    pub postgres: Pair,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    pub from: Schema,
    pub to: Schema,
    pub up: String,
    pub down: String,
}

impl Draft {
    /// From what the migrations give on SQLite to what the descriptions say. Views and triggers stay: no description has any.
    pub fn new(migrations: &Schema, tables: &[&schema::Table], renames: &Renames) -> Self {
        let sqlite = Pair::new(Dialect::Sqlite, migrations.clone(), tables, renames);
        let postgres = Pair::new(Dialect::Postgres, on_postgres(migrations), tables, renames);
        Self { sqlite, postgres }
    }

    pub fn is_empty(&self) -> bool {
        self.sqlite.up.is_empty() && self.postgres.up.is_empty()
    }

    pub fn pair(&self, dialect: Dialect) -> &Pair {
        match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
        }
    }
}

impl Pair {
    fn new(dialect: Dialect, from: Schema, tables: &[&schema::Table], renames: &Renames) -> Self {
        let to = wanted(dialect, &from.renamed(dialect, renames), tables);
        Self {
            up: script(dialect, &from, &to, renames),
            down: script(dialect, &to, &from, &renames.inverse()),
            from,
            to,
        }
    }
}

/// What the descriptions ask for, with what they cannot say kept as it is.
pub fn wanted(dialect: Dialect, there: &Schema, tables: &[&schema::Table]) -> Schema {
    let mut wanted = of_models(dialect, tables);
    wanted.views.clone_from(&there.views);
    for (name, table) in &mut wanted.tables {
        if let Some(there) = there.tables.get(name) {
            table.triggers.clone_from(&there.triggers);
            table.options = there.options.clone();
        }
    }
    wanted
}

/// What may have been renamed: something went, something alike came.
pub fn suspects(from: &Schema, to: &Schema) -> Vec<(String, String)> {
    let mut suspects = Vec::new();
    let gone = from
        .tables
        .values()
        .filter(|t| !to.tables.contains_key(&t.name));
    for table in gone {
        let came = to
            .tables
            .values()
            .filter(|t| !from.tables.contains_key(&t.name));
        let alike = came.filter(|other| resembles(table, other));
        suspects.extend(alike.map(|other| (table.name.clone(), other.name.clone())));
    }
    for (name, table) in &from.tables {
        let Some(wanted) = to.tables.get(name) else {
            continue;
        };
        let gone = table
            .columns
            .iter()
            .filter(|c| wanted.column(&c.name).is_none());
        for column in gone {
            let came = wanted
                .columns
                .iter()
                .filter(|c| table.column(&c.name).is_none());
            let alike = came.filter(|other| other.ty == column.ty);
            suspects
                .extend(alike.map(|other| (format!("{name}.{}", column.name), other.name.clone())));
        }
    }
    suspects
}

/// Whether one table has all the columns of the other, and more than the usual key.
fn resembles(one: &Table, other: &Table) -> bool {
    let common = one
        .columns
        .iter()
        .filter(|c| other.column(&c.name).is_some_and(|o| o.ty == c.ty))
        .count();
    common >= 2 && common == one.columns.len().min(other.columns.len())
}
