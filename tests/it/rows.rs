//! Both databases hold rows to the same rules, and order times alike.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    clock::{Clock as _, SystemClock},
    db::{
        Tx,
        schema::{Column, Table, Type},
    },
    store,
};

use crate::support::db::{Database, execute, on_both};

/// Inserts a row in which only `column` is chosen: what must be said besides is filled in.
async fn insert(tx: &mut Tx, table: &Table, column: &Column, value: &str) -> sqlx::Result<()> {
    let mut names = vec![format!("\"{}\"", column.name)];
    let mut values = vec![value.to_owned()];
    for other in table.columns {
        if other.name == column.name || other.nullable || other.default.is_some() {
            continue;
        }
        let filler = match other.ty {
            Type::Id => continue,
            // Also the id of the one row that `a_person_with_a_playlist` made.
            Type::BigInt | Type::Float => "1",
            Type::Bool => "TRUE",
            Type::Varchar(_) | Type::Text => "'x'",
            Type::Json => "'{}'",
            Type::Time => "'2026-11-20T12:00:00+00:00'",
        };
        names.push(format!("\"{}\"", other.name));
        values.push(filler.to_owned());
    }
    let (names, values) = (names.join(", "), values.join(", "));
    execute(
        tx,
        &format!("INSERT INTO {} ({names}) VALUES ({values})", table.name),
    )
    .await
}

async fn a_person_with_a_playlist(db: &Database) {
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "INSERT INTO users (telegram_id) VALUES (77)")
        .await
        .unwrap();
    execute(
        &mut tx,
        "INSERT INTO playlists (owner_id, name) VALUES (1, 'first')",
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

on_both!(rows_are_held_to_the_types_of_their_columns, |db| {
    a_person_with_a_playlist(db).await;
    for table in store::TABLES {
        for column in table.columns {
            let text = |length: u16| format!("'{}'", "я".repeat(length.into()));
            let (fits, does_not) = match column.ty {
                Type::Varchar(length) => (text(length), text(length + 1)),
                Type::Json => (r#"'{"v":1,"bands":[]}'"#.to_owned(), "'{'".to_owned()),
                Type::Bool => ("FALSE".to_owned(), "2".to_owned()),
                _ => continue,
            };
            let place = format!("{}.{}", table.name, column.name);
            let is_chosen_from_a_list = place == "playback_settings.language";
            let mut tx = db.begin().await.unwrap();
            let fitted = insert(&mut tx, table, column, &fits).await;
            assert_eq!(
                fitted.is_ok(),
                !is_chosen_from_a_list,
                "{place}: {fits}: {fitted:?}"
            );
            tx.rollback().await.unwrap();
            let mut tx = db.begin().await.unwrap();
            let refused = insert(&mut tx, table, column, &does_not).await;
            assert!(refused.is_err(), "{place}: {does_not}");
            tx.rollback().await.unwrap();
        }
    }
});

on_both!(rows_are_held_to_the_checks_of_their_tables, |db| {
    a_person_with_a_playlist(db).await;
    let cases = [
        ("playback_settings", "speed", "0.49", false),
        ("playback_settings", "speed", "0.5", true),
        ("playback_settings", "speed", "2.0", true),
        ("playback_settings", "speed", "2.01", false),
        ("playback_settings", "language", "'uk'", true),
        ("playback_settings", "language", "'de'", false),
        ("playback_settings", "language", "NULL", false),
        ("playback_settings", "equalizer_custom", "NULL", true),
        ("playback_settings", "user_id", "2", false),
        ("playlists", "name", "''", false),
        ("playlist_tracks", "duration_seconds", "0", true),
        ("playlist_tracks", "duration_seconds", "-1", false),
        ("users", "telegram_id", "77", false),
        ("radio_streams", "added_by", "NULL", true),
        ("radio_streams", "added_by", "2", false),
    ];
    for (table, column, value, fits) in cases {
        let table = store::TABLES
            .iter()
            .find(|known| known.name == table)
            .unwrap();
        let column = table
            .columns
            .iter()
            .find(|known| known.name == column)
            .unwrap();
        let mut tx = db.begin().await.unwrap();
        let inserted = insert(&mut tx, table, column, value).await;
        assert_eq!(
            inserted.is_ok(),
            fits,
            "{}.{} = {value}: {inserted:?}",
            table.name,
            column.name
        );
        tx.rollback().await.unwrap();
    }
});

on_both!(
    times_of_the_database_and_of_the_clock_compare_within_a_day,
    |db| {
        const ADD: &str = "INSERT INTO users (telegram_id, created_at) VALUES ($1, $2)";
        const AFTER: &str =
            "SELECT telegram_id FROM users WHERE created_at > $1 ORDER BY created_at";
        const CREATED: &str = "SELECT created_at FROM users WHERE telegram_id = $1";
        let now = SystemClock.now();
        let hour = TimeDelta::hours(1);
        let mut tx = db.begin().await.unwrap();
        execute(&mut tx, "INSERT INTO users (telegram_id) VALUES (2)")
            .await
            .unwrap();
        for (id, created) in [(3_i64, now + hour), (1, now - hour)] {
            match &mut tx {
                Tx::Sqlite(conn) => sqlx::query(ADD)
                    .bind(id)
                    .bind(created)
                    .execute(&mut **conn)
                    .await
                    .map(drop),
                Tx::Postgres(conn) => sqlx::query(ADD)
                    .bind(id)
                    .bind(created)
                    .execute(&mut **conn)
                    .await
                    .map(drop),
            }
            .unwrap();
        }
        for (start, expect) in [
            (now - hour * 2, &[1, 2, 3][..]),
            (now - hour, &[2, 3]),
            (now + hour / 2, &[3]),
        ] {
            let found: Vec<i64> = match &mut tx {
                Tx::Sqlite(conn) => {
                    sqlx::query_scalar(AFTER)
                        .bind(start)
                        .fetch_all(&mut **conn)
                        .await
                }
                Tx::Postgres(conn) => {
                    sqlx::query_scalar(AFTER)
                        .bind(start)
                        .fetch_all(&mut **conn)
                        .await
                }
            }
            .unwrap();
            assert_eq!(found, expect, "after {start}");
        }
        for (id, around) in [(1_i64, now - hour), (2, now), (3, now + hour)] {
            let created: DateTime<Utc> = match &mut tx {
                Tx::Sqlite(conn) => {
                    sqlx::query_scalar(CREATED)
                        .bind(id)
                        .fetch_one(&mut **conn)
                        .await
                }
                Tx::Postgres(conn) => {
                    sqlx::query_scalar(CREATED)
                        .bind(id)
                        .fetch_one(&mut **conn)
                        .await
                }
            }
            .unwrap();
            if id == 2 {
                assert!(
                    (created - around).abs() < TimeDelta::minutes(5),
                    "{created} is about {around}"
                );
            } else {
                assert_eq!(created, around, "whole milliseconds come back as they went");
            }
        }
    }
);
