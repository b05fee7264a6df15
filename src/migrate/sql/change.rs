//! What a statement does to schema and data.

use std::fmt;

use super::{
    Statement, TokenKind,
    cursor::{Cursor, fold, is_plain_name},
};

/// The name of a table, column or index, folded as the databases fold it, without the schema everybody has.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Name(pub String);

impl Name {
    /// Quoted for use in a statement.
    pub fn quoted(&self) -> String {
        let parts: Vec<_> = self
            .0
            .split('.')
            .map(|part| format!("\"{}\"", part.replace('"', "\"\"")))
            .collect();
        parts.join(".")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// What one statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    CreateTable {
        table: Name,
        autoincrement: bool,
    },
    DropTable {
        tables: Vec<Name>,
        cascade: bool,
    },
    AlterTable {
        table: Name,
        actions: Vec<Action>,
    },
    CreateIndex {
        index: Option<Name>,
        table: Name,
        unique: bool,
        concurrently: bool,
    },
    DropIndex {
        indexes: Vec<Name>,
        concurrently: bool,
    },
    CreateTrigger {
        trigger: Name,
    },
    DropTrigger {
        trigger: Name,
    },
    CreateView {
        view: Name,
    },
    DropView,
    /// `INSERT`; `copied` where its rows come from one other table.
    Insert {
        table: Name,
        replaces: bool,
        copied: Option<Copied<'a>>,
    },
    Update {
        table: Name,
        set: Vec<Name>,
        condition: Option<&'a str>,
    },
    Delete {
        table: Name,
        condition: Option<&'a str>,
    },
    Truncate {
        tables: Vec<Name>,
        cascade: bool,
    },
    /// `BEGIN`, `COMMIT` and the like, which a migration must leave to the engine.
    Transaction,
    Attach,
    Vacuum,
    Reindex {
        concurrently: bool,
    },
    Analyze,
    Pragma {
        pragma: String,
        sets: bool,
    },
    /// Runs code whose effect cannot be read from the statement: `DO`, `CALL`.
    Opaque,
    Other,
}

/// `INSERT INTO new (…) SELECT … FROM old`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied<'a> {
    pub from: Name,
    /// What follows the table's name: a filter, a join, or nothing where every row is copied.
    pub rest: Option<&'a str>,
    /// The plain columns that are read.
    pub columns: Vec<Name>,
}

/// One action of an `ALTER TABLE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    AddColumn {
        column: Name,
        not_null: bool,
        default: bool,
    },
    DropColumn {
        column: Name,
    },
    RenameColumn {
        from: Name,
        to: Name,
    },
    RenameTable {
        to: Name,
    },
    ChangeType {
        column: Name,
    },
    SetNotNull {
        column: Name,
    },
    AddForeignKey {
        not_valid: bool,
    },
    AddUnique {
        using_index: bool,
    },
    AddCheck {
        not_valid: bool,
    },
    Other,
}

/// Recognises a statement.
pub fn change<'a>(statement: &Statement<'a>) -> Change<'a> {
    let mut cursor = Cursor {
        tokens: &statement.tokens,
        at: 0,
    };
    recognise(statement.text, &mut cursor).unwrap_or(Change::Other)
}

