//! Stations, their listeners, titles and songs.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    db::Tx,
    domain::{Charset, Description, Health, Language, StationId, UserId},
    store::{NewStation, Shelves, Station},
};

use crate::{
    store::{ann, bob, count, noon},
    support::db::{execute, on_both},
};

fn described(text: &str) -> Description {
    Description::typed(text, &Description::new("?", None, None).unwrap())
}

/// Adds a station `name | genre | country` at an address of its own.
async fn add(tx: &mut Tx, text: &str, added_by: Option<UserId>) -> StationId {
    let number = count(tx, "radio_streams").await;
    let station = NewStation {
        url: &format!("http://radio.example/{number}"),
        description: &described(text),
        directory_id: None,
    };
    let added = tx.radio_streams().add(&station, added_by, noon()).await;
    added.unwrap().expect("it is new")
}

async fn find(tx: &mut Tx, id: StationId) -> Station {
    tx.radio_streams().find(id).await.unwrap().unwrap()
}

fn names(stations: &[Station]) -> Vec<&str> {
    stations.iter().map(|s| s.name.as_str()).collect()
}

on_both!(a_station_is_added_once, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let station = NewStation {
        url: "http://radio.example/live",
        description: &described("Радио Ёлка | Jazz | RU"),
        directory_id: Some("960e57c5-0601-11e8-ae97-52543be04c81"),
    };
    let stations = &mut tx.radio_streams();
    let id = stations.add(&station, Some(user), noon()).await.unwrap();
    let id = id.expect("it is new");
    // By the same address, and by the same number.
    let twice = NewStation {
        directory_id: None,
        ..station.clone()
    };
    assert_eq!(stations.add(&twice, None, noon()).await.unwrap(), None);
    let moved = NewStation {
        url: "http://radio.example/moved",
        ..station.clone()
    };
    assert_eq!(stations.add(&moved, None, noon()).await.unwrap(), None);
    let expect = Station {
        id,
        url: station.url.into(),
        name: "Радио Ёлка".into(),
        genre: Some("jazz".into()),
        country: Some("RU".into()),
        added_by: Some(user),
        health: Health {
            is_active: true,
            failures: 0,
        },
        is_hidden: false,
        charset: None,
        directory_id: station.directory_id.map(str::to_owned),
        answered_at: Some(noon()),
    };
    assert!(expect.is_listed());
    let found = stations.find(id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&expect));
    assert_eq!(
        stations.find_by_url(station.url, None).await.unwrap(),
        found
    );
    let by_twin = stations.find_by_url("https://radio.example/live", Some(station.url));
    assert_eq!(by_twin.await.unwrap(), found);
    assert_eq!(
        stations
            .find_by_url("http://other.example/", None)
            .await
            .unwrap(),
        None
    );
    let numbered = stations.find_in_directory(station.directory_id.unwrap());
    assert_eq!(numbered.await.unwrap(), found);
    assert_eq!(stations.find_in_directory("none").await.unwrap(), None);
    assert_eq!(stations.count_added(user).await.unwrap(), 1);
    assert_eq!(stations.added(user, 9, 0).await.unwrap(), [expect]);
    assert_eq!(stations.added(user, 9, 1).await.unwrap(), []);
});

on_both!(a_station_is_changed_and_removed, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let id = add(&mut tx, "Old", Some(user)).await;
    tx.radio_titles().add(id, "A - B", noon()).await.unwrap();
    let later = noon() + TimeDelta::hours(1);
    let stations = &mut tx.radio_streams();
    let new = described("Новое | folk | UA");
    stations.describe(id, &new, later).await.unwrap();
    stations.set_hidden(id, true, later).await.unwrap();
    stations
        .set_charset(id, Some(Charset::Koi8R), later)
        .await
        .unwrap();
    let station = stations.find(id).await.unwrap().unwrap();
    assert_eq!(
        (
            station.name.as_str(),
            station.genre.as_deref(),
            station.country.as_deref()
        ),
        ("Новое", Some("folk"), Some("UA"))
    );
    assert_eq!(
        (station.is_listed(), station.charset),
        (false, Some(Charset::Koi8R))
    );
    assert_eq!(
        stations.search("новое", 5, 0).await.unwrap().total,
        0,
        "it is hidden"
    );
    stations.set_hidden(id, false, later).await.unwrap();
    stations.set_charset(id, None, later).await.unwrap();
    assert_eq!(stations.search("новое", 5, 0).await.unwrap().total, 1);
    // As a newer version of the bot may leave it.
    execute(&mut tx, "UPDATE radio_streams SET charset = 'utf-16'")
        .await
        .unwrap();
    assert_eq!(find(&mut tx, id).await.charset, None);
    tx.radio_streams().remove(id).await.unwrap();
    assert_eq!(tx.radio_streams().find(id).await.unwrap(), None);
    assert_eq!(count(&mut tx, "radio_titles").await, 0);
});

