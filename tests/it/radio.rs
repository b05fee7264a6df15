//! The radio against real servers on loopback: good ones and bad ones.

use std::time::Duration;

use futures::future::join_all;
use reprise::{
    clock::{Clock as _, SystemClock},
    config::Config,
    http::{FetchError, Guarded, Reach},
    radio::{
        Radio,
        sort::Format,
        stream::{Stream, StreamError},
        title,
        tuner::{Heard, Listener, OnAir},
    },
    service::{
        recording::{Files, Wanted, record},
        stations::listen_in,
    },
};
use reqwest::Url;
use tokio::io::AsyncWriteExt as _;
use tokio_util::sync::CancellationToken;

use crate::support::{
    icecast::Icecast,
    station::{Server, Station, mp3},
};

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn radio(extra: &str) -> Radio {
    let config = Config::from_toml(&format!("[radio]\nallow_private = true\n{extra}")).unwrap();
    Radio::new(&config.radio).unwrap().0
}

/// Why an address is no station; each cause, the deepest last.
async fn why_not(radio: &Radio, address: &str) -> String {
    let error = listen_in(radio, &url(address))
        .await
        .expect_err("it is no station");
    let mut causes = vec![error.to_string()];
    let mut cause = std::error::Error::source(&error);
    while let Some(deeper) = cause.filter(|cause| !cause.is::<reqwest::Error>()) {
        causes.push(deeper.to_string());
        cause = deeper.source();
    }
    causes.join(": ")
}

#[tokio::test]
async fn a_station_says_what_it_is() {
    let station = Station::start("Радио Ёлка").await;
    let (about, sound) = listen_in(&radio(""), &url(&station.url())).await.unwrap();
    assert_eq!(about.name.as_deref(), Some("Радио Ёлка"));
    assert_eq!(about.genre.as_deref(), Some("Jazz, Blues"));
    assert_eq!(
        (about.format, about.bitrate, about.has_titles),
        (Format::Mp3, Some(64), true)
    );
    assert_eq!(
        sound[..1_000],
        mp3().await[..1_000],
        "without a byte of what it says"
    );
}

#[tokio::test]
async fn a_server_of_old_begins_with_icy() {
    let station = Station::beginning("ICY 200 OK", "Old").await;
    station.says("Кино - Группа крови");
    let radio = radio("");
    let (about, sound) = listen_in(&radio, &url(&station.url())).await.unwrap();
    assert_eq!(
        (about.name.as_deref(), about.has_titles),
        (Some("Old"), true)
    );
    assert_eq!(sound[..1_000], mp3().await[..1_000]);
    let busy = Server::saying("ICY 400 Server Full\r\n\r\n").await;
    assert_eq!(
        why_not(&radio, &busy.url()).await,
        "the station answers with status 400"
    );
}

#[tokio::test]
async fn what_is_no_station_is_told_apart() {
    let radio = radio("");
    let check = async |answer: &str, expect: &str| {
        let server = Server::saying(answer.as_bytes()).await;
        assert_eq!(why_not(&radio, &server.url()).await, expect, "{answer:?}");
    };
    let page =
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<!doctype html><p>Welcome to our radio!";
    check(page, "it is a page or something else, not sound").await;
    let liar = "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\n\r\n<html>Not found</html>";
    check(liar, "it is a page or something else, not sound").await;
    check(
        "HTTP/1.1 404 Not Found\r\n\r\n",
        "the station answers with status 404",
    )
    .await;
    check(
        "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\n\r\n",
        "the stream ended",
    )
    .await;
    check("", "the station cannot be reached: the answer broke off").await;
    let hls = "HTTP/1.1 200 OK\r\ncontent-type: application/vnd.apple.mpegurl\r\n\r\n#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n";
    check(hls, "it is a broadcast in pieces (HLS)").await;
    let endless_headers = format!(
        "HTTP/1.1 200 OK\r\n{}",
        "x-more: and more\r\n".repeat(100_000)
    );
    check(
        &endless_headers,
        "the station cannot be reached: the answer broke off",
    )
    .await;
    let empty = "HTTP/1.1 200 OK\r\ncontent-type: audio/x-mpegurl\r\n\r\n#EXTM3U\n";
    check(empty, "the list leads to no station").await;
}

