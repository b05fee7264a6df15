//! Schedules: made, changed, played, missed and paused, by a clock that is set.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use reprise::clock::FixedClock;
use simulator::{ChatKind, GroupSpec, PersonSpec, Status, UploadKind, UploadSpec};

use super::keep;
use crate::support::{bot::Bot, guest::Guest, station::Station};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Somebody who has a group of their own.
const FRIEND: i64 = 1201;

/// A Thursday evening, on which each walk begins.
fn thursday() -> DateTime<Utc> {
    at("2026-11-26T18:00:00Z")
}

#[tokio::test(flavor = "multi_thread")]
async fn schedules() {
    let station = Station::start("Jazz FM").await;
    station.says("Miles - So What");
    let clock = Arc::new(FixedClock::at(thursday()));
    let extra = "bot.owners = [1]\nlimits.updates_per_minute = 0\nlimits.schedules = 3\n[radio]\nallow_private = true";
    let bot = Bot::start_at(clock.clone(), extra).await;
    bot.telegram
        .add_person(&PersonSpec::new(FRIEND, "Frida", "en"));
    let add = format!("/radio add {} Jazz FM", station.url());
    bot.telegram.ask(FRIEND, &add).await;
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        guest.call(station.url(), "http://station/");
        clock.set(thursday());
        pressed(guest).await;
        changed(guest).await;
        in_words(guest).await;
        woken(guest).await;
        missed(guest, &clock).await;
        elsewhere(guest, &clock).await;
        bot.execute("DELETE FROM scheduled_playlists").await;
    }
    keep("schedules", &guests);
    bot.stop().await.unwrap();
}

fn song() -> UploadSpec {
    UploadSpec {
        title: Some("Rain".to_owned()),
        duration: Some(60),
        ..UploadSpec::new(UploadKind::Audio, "song.mp3", "rain")
    }
}

async fn pressed(guest: &mut Guest<'_>) {
    guest.part("by presses");
    guest.say("/schedule").await;
    guest.tap("schedule:new").await;
    guest
        .say_own([
            "/playlist new Morning",
            "/playlist new Утро",
            "/playlist new Ранок",
            "/playlist new Mañana",
        ])
        .await;
    guest.tap("playlist:fill").await;
    guest.send(song()).await;
    guest.say("/cancel").await;
    guest.say("/schedule").await;
    guest.tap("schedule:new").await;
    // The playlist, a time, weekdays.
    guest.press(1, 1).await;
    guest.press(2, 2).await;
    guest.press(2, 1).await;
    // Where: a region and back, nowhere, by the clock, and by a city.
    guest.press_all(&[(1, 1), (-1, 1)]).await;
    guest.say("Atlantis").await;
    guest.say("20:02").await;
    guest.press(-1, 1).await;
    guest.say_own(["Kyiv", "Киев", "Київ", "Kiev"]).await;
}

async fn changed(guest: &mut Guest<'_>) {
    guest.part("changed");
    guest
        .tap_all(&[
            "schedule:skip",
            "schedule:pause",
            "schedule:resume",
            "schedule:edit",
            "schedule:when",
        ])
        .await;
    guest
        .say_own(["at 25:00", "в 25:00", "о 25:00", "a las 25:00"])
        .await;
    guest.say("8:15").await;
    guest.tap_all(&["schedule:edit", "schedule:days"]).await;
    // Saturday as well; done.
    guest.press_all(&[(4, 2), (-1, 1)]).await;
    guest.tap_all(&["schedule:edit", "schedule:zone"]).await;
    guest
        .say_own(["Madrid", "Мадрид", "Мадрид", "Madrid"])
        .await;
    guest.part("played now");
    guest.tap("schedule:now").await;
    guest
        .until("the track", |said| {
            said.body.audio.is_some() && !said.button_rows().is_empty() && said.words().len() < 40
        })
        .await;
}

