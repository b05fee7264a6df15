//! What `store` does with playlists, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    db::Tx,
    domain::{
        AttachmentKind, Description, Item, Minutes, PlaylistId, PlaylistName, StationItem, Track,
        UserId,
    },
    store::{NewStation, Whose},
};

use crate::support::db::on_both;

const KITCHEN: i64 = -1_001_000_000_001;

fn noon() -> DateTime<Utc> {
    "2026-11-20T12:00:00.123Z".parse().unwrap()
}

fn later(hours: i64) -> DateTime<Utc> {
    noon() + TimeDelta::hours(hours)
}

fn name(text: &str) -> PlaylistName {
    PlaylistName::parse(text).unwrap()
}

async fn person(tx: &mut Tx, telegram_id: i64) -> UserId {
    tx.users().ensure(telegram_id.into(), noon()).await.unwrap()
}

/// The names of somebody's lists, in the order they were made and in the order they were used.
async fn names(tx: &mut Tx, whose: Whose) -> (String, String) {
    let page = tx.playlists().page(whose, 100, 0).await.unwrap();
    let recent = tx.playlists().recent(whose, 100, 0).await.unwrap();
    let joined = |lists: Vec<reprise::store::Playlist>| {
        lists
            .into_iter()
            .map(|list| list.name)
            .collect::<Vec<_>>()
            .join(" ")
    };
    (joined(page), joined(recent))
}

on_both!(playlists_are_listed_by_age_and_by_use, |db| {
    let mut tx = db.begin().await.unwrap();
    let (ann, bob) = (
        person(&mut tx, 6_000_000_001).await,
        person(&mut tx, 42).await,
    );
    let mut ids = Vec::new();
    for number in 1..=5 {
        let made = tx
            .playlists()
            .add(ann, None, &name(&format!("№{number}")), noon())
            .await;
        ids.push(made.unwrap());
    }
    tx.playlists()
        .add(bob, None, &name("Bob’s"), noon())
        .await
        .unwrap();
    tx.playlists()
        .add(ann, Some(KITCHEN), &name("Dinner"), noon())
        .await
        .unwrap();
    tx.playlists().touch(ids[2], later(1)).await.unwrap();
    tx.playlists()
        .rename(ids[4], &name("Road"), later(2))
        .await
        .unwrap();

    assert_eq!(tx.playlists().count(Whose::Person(ann)).await.unwrap(), 5);
    assert_eq!(tx.playlists().count(Whose::Chat(KITCHEN)).await.unwrap(), 1);
    let (by_age, by_use) = names(&mut tx, Whose::Person(ann)).await;
    assert_eq!(by_age, "№1 №2 №3 №4 Road");
    assert_eq!(by_use, "Road №3 №4 №2 №1");
    assert_eq!(names(&mut tx, Whose::Chat(KITCHEN)).await.0, "Dinner");
    let page = tx.playlists().page(Whose::Person(ann), 2, 2).await.unwrap();
    assert_eq!(
        page.iter().map(|list| list.id).collect::<Vec<_>>(),
        ids[2..4]
    );
});

on_both!(a_deleted_playlist_comes_back_until_it_is_swept, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let list = tx
        .playlists()
        .add(ann, Some(KITCHEN), &name("Dinner"), noon())
        .await
        .unwrap();
    tx.playlists().share(list, Some("secret")).await.unwrap();
    let found = tx.playlists().find(list).await.unwrap().unwrap();
    assert_eq!(
        (found.owner, found.chat, found.share_token.as_deref()),
        (ann, Some(KITCHEN), Some("secret"))
    );
    assert_eq!(
        tx.playlists().shared("secret").await.unwrap(),
        Some(found.clone())
    );
    assert_eq!(tx.playlists().shared("guess").await.unwrap(), None);

    tx.playlists().delete(list, noon()).await.unwrap();
    assert_eq!(tx.playlists().find(list).await.unwrap(), None);
    assert_eq!(tx.playlists().shared("secret").await.unwrap(), None);
    assert_eq!(tx.playlists().count(Whose::Chat(KITCHEN)).await.unwrap(), 0);
    assert_eq!(
        tx.playlists().restore(list, later(1)).await.unwrap(),
        None,
        "too late"
    );
    assert_eq!(
        tx.playlists().restore(list, noon()).await.unwrap(),
        Some(found)
    );
    assert_eq!(
        tx.playlists().restore(list, noon()).await.unwrap(),
        None,
        "it is there"
    );

    tx.playlists().delete(list, noon()).await.unwrap();
    tx.playlists().sweep(noon()).await.unwrap();
    assert!(
        tx.playlists()
            .restore(list, noon())
            .await
            .unwrap()
            .is_some()
    );
    tx.playlists().delete(list, noon()).await.unwrap();
    tx.playlists().sweep(later(1)).await.unwrap();
    assert_eq!(tx.playlists().restore(list, noon()).await.unwrap(), None);
    tx.playlists().share(list, None).await.unwrap();
});

fn track(title: &str, unique_id: &str) -> Track {
    Track::new(
        AttachmentKind::Audio,
        &format!("CQ{unique_id}"),
        unique_id,
        Some(title),
        Some("Ann"),
        60,
    )
    .unwrap()
}

async fn titles(tx: &mut Tx, list: PlaylistId) -> String {
    let tracks = tx.playlist_tracks().page(list, 100, 0).await.unwrap();
    tracks
        .into_iter()
        .map(|entry| entry.item.track().unwrap().title.clone().unwrap())
        .collect::<Vec<_>>()
        .join(" ")
}

