//! Everything a lyrics server can do wrong.

use std::time::Duration;

use reprise::domain::Song;
use serde_json::json;
use tokio::net::TcpListener;

use super::{Site, lookup, shown};
use crate::support::{
    db::Database,
    lrclib::{Lrclib, Mood},
};

const LANTERNS: &str = "The Tin Whistles - Paper Lanterns";
const FOUND: &str = "The Tin Whistles — Paper Lanterns: Paper lanterns over the water";

fn says(status: u16, body: &str) -> Mood {
    Mood::Says(status, vec![], body.as_bytes().to_vec())
}

/// A failure is told, is not kept, and what comes after it is answered again.
#[track_caller]
fn check(mood: Mood, expect: &'static str) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        let db = Database::sqlite().await;
        let site = Site::new(&db).await;
        site.provider.feels(mood);
        assert_eq!(site.told(LANTERNS).await, expect, "{place}");
        site.provider.feels(Mood::Well);
        // However long it asked to be left alone.
        site.clock.advance(Duration::from_hours(1));
        assert_eq!(site.told(LANTERNS).await, FOUND, "{place}");
    }
}

#[tokio::test]
async fn a_server_that_is_out_of_order_is_not_believed() {
    check(says(500, "oops"), "away: it is out of order: 500").await;
    check(says(504, ""), "away: it is out of order: 504").await;
    // What is no LRCLIB says 404, too.
    check(says(404, ""), "away: it is out of order: 404").await;
    check(
        says(404, "<html>no</html>"),
        "away: it is out of order: 404",
    )
    .await;
    check(
        says(400, "Failed to deserialize query string"),
        "away: it does not accept the question: 400",
    )
    .await;
    check(
        says(403, "{}"),
        "away: it does not accept the question: 403",
    )
    .await;
    let busy = Mood::Says(429, vec![("retry-after", "120".to_owned())], vec![]);
    check(busy, "away: it asks to be left alone").await;
}

#[tokio::test]
async fn an_answer_that_is_not_what_it_documents_is_not_believed() {
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"la la\"",
        "{\"id\": 1}",
        "{\"id\": \"x\", \"trackName\": \"a\", \"artistName\": \"b\"}",
        "\u{feff}<html>",
        &"[".repeat(100_000),
    ] {
        check(says(200, body), "away: its answer is not what it documents").await;
    }
    check(Mood::BreaksOff, "away: it cannot be reached").await;
}

#[tokio::test]
async fn twenty_megabytes_of_lyrics_are_not_read() {
    let long = "la ".repeat(7_000_000);
    let song = json!({
        "id": 1, "trackName": "Paper Lanterns", "artistName": "The Tin Whistles", "albumName": "x",
        "duration": 1, "instrumental": false, "plainLyrics": long, "syncedLyrics": null,
    });
    check(says(200, &song.to_string()), "away: it cannot be reached").await;
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for target in [
        format!("http://{}/", inside.local_addr().unwrap()),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let away = Mood::Says(302, vec![("location", target)], vec![]);
        check(away, "away: it cannot be reached").await;
    }
    let knock = tokio::time::timeout(Duration::from_millis(1), inside.accept()).await;
    assert!(knock.is_err(), "nobody came in");
}

#[tokio::test]
async fn a_server_on_a_private_address_is_only_asked_where_that_is_allowed() {
    let db = Database::sqlite().await;
    let site = Site::new(&db).await;
    let config = format!("lyrics.lrclib_url = '{}'", site.provider.url);
    let strict = lookup(&db, &config, &site.clock);
    let song = Song::parse(LANTERNS).unwrap();
    assert_eq!(
        shown(&strict.look_up(&song).await),
        "away: it cannot be reached"
    );
    assert_eq!(site.provider.asked().len(), 0);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let db = Database::sqlite().await;
    let site = Site::new(&db).await;
    site.provider.feels(Mood::Silent);
    let asking = {
        let lyrics = site.lyrics.clone();
        tokio::spawn(async move { shown(&lyrics.look_up(&Song::parse(LANTERNS).unwrap()).await) })
    };
    site.provider.until_asked(1).await;
    site.clock.advance(Duration::from_secs(12));
    assert_eq!(asking.await.unwrap(), "away: it took longer than 12 s");
}

#[tokio::test]
async fn a_server_that_fails_again_and_again_is_left_alone_for_a_minute() {
    let db = Database::sqlite().await;
    let site = Site::new(&db).await;
    site.provider.feels(says(500, ""));
    for number in 1..=3 {
        assert_eq!(
            site.told(&format!("A - {number}")).await,
            "away: it is out of order: 500"
        );
    }
    assert_eq!(site.provider.asked().len(), 3);
    site.provider.feels(Mood::Well);
    let resting = "away: it was not asked, because it failed a moment ago";
    assert_eq!(site.told(LANTERNS).await, resting);
    site.clock.advance(Duration::from_secs(59));
    assert_eq!(site.told(LANTERNS).await, resting);
    assert_eq!(site.provider.asked().len(), 3);
    site.clock.advance(Duration::from_secs(1));
    assert_eq!(site.told(LANTERNS).await, FOUND);
}

