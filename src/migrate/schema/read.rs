//! Reads the schema of a database: all but SQLite's own tables, the ledger and the engine's.

use super::{Schema, Table, Text, parse, postgres, sqlite};
use crate::{
    db::Dialect,
    migrate::{
        error::{Doing as _, EngineError},
        place::Conn,
    },
};

/// What the database says of itself.
pub(in crate::migrate) async fn read(conn: &mut Conn) -> Result<Schema, EngineError> {
    match conn {
        Conn::Postgres(conn) => postgres::read(conn).await,
        Conn::Sqlite(conn) => {
            const OBJECTS: &str = r"
                SELECT type, name, tbl_name, sql FROM sqlite_schema
                WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'sqlite\_%' ESCAPE '\'
                AND tbl_name NOT LIKE '\_reprise\_%' ESCAPE '\' AND tbl_name <> '_sqlx_migrations'
                ORDER BY type = 'table' DESC, rowid";
            let rows: Vec<(String, String, String, String)> = sqlx::query_as(OBJECTS)
                .fetch_all(conn)
                .await
                .doing("reading the schema")?;
            let mut schema = Schema::default();
            for (kind, name, table, sql) in rows {
                of_sqlite(&mut schema, &kind, name, &table, &sql);
            }
            schema.complete();
            Ok(schema)
        }
    }
}

fn of_sqlite(schema: &mut Schema, kind: &str, name: String, table: &str, sql: &str) {
    let text = || Text::new(Dialect::Sqlite, sql);
    // An index or a trigger may spell its table in other capitals.
    let owner = |schema: &mut Schema, change: &mut dyn FnMut(&mut Table)| {
        let mut tables = schema.tables.values_mut();
        if let Some(table) = tables.find(|t| t.name.eq_ignore_ascii_case(table)) {
            change(table);
        }
    };
    match kind {
        "table" => {
            schema
                .tables
                .insert(name.clone(), sqlite::table(&name, sql));
        }
        "view" => {
            schema.views.insert(name, text());
        }
        "trigger" => owner(schema, &mut |table| {
            table.triggers.insert(name.clone(), text());
        }),
        _ => owner(schema, &mut |table| {
            table.indexes.extend(parse::index(Dialect::Sqlite, sql));
        }),
    }
}
