//! One value on its way from SQLite to PostgreSQL: read from either, written for `COPY`, and hashed by what it means, so that
//! both sides can be compared.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};

/// What a column holds, as PostgreSQL has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Int,
    Float,
    Text,
    Time,
    Json,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Time(DateTime<Utc>),
    Json(Value),
}

impl Type {
    /// By the name the information schema has for it.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "boolean" => Some(Self::Bool),
            "bigint" => Some(Self::Int),
            "double precision" => Some(Self::Float),
            "text" | "character varying" => Some(Self::Text),
            "timestamp with time zone" => Some(Self::Time),
            "jsonb" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Reads a value as the type of its column: SQLite itself has fewer.
macro_rules! read {
    ($row:expr, $at:expr, $ty:expr, json: $json:expr) => {
        Ok(match $ty {
            Type::Bool => $row
                .try_get_unchecked::<Option<bool>, _>($at)?
                .map(Cell::Bool),
            Type::Int => $row
                .try_get_unchecked::<Option<i64>, _>($at)?
                .map(Cell::Int),
            Type::Float => $row
                .try_get_unchecked::<Option<f64>, _>($at)?
                .map(Cell::Float),
            Type::Text => $row
                .try_get_unchecked::<Option<String>, _>($at)?
                .map(Cell::Text),
            Type::Time => $row
                .try_get_unchecked::<Option<DateTime<Utc>>, _>($at)?
                .map(Cell::Time),
            Type::Json => $json,
        }
        .unwrap_or(Cell::Null))
    };
}

impl Cell {
    pub(super) fn from_sqlite(row: &SqliteRow, at: usize, ty: Type) -> sqlx::Result<Self> {
        read!(row, at, ty, json: row
            .try_get_unchecked::<Option<String>, _>(at)?
            .map(|text| serde_json::from_str(&text).map(Cell::Json))
            .transpose()
            .map_err(|error| sqlx::Error::Decode(error.into()))?)
    }

    pub(super) fn from_postgres(row: &PgRow, at: usize, ty: Type) -> sqlx::Result<Self> {
        read!(row, at, ty, json: row.try_get::<Option<Value>, _>(at)?.map(Cell::Json))
    }

    /// As `COPY … FROM STDIN` reads it.
    pub(super) fn write_for_copy(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("\\N"),
            Self::Bool(is) => out.push(if *is { 't' } else { 'f' }),
            Self::Int(number) => drop(write!(out, "{number}")),
            Self::Float(number) => drop(write!(out, "{number}")),
            Self::Text(text) => escape(text, out),
            Self::Time(time) => out.push_str(&time.to_rfc3339_opts(SecondsFormat::Micros, true)),
            Self::Json(value) => escape(&value.to_string(), out),
        }
    }

    /// Adds what it means to the hash of its row.
    pub(super) fn hash(&self, hash: &mut Sha256) {
        let (kind, text) = match self {
            Self::Null => ('n', String::new()),
            Self::Bool(is) => ('b', is.to_string()),
            Self::Int(number) => ('i', number.to_string()),
            Self::Float(number) => ('f', number.to_string()),
            Self::Text(text) => ('t', text.clone()),
            Self::Time(time) => ('d', time.timestamp_micros().to_string()),
            Self::Json(value) => ('j', meaning(value)),
        };
        hash.update(format!("{kind}{}:", text.len()));
        hash.update(text);
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
}

/// A JSON value whatever its spaces, the order of its keys, and the way its numbers are written.
fn meaning(value: &Value) -> String {
    match value {
        Value::Number(number) => number
            .as_i64()
            .map(|whole| whole.to_string())
            .or_else(|| number.as_f64().map(|number| number.to_string()))
            .unwrap_or_else(|| number.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(meaning).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(fields) => {
            let mut fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name:?}:{}", meaning(value)))
                .collect();
            fields.sort();
            format!("{{{}}}", fields.join(","))
        }
        other => other.to_string(),
    }
}

/// The content of a table, whatever the order of its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) rows: u64,
    sum: u128,
}

impl Content {
    pub(super) fn add(&mut self, row: &[Cell]) {
        let mut hash = Sha256::new();
        for cell in row {
            cell.hash(&mut hash);
        }
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(half));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(cell: Cell, expect: &str) {
        let mut out = String::new();
        cell.write_for_copy(&mut out);
        assert_eq!(out, expect);
    }

    #[test]
    fn copy_reads_what_is_written() {
        check(Cell::Null, "\\N");
        check(Cell::Bool(true), "t");
        check(Cell::Int(i64::MIN), "-9223372036854775808");
        check(Cell::Float(1.25), "1.25");
        check(Cell::Text("\\N".to_owned()), "\\\\N");
        check(Cell::Text("a\tb\\\n\r".to_owned()), "a\\tb\\\\\\n\\r");
        check(Cell::Json(json!({"a": "\n"})), "{\"a\":\"\\\\n\"}");
    }

    fn content(rows: &[&[Cell]]) -> Content {
        let mut content = Content::default();
        for row in rows {
            content.add(row);
        }
        content
    }

    #[test]
    fn content_is_what_rows_mean_in_any_order() {
        let (one, two) = (
            [Cell::Int(1), Cell::Null],
            [Cell::Int(2), Cell::Text("x".to_owned())],
        );
        assert_eq!(content(&[&one, &two]), content(&[&two, &one]));
        assert_ne!(content(&[&one, &two]), content(&[&one, &one]));
        assert_ne!(content(&[&one]), content(&[&one, &one]));
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_ne!(
            content(&[&[text("a"), text("bc")]]),
            content(&[&[text("ab"), text("c")]])
        );
        assert_ne!(content(&[&[text("")]]), content(&[&[Cell::Null]]));
        let json = |text: &str| Cell::Json(serde_json::from_str(text).unwrap());
        assert_eq!(
            content(&[&[json(r#"{"a": 1.0, "b": [2.50]}"#)]]),
            content(&[&[json(r#"{"b":[2.5],"a":1}"#)]])
        );
    }
}
