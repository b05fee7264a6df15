//! Tracks that cannot be heard, why, and what else can be done; one too long for a file; and how far one is.

use std::{os::unix::fs::PermissionsExt as _, sync::Arc, time::Duration};

use reprise::clock::FixedClock;
use simulator::{Fault, FaultKind, GroupSpec, PersonSpec, UploadKind, UploadSpec};

use super::keep;
use crate::support::{
    bot::Bot,
    guest::{GUESTS, Guest},
    sound::Studio,
};

/// Somebody whose long evening the guests pass on.
const FRIEND: i64 = 1201;

/// Gets to 99 of a hundred parts of what takes 20 seconds, half as fast again, and no further.
const STUCK: &str = "#!/bin/sh
case \"$*\" in
*-progress*) while echo out_time_us=13250000; do sleep 0.1; done ;;
*) exec ffmpeg \"$@\" ;;
esac
";

#[tokio::test(flavor = "multi_thread")]
async fn refused() {
    let clock = Arc::new(FixedClock::at("2026-11-20T12:00:00Z".parse().unwrap()));
    let extra = "bot.owners = [1]\nlimits.updates_per_minute = 0\naudio.max_minutes = 30";
    let studio = Studio::open().await;
    let stuck = studio.write("stuck", STUCK);
    std::fs::set_permissions(&stuck, std::fs::Permissions::from_mode(0o755)).unwrap();
    let stuck = format!("{extra}\naudio.ffmpeg = '{}'", stuck.display());
    let bot = Bot::start_at(clock.clone(), extra).await;
    let slow = Bot::start_at(clock.clone(), &stuck).await;
    let none = Bot::start_at(
        clock.clone(),
        &format!("{extra}\naudio.ffmpeg = '/nowhere/ffmpeg'"),
    )
    .await;
    let (odd, plain) = (odd(&studio), plain(&studio));
    let mut guests = Guest::all(&bot).await;
    let long = passed_around(&bot, &studio);
    let (slow_ones, with_none) = (Guest::all(&slow).await, Guest::all(&none).await);
    let others = slow_ones.into_iter().zip(with_none);
    for (guest, (mut slow_one, mut with_none)) in guests.iter_mut().zip(others) {
        guest.waits_by(&clock, Duration::from_millis(100));
        guest.say("/speed 1.5").await;
        no_sound(guest, &odd).await;
        trouble(guest, &plain, &clock).await;
        crowded(guest, &plain).await;
        too_long(guest, long).await;
        slow_one.waits_by(&clock, Duration::from_millis(100));
        how_far(&mut slow_one, &plain).await;
        with_none.part("without ffmpeg");
        with_none.send(plain.clone()).await;
        with_none.press(1, 3).await;
        guest.story += &slow_one.story;
        guest.story += &with_none.story;
    }
    keep("refused", &guests);
    for bot in [bot, slow, none] {
        bot.stop().await.unwrap();
    }
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> UploadSpec {
    UploadSpec::new(UploadKind::Document, name, bytes.into())
}

fn plain(studio: &Studio) -> UploadSpec {
    let made = studio.make("-f lavfi -i sine=440:duration=20 -ar 8000 plain.wav");
    file("plain.wav", std::fs::read(made).unwrap())
}

/// One of each kind that nobody can hear.
fn odd(studio: &Studio) -> Vec<UploadSpec> {
    studio.make("-f lavfi -i color=red:size=64x64:duration=1 -f matroska silent.mka");
    studio.make_streams("streams.mka");
    studio.make_silence(31, "hours.m4a");
    let made = ["silent.mka", "streams.mka", "hours.m4a"];
    let made = made.map(|name| file(name, std::fs::read(studio.path(name)).unwrap()));
    let mut odd = vec![file(
        "words.mp3",
        "just words, many times over. ".repeat(200),
    )];
    odd.extend(made);
    odd.push(file("large.flac", vec![0; (20 << 20) + 1]));
    odd
}

/// Twenty-nine minutes with a picture that needs much room, in a group of everybody; the group, and the message.
fn passed_around(bot: &Bot, studio: &Studio) -> (i64, i64) {
    studio.make("-f lavfi -i color=blue:size=1600x1600:duration=1 -frames:v 1 cover.png");
    studio.make_silence(29, "plain.m4a");
    let long = studio.make(
        "-i plain.m4a -i cover.png -map 0 -map 1 -c copy -disposition:v attached_pic long.m4a",
    );
    bot.telegram
        .add_person(&PersonSpec::new(FRIEND, "Frida", "en"));
    let group = bot.telegram.make_group(GroupSpec {
        members: GUESTS.to_vec(),
        ..GroupSpec::new("Friends", FRIEND)
    });
    let file = UploadSpec {
        title: Some("A long evening".to_owned()),
        performer: Some("Frida".to_owned()),
        duration: Some(29 * 60),
        ..UploadSpec::new(UploadKind::Audio, "long.m4a", std::fs::read(long).unwrap())
    };
    let sent = bot.telegram.upload(FRIEND, group, file);
    (group, sent.message.message_id)
}

async fn no_sound(guest: &mut Guest<'_>, odd: &[UploadSpec]) {
    guest.part("no sound");
    for file in odd {
        guest.send(file.clone()).await;
    }
}

/// A file that Telegram has no more, and one that does not come however often it is asked for.
async fn trouble(guest: &mut Guest<'_>, file: &UploadSpec, clock: &Arc<FixedClock>) {
    guest.part("trouble");
    let telegram = &guest.bot.telegram;
    let status = |code| FaultKind::Status {
        code,
        description: None,
    };
    telegram.fault(Fault::next("download", 1, status(404)));
    guest.send(file.clone()).await;
    telegram.fault(Fault::always("download", status(500)));
    guest.skips_by(clock, Duration::from_secs(10));
    guest.send(file.clone()).await;
    guest.waits_by(clock, Duration::from_millis(100));
    telegram.clear_faults();
}

/// As many wait as are let in, all for a day that does not come.
async fn crowded(guest: &mut Guest<'_>, file: &UploadSpec) {
    const CROWD: &str = "INSERT INTO jobs (kind, payload, language, run_at)
        WITH RECURSIVE crowd(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM crowd WHERE number < 500)
        SELECT 'render', '{}', 'en', '2036-01-01T00:00:00+00:00' FROM crowd";
    guest.part("a crowd");
    guest.bot.execute(CROWD).await;
    guest.send_meanwhile(file.clone()).await;
    guest
        .bot
        .execute("DELETE FROM jobs WHERE payload = '{}'")
        .await;
}

/// At half its speed it does not fit into one file.
async fn too_long(guest: &mut Guest<'_>, (group, long): (i64, i64)) {
    guest.part("too long");
    guest.say("/speed 0.5").await;
    guest.bot.telegram.forward(guest.id, group, long, guest.id);
    guest.rest().await;
    let offer = guest.at();
    // It is made once: for the others it is there.
    guest.tap("sound:v").await;
    guest.look_at(offer);
    // In parts it is made for each, which takes long.
    if guest.number < 2 {
        guest.tap("sound:p").await;
    }
}

async fn how_far(guest: &mut Guest<'_>, file: &UploadSpec) {
    guest.part("how far it is");
    guest.send(file.clone()).await;
    guest.touch(1, 3).await;
    guest.until_says("99").await;
    guest.stop_work().await;
}
