//! What is kept: fresh, old, known to be missing, swept; on both databases.

use std::time::Duration;

use chrono::TimeDelta;
use reprise::domain::{LyricsKey, Song};
use sqlx::AssertSqlSafe;

use super::{Site, noon, shown};
use crate::support::{
    db::{execute, on_both},
    lrclib::Mood,
};

const LANTERNS: &str = "The Tin Whistles - Paper Lanterns";
const DAY: Duration = Duration::from_hours(24);

on_both!(lyrics_are_asked_for_once_and_then_kept, |db| {
    let site = Site::new(db).await;
    let expect = "The Tin Whistles — Paper Lanterns: Paper lanterns over the water";
    assert_eq!(site.told(LANTERNS).await, expect);
    assert_eq!(
        site.told("tin whistles - PAPER LANTERNS (Official Video)")
            .await,
        expect
    );
    assert_eq!(
        site.provider.asked(),
        ["/api/get?artist_name=The Tin Whistles&track_name=Paper Lanterns"]
    );
    assert!(
        site.provider
            .agents()
            .iter()
            .all(|agent| agent.starts_with("reprise/"))
    );
});

on_both!(fifty_who_ask_at_once_are_one_question, |db| {
    let site = Site::new(db).await;
    site.provider.feels(Mood::Silent);
    let fifty = (0..50).map(|_| {
        let lyrics = site.lyrics.clone();
        tokio::spawn(async move { shown(&lyrics.look_up(&Song::parse(LANTERNS).unwrap()).await) })
    });
    let fifty: Vec<_> = fifty.collect();
    site.provider.until_asked(1).await;
    site.provider.feels(Mood::Well);
    for asked in fifty {
        assert!(
            asked
                .await
                .unwrap()
                .ends_with("Paper lanterns over the water")
        );
    }
    assert_eq!(site.provider.asked().len(), 1);
});

on_both!(
    an_old_copy_is_told_at_once_and_a_new_one_comes_behind_it,
    |db| {
        let site = Site::new(db).await;
        site.told(LANTERNS).await;
        site.clock.advance(7 * DAY);
        // The provider has not even answered yet.
        site.provider.feels(Mood::Silent);
        let old = "The Tin Whistles — Paper Lanterns: Paper lanterns over the water, of 2026-11-20 12:00:00 UTC";
        assert_eq!(site.told(LANTERNS).await, old);
        assert_eq!(site.told(LANTERNS).await, old);
        site.provider.until_asked(2).await;
        site.provider.feels(Mood::Well);
        while site.told(LANTERNS).await == old {
            tokio::task::yield_now().await;
        }
        assert_eq!(
            site.told(LANTERNS).await,
            "The Tin Whistles — Paper Lanterns: Paper lanterns over the water"
        );
        assert_eq!(
            site.provider.asked().len(),
            2,
            "one question behind both answers"
        );
    }
);

on_both!(
    an_old_copy_outlives_a_provider_that_is_down_or_forgets,
    |db| {
        let site = Site::new(db).await;
        site.told(LANTERNS).await;
        site.clock.advance(20 * DAY);
        let old = "The Tin Whistles — Paper Lanterns: Paper lanterns over the water, of 2026-11-20 12:00:00 UTC";
        site.provider
            .feels(Mood::Says(500, vec![], b"oops".to_vec()));
        for _ in 0..3 {
            assert_eq!(site.told(LANTERNS).await, old);
        }
        // It says that there is no such song any more: the copy stays, and it is not asked again for a day.
        site.clock.advance(DAY);
        let gone = include_bytes!("../fixtures/lrclib/not_found.json").to_vec();
        site.provider.feels(Mood::Says(404, vec![], gone));
        let before = site.provider.asked().len();
        assert_eq!(site.told(LANTERNS).await, old);
        let track = Song::parse(LANTERNS).unwrap().track_id();
        while !db
            .read()
            .await
            .unwrap()
            .lyrics_misses()
            .holds(&track, noon() + TimeDelta::days(21))
            .await
            .unwrap()
        {
            tokio::task::yield_now().await;
        }
        let asked = site.provider.asked().len();
        assert!(asked > before);
        assert_eq!(site.told(LANTERNS).await, old);
        assert_eq!(site.provider.asked().len(), asked);
    }
);

on_both!(what_nobody_has_is_not_asked_for_again_for_a_day, |db| {
    let site = Site::new(db).await;
    assert_eq!(site.told("Nobody - Ever Wrote This").await, "nothing");
    let asked = site.provider.asked();
    assert_eq!(
        asked,
        [
            "/api/get?artist_name=Nobody&track_name=Ever Wrote This",
            "/api/search?q=Nobody Ever Wrote This",
            "/api/search?q=Ever Wrote This"
        ]
    );
    site.clock.advance(Duration::from_secs(86_399));
    assert_eq!(site.told("nobody - EVER wrote this").await, "nothing");
    assert_eq!(site.provider.asked().len(), asked.len());
    site.clock.advance(Duration::from_secs(1));
    assert_eq!(site.told("Nobody - Ever Wrote This").await, "nothing");
    assert_eq!(site.provider.asked().len(), 2 * asked.len());
});