on_both!(tracks_keep_their_order, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let list = tx
        .playlists()
        .add(ann, None, &name("Sunday"), noon())
        .await
        .unwrap();
    let mut ids = Vec::new();
    for (title, unique_id) in [("a", "u1"), ("b", "u2"), ("a2", "u1"), ("c", "u3")] {
        ids.push(
            tx.playlist_tracks()
                .add(list, &track(title, unique_id).into(), noon())
                .await
                .unwrap(),
        );
    }
    assert_eq!(titles(&mut tx, list).await, "a b a2 c");
    assert_eq!(tx.playlist_tracks().sum(list).await.unwrap(), (4, 240));
    let (found, before) = tx.playlist_tracks().find(ids[2]).await.unwrap().unwrap();
    assert_eq!(
        (found.playlist, found.item, before),
        (list, track("a2", "u1").into(), 2)
    );

    ids.reverse();
    tx.playlist_tracks().order(&ids).await.unwrap();
    assert_eq!(titles(&mut tx, list).await, "c a2 b a");
    assert_eq!(
        tx.playlist_tracks().merge_duplicates(list).await.unwrap(),
        1
    );
    assert_eq!(titles(&mut tx, list).await, "c a2 b");
    assert_eq!(
        tx.playlist_tracks().merge_duplicates(list).await.unwrap(),
        0
    );

    let copy = tx
        .playlists()
        .add(ann, None, &name("Copy"), noon())
        .await
        .unwrap();
    tx.playlist_tracks().copy(list, copy, noon()).await.unwrap();
    assert_eq!(titles(&mut tx, copy).await, "c a2 b");
    tx.playlist_tracks().remove(ids[0]).await.unwrap();
    assert_eq!(titles(&mut tx, list).await, "a2 b");
    assert_eq!(titles(&mut tx, copy).await, "c a2 b");
    assert_eq!(tx.playlist_tracks().find(ids[0]).await.unwrap(), None);
    assert_eq!(
        tx.playlist_tracks()
            .sum(PlaylistId::from(77))
            .await
            .unwrap(),
        (0, 0)
    );
});

on_both!(every_kind_of_file_is_kept_as_what_it_is, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let list = tx
        .playlists()
        .add(ann, None, &name("Sunday"), noon())
        .await
        .unwrap();
    let kinds = [
        AttachmentKind::Audio,
        AttachmentKind::Voice,
        AttachmentKind::VideoNote,
        AttachmentKind::Document,
    ];
    for kind in kinds {
        let track = Track::new(kind, "id", "unique", None, None, 0).unwrap();
        tx.playlist_tracks()
            .add(list, &track.into(), noon())
            .await
            .unwrap();
    }
    let kept = tx.playlist_tracks().page(list, 100, 0).await.unwrap();
    assert_eq!(
        kept.iter()
            .map(|entry| entry.item.track().unwrap().kind)
            .collect::<Vec<_>>(),
        kinds
    );
});

on_both!(
    a_station_is_kept_beside_tracks_and_goes_with_its_station,
    |db| {
        let mut tx = db.begin().await.unwrap();
        let ann = person(&mut tx, 1).await;
        let description = Description::new("Jazz", None, None).unwrap();
        let new = NewStation {
            url: "http://radio.example.org/",
            description: &description,
            directory_id: None,
        };
        let station = tx.radio_streams().add(&new, Some(ann), noon()).await;
        let station = station.unwrap().unwrap();
        let jazz = |minutes| {
            Item::Station(StationItem {
                station,
                name: "Jazz".to_owned(),
                minutes: Minutes::new(minutes).unwrap(),
            })
        };
        let list = tx.playlists().add(ann, None, &name("Sunday"), noon()).await;
        let list = list.unwrap();
        let items = [jazz(10), track("a", "u1").into(), jazz(5)];
        for item in &items {
            tx.playlist_tracks().add(list, item, noon()).await.unwrap();
        }
        let kept = tx.playlist_tracks().page(list, 100, 0).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|entry| entry.item).collect();
        assert_eq!(kept, items);
        let mut tracks = tx.playlist_tracks();
        assert_eq!(tracks.sum(list).await.unwrap(), (3, 60 + 15 * 60));
        assert_eq!(tracks.merge_duplicates(list).await.unwrap(), 1);
        let minutes = Minutes::new(3).unwrap();
        tracks.set_minutes(list, minutes).await.unwrap();
        let copy = tx.playlists().add(ann, None, &name("Copy"), noon()).await;
        let copy = copy.unwrap();
        tx.playlist_tracks().copy(list, copy, noon()).await.unwrap();
        let copied = tx.playlist_tracks().page(copy, 100, 0).await.unwrap();
        assert_eq!(copied[0].item, jazz(3));
        // Nobody can play a station that is gone.
        tx.radio_streams().remove(station).await.unwrap();
        assert_eq!(titles(&mut tx, list).await, "a");
        assert_eq!(titles(&mut tx, copy).await, "a");
    }
);

on_both!(a_list_for_a_station_is_listed_nowhere, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    let listed = tx.playlists().add(ann, None, &name("Sunday"), noon()).await;
    let listed = listed.unwrap();
    let mut lists = tx.playlists();
    let hidden = lists.add_unlisted(ann, "Jazz", noon()).await.unwrap();
    let whose = Whose::Person(ann);
    assert_eq!(lists.count(whose).await.unwrap(), 1);
    assert_eq!(lists.page(whose, 10, 0).await.unwrap().len(), 1);
    assert_eq!(lists.recent(whose, 10, 0).await.unwrap().len(), 1);
    lists.remove_unlisted(listed).await.unwrap();
    assert!(lists.find(listed).await.unwrap().is_some(), "others stay");
    lists.remove_unlisted(hidden).await.unwrap();
    assert_eq!(lists.find(hidden).await.unwrap(), None);
});
