//! The public directory of stations, <https://api.radio-browser.info>: a community's database behind several servers that
//! mirror each other. One of them is asked; when it is slow, down or broken, the next.

use std::{
    hash::{BuildHasher as _, Hasher as _, RandomState},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use reqwest::{Url, header::HeaderMap};
use serde::Deserialize;
use tokio::time::Instant;

use super::{address, title};
use crate::{
    domain::Description,
    http::{FetchError, Guarded},
};

/// The name that stands for all servers; each of them lists them all.
const ALL_SERVERS: &str = "https://all.api.radio-browser.info";
/// How long the list of servers is good for.
const GOOD_FOR: Duration = Duration::from_hours(1);
/// How long one server may take; the next one still has time then.
const PATIENCE: Duration = Duration::from_secs(4);
/// So many servers are asked.
const SERVERS: usize = 3;
/// The longest answer that is read. Fifty stations are some 60 KB.
const ANSWER: usize = 1024 * 1024;

/// Why the directory has no answer.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    #[error("no server of the directory can be reached")]
    Unreachable(#[source] FetchError),
    #[error("a server of the directory answers with status {0}")]
    Status(u16),
    #[error("a server of the directory answers what cannot be read")]
    Unreadable(#[source] serde_json::Error),
    #[error("the directory has no servers")]
    NoServers,
}

/// A station as the directory knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub url: Url,
    pub description: Description,
    /// `MP3`, `AAC+`…
    pub codec: String,
    /// In kbit/s; 0 where nobody knows.
    pub bitrate: u32,
    /// A broadcast in pieces, which we do not play.
    pub is_hls: bool,
}

/// A station as it is written there; of what is missing or strange the default is taken.
#[derive(Deserialize)]
struct Record {
    stationuuid: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    url_resolved: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    countrycode: String,
    #[serde(default)]
    codec: String,
    #[serde(default)]
    bitrate: u32,
    #[serde(default)]
    hls: u8,
}

#[derive(Deserialize)]
struct Server {
    name: String,
}

pub struct Directory {
    http: Guarded,
    /// A server that the operator named, which then is the only one.
    configured: Option<Url>,
    /// Where servers are found.
    seed: Url,
    servers: Mutex<Option<(Instant, Vec<Url>)>>,
}

impl Directory {
    pub fn new(http: Guarded, configured: Option<Url>) -> Self {
        let seed = Url::parse(ALL_SERVERS).expect("it is an address");
        Self {
            configured,
            ..Self::found_at(http, seed)
        }
    }

    /// A directory whose servers are found at an address of one's own.
    pub fn found_at(http: Guarded, seed: Url) -> Self {
        Self {
            http,
            configured: None,
            seed,
            servers: Mutex::default(),
        }
    }

    /// Stations that work and have the words in their name, or in their tags when no name has them.
    pub async fn search(&self, text: &str, limit: usize) -> Result<Vec<Listed>, DirectoryError> {
        let limit = limit.to_string();
        let by = |field| {
            [
                ("limit", limit.as_str()),
                ("hidebroken", "true"),
                ("order", "clickcount"),
                ("reverse", "true"),
                (field, text),
            ]
        };
        let named = self.stations("json/stations/search", &by("name")).await?;
        if !named.is_empty() {
            return Ok(named);
        }
        let tag = text.to_lowercase();
        let mut by_tag = by("tag");
        by_tag[4].1 = &tag;
        self.stations("json/stations/search", &by_tag).await
    }

    /// One station.
    pub async fn station(&self, id: &str) -> Result<Option<Listed>, DirectoryError> {
        let found = self
            .stations(
                "json/stations/byuuid",
                &[("uuids", id), ("limit", "1"), ("hidebroken", "true")],
            )
            .await?;
        Ok(found.into_iter().find(|station| station.id == id))
    }

    /// Tells the directory that somebody listens.
    pub async fn click(&self, id: &str) -> Result<(), DirectoryError> {
        self.ask(&format!("json/url/{id}"), &[]).await.map(drop)
    }

    async fn stations(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<Listed>, DirectoryError> {
        let body = self.ask(path, query).await?;
        // One record that is strange does not spoil the others.
        let records: Vec<serde_json::Value> =
            serde_json::from_slice(&body).map_err(DirectoryError::Unreadable)?;
        let records = records
            .into_iter()
            .filter_map(|record| serde_json::from_value(record).ok());
        Ok(records.filter_map(listed).collect())
    }

    /// Asks one server after the other until one has an answer.
    async fn ask(&self, path: &str, query: &[(&str, &str)]) -> Result<Vec<u8>, DirectoryError> {
        let mut why = DirectoryError::NoServers;
        for server in self.servers().await?.into_iter().take(SERVERS) {
            match self.ask_one(&server, path, query).await {
                Ok(body) => return Ok(body),
                Err(error) => {
                    tracing::debug!(%server, %error, "a server of the directory has no answer");
                    why = error;
                }
            }
        }
        // They may be other ones by now.
        *self.kept() = None;
        Err(why)
    }

    async fn ask_one(
        &self,
        server: &Url,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<u8>, DirectoryError> {
        let mut url = server.clone();
        url.set_path(&format!("{}/{path}", server.path().trim_end_matches('/')));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let answer = self
            .http
            .fetch(&url, &HeaderMap::new(), ANSWER, PATIENCE)
            .await;
        let answer = answer.map_err(DirectoryError::Unreachable)?;
        if !answer.status.is_success() {
            return Err(DirectoryError::Status(answer.status.as_u16()));
        }
        // A server that is on its way down may answer with a page.
        serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body)
            .map_err(DirectoryError::Unreadable)?;
        Ok(answer.body)
    }

    /// The servers to ask, in an order of chance, as the directory asks its users to.
    async fn servers(&self) -> Result<Vec<Url>, DirectoryError> {
        if let Some(server) = &self.configured {
            return Ok(vec![server.clone()]);
        }
        let kept = self
            .kept()
            .as_ref()
            .filter(|(since, _)| since.elapsed() < GOOD_FOR)
            .map(|(_, servers)| servers.clone());
        let mut servers = if let Some(servers) = kept {
            servers
        } else {
            let servers = self.discover().await?;
            *self.kept() = Some((Instant::now(), servers.clone()));
            servers
        };
        // A hasher of the standard library begins with a number of chance.
        let chance = RandomState::new().build_hasher().finish();
        if !servers.is_empty() {
            let first = chance % servers.len() as u64;
            servers.rotate_left(usize::try_from(first).unwrap_or_default());
        }
        Ok(servers)
    }

    async fn discover(&self) -> Result<Vec<Url>, DirectoryError> {
        let body = self.ask_one(&self.seed, "json/servers", &[]).await?;
        let servers: Vec<Server> =
            serde_json::from_slice(&body).map_err(DirectoryError::Unreadable)?;
        let scheme = self.seed.scheme();
        let mut urls: Vec<Url> = servers
            .iter()
            .filter_map(|server| Url::parse(&format!("{scheme}://{}", server.name)).ok())
            .collect();
        urls.sort();
        urls.dedup();
        Ok(urls)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<(Instant, Vec<Url>)>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What we can do with a record; nothing where it has no name or leads nowhere.
fn listed(record: Record) -> Option<Listed> {
    let is_id = record.stationuuid.len() == 36
        && record
            .stationuuid
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let url = address::normal(&record.url_resolved)
        .or_else(|_| address::normal(&record.url))
        .ok()?;
    let country = if record.country.trim().is_empty() {
        &record.countrycode
    } else {
        &record.country
    };
    let description = Description::new(
        &title::decode(record.name.as_bytes(), None),
        Some(&record.tags),
        Some(country),
    )?;
    is_id.then_some(Listed {
        id: record.stationuuid,
        url,
        description,
        codec: record.codec.chars().take(10).collect(),
        bitrate: record.bitrate,
        is_hls: record.hls != 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(record: serde_json::Value) -> Option<String> {
        let found = listed(serde_json::from_value(record).ok()?)?;
        Some(format!(
            "{} {} | {} | {}",
            found.url,
            found.description.name(),
            found.description.genre().unwrap_or("-"),
            found.description.country().unwrap_or("-")
        ))
    }

    #[test]
    fn records_are_read_as_far_as_they_make_sense() {
        const ID: &str = "960e57c5-0601-11e8-ae97-52543be04c81";
        let whole = serde_json::json!({
            "stationuuid": ID, "name": " Джаз\tFM ", "url": "http://a.example/list.m3u", "url_resolved": "http://A.example:80/live",
            "tags": "Smooth Jazz,blues", "country": "Germany", "countrycode": "DE", "codec": "MP3", "bitrate": 128, "hls": 0, "votes": 7,
        });
        assert_eq!(
            check(whole).as_deref(),
            Some("http://a.example/live Джаз FM | smooth jazz | Germany")
        );
        let little = serde_json::json!({"stationuuid": ID, "name": "A", "url": "http://a.example/", "url_resolved": ""});
        assert_eq!(
            check(little).as_deref(),
            Some("http://a.example/ A | - | -")
        );
        for broken in [
            serde_json::json!({"stationuuid": ID, "name": "", "url": "http://a.example/"}),
            serde_json::json!({"stationuuid": ID, "name": "A", "url": "javascript:alert(1)"}),
            serde_json::json!({"stationuuid": "../../x", "name": "A", "url": "http://a.example/"}),
            serde_json::json!({"name": "A", "url": "http://a.example/"}),
        ] {
            assert_eq!(check(broken.clone()), None, "{broken}");
        }
    }
}