on_both!(stations_are_found_by_words, |db| {
    let mut tx = db.begin().await.unwrap();
    for text in [
        "Smooth Jazz | jazz | Germany",
        "Jazz FM | jazz | United Kingdom",
        "Радио Ёлка | folk | Россия",
        "Canción 100% | latin | Perú",
        "under_score | noise",
    ] {
        add(&mut tx, text, None).await;
    }
    let mut check = async |text: &str, expect: &[&str]| {
        let found = tx.radio_streams().search(text, 10, 0).await.unwrap();
        assert_eq!(names(&found.page), expect, "{text:?}");
        assert_eq!(found.total, i64::try_from(expect.len()).unwrap());
    };
    check("JAZZ", &["Jazz FM", "Smooth Jazz"]).await;
    check("jazz germany", &["Smooth Jazz"]).await;
    check("елка", &["Радио Ёлка"]).await;
    check("РОССИЯ", &["Радио Ёлка"]).await;
    check("peru cancion", &["Canción 100%"]).await;
    check("100%", &["Canción 100%"]).await;
    check("%", &["Canción 100%"]).await;
    check("r_s", &["under_score"]).await;
    check("\\", &[]).await;
    check("'; DROP TABLE radio_streams; --", &[]).await;
    check("polka", &[]).await;
    let page = tx.radio_streams().search("jazz", 1, 1).await.unwrap();
    assert_eq!((page.total, names(&page.page)), (2, vec!["Smooth Jazz"]));
});

on_both!(stations_stand_on_shelves, |db| {
    let mut tx = db.begin().await.unwrap();
    let first = add(&mut tx, "B | Jazz | RU", None).await;
    add(&mut tx, "A | jazz | ES", None).await;
    add(&mut tx, "C | rock | ES", None).await;
    let silent = add(&mut tx, "D | polka | ES", None).await;
    add(&mut tx, "E", None).await;
    let health = Health {
        is_active: true,
        failures: 4,
    };
    let verdict = health.after_probe(false);
    tx.radio_streams()
        .note_probe(silent, verdict, noon(), noon())
        .await
        .unwrap();
    let stations = &mut tx.radio_streams();
    let genres = stations.shelves(Shelves::Genres, 10, 0).await.unwrap();
    let told: Vec<_> = genres
        .page
        .iter()
        .map(|shelf| (shelf.name.as_str(), shelf.stations))
        .collect();
    assert_eq!((genres.total, told), (2, vec![("jazz", 2), ("rock", 1)]));
    assert_eq!(genres.page[0].sample, first);
    let countries = stations.shelves(Shelves::Countries, 1, 1).await.unwrap();
    assert_eq!(
        (countries.total, countries.page[0].name.as_str()),
        (2, "RU")
    );
    let jazz = stations
        .on_shelf(Shelves::Genres, "jazz", 10, 0)
        .await
        .unwrap();
    assert_eq!((jazz.total, names(&jazz.page)), (2, vec!["A", "B"]));
    let spain = stations
        .on_shelf(Shelves::Countries, "ES", 1, 1)
        .await
        .unwrap();
    assert_eq!((spain.total, names(&spain.page)), (2, vec!["C"]));
});

on_both!(stations_from_before_are_folded, |db| {
    let mut tx = db.begin().await.unwrap();
    for name in ["Ёж", "Лось", "Жук"] {
        let add = format!(
            "INSERT INTO radio_streams (url, name, genre) VALUES ('http://{name}/', '{name}', 'Folk')"
        );
        execute(&mut tx, &add).await.unwrap();
    }
    let stations = &mut tx.radio_streams();
    assert_eq!(stations.search("еж folk", 5, 0).await.unwrap().total, 0);
    assert_eq!(stations.fold_some(2).await.unwrap(), 2);
    assert_eq!(stations.fold_some(2).await.unwrap(), 1);
    assert_eq!(stations.fold_some(2).await.unwrap(), 0);
    assert_eq!(stations.search("еж folk", 5, 0).await.unwrap().total, 1);
});

