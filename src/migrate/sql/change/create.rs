//! `CREATE` and `DROP`.

use super::{Change, Cursor};

pub(super) fn create<'a>(c: &mut Cursor<'_, 'a>) -> Option<Change<'a>> {
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

pub(super) fn drop<'a>(c: &mut Cursor<'_, 'a>) -> Option<Change<'a>> {
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

#[cfg(test)]
mod tests {
    use super::super::tests::check;

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
        for kind in ["TEMP", "TEMPORARY", "UNLOGGED"] {
            check(
                &format!("CREATE {kind} TABLE _a (id int)"),
                "CreateTable { table: _a, autoincrement: false }",
            );
        }
        check("DROP TABLE a", "DropTable { tables: [a], cascade: false }");
        // What no table can be called is for the database to refuse.
        check("DROP TABLE 5", "DropTable { tables: [], cascade: false }");
        check(
            "DROP TABLE E'a'",
            "DropTable { tables: [], cascade: false }",
        );
        check(
            "DROP TABLE IF EXISTS public.a, other.b CASCADE",
            "DropTable { tables: [a, other.b], cascade: true }",
        );
    }
    #[test]
    fn views_and_triggers() {
        check(
            "CREATE MATERIALIZED VIEW v AS SELECT 1",
            "CreateView { view: v }",
        );
        check("DROP MATERIALIZED VIEW v", "DropView");
        check("DROP VIEW IF EXISTS v", "DropView");
        check("DROP TRIGGER t ON a", "DropTrigger { trigger: t }");
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
}
