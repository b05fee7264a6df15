//! What a statement does to schema and data.
//!
//! To recognise another statement: a variant of [`Change`], an arm in [`recognise`], or in the file of its first word, and a case in
//! the tests below that.

mod alter;
mod create;
mod insert;

use super::{Name, Statement, TokenKind, cursor};
use cursor::Cursor;

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
        "create" => return create::create(c),
        "drop" => return create::drop(c),
        "alter" if c.eat("table") => {
            c.eat_all(&["if", "exists"]);
            c.eat("only");
            let table = c.name()?;
            c.eat("*");
            let actions = c.rest_by_commas().map(|part| {
                alter::action(&mut Cursor {
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
        "insert" | "replace" => return insert::insert(text, c, first == "replace"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Dialect, migrate::sql::split};

    /// `check(sql, "DropTable a b")`: the recognised change in a short form.
    #[track_caller]
    pub(super) fn check(sql: &str, expect: &str) {
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
        let second = &split(
            Dialect::Postgres,
            "SELECT 1; DELETE FROM a WHERE b RETURNING b",
        )[1];
        assert_eq!(short(&change(second)), "Delete { table: a, condition: b }");
        check(
            "TRUNCATE a, b CASCADE",
            "Truncate { tables: [a, b], cascade: true }",
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
        check("PREPARE p AS SELECT 1", "Other");
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
