//! What becomes of the values of a column whose type or nullability changes, in SQL. Pure.

use crate::{
    db::Dialect,
    migrate::schema::{Column, Table, Text, name},
};

/// How a type behaves when it is turned into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Float,
    Bool,
    Text,
    Json,
    Time,
    Other,
}

fn kind(dialect: Dialect, table: &Table, column: &Column) -> Kind {
    let json = format!("{}_{}_json", table.name, column.name);
    let is_json = || {
        table
            .constraints
            .iter()
            .any(|c| c.name.as_ref() == Some(&json))
    };
    let word = column.ty.split(['(', ' ']).next().unwrap_or_default();
    match word {
        "BIGINT" | "INTEGER" | "SMALLINT" | "INT" => Kind::Whole,
        "REAL" | "DOUBLE" | "FLOAT" => Kind::Float,
        "BOOLEAN" => Kind::Bool,
        "TEXT" if dialect == Dialect::Sqlite && is_json() => Kind::Json,
        "TEXT" | "VARCHAR" => Kind::Text,
        "JSONB" | "JSON" => Kind::Json,
        "TIMESTAMP" | "TIMESTAMPTZ" | "DATETIME" => Kind::Time,
        _ => Kind::Other,
    }
}

/// The values of a column as its new type has them; `None` where they can stay as they are.
pub(super) fn converted(
    dialect: Dialect,
    (from_table, from): (&Table, &Column),
    (to_table, to): (&Table, &Column),
) -> Option<String> {
    use Kind::{Bool, Float, Json, Text, Time, Whole};
    let value = name(&to.name);
    let (was, is) = (kind(dialect, from_table, from), kind(dialect, to_table, to));
    if from.ty == to.ty && was == is {
        return None;
    }
    let sql = match (dialect, was, is) {
        // Nothing is cut: what does not fit makes the migration fail.
        (_, Text, Text) | (Dialect::Postgres, Whole, Whole) => return None,
        // Times without a zone are UTC, and on SQLite they are texts that must sort among our own.
        (Dialect::Sqlite, Time, Time) => format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {value})"),
        (Dialect::Postgres, Time, Time) => format!("{value} AT TIME ZONE 'UTC'"),
        (Dialect::Sqlite, Float | Text | Json, Whole) => format!("CAST({value} AS INTEGER)"),
        (_, Whole | Float, Bool) => format!("{value} <> 0"),
        (Dialect::Sqlite, Text, Bool) => {
            format!("lower({value}) IN ('true', 't', '1', 'yes', 'on')")
        }
        (Dialect::Sqlite, Whole, Time) => {
            format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {value}, 'unixepoch')")
        }
        (Dialect::Sqlite, Time, Whole) => format!("CAST(strftime('%s', {value}) AS INTEGER)"),
        (Dialect::Sqlite, Bool, Text) => {
            format!("CASE {value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END")
        }
        (Dialect::Sqlite, Whole | Float, Text) => format!("CAST({value} AS TEXT)"),
        (Dialect::Sqlite, ..) => value,
        (Dialect::Postgres, Float, Whole) => format!("trunc({value})::{}", to.ty),
        (Dialect::Postgres, Bool, Whole) => format!("{value}::INTEGER"),
        (Dialect::Postgres, Bool, Float) => format!("{value}::INTEGER::{}", to.ty),
        (Dialect::Postgres, Whole, Time) => format!("to_timestamp({value})"),
        (Dialect::Postgres, Time, Whole) => format!("extract(epoch FROM {value})::{}", to.ty),
        (Dialect::Postgres, Json, Whole | Float | Bool) => {
            format!("({value} #>> '{{}}')::{}", to.ty)
        }
        (Dialect::Postgres, Whole | Float | Bool, Json) => format!("to_jsonb({value})"),
        (Dialect::Postgres, _, _) => format!("{value}::{}", to.ty),
    };
    Some(sql)
}

/// What stands for a value in rows that have none, where one is needed. `None` where every made-up value would be wrong: a
/// key has to name a row that is there.
pub(super) fn stand_in(dialect: Dialect, table: &Table, column: &Column) -> Option<String> {
    if let Some(default) = &column.default {
        return Some(default.as_str().to_owned());
    }
    let is_key = table.constraints.iter().any(|c| {
        use crate::migrate::schema::Rule::{ForeignKey, PrimaryKey, Unique};
        matches!(&c.rule, ForeignKey { columns, .. } | PrimaryKey(columns) | Unique(columns) if columns.contains(&column.name))
    });
    if is_key {
        return None;
    }
    let value = match (kind(dialect, table, column), dialect) {
        (Kind::Whole, _) => "0",
        (Kind::Float, _) => "0.0",
        (Kind::Bool, _) => "FALSE",
        (Kind::Text, _) => "''",
        (Kind::Json, _) => "'{}'",
        (Kind::Time, Dialect::Sqlite) => "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')",
        (Kind::Time, Dialect::Postgres) => "now()",
        (Kind::Other, _) => return None,
    };
    Some(value.to_owned())
}

/// Said where there is none.
pub(super) fn no_stand_in(column: &Column) -> String {
    format!(
        "Rows that are there need {}, and nothing can be made up for a key: this works on an empty table, or write what they get.",
        column.name
    )
}

/// Whether SQLite takes a default in `ADD COLUMN` where the table has rows: a plain value, not something to work out.
pub(super) fn is_constant(default: &Text) -> bool {
    let text = default.as_str();
    !text.contains('(') && !text.to_lowercase().starts_with("current_")
}
