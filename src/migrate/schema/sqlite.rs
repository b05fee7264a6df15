//! A SQLite table as its own statement tells it: the names of constraints, checks and partial indexes stand nowhere else.

use super::{Column, Constraint, Filled, Table, Text, parse::Words, text::folded};
use crate::{
    db::Dialect,
    migrate::sql::{Token, split},
};

/// What begins the next thing said of a column.
const STARTS: [&str; 11] = [
    "constraint",
    "primary",
    "not",
    "null",
    "unique",
    "check",
    "default",
    "collate",
    "references",
    "generated",
    "as",
];

/// Reads a `CREATE TABLE` that SQLite has accepted.
pub(super) fn table(name: &str, sql: &str) -> Table {
    read(name, sql).unwrap_or_else(|| Table {
        name: name.to_owned(),
        options: Text::new(Dialect::Sqlite, sql),
        ..Table::default()
    })
}

fn read(name: &str, sql: &str) -> Option<Table> {
    let statements = split(Dialect::Sqlite, sql);
    let tokens = &statements.first()?.tokens;
    if tokens.get(1).is_some_and(|token| token.is("virtual")) {
        return None;
    }
    let open = tokens.iter().position(|token| token.text == "(")?;
    let close = tokens.iter().rposition(|token| token.text == ")")?;
    let mut table = Table {
        name: name.to_owned(),
        ..Table::default()
    };
    let mut depth = 0_i32;
    let items = tokens[open + 1..close].split(|token| {
        depth += i32::from(token.text == "(") - i32::from(token.text == ")");
        depth == 0 && token.text == ","
    });
    for item in items {
        let mut words = Words {
            dialect: Dialect::Sqlite,
            sql,
            tokens: item,
            at: 0,
        };
        match table_constraint(&mut words) {
            Some(constraint) => table.constraints.push(constraint),
            None => column(words, &mut table)?,
        }
    }
    let behind = Words {
        dialect: Dialect::Sqlite,
        sql,
        tokens,
        at: 0,
    };
    table.options = behind.text(close + 1, tokens.len());
    Some(table)
}

fn table_constraint(words: &mut Words<'_, '_>) -> Option<Constraint> {
    let starts = ["constraint", "primary", "unique", "check", "foreign"];
    let first = words.peek()?;
    if !starts.iter().any(|start| first.is(start)) {
        return None;
    }
    let name = if words.eat(&["constraint"]) {
        words.name()
    } else {
        None
    };
    let Some(rule) = words.rule(None) else {
        words.at = 0;
        return None;
    };
    Some(Constraint {
        name,
        rule,
        rest: words.rest(),
        beside: None,
    })
}

fn column(mut words: Words<'_, '_>, table: &mut Table) -> Option<()> {
    let name = words.name()?;
    let from = words.at;
    while words.peek().is_some_and(|token| !starts(token)) {
        if words.inside().is_none() {
            words.next();
        }
    }
    let mut column = Column {
        ty: type_name(&words.tokens[from..words.at]),
        name,
        nullable: true,
        default: None,
        collation: None,
        filled: Filled::Plain,
    };
    while words.peek().is_some() {
        let named = if words.eat(&["constraint"]) {
            words.name()
        } else {
            None
        };
        attribute(&mut words, named, &mut column, table)?;
    }
    if column.filled == Filled::Counted {
        column.nullable = false; // Whether it says so or not.
    }
    table.columns.push(column);
    Some(())
}

fn attribute(
    words: &mut Words<'_, '_>,
    named: Option<String>,
    column: &mut Column,
    table: &mut Table,
) -> Option<()> {
    if words.eat(&["not", "null"]) {
        column.nullable = false;
        conflict(words);
    } else if words.eat(&["null"]) {
        // As if nothing were said.
    } else if words.eat(&["default"]) {
        let from = words.at;
        if words.inside().is_none() {
            while words.peek().is_some_and(|t| t.text == "+" || t.text == "-") {
                words.next();
            }
            words.next();
            if words.eat(&["."]) {
                words.next();
            }
        }
        column.default = Some(words.text(from, words.at));
    } else if words.eat(&["collate"]) {
        column.collation = words.name();
    } else if words.eat(&["generated", "always", "as"]) || words.eat(&["as"]) {
        let from = words.inside()?;
        let stored = words.eat(&["stored"]);
        words.eat(&["virtual"]);
        column.filled = Filled::Computed { from, stored };
    } else {
        let rule = words.rule(Some(&column.name))?;
        let from = words.at;
        let _ = words.eat(&["asc"]) || words.eat(&["desc"]);
        conflict(words);
        if words.eat(&["autoincrement"]) {
            column.filled = Filled::Counted;
        }
        let rest = if column.filled == Filled::Counted {
            Text::default()
        } else {
            words.text(from, words.at)
        };
        table.constraints.push(Constraint {
            name: named,
            rule,
            rest,
            beside: Some(column.name.clone()),
        });
    }
    Some(())
}

