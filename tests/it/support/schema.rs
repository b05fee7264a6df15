//! What a schema is, told in words that are the same for both databases, for the store's descriptions of its tables and
//! for what the databases themselves say.

use std::collections::{BTreeMap, BTreeSet};

use reprise::db::schema::{Default, OnDelete, Table, Type};
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

/// The tables of a database, by name.
pub type Schema = BTreeMap<String, Shape>;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Columns, keys and indexes, a line each.
    pub lines: BTreeSet<String>,
    /// Conditions of checks and partial indexes, by what they belong to.
    pub conditions: BTreeMap<String, String>,
}

/// What the store says.
pub fn described(tables: &[&Table]) -> Schema {
    tables
        .iter()
        .map(|table| (table.name.to_owned(), described_table(table)))
        .collect()
}

fn described_table(table: &Table) -> Shape {
    let mut shape = Shape::default();
    for column in table.columns {
        let ty = match column.ty {
            Type::Id => "id".to_owned(),
            Type::BigInt => "bigint".to_owned(),
            Type::Float => "float".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Varchar(length) => format!("varchar({length})"),
            Type::Text => "text".to_owned(),
            Type::Json => "json".to_owned(),
            Type::Time => "time".to_owned(),
        };
        let default = column.default.map(|default| match default {
            Default::Int(int) => int.to_string(),
            Default::Float(float) => float.to_string(),
            Default::Bool(truth) => truth.to_string(),
            Default::Text(text) => format!("'{text}'"),
            Default::Now => "now".to_owned(),
        });
        shape.column(column.name, &ty, column.nullable, default.as_deref());
    }
    for check in table.checks {
        shape.condition(format!("check {}", check.name), check.sql);
    }
    for unique in table.uniques {
        shape.unique(unique.name, &unique.columns.join(", "));
    }
    for key in table.foreign_keys {
        shape.foreign_key(
            key.name,
            &key.columns.join(", "),
            key.table,
            &key.references.join(", "),
            match key.on_delete {
                OnDelete::Cascade => "cascade",
                OnDelete::SetNull => "set null",
                OnDelete::Refuse => "no action",
            },
        );
    }
    for index in table.indexes {
        shape.index(
            index.name,
            index.unique,
            &index.columns.join(", "),
            index.filter,
        );
    }
    shape
}

impl Shape {
    fn column(&mut self, name: &str, ty: &str, nullable: bool, default: Option<&str>) {
        let null = if nullable { "null" } else { "not null" };
        let default = default
            .map(|default| format!(" default {default}"))
            .unwrap_or_default();
        self.lines
            .insert(format!("column {name}: {ty} {null}{default}"));
    }

    fn unique(&mut self, name: &str, columns: &str) {
        self.lines.insert(format!("unique {name} ({columns})"));
    }

    fn foreign_key(
        &mut self,
        name: &str,
        columns: &str,
        table: &str,
        references: &str,
        on_delete: &str,
    ) {
        self.lines.insert(format!(
            "foreign key {name} ({columns}) names {table} ({references}), on delete {on_delete}"
        ));
    }

    fn index(&mut self, name: &str, unique: bool, columns: &str, filter: Option<&str>) {
        let unique = if unique { "unique " } else { "" };
        self.lines
            .insert(format!("{unique}index {name} ({columns})"));
        if let Some(filter) = filter {
            self.condition(format!("index {name}"), filter);
        }
    }

    fn condition(&mut self, owner: String, sql: &str) {
        self.conditions.insert(owner, words(sql));
    }
}

/// SQL with single spaces.
fn words(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rewrites conditions as PostgreSQL understands them, so that only a difference in meaning is left.
/// The tables must be there; they are left as they were.
pub async fn as_postgres_reads(conn: &mut PgConnection, mut schema: Schema) -> Schema {
    for (table, shape) in &mut schema {
        for condition in shape.conditions.values_mut() {
            sqlx::raw_sql(AssertSqlSafe(format!(
                "ALTER TABLE {table} ADD CONSTRAINT probe CHECK ({condition})"
            )))
            .execute(&mut *conn)
            .await
            .unwrap_or_else(|error| panic!("{table}: {condition}: {error}"));
            *condition = sqlx::query_scalar(
                "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'probe'",
            )
            .fetch_one(&mut *conn)
            .await
            .unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!(
                "ALTER TABLE {table} DROP CONSTRAINT probe"
            )))
            .execute(&mut *conn)
            .await
            .unwrap();
        }
    }
    schema
}

