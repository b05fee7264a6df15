//! Lyrics: found and not found, paged and timed, from a service that may be away, from a copy of ours, and of a file itself.

use std::{sync::Arc, time::Duration};

use reprise::clock::FixedClock;
use serde_json::{Value, json};
use simulator::{UploadKind, UploadSpec};

use super::keep;
use crate::support::{
    bot::Bot,
    guest::Guest,
    lrclib::{Lrclib, Mood},
    sound::Studio,
};

#[tokio::test(flavor = "multi_thread")]
async fn lyrics() {
    let verse = |n: usize| format!("Verse {n}\n{}\n", "the river goes & goes\n".repeat(60));
    let river = json!({
        "id": 7, "trackName": "River", "artistName": "Long Choir", "albumName": null, "duration": 900,
        "instrumental": false, "syncedLyrics": null,
        "plainLyrics": (1..=4).map(verse).collect::<String>(),
    });
    let songs = include_str!("../fixtures/lrclib/songs.json");
    let mut songs: Vec<Value> = serde_json::from_str(songs).unwrap();
    songs.push(river);
    let provider = Lrclib::with(songs).await;
    let noon = "2026-11-20T12:00:00Z".parse().unwrap();
    let clock = Arc::new(FixedClock::at(noon));
    let extra = format!(
        "bot.owners = [1]\nlimits.updates_per_minute = 0\n{}",
        provider.config()
    );
    let bot = Bot::start_at(clock.clone(), &extra).await;
    let file = tagged(&Studio::open().await);
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        guest.call("the river goes & goes\n".repeat(59), "");
        asked(guest).await;
        of_tracks(guest, &file).await;
        setting(guest).await;
        away(guest, &provider, &clock).await;
    }
    keep("lyrics", &guests);
    bot.stop().await.unwrap();
}

/// A sound that has its own words with it.
fn tagged(studio: &Studio) -> UploadSpec {
    let made = studio.make_of(&[
        "-f",
        "lavfi",
        "-i",
        "sine=440:duration=1",
        "-metadata",
        "title=Own",
        "-metadata",
        "artist=Band",
        "-metadata",
        "lyrics-eng=Words of my own",
        "own.mp3",
    ]);
    UploadSpec::new(
        UploadKind::Document,
        "own.mp3",
        std::fs::read(made).unwrap(),
    )
}

async fn asked(guest: &mut Guest<'_>) {
    guest.part("asked for");
    guest.say("/lyrics").await;
    guest
        .say("The Tin Whistles - Paper Lanterns [320kbps]")
        .await;
    let found = guest.at();
    // With times, without them, and as a file.
    guest.press_all(&[(1, 1), (1, 1), (1, 2)]).await;
    guest.look_at(found);
    guest.press(-1, 1).await;
    guest.press(1, 1).await;
    guest.say("/lyrics Lanterns").await;
    guest.press(1, 1).await;
    guest.press(-1, 1).await;
    guest.part("long");
    guest.say("/lyrics Long Choir - River").await;
    guest.press_all(&[(1, 1), (1, 1)]).await;
    guest.part("not found");
    guest
        .say_all(&[
            "/lyrics Nobody - Ever & Ever (Official Video)",
            "/lyrics 🎧🎧",
            "/lyrics Harbor Choir - Lanterns",
            "/lyrics The Tin Whistles - Silent Hill Walk",
        ])
        .await;
    let long = "я".repeat(1_000);
    guest.call(long.clone(), "(1000 letters)");
    guest.say(&format!("/lyrics {long}")).await;
}

async fn of_tracks(guest: &mut Guest<'_>, file: &UploadSpec) {
    guest.part("of a track");
    guest.say("/speed 1.5").await;
    guest.say("/lyrics The Tin Whistles - Paper Lanterns").await;
    guest.press_all(&[(1, 1), (1, 2)]).await;
    guest.say("/speed 1").await;
    let sent = guest.send(file.clone()).await;
    guest.tap("lyrics:").await;
    guest.reply(sent, "/lyrics").await;
    let nameless = guest
        .send(UploadSpec::new(UploadKind::Voice, "voice.ogg", "x"))
        .await;
    guest.reply(nameless, "/lyrics").await;
}

async fn setting(guest: &mut Guest<'_>) {
    guest.part("a setting");
    guest.say("/settings").await;
    guest.press_all(&[(4, 1), (1, 1), (1, 1), (2, 1)]).await;
}

/// The service is down, and then says nothing at all.
async fn away(guest: &mut Guest<'_>, provider: &Lrclib, clock: &FixedClock) {
    guest.part("the service is away");
    clock.advance(Duration::from_hours(24 * 9));
    provider.feels(Mood::Says(503, vec![], b"no".to_vec()));
    guest.say("/lyrics The Tin Whistles - Paper Lanterns").await;
    guest.say("/lyrics Night Ferry - Lanterns").await;
    clock.advance(Duration::from_hours(1));
    provider.feels(Mood::Silent);
    let before = provider.asked().len();
    let song = format!("/lyrics Harbour Choir - {}", guest.language);
    guest.bot.telegram.say(guest.id, guest.id, &song);
    provider.until_asked(before + 1).await;
    clock.advance(Duration::from_secs(1));
    guest.bot.until_idle().await;
    clock.advance(Duration::from_millis(1_500));
    guest.until_told().await;
    guest.stop_work().await;
    provider.feels(Mood::Well);
    clock.advance(Duration::from_hours(1));
    guest.rest().await;
    // The next guest finds everything as this one did.
    guest.bot.execute("DELETE FROM lyrics_cache").await;
    guest.bot.execute("DELETE FROM lyrics_misses").await;
}
