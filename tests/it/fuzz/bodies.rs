//! What must hold whatever anybody sends: a body for each thing that reads what others wrote. A body panics when its
//! promise is broken.
//!
//! `tests/it/fuzz` drives them for a moment in every test run, `make fuzz` for minutes by coverage. To add one: a function
//! and a line in [`BODIES`], and a few good texts in `fuzz/corpus/NAME/`.

use chrono::{DateTime, Utc};
use reprise::{
    bot,
    db::Dialect,
    domain::{Bands, Lyrics, ScheduleSpec, Song, Speed, Timezone, Words, playlist_file},
    lyrics::lrc,
    migrate::{header, sql},
    radio::{
        address,
        icy::{self, IcyReader, Part},
        playlist, title,
    },
    view::Press,
};

pub type Body = fn(&[u8]);

/// Each by its name, which is that of its folder in the corpus.
pub const BODIES: &[(&str, Body)] = &[
    ("update", update),
    ("press", press),
    ("playlist", station_list),
    ("icy", stream),
    ("title", station_title),
    ("address", station_address),
    ("lrc", timed_lyrics),
    ("m3u8", exported_list),
    ("song", song),
    ("schedule", schedule),
    ("sound", typed_sound),
    ("header", migration_header),
    ("sql", statements),
];

/// An update is put aside by its number, or is none.
fn update(bytes: &[u8]) {
    let Ok(body) = str::from_utf8(bytes) else {
        return;
    };
    if let Some(arrival) = bot::read_update(body.to_owned()) {
        assert_eq!(arrival.body, body, "what is kept is what came");
        assert!(!arrival.lane.is_empty());
    }
}

fn press(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes)
        && let Some(press) = Press::decode(text)
    {
        assert_eq!(press.encode(), text);
    }
}

fn station_list(bytes: &[u8]) {
    if let Some(playlist::Playlist::Entries(entries)) = playlist::parse(bytes, None) {
        assert!(entries.len() <= playlist::MAX_ENTRIES);
        assert!(
            entries
                .iter()
                .all(|entry| matches!(entry.url.scheme(), "http" | "https"))
        );
    }
}

/// However a stream is cut on its way, it says the same.
fn stream(bytes: &[u8]) {
    let _ = icy::beginning(bytes);
    let Some((&[interval, step], bytes)) = bytes.split_first_chunk() else {
        return;
    };
    let interval = Some(256 + usize::from(interval));
    let read = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let (mut sound, mut titles) = (Vec::new(), Vec::new());
        let mut reader = IcyReader::new(interval);
        for piece in pieces {
            reader.read(piece, |part| match part {
                Part::Sound(bytes) => sound.extend_from_slice(bytes),
                Part::Title(title) => titles.push(title),
            });
        }
        (sound, titles)
    };
    let whole = read(&mut std::iter::once(bytes));
    assert_eq!(read(&mut bytes.chunks(1 + usize::from(step))), whole);
}

fn station_title(bytes: &[u8]) {
    let said = title::decode(bytes, None);
    assert!(said.chars().count() <= title::MAX_TITLE);
    assert!(!said.contains(char::is_control), "{said:?}");
    let (artist, song) = title::split_song(&said);
    assert!(said.contains(artist.unwrap_or("")) && said.contains(song));
}

/// What is normal once stays as it is.
fn station_address(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes)
        && let Ok(url) = address::normal(text)
    {
        assert!(url.username().is_empty() && url.password().is_none());
        let again = address::normal(url.as_str()).expect("an address that was good");
        assert_eq!(again, url);
    }
}

/// What was read can be written, and says the same when it is read again.
fn timed_lyrics(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let words = lrc::read(&text).words;
    let lyrics = |words: Words| Lyrics {
        song: Song::kept("A", "B", None),
        album: None,
        words,
        source: None,
    };
    let written = lrc::write(&lyrics(words.clone()), Speed::NORMAL);
    let again = lrc::read(&written).words;
    assert_eq!(
        lrc::write(&lyrics(again), Speed::NORMAL),
        written,
        "read from {words:?}"
    );
}

fn exported_list(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let file = playlist_file::read(1, &text);
    let written = playlist_file::write(1, "list", &file.entries);
    assert_eq!(playlist_file::read(1, &written).entries, file.entries);
}

fn song(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for song in [
        Song::parse(&text),
        Song::of_file(None, None, Some(&text), None),
    ]
    .into_iter()
    .flatten()
    {
        assert!(song.artist().chars().count() <= Song::MAX);
        assert!(song.title().chars().count() <= Song::MAX);
        assert!(song.track_id().as_str().chars().count() <= 100);
    }
}

/// What is understood can be kept, and runs only forwards.
fn schedule(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(spec) = ScheduleSpec::parse(&text) else {
        return;
    };
    let time = spec.time();
    assert!(time.chars().count() <= ScheduleSpec::MAX_TIME, "{time:?}");
    let kept = ScheduleSpec::kept(&time, spec.recurrence(), spec.week_days().as_deref());
    assert_eq!(kept.as_ref(), Ok(&spec));
    let zone = Timezone::parse("Europe/Kyiv").expect("a zone");
    let mut now: DateTime<Utc> = DateTime::from_timestamp(1_774_000_000, 0).expect("a time");
    for _ in 0..3 {
        let Some(next) = spec.next_after(now, zone) else {
            break;
        };
        assert!(next > now);
        now = next;
    }
}

fn typed_sound(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(speed) = Speed::parse(&text) {
        assert!((0.5..=2.0).contains(&speed.factor()));
        assert_eq!(Speed::parse(&speed.to_string()), Ok(speed));
    }
    if let Ok(bands) = Bands::default().edited(&text) {
        assert!(bands.db().iter().all(|db| (-12.0..=12.0).contains(db)));
        let kept = bands.to_value().to_string();
        assert_eq!(Bands::from_json(&kept), Ok(bands));
    }
    let _ = Bands::from_json(&text);
}

fn migration_header(bytes: &[u8]) {
    let _ = header::header(&String::from_utf8_lossy(bytes));
}

/// Statements lie in the script one after the other, and each by itself is that one statement.
fn statements(bytes: &[u8]) {
    let script = String::from_utf8_lossy(bytes);
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let mut rest: &str = &script;
        for statement in sql::split(dialect, &script) {
            let at = rest.find(statement.text).expect("a part of what is left");
            rest = &rest[at + statement.text.len()..];
            let alone = sql::split(dialect, statement.text);
            let texts: Vec<&str> = alone.iter().map(|one| one.text).collect();
            assert_eq!(texts, [statement.text]);
            let _ = sql::change(&statement);
        }
    }
}