fn recognise<'a>(text: &'a str, c: &mut Cursor<'_, 'a>) -> Option<Change<'a>> {
    let first = c.next()?.text.to_ascii_lowercase();
    Some(match first.as_str() {
        "create" => return create(c),
        "drop" => return drop(c),
        "alter" if c.eat("table") => {
            c.eat_all(&["if", "exists"]);
            c.eat("only");
            let table = c.name()?;
            c.eat("*");
            let actions = c.rest_by_commas().map(|part| {
                action(&mut Cursor {
                    tokens: part,
                    at: 0,
                })
                .unwrap_or(Action::Other)
            });
            Change::AlterTable {
                table,
                actions: actions.collect(),
            }
        }
        "insert" | "replace" => return insert(text, c, first == "replace"),
        "update" => {
            if c.eat("or") {
                c.next();
            }
            c.eat("only");
            let table = c.name()?;
            c.find("set")?;
            let set_end = c
                .position_at_depth_0(&["where", "from", "returning"])
                .unwrap_or(c.tokens.len());
            let assignments = Cursor {
                tokens: &c.tokens[..set_end],
                at: c.at,
            };
            let set = assignments
                .rest_by_commas()
                .filter_map(|part| {
                    Cursor {
                        tokens: part,
                        at: 0,
                    }
                    .name()
                })
                .collect();
            Change::Update {
                table,
                set,
                condition: c.condition(text),
            }
        }
        "delete" => {
            c.eat("from");
            c.eat("only");
            let table = c.name()?;
            Change::Delete {
                table,
                condition: c.condition(text),
            }
        }
        "truncate" => {
            c.eat("table");
            c.eat("only");
            Change::Truncate {
                tables: c.names(),
                cascade: c.has("cascade"),
            }
        }
        "begin" | "commit" | "rollback" | "end" | "savepoint" | "release" | "abort" => {
            Change::Transaction
        }
        "start" | "prepare" if c.eat("transaction") => Change::Transaction,
        "attach" | "detach" => Change::Attach,
        "do" | "call" | "execute" => Change::Opaque,
        "with" => {
            c.at = c.position_at_depth_0(&["insert", "update", "delete"])?;
            return recognise(text, c);
        }
        "vacuum" => Change::Vacuum,
        "reindex" => Change::Reindex {
            concurrently: c.has("concurrently"),
        },
        "analyze" => Change::Analyze,
        "pragma" => {
            let pragma = c.name()?;
            Change::Pragma {
                pragma: pragma.0.trim_start_matches("main.").to_owned(),
                sets: c.has("="),
            }
        }
        _ => Change::Other,
    })
}

fn create<'a>(c: &mut Cursor<'_, 'a>) -> Option<Change<'a>> {
    c.eat_all(&["or", "replace"]);
    let _ = c.eat("temp") || c.eat("temporary") || c.eat("unlogged") || c.eat("materialized");
    let unique = c.eat("unique");
    let what = c.next()?.text.to_ascii_lowercase();
    let concurrently = what == "index" && c.eat("concurrently");
    c.eat_all(&["if", "not", "exists"]);
    Some(match what.as_str() {
        "table" => Change::CreateTable {
            table: c.name()?,
            autoincrement: c.has("autoincrement"),
        },
        "index" => {
            let index = if c.peek()?.is("on") {
                None
            } else {
                Some(c.name()?)
            };
            c.find("on")?;
            c.eat("only");
            Change::CreateIndex {
                index,
                table: c.name()?,
                unique,
                concurrently,
            }
        }
        "trigger" => Change::CreateTrigger { trigger: c.name()? },
        "view" => Change::CreateView { view: c.name()? },
        _ => Change::Other,
    })
}

fn drop<'a>(c: &mut Cursor<'_, 'a>) -> Option<Change<'a>> {
    c.eat("materialized");
    let what = c.next()?.text.to_ascii_lowercase();
    let concurrently = c.eat("concurrently");
    c.eat_all(&["if", "exists"]);
    Some(match what.as_str() {
        "table" => Change::DropTable {
            tables: c.names(),
            cascade: c.has("cascade"),
        },
        "index" => Change::DropIndex {
            indexes: c.names(),
            concurrently,
        },
        "trigger" => Change::DropTrigger { trigger: c.name()? },
        "view" => Change::DropView,
        _ => Change::Other,
    })
}

