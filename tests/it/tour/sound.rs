//! Sound: speed, pitch and equalizer, then tracks in that sound, and everything that can be said about them.

use std::{sync::OnceLock, time::Duration};

use simulator::{Fault, FaultKind, LimitOptions, Options, UploadKind, UploadSpec};

use super::keep;
use crate::support::{bot::Bot, guest::Guest, sound::Studio};

/// Three seconds.
static TUNE: OnceLock<Vec<u8>> = OnceLock::new();

fn tune(kind: UploadKind) -> UploadSpec {
    UploadSpec::new(kind, "tune.mp3", TUNE.get().unwrap().clone())
}

fn odd(name: &str, content: impl Into<Vec<u8>>) -> UploadSpec {
    UploadSpec::new(UploadKind::Document, name, content.into())
}

#[tokio::test(flavor = "multi_thread")]
async fn sound() {
    let options = Options {
        limits: LimitOptions::off(),
        patience: Duration::from_mins(2),
        ..Options::default()
    };
    let extra = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0\n\
        bot.owners = [1]\nlimits.updates_per_minute = 0\naudio.workers = 1\nlimits.renders = 1";
    let bot = Bot::start_with(options, extra).await;
    let studio = Studio::open().await;
    TUNE.get_or_init(|| made(&studio));
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        panels(guest).await;
        typed(guest).await;
        tracks(guest).await;
        together(guest).await;
        refused(guest).await;
        in_line(guest).await;
    }
    keep("sound", &guests);
    bot.stop().await.unwrap();
}

fn made(studio: &Studio) -> Vec<u8> {
    let words = [
        "-f",
        "lavfi",
        "-i",
        "sine=440:duration=3",
        "-metadata",
        "title=Kitchen Light",
        "-metadata",
        "artist=Reprise",
        "tune.mp3",
    ];
    std::fs::read(studio.make_of(&words)).unwrap()
}

async fn panels(guest: &mut Guest<'_>) {
    guest.part("by buttons");
    guest.say("/settings").await;
    // 1.25×, a little more, with the pitch.
    guest.press_all(&[(1, 1), (1, 4), (3, 2), (4, 1)]).await;
    // The equalizer: a preset, its bands, the highest one down.
    guest
        .press_all(&[(5, 1), (1, 2), (6, 1), (2, 5), (3, 1), (3, 2)])
        .await;
    guest.press(4, 2).await;
    guest.say_own(["Car", "Дорога", "Дорога", "Coche"]).await;
    // Another preset, the own one again, and away with it.
    guest.press_all(&[(1, 1), (6, 1), (8, 2)]).await;
    guest.press(-1, 1).await;
}

async fn typed(guest: &mut Guest<'_>) {
    guest.part("typed");
    guest
        .say_own(["/speed 1.1", "/speed 1,1", "/speed 110%", "/speed x1,1"])
        .await;
    guest.say("/pitch on").await;
    guest
        .say_own(["/eq rock", "/eq рок", "/eq рок", "/eq rock"])
        .await;
    guest
        .say_own(["/eq bass +4", "/eq бас +4", "/eq бас +4", "/eq graves +4"])
        .await;
    guest
        .say_own([
            "/eq save Car",
            "/eq save Дорога",
            "/eq save Дорога",
            "/eq save Coche",
        ])
        .await;
    guest
        .say_own([
            "/eq delete car",
            "/eq delete дорога",
            "/eq delete дорога",
            "/eq delete coche",
        ])
        .await;
    guest
        .say_all(&[
            "/speed 3",
            "/pitch x",
            "/eq klingon",
            "/eq 45:+3",
            "/eq 31:+13",
            "/eq delete x",
        ])
        .await;
    guest.say_all(&["/speed 1", "/eq flat"]).await;
}

async fn tracks(guest: &mut Guest<'_>) {
    guest.part("a track");
    guest.say("/sound").await;
    guest.send(tune(UploadKind::Audio)).await;
    guest.press(1, 2).await;
    let track = guest.at();
    // Other speeds, and back; the equalizer, and one of its presets.
    guest.press_all(&[(2, 1), (-1, 1), (2, 2), (3, 1)]).await;
    let rock = guest.at();
    guest.look_at(track);
    guest.press(-1, 1).await;
    guest.press(1, 1).await;
    guest.look_at(rock);
    guest.press(1, 2).await;
    guest.part("only this time, or from now on");
    guest.press(3, 1).await;
    guest.send(tune(UploadKind::Document)).await;
    guest.say("/sound").await;
    guest.press(1, 1).await;
    guest.part("a voice");
    guest.send(tune(UploadKind::Voice)).await;
}

async fn together(guest: &mut Guest<'_>) {
    guest.part("an album");
    let album = (1..=2).map(|number| UploadSpec {
        title: Some(format!("Part {number}")),
        ..tune(UploadKind::Audio)
    });
    guest.send_all(album.collect()).await;
    guest.say_all(&["/speed 1", "/eq flat"]).await;
    let album = (1..=2).map(|number| UploadSpec {
        title: Some(format!("Part {number}")),
        ..tune(UploadKind::Audio)
    });
    guest.send_all(album.collect()).await;
    guest.part("in a group");
    guest.go_to_a_group();
    let sent = guest.send(tune(UploadKind::Audio)).await;
    guest.reply(sent, "/sound@reprise_bot 1.5").await;
    guest.reply(sent, "/sound@reprise_bot fast").await;
    guest.go_home();
}

/// What cannot be heard, why, and what else can be done.
async fn refused(guest: &mut Guest<'_>) {
    guest.part("refused");
    guest.say("/speed 1.5").await;
    guest
        .send(odd(
            "words.mp3",
            "just words, many times over. ".repeat(200),
        ))
        .await;
    guest.send(odd("large.flac", vec![0; (20 << 20) + 1])).await;
    let words = guest.latest().message_id;
    guest.reply(words, "/sound").await;
    guest.say("/sound fast").await;
    guest.say("/speed 1").await;
}

/// One worker, which waits for a file that does not come; and a second wish of the same person.
async fn in_line(guest: &mut Guest<'_>) {
    guest.part("in line");
    let slow = FaultKind::Slow { ms: 600_000 };
    guest.bot.telegram.fault(Fault::next("download", 1, slow));
    let file = |name: &str| UploadSpec {
        title: Some(format!("{name} {}", guest.language)),
        ..tune(UploadKind::Audio)
    };
    let (first, second) = (file("First"), file("Second"));
    guest.send(first).await;
    guest.touch(1, 3).await;
    guest.until_told().await;
    guest.send_meanwhile(second).await;
    guest.touch(1, 3).await;
    guest.until_told().await;
    guest.stop_work().await;
    guest.say("/cancel").await;
    guest.say("/cancel").await;
}
