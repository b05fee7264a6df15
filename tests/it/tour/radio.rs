//! Radio: found, added, looked at, kept, recorded, changed, and refused.

use simulator::{PersonSpec, UploadKind, UploadSpec};
use tokio::io::AsyncWriteExt as _;

use super::keep;
use crate::support::{
    bot::Bot,
    guest::Guest,
    station::{Server, Station, json},
};

/// Somebody who added a station before the guests came.
const FRIEND: i64 = 1201;

/// What the directory has, in the order of the languages.
const NAMES: [&str; 4] = ["Night Jazz", "Ночной джаз", "Нічний джаз", "Jazz de noche"];

/// What each guest finds, and what is no station.
struct Ether {
    found: Vec<Station>,
    own: Vec<Station>,
    listed: Vec<Station>,
    page: Server,
    hls: Server,
    gone: Server,
    file: Server,
}

impl Ether {
    async fn start() -> Self {
        let (mut found, mut own, mut listed) = (Vec::new(), Vec::new(), Vec::new());
        for name in NAMES {
            found.push(Station::start(name).await);
            own.push(Station::start("Own").await);
            listed.push(Station::start("Listed").await);
        }
        let start =
            "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: 9999999\r\n\r\n";
        Self {
            found,
            own,
            listed,
            page: Server::saying(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!doctype html><p>Radio!",
            )
            .await,
            hls: Server::saying("HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n#EXT-X-VERSION:3\n").await,
            gone: Server::saying("HTTP/1.1 404 Not Found\r\n\r\n").await,
            file: Server::saying(format!("{start}{}", "sound".repeat(999))).await,
        }
    }