fn action(c: &mut Cursor<'_, '_>) -> Option<Action> {
    let first = c.next()?.text.to_ascii_lowercase();
    let constraint = |c: &Cursor<'_, '_>| {
        let not_valid = c.has("valid");
        match () {
            () if c.has("references") && c.has("foreign") => Action::AddForeignKey { not_valid },
            () if c.has("unique") || c.has("primary") => Action::AddUnique {
                using_index: c.has("using"),
            },
            () if c.has("check") => Action::AddCheck { not_valid },
            () => Action::Other,
        }
    };
    Some(match first.as_str() {
        "add"
            if ["constraint", "foreign", "unique", "primary", "check"]
                .iter()
                .any(|word| c.peek().is_some_and(|t| t.is(word))) =>
        {
            constraint(c)
        }
        "add" => {
            c.eat("column");
            c.eat_all(&["if", "not", "exists"]);
            let column = c.name()?;
            let not_null = c.has_in_order("not", "null") || c.has("primary");
            Action::AddColumn {
                column,
                not_null,
                default: c.has("default") || c.has("generated"),
            }
        }
        "drop" if c.peek()?.is("constraint") => Action::Other,
        "drop" => {
            c.eat("column");
            c.eat_all(&["if", "exists"]);
            Action::DropColumn { column: c.name()? }
        }
        "rename" if c.eat("to") => Action::RenameTable { to: c.name()? },
        "rename" if c.peek()?.is("constraint") => Action::Other,
        "rename" => {
            c.eat("column");
            let from = c.name()?;
            c.find("to")?;
            Action::RenameColumn {
                from,
                to: c.name()?,
            }
        }
        "alter" => {
            c.eat("column");
            let column = c.name()?;
            if c.eat("type") || c.eat_all(&["set", "data", "type"]) {
                Action::ChangeType { column }
            } else if c.eat_all(&["set", "not", "null"]) {
                Action::SetNotNull { column }
            } else {
                Action::Other
            }
        }
        _ => Action::Other,
    })
}

fn insert<'a>(text: &'a str, c: &mut Cursor<'_, 'a>, replace: bool) -> Option<Change<'a>> {
    let mut replaces = replace;
    if c.eat("or") {
        replaces = c.next()?.is("replace");
    }
    c.eat("into");
    let table = c.name()?;
    Some(Change::Insert {
        table,
        replaces,
        copied: copied(text, c),
    })
}