fn conflict(words: &mut Words<'_, '_>) {
    if words.eat(&["on", "conflict"]) {
        words.next();
    }
}

fn starts(token: &Token<'_>) -> bool {
    STARTS.iter().any(|start| token.is(start))
}

/// `varchar (50)` → `VARCHAR(50)`
fn type_name(tokens: &[Token<'_>]) -> String {
    let mut name = String::new();
    for token in tokens {
        match token.text {
            "(" | ")" => name.push_str(token.text),
            "," => name.push_str(", "),
            _ => {
                if !name.is_empty() && !name.ends_with(['(', ' ']) {
                    name.push(' ');
                }
                name.push_str(&folded(token).to_uppercase());
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::schema::create_table;

    /// What is read and written again.
    #[track_caller]
    fn check(sql: &str, expect: &str) {
        let table = table("t", sql);
        assert_eq!(create_table(Dialect::Sqlite, &table, "t"), expect, "{sql}");
        let again = super::table("t", expect);
        assert_eq!(again, table, "{expect}");
    }

    #[test]
    fn our_own_tables() {
        check(
            "CREATE TABLE t (\n id INTEGER PRIMARY KEY AUTOINCREMENT, -- Who.\n name VARCHAR(5) NOT NULL DEFAULT 'ru' CONSTRAINT t_name_length CHECK (length(name) <= 5),\n at TIMESTAMP DEFAULT (strftime('%Y', 'now')), CONSTRAINT t_k UNIQUE (name, at), CONSTRAINT t_f FOREIGN KEY (name) REFERENCES o (id) ON DELETE SET NULL)",
            "\
CREATE TABLE t (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(5) NOT NULL DEFAULT 'ru'
        CONSTRAINT t_name_length CHECK (length(name) <= 5),
    at TIMESTAMP DEFAULT (strftime('%Y', 'now')),
    CONSTRAINT t_k UNIQUE (name, at),
    CONSTRAINT t_f FOREIGN KEY (name) REFERENCES o (id) ON DELETE SET NULL
)",
        );
    }
    #[test]
    fn what_others_make() {
        check(
            "CREATE TABLE \"t\" (\"id\" INTEGER NOT NULL, url VARCHAR(500) NOT NULL, ok BOOLEAN DEFAULT 1, n NUMERIC(10,2) DEFAULT -1.5 COLLATE NOCASE, o bigint REFERENCES o ON UPDATE CASCADE, PRIMARY KEY (id), UNIQUE (url), CHECK (ok IN (0, 1))) STRICT",
            "\
CREATE TABLE t (
    id INTEGER NOT NULL,
    url VARCHAR(500) NOT NULL,
    ok BOOLEAN DEFAULT 1,
    n NUMERIC(10, 2) DEFAULT -1.5 COLLATE nocase,
    o BIGINT,
    FOREIGN KEY (o) REFERENCES o ON UPDATE CASCADE,
    PRIMARY KEY (id),
    UNIQUE (url),
    CHECK (ok IN (0, 1))
) STRICT",
        );
        check(
            "CREATE TABLE t(a TEXT PRIMARY KEY, b AS (a || 'x') STORED, c, d UNSIGNED BIG INT UNIQUE) WITHOUT ROWID",
            "\
CREATE TABLE t (
    a TEXT,
    b GENERATED ALWAYS AS (a || 'x') STORED,
    c,
    d UNSIGNED BIG INT,
    PRIMARY KEY (a),
    UNIQUE (d)
) WITHOUT ROWID",
        );
    }
    #[test]
    fn a_virtual_table_is_its_statement() {
        let table = table("f", "CREATE VIRTUAL TABLE f USING fts5(a)");
        assert!(table.is_virtual());
    }
}
