//! Rows for the tables of a model, and what of them has to be the same after a change.

use std::collections::BTreeMap;

use reprise::{
    db::{
        Dialect,
        schema::{Table, Type},
    },
    migrate::schema::Renames,
};

use super::model::Model;
use crate::support::migrate::Site;

/// Three rows a table; in the second one everything is null that may be.
pub async fn insert(site: &Site, model: &Model) {
    for table in model {
        for row in 1..=3 {
            let columns: Vec<String> = table.columns.iter().map(|c| quoted(c.name)).collect();
            let values: Vec<String> = table.columns.iter().map(|c| value(table, c, row)).collect();
            site.sql(&format!(
                "INSERT INTO {} ({}) VALUES ({})",
                quoted(table.name),
                columns.join(", "),
                values.join(", ")
            ))
            .await;
        }
    }
}

fn value(table: &Table, column: &reprise::db::schema::Column, row: i64) -> String {
    let is_key = table
        .foreign_keys
        .iter()
        .any(|k| k.columns.contains(&column.name));
    match column.ty {
        _ if row == 2 && column.nullable => "NULL".to_owned(),
        Type::Id | Type::BigInt => row.to_string(),
        _ if is_key => format!("'{row}'"),
        Type::Float => format!("{row}.5"),
        Type::Bool => (row == 1).to_string().to_uppercase(),
        Type::Varchar(_) | Type::Text | Type::Json => format!("'{row}'"),
        Type::Time => format!("'2026-01-0{row}T00:00:00+00:00'"),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// For each table that stays, the values of the columns that stay as they are, a row each.
pub async fn surviving(
    site: &Site,
    old: &Model,
    new: &Model,
    renames: &Renames,
    is_new: bool,
) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in old {
        let called_anew = renames.tables.iter().find(|(from, _)| from == table.name);
        let now_called = called_anew.map_or(table.name, |(_, to)| to.as_str());
        let Some(now) = new.iter().find(|t| t.name == now_called) else {
            continue;
        };
        let mut columns = Vec::new();
        for column in table.columns {
            let called_anew = renames
                .columns
                .iter()
                .find(|(t, from, _)| t == now_called && from == column.name);
            let to = called_anew.map_or(column.name, |(_, _, to)| to.as_str());
            let stays = now
                .columns
                .iter()
                .any(|c| c.name == to && c.ty == column.ty && (c.nullable || !column.nullable));
            if stays {
                columns.push(quoted(if is_new { to } else { column.name }));
            }
        }
        if columns.is_empty() {
            continue;
        }
        let as_text = |c: &String| match site.dialect {
            Dialect::Sqlite => format!("quote({c})"),
            Dialect::Postgres => format!("coalesce({c}::text, 'NULL')"),
        };
        let row: Vec<String> = columns.iter().map(as_text).collect();
        let query = format!(
            "SELECT {} FROM {} ORDER BY 1",
            row.join(" || ' ' || "),
            quoted(if is_new { now_called } else { table.name })
        );
        all.insert(table.name, site.texts(&query).await);
    }
    all
}
