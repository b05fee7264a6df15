//! LRCLIB: free lyrics, many of them with times. <https://lrclib.net/docs>

use std::time::Duration;

use chrono::DateTime;
use futures::FutureExt as _;
use reqwest::{
    Url,
    header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER},
};
use serde::Deserialize;

use super::{Asked, Found, Provider, ProviderError, lrc};
use crate::{
    config,
    domain::{Lyrics, Song, Words},
    http::{Guarded, Reach},
};

/// Twenty songs with all their words are a tenth of this.
const LONGEST_ANSWER: usize = 2_000_000;
/// In bytes; the longest songs have a tenth of it. What is longer is no song.
const LONGEST_LYRICS: usize = 100_000;
/// It is known to be slow at times.
const PATIENCE: Duration = Duration::from_secs(10);
/// Songs of other lengths are refused as a mistake.
const LENGTHS: std::ops::RangeInclusive<u32> = 1..=3_600;

pub struct Lrclib {
    client: Guarded,
    base: Url,
}

impl Lrclib {
    pub fn new(config: &config::Lyrics) -> reqwest::Result<Self> {
        let base = config.lrclib_url.clone();
        let reach = if config.allow_private {
            Reach::PublicAnd(base.clone())
        } else {
            Reach::Public
        };
        Ok(Self {
            client: Guarded::new(reach, PATIENCE)?,
            base,
        })
    }

    /// The body of an answer; `None` where it says that there is nothing of the kind.
    async fn ask(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Option<Vec<u8>>, ProviderError> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("api").extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let whole = self
            .client
            .fetch(&url, &HeaderMap::new(), LONGEST_ANSWER, PATIENCE)
            .await
            .map_err(ProviderError::Away)?;
        match whole.status.as_u16() {
            200 => Ok(Some(whole.body)),
            404 if says_not_found(&whole.body) => Ok(None),
            429 => Err(ProviderError::Busy {
                retry_after: retry_after(&whole.headers),
            }),
            status @ (404 | 500..) => Err(ProviderError::Broken(status)),
            status => Err(ProviderError::Refused(status)),
        }
    }

    async fn one(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Option<Found>, ProviderError> {
        let Some(body) = self.ask(path, query).await? else {
            return Ok(None);
        };
        let record: Record = serde_json::from_slice(&body).map_err(ProviderError::Garbled)?;
        Ok(self.found(record))
    }

    async fn many(&self, query: &str) -> Result<Vec<Found>, ProviderError> {
        let Some(body) = self.ask(&["search"], &[("q", query)]).await? else {
            return Ok(Vec::new());
        };
        let records: Vec<Record> = serde_json::from_slice(&body).map_err(ProviderError::Garbled)?;
        Ok(records
            .into_iter()
            .filter_map(|record| self.found(record))
            .collect())
    }

    /// A record that has words, or says that there are none to sing.
    fn found(&self, record: Record) -> Option<Found> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is looked at first"
        )]
        let seconds = record
            .duration
            .filter(|seconds| (0.5..86_400.0).contains(seconds))
            .map(|seconds| seconds.round() as u32);
        let song = Song::new(&record.artist_name, &record.track_name, seconds).ok()?;
        let text = |text: Option<String>| {
            text.filter(|text| text.len() <= LONGEST_LYRICS)
                .map(|text| {
                    let text = text.replace("\r\n", "\n");
                    text.chars()
                        .filter(|c| *c == '\n' || !c.is_control())
                        .collect::<String>()
                })
        };
        // What it calls plain has the times of all lines but the first, for some songs.
        let read = |text: Option<String>| {
            text.map(|text| lrc::read(&text).words)
                .filter(|words| *words != Words::Instrumental)
        };
        let words = if record.instrumental {
            Some(Words::Instrumental)
        } else {
            read(text(record.synced_lyrics)).or_else(|| read(text(record.plain_lyrics)))
        };
        Some(Found {
            id: record.id,
            lyrics: Lyrics {
                song,
                album: record
                    .album_name
                    .filter(|album| album.chars().count() <= Song::MAX),
                words: words?,
                source: Some(self.name().to_owned()),
            },
        })
    }
}

impl Provider for Lrclib {
    fn name(&self) -> &'static str {
        "LRCLIB"
    }

    fn find<'a>(&'a self, song: &'a Song) -> Asked<'a, Option<Found>> {
        async move {
            if song.artist().is_empty() {
                return Ok(None);
            }
            let named = [("artist_name", song.artist()), ("track_name", song.title())];
            if let Some(seconds) = song.seconds().filter(|seconds| LENGTHS.contains(seconds)) {
                let seconds = seconds.to_string();
                let query = [named[0], named[1], ("duration", &seconds)];
                if let Some(found) = self.one(&["get"], &query).await? {
                    return Ok(Some(found));
                }
            }
            self.one(&["get"], &named).await
        }
        .boxed()
    }

    fn search<'a>(&'a self, song: &'a Song) -> Asked<'a, Vec<Found>> {
        async move {
            let both = format!("{} {}", song.artist(), song.title());
            let found = self.many(both.trim()).await?;
            if found.is_empty() && !song.artist().is_empty() {
                // The artist may be spelt wrong, or be the one who put a video somewhere.
                return self.many(song.title()).await;
            }
            Ok(found)
        }
        .boxed()
    }

    fn get(&self, id: i64) -> Asked<'_, Option<Found>> {
        async move { self.one(&["get", &id.to_string()], &[]).await }.boxed()
    }
}

/// One song, as it documents it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    id: i64,
    track_name: String,
    artist_name: String,
    album_name: Option<String>,
    duration: Option<f64>,
    #[serde(default)]
    instrumental: bool,
    plain_lyrics: Option<String>,
    synced_lyrics: Option<String>,
}

/// Its "there is no such song"; anything else that says 404 is not LRCLIB. Its code and its documents name the number
/// differently.
fn says_not_found(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Said {
        name: Option<String>,
        #[serde(alias = "statusCode")]
        code: Option<i64>,
    }
    serde_json::from_slice(body).is_ok_and(|said: Said| {
        said.code == Some(404) || said.name.as_deref() == Some("TrackNotFound")
    })
}

/// How long to leave it alone: seconds, or a date that is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |value: &HeaderValue| value.to_str().map(str::to_owned).ok();
    let said = headers.get(RETRY_AFTER).and_then(text)?;
    if let Ok(seconds) = said.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| DateTime::parse_from_rfc2822(text).ok();
    let now = headers.get(DATE).and_then(text)?;
    (date(&said)? - date(&now)?).to_std().ok()
}
