//! The program's own migrations: every version up, down and up again with rows in the tables; sqlx agrees with us.

use std::collections::BTreeMap;

use reprise::{
    db::Dialect,
    migrate::target::Direction::{Down, Up},
};
use sqlx::{
    Connection as _, PgConnection, SqliteConnection,
    migrate::{Migrate as _, Migrator},
};

use crate::support::migrate::{Site, Walk as _, on_both_sites};

/// Rows for each table, in an order that foreign keys allow; each text stands in both databases.
const ROWS: &[(&str, &str)] = &[
    (
        "users",
        "INSERT INTO users (id, telegram_id, created_at) VALUES (1, 11, '2026-01-01T00:00:00+00:00'), (2, 12, '2026-01-02T00:00:00+00:00')",
    ),
    (
        "playlists",
        "INSERT INTO playlists (id, owner_id, name, created_at, updated_at) VALUES (1, 1, 'morning', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')",
    ),
    (
        "playback_settings",
        "INSERT INTO playback_settings (id, user_id, speed) VALUES (1, 1, 1.5)",
    ),
    (
        "radio_streams",
        "INSERT INTO radio_streams (id, url, name, added_by, created_at, updated_at) VALUES (1, 'http://a', 'a', 1, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')",
    ),
    (
        "scheduled_playlists",
        "INSERT INTO scheduled_playlists (id, playlist_id, time, created_by, created_at, updated_at) VALUES (1, 1, '07:30', 1, '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')",
    ),
    (
        "lyrics_cache",
        "INSERT INTO lyrics_cache (id, track_id, artist, title, lyrics, cached_at, expires_at) VALUES (1, 't', 'a', 'b', 'la', '2026-01-01T00:00:00+00:00', '2026-02-01T00:00:00+00:00')",
    ),
];

async fn seed(site: &Site) {
    for (table, rows) in ROWS {
        if site.has_table(table).await
            && site.number(&format!("SELECT count(*) FROM {table}")).await == 0
        {
            site.sql(rows).await;
        }
    }
}

/// Every row of the seeded tables as text.
async fn contents(site: &Site) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, _) in ROWS {
        if !site.has_table(table).await {
            continue;
        }
        let row = match site.dialect {
            Dialect::Postgres => format!("SELECT t::text FROM {table} t ORDER BY id"),
            Dialect::Sqlite => {
                let columns = site
                    .texts(&format!("SELECT name FROM pragma_table_info('{table}')"))
                    .await;
                let quoted: Vec<_> = columns.iter().map(|c| format!("quote({c})")).collect();
                format!(
                    "SELECT {} FROM {table} ORDER BY id",
                    quoted.join(" || ',' || ")
                )
            }
        };
        all.insert(*table, site.texts(&row).await);
    }
    all
}

on_both_sites!(
    every_version_goes_up_down_and_up_to_the_same_schema_and_rows,
    |site| {
        let mut engine = site.embedded();
        engine.settings.backups = false; // Three dumps for every version would take longer than the rest.
        let versions: Vec<i64> = engine.known.versions().collect();
        let mut before = engine.facts().await.unwrap().fingerprint;
        for version in versions {
            let rows_before = contents(site).await;
            engine.go(Up, &version.to_string()).await.unwrap();
            let up = engine.facts().await.unwrap().fingerprint;
            seed(site).await;
            let rows = contents(site).await;
            engine.down("-1").await;
            assert_eq!(
                engine.facts().await.unwrap().fingerprint,
                before,
                "down of {version} leaves another schema than there was"
            );
            for (table, had) in &rows_before {
                assert_eq!(
                    contents(site).await.get(table),
                    Some(had),
                    "{table} after down of {version}"
                );
            }
            engine.go(Up, &version.to_string()).await.unwrap();
            assert_eq!(
                engine.facts().await.unwrap().fingerprint,
                up,
                "up of {version} gives another schema the second time"
            );
            seed(site).await;
            assert_eq!(
                contents(site).await,
                rows,
                "rows after {version} down and up"
            );
            before = up;
        }
        engine.down("base").await;
        assert!(engine.facts().await.unwrap().schema.tables.is_empty());
    }
);

async fn sqlx_says(site: &Site) -> Vec<(i64, bool)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(site.dialect.name());
    let migrator = Migrator::new(folder).await.unwrap();
    let applied = match &mut site.db.begin().await.unwrap() {
        reprise::db::Tx::Sqlite(conn) => conn
            .list_applied_migrations("_sqlx_migrations")
            .await
            .unwrap(),
        reprise::db::Tx::Postgres(conn) => conn
            .list_applied_migrations("_sqlx_migrations")
            .await
            .unwrap(),
    };
    let ups = migrator
        .iter()
        .filter(|m| m.migration_type.is_up_migration());
    ups.map(|m| {
        (
            m.version,
            applied
                .iter()
                .any(|a| a.version == m.version && a.checksum == m.checksum),
        )
    })
    .collect()
}

/// Applies the program's migrations with sqlx's own migrator, on a connection of its own.
async fn apply_with_sqlx(site: &Site) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(site.dialect.name());
    let migrator = Migrator::new(folder).await.unwrap();
    match site.dialect {
        Dialect::Sqlite => {
            let mut conn = SqliteConnection::connect(site.url()).await.unwrap();
            migrator.run_direct(None, &mut conn, false).await.unwrap();
        }
        Dialect::Postgres => {
            let mut conn = PgConnection::connect(site.url()).await.unwrap();
            migrator.run_direct(None, &mut conn, false).await.unwrap();
        }
    }
}

on_both_sites!(sqlx_agrees_at_any_moment, |site| {
    let engine = site.embedded();
    let all: Vec<i64> = engine.known.versions().collect();
    for target in ["3", "head"] {
        engine.go(Up, target).await.unwrap();
        let applied = engine.facts().await.unwrap().applied();
        let expected: Vec<_> = all.iter().map(|v| (*v, applied.contains(v))).collect();
        assert_eq!(sqlx_says(site).await, expected);
    }
    engine.down("-2").await;
    // And the other way round: what sqlx's own migrator applies is ours.
    apply_with_sqlx(site).await;
});

on_both_sites!(
    what_sqlx_applied_can_be_taken_back_by_the_embedded_scripts,
    |site| {
        apply_with_sqlx(site).await;
        let engine = site.embedded();
        assert!(engine.shown(Up, "head").await.unwrap().is_empty());
        let plan = engine.shown(Down, "base").await.unwrap();
        assert!(
            plan.steps
                .iter()
                .all(|step| step.origin == reprise::migrate::plan::Origin::Embedded)
        );
        engine.run(plan).await.unwrap();
        assert!(engine.facts().await.unwrap().applied().is_empty());
    }
);