    /// A directory that knows the four that can be found, and finds nothing for `polka`.
    async fn directory(&self) -> Server {
        let stations: Vec<_> = self.found.iter().enumerate().map(|(number, station)| {
            let (url, name) = (station.url(), NAMES[number]);
            let id = format!("960e57c5-0601-11e8-ae97-52543be04c8{number}");
            let about = format!(
                r#"{{"stationuuid":"{id}","name":"{name}","url":"{url}","url_resolved":"{url}","tags":"jazz","country":"Spain","countrycode":"ES","codec":"MP3","bitrate":64,"hls":0}}"#
            );
            (id, about)
        }).collect();
        Server::start(move |path, mut socket| {
            let asked = stations
                .iter()
                .filter(|(id, _)| !path.contains("byuuid") || path.contains(id));
            let found: Vec<&str> = asked.map(|(_, about)| about.as_str()).collect();
            let body = match path.contains("polka") || path.contains("servers") {
                true => "[]".to_owned(),
                false => format!("[{}]", found.join(",")),
            };
            Box::pin(async move { socket.write_all(&json("200 OK", &body)).await })
        })
        .await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn radio() {
    let ether = Ether::start().await;
    let directory = ether.directory().await;
    let extra = format!(
        "bot.owners = [1]\nlimits.updates_per_minute = 0\nlimits.stations = 3\nlimits.songs = 1\n[radio]\nallow_private = true\ndirectory_url = 'http://{}'",
        directory.address
    );
    let bot = Bot::start_unlimited(&extra).await;
    bot.telegram
        .add_person(&PersonSpec::new(FRIEND, "Frida", "en"));
    let common = Station::start("Common").await;
    let add = format!("/radio add {} Common | folk | Norway", common.url());
    bot.telegram.ask(FRIEND, &add).await;
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        let number = guest.number;
        guest.call(ether.found[number].url(), "http://found/");
        guest.call(ether.own[number].url(), "http://own/");
        guest.call(ether.listed[number].url(), "http://listed/");
        for (server, name) in [
            (&ether.page, "page"),
            (&ether.hls, "hls"),
            (&ether.gone, "gone"),
            (&ether.file, "file"),
        ] {
            guest.call(server.url(), &format!("http://{name}/"));
        }
        found(guest, &ether).await;
        songs(guest, &ether).await;
        shelves(guest).await;
        added(guest, &ether).await;
        refused(guest, &ether).await;
        record(guest).await;
    }
    keep("radio", &guests);
    bot.stop().await.unwrap();
}

async fn found(guest: &mut Guest<'_>, ether: &Ether) {
    guest.part("found");
    let station = &ether.found[guest.number];
    station.says("Miles - So What");
    guest.say("/radio").await;
    guest.say("/radio polka").await;
    guest.say("/radio common").await;
    guest.tap("radio:out").await;
    guest
        .press(i32::try_from(guest.number).unwrap() + 1, 1)
        .await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("So What").await;
    guest.tap("radio:heart").await;
}

async fn songs(guest: &mut Guest<'_>, ether: &Ether) {
    guest.part("songs");
    guest.tap_all(&["radio:keep", "radio:titles"]).await;
    guest.tap_for_toast("radio:card").await;
    ether.found[guest.number].says("Nina - Sinnerman");
    guest.until_says("Sinnerman").await;
    guest.tap("radio:keep").await;
    guest.tap("radio:heart").await;
    guest.say("/radio songs").await;
    guest.press(1, 1).await;
    guest.tap("radio:forget").await;
}

async fn shelves(guest: &mut Guest<'_>) {
    guest.part("shelves");
    guest.say("/radio").await;
    guest
        .tap_all(&[
            "radio:all:g",
            "radio:on:g",
            "radio:all:g",
            "radio:home",
            "radio:all:n",
            "radio:on:n",
        ])
        .await;
    guest.part("of somebody else");
    guest.say("/radio common").await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says(untold(guest)).await;
    guest.tap("radio:broken").await;
    guest.press_with("radio:hide:1").await;
}

async fn added(guest: &mut Guest<'_>, ether: &Ether) {
    guest.part("added by its address");
    guest.say_all(&["/radio mine", "/radio add"]).await;
    let name = guest.own([
        "Own Jazz | jazz | Spain",
        "Ёлка | фолк | Россия",
        "Смерека | фолк | Україна",
        "Encina | folk | España",
    ]);
    let own = &ether.own[guest.number];
    own.says("Кино - Осень");
    guest.say(&format!("{} {name}", own.url())).await;
    guest.say(&format!("/radio add {}", own.url())).await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("Осень").await;
    guest.part("changed");
    guest
        .tap_all(&["radio:more", "radio:letters", "radio:in:"])
        .await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("Осень").await;
    guest.tap("radio:more").await;
    guest
        .tap_all(&["radio:hide", "radio:hide", "radio:name"])
        .await;
    guest
        .say_own([
            "Amber Jazz | jazz | Spain",
            "Абрикос | фолк | Россия",
            "Абрикос | фолк | Україна",
            "Abeto | folk | España",
        ])
        .await;
    guest.say("/radio mine").await;
    guest.touch(1, 1).await;
    guest.until_says("Осень").await;
    guest.part("a file of stations");
    // By their names they are in this order: the own one, the found one, and this one.
    let last = guest.own(["Zebra", "Яблоня", "Яблуня", "Zarza"]);
    let list = format!(
        "#EXTM3U\n#EXTINF:-1,First\n{}\n#EXTINF:-1,{last}\n{}\n{}\n",
        own.url(),
        ether.listed[guest.number].url(),
        ether.gone.url()
    );
    guest
        .send(UploadSpec::new(
            UploadKind::Document,
            "my.m3u",
            list.into_bytes(),
        ))
        .await;
    let page = b"<html>".to_vec();
    guest
        .send(UploadSpec::new(UploadKind::Document, "no.m3u", page))
        .await;
    guest.say("/radio add http://127.0.0.1:1/live").await;
    guest.part("removed");
    guest.say("/radio mine").await;
    guest.touch(-2, 1).await;
    guest.until_says(untold(guest)).await;
    guest.tap_all(&["radio:more", "radio:remove"]).await;
    guest
        .tap_all(&["radio:more", "radio:remove", "radio:remove-yes"])
        .await;
}

/// What a card says of a station that says nothing.
fn untold(guest: &Guest<'_>) -> &'static str {
    guest.own(["does not say", "не сообщает", "не повідомляє", "no dice"])
}

async fn refused(guest: &mut Guest<'_>, ether: &Ether) {
    guest.part("no stations");
    let long = "a".repeat(500);
    guest.call(long.clone(), "(500 letters)");
    guest
        .say_all(&[
            "/radio add radio",
            "/radio add ftp://radio.example.org/",
            "/radio add http://me:secret@radio.example.org/",
            "/radio add http://127.0.0.1:1/live",
            &format!("/radio add http://radio.example.org/{long}"),
        ])
        .await;
    for server in [&ether.page, &ether.hls, &ether.gone, &ether.file] {
        guest.say(&format!("/radio add {}", server.url())).await;
    }
}

async fn record(guest: &mut Guest<'_>) {
    guest.part("recorded");
    guest
        .say_own([
            "/radio night",
            "/radio ночной",
            "/radio нічний",
            "/radio noche",
        ])
        .await;
    guest.tap_for_toast("radio:card").await;
    guest.until_says("Sinnerman").await;
    guest.tap_for_toast("radio:rec").await;
    guest.tap_for_toast("radio:rec").await;
    guest.stop_work().await;
}