fn copied<'a>(text: &'a str, c: &mut Cursor<'_, 'a>) -> Option<Copied<'a>> {
    c.at = c.position_at_depth_0(&["select"])? + 1;
    let from_at = c.position_at_depth_0(&["from"])?;
    let selected = Cursor {
        tokens: &c.tokens[..from_at],
        at: c.at,
    };
    let columns = selected
        .rest_by_commas()
        .flat_map(|part| {
            part.iter()
                .filter(|t| t.kind == TokenKind::Quoted || is_plain_name(t))
                .map(fold)
                .collect::<Vec<_>>()
        })
        .collect();
    c.at = from_at + 1;
    let from = c.name()?;
    Some(Copied {
        from,
        rest: c.peek().map(|t| c.text_from(text, t)),
        columns,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Dialect;
    use crate::migrate::sql::split;

    /// `check(sql, "DropTable a b")`: the recognised change in a short form.
    #[track_caller]
    fn check(sql: &str, expect: &str) {
        let statements = split(Dialect::Postgres, sql);
        assert_eq!(short(&change(&statements[0])), expect, "{sql}");
    }

    fn short(change: &Change<'_>) -> String {
        let text = format!("{change:?}");
        text.replace("Name(\"", "")
            .replace("\")", "")
            .replace("Some(", "")
            .replace([')', '(', '"'], "")
    }

    #[test]
    fn tables() {
        check(
            "CREATE TABLE a (id int)",
            "CreateTable { table: a, autoincrement: false }",
        );
        check(
            "create table if not exists main.\"A b\" (id)",
            "CreateTable { table: A b, autoincrement: false }",
        );
        check("DROP TABLE a", "DropTable { tables: [a], cascade: false }");
        check(
            "DROP TABLE IF EXISTS public.a, other.b CASCADE",
            "DropTable { tables: [a, other.b], cascade: true }",
        );
    }
    #[test]
    fn columns() {
        check(
            "ALTER TABLE a ADD b int",
            "AlterTable { table: a, actions: [AddColumn { column: b, not_null: false, default: false }] }",
        );
        check(
            "ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 1",
            "AlterTable { table: a, actions: [AddColumn { column: b, not_null: true, default: true }] }",
        );
        check(
            "ALTER TABLE a DROP COLUMN b, DROP COLUMN IF EXISTS c CASCADE",
            "AlterTable { table: a, actions: [DropColumn { column: b }, DropColumn { column: c }] }",
        );
        check(
            "ALTER TABLE a RENAME COLUMN b TO c",
            "AlterTable { table: a, actions: [RenameColumn { from: b, to: c }] }",
        );
        check(
            "ALTER TABLE a RENAME TO b",
            "AlterTable { table: a, actions: [RenameTable { to: b }] }",
        );
        check(
            "ALTER TABLE a ALTER b TYPE text USING b::text",
            "AlterTable { table: a, actions: [ChangeType { column: b }] }",
        );
        check(
            "ALTER TABLE a ALTER COLUMN b SET NOT NULL",
            "AlterTable { table: a, actions: [SetNotNull { column: b }] }",
        );
        check(
            "ALTER TABLE a ALTER b SET DEFAULT 1",
            "AlterTable { table: a, actions: [Other] }",
        );
    }
    #[test]
    fn constraints() {
        check(
            "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d) NOT VALID",
            "AlterTable { table: a, actions: [AddForeignKey { not_valid: true }] }",
        );
        check(
            "ALTER TABLE a ADD UNIQUE (b)",
            "AlterTable { table: a, actions: [AddUnique { using_index: false }] }",
        );
        check(
            "ALTER TABLE a ADD CHECK (b > 0)",
            "AlterTable { table: a, actions: [AddCheck { not_valid: false }] }",
        );
        check(
            "ALTER TABLE a DROP CONSTRAINT x",
            "AlterTable { table: a, actions: [Other] }",
        );
    }
    #[test]
    fn indexes() {
        check(
            "CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)",
            "CreateIndex { index: i, table: a, unique: true, concurrently: true }",
        );
        check(
            "CREATE INDEX ON a (b)",
            "CreateIndex { index: None, table: a, unique: false, concurrently: false }",
        );
        check(
            "DROP INDEX CONCURRENTLY IF EXISTS i",
            "DropIndex { indexes: [i], concurrently: true }",
        );
    }
    #[test]
    fn rows() {
        check("DELETE FROM a", "Delete { table: a, condition: None }");
        check(
            "DELETE FROM a WHERE b IN (SELECT 1) RETURNING b",
            "Delete { table: a, condition: b IN SELECT 1 }",
        );
        check(
            "DELETE FROM a USING c WHERE a.b = c.b",
            "Delete { table: a, condition: None }",
        );
        check(
            "UPDATE a SET b = (SELECT 1, 2), c = 3 WHERE d",
            "Update { table: a, set: [b, c], condition: d }",
        );
        check(
            "UPDATE a SET b = c.b FROM c WHERE true",
            "Update { table: a, set: [b], condition: None }",
        );
        check(
            "TRUNCATE a, b CASCADE",
            "Truncate { tables: [a, b], cascade: true }",
        );
    }
    #[test]
    fn copies() {
        check(
            "INSERT INTO n (id, b) SELECT id, upper(b) FROM o",
            "Insert { table: n, replaces: false, copied: Copied { from: o, rest: None, columns: [id, upper, b] } }",
        );
        check(
            "INSERT OR REPLACE INTO n SELECT id FROM o WHERE id > 1",
            "Insert { table: n, replaces: true, copied: Copied { from: o, rest: WHERE id > 1, columns: [id] } }",
        );
        check(
            "INSERT INTO n VALUES (1)",
            "Insert { table: n, replaces: false, copied: None }",
        );
    }
    #[test]
    fn what_belongs_to_the_engine() {
        for sql in [
            "BEGIN IMMEDIATE",
            "commit",
            "ROLLBACK TO x",
            "END",
            "SAVEPOINT a",
            "RELEASE a",
            "START TRANSACTION",
        ] {
            check(sql, "Transaction");
        }
        check(
            "PRAGMA foreign_keys = OFF",
            "Pragma { pragma: foreign_keys, sets: true }",
        );
        check(
            "PRAGMA main.user_version",
            "Pragma { pragma: user_version, sets: false }",
        );
        check("ATTACH 'x' AS y", "Attach");
    }
    #[test]
    fn the_rest() {
        check(
            "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
            "CreateTrigger { trigger: t }",
        );
        check("GRANT ALL ON a TO b", "Other");
        check("WITH x AS (SELECT 1) SELECT 2", "Other");
        check(
            "WITH x AS (SELECT 1) DELETE FROM a WHERE b IN (SELECT * FROM x)",
            "Delete { table: a, condition: b IN SELECT * FROM x }",
        );
        check("DO $$ BEGIN DELETE FROM a; END $$", "Opaque");
        check("CREATE TABLE", "Other");
    }
}
