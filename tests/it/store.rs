//! Every public function of `store`, on both databases.

use chrono::{DateTime, Utc};
use reprise::{
    db::{DbError, Tx},
    domain::{
        Bands, Equalizer, Gain, Language, Listening, PlaylistName, Preset, ProfileName, Speed,
        TelegramId,
    },
    store::{Person, Whose},
};
use serde_json::json;

use crate::support::db::{execute, on_both};

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00.123Z".parse().unwrap()
}

/// Telegram's ids need more than 32 bits.
pub(crate) fn ann() -> TelegramId {
    TelegramId::from(6_000_000_001)
}

pub(crate) fn bob() -> TelegramId {
    TelegramId::from(42)
}

fn name(text: &str) -> PlaylistName {
    PlaylistName::parse(text).unwrap()
}

pub(crate) async fn count(tx: &mut Tx, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    match tx {
        Tx::Sqlite(conn) => sqlx::query_scalar(sql).fetch_one(&mut **conn).await,
        Tx::Postgres(conn) => sqlx::query_scalar(sql).fetch_one(&mut **conn).await,
    }
    .unwrap()
}

on_both!(users_ensure_adds_a_person_once, |db| {
    let mut tx = db.begin().await.unwrap();
    let id = tx.users().ensure(ann(), noon()).await.unwrap();
    assert_eq!(tx.users().ensure(ann(), noon()).await.unwrap(), id);
    assert_ne!(tx.users().ensure(bob(), noon()).await.unwrap(), id);
    assert_eq!(count(&mut tx, "users").await, 2);
});

on_both!(users_find_people_finds_those_it_knows, |db| {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.users().find_people(&[]).await.unwrap(), []);
    let id = tx.users().ensure(ann(), noon()).await.unwrap();
    tx.playback_settings()
        .set_language(id, Language::Uk)
        .await
        .unwrap();
    let other = tx.users().ensure(bob(), noon()).await.unwrap();
    let stranger = TelegramId::from(7);
    let asked = [bob(), stranger, ann(), ann()];
    let mut found = tx.users().find_people(&asked).await.unwrap();
    found.sort_by_key(|(telegram_id, _)| *telegram_id != ann());
    let person = |id, language| Person { id, language };
    assert_eq!(
        found,
        [
            (ann(), person(id, Some(Language::Uk))),
            (bob(), person(other, None))
        ]
    );
});

on_both!(users_find_person_tells_the_language_they_chose, |db| {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.users().find_person(ann()).await.unwrap(), None);
    let id = tx.users().ensure(ann(), noon()).await.unwrap();
    let without = Person { id, language: None };
    assert_eq!(
        tx.users().find_person(ann()).await.unwrap(),
        Some(without.clone())
    );
    for language in Language::ALL.iter().copied() {
        tx.playback_settings()
            .set_language(id, language)
            .await
            .unwrap();
        let language = Some(language);
        assert_eq!(
            tx.users().find_person(ann()).await.unwrap(),
            Some(Person { id, language })
        );
    }
    // As a newer version of the bot may leave it.
    let lift_the_check = match tx {
        Tx::Sqlite(_) => "PRAGMA ignore_check_constraints = ON",
        Tx::Postgres(_) => {
            "ALTER TABLE playback_settings DROP CONSTRAINT playback_settings_language_known"
        }
    };
    execute(&mut tx, lift_the_check).await.unwrap();
    execute(&mut tx, "UPDATE playback_settings SET language = 'de'")
        .await
        .unwrap();
    assert_eq!(tx.users().find_person(ann()).await.unwrap(), Some(without));
});

on_both!(playback_settings_set_language_leaves_the_rest_alone, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    tx.playback_settings()
        .set_language(user, Language::Es)
        .await
        .unwrap();
    execute(&mut tx, "UPDATE playback_settings SET speed = 1.5")
        .await
        .unwrap();
    tx.playback_settings()
        .set_language(user, Language::Uk)
        .await
        .unwrap();
    let kept = tx.privacy().export(user).await.unwrap();
    let settings = &kept["playback_settings"];
    assert_eq!(settings.as_array().unwrap().len(), 1);
    assert_eq!(settings[0]["language"], "uk");
    assert_eq!(settings[0]["speed"], 1.5);
    assert_eq!(settings[0]["equalizer_preset"], "flat");
});