/// What PostgreSQL says of the tables of the application.
pub async fn of_postgres(conn: &mut PgConnection) -> Schema {
    const TABLES: &str = "
        SELECT relname::TEXT FROM pg_class
        WHERE relnamespace = 'public'::REGNAMESPACE AND relkind IN ('r', 'p') AND relname <> '_sqlx_migrations'";
    const COLUMNS: &str = "
        SELECT attname::TEXT, format_type(atttypid, atttypmod), attnotnull, attidentity <> '', pg_get_expr(adbin, adrelid)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = $1::REGCLASS AND attnum > 0 AND NOT attisdropped";
    const CONSTRAINTS: &str = "
        SELECT conname::TEXT, contype::TEXT, pg_get_expr(conbin, conrelid), confrelid::REGCLASS::TEXT, confdeltype::TEXT,
            (SELECT string_agg(attname, ', ' ORDER BY n) FROM unnest(conkey) WITH ORDINALITY AS k (num, n)
                JOIN pg_attribute ON attrelid = conrelid AND attnum = num),
            (SELECT string_agg(attname, ', ' ORDER BY n) FROM unnest(confkey) WITH ORDINALITY AS k (num, n)
                JOIN pg_attribute ON attrelid = confrelid AND attnum = num)
        FROM pg_constraint WHERE conrelid = $1::REGCLASS";
    const INDEXES: &str = "
        SELECT relname::TEXT, indisunique, pg_get_expr(indpred, indrelid),
            (SELECT string_agg(pg_get_indexdef(indexrelid, n::INT, TRUE), ', ' ORDER BY n) FROM generate_series(1, indnatts) AS n)
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE indrelid = $1::REGCLASS AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)";
    type Constraint = (
        String,
        String,
        Option<String>,
        String,
        String,
        Option<String>,
        Option<String>,
    );

    let mut schema = Schema::new();
    let tables: Vec<String> = sqlx::query_scalar(TABLES)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    for table in tables {
        let mut shape = Shape::default();
        let columns: Vec<(String, String, bool, bool, Option<String>)> = sqlx::query_as(COLUMNS)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (name, ty, not_null, identity, default) in columns {
            let ty = match ty.as_str() {
                "bigint" if identity => "id".to_owned(),
                "double precision" => "float".to_owned(),
                "boolean" => "bool".to_owned(),
                "jsonb" => "json".to_owned(),
                "json" => "json, unparsed".to_owned(),
                "timestamp with time zone" => "time".to_owned(),
                other => other.replace("character varying", "varchar"),
            };
            shape.column(
                &name,
                &ty,
                !not_null,
                default.map(|sql| default_value(&sql)).as_deref(),
            );
        }
        let constraints: Vec<Constraint> = sqlx::query_as(CONSTRAINTS)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (name, kind, condition, other, action, columns, references) in constraints {
            let columns = columns.unwrap_or_default();
            match kind.as_str() {
                "c" => shape.condition(format!("check {name}"), &condition.unwrap()),
                "u" => shape.unique(&name, &columns),
                // Part of the type `id`; any other would be an addition to what is described.
                "p" if columns == "id" => {}
                "f" => {
                    let on_delete = match action.as_str() {
                        "c" => "cascade",
                        "n" => "set null",
                        "a" => "no action",
                        other => other,
                    };
                    shape.foreign_key(&name, &columns, &other, &references.unwrap(), on_delete);
                }
                other => {
                    let line = format!("constraint {name} of kind {other} ({columns})");
                    shape.lines.insert(line);
                }
            }
        }
        let indexes: Vec<(String, bool, Option<String>, String)> = sqlx::query_as(INDEXES)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (name, unique, filter, columns) in indexes {
            // Quotes stand around names such as position.
            shape.index(&name, unique, &columns.replace('"', ""), filter.as_deref());
        }
        schema.insert(table, shape);
    }
    schema
}