#[tokio::test]
async fn a_large_file_is_no_station() {
    let server = Server::start(|_, mut socket| {
        Box::pin(async move {
            let start = "HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ncontent-length: 10737418240\r\n\r\n";
            socket.write_all(start.as_bytes()).await?;
            loop {
                socket.write_all(&mp3().await[..8_192]).await?;
            }
        })
    })
    .await;
    assert_eq!(
        why_not(&radio(""), &server.url()).await,
        "it is a file with an end, not a broadcast"
    );
}

#[tokio::test]
async fn a_station_that_never_sends_a_byte_is_given_up() {
    let server = Server::start(|_, socket| {
        Box::pin(async move {
            let _held = socket;
            std::future::pending::<std::io::Result<()>>().await
        })
    })
    .await;
    let radio = radio("");
    let why = why_not(&radio, &server.url()).await;
    assert!(why.contains("too long") || why.contains("in time"), "{why}");
}

#[tokio::test]
async fn intervals_that_make_no_sense_leave_the_sound_alone() {
    for interval in ["0", "1", "-5", "99999999999", "many"] {
        let answer = format!(
            "HTTP/1.0 200 OK\r\ncontent-type: audio/mpeg\r\nicy-metaint: {interval}\r\n\r\n"
        );
        let answer = [answer.as_bytes(), &mp3().await[..100_000]].concat();
        let server = Server::saying(answer).await;
        let (about, sound) = listen_in(&radio(""), &url(&server.url())).await.unwrap();
        assert!(!about.has_titles, "{interval}");
        assert_eq!(sound[..40_000], mp3().await[..40_000], "{interval}");
    }
}

#[tokio::test]
async fn private_addresses_are_refused() {
    let config = Config::default();
    let radio = Radio::new(&config.radio).unwrap().0;
    let station = Station::start("Inside").await;
    for address in [
        station.url().as_str(),
        "http://localhost:1/",
        "http://10.0.0.1/",
        "http://192.168.1.1:8000/live",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0x7f000001/",
        "http://100.64.0.1/",
    ] {
        let why = why_not(&radio, address).await;
        assert_eq!(
            why, "the station cannot be reached: the address is not on the public internet",
            "{address}"
        );
    }
    assert_eq!(
        station.server.connections().2,
        0,
        "nobody was even connected"
    );
    let why = why_not(&radio, "file:///etc/passwd").await;
    assert_eq!(
        why,
        "the station cannot be reached: only http:// and https:// addresses are fetched"
    );
    let why = why_not(&radio, "http://me:secret@radio.example/").await;
    assert_eq!(
        why,
        "the station cannot be reached: an address with a name or a password in it is not fetched"
    );
}

#[tokio::test]
async fn lists_lead_to_stations_and_not_in_circles() {
    let station = Station::start("Found").await;
    let live = station.url();
    let lists = Server::start(move |path, mut socket| {
        let live = live.clone();
        Box::pin(async move {
            let list = match path.as_str() {
                "/pls" => format!("[playlist]\nFile1=/dead\nFile2={live}\n"),
                "/deep" => "#EXTM3U\n/deep2\n".to_owned(),
                "/deep2" => "#EXTM3U\n/pls\n".to_owned(),
                "/circle" => "#EXTM3U\n/circle\n/circle2\n".to_owned(),
                "/circle2" => "#EXTM3U\n/circle\n".to_owned(),
                "/bottomless" => "#EXTM3U\n/b1\n".to_owned(),
                path if path.starts_with("/b") => format!("#EXTM3U\n{path}1\n"),
                "/crowd" => {
                    let dead: Vec<String> = (0..500).map(|n| format!("/dead{n}")).collect();
                    format!("#EXTM3U\n{}", dead.join("\n"))
                }
                _ => return socket.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").await,
            };
            let kind = if path == "/crowd" {
                "audio/x-mpegurl"
            } else {
                "text/plain"
            };
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n{list}"
            );
            socket.write_all(answer.as_bytes()).await
        })
    })
    .await;
    let radio = radio("");
    let at = |path: &str| format!("http://{}/{path}", lists.address);
    for path in ["pls", "deep"] {
        let (about, _) = listen_in(&radio, &url(&at(path))).await.unwrap();
        assert_eq!(about.url.as_str(), station.url(), "{path}");
    }
    assert_eq!(
        why_not(&radio, &at("circle")).await,
        "the list leads to no station"
    );
    assert_eq!(
        why_not(&radio, &at("bottomless")).await,
        "the list leads to no station"
    );
    let before = lists.connections().2;
    assert_eq!(
        why_not(&radio, &at("crowd")).await,
        "the station answers with status 404"
    );
    assert_eq!(
        lists.connections().2 - before,
        8,
        "not all five hundred are tried"
    );
}

