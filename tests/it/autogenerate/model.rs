//! Descriptions of tables in short: `tracks(id, title varchar(100), mood text?, key album_id -> albums cascade)`.

use reprise::db::schema::{
    Check, Column, Default, ForeignKey, Index, OnDelete, Table, Type, Unique,
};

pub type Model = Vec<&'static Table>;

/// Reads tables separated by `;`.
pub fn model(text: &str) -> Model {
    let tables = text.split(';').map(str::trim).filter(|t| !t.is_empty());
    tables
        .map(|text| &*Box::leak(Box::new(table(text))))
        .collect()
}

fn text(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn list<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

fn names(words: &str) -> &'static [&'static str] {
    list(words.split_whitespace().map(text).collect())
}

fn table(described: &str) -> Table {
    let (name, items) = described.split_once('(').unwrap();
    let items = items.trim_end().strip_suffix(')').unwrap();
    let name = name.trim();
    let (mut columns, mut checks, mut uniques) = (Vec::new(), Vec::new(), Vec::new());
    let (mut keys, mut indexes, mut primary_key) = (Vec::new(), Vec::new(), names(""));
    let called = |columns: &str, end: &str| {
        let columns = columns.split_whitespace().collect::<Vec<_>>().join("_");
        text(&format!("{name}_{columns}_{end}"))
    };
    for item in split_items(items) {
        let (first, rest) = item.split_once(' ').unwrap_or((item, ""));
        match first {
            "id" if rest.is_empty() => columns.push(Column::ID),
            "primary" => primary_key = names(rest),
            "check" => {
                let (check, sql) = rest.split_once(' ').unwrap();
                checks.push(Check {
                    name: text(&format!("{name}_{check}")),
                    sql: text(sql),
                });
            }
            "unique" if !rest.starts_with("index ") => uniques.push(Unique {
                name: called(rest, "key"),
                columns: names(rest),
            }),
            "key" => {
                let (own, other) = rest.split_once(" -> ").unwrap();
                let (other, action) = other.split_once(' ').unwrap_or((other, ""));
                let (other, references) = other.split_once('.').unwrap_or((other, "id"));
                keys.push(ForeignKey {
                    name: called(own, "fkey"),
                    columns: names(own),
                    table: text(other),
                    references: names(&references.replace('+', " ")),
                    on_delete: match action {
                        "cascade" => OnDelete::Cascade,
                        "set null" => OnDelete::SetNull,
                        _ => OnDelete::Refuse,
                    },
                });
            }
            "index" | "unique" => {
                let rest = rest.trim_start_matches("index ");
                let (own, filter) = match rest.split_once(" where ") {
                    Some((own, filter)) => (own, Some(text(filter))),
                    None => (rest, None),
                };
                indexes.push(Index {
                    name: called(own, "idx"),
                    columns: names(own),
                    unique: first == "unique",
                    filter,
                });
            }
            _ => columns.push(column(first, rest)),
        }
    }
    Table {
        name: text(name),
        columns: list(columns),
        primary_key,
        checks: list(checks),
        uniques: list(uniques),
        foreign_keys: list(keys),
        indexes: list(indexes),
    }
}

fn split_items(items: &str) -> Vec<&str> {
    let mut depth = 0;
    items
        .split(move |c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ',' && depth == 0
        })
        .map(str::trim)
        .collect()
}

/// `mood`, `varchar(20)? = 'calm'`
fn column(name: &str, described: &str) -> Column {
    let (ty, default) = match described.split_once(" = ") {
        Some((ty, default)) => (ty, Some(default)),
        None => (described, None),
    };
    let (ty, nullable) = match ty.strip_suffix('?') {
        Some(ty) => (ty, true),
        None => (ty, false),
    };
    let ty = match ty {
        "bigint" => Type::BigInt,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "text" => Type::Text,
        "json" => Type::Json,
        "time" => Type::Time,
        other => {
            let length = other
                .strip_prefix("varchar(")
                .and_then(|l| l.strip_suffix(')'));
            Type::Varchar(
                length
                    .unwrap_or_else(|| panic!("no type {other}"))
                    .parse()
                    .unwrap(),
            )
        }
    };
    let default = default.map(|sql| match (ty, sql) {
        (_, "now") => Default::Now,
        (Type::Bool, _) => Default::Bool(sql == "true"),
        (Type::Float, _) => Default::Float(sql.parse().unwrap()),
        (Type::BigInt, _) => Default::Int(sql.parse().unwrap()),
        _ => Default::Text(text(sql.trim_matches('\''))),
    });
    Column {
        name: text(name),
        ty,
        nullable,
        default,
    }
}
