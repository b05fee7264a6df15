//! Whatever somebody does to a live database by hand is found, named, and mended by the SQL that is told.

use reprise::{db::Dialect, migrate::target::Direction::Up};

use super::{empty, from_nothing, judge, model::model};
use crate::support::migrate::{Site, Walk as _};

const MODEL: &str = "users(id, name varchar(20) = 'somebody', age bigint?, check age_positive age >= 0, unique name); \
    tracks(id, user_id bigint, title text, plays bigint = 0, loud bool = false, facts json, key user_id -> users cascade, index user_id, index plays where plays > 9)";

const VIEW_AND_TRIGGER: [&str; 2] = [
    "CREATE VIEW loved AS SELECT title, plays FROM tracks WHERE plays > 9;
     CREATE TRIGGER counted AFTER INSERT ON tracks BEGIN UPDATE users SET age = coalesce(age, 0) WHERE id = new.user_id; END;",
    "CREATE VIEW loved AS SELECT title, plays FROM tracks WHERE plays > 9;
     CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE users SET age = coalesce(age, 0) WHERE id = new.user_id; RETURN new; END $$;
     CREATE TRIGGER counted AFTER INSERT ON tracks FOR EACH ROW EXECUTE FUNCTION count_it();",
];

const ROWS: &str = "INSERT INTO users (name, age) VALUES ('anna', 1), ('maria', NULL);
    INSERT INTO tracks (user_id, title, plays, facts) VALUES (1, 'one', 10, '{}'), (2, 'two', 1, '[1]');";

/// What is done by hand to either database, and what is said about it.
const BOTH: &[(&str, &str)] = &[
    ("CREATE TABLE notes (id BIGINT)", "extra TABLE notes"),
    (
        "DROP TABLE tracks_gone; ALTER TABLE tracks RENAME TO songs",
        "extra VIEW loved, extra TABLE songs, missing TABLE tracks, missing VIEW loved",
    ),
    (
        "ALTER TABLE users ADD COLUMN mood TEXT",
        "extra COLUMN users.mood TEXT",
    ),
    (
        "DROP VIEW loved; ALTER TABLE tracks DROP COLUMN title",
        "missing COLUMN tracks.title TEXT NOT NULL, missing VIEW loved",
    ),
    (
        "DROP INDEX tracks_user_id_idx",
        "missing INDEX tracks_user_id_idx ON tracks (user_id)",
    ),
    (
        "CREATE INDEX by_title ON tracks (title)",
        "extra INDEX by_title ON tracks (title)",
    ),
    (
        "DROP INDEX tracks_plays_idx; CREATE INDEX tracks_plays_idx ON tracks (plays) WHERE plays > 10",
        "changed INDEX tracks_plays_idx ON tracks",
    ),
    (
        "DROP INDEX tracks_plays_idx; CREATE INDEX tracks_plays_idx ON tracks (plays)",
        "changed INDEX tracks_plays_idx ON tracks",
    ),
    (
        "DROP INDEX tracks_user_id_idx; CREATE UNIQUE INDEX tracks_user_id_idx ON tracks (user_id)",
        "changed INDEX tracks_user_id_idx ON tracks",
    ),
    ("DROP VIEW loved", "missing VIEW loved"),
    (
        "CREATE VIEW unloved AS SELECT title FROM tracks",
        "extra VIEW unloved",
    ),
    (
        "DROP VIEW loved; CREATE VIEW loved AS SELECT title, plays FROM tracks WHERE plays > 99",
        "changed VIEW loved",
    ),
];