on_both!(probes_are_taken_once_and_written_down, |db| {
    let mut tx = db.begin().await.unwrap();
    let a = add(&mut tx, "A", None).await;
    let b = add(&mut tx, "B", None).await;
    let c = add(&mut tx, "C", None).await;
    // They just answered, so that they are not due.
    let due = tx
        .radio_streams()
        .claim_due(noon(), noon(), 9)
        .await
        .unwrap();
    assert_eq!(due, []);
    execute(&mut tx, "UPDATE radio_streams SET probe_at = NULL")
        .await
        .unwrap();
    let ids = |stations: Vec<Station>| stations.iter().map(|s| s.id).collect::<Vec<_>>();
    let minute = |minutes| noon() + TimeDelta::minutes(minutes);
    let stations = &mut tx.radio_streams();
    assert_eq!(
        ids(stations.claim_due(noon(), minute(10), 2).await.unwrap()),
        [a, b]
    );
    assert_eq!(
        ids(stations.claim_due(noon(), minute(10), 2).await.unwrap()),
        [c]
    );
    assert_eq!(
        ids(stations.claim_due(noon(), minute(10), 2).await.unwrap()),
        []
    );
    // Whoever took them was killed.
    assert_eq!(
        ids(stations.claim_due(minute(10), minute(20), 5).await.unwrap()),
        [a, b, c]
    );
    let mut health = find(&mut tx, a).await.health;
    for _ in 0..Health::FAILURES {
        let verdict = health.after_probe(false);
        tx.radio_streams()
            .note_probe(a, verdict, minute(11), minute(30))
            .await
            .unwrap();
        health = find(&mut tx, a).await.health;
    }
    let silent = find(&mut tx, a).await;
    assert!(!silent.is_listed() && silent.health.failures == Health::FAILURES);
    assert_eq!(silent.answered_at, Some(noon()));
    let verdict = health.after_probe(true);
    tx.radio_streams()
        .note_probe(a, verdict, minute(12), minute(40))
        .await
        .unwrap();
    let revived = find(&mut tx, a).await;
    assert!(revived.is_listed());
    assert_eq!(revived.answered_at, Some(minute(12)));
    tx.radio_streams().probe_soon(a).await.unwrap();
    let stations = &mut tx.radio_streams();
    assert_eq!(
        ids(stations.claim_due(minute(12), minute(20), 5).await.unwrap()),
        [a]
    );
});

on_both!(the_directory_is_told_once_a_day, |db| {
    let mut tx = db.begin().await.unwrap();
    let own = add(&mut tx, "Own", None).await;
    let station = NewStation {
        url: "http://radio.example/live",
        description: &described("Found"),
        directory_id: Some("x"),
    };
    let stations = &mut tx.radio_streams();
    let found = stations.add(&station, None, noon()).await.unwrap().unwrap();
    let mut claim = async |id, now: DateTime<Utc>| {
        let since = now - TimeDelta::days(1);
        stations.claim_click(id, now, since).await.unwrap()
    };
    assert!(claim(found, noon()).await);
    assert!(!claim(found, noon() + TimeDelta::hours(24)).await);
    assert!(claim(found, noon() + TimeDelta::hours(25)).await);
    assert!(!claim(own, noon()).await, "the directory does not know it");
});

on_both!(favourites_and_what_was_heard, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let other = tx.users().ensure(bob(), noon()).await.unwrap();
    let a = add(&mut tx, "A", None).await;
    let b = add(&mut tx, "B", None).await;
    let c = add(&mut tx, "C", None).await;
    let listeners = &mut tx.radio_listeners();
    for (minute, station) in [(0, a), (1, b), (2, c), (3, a)] {
        let now = noon() + TimeDelta::minutes(minute);
        listeners.note_heard(user, station, now).await.unwrap();
    }
    assert_eq!(names(&listeners.heard(user, 2).await.unwrap()), ["A", "C"]);
    listeners
        .set_favourite(user, b, Some(noon()))
        .await
        .unwrap();
    listeners
        .set_favourite(user, a, Some(noon() + TimeDelta::minutes(9)))
        .await
        .unwrap();
    assert!(listeners.is_favourite(user, a).await.unwrap());
    assert!(!listeners.is_favourite(other, a).await.unwrap());
    assert_eq!(
        names(&listeners.favourites(user, 9, 0).await.unwrap()),
        ["A", "B"]
    );
    assert_eq!(
        names(&listeners.favourites(user, 9, 1).await.unwrap()),
        ["B"]
    );
    assert_eq!(names(&listeners.heard(user, 9).await.unwrap()), ["C"]);
    assert_eq!(names(&listeners.heard(other, 9).await.unwrap()), [""; 0]);
    listeners.set_favourite(user, a, None).await.unwrap();
    assert!(!listeners.is_favourite(user, a).await.unwrap());
    assert_eq!(names(&listeners.heard(user, 9).await.unwrap()), ["A", "C"]);
});