/// A list is on the one server of the own network that may be reached; what it names is looked at like any address.
#[tokio::test]
async fn a_list_that_may_be_fetched_leads_nobody_inside() {
    let inside = Station::start("Inside").await;
    let live = inside.url();
    let lists = Server::start(move |path, mut socket| {
        let live = live.clone();
        Box::pin(async move {
            let answer = match path.as_str() {
                "/m3u" => format!("HTTP/1.1 200 OK\r\ncontent-type: audio/x-mpegurl\r\nconnection: close\r\n\r\n#EXTM3U\n{live}\n"),
                "/pls" => format!("HTTP/1.1 200 OK\r\ncontent-type: audio/x-scpls\r\nconnection: close\r\n\r\n[playlist]\nFile1={live}\n"),
                _ => format!("HTTP/1.1 302 Found\r\nlocation: {live}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
            };
            socket.write_all(answer.as_bytes()).await
        })
    })
    .await;
    let here = url(&lists.url());
    let http = Guarded::new(Reach::PublicAnd(here.clone()), Duration::from_secs(10)).unwrap();
    for path in ["m3u", "pls", "redirect"] {
        let refused = Stream::open(&http, &here.join(path).unwrap()).await;
        assert!(
            matches!(refused, Err(StreamError::Fetch(FetchError::Private))),
            "{path}"
        );
    }
    assert_eq!(lists.connections().2, 3);
    assert_eq!(inside.server.connections().2, 0, "nobody even knocked");
}

/// Listens until the condition holds of what is on the air.
async fn until(
    listener: &mut Listener,
    what: &str,
    holds: impl Fn(&reprise::radio::tuner::Now) -> bool,
) {
    let waiting = async {
        while !holds(&listener.now()) {
            listener.changed().await.expect("the station goes on");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting)
        .await
        .unwrap_or_else(|_| panic!("no {what}"));
}

#[tokio::test]
async fn however_many_listen_a_station_has_one_connection() {
    let stations = join_all((0..10).map(|_| Station::start("Many"))).await;
    let radio = radio("");
    let mut listeners: Vec<Listener> = (0..100)
        .map(|number: i64| {
            let station = &stations[usize::try_from(number % 10).unwrap()];
            radio
                .tuner
                .listen((number % 10).into(), &url(&station.url()))
        })
        .collect();
    for station in &stations {
        station.says("Кино - Группа крови");
    }
    for listener in &mut listeners {
        until(listener, "title", |now| now.title.is_some()).await;
        let now = listener.now();
        assert_eq!(
            title::decode(&now.title.unwrap(), None),
            "Кино - Группа крови"
        );
        assert_eq!(now.state, OnAir::Playing);
    }
    assert_eq!(radio.tuner.stations(), 10);
    let ever: usize = stations
        .iter()
        .map(|station| station.server.connections().2)
        .sum();
    assert_eq!(ever, 10);
    drop(listeners);
    assert_eq!(radio.tuner.stations(), 0);
    for station in &stations {
        while station.server.connections().0 > 0 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn only_so_many_stations_are_listened_to_at_once() {
    let stations = join_all((0..3).map(|_| Station::start("Few"))).await;
    let radio = radio("connections = 2");
    let listen = |number: usize| {
        radio.tuner.listen(
            i64::try_from(number).unwrap().into(),
            &url(&stations[number].url()),
        )
    };
    let mut first = listen(0);
    let mut second = listen(1);
    until(&mut first, "sound", |now| now.state == OnAir::Playing).await;
    until(&mut second, "sound", |now| now.state == OnAir::Playing).await;
    let mut third = listen(2);
    until(&mut third, "refusal", |now| now.state == OnAir::NoRoom).await;
    drop(first);
    // The place is free as soon as the connection is gone.
    loop {
        let mut third = listen(2);
        until(&mut third, "end", |now| now.state != OnAir::Connecting).await;
        if third.now().state == OnAir::Playing {
            break;
        }
    }
}

#[tokio::test]
async fn a_station_that_drops_every_moment_is_heard_in_pieces() {
    let server = Server::start(|_, mut socket| {
        Box::pin(async move {
            let start = "HTTP/1.0 200 OK\r\ncontent-type: audio/mpeg\r\nicy-name: Drops\r\n\r\n";
            socket.write_all(start.as_bytes()).await?;
            socket.write_all(&mp3().await[..20_000]).await
        })
    })
    .await;
    let radio = radio("");
    let mut listener = radio.tuner.listen(1.into(), &url(&server.url()));
    let (mut begins, mut bytes) = (0, 0);
    while begins < 3 || bytes < 60_000 {
        match listener.hear().await.expect("it comes again") {
            Heard::Begins(_) => begins += 1,
            Heard::Sound(sound) => bytes += sound.len(),
            Heard::Title(_) => {}
        }
    }
    assert_eq!(server.connections().1, 1, "one at a time");
}

#[tokio::test]
async fn a_recording_keeps_what_it_has_while_its_station_comes_back() {
    const PIECE: usize = 12_000;
    let server = Server::that_drops(PIECE).await;
    let (folder, now) = (tempfile::tempdir().unwrap(), SystemClock.now());
    let files = Files::of(folder.path(), "1", now).await.unwrap();
    let wanted = Wanted {
        length: Duration::from_secs(3),
        charset: None,
        now,
    };
    let radio = radio("");
    let mut listener = radio.tuner.listen(1.into(), &url(&server.url()));
    let never = CancellationToken::new();
    let notes = record(&mut listener, &wanted, &files, &never, &|_| ())
        .await
        .unwrap();
    assert!(notes.is_finished && !notes.broke_off, "{notes:?}");
    let sound = std::fs::read(&files.sound).unwrap();
    assert!(sound.len() > 2 * PIECE, "{} bytes", sound.len());
    for piece in sound.chunks(PIECE) {
        assert_eq!(piece, &mp3().await[..piece.len()]);
    }
}

#[tokio::test]
async fn a_station_that_is_gone_is_given_up_after_some_tries() {
    let server = Server::saying("HTTP/1.1 503 Busy\r\n\r\n").await;
    let radio = radio("");
    let mut listener = radio.tuner.listen(1.into(), &url(&server.url()));
    until(&mut listener, "end", |now| now.state == OnAir::Gone).await;
    assert!(listener.hear().await.is_none());
    assert_eq!(server.connections().2, 5);
    // A new listener is a new try.
    let mut again = radio.tuner.listen(1.into(), &url(&server.url()));
    assert_eq!(again.now().state, OnAir::Connecting);
}

// A real Icecast.

#[tokio::test]
async fn icecast_says_its_titles_in_cyrillic() {
    let icecast = Icecast::start("Радио Ёлка").await;
    let radio = radio("");
    let (about, _) = listen_in(&radio, &url(&icecast.url())).await.unwrap();
    assert_eq!(about.name.as_deref(), Some("Радио Ёлка"));
    assert_eq!((about.format, about.has_titles), (Format::Mp3, true));
    let mut listener = radio.tuner.listen(1.into(), &url(&icecast.url()));
    for song in [
        "Кино - Группа крови",
        "Океан Ельзи - Обійми",
        "Queen - Don't stop me; now",
        "<b>AC/DC</b> & 'co';",
    ] {
        icecast.says(song).await;
        until(&mut listener, song, |now| {
            let title = now.title.as_ref().map(|title| title::decode(title, None));
            title.as_deref() == Some(song)
        })
        .await;
    }
}
