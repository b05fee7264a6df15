//! What a database itself says of its schema, as lines that differ only where schemas do.

use std::collections::BTreeSet;

use reprise::{
    db::Dialect,
    migrate::sql::{TokenKind, split},
};

use crate::support::migrate::Site;

pub async fn of(site: &Site) -> Vec<String> {
    match site.dialect {
        Dialect::Postgres => postgres(site),
        Dialect::Sqlite => sqlite(site).await,
    }
}

#[track_caller]
pub fn assert_same(found: &[String], expected: &[String], told: &str) {
    let set = |lines: &[String]| lines.iter().cloned().collect::<BTreeSet<_>>();
    let (has, should) = (set(found), set(expected));
    let lines = |set: &BTreeSet<String>, other: &BTreeSet<String>| {
        set.difference(other)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n  ")
    };
    assert!(
        found == expected,
        "{told}\nis there and should not be:\n  {}\nis not there:\n  {}",
        lines(&has, &should),
        lines(&should, &has)
    );
}

/// `pg_dump -s`, statement by statement. The order of columns cannot be changed on PostgreSQL, so it does not count.
fn postgres(site: &Site) -> Vec<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the judge is PostgreSQL's own program"
    )]
    let mut command = std::process::Command::new("pg_dump");
    let output = command
        .args(["-s", "-O", "-x", "-n", "public", "-T", "_sqlx_migrations"])
        .arg(site.url())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let dump = String::from_utf8(output.stdout).unwrap();
    let lines = dump
        .lines()
        .filter(|line| !line.starts_with("--") && !line.starts_with('\\') && !line.is_empty());
    let text: Vec<&str> = lines.collect();
    let text = text.join("\n");
    let mut statements: Vec<String> = text
        .split(";\n")
        .map(|statement| {
            let mut lines: Vec<&str> = statement
                .lines()
                .map(|l| l.trim().trim_end_matches(','))
                .collect();
            if lines[0].starts_with("CREATE TABLE") {
                lines[1..].sort_unstable();
            }
            lines.join(" ")
        })
        .filter(|s| {
            !s.starts_with("SET ") && !s.starts_with("SELECT ") && !s.contains("SCHEMA public")
        })
        .collect();
    statements.sort();
    statements
}

/// The statements SQLite keeps. What stands beside a column is taken as if it stood below: that is the layout.
async fn sqlite(site: &Site) -> Vec<String> {
    let statements = site
        .texts(
            r"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE '\_%' ESCAPE '\' AND name <> 'sqlite_sequence'",
        )
        .await;
    let mut lines: Vec<String> = statements.iter().flat_map(|sql| statement(sql)).collect();
    lines.sort();
    lines
}

fn statement(sql: &str) -> Vec<String> {
    let statements = split(Dialect::Sqlite, sql);
    let words: Vec<String> = statements[0]
        .tokens
        .iter()
        .map(|token| match token.kind {
            TokenKind::Quoted => token.text.trim_matches('"').to_owned(),
            TokenKind::Word => token.text.to_lowercase(),
            TokenKind::Text | TokenKind::Symbol => token.text.to_owned(),
        })
        .collect();
    if words[1] != "table" {
        return vec![words.join(" ")];
    }
    let open = words.iter().position(|w| w == "(").unwrap();
    let close = words.iter().rposition(|w| w == ")").unwrap();
    let mut depth = 0;
    let items = words[open + 1..close].split(move |word| {
        depth += i32::from(word == "(") - i32::from(word == ")");
        word == "," && depth == 0
    });
    let of = |text: String| format!("{}: {text}", words[2]);
    let mut lines = vec![of(format!("table {}", words[close + 1..].join(" ")))];
    for item in items {
        let mut parts = item.split(|word| word == "constraint");
        let column = parts.next().unwrap();
        if !column.is_empty() {
            lines.push(of(column.join(" ")));
        }
        for part in parts {
            let text = part.join(" ");
            let text = match text.split_once(" references ") {
                Some((name, reference)) if !text.contains("foreign key") => {
                    format!(
                        "{name} foreign key ( {} ) references {reference}",
                        column[0]
                    )
                }
                _ => text,
            };
            lines.push(of(text));
        }
    }
    lines
}