async fn in_words(guest: &mut Guest<'_>) {
    guest.part("in words");
    guest
        .say_own([
            "/schedule on thursdays",
            "/schedule по четвергам",
            "/schedule щочетверга",
            "/schedule los jueves",
        ])
        .await;
    guest
        .say_own([
            "/schedule every five minutes",
            "/schedule каждые пять минут",
            "/schedule кожні п’ять хвилин",
            "/schedule cada cinco minutos",
        ])
        .await;
    guest
        .say_all(&[
            "/schedule */5 * * * *",
            "/schedule 0 0 30 2 *",
            "/schedule 0 25 * * *",
            "/schedule 30 7 * *",
            "/schedule 24:00",
        ])
        .await;
    guest
        .say_own([
            "/schedule 7:30 and 8:30",
            "/schedule 7:30 и 8:30",
            "/schedule 7:30 і 8:30",
            "/schedule 7:30 y 8:30",
        ])
        .await;
    guest
        .say_own([
            "/schedule mon, wed 19.00",
            "/schedule пн, ср 19.00",
            "/schedule пн, ср 19.00",
            "/schedule lun, mié 19.00",
        ])
        .await;
    guest.say("/schedule 0 9 1 * *").await;
    guest.say("/schedule 6:00").await;
    guest.say("/schedule").await;
    guest.press(3, 1).await;
    guest
        .tap_all(&[
            "schedule:delete",
            "schedule:show",
            "schedule:delete",
            "schedule:delete-yes",
            "schedule:list",
        ])
        .await;
    guest.press(2, 1).await;
    guest
        .tap_all(&["schedule:delete", "schedule:delete-yes"])
        .await;
}

async fn woken(guest: &mut Guest<'_>) {
    guest.part("woken by a station");
    guest.say("/radio jazz").await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("So What").await;
    guest.say("/schedule").await;
    guest.tap("schedule:wake").await;
    // The station, which comes first; a time; once.
    guest.press(1, 1).await;
    guest.say("6:50").await;
    guest.press(1, 1).await;
    guest
        .tap_all(&["schedule:edit", "schedule:long", "schedule:long"])
        .await;
    guest
        .tap_all(&["schedule:delete", "schedule:delete-yes"])
        .await;
}

async fn missed(guest: &mut Guest<'_>, clock: &FixedClock) {
    guest.part("missed");
    guest.say("/cancel").await;
    clock.set(at("2026-12-01T09:30:00Z"));
    guest.until_told().await;
    guest.part("an empty list");
    guest.say("/playlist").await;
    guest.press(1, 1).await;
    guest.press(1, 1).await;
    guest.tap("playlist:remove").await;
    clock.set(at("2026-12-02T07:15:00Z"));
    guest.until_told().await;
    guest.say("/playlist").await;
    guest.press(1, 1).await;
    guest.tap("playlist:fill").await;
    guest.send(song()).await;
    guest.say("/cancel").await;
}

/// A channel, where the bot is made to leave; and a person who blocked it; and a group of others.
async fn elsewhere(guest: &mut Guest<'_>, clock: &FixedClock) {
    guest.part("in a channel");
    let (telegram, us) = (&guest.bot.telegram, guest.bot.telegram.bot_id());
    let name = format!("news_{}", guest.language);
    let channel = telegram.make_group(GroupSpec {
        kind: ChatKind::Channel,
        username: Some(name.clone()),
        ..GroupSpec::new("News", guest.id)
    });
    guest.say("/schedule").await;
    guest.press(1, 1).await;
    guest.tap_all(&["schedule:edit", "schedule:place"]).await;
    guest.say("@nobody_there").await;
    telegram.set_member(channel, us, Status::Administrator, guest.id);
    guest.rest().await;
    guest.say(&format!("@{name}")).await;
    telegram.set_member(channel, us, Status::Left, guest.id);
    guest.rest().await;
    clock.set(at("2026-12-03T07:15:00Z"));
    guest.until_told().await;
    guest.say("/schedule").await;
    guest.press(1, 1).await;
    guest.tap_all(&["schedule:edit", "schedule:place"]).await;
    guest.press(1, 1).await;
    guest.part("blocked");
    guest.tap("schedule:resume").await;
    telegram.block(guest.id, true);
    guest.rest().await;
    clock.set(at("2026-12-04T07:15:00Z"));
    guest
        .bot
        .until_one_of(1..32, |schedule| {
            schedule.paused_because.as_deref() == Some("blocked")
        })
        .await;
    telegram.block(guest.id, false);
    guest.say("/schedule").await;
    guest.press(1, 1).await;
    guest.part("in a group of others");
    let group = telegram.make_group(GroupSpec::new("Others", FRIEND));
    telegram.set_member(group, guest.id, Status::Member, FRIEND);
    telegram.say(FRIEND, group, "/playlist@reprise_bot new Dinner");
    guest.go_to(group);
    guest.rest().await;
    guest.say("/schedule@reprise_bot 7:30").await;
    guest.go_home();
    guest.part("a list that is gone");
    guest.say("/playlist").await;
    guest.press(1, 1).await;
    guest.tap_all(&["playlist:more", "playlist:delete"]).await;
    guest.say("/schedule").await;
    guest.press(1, 1).await;
}
