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
            Type::Varchar(_) | Type::Text => first_choice(table, other).unwrap_or("'x'"),
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

/// The first of the words a column's check lists, where it lists any.
fn first_choice(table: &Table, column: &Column) -> Option<&'static str> {
    let list = format!("{} IN (", column.name);
    let mut words = table
        .checks
        .iter()
        .filter_map(|check| check.sql.strip_prefix(&list));
    words.next()?.split([',', ')']).next()
}

async fn a_person_with_a_playlist(db: &Database) {
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "INSERT INTO users (telegram_id) VALUES (77)")
        .await
        .unwrap();
    for row in [
        "INSERT INTO playlists (owner_id, name) VALUES (1, 'first')",
        "INSERT INTO radio_streams (url, name) VALUES ('http://radio.example.org/', 'first')",
        "INSERT INTO scheduled_playlists (playlist_id, \"time\", created_by) VALUES (1, '07:30', 1)",
    ] {
        execute(&mut tx, row).await.unwrap();
    }
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
            let is_chosen_from_a_list = first_choice(table, column).is_some();
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

on_both!(a_speed_is_a_number_within_its_bounds, |db| {
    const SET: &str = "INSERT INTO playback_settings (user_id, speed) VALUES (1, $1)";
    a_person_with_a_playlist(db).await;
    for (speed, fits) in [
        (1.25, true),
        (2.0 + f64::EPSILON * 2.0, false),
        (-1.0, false),
        (f64::NAN, false),
        (f64::INFINITY, false),
        (f64::NEG_INFINITY, false),
    ] {
        let mut tx = db.begin().await.unwrap();
        let set = match &mut tx {
            Tx::Sqlite(conn) => {
                let set = sqlx::query(SET).bind(speed).execute(&mut **conn);
                set.await.map(drop)
            }
            Tx::Postgres(conn) => {
                let set = sqlx::query(SET).bind(speed).execute(&mut **conn);
                set.await.map(drop)
            }
        };
        assert_eq!(set.is_ok(), fits, "{speed}: {set:?}");
        tx.rollback().await.unwrap();
    }
});

on_both!(times_compare_around_midnight_and_within_a_second, |db| {
    const ADD: &str = "INSERT INTO users (telegram_id, created_at) VALUES ($1, $2)";
    const SPLIT: &str = "
        SELECT concat_ws(' ', (SELECT count(*) FROM users WHERE created_at < $1),
            (SELECT count(*) FROM users WHERE created_at = $1), (SELECT count(*) FROM users WHERE created_at > $1))";
    let times: Vec<DateTime<Utc>> = [
        "2026-11-20T23:59:59Z",
        "2026-11-20T23:59:59.900Z",
        "2026-11-20T23:59:59.999Z",
        "2026-11-21T00:00:00Z",
        "2026-11-21T00:00:00.001Z",
        "2026-11-21T00:00:00.010Z",
        "2026-11-21T00:00:01Z",
    ]
    .map(|time| time.parse().unwrap())
    .into();
    let mut tx = db.begin().await.unwrap();
    for (id, time) in (0_i64..).zip(&times) {
        match &mut tx {
            Tx::Sqlite(conn) => {
                let add = sqlx::query(ADD).bind(id).bind(time).execute(&mut **conn);
                add.await.map(drop)
            }
            Tx::Postgres(conn) => {
                let add = sqlx::query(ADD).bind(id).bind(time).execute(&mut **conn);
                add.await.map(drop)
            }
        }
        .unwrap();
    }
    // Whole seconds also as the default of a column writes them.
    for (id, time) in [(100, times[0]), (101, times[3]), (102, times[6])] {
        let time = time.format("%Y-%m-%dT%H:%M:%S+00:00");
        let add = format!("INSERT INTO users (telegram_id, created_at) VALUES ({id}, '{time}')");
        execute(&mut tx, &add).await.unwrap();
    }
    for (time, expect) in times.iter().zip([
        "0 2 8", "2 1 7", "3 1 6", "4 2 4", "6 1 3", "7 1 2", "8 2 0",
    ]) {
        let split: String = match &mut tx {
            Tx::Sqlite(conn) => {
                sqlx::query_scalar(SPLIT)
                    .bind(time)
                    .fetch_one(&mut **conn)
                    .await
            }
            Tx::Postgres(conn) => {
                sqlx::query_scalar(SPLIT)
                    .bind(time)
                    .fetch_one(&mut **conn)
                    .await
            }
        }
        .unwrap();
        assert_eq!(split, expect, "before, at and after {time}");
    }
});

/// Times of one shape compare as text; this is the shape.
#[tokio::test]
async fn every_time_in_sqlite_is_written_alike() {
    const WRITTEN: &str = "SELECT CAST(created_at AS TEXT) FROM users ORDER BY telegram_id";
    let db = Database::sqlite().await;
    let mut tx = db.begin().await.unwrap();
    let whole: DateTime<Utc> = "2026-11-20T12:00:00Z".parse().unwrap();
    tx.users().ensure(1.into(), whole).await.unwrap();
    let part = whole + TimeDelta::milliseconds(70);
    tx.users().ensure(2.into(), part).await.unwrap();
    execute(&mut tx, "INSERT INTO users (telegram_id) VALUES (3)")
        .await
        .unwrap();
    let Tx::Sqlite(conn) = &mut tx else {
        unreachable!("it is SQLite")
    };
    let written: Vec<String> = sqlx::query_scalar(WRITTEN)
        .fetch_all(&mut **conn)
        .await
        .unwrap();
    assert_eq!(written[0], "2026-11-20T12:00:00+00:00");
    assert_eq!(written[1], "2026-11-20T12:00:00.070+00:00");
    // The default's: the same but for its digits.
    let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(shape(&written[2]), shape(&written[0]));
}