const SQLITE: &[(&str, &str)] = &[
    (
        "ALTER TABLE users RENAME COLUMN age TO years",
        "missing COLUMN users.age BIGINT, CHECK users_age_positive, extra COLUMN users.years BIGINT, changed TRIGGER counted ON tracks",
    ),
    (
        "ALTER TABLE tracks DROP COLUMN facts",
        "missing COLUMN tracks.facts TEXT NOT NULL, CHECK tracks_facts_json",
    ),
    ("DROP TRIGGER counted", "missing TRIGGER counted ON tracks"),
    (
        "CREATE TRIGGER loud AFTER DELETE ON tracks BEGIN SELECT 1; END",
        "extra TRIGGER loud ON tracks",
    ),
    (
        "{rebuild users: name VARCHAR(20) NOT NULL => name TEXT NOT NULL}",
        "changed COLUMN users.name: TEXT ≠ VARCHAR(20)",
    ),
    (
        "{rebuild users: age BIGINT => age BIGINT NOT NULL}",
        "changed COLUMN users.age: NOT NULL ≠ NULL",
    ),
    (
        "{rebuild users: DEFAULT 'somebody' => DEFAULT 'nobody'}",
        "changed COLUMN users.name: DEFAULT 'nobody' ≠ 'somebody'",
    ),
    (
        "{rebuild users: age >= 0 => age >= 1}",
        "changed CHECK users_age_positive ON users",
    ),
    (
        "{rebuild users: CONSTRAINT users_age_positive CHECK (age >= 0), => }",
        "missing CHECK users_age_positive ON users",
    ),
    (
        "{rebuild users: CONSTRAINT users_name_key UNIQUE (name) => CHECK (age < 200)}",
        "extra CHECK ON users (CHECK (age < 200)), missing UNIQUE users_name_key ON users",
    ),
    (
        "{rebuild tracks: ON DELETE CASCADE => ON DELETE SET NULL}",
        "changed FOREIGN KEY tracks_user_id_fkey ON tracks",
    ),
    (
        "{rebuild tracks: AUTOINCREMENT => }",
        "changed COLUMN tracks.id",
    ),
];

const POSTGRES: &[(&str, &str)] = &[
    (
        "ALTER TABLE users RENAME COLUMN age TO years",
        "missing COLUMN users.age BIGINT, CHECK users_age_positive, extra COLUMN users.years BIGINT",
    ),
    (
        "ALTER TABLE tracks DROP COLUMN facts",
        "missing COLUMN tracks.facts JSONB NOT NULL",
    ),
    (
        "DROP TRIGGER counted ON tracks",
        "missing TRIGGER counted ON tracks",
    ),
    (
        "DROP VIEW loved; ALTER TABLE tracks ALTER COLUMN plays TYPE INTEGER",
        "changed COLUMN tracks.plays: INTEGER ≠ BIGINT, missing VIEW loved",
    ),
    (
        "ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(30)",
        "changed COLUMN users.name: VARCHAR(30) ≠ VARCHAR(20)",
    ),
    (
        "ALTER TABLE users ALTER COLUMN name DROP NOT NULL",
        "changed COLUMN users.name: NULL ≠ NOT NULL",
    ),
    (
        "ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody'",
        "changed COLUMN users.name: DEFAULT 'nobody'::character varying ≠ 'somebody'::character varying",
    ),
    (
        "ALTER TABLE tracks ALTER COLUMN plays DROP DEFAULT",
        "changed COLUMN tracks.plays: DEFAULT – ≠ 0",
    ),
    (
        "ALTER TABLE users DROP CONSTRAINT users_age_positive",
        "missing CHECK users_age_positive ON users",
    ),
    (
        "ALTER TABLE users DROP CONSTRAINT users_age_positive; ALTER TABLE users ADD CONSTRAINT users_age_positive CHECK (age >= -1)",
        "changed CHECK users_age_positive ON users",
    ),
    (
        "ALTER TABLE users ADD CHECK (age < 200)",
        "extra CHECK users_age_check ON users",
    ),
    (
        "ALTER TABLE users DROP CONSTRAINT users_name_key",
        "missing UNIQUE users_name_key ON users",
    ),
    (
        "ALTER TABLE tracks DROP CONSTRAINT tracks_user_id_fkey; ALTER TABLE tracks ADD CONSTRAINT tracks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id)",
        "changed FOREIGN KEY tracks_user_id_fkey ON tracks",
    ),
    (
        "ALTER TABLE tracks RENAME CONSTRAINT tracks_user_id_fkey TO other",
        "changed FOREIGN KEY tracks_user_id_fkey ON tracks: other ≠ tracks_user_id_fkey",
    ),
    (
        "ALTER TABLE tracks ALTER COLUMN id DROP IDENTITY",
        "changed COLUMN tracks.id",
    ),
    (
        "ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(20) COLLATE \"C\"",
        "changed COLUMN users.name: COLLATE C ≠ –",
    ),
];

