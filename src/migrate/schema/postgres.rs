//! What PostgreSQL says of the current schema, in a query for each kind of thing.

use std::collections::BTreeMap;

use sqlx::{FromRow, PgConnection};

use super::{Column, Filled, Schema, Table, Text, parse};
use crate::{
    db::Dialect,
    migrate::error::{Doing as _, EngineError},
};

/// Not the ledger, and not the engine's tables; nothing that belongs to an extension.
const OURS: &str = r"n.nspname = current_schema() AND c.relname <> '_sqlx_migrations' AND c.relname NOT LIKE '\_reprise\_%'
    AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')";

const COLUMNS: &str = "
    SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, a.attidentity::text,
        a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), nullif(l.collname, 'default')::text
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    WHERE c.relkind IN ('r', 'p') AND {OURS} ORDER BY c.relname, a.attnum";
const CONSTRAINTS: &str = "
    SELECT c.relname::text, k.conname::text, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype <> 'n' AND k.contype <> 't' AND {OURS}
    ORDER BY c.relname, array_position('{p,c,u,x,f}'::\"char\"[], k.contype), k.conname";
const INDEXES: &str = "
    SELECT c.relname::text, pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x')) AND {OURS}
    ORDER BY 1, 2";
const TRIGGERS: &str = "
    SELECT c.relname::text, t.tgname::text, pg_get_triggerdef(t.oid, TRUE)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND {OURS}";
const VIEWS: &str = "
    SELECT c.relname::text, CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END, pg_get_viewdef(c.oid, TRUE)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {OURS}";

type ColumnRow = (
    String,
    Option<String>,
    Option<String>,
    Option<bool>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

pub(super) async fn read(conn: &mut PgConnection) -> Result<Schema, EngineError> {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows::<ColumnRow>(conn, COLUMNS).await? {
        let (table, name, ty, nullable, identity, generated, default, collation) = row;
        let table = tables.entry(table.clone()).or_insert_with(|| Table {
            name: table,
            ..Table::default()
        });
        let (Some(name), Some(ty), Some(nullable)) = (name, ty, nullable) else {
            continue; // A table without columns.
        };
        let default = default.map(|sql| Text::new(Dialect::Postgres, &sql));
        let (filled, default) = match (identity.as_deref(), generated.as_deref(), default) {
            (Some("d"), _, _) => (Filled::Counted, None),
            (Some("a"), _, _) => (Filled::AlwaysCounted, None),
            (_, Some("s"), Some(from)) => (Filled::Computed { from, stored: true }, None),
            (_, _, default) => (Filled::Plain, default),
        };
        table.columns.push(Column {
            name,
            ty: type_name(&ty),
            nullable,
            default,
            collation,
            filled,
        });
    }
    for (table, name, definition) in rows::<(String, String, String)>(conn, CONSTRAINTS).await? {
        if let Some(table) = tables.get_mut(&table) {
            let constraint = parse::constraint(Dialect::Postgres, Some(name), &definition);
            table.constraints.push(constraint);
        }
    }
    for (table, definition) in rows::<(String, String)>(conn, INDEXES).await? {
        if let Some(table) = tables.get_mut(&table) {
            table
                .indexes
                .extend(parse::index(Dialect::Postgres, &definition));
        }
    }
    for (table, name, definition) in rows::<(String, String, String)>(conn, TRIGGERS).await? {
        if let Some(table) = tables.get_mut(&table) {
            table
                .triggers
                .insert(name, Text::new(Dialect::Postgres, &definition));
        }
    }
    let mut views = BTreeMap::new();
    for (name, kind, query) in rows::<(String, String, String)>(conn, VIEWS).await? {
        let query = query.trim().trim_end_matches(';');
        let sql = format!("CREATE {kind}VIEW {} AS {query}", super::name(&name));
        views.insert(name, Text::new(Dialect::Postgres, &sql));
    }
    Ok(Schema { tables, views })
}

async fn rows<R>(conn: &mut PgConnection, query: &str) -> Result<Vec<R>, EngineError>
where
    R: for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let query = sqlx::AssertSqlSafe(query.replace("{OURS}", OURS));
    sqlx::query_as(query)
        .fetch_all(conn)
        .await
        .doing("reading the schema")
}

/// The short names of types.
fn type_name(ty: &str) -> String {
    match ty {
        "timestamp with time zone" => "TIMESTAMPTZ".to_owned(),
        "timestamp without time zone" => "TIMESTAMP".to_owned(),
        "bigint" | "integer" | "smallint" | "boolean" | "text" | "jsonb" | "json" | "real"
        | "double precision" | "bytea" | "date" | "uuid" => ty.to_uppercase(),
        _ => match ty.strip_prefix("character varying") {
            Some(length) => format!("VARCHAR{length}"),
            None => ty.to_owned(),
        },
    }
}