on_both!(
    playback_settings_get_what_was_set_and_defaults_for_nonsense,
    |db| {
        let mut tx = db.begin().await.unwrap();
        let user = tx.users().ensure(ann(), noon()).await.unwrap();
        let mut settings = tx.playback_settings();
        assert_eq!(settings.get(user).await.unwrap(), Listening::default());
        assert_eq!(settings.last_custom(user).await.unwrap(), None);

        let curve = Bands::of_db(&[3.0, 0.0, 0.0, 0.0, -1.5, 0.0, 0.0, 0.0, 0.0, 12.0]).unwrap();
        let mut expect = Listening {
            speed: Speed::new(1.25).unwrap(),
            keeps_pitch: false,
            equalizer: Equalizer::Custom(curve),
            shows_lyrics: false,
        };
        let spoken = Language::En;
        settings
            .set_speed(user, spoken, expect.speed)
            .await
            .unwrap();
        settings.set_keeps_pitch(user, spoken, false).await.unwrap();
        settings
            .set_shows_lyrics(user, spoken, false)
            .await
            .unwrap();
        settings
            .set_equalizer(user, spoken, expect.equalizer)
            .await
            .unwrap();
        assert_eq!(settings.get(user).await.unwrap(), expect);

        // A preset does not take one's own bands away.
        expect.equalizer = Equalizer::Preset(Preset::Jazz);
        settings
            .set_equalizer(user, Language::Es, expect.equalizer)
            .await
            .unwrap();
        assert_eq!(settings.get(user).await.unwrap(), expect);
        assert_eq!(settings.last_custom(user).await.unwrap(), Some(curve));
        // Who is spoken to in English is not suddenly spoken to in another language.
        let person = tx.users().find_person(ann()).await.unwrap().unwrap();
        assert_eq!(person.language, Some(Language::En));

        for nonsense in [
            "equalizer_preset = 'klingon'",
            "equalizer_preset = 'my:1'",
            "equalizer_preset = 'my:one'",
            "equalizer_preset = ''",
            "equalizer_preset = 'custom', equalizer_custom = NULL",
            "equalizer_preset = 'custom', equalizer_custom = '[]'",
            "equalizer_preset = 'custom', equalizer_custom = '{\"v\":1,\"bands\":[99,0,0,0,0,0,0,0,0,0]}'",
        ] {
            let sql = format!("UPDATE playback_settings SET {nonsense}");
            execute(&mut tx, &sql).await.unwrap();
            let flat = Listening {
                equalizer: Equalizer::default(),
                ..expect
            };
            let read = tx.playback_settings().get(user).await.unwrap();
            assert_eq!(read, flat, "{nonsense}");
        }
    }
);

on_both!(equalizer_profiles_are_each_persons_own, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let other = tx.users().ensure(bob(), noon()).await.unwrap();
    let car = ProfileName::parse("Car").unwrap();
    let loud = Bands::default().with(0, Gain::HIGHEST);
    let mut profiles = tx.equalizer_profiles();
    let id = profiles
        .save(user, &car, Bands::default(), noon())
        .await
        .unwrap();
    let others = profiles.save(other, &car, loud, noon()).await.unwrap();
    assert_ne!(id, others);
    // Saved again under the same name it is the same one.
    assert_eq!(profiles.save(user, &car, loud, noon()).await.unwrap(), id);
    let kept = profiles.of_owner(user).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].bands), ("Car", loud));
    assert_eq!(
        profiles.find(user, id).await.unwrap().as_ref(),
        Some(&kept[0])
    );
    assert_eq!(profiles.find(user, others).await.unwrap(), None);

    let mine = Equalizer::Mine(id, loud);
    let mut settings = tx.playback_settings();
    settings
        .set_equalizer(user, Language::En, mine)
        .await
        .unwrap();
    assert_eq!(settings.get(user).await.unwrap().equalizer, mine);

    let mut profiles = tx.equalizer_profiles();
    profiles.remove(user, others).await.unwrap();
    assert!(profiles.find(other, others).await.unwrap().is_some());
    profiles.remove(user, id).await.unwrap();
    assert_eq!(profiles.of_owner(user).await.unwrap(), []);
    let left = tx.playback_settings().get(user).await.unwrap();
    assert_eq!(left.equalizer, Equalizer::default());
});

on_both!(users_mark_blocked_and_unblock, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    tx.users().ensure(bob(), noon()).await.unwrap();
    assert!(!tx.users().is_blocked(ann()).await.unwrap());

    tx.users().mark_blocked(ann(), noon()).await.unwrap();
    tx.users()
        .mark_blocked(ann(), noon() + chrono::TimeDelta::days(1))
        .await
        .unwrap();
    assert!(tx.users().is_blocked(ann()).await.unwrap());
    assert!(!tx.users().is_blocked(bob()).await.unwrap());
    let kept = tx.privacy().export(user).await.unwrap();
    assert_eq!(
        kept["users"][0]["blocked_at"],
        json!(noon()),
        "since the first time"
    );

    tx.users().unblock(ann()).await.unwrap();
    assert!(!tx.users().is_blocked(ann()).await.unwrap());

    let stranger = TelegramId::from(7);
    tx.users().mark_blocked(stranger, noon()).await.unwrap();
    assert!(!tx.users().is_blocked(stranger).await.unwrap());
    assert_eq!(tx.users().find_person(stranger).await.unwrap(), None);
});

