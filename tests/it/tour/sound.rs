//! Tracks in somebody's sound: one, several, in a group; and what is said while they are made.

use std::{sync::Arc, time::Duration};

use reprise::clock::FixedClock;
use simulator::{Fault, FaultKind, UploadKind, UploadSpec};

use super::keep;
use crate::support::{bot::Bot, guest::Guest, sound::Studio};

/// A tune of a second, and how it is sent.
struct Tune(Vec<u8>);

impl Tune {
    fn made(studio: &Studio) -> Self {
        let mut words: Vec<&str> = "-f lavfi -i sine=440:duration=1".split(' ').collect();
        words.extend(["-metadata", "title=Kitchen Light"]);
        words.extend(["-metadata", "artist=Reprise", "tune.mp3"]);
        Self(std::fs::read(studio.make_of(&words)).unwrap())
    }

    fn sent_as(&self, kind: UploadKind) -> UploadSpec {
        UploadSpec::new(kind, "tune.mp3", self.0.clone())
    }

    fn called(&self, title: &str) -> UploadSpec {
        UploadSpec {
            title: Some(title.to_owned()),
            ..self.sent_as(UploadKind::Audio)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sound() {
    let clock = Arc::new(FixedClock::at("2026-11-20T12:00:00Z".parse().unwrap()));
    // One at a time, so that there is a line.
    let extra =
        "bot.owners = [1]\nlimits.updates_per_minute = 0\naudio.workers = 1\nlimits.renders = 1";
    let bot = Bot::start_at(clock.clone(), extra).await;
    let tune = Tune::made(&Studio::open().await);
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        guest.waits_by(&clock, Duration::from_millis(100));
        track(guest, &tune).await;
        speech(guest, &tune).await;
        albums(guest, &tune).await;
        in_a_group(guest, &tune).await;
        in_line(guest, &tune).await;
    }
    keep("sound", &guests);
    bot.stop().await.unwrap();
}

async fn track(guest: &mut Guest<'_>, tune: &Tune) {
    guest.part("a track");
    guest.say("/sound").await;
    guest.send(tune.sent_as(UploadKind::Audio)).await;
    // 1.25×
    guest.press(1, 2).await;
    let track = guest.at();
    guest.tap_all(&["sound:s", "sound:b", "sound:e"]).await;
    // Rock, beside what there is.
    guest.press(3, 1).await;
    let rock = guest.at();
    guest.look_at(track);
    guest.tap("sound:b").await;
    guest.tap("sound:o").await;
    guest.look_at(rock);
    guest.tap("sound:c").await;
    guest.part("only this time, or from now on");
    guest.send(tune.sent_as(UploadKind::Document)).await;
    guest.look_at(rock);
    guest.tap("sound:k").await;
    guest.send(tune.sent_as(UploadKind::Document)).await;
    guest.say("/sound").await;
    guest.press(1, 1).await;
    guest.say_all(&["/speed 1", "/eq flat"]).await;
}

async fn speech(guest: &mut Guest<'_>, tune: &Tune) {
    guest.part("a voice");
    guest.send(tune.sent_as(UploadKind::Voice)).await;
    // 1.5×
    guest.press(1, 3).await;
    guest.tap("sound:c").await;
    guest.send(tune.sent_as(UploadKind::VideoNote)).await;
}

async fn albums(guest: &mut Guest<'_>, tune: &Tune) {
    guest.part("an album");
    let album = || vec![tune.called("Part 1"), tune.called("Part 2")];
    guest.send_all(album()).await;
    // Nightcore
    guest.press(2, 2).await;
    guest.say("/speed 1.5").await;
    let mut album = album();
    album[1].bytes = "just words, many times over. ".repeat(200).into();
    guest.send_all(album).await;
    guest.say("/speed 1").await;
    guest.part("recent ones");
    guest.say("/sound").await;
    guest.tap("sound:recent:1").await;
    guest.tap("sound:recent:0").await;
}

async fn in_a_group(guest: &mut Guest<'_>, tune: &Tune) {
    guest.part("in a group");
    guest.go_to_a_group();
    let sent = guest.send(tune.sent_as(UploadKind::Audio)).await;
    guest.reply(sent, "/sound@reprise_bot").await;
    guest.reply(sent, "/sound@reprise_bot 1.5").await;
    guest.reply(sent, "/sound@reprise_bot fast").await;
    guest.say("/sound@reprise_bot 1.5").await;
    let words = guest.latest().message_id;
    guest.reply(words, "/sound@reprise_bot").await;
    guest.go_home();
}

/// One worker, which waits for a file that does not come; a second wish of the same person; and more than are taken.
async fn in_line(guest: &mut Guest<'_>, tune: &Tune) {
    guest.part("in line");
    let slow = FaultKind::Slow { ms: 600_000 };
    guest.bot.telegram.fault(Fault::next("download", 1, slow));
    let called = |name: &str| tune.called(&format!("{name} {}", guest.language));
    let (first, second) = (called("First"), called("Second"));
    guest.send(first).await;
    guest.touch(1, 3).await;
    guest.until_told().await;
    guest.send_meanwhile(second).await;
    guest.touch(1, 3).await;
    guest.touch(1, 3).await;
    guest.until_told().await;
    guest.stop_work().await;
    guest.part("too many");
    guest.bot.telegram.say(guest.id, guest.id, "/speed 1.5");
    guest.until_told().await;
    for _ in 0..21 {
        let file = tune.sent_as(UploadKind::Audio);
        guest.bot.telegram.upload(guest.id, guest.id, file);
    }
    guest.bot.until_idle().await;
    guest.note();
    let sent = "> <audio: Kitchen Light – Reprise 0:01>\n";
    guest.story = guest.story.replace(&sent.repeat(21), "> (21 tracks)\n");
    guest.say("/cancel").await;
    guest.say("/cancel").await;
}
