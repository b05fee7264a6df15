//! What the store keeps of lyrics, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{domain::LyricsKey, store::NewLyrics};

use crate::support::db::on_both;

fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00.123Z".parse().unwrap()
}

fn song(lyrics: &str, ttl_days: i64) -> NewLyrics<'_> {
    NewLyrics {
        artist: "Снегири",
        title: "Ёлочный лес",
        lyrics,
        ttl_days,
    }
}

on_both!(lyrics_are_put_found_replaced_and_forgotten, |db| {
    let track = LyricsKey::of("Снегири", "Ёлочный лес");
    let other = LyricsKey::of("Снегири", "Другой лес");
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.lyrics_cache().find(&track).await.unwrap(), None);
    let id = tx
        .lyrics_cache()
        .put(&track, song("снег", 7), noon())
        .await
        .unwrap();
    let later = noon() + TimeDelta::days(9);
    let again = tx
        .lyrics_cache()
        .put(&track, song("снег & <b>", 3), later)
        .await
        .unwrap();
    assert_eq!(again, id, "a row stays the row that buttons name");
    tx.lyrics_cache()
        .put(&other, song("la", 7), noon())
        .await
        .unwrap();

    let row = tx.lyrics_cache().find(&track).await.unwrap().unwrap();
    assert_eq!(
        tx.lyrics_cache().get(id).await.unwrap().as_ref(),
        Some(&row)
    );
    assert_eq!(
        (row.artist.as_str(), row.title.as_str()),
        ("Снегири", "Ёлочный лес")
    );
    assert_eq!((row.lyrics.as_str(), row.ttl_days), ("снег & <b>", 3));
    assert_eq!(
        (row.cached_at, row.expires_at),
        (later, later + TimeDelta::days(3))
    );
    assert!(row.is_fresh(row.expires_at - TimeDelta::milliseconds(1)));
    assert!(!row.is_fresh(row.expires_at));

    assert_eq!(tx.lyrics_cache().count().await.unwrap(), 2);
    assert!(tx.lyrics_cache().forget(&track).await.unwrap());
    assert!(!tx.lyrics_cache().forget(&track).await.unwrap());
    assert_eq!(tx.lyrics_cache().get(id).await.unwrap(), None);
    assert_eq!(tx.lyrics_cache().count().await.unwrap(), 1);
    tx.lyrics_cache().forget_all().await.unwrap();
    assert_eq!(tx.lyrics_cache().count().await.unwrap(), 0);
});

on_both!(a_senseless_time_to_live_is_kept_within_reason, |db| {
    let track = LyricsKey::of("a", "b");
    let mut tx = db.begin().await.unwrap();
    for (ttl_days, expect) in [(i64::MIN, 1), (0, 1), (i64::MAX, 3_650)] {
        tx.lyrics_cache()
            .put(&track, song("la", ttl_days), noon())
            .await
            .unwrap();
        let row = tx.lyrics_cache().find(&track).await.unwrap().unwrap();
        assert_eq!(
            row.expires_at,
            noon() + TimeDelta::days(expect),
            "{ttl_days}"
        );
    }
});

on_both!(
    the_sweep_takes_the_oldest_first_and_no_more_than_it_may,
    |db| {
        let mut tx = db.begin().await.unwrap();
        let mut ids = Vec::new();
        for days in [5, 1, 3, 2, 4] {
            let track = LyricsKey::of("a", &days.to_string());
            ids.push((
                days,
                tx.lyrics_cache()
                    .put(&track, song("la", days), noon())
                    .await
                    .unwrap(),
            ));
        }
        ids.sort_unstable();
        let dead = noon() + TimeDelta::days(4);
        assert_eq!(tx.lyrics_cache().sweep(dead, 2).await.unwrap(), 2);
        assert_eq!(tx.lyrics_cache().get(ids[1].1).await.unwrap(), None);
        assert!(tx.lyrics_cache().get(ids[2].1).await.unwrap().is_some());
        assert_eq!(
            tx.lyrics_cache().sweep(dead, 2).await.unwrap(),
            1,
            "what ends at that instant is not before it"
        );
        assert_eq!(tx.lyrics_cache().sweep(dead, 2).await.unwrap(), 0);
        assert_eq!(tx.lyrics_cache().count().await.unwrap(), 2);
    }
);

on_both!(misses_are_noted_hold_end_and_are_swept, |db| {
    let (track, other) = (LyricsKey::of("a", "b"), LyricsKey::of("a", "c"));
    let until = noon() + TimeDelta::days(1);
    let mut tx = db.begin().await.unwrap();
    let mut holds =
        async |track: &LyricsKey, now| tx.lyrics_misses().holds(track, now).await.unwrap();
    assert!(!holds(&track, noon()).await);
    tx.lyrics_misses()
        .note(&track, noon(), noon())
        .await
        .unwrap();
    tx.lyrics_misses()
        .note(&track, noon(), until)
        .await
        .unwrap();
    tx.lyrics_misses()
        .note(&other, noon(), until + TimeDelta::milliseconds(1))
        .await
        .unwrap();
    let mut holds =
        async |track: &LyricsKey, now| tx.lyrics_misses().holds(track, now).await.unwrap();
    assert!(holds(&track, until - TimeDelta::milliseconds(1)).await);
    assert!(!holds(&track, until).await);

    assert_eq!(tx.lyrics_misses().sweep(until, 10).await.unwrap(), 1);
    assert_eq!(tx.lyrics_misses().sweep(until, 10).await.unwrap(), 0);
    assert!(tx.lyrics_misses().forget(&other).await.unwrap());
    assert!(!tx.lyrics_misses().forget(&other).await.unwrap());
    tx.lyrics_misses()
        .note(&track, noon(), until)
        .await
        .unwrap();
    tx.lyrics_misses().forget_all().await.unwrap();
    assert!(!tx.lyrics_misses().holds(&track, noon()).await.unwrap());
});
