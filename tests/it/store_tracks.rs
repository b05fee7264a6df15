//! Tracks and what was rendered of them, on both databases.

use chrono::{DateTime, TimeDelta, Utc};
use reprise::{
    db::Tx,
    domain::{Attachment, AttachmentKind, TelegramId, UserId},
    store::Render,
};

use crate::support::db::on_both;

fn at(second: i64) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2026-11-20T12:00:00.123Z".parse().unwrap();
    noon + TimeDelta::seconds(second)
}

async fn person(tx: &mut Tx, id: i64) -> UserId {
    tx.users()
        .ensure(TelegramId::from(id), at(0))
        .await
        .unwrap()
}

fn file(unique: &str) -> Attachment {
    Attachment {
        kind: AttachmentKind::Audio,
        file_id: format!("id of {unique}"),
        unique_id: unique.to_owned(),
        name: Some("song.mp3".to_owned()),
        mime: Some("audio/mpeg".to_owned()),
        bytes: Some(3_000_000),
        seconds: Some(245),
        title: Some("Пісня".to_owned()),
        performer: None,
    }
}

on_both!(a_track_is_found_by_its_person_and_in_its_chat, |db| {
    let mut tx = db.begin().await.unwrap();
    let (ann, bob) = (person(&mut tx, 1).await, person(&mut tx, 2).await);
    let song = file("song");
    let id = tx.tracks().see(ann, 1, None, &song, at(1)).await.unwrap();
    let found = tx.tracks().find(id, Some(ann), 99).await.unwrap().unwrap();
    assert_eq!((found.file, found.user, found.chat), (song, ann, 1));
    assert_eq!(tx.tracks().find(id, Some(bob), 2).await.unwrap(), None);
    assert_eq!(tx.tracks().find(id, None, 2).await.unwrap(), None);
    assert!(
        tx.tracks().find(id, Some(bob), 1).await.unwrap().is_some(),
        "it was sent there"
    );
    for kind in [
        AttachmentKind::Voice,
        AttachmentKind::VideoNote,
        AttachmentKind::Document,
    ] {
        let other = Attachment {
            kind,
            ..file(&format!("{kind:?}"))
        };
        let id = tx.tracks().see(bob, 2, None, &other, at(1)).await.unwrap();
        assert_eq!(
            tx.tracks()
                .find(id, Some(bob), 2)
                .await
                .unwrap()
                .unwrap()
                .file,
            other
        );
    }
});

on_both!(tracks_are_listed_newest_first_and_the_oldest_go, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    for number in 0..105 {
        let song = file(&format!("song {number}"));
        tx.tracks()
            .see(ann, 1, None, &song, at(number))
            .await
            .unwrap();
    }
    // Sent again, it is the newest again.
    tx.tracks()
        .see(ann, 1, None, &file("song 50"), at(200))
        .await
        .unwrap();
    let page = tx.tracks().recent(ann, 3, 0).await.unwrap();
    let names: Vec<_> = page
        .iter()
        .map(|track| track.file.unique_id.as_str())
        .collect();
    assert_eq!(names, ["song 50", "song 104", "song 103"]);
    assert_eq!(tx.tracks().recent(ann, 200, 0).await.unwrap().len(), 100);
    assert_eq!(tx.tracks().recent(ann, 10, 95).await.unwrap().len(), 5);
});

on_both!(an_album_stays_together, |db| {
    let mut tx = db.begin().await.unwrap();
    let ann = person(&mut tx, 1).await;
    for (number, album) in [(1, Some("a")), (2, None), (3, Some("a")), (4, Some("b"))] {
        let song = file(&format!("song {number}"));
        tx.tracks()
            .see(ann, 1, album, &song, at(number))
            .await
            .unwrap();
    }
    let album = tx.tracks().of_album(ann, "a").await.unwrap();
    let names: Vec<_> = album
        .iter()
        .map(|track| track.file.unique_id.as_str())
        .collect();
    assert_eq!(names, ["song 1", "song 3"]);
});

on_both!(a_render_is_remembered_forgotten_and_swept, |db| {
    let mut tx = db.begin().await.unwrap();
    let render = |id: &str| Render {
        file_id: id.to_owned(),
        seconds: 196,
    };
    assert_eq!(
        tx.renders().find("song", "fast", at(0)).await.unwrap(),
        None
    );
    tx.renders()
        .keep("song", "fast", &render("old"), at(0))
        .await
        .unwrap();
    tx.renders()
        .keep("song", "fast", &render("new"), at(1))
        .await
        .unwrap();
    tx.renders()
        .keep("song", "slow", &render("slow"), at(2))
        .await
        .unwrap();
    let found = tx.renders().find("song", "fast", at(10)).await.unwrap();
    assert_eq!(found, Some(render("new")));
    tx.renders()
        .keep("other", "fast", &render("other"), at(3))
        .await
        .unwrap();
    // One is too old, and of the others one was of use last.
    assert_eq!(tx.renders().sweep(at(3), 1).await.unwrap(), 2);
    assert_eq!(
        tx.renders().find("song", "slow", at(11)).await.unwrap(),
        None
    );
    assert!(
        tx.renders()
            .find("song", "fast", at(11))
            .await
            .unwrap()
            .is_some()
    );
    tx.renders().forget("song", "fast").await.unwrap();
    assert_eq!(
        tx.renders().find("song", "fast", at(12)).await.unwrap(),
        None
    );
});
