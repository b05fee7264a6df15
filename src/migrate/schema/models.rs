//! The schema that descriptions of tables ask for. How each type reads is a table in `migrations/README.md`.

use super::{
    Column, Constraint, Filled, Index, Rule, Schema, Table, Text,
    text::{name, names},
};
use crate::db::{
    Dialect,
    schema::{self, Default, OnDelete, Type},
};

const SQLITE_NOW: &str = "(strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now'))";

/// What the descriptions ask of a database of this kind.
pub fn of_models(dialect: Dialect, tables: &[&schema::Table]) -> Schema {
    Schema::of_tables(tables.iter().map(|described| table(dialect, described)))
}

fn table(dialect: Dialect, described: &schema::Table) -> Table {
    let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let text = |sql: &str| Text::new(dialect, sql);
    let named = |name: String, rule: Rule| Constraint {
        name: Some(name),
        rule,
        rest: Text::default(),
        beside: None,
    };
    let mut constraints = Vec::new();
    for column in described.columns {
        constraints.extend(of_type(dialect, described.name, column));
    }
    if !described.primary_key.is_empty() {
        constraints.push(named(
            format!("{}_pkey", described.name),
            Rule::PrimaryKey(owned(described.primary_key)),
        ));
    }
    let checks = described.checks.iter();
    constraints.extend(checks.map(|c| named(c.name.to_owned(), Rule::Check(text(c.sql)))));
    let uniques = described.uniques.iter();
    constraints.extend(uniques.map(|u| named(u.name.to_owned(), Rule::Unique(owned(u.columns)))));
    constraints.extend(described.foreign_keys.iter().map(|key| {
        let actions = match key.on_delete {
            OnDelete::Cascade => "ON DELETE CASCADE",
            OnDelete::SetNull => "ON DELETE SET NULL",
            OnDelete::Refuse => "",
        };
        let rule = Rule::ForeignKey {
            columns: owned(key.columns),
            table: key.table.to_owned(),
            references: owned(key.references),
            actions: actions.to_owned(),
        };
        named(key.name.to_owned(), rule)
    }));
    Table {
        name: described.name.to_owned(),
        columns: described
            .columns
            .iter()
            .map(|c| column(dialect, c))
            .collect(),
        constraints,
        indexes: described
            .indexes
            .iter()
            .map(|index| Index {
                name: index.name.to_owned(),
                unique: index.unique,
                on: text(&names(&owned(index.columns))),
                filter: index.filter.map(text),
                rest: Text::default(),
            })
            .collect(),
        ..Table::default()
    }
}

fn column(dialect: Dialect, described: &schema::Column) -> Column {
    let ty = match (described.ty, dialect) {
        (Type::Id, Dialect::Sqlite) => "INTEGER".to_owned(),
        (Type::Id | Type::BigInt, _) => "BIGINT".to_owned(),
        (Type::Float, Dialect::Sqlite) => "REAL".to_owned(),
        (Type::Float, Dialect::Postgres) => "DOUBLE PRECISION".to_owned(),
        (Type::Bool, _) => "BOOLEAN".to_owned(),
        (Type::Varchar(length), _) => format!("VARCHAR({length})"),
        (Type::Text, _) | (Type::Json, Dialect::Sqlite) => "TEXT".to_owned(),
        (Type::Json, Dialect::Postgres) => "JSONB".to_owned(),
        (Type::Time, Dialect::Sqlite) => "TIMESTAMP".to_owned(),
        (Type::Time, Dialect::Postgres) => "TIMESTAMPTZ".to_owned(),
    };
    let default = described.default.map(|default| match default {
        Default::Int(number) => number.to_string(),
        Default::Float(number) => format!("{number:?}"),
        Default::Bool(true) => "TRUE".to_owned(),
        Default::Bool(false) => "FALSE".to_owned(),
        Default::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Default::Now => match dialect {
            Dialect::Sqlite => SQLITE_NOW.to_owned(),
            Dialect::Postgres => "now()".to_owned(),
        },
    });
    Column {
        name: described.name.to_owned(),
        ty,
        nullable: described.nullable,
        default: default.map(|sql| Text::new(dialect, &sql)),
        collation: None,
        filled: match described.ty {
            Type::Id => Filled::Counted,
            _ => Filled::Plain,
        },
    }
}

/// What a type asks of its column: on SQLite checks that PostgreSQL's types make needless.
fn of_type(dialect: Dialect, table: &str, column: &schema::Column) -> Option<Constraint> {
    if column.ty == Type::Id {
        let key = vec![column.name.to_owned()];
        return Some(Constraint {
            name: (dialect == Dialect::Postgres).then(|| format!("{table}_pkey")),
            rule: Rule::PrimaryKey(key),
            rest: Text::default(),
            beside: Some(column.name.to_owned()),
        });
    }
    let own = name(column.name);
    let (kind, sql) = match (dialect, column.ty) {
        (Dialect::Sqlite, Type::Bool) => ("bool", format!("{own} IN (0, 1)")),
        (Dialect::Sqlite, Type::Varchar(length)) => {
            ("length", format!("length({own}) <= {length}"))
        }
        (Dialect::Sqlite, Type::Json) => ("json", format!("json_valid({own})")),
        _ => return None,
    };
    Some(Constraint {
        name: Some(format!("{table}_{}_{kind}", column.name)),
        rule: Rule::Check(Text::new(dialect, &sql)),
        rest: Text::default(),
        beside: Some(column.name.to_owned()),
    })
}