/// `{rebuild t: a => b}`: makes a table of SQLite anew with a piece of its statement in another's place.
async fn by_hand(site: &Site, sql: &str) -> String {
    let Some(rebuild) = sql.strip_prefix("{rebuild ") else {
        return sql.replace("DROP TABLE tracks_gone; ", "");
    };
    let (table, change) = rebuild.trim_end_matches('}').split_once(": ").unwrap();
    let (from, to) = change.split_once(" =>").unwrap();
    let kept = site.texts(&format!("SELECT sql FROM sqlite_schema WHERE tbl_name = '{table}' AND sql IS NOT NULL ORDER BY type = 'table' DESC")).await;
    let made = kept[0].replace(from, to.trim());
    assert_ne!(made, kept[0], "{sql}");
    let made = made.replacen(&format!("CREATE TABLE {table}"), "CREATE TABLE anew", 1);
    let rest = kept[1..].join(";\n");
    format!(
        "UPDATE users SET age = 1; {made}; INSERT INTO anew SELECT * FROM {table}; DROP VIEW IF EXISTS loved; DROP TABLE {table}; ALTER TABLE anew RENAME TO {table}; {rest};
         CREATE VIEW loved AS SELECT title, plays FROM tracks WHERE plays > 9"
    )
}

async fn prepared(dialect: Dialect) -> Site {
    let site = Site::new(dialect).await;
    prepare(&site).await;
    site
}

async fn prepare(site: &Site) {
    let up = from_nothing(site.dialect, &model(MODEL));
    let more = VIEW_AND_TRIGGER[usize::from(site.dialect == Dialect::Postgres)];
    site.pair("0001_all", &format!("{up}{more}"), "SELECT 1;");
    let mut engine = site.engine();
    engine.settings.backups = false;
    engine.go(Up, "head").await.unwrap();
    site.sql(ROWS).await;
}

/// Runs statements as a person with the database's own program would: one after the other, outside any transaction of ours.
pub async fn run(site: &Site, sql: &str) {
    use sqlx::Connection as _;
    let statements = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
    let done = match site.dialect {
        Dialect::Sqlite => {
            let mut conn = sqlx::SqliteConnection::connect(site.url()).await.unwrap();
            statements.execute(&mut conn).await.map(drop)
        }
        Dialect::Postgres => {
            let mut conn = sqlx::PgConnection::connect(site.url()).await.unwrap();
            statements.execute(&mut conn).await.map(drop)
        }
    };
    done.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What goes before statements that are run by hand, so that a dropped table takes no other rows along.
pub fn alone(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ",
        Dialect::Postgres => "",
    }
}

async fn check(site: &Site, sql: &str, expect: &str) {
    let engine = site.engine();
    let sound = judge::of(site).await;
    let by_hand = by_hand(site, sql).await;
    if site.dialect == Dialect::Sqlite && by_hand.contains("DROP TABLE") {
        run(site, &format!("{}{by_hand}", alone(site.dialect))).await;
    } else {
        run(site, &by_hand).await;
    }
    let rows = site.number("SELECT count(*) FROM users").await;
    let found = engine.drift().await.unwrap();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected: Vec<&str> = split_expected(expect);
    assert_eq!(told.len(), expected.len(), "{sql}: {told:?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{sql}:\n{told}\n{expected}");
    }
    for difference in &found {
        run(site, &difference.sql).await;
    }
    assert_eq!(
        engine.drift().await.unwrap(),
        [],
        "{sql}, mended by {found:#?}"
    );
    let told = format!("{sql}, mended by {found:#?}");
    judge::assert_same(&judge::of(site).await, &sound, &told);
    assert_eq!(
        site.number("SELECT count(*) FROM users").await,
        rows,
        "{told}"
    );
}

/// Commas stand between differences that begin with their kind.
fn split_expected(expect: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = expect;
    while let Some(at) = [", extra ", ", missing ", ", changed "]
        .iter()
        .filter_map(|s| rest.find(s))
        .min()
    {
        parts.push(&rest[..at]);
        rest = &rest[at + 2..];
    }
    parts.push(rest);
    parts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_changed_by_hand_is_found_named_and_mended_on_sqlite() {
    for (sql, expect) in BOTH.iter().chain(SQLITE) {
        let site = prepared(Dialect::Sqlite).await;
        assert_eq!(site.engine().drift().await.unwrap(), []);
        check(&site, sql, expect).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_changed_by_hand_is_found_named_and_mended_on_postgres() {
    let site = Site::new(Dialect::Postgres).await;
    for (sql, expect) in BOTH.iter().chain(POSTGRES) {
        empty(&site).await;
        prepare(&site).await;
        assert_eq!(site.engine().drift().await.unwrap(), []);
        check(&site, sql, expect).await;
    }
}