on_both!(the_end_of_a_copy_is_kept_to_the_second, |db| {
    let site = Site::new(db).await;
    // As a person or another program writes it: `cached_at` and `ttl_days` are the columns' defaults.
    let track = LyricsKey::of("Somebody", "By Hand");
    let insert = format!(
        "INSERT INTO lyrics_cache (track_id, artist, title, lyrics, expires_at)
         VALUES ('{}', 'Somebody', 'By Hand', 'la la', '2026-11-20T13:00:00+00:00')",
        track.as_str()
    );
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, &insert).await.unwrap();
    let row = tx.lyrics_cache().find(&track).await.unwrap().unwrap();
    assert_eq!(row.ttl_days, 7);
    let cached_at = row.cached_at;
    tx.commit().await.unwrap();

    site.clock.advance(Duration::from_secs(3_599));
    assert_eq!(
        site.told("Somebody - By Hand").await,
        "Somebody — By Hand: la la"
    );
    assert_eq!(site.provider.asked().len(), 0);
    site.clock.advance(Duration::from_secs(1));
    let expect = format!("Somebody — By Hand: la la, of {cached_at}");
    assert_eq!(site.told("Somebody - By Hand").await, expect);
    site.provider.until_asked(1).await;
});

on_both!(a_copy_lives_as_long_as_its_row_says, |db| {
    let site = Site::new(db).await;
    site.told(LANTERNS).await;
    let track = Song::parse(LANTERNS).unwrap().track_id();
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "UPDATE lyrics_cache SET ttl_days = 30")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    site.clock.advance(8 * DAY);
    site.told(LANTERNS).await;
    site.provider.until_asked(2).await;
    let refreshed = loop {
        let row = db
            .read()
            .await
            .unwrap()
            .lyrics_cache()
            .find(&track)
            .await
            .unwrap()
            .unwrap();
        if row.cached_at > noon() {
            break row;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(refreshed.ttl_days, 30);
    assert_eq!(refreshed.expires_at, noon() + TimeDelta::days(38));
});

on_both!(without_its_tables_it_works_and_forgets, |db| {
    let site = Site::new(db).await;
    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "DROP TABLE lyrics_cache").await.unwrap();
    execute(&mut tx, "DROP TABLE lyrics_misses").await.unwrap();
    tx.commit().await.unwrap();
    let expect = "The Tin Whistles — Paper Lanterns: Paper lanterns over the water";
    assert_eq!(site.told(LANTERNS).await, expect);
    assert_eq!(site.told(LANTERNS).await, expect);
    assert_eq!(site.provider.asked().len(), 2);
    assert_eq!(site.told("Nobody - Ever Wrote This").await, "nothing");
    assert_eq!(site.lyrics.sweep_batch().await.unwrap(), 0);
    let song = Song::parse(LANTERNS).unwrap();
    assert!(!site.lyrics.forget(&song).await.unwrap());
    site.lyrics.forget_all().await.unwrap();
    assert_eq!(site.lyrics.tally().await.unwrap().rows, None);
});

on_both!(what_is_long_dead_is_swept_in_small_batches, |db| {
    let site = Site::new(db).await;
    // Times of both origins: the column's default has no milliseconds, ours have.
    let fill = |expires: &str, from: u32, count: u32| {
        format!(
            "INSERT INTO lyrics_cache (track_id, artist, title, lyrics, expires_at)
             WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {from} + {count})
             SELECT 'old-' || i, 'a', 't', 'la', {expires} FROM n"
        )
    };
    let time = |text: &str| match db.dialect() {
        reprise::db::Dialect::Sqlite => format!("'{text}'"),
        reprise::db::Dialect::Postgres => format!("'{text}'::timestamptz"),
    };
    let mut tx = db.begin().await.unwrap();
    for (expires, from, count) in [
        ("2026-10-21T11:59:59+00:00", 0, 700),
        ("2026-10-21T11:59:59.999+00:00", 1_000, 500),
        ("2026-10-21T12:00:00+00:00", 2_000, 3),
        ("2026-10-21T12:00:00.001+00:00", 3_000, 4),
    ] {
        execute(&mut tx, &fill(&time(expires), from, count))
            .await
            .unwrap();
    }
    let misses = "INSERT INTO lyrics_misses (track_id, expires_at) VALUES
        ('a', '2026-11-20T12:00:00+00:00'), ('b', '2026-11-20T12:00:01+00:00')";
    execute(&mut tx, misses).await.unwrap();
    tx.commit().await.unwrap();

    let mut batches = Vec::new();
    while batches.last() != Some(&0) {
        batches.push(site.lyrics.sweep_batch().await.unwrap());
    }
    assert_eq!(batches, [500, 500, 200, 0]);
    assert_eq!(
        site.lyrics.tally().await.unwrap().rows,
        Some(7),
        "the ones that are not dead yet"
    );
    let count = AssertSqlSafe("SELECT count(*) FROM lyrics_misses");
    let mut tx = db.read().await.unwrap();
    let left: i64 = match &mut tx {
        reprise::db::Tx::Sqlite(conn) => sqlx::query_scalar(count).fetch_one(&mut **conn).await,
        reprise::db::Tx::Postgres(conn) => sqlx::query_scalar(count).fetch_one(&mut **conn).await,
    }
    .unwrap();
    assert_eq!(left, 1);
});