/// What a SQLite schema that keeps to the table in `migrations/README.md` is on PostgreSQL.
pub fn on_postgres(sqlite: &Schema) -> Schema {
    Schema::of_tables(sqlite.tables.values().map(table_on_postgres))
}

fn table_on_postgres(table: &Table) -> Table {
    let ensures = |column: &str, kind: &str| {
        let name = format!("{}_{column}_{kind}", table.name);
        move |c: &Constraint| c.name.as_deref() == Some(&name)
    };
    let is_json =
        |c: &Column| c.ty == "TEXT" && table.constraints.iter().any(ensures(&c.name, "json"));
    let of_a_type = |constraint: &Constraint| {
        let kinds = ["bool", "length", "json"];
        let mut columns = table.columns.iter();
        columns.any(|c| kinds.iter().any(|kind| ensures(&c.name, kind)(constraint)))
    };
    let postgres = |text: &Text| Text::new(Dialect::Postgres, text.as_str());
    let columns = table.columns.iter().map(|column| Column {
        ty: match column.ty.as_str() {
            "INTEGER" => "BIGINT",
            "REAL" => "DOUBLE PRECISION",
            "TIMESTAMP" => "TIMESTAMPTZ",
            "TEXT" if is_json(column) => "JSONB",
            other => other,
        }
        .to_owned(),
        default: column.default.as_ref().map(|default| {
            if *default == Text::new(Dialect::Sqlite, SQLITE_NOW) {
                Text::new(Dialect::Postgres, "now()")
            } else {
                postgres(default)
            }
        }),
        ..column.clone()
    });
    let constraints = table.constraints.iter().filter(|c| !of_a_type(c)).map(|c| {
        let rule = match &c.rule {
            Rule::Check(text) => Rule::Check(postgres(text)),
            other => other.clone(),
        };
        let usual = || matches!(rule, Rule::PrimaryKey(_)).then(|| format!("{}_pkey", table.name));
        Constraint {
            name: c.name.clone().or_else(usual),
            rule,
            rest: postgres(&c.rest),
            beside: None,
        }
    });
    Table {
        name: table.name.clone(),
        columns: columns.collect(),
        constraints: constraints.collect(),
        indexes: table
            .indexes
            .iter()
            .map(|index| Index {
                on: postgres(&index.on),
                filter: index.filter.as_ref().map(postgres),
                ..index.clone()
            })
            .collect(),
        ..Table::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::schema::{Check, Column, Table},
        migrate::schema::create_table,
    };

    const MOODS: Table = Table {
        name: "moods",
        columns: &[
            Column::ID,
            Column::new("name", Type::Varchar(20)).default(Default::Text("it's")),
            Column::new("loud", Type::Bool).default(Default::Bool(false)),
            Column::new("more", Type::Json).nullable(),
            Column::new("weight", Type::Float).default(Default::Float(1.0)),
            Column::new("made", Type::Time).default(Default::Now),
        ],
        checks: &[Check {
            name: "moods_weight_positive",
            sql: "weight > 0",
        }],
        ..Table::EMPTY
    };

    #[test]
    fn a_description_reads_as_the_readme_says() {
        insta::assert_snapshot!(
            create_table(Dialect::Sqlite, &of_models(Dialect::Sqlite, &[&MOODS]).tables["moods"], "moods"),
            @"
        CREATE TABLE moods (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name VARCHAR(20) NOT NULL DEFAULT 'it''s'
                CONSTRAINT moods_name_length CHECK (length(name) <= 20),
            loud BOOLEAN NOT NULL DEFAULT FALSE
                CONSTRAINT moods_loud_bool CHECK (loud IN (0, 1)),
            more TEXT
                CONSTRAINT moods_more_json CHECK (json_valid(more)),
            weight REAL NOT NULL DEFAULT 1.0,
            made TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')),
            CONSTRAINT moods_weight_positive CHECK (weight > 0)
        )
        "
        );
        insta::assert_snapshot!(
            create_table(Dialect::Postgres, &of_models(Dialect::Postgres, &[&MOODS]).tables["moods"], "moods"),
            @"
        CREATE TABLE moods (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            name VARCHAR(20) NOT NULL DEFAULT 'it''s',
            loud BOOLEAN NOT NULL DEFAULT FALSE,
            more JSONB,
            weight DOUBLE PRECISION NOT NULL DEFAULT 1.0,
            made TIMESTAMPTZ NOT NULL DEFAULT now(),
            CONSTRAINT moods_weight_positive CHECK (weight > 0)
        )
        "
        );
    }
    #[test]
    fn both_databases_are_asked_for_the_same() {
        assert_eq!(
            on_postgres(&of_models(Dialect::Sqlite, &[&MOODS])),
            of_models(Dialect::Postgres, &[&MOODS])
        );
    }
}
