//! What differs, in the words of SQL, which need no translation. Pure.

use crate::{
    db::Dialect,
    migrate::{
        autogenerate::{Change, Part},
        schema::{Column, Constraint, Filled, Rule, Text, column, constraint},
    },
};

/// Where one side has nothing.
const NONE: &str = "–";

/// `COLUMN users.mood TEXT`, `COLUMN users.mood: VARCHAR(20) ≠ TEXT`: what it is, and what it should be.
pub fn named(change: &Change) -> String {
    let table = &change.table;
    match (&change.from, &change.to) {
        (Some(Part::Column(from)), Some(Part::Column(to))) => {
            format!(
                "COLUMN {table}.{}: {}",
                to.name,
                columns(from, to).join(", ")
            )
        }
        (Some(from), Some(to)) => {
            let (is, was) = (definition(from), definition(to));
            let place = place(table, to);
            match (name(from), name(to)) {
                (called, to) if called != to && is == was => format!("{place}: {called} ≠ {to}"),
                (called, to) if called != to => format!("{place}: {called} {is} ≠ {was}"),
                _ => format!("{place}: {is} ≠ {was}"),
            }
        }
        (Some(part), None) | (None, Some(part)) => match part {
            Part::Table(_) | Part::View(_) => place(table, part),
            Part::Column(_) | Part::Index(_) => {
                format!("{} {}", place(table, part), definition(part))
            }
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
        Part::Constraint(c) => c.name.clone().unwrap_or_else(|| NONE.to_owned()),
        Part::Index(index) => index.name.clone(),
        _ => String::new(),
    }
}

fn place(table: &str, part: &Part) -> String {
    match part {
        Part::Table(_) => format!("TABLE {table}"),
        Part::View(_) => format!("VIEW {table}"),
        Part::Options(_) => format!("TABLE {table} WITH"),
        Part::Column(column) => format!("COLUMN {table}.{}", column.name),
        Part::Index(index) => format!("INDEX {} ON {table}", index.name),
        Part::Trigger { name, .. } => format!("TRIGGER {name} ON {table}"),
        Part::Constraint(constraint) => format!("{} {}ON {table}", kind(constraint), {
            let name = constraint.name.as_ref();
            name.map_or(String::new(), |name| format!("{name} "))
        }),
    }
}

fn kind(constraint: &Constraint) -> &'static str {
    match constraint.rule {
        Rule::PrimaryKey(_) => "PRIMARY KEY",
        Rule::Unique(_) => "UNIQUE",
        Rule::Check(_) => "CHECK",
        Rule::ForeignKey { .. } => "FOREIGN KEY",
        Rule::Other(_) => "CONSTRAINT",
    }
}

fn definition(part: &Part) -> String {
    match part {
        Part::Table(_) => "TABLE".to_owned(),
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
            let unique = if index.unique { "UNIQUE " } else { "" };
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
        found.push(format!("{} ≠ {}", from.ty, to.ty));
    }
    match (from.nullable, to.nullable) {
        (true, false) => found.push("NULL ≠ NOT NULL".to_owned()),
        (false, true) => found.push("NOT NULL ≠ NULL".to_owned()),
        _ => {}
    }
    if from.default != to.default {
        let told = |column: &Column| {
            let default = column.default.as_ref();
            default.map_or_else(|| NONE.to_owned(), Text::line)
        };
        found.push(format!("DEFAULT {} ≠ {}", told(from), told(to)));
    }
    if from.collation != to.collation {
        let told = |c: &Column| c.collation.clone().unwrap_or_else(|| NONE.to_owned());
        found.push(format!("COLLATE {} ≠ {}", told(from), told(to)));
    }
    if from.filled != to.filled {
        found.push(format!("{} ≠ {}", filled(&from.filled), filled(&to.filled)));
    }
    found
}

fn filled(by: &Filled) -> String {
    match by {
        Filled::Plain => NONE.to_owned(),
        Filled::Counted => "GENERATED BY DEFAULT AS IDENTITY".to_owned(),
        Filled::AlwaysCounted => "GENERATED ALWAYS AS IDENTITY".to_owned(),
        Filled::Computed { from, stored } => {
            let kept = if *stored { "STORED" } else { "VIRTUAL" };
            format!("GENERATED ALWAYS AS ({}) {kept}", from.line())
        }
    }
}
