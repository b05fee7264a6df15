//! A database that real Alembic and `SQLAlchemy` made is taken on with every row in it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use reprise::db::Dialect;

use crate::support::migrate::{Site, Walk as _, on_both_sites, read};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/alembic");

/// The columns people filled; times are compared by themselves.
const COLUMNS: &[(&str, &str)] = &[
    ("users", "id, telegram_id"),
    ("playlists", "id, owner_id, name"),
    (
        "playback_settings",
        "id, user_id, speed, pitch_correction, equalizer_preset, equalizer_custom, language, show_lyrics",
    ),
    (
        "radio_streams",
        "id, url, name, genre, country, added_by, active",
    ),
    (
        "scheduled_playlists",
        "id, playlist_id, time, recurrence, timezone, enabled, created_by",
    ),
    (
        "lyrics_cache",
        "id, track_id, artist, title, lyrics, ttl_days",
    ),
];

fn run(program: &Path, arguments: &[&str]) -> Output {
    #[expect(clippy::disallowed_methods, reason = "Alembic is a program of its own")]
    let mut command = std::process::Command::new(program);
    command
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// A Python with Alembic in it, made once for the versions in `requirements.txt`.
fn python() -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alembic");
    let requirements = format!("{FIXTURE}/requirements.txt");
    let wanted = fs::read_to_string(&requirements).unwrap();
    fs::create_dir_all(&place).unwrap();
    let one_at_a_time = fs::File::create(place.join("lock")).unwrap();
    one_at_a_time.lock().unwrap();
    let python = place.join("python/bin/python");
    let made_for = place.join("made-for");
    if fs::read_to_string(&made_for).is_ok_and(|made_for| made_for == wanted) {
        return python;
    }
    let folder = place.join("python");
    let _ = fs::remove_dir_all(&folder);
    let folder = folder.to_str().unwrap();
    let made = run(Path::new("virtualenv"), &["--quiet", folder]);
    assert!(made.status.success(), "{}", read(&made).2);
    let installed = run(
        &python,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            &requirements,
        ],
    );
    assert!(installed.status.success(), "{}", read(&installed).2);
    fs::write(made_for, wanted).unwrap();
    python
}

async fn rows(site: &Site) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns) in COLUMNS {
        let texts: Vec<String> = columns
            .split(", ")
            .map(|column| match (site.dialect, column) {
                (Dialect::Sqlite, column) => format!("coalesce(CAST({column} AS TEXT), 'NULL')"),
                // The blanks in it are not kept.
                (Dialect::Postgres, "equalizer_custom") => {
                    "coalesce(replace(equalizer_custom::text, ' ', ''), 'NULL')".to_owned()
                }
                (Dialect::Postgres, column) => format!("coalesce({column}::text, 'NULL')"),
            })
            .collect();
        all.insert(
            *table,
            site.texts(&format!(
                "SELECT {} FROM {table} ORDER BY id",
                texts.join(" || '|' || ")
            ))
            .await,
        );
    }
    all
}

on_both_sites!(what_alembic_made_is_taken_on_with_every_row, |site| {
    let address = match site.dialect {
        Dialect::Sqlite => format!("sqlite:///{}", site.file().display()),
        Dialect::Postgres => site.url().to_owned(),
    };
    let made = run(&python(), &[&format!("{FIXTURE}/fixture.py"), &address]);
    assert!(made.status.success(), "{}", read(&made).2);
    let had = rows(site).await;
    // Looking changes nothing, and says everything.
    let (code, out, err) = site.run_embedded(&["baseline", "13"]);
    assert_eq!(code, 3, "{out}{err}");
    assert!(
        out.contains("-- CHECK playback_settings_language_known ON playback_settings"),
        "{out}"
    );
    assert!(
        err.contains("stays: TABLE alembic_version")
            && err.contains("stays: COLUMN users.username"),
        "{err}"
    );
    assert!(site.run_embedded(&["current"]).1.starts_with("base"));
    assert_eq!(rows(site).await, had);
    let (code, out, err) = site.run_embedded(&["baseline", "13", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(rows(site).await, had);
    let time = match site.dialect {
        Dialect::Sqlite => "SELECT expires_at FROM lyrics_cache",
        Dialect::Postgres => {
            "SELECT to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS+00:00') FROM lyrics_cache"
        }
    };
    assert_eq!(site.texts(time).await, ["2026-02-01T12:30:00+00:00"]);
    // From here on it is a database like any other.
    let engine = site.embedded();
    let differences: Vec<String> = engine
        .drift()
        .await
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        differences,
        [
            "extra TABLE alembic_version",
            "extra COLUMN users.username VARCHAR(64)"
        ]
    );
    engine.up().await;
    engine.down("13").await;
    assert_eq!(rows(site).await, had);
    site.sql("INSERT INTO playback_settings (user_id) SELECT id FROM users WHERE id = 99")
        .await;
    site.sql("INSERT INTO users (telegram_id) VALUES (1003)")
        .await;
    assert_eq!(site.number("SELECT max(id) FROM users").await, 3);
});