#[tokio::test]
async fn a_server_that_asks_to_be_left_alone_is() {
    for (headers, rest) in [
        (vec![("retry-after", "30".to_owned())], 30),
        (
            vec![
                ("date", "Fri, 20 Nov 2026 11:00:00 GMT".to_owned()),
                ("retry-after", "Fri, 20 Nov 2026 11:00:45 GMT".to_owned()),
            ],
            45,
        ),
        (vec![("retry-after", "soon".to_owned())], 60),
        (vec![("retry-after", "999999999999".to_owned())], 3_600),
    ] {
        let db = Database::sqlite().await;
        let site = Site::new(&db).await;
        site.provider.feels(Mood::Says(429, headers, vec![]));
        site.told(LANTERNS).await;
        site.provider.feels(Mood::Well);
        site.clock.advance(Duration::from_secs(rest - 1));
        let resting = "away: it was not asked, because it failed a moment ago";
        assert_eq!(site.told(LANTERNS).await, resting, "{rest}");
        site.clock.advance(Duration::from_secs(1));
        assert_eq!(site.told(LANTERNS).await, FOUND, "{rest}");
    }
}

#[tokio::test]
async fn what_it_documents_is_understood() {
    let db = Database::sqlite().await;
    let site = Site::new(&db).await;
    for (asked, expect) in [
        (
            "снегири - ёлочный лес",
            "Снегири — Ёлочный лес: Снег идёт, идёт,",
        ),
        ("Paper Lanterns - The Tin Whistles", FOUND),
        ("Paper Lanterns", FOUND),
        (
            "The Tin Whistles - Silent Hill Walk",
            "The Tin Whistles — Silent Hill Walk: (instrumental)",
        ),
        ("The Tin Whistles - Nothing Written", "nothing"),
        (
            "Lanterns",
            "? Harbour Choir — Lanterns: Lanterns, lanterns | Night Ferry — Lanterns: Lanterns again | \
             The Tin Whistles — Paper Lanterns: Paper lanterns over the water | The Tin Whistles — Paper Lanterns: Good evening!",
        ),
        (
            "Harbor Choir - Lanterns",
            "? Harbour Choir — Lanterns: Lanterns, lanterns | Night Ferry — Lanterns: Lanterns again",
        ),
        ("🎧", "nothing"),
        ("<b>x</b> - &amp;", "nothing"),
        ("مرحبا - بالعالم", "nothing"),
        ("% - _", "nothing"),
    ] {
        assert_eq!(site.told(asked).await, expect, "{asked}");
    }
}

#[tokio::test]
async fn the_length_of_a_track_decides_between_recordings() {
    let db = Database::sqlite().await;
    let site = Site::new(&db).await;
    let track = |seconds| Song::new("The Tin Whistles", "Paper Lanterns", Some(seconds)).unwrap();
    let told = site.lyrics.look_up(&track(242)).await;
    assert_eq!(
        shown(&told),
        "The Tin Whistles — Paper Lanterns: Good evening!"
    );
    assert_eq!(
        site.provider.asked(),
        ["/api/get?artist_name=The Tin Whistles&track_name=Paper Lanterns&duration=242"]
    );
    // A mix of two hours is longer than it lets anybody ask for.
    let long = Song::new("The Tin Whistles", "Silent Hill Walk", Some(7_200)).unwrap();
    assert!(shown(&site.lyrics.look_up(&long).await).ends_with("(instrumental)"));
    let versions = site.lyrics.versions(&track(250)).await.unwrap();
    let lengths: Vec<_> = versions
        .iter()
        .map(|copy| copy.lyrics.song.seconds())
        .collect();
    assert_eq!(lengths, [Some(243), Some(181)]);
}

#[tokio::test]
async fn odd_songs_are_kept_as_both_databases_can() {
    let odd = json!({
        "id": 9, "trackName": "Nul\u{0} \u{202e}x", "artistName": "é".repeat(200), "albumName": "x".repeat(5_000),
        "duration": 1e300, "instrumental": false, "plainLyrics": "la\u{0}\u{7}\nla", "syncedLyrics": "[99:99",
    });
    let provider = Lrclib::with(vec![odd]).await;
    for dialect in [reprise::db::Dialect::Sqlite, reprise::db::Dialect::Postgres] {
        let db = Database::migrated(dialect).await;
        let clock = std::sync::Arc::new(reprise::clock::FixedClock::at(super::noon()));
        let lyrics = lookup(&db, &provider.config(), &clock);
        let song = Song::new("", "Nul x", None).unwrap();
        let told = lyrics.look_up(&song).await;
        assert_eq!(shown(&told), format!("{} — Nul x: [99:99", "é".repeat(200)));
        assert_eq!(lyrics.tally().await.unwrap().rows, Some(1));
    }
}
