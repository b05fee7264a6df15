//! What differs, in words. Pure.

use crate::{
    db::Dialect,
    migrate::{
        autogenerate::{Change, Part},
        schema::{Column, Constraint, Rule, column, constraint},
    },
};

/// `column users.mood (TEXT)`, `column users.mood: VARCHAR(20) instead of TEXT`.
pub fn named(change: &Change) -> String {
    let table = &change.table;
    match (&change.from, &change.to) {
        (Some(Part::Column(from)), Some(Part::Column(to))) => {
            format!(
                "column {table}.{}: {}",
                to.name,
                columns(from, to).join(", ")
            )
        }
        (Some(from), Some(to)) => {
            let (is, was) = (definition(from), definition(to));
            let renamed = match (name(from), name(to)) {
                (from, to) if from != to => format!("called {from}, "),
                _ => String::new(),
            };
            format!("{}: {renamed}{is} instead of {was}", place(table, to))
        }
        (Some(part), None) | (None, Some(part)) => match part {
            Part::Table(_) | Part::View(_) => place(table, part),
            _ => format!("{} ({})", place(table, part), definition(part)),
        },
        (None, None) => table.clone(),
    }
}

/// The same with its kind, seen from the migrations: what they lack, what they have too much.
pub fn named_missing(change: &Change) -> String {
    let kind = match (&change.from, &change.to) {
        (_, None) => "too much",
        (None, _) => "missing",
        _ => "changed",
    };
    format!("{kind}: {}", named(change))
}

fn name(part: &Part) -> String {
    match part {
        Part::Constraint(c) => c.name.clone().unwrap_or_else(|| "nothing".to_owned()),
        Part::Index(index) => index.name.clone(),
        _ => String::new(),
    }
}

fn place(table: &str, part: &Part) -> String {
    match part {
        Part::Table(_) => format!("table {table}"),
        Part::View(_) => format!("view {table}"),
        Part::Options(_) => format!("options of table {table}"),
        Part::Column(column) => format!("column {table}.{}", column.name),
        Part::Index(index) => format!("index {} on {table}", index.name),
        Part::Trigger { name, .. } => format!("trigger {name} on {table}"),
        Part::Constraint(constraint) => format!("{} {}on {table}", kind(constraint), {
            let name = constraint.name.as_ref();
            name.map_or(String::new(), |name| format!("{name} "))
        }),
    }
}

fn kind(constraint: &Constraint) -> &'static str {
    match constraint.rule {
        Rule::PrimaryKey(_) => "primary key",
        Rule::Unique(_) => "unique",
        Rule::Check(_) => "check",
        Rule::ForeignKey { .. } => "foreign key",
        Rule::Other(_) => "constraint",
    }
}

fn definition(part: &Part) -> String {
    match part {
        Part::Table(_) => "a table".to_owned(),
        Part::View(text) | Part::Options(text) | Part::Trigger { sql: text, .. } => text.line(),
        Part::Column(of) => {
            let text = column(Dialect::Postgres, of);
            let (_, rest) = text.split_once(' ').unwrap_or((&text, ""));
            rest.to_owned()
        }
        Part::Constraint(of) => constraint(&Constraint {
            name: None,
            ..of.clone()
        }),
        Part::Index(index) => {
            let unique = if index.unique { "unique " } else { "" };
            let filter = index.filter.as_ref();
            let filter = filter.map_or(String::new(), |f| format!(" WHERE {}", f.line()));
            let rest = index.rest.line();
            format!("{unique}({}){filter}{rest}", index.on.line())
        }
    }
}

/// What is not the same about a column.
fn columns(from: &Column, to: &Column) -> Vec<String> {
    let mut found = Vec::new();
    if from.ty != to.ty {
        found.push(format!("{} instead of {}", from.ty, to.ty));
    }
    match (from.nullable, to.nullable) {
        (true, false) => found.push("nullable instead of NOT NULL".to_owned()),
        (false, true) => found.push("NOT NULL instead of nullable".to_owned()),
        _ => {}
    }
    if from.default != to.default {
        let told = |column: &Column| {
            let default = column.default.as_ref();
            default.map_or("no default".to_owned(), |d| format!("default {}", d.line()))
        };
        found.push(format!("{} instead of {}", told(from), told(to)));
    }
    if from.collation != to.collation {
        let told = |c: &Column| c.collation.clone().unwrap_or_else(|| "none".to_owned());
        found.push(format!("collation {} instead of {}", told(from), told(to)));
    }
    if from.filled != to.filled {
        found.push("its values are made in another way".to_owned());
    }
    found
}
