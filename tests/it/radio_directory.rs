//! The directory of stations, against servers that answer as it does, and against broken ones.

use std::time::Duration;

use reprise::{
    http::{Guarded, Reach},
    radio::directory::Directory,
};
use reqwest::Url;
use tokio::io::AsyncWriteExt as _;

use crate::support::station::{Server, json};

const JAZZ: &str = r#"[
    {"changeuuid":"a","stationuuid":"960e57c5-0601-11e8-ae97-52543be04c81","name":"Smooth Jazz","url":"http://jazz.example/live.m3u","url_resolved":"http://jazz.example/live","homepage":"","favicon":"","tags":"jazz,smooth","country":"Germany","countrycode":"DE","state":"","language":"german","languagecodes":"de","votes":70,"codec":"MP3","bitrate":128,"hls":0,"lastcheckok":1,"clickcount":9,"ssl_error":0,"geo_lat":null,"has_extended_info":false},
    {"stationuuid":42},
    {"stationuuid":"960e57c5-0601-11e8-ae97-52543be04c82","name":"Pieces","url":"http://hls.example/a.m3u8","url_resolved":"http://hls.example/a.m3u8","tags":"","country":"","countrycode":"ES","codec":"AAC","bitrate":0,"hls":1}
]"#;

fn directory(seed: &Server) -> Directory {
    let http = Guarded::new(Reach::Anywhere, Duration::from_secs(8)).unwrap();
    Directory::found_at(
        http,
        Url::parse(&format!("http://{}", seed.address)).unwrap(),
    )
}

/// A seed that lists these servers.
async fn seed(servers: &[&Server]) -> Server {
    let names: Vec<String> = servers
        .iter()
        .map(|server| format!(r#"{{"ip":"127.0.0.1","name":"{}"}}"#, server.address))
        .collect();
    Server::saying(json("200 OK", &format!("[{}]", names.join(",")))).await
}

#[tokio::test]
async fn the_directory_is_asked_as_it_wants_to_be() {
    let server = Server::saying(json("200 OK", JAZZ)).await;
    let seed = seed(&[&server]).await;
    let directory = directory(&seed);
    let found = directory.search("Джаз & Blues", 8).await.unwrap();
    let told: Vec<String> = found
        .iter()
        .map(|s| {
            format!(
                "{} {} {} {} {}",
                s.description.name(),
                s.url,
                s.codec,
                s.bitrate,
                s.is_hls
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Smooth Jazz http://jazz.example/live MP3 128 false",
            "Pieces http://hls.example/a.m3u8 AAC 0 true"
        ]
    );
    let station = directory
        .station("960e57c5-0601-11e8-ae97-52543be04c81")
        .await
        .unwrap();
    assert_eq!(station.as_ref(), found.first());
    directory
        .click("960e57c5-0601-11e8-ae97-52543be04c81")
        .await
        .unwrap();
    assert_eq!(
        server.asked(),
        [
            "/json/stations/search?limit=8&hidebroken=true&order=clickcount&reverse=true&name=%D0%94%D0%B6%D0%B0%D0%B7+%26+Blues",
            "/json/stations/byuuid?uuids=960e57c5-0601-11e8-ae97-52543be04c81&limit=1&hidebroken=true",
            "/json/url/960e57c5-0601-11e8-ae97-52543be04c81",
        ]
    );
    assert_eq!(
        seed.asked(),
        ["/json/servers"],
        "its servers are looked up once"
    );
}

#[tokio::test]
async fn tags_are_searched_when_no_name_has_the_words() {
    let server = Server::start(|path, mut socket| {
        Box::pin(async move {
            let body = if path.contains("tag=jazz") {
                JAZZ
            } else {
                "[]"
            };
            socket.write_all(&json("200 OK", body)).await
        })
    })
    .await;
    let seed = seed(&[&server]).await;
    assert_eq!(directory(&seed).search("JAZZ", 8).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_server_that_is_down_broken_or_slow_is_passed_over() {
    let good = Server::saying(json("200 OK", JAZZ)).await;
    let broken = Server::saying(json("502 Bad Gateway", "{}")).await;
    let page = Server::saying(
        "HTTP/1.1 200 OK\r\ncontent-length: 12\r\nconnection: close\r\n\r\n<html></html>",
    )
    .await;
    let silent = Server::start(|_, socket| {
        Box::pin(async move {
            let _held = socket;
            std::future::pending::<std::io::Result<()>>().await
        })
    })
    .await;
    let dead = Server::saying("").await;
    for bad in [&broken, &page, &dead, &silent] {
        let seed = seed(&[bad, &good]).await;
        // Whichever comes first.
        for _ in 0..3 {
            assert_eq!(directory(&seed).search("jazz", 8).await.unwrap().len(), 2);
        }
    }
    let seed = seed(&[&broken]).await;
    let error = directory(&seed).search("jazz", 8).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a server of the directory answers with status 502"
    );
}
