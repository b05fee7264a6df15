//! SQL, in the code and in the migrations: columns by name, times as arguments.

use super::{
    Source,
    code::{Code, code_in},
    hold, refuses, texts_in,
};

/// Copies whole tables into ones made from the same text, outside any prepared statement.
const MAY_COPY: &[&str] = &["src/migrate/restore.rs"];

/// The ledger as sqlx makes it, and a list of words.
const MAY_SAY: &[&str] = &["src/migrate/offline.rs", "src/migrate/schema/text.rs"];

#[test]
fn sql_names_its_columns_and_takes_its_times_as_arguments() {
    hold(
        "After a live ALTER a star panics or answers empty on SQLite; CURRENT_TIMESTAMP sorts before the times we write.",
        code_in("src/")
            .filter(|code| {
                let path = code.source.path.as_str();
                !MAY_COPY.contains(&path) && !MAY_SAY.contains(&path)
            })
            .flat_map(lax_sql),
    );
}

#[test]
fn migrations_name_their_columns_and_write_times_as_we_do() {
    hold(
        "A time's default is now() on PostgreSQL and (strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')) on SQLite.",
        texts_in("migrations/", ".sql").flat_map(lax_lines),
    );
}

fn lax_sql(code: &Code) -> Vec<String> {
    let texts = code
        .tokens
        .iter()
        .enumerate()
        .filter(|(at, _)| !code.is_test(*at));
    texts
        .filter_map(|(at, token)| Some((at, lax(token.quoted()?)?)))
        .map(|(at, what)| code.at(at, format!("SQL says {what}")))
        .collect()
}

/// What a statement says that none may say.
fn lax(sql: &str) -> Option<&'static str> {
    let words: Vec<String> = sql.split_whitespace().map(str::to_uppercase).collect();
    let sql = words.join(" ");
    let starts = |star: &str| sql.contains(&format!("{star} ")) || sql.ends_with(star);
    ["SELECT *", "SELECT DISTINCT *", "RETURNING *"]
        .into_iter()
        .find(|star| starts(star))
        .or_else(|| {
            sql.contains("CURRENT_TIMESTAMP")
                .then_some("CURRENT_TIMESTAMP")
        })
        .or_else(|| (sql.contains("SELECT ") && starts(".*")).then_some("a star"))
}

fn lax_lines(source: &Source) -> Vec<String> {
    let code = |line: &str| line.split("--").next().unwrap_or_default().to_owned();
    source
        .lines()
        .filter_map(|(at, line)| Some(source.at(at, format!("SQL says {}", lax(&code(line))?))))
        .collect()
}

#[test]
fn lax_sql_is_found() {
    let code = Code::new(
        "src/store/x.rs",
        "const A: &str = \"select\n * from users\";\nconst B: &str = \"SELECT users.* FROM users\";\nconst C: &str = \"SELECT count(*) FROM users\";\n#[cfg(test)] mod tests { const D: &str = \"SELECT *\"; }",
    );
    refuses(
        lax_sql(&code),
        &[
            "src/store/x.rs:1: SQL says SELECT *",
            "src/store/x.rs:3: SQL says a star",
        ],
    );
}

#[test]
fn lax_sql_in_a_script_is_found() {
    let source = Source::new(
        "a.sql",
        "a TIMESTAMP DEFAULT CURRENT_TIMESTAMP\n-- SELECT *\nINSERT INTO b SELECT * FROM a",
    );
    refuses(
        lax_lines(&source),
        &[
            "a.sql:1: SQL says CURRENT_TIMESTAMP",
            "a.sql:3: SQL says SELECT *",
        ],
    );
}
