//! Every row of the tables in `migrations/README.md` is run.

use reprise::db::Dialect;

use crate::support::{
    db::Database,
    migrate::{Site, Walk as _, me},
};

const README: &str = include_str!("../../migrations/README.md");

/// What Alembic 1.20 and Flask-Migrate 4.1 offer.
const ALEMBIC: &str = "branches check current downgrade edit ensure_version heads history init list_templates merge revision show stamp upgrade";
const FLASK: &str = "branches check current downgrade edit heads history init list-templates merge migrate revision show stamp upgrade";

/// The commands in the cells of a column, as words.
fn commands(column: usize, of: usize, start: &str) -> Vec<Vec<&'static str>> {
    let rows = README
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(str::trim)
                .collect::<Vec<_>>()
        });
    let cells: Vec<&str> = rows
        .filter(|cells| cells.len() == of)
        .map(|cells| cells[column])
        .collect();
    let quoted = cells
        .into_iter()
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .filter_map(|code| code.strip_prefix(start));
    quoted.map(words).collect()
}

/// Splits as a shell does, as far as quotes go.
fn words(line: &'static str) -> Vec<&'static str> {
    line.split('"')
        .enumerate()
        .flat_map(|(i, part)| {
            if i % 2 == 1 {
                vec![part]
            } else {
                part.split_whitespace().collect()
            }
        })
        .collect()
}

async fn try_it(row: &[&str]) {
    let site = Site::new(Dialect::Sqlite).await;
    let target = Database::empty(Dialect::Postgres).await;
    site.tables(3);
    site.engine()
        .go(reprise::migrate::target::Direction::Up, "2")
        .await
        .unwrap();
    let backup = site.engine().back_up(&me(), "test", false).await.unwrap();
    let name = site
        .file()
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let mut row: Vec<&str> = row
        .iter()
        .map(|word| {
            if *word == "BACKUP" {
                backup.file.to_str().unwrap()
            } else {
                word
            }
        })
        .collect();
    match row[0] {
        "up" | "upgrade" | "down" | "downgrade" | "restore" => row.push("--yes"),
        "reset" => row.extend(["--confirm", &name]),
        // A database that was there before, with two of the tables.
        "baseline" => {
            site.sql("DELETE FROM _sqlx_migrations").await;
            row.push("--yes");
        }
        "move" => {
            site.engine().up().await;
            site.db.create_runtime_tables().await.unwrap();
            row[2] = target.url();
        }
        "merge" => two_heads(&site),
        "bless" => {
            site.pair(
                "0001_t1",
                "CREATE TABLE t1 (id BIGINT PRIMARY KEY);\r\n",
                "DROP TABLE t1;",
            );
            row.push("--yes");
        }
        _ => {}
    }
    // One is pending; and these are not the tables of the bot.
    let expected = i32::from(row.contains(&"--check-heads") || row[0] == "check");
    let (code, out, err) = site.run(&row);
    assert_eq!(code, expected, "{row:?}: {out}{err}");
    assert!(!out.is_empty(), "{row:?} says nothing");
}

/// In the folders of both databases, two that follow the same one.
fn two_heads(site: &Site) {
    for dialect in ["sqlite", "postgres"] {
        let folder = site.source().join(dialect);
        std::fs::create_dir(&folder).unwrap();
        for (stem, revises) in [
            ("0001_t1", "none"),
            ("0002_t2", "0001"),
            ("0003_t3", "0001"),
        ] {
            for way in ["up", "down"] {
                let sql = format!("-- revises: {revises}\nSELECT 1;\n");
                std::fs::write(folder.join(format!("{stem}.{way}.sql")), sql).unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_the_readme_works() {
    let rows: Vec<_> = commands(0, 2, "reprise migrate ")
        .into_iter()
        .chain(commands(2, 3, "reprise migrate "))
        .collect();
    assert!(rows.len() > 25, "{rows:?}");
    for row in rows {
        try_it(&row).await;
    }
}

#[test]
fn every_verb_of_alembic_and_flask_migrate_has_a_row() {
    let has = |column, start, verbs: &str| {
        let listed = commands(column, 3, start);
        for verb in verbs.split_whitespace() {
            assert!(
                listed.iter().any(|row| row[0] == verb),
                "{start}{verb} has no row in migrations/README.md"
            );
        }
    };
    has(0, "alembic ", ALEMBIC);
    has(1, "flask db ", FLASK);
}

#[test]
fn what_is_not_offered_has_a_reason() {
    let without = README
        .lines()
        .filter(|line| line.contains("not offered") && !line.contains("not offered, because "));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_verb_of_ours_has_a_row() {
    let site_help = std::iter::once("help").chain([
        "status", "plan", "up", "down", "current", "history", "show", "log", "backup", "backups",
        "restore", "verify", "hold", "release", "bless", "reset", "new", "check", "drift", "sql",
        "stamp", "baseline", "heads", "branches", "merge", "lint", "schema", "selftest", "move",
    ]);
    let listed = commands(0, 2, "reprise migrate ");
    for verb in site_help {
        assert!(
            listed.iter().any(|row| row[0] == verb),
            "`{verb}` has no row"
        );
    }
}

#[tokio::test]
async fn every_field_of_the_json_is_documented() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    for verb in ["status", "plan"] {
        let (code, out, err) = site.run(&[verb, "--json"]);
        assert_eq!(code, 0, "{err}");
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&out).unwrap();
        let mut given: Vec<&str> = object.keys().map(String::as_str).collect();
        let section = README
            .split(&format!("`reprise migrate {verb} --json` prints "))
            .nth(1)
            .unwrap();
        // The first table after it: what begins with a name in quotes.
        let mut documented: Vec<&str> = section
            .lines()
            .skip_while(|line| !line.starts_with("| `"))
            .map_while(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        given.sort_unstable();
        documented.sort_unstable();
        assert_eq!(given, documented, "{verb}");
    }
}
