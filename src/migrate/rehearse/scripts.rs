//! Which scripts can be tried in a schema of their own, and in what form. Pure.

use super::super::{
    plan::Step,
    source::Script,
    sql::{Change, change, essence, split},
};
use crate::db::Dialect;

/// The step as it can run inside a transaction. What cannot is without effect on rows and columns.
pub(super) fn within(step: &Step) -> Step {
    let mut step = step.clone();
    if !step.script.no_transaction() {
        return step;
    }
    let mut text = String::new();
    for statement in split(Dialect::Postgres, &step.script.sql) {
        if matches!(change(&statement), Change::Vacuum) {
            continue;
        }
        let words = statement
            .tokens
            .iter()
            .filter(|token| !token.is("concurrently"));
        text.extend(words.flat_map(|token| [token.text, " "]));
        text.push(';');
    }
    step.script = Script::new(text);
    step
}

/// The schema that a script names, or `search_path` where it changes that.
pub(super) fn reaches_out(script: &Script, schemas: &[String]) -> Option<String> {
    let text = essence(Dialect::Postgres, &script.sql)
        .to_lowercase()
        .replace('"', "");
    if text.contains("search_path") {
        return Some("search_path".to_owned());
    }
    let names = |schema: &str| {
        text.match_indices(schema).any(|(at, _)| {
            let starts =
                !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
            starts && text[at + schema.len()..].trim_start().starts_with('.')
        })
    };
    schemas
        .iter()
        .find(|schema| names(&schema.to_lowercase()))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::target::Direction;

    #[track_caller]
    fn check(sql: &str, expect: Option<&str>) {
        let schemas = ["public".to_owned(), "reprise_engine".to_owned()];
        assert_eq!(
            reaches_out(&Script::new(sql.to_owned()), &schemas).as_deref(),
            expect,
            "{sql}"
        );
    }

    #[test]
    fn scripts_that_name_a_schema_reach_out() {
        check("CREATE TABLE a (b int); -- public.a", None);
        check("DROP TABLE public.a;", Some("public"));
        check("DROP TABLE \"public\" . a;", Some("public"));
        check(
            "DO $$ BEGIN EXECUTE 'DROP TABLE Public.a'; END $$;",
            Some("public"),
        );
        check("SET search_path = x;", Some("search_path"));
        check("UPDATE a SET republic.b = 1;", None);
        check("UPDATE a SET is_public = true;", None);
    }
    #[test]
    fn what_needs_no_transaction_is_rehearsed_within_one() {
        let step = |sql: &str| {
            Step::recovered(
                1,
                "a".to_owned(),
                Direction::Up,
                Script::new(sql.to_owned()),
                None,
            )
        };
        let text = |sql| within(&step(sql)).script.sql.into_owned();
        assert_eq!(
            text("-- no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);"),
            "CREATE INDEX i ON a ( b ) ;"
        );
        assert_eq!(text("-- no-transaction\nVACUUM;"), "");
        assert_eq!(text("SELECT 1;"), "SELECT 1;");
    }
}