/// What SQLite says of the tables of the application. Names of constraints are only in the text of a table.
pub async fn of_sqlite(conn: &mut SqliteConnection) -> Schema {
    const TABLES: &str = "
        SELECT name, sql FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\'";
    const COLUMNS: &str =
        "SELECT name, type, \"notnull\" <> 0, pk, dflt_value FROM pragma_table_xinfo($1)";
    const KEYS: &str = "
        SELECT group_concat(\"from\", ', ' ORDER BY seq), \"table\", group_concat(\"to\", ', ' ORDER BY seq), lower(on_delete)
        FROM pragma_foreign_key_list($1) GROUP BY id";
    const INDEXES: &str = "
        SELECT name, \"unique\" <> 0, origin, (SELECT sql FROM sqlite_master WHERE type = 'index' AND sqlite_master.name = list.name),
            (SELECT group_concat(name, ', ' ORDER BY seqno) FROM pragma_index_info(list.name))
        FROM pragma_index_list($1) AS list";

    let mut schema = Schema::new();
    let tables: Vec<(String, String)> = sqlx::query_as(TABLES).fetch_all(&mut *conn).await.unwrap();
    for (table, sql) in tables {
        let mut shape = Shape::default();
        let mut named = constraints(&sql);
        let columns: Vec<(String, String, bool, i64, Option<String>)> = sqlx::query_as(COLUMNS)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (name, declared, not_null, key, default) in columns {
            let counted = format!("{name} INTEGER PRIMARY KEY AUTOINCREMENT");
            let ty = if key == 1 && words(&sql).contains(&counted) {
                "id".to_owned()
            } else {
                sqlite_type(&declared, &table, &name, &mut named)
            };
            let nullable = !not_null && ty != "id";
            shape.column(
                &name,
                &ty,
                nullable,
                default.map(|sql| default_value(&sql)).as_deref(),
            );
        }
        let keys: Vec<(String, String, String, String)> = sqlx::query_as(KEYS)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (columns, other, references, on_delete) in keys {
            let start = format!("FOREIGN KEY ({columns}) REFERENCES {other} ({references})");
            let name = take(&mut named, &table, |text| text.starts_with(&start));
            shape.foreign_key(&name, &columns, &other, &references, &on_delete);
        }
        let indexes: Vec<(String, bool, String, Option<String>, String)> = sqlx::query_as(INDEXES)
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for (name, unique, origin, index_sql, columns) in indexes {
            if origin == "u" {
                let name = take(&mut named, &table, |text| {
                    text == format!("UNIQUE ({columns})")
                });
                shape.unique(&name, &columns);
            } else {
                let filter = index_sql
                    .as_deref()
                    .and_then(|sql| sql.split_once(" WHERE "))
                    .map(|(_, filter)| filter);
                shape.index(&name, unique, &columns, filter);
            }
        }
        for (name, text) in named {
            let condition = text
                .strip_prefix("CHECK (")
                .and_then(|rest| rest.strip_suffix(')'));
            let condition = condition.unwrap_or_else(|| panic!("{table}.{name}: {text}"));
            shape.condition(format!("check {name}"), condition);
        }
        schema.insert(table, shape);
    }
    schema
}

/// The type of a column. What PostgreSQL's types ensure is a check here, with a name of its own kind.
fn sqlite_type(
    declared: &str,
    table: &str,
    column: &str,
    named: &mut BTreeMap<String, String>,
) -> String {
    let mut ensures = |kind: &str, condition: String| {
        let check = named.remove(&format!("{table}_{column}_{kind}"));
        check.is_some_and(|text| text.replace('"', "") == format!("CHECK ({condition})"))
    };
    let length = declared
        .strip_prefix("VARCHAR(")
        .and_then(|rest| rest.strip_suffix(')'));
    match (declared, length) {
        ("BIGINT", _) => "bigint".to_owned(),
        ("REAL", _) => "float".to_owned(),
        ("TIMESTAMP", _) => "time".to_owned(),
        ("BOOLEAN", _) if ensures("bool", format!("{column} IN (0, 1)")) => "bool".to_owned(),
        ("TEXT", _) if ensures("json", format!("json_valid({column})")) => "json".to_owned(),
        ("TEXT", _) => "text".to_owned(),
        (_, Some(length)) if ensures("length", format!("length({column}) <= {length}")) => {
            format!("varchar({length})")
        }
        _ => format!("{declared}, not ensured"),
    }
}

/// The name of the constraint that reads like this.
fn take(named: &mut BTreeMap<String, String>, table: &str, reads: impl Fn(&str) -> bool) -> String {
    let name = named
        .iter()
        .find(|(_, text)| reads(text))
        .map(|(name, _)| name.clone());
    let name = name.unwrap_or_else(|| panic!("a key of {table} has no name: {named:?}"));
    named.remove(&name);
    name
}

/// The named constraints in the text of a table: `CONSTRAINT name` and what follows it.
fn constraints(sql: &str) -> BTreeMap<String, String> {
    let without_comments: Vec<&str> = sql
        .lines()
        .map(|line| line.split_once("--").map_or(line, |(code, _)| code))
        .collect();
    let sql = words(&without_comments.join(" "));
    let pieces: Vec<&str> = sql.split("CONSTRAINT ").skip(1).collect();
    let unnamed = sql.matches("CHECK (").count()
        - pieces
            .iter()
            .filter(|piece| piece.split(' ').nth(1) == Some("CHECK"))
            .count();
    assert_eq!(unnamed, 0, "every check has a name: {sql}");
    pieces
        .into_iter()
        .map(|piece| {
            let (name, text) = piece.split_once(' ').unwrap();
            (
                name.to_owned(),
                text[..end_of_constraint(text)].trim().to_owned(),
            )
        })
        .collect()
}

/// A constraint ends at the comma, or the bracket of the table, that is outside its own brackets.
fn end_of_constraint(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ',' | ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// A default as either database tells it, in the words of [`described`].
fn default_value(sql: &str) -> String {
    const SQLITE_NOW: &str = "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')";
    let value = sql.split_once("::").map_or(sql, |(value, _)| value).trim();
    match value {
        SQLITE_NOW | "now()" => "now".to_owned(),
        "TRUE" | "FALSE" => value.to_lowercase(),
        _ => value
            .parse::<f64>()
            .map_or_else(|_| value.to_owned(), |number| number.to_string()),
    }
}