on_both!(the_last_fifty_titles_are_kept, |db| {
    let mut tx = db.begin().await.unwrap();
    let a = add(&mut tx, "A", None).await;
    let b = add(&mut tx, "B", None).await;
    let titles = &mut tx.radio_titles();
    titles.add(b, "Other", noon()).await.unwrap();
    for number in 0..60 {
        let now = noon() + TimeDelta::minutes(number);
        for _ in 0..2 {
            titles
                .add(a, &format!("Песня {number}"), now)
                .await
                .unwrap();
        }
    }
    let kept = titles.latest(a, 100, 0).await.unwrap();
    assert_eq!(
        (kept.len(), kept[0].title.as_str(), kept[49].title.as_str()),
        (50, "Песня 59", "Песня 10")
    );
    assert_eq!(kept[0].heard_at, noon() + TimeDelta::minutes(59));
    assert_eq!(titles.latest(a, 1, 1).await.unwrap()[0].title, "Песня 58");
    assert_eq!(titles.latest(b, 9, 0).await.unwrap().len(), 1);
    titles
        .add(StationId::from(999), "Of nobody", noon())
        .await
        .unwrap();
    assert_eq!(count(&mut tx, "radio_titles").await, 51);
});

on_both!(a_person_is_written_to_where_they_are, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let users = &mut tx.users();
    assert_eq!(users.address(user).await.unwrap(), Some((ann(), None)));
    assert_eq!(users.address(UserId::from(999)).await.unwrap(), None);
    let mut settings = tx.playback_settings();
    settings.set_language(user, Language::Uk).await.unwrap();
    let address = tx.users().address(user).await.unwrap();
    assert_eq!(address, Some((ann(), Some(Language::Uk))));
});

on_both!(songs_are_kept_once, |db| {
    let mut tx = db.begin().await.unwrap();
    let user = tx.users().ensure(ann(), noon()).await.unwrap();
    let other = tx.users().ensure(bob(), noon()).await.unwrap();
    let station = add(&mut tx, "A", None).await;
    let songs = &mut tx.radio_songs();
    let minute = |minutes| noon() + TimeDelta::minutes(minutes);
    let first = songs
        .keep(user, "Кино", "Группа крови", station, minute(0))
        .await
        .unwrap();
    let second = songs
        .keep(user, "", "News", station, minute(1))
        .await
        .unwrap();
    let again = songs
        .keep(user, "Кино", "Группа крови", station, minute(2))
        .await
        .unwrap();
    assert_eq!(again, first);
    let long = "я".repeat(999);
    songs
        .keep(other, &long, &long, station, minute(3))
        .await
        .unwrap();
    assert_eq!(songs.count_kept(user).await.unwrap(), 2);
    let kept = songs.kept(user, 9, 0).await.unwrap();
    assert_eq!(
        kept.iter().map(|song| song.id).collect::<Vec<_>>(),
        [first, second]
    );
    assert_eq!(songs.kept(user, 1, 1).await.unwrap()[0].title, "News");
    assert_eq!(
        songs.find_kept(user, first).await.unwrap().unwrap().artist,
        "Кино"
    );
    assert_eq!(songs.find_kept(other, first).await.unwrap(), None);
    songs.forget(other, first).await.unwrap();
    assert_eq!(songs.count_kept(user).await.unwrap(), 2);
    songs.forget(user, first).await.unwrap();
    assert_eq!(songs.count_kept(user).await.unwrap(), 1);
    tx.radio_streams().remove(station).await.unwrap();
    assert_eq!(
        tx.radio_songs().count_kept(user).await.unwrap(),
        1,
        "a song outlives its station"
    );
});