/// One row in every table that can be about a person, with every column filled.
const ANNS_THINGS: &[&str] = &[
    "INSERT INTO playback_settings (user_id, speed, pitch_correction, equalizer_preset, equalizer_custom, language, show_lyrics)
     VALUES (1, 1.25, FALSE, 'my:1', '{\"v\":1,\"bands\":[0.5]}', 'en', TRUE)",
    "INSERT INTO equalizer_profiles (owner_id, name, bands, created_at)
     VALUES (1, 'Car', '{\"v\":1,\"bands\":[0.5]}', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO playlist_tracks (playlist_id, position, file_id, file_unique_id, title, performer, duration_seconds, created_at)
     VALUES (1, 1, 'BAAD', 'AgAD', 'Пісня', NULL, 61, '2026-11-20T12:00:00+00:00')",
    "INSERT INTO radio_streams (url, name, added_by, created_at, updated_at)
     VALUES ('http://radio.example.org/', 'Radio', 1, '2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO radio_titles (station_id, title, heard_at) VALUES (1, 'Кино - Группа крови', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO radio_listeners (user_id, station_id, favourite_at) VALUES (1, 1, '2026-11-20T12:00:00+00:00')",
    "INSERT INTO radio_songs (user_id, artist, title, station_id, saved_at)
     VALUES (1, 'Кино', 'Группа крови', 1, '2026-11-20T12:00:00+00:00')",
    "INSERT INTO scheduled_playlists (playlist_id, \"time\", created_by, created_at, updated_at)
     VALUES (1, '07:30', 1, '2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO tracks (user_id, chat_id, kind, file_id, file_unique_id, title, seen_at)
     VALUES (1, 5, 'audio', 'CQAC', 'AQAD', 'Song', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO jobs (kind, payload, subject, user_id, chat_id, language, run_at, created_at)
     VALUES ('render', '{\"speed\":2}', 'Song', 1, 5, 'en', '2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO schedule_runs (schedule_id, due_at, run_at, created_at)
     VALUES (1, '2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00+00:00')",
    "INSERT INTO chats (chat_id, title, added_by, updated_at) VALUES (-7, 'Kitchen', 1, '2026-11-20T12:00:00+00:00')",
    "INSERT INTO lyrics_cache (track_id, artist, title, lyrics, expires_at) VALUES ('t', 'a', 't', 'la', '2026-11-27T12:00:00+00:00')",
];

on_both!(
    privacy_export_tells_everything_and_nothing_of_others,
    |db| {
        let mut tx = db.begin().await.unwrap();
        let user = tx.users().ensure(ann(), noon()).await.unwrap();
        let other = tx.users().ensure(bob(), noon()).await.unwrap();
        tx.playlists()
            .add(user, None, &name("Sunday"), noon())
            .await
            .unwrap();
        tx.playlists()
            .add(other, None, &name("not Ann's"), noon())
            .await
            .unwrap();
        for thing in ANNS_THINGS {
            execute(&mut tx, thing).await.unwrap();
        }
        let at_noon = "2026-11-20T12:00:00Z";
        assert_eq!(
            tx.privacy().export(user).await.unwrap(),
            json!({
                "tracks": [{
                    "id": 1, "user_id": 1, "chat_id": 5, "album": null, "kind": "audio", "file_id": "CQAC",
                    "file_unique_id": "AQAD", "name": null, "mime": null, "bytes": null, "seconds": null,
                    "title": "Song", "performer": null, "seen_at": at_noon,
                }],
                "jobs": [{
                    "id": 1, "kind": "render", "key": null, "payload": { "speed": 2 }, "subject": "Song", "user_id": 1,
                    "chat_id": 5, "reply_to": null, "language": "en", "state": "waiting", "run_at": at_noon,
                    "attempts": 0, "lease_owner": null, "lease_until": null, "is_cancelled": false,
                    "progress_message": null, "told_at": null, "outcome": null, "delivered": 0, "is_sending": false,
                    "started_at": null, "created_at": at_noon,
                }],
                "users": [{
                    "id": 1, "telegram_id": ann(), "blocked_at": null, "created_at": noon(), "timezone": null,
                }],
                "playback_settings": [{
                    "id": 1, "user_id": 1, "speed": 1.25, "pitch_correction": false, "equalizer_preset": "my:1",
                    "equalizer_custom": {"v": 1, "bands": [0.5]}, "language": "en", "show_lyrics": true,
                }],
                "equalizer_profiles": [{
                    "id": 1, "owner_id": 1, "name": "Car", "bands": {"v": 1, "bands": [0.5]}, "created_at": at_noon,
                }],
                "playlists": [{
                    "id": 1, "owner_id": 1, "name": "Sunday", "created_at": noon(), "updated_at": noon(),
                    "chat_id": null, "deleted_at": null, "share_token": null, "is_unlisted": false,
                }],
                "playlist_tracks": [{
                    "id": 1, "playlist_id": 1, "position": 1, "file_id": "BAAD", "file_unique_id": "AgAD",
                    "title": "Пісня", "performer": null, "duration_seconds": 61, "created_at": at_noon, "kind": "audio",
                    "station_id": null,
                }],
                "radio_streams": [{
                    "id": 1, "url": "http://radio.example.org/", "name": "Radio", "genre": null, "country": null,
                    "added_by": 1, "active": true, "created_at": at_noon, "updated_at": at_noon,
                    "directory_id": null, "charset": null, "folded": null, "hidden": false, "failures": 0,
                    "answered_at": null, "probe_at": null, "clicked_at": null,
                }],
                "radio_titles": [{"id": 1, "station_id": 1, "title": "Кино - Группа крови", "heard_at": at_noon}],
                "radio_listeners": [{
                    "id": 1, "user_id": 1, "station_id": 1, "favourite_at": at_noon, "heard_at": null,
                }],
                "radio_songs": [{
                    "id": 1, "user_id": 1, "artist": "Кино", "title": "Группа крови", "station_id": 1, "saved_at": at_noon,
                }],
                "scheduled_playlists": [{
                    "id": 1, "playlist_id": 1, "time": "07:30", "recurrence": "daily", "timezone": "UTC", "enabled": true,
                    "created_by": 1, "created_at": at_noon, "updated_at": at_noon, "week_days": null, "chat_id": null,
                    "next_run": null, "planned_at": null, "paused_because": null, "language": null,
                    "prepare_at": null,
                }],
                "schedule_runs": [{
                    "id": 1, "schedule_id": 1, "due_at": at_noon, "state": "open", "note": null, "run_at": at_noon, "sent": 0,
                    "is_sending": false, "uncertain": 0, "attempts": 0, "created_at": at_noon,
                }],
                "chats": [{
                    "id": 1, "chat_id": -7, "title": "Kitchen", "added_by": 1, "is_there": true, "updated_at": at_noon,
                }],
            })
        );
    }
);

on_both!(users_delete_takes_everything_of_theirs_along, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let other = tx.users().ensure(bob(), noon()).await.unwrap();
    tx.playlists()
        .add(user, None, &name("Sunday"), noon())
        .await
        .unwrap();
    tx.playlists()
        .add(other, None, &name("not Ann's"), noon())
        .await
        .unwrap();
    for thing in ANNS_THINGS {
        execute(&mut tx, thing).await.unwrap();
    }
    tx.users().delete(user).await.unwrap();

    let kept = tx.privacy().export(user).await.unwrap();
    for (table, rows) in kept.as_object().unwrap() {
        assert_eq!(rows, &json!([]), "{table}");
    }
    assert_eq!(tx.users().find_person(ann()).await.unwrap(), None);
    assert_eq!(tx.playlists().count(Whose::Person(other)).await.unwrap(), 1);
    // The station and the lyrics are about music.
    assert_eq!(count(&mut tx, "radio_streams").await, 1);
    assert_eq!(count(&mut tx, "lyrics_cache").await, 1);
});

on_both!(errors_say_what_they_are, |db| {
    const TWICE: &str = "INSERT INTO users (telegram_id) VALUES (1), (1)";
    let mut tx = db.begin().await.unwrap();
    let twice = DbError::doing("add people")(execute(&mut tx, TWICE).await.unwrap_err());
    assert!(twice.is_unique_violation() && !twice.is_missing_table());
    assert_eq!(twice.to_string(), "cannot add people in the database");
    tx.rollback().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    execute(&mut tx, "DROP TABLE playback_settings")
        .await
        .unwrap();
    let missing = tx.users().find_person(ann()).await.unwrap_err();
    assert!(missing.is_missing_table());
});
