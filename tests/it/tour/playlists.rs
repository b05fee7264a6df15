//! Playlists: made, filled, put in order, handed on, played; and stations on them.

use simulator::{PersonSpec, UploadKind, UploadSpec};

use super::keep;
use crate::support::{bot::Bot, guest::Guest, station::Station};

/// Somebody whose list and station the guests come to.
const FRIEND: i64 = 1201;

fn song(title: &str, seconds: u32) -> UploadSpec {
    UploadSpec {
        title: Some(title.to_owned()),
        performer: Some("Ann".to_owned()),
        duration: Some(seconds),
        ..UploadSpec::new(UploadKind::Audio, "song.mp3", title.as_bytes().to_vec())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn playlists() {
    let station = Station::start("Jazz FM").await;
    station.says("Miles - So What");
    let bot = Bot::start_unlimited(
        "bot.owners = [1]\nlimits.updates_per_minute = 0\nlimits.playlists = 4\nlimits.tracks = 4\n[radio]\nallow_private = true",
    )
    .await;
    bot.telegram
        .add_person(&PersonSpec::new(FRIEND, "Frida", "en"));
    let add = format!("/radio add {} Jazz FM", station.url());
    bot.telegram.ask(FRIEND, &add).await;
    let link = shared(&bot).await;
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        guest.call(station.url(), "http://station/");
        guest.call(&link, "pl_(token)");
        made(guest).await;
        in_order(guest).await;
        kept(guest).await;
        handed_on(guest, &link).await;
        played(guest).await;
        of_a_group(guest).await;
    }
    keep("playlists", &guests);
    bot.stop().await.unwrap();
}

/// The friend's list, by its link.
async fn shared(bot: &Bot) -> String {
    let made = bot.telegram.ask(FRIEND, "/playlist new Road").await;
    bot.press(FRIEND, &made, "Add tracks").await;
    for title in ["Rain", "Sun"] {
        let sent = bot.telegram.upload(FRIEND, FRIEND, song(title, 61)).message;
        bot.telegram
            .answer_after(FRIEND, FRIEND, sent.message_id)
            .await;
    }
    let list = bot.telegram.ask(FRIEND, "/playlist road").await;
    bot.press(FRIEND, &list, "More…").await;
    bot.press(FRIEND, &list, "Share a link").await;
    token(&bot.last_answer(FRIEND))
}

fn token(said: &str) -> String {
    let after = said.split_once("start=").expect("a link").1;
    after.split_whitespace().next().unwrap().to_owned()
}

async fn made(guest: &mut Guest<'_>) {
    guest.part("made");
    let long = "я".repeat(101);
    guest.call(long.clone(), "(101 letters)");
    guest
        .say_all(&["/playlist", "/playlist nwe Road", "/playlist new"])
        .await;
    guest.say(&long).await;
    guest.say_own(["Evening", "Вечер", "Вечір", "Noche"]).await;
    guest.tap("playlist:list").await;
    guest.tap("playlist:fill").await;
    guest.send(song("Rain", 185)).await;
    guest.send(song("Sun", 61)).await;
    guest
        .send_all(vec![song("Snow", 600), song("Fog", 60)])
        .await;
    guest.send(song("Wind", 60)).await;
    guest.say("no song").await;
    guest.say("/cancel").await;
    guest.say("/playlist").await;
    guest.tap("playlist:list").await;
}

async fn in_order(guest: &mut Guest<'_>) {
    guest.part("in order");
    // The third one: up, to another place, off the list.
    guest.press(1, 3).await;
    guest.tap_all(&["playlist:up", "playlist:move"]).await;
    guest.say("9").await;
    guest.say("1").await;
    guest.tap("playlist:remove").await;
    guest.press(-1, 1).await;
    guest.part("one and the same");
    guest
        .say_own([
            "/playlist new Twice",
            "/playlist new Дважды",
            "/playlist new Двічі",
            "/playlist new Doble",
        ])
        .await;
    guest.tap("playlist:list").await;
    guest.tap("playlist:more").await;
    guest.tap("playlist:rename").await;
    guest.say_own(["Home", "Дом", "Дім", "Casa"]).await;
    let list = guest.at();
    let sent = guest.send(song("Rain", 185)).await;
    let add = guest.own([
        "/playlist add home",
        "/playlist add дом",
        "/playlist add дім",
        "/playlist add casa",
    ]);
    guest.reply(sent, add).await;
    guest.reply(sent, add).await;
    guest.say(add).await;
    guest.look_at(list);
    guest.tap("playlist:more").await;
    guest.tap("playlist:shuffle").await;
    guest.tap("playlist:more").await;
    guest.tap("playlist:merge").await;
    guest.tap("playlist:more").await;
    guest.tap("playlist:merge").await;
    guest.part("deleted, and had back");
    guest.tap("playlist:more").await;
    guest.tap("playlist:delete").await;
    guest.tap("playlist:restore").await;
}

/// “Add to…” under a track, and the numbers under an album.
async fn kept(guest: &mut Guest<'_>) {
    guest.part("Add to…");
    guest.send(song("Wind", 90)).await;
    let card = guest.at();
    guest.press(-1, 2).await;
    guest.tap("playlist:onto:").await;
    guest.tap("playlist:undo").await;
    guest.look_at(card);
    guest.press(-1, 2).await;
    guest.tap("playlist:onto-new").await;
    guest.say_own(["Wind", "Ветер", "Вітер", "Viento"]).await;
    guest
        .send_all(vec![song("Snow", 600), song("Fog", 60)])
        .await;
    guest.press(-2, 2).await;
    guest.tap("playlist:onto:").await;
}

async fn handed_on(guest: &mut Guest<'_>, link: &str) {
    guest.part("a link");
    guest.say(&format!("/start {link}")).await;
    guest.tap("playlist:").await;
    guest.tap("playlist:list").await;
    guest.tap_all(&["playlist:more", "playlist:share"]).await;
    let own = token(guest.latest().words());
    guest.story = guest.story.replace(&own, "pl_(token)");
    guest.tap("playlist:unshare").await;
    guest.say("/start pl_guess").await;
    guest.say_all(&["/playlist new One more"]).await;
    guest.part("a file");
    guest.say("/playlist road").await;
    guest.tap_all(&["playlist:more", "playlist:export"]).await;
    let file = guest.latest().body.document.clone().unwrap();
    let bytes = guest.bot.telegram.file(&file.file_unique_id).unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let text = format!("{text}#EXTINF:-1,Elsewhere\nhttp://radio.example.org/\n");
    let list = |text: String| UploadSpec::new(UploadKind::Document, "list.m3u8", text.into_bytes());
    guest.say("/playlist road").await;
    guest.tap_all(&["playlist:more", "playlist:delete"]).await;
    guest.say("/playlist import").await;
    guest.send(list("no list".to_owned())).await;
    guest.send(list(text)).await;
}

async fn played(guest: &mut Guest<'_>) {
    guest.part("played");
    guest.say("/playlist road").await;
    let list = guest.at();
    guest.tap("playlist:play").await;
    guest.look_at(list);
    guest.press(1, 2).await;
    guest.tap("playlist:hear").await;
    guest.part("what is lost");
    guest
        .bot
        .execute("UPDATE playlist_tracks SET file_id = 'CQlost' WHERE title = 'Sun'")
        .await;
    guest.look_at(list);
    guest.press(-1, 1).await;
    guest.tap("playlist:play").await;
    guest.part("a station on a list");
    guest.say("/radio jazz").await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("So What").await;
    guest.press(4, 1).await;
    guest.press(1, 1).await;
    guest.tap("playlist:onto:").await;
    guest.tap("playlist:list").await;
}

async fn of_a_group(guest: &mut Guest<'_>) {
    guest.part("in a group");
    guest.go_to_a_group();
    guest.say("/playlist@reprise_bot").await;
    let new = guest.own(["Kitchen", "Кухня", "Кухня", "Cocina"]);
    guest.say(&format!("/playlist@reprise_bot new {new}")).await;
    guest.say("/playlist@reprise_bot").await;
    guest.press(-1, 1).await;
    guest.go_home();
}
