//! The actions of an `ALTER TABLE`.

use super::{Action, Cursor};

pub(super) fn action(c: &mut Cursor<'_, '_>) -> Option<Action> {
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

#[cfg(test)]
mod tests {
    use super::super::tests::check;

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
            "ALTER TABLE a ADD COLUMN b int DEFAULT NULL",
            "AlterTable { table: a, actions: [AddColumn { column: b, not_null: false, default: true }] }",
        );
        check(
            "ALTER TABLE a ADD b numeric(3, 2), DROP c",
            "AlterTable { table: a, actions: [AddColumn { column: b, not_null: false, default: false }, DropColumn { column: c }] }",
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
        for other in [
            "DROP CONSTRAINT x",
            "RENAME CONSTRAINT x TO y",
            "ADD CONSTRAINT x EXCLUDE USING gist (b WITH =)",
        ] {
            check(
                &format!("ALTER TABLE a {other}"),
                "AlterTable { table: a, actions: [Other] }",
            );
        }
    }
}
