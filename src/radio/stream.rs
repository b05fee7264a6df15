//! A station's stream: found behind lists and redirects, told apart from pages and files, and read piece by piece.

use std::{collections::VecDeque, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
};

use super::{
    icy::{Beginning, IcyReader, Part, beginning},
    playlist::{self, Playlist},
    sort::{Format, Sort, sort},
    title,
};
use crate::http::{Answer, FetchError, Guarded};

/// A list may lead to a list, so often.
const DEPTH: usize = 3;
/// So many addresses are tried before a list counts as dead.
const TRIES: usize = 8;
/// How long the search for the stream may take.
const OPENING: Duration = Duration::from_secs(10);
/// So much is looked at to tell what it is.
const LOOK_AT: usize = 512;

/// Why there is no stream.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    #[error("the station cannot be reached")]
    Fetch(#[source] FetchError),
    #[error("the station answers with status {0}")]
    Status(u16),
    #[error("it took too long to find the stream")]
    TooSlow,
    #[error("it is a page or something else, not sound")]
    NotSound,
    #[error("it is a broadcast in pieces (HLS)")]
    Hls,
    #[error("it is a file with an end, not a broadcast")]
    File,
    #[error("the list leads to no station")]
    EmptyList,
    #[error("the stream ended")]
    Ended,
}

/// What a station says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Where the stream is, behind lists; redirects may go on from there.
    pub url: Url,
    pub format: Format,
    pub name: Option<String>,
    pub genre: Option<String>,
    /// In kbit/s.
    pub bitrate: Option<u32>,
    /// Whether it will say what it plays.
    pub has_titles: bool,
}

/// What a stream brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Sound(Bytes),
    /// The bytes of a title; which letters they are depends on the station.
    Title(Bytes),
}

/// A stream that is open.
pub struct Stream {
    pub about: About,
    answer: Answer,
    reader: IcyReader,
    pieces: VecDeque<Piece>,
}

impl Stream {
    /// Finds the stream at an address, or behind a list there.
    pub async fn open(http: &Guarded, url: &Url) -> Result<Self, StreamError> {
        tokio::time::timeout(OPENING, find(http, url))
            .await
            .unwrap_or(Err(StreamError::TooSlow))
    }

    /// The next piece. An end is an error: a broadcast has none.
    pub async fn next(&mut self) -> Result<Piece, StreamError> {
        loop {
            if let Some(piece) = self.pieces.pop_front() {
                return Ok(piece);
            }
            let bytes = self.answer.next().await.map_err(StreamError::Fetch)?;
            self.take(&bytes.ok_or(StreamError::Ended)?);
        }
    }

    fn take(&mut self, bytes: &Bytes) {
        let pieces = &mut self.pieces;
        self.reader.read(bytes, |part| {
            pieces.push_back(match part {
                Part::Sound(sound) => Piece::Sound(bytes.slice_ref(sound)),
                Part::Title(title) => Piece::Title(title.into()),
            });
        });
    }
}

/// Follows lists, each address once, to the first stream. What it says of an address that is none is the last word, unless
/// another one has more to say.
async fn find(http: &Guarded, url: &Url) -> Result<Stream, StreamError> {
    let mut open = VecDeque::from([(url.clone(), 0)]);
    let mut tried: Vec<Url> = Vec::new();
    let mut why = StreamError::EmptyList;
    while let Some((url, depth)) = open.pop_front() {
        if tried.contains(&url) {
            continue;
        }
        if tried.len() == TRIES {
            break;
        }
        tried.push(url.clone());
        match look(http, url).await {
            Ok(Found::Stream(stream)) => return Ok(*stream),
            Ok(Found::List(entries)) if depth < DEPTH => {
                for entry in entries.into_iter().rev() {
                    open.push_front((entry, depth + 1));
                }
            }
            Ok(Found::List(_)) => {}
            Err(error) => why = error,
        }
    }
    Err(why)
}

enum Found {
    Stream(Box<Stream>),
    List(Vec<Url>),
}

/// What is at an address.
async fn look(http: &Guarded, url: Url) -> Result<Found, StreamError> {
    let mut answer = http
        .open(&url, &request())
        .await
        .map_err(StreamError::Fetch)?;
    if !answer.status().is_success() {
        return Err(StreamError::Status(answer.status().as_u16()));
    }
    let mut start = BytesMut::new();
    let mut headers = headers_of(answer.headers());
    // No headers at all: the answer may be an old server's, which has them in what counts as the body.
    if headers.is_empty() {
        headers = old_headers(&mut answer, &mut start).await?;
    }
    let header = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    };
    let content_type =
        header("content-type").map(|value| String::from_utf8_lossy(value).into_owned());
    while start.len() < LOOK_AT {
        match answer.next().await.map_err(StreamError::Fetch)? {
            Some(bytes) => start.extend_from_slice(&bytes),
            None => break,
        }
    }
    if start.is_empty() {
        return Err(StreamError::Ended);
    }
    match sort(content_type.as_deref(), &start) {
        Sort::Sound(format) => {
            // A server that speaks of a station says more than how long it is.
            let is_station = headers
                .iter()
                .any(|(name, _)| name.starts_with("icy-") || name.starts_with("ice-"));
            if header("content-length").is_some() && !is_station {
                return Err(StreamError::File);
            }
            let text = |name: &str| {
                header(name)
                    .map(|value| title::decode(value, None))
                    .filter(|text| !text.is_empty())
            };
            let number = |name: &str| {
                text(name).and_then(|text| text.split([',', ' ']).next()?.parse().ok())
            };
            let reader = IcyReader::new(number("icy-metaint"));
            let about = About {
                url,
                format,
                name: text("icy-name"),
                genre: text("icy-genre"),
                bitrate: number("icy-br").and_then(|rate| u32::try_from(rate).ok()),
                has_titles: reader.has_titles(),
            };
            let mut stream = Stream {
                about,
                answer,
                reader,
                pieces: VecDeque::new(),
            };
            stream.take(&start.freeze());
            Ok(Found::Stream(Box::new(stream)))
        }
        Sort::List => {
            while let Some(bytes) = answer.next().await.map_err(StreamError::Fetch)? {
                if start.len() + bytes.len() > playlist::MAX_BYTES {
                    return Err(StreamError::NotSound);
                }
                start.extend_from_slice(&bytes);
            }
            match playlist::parse(&start, Some(&answer.url)) {
                Some(Playlist::Entries(entries)) => Ok(Found::List(
                    entries.into_iter().map(|entry| entry.url).collect(),
                )),
                Some(Playlist::Hls) => Err(StreamError::Hls),
                None => Err(StreamError::NotSound),
            }
        }
        Sort::Other => Err(StreamError::NotSound),
    }
}

/// What makes a station say what it plays.
fn request() -> HeaderMap {
    HeaderMap::from_iter([(
        HeaderName::from_static("icy-metadata"),
        HeaderValue::from_static("1"),
    )])
}

type Headers = Vec<(String, Vec<u8>)>;

fn headers_of(headers: &HeaderMap) -> Headers {
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), value.as_bytes().to_vec())
    };
    headers.iter().map(header).collect()
}

/// The headers of an old server, out of the beginning of its body; what follows them stays in `start`.
async fn old_headers(answer: &mut Answer, start: &mut BytesMut) -> Result<Headers, StreamError> {
    loop {
        let (headers, length) = match beginning(start) {
            Beginning::Unfinished => {
                let bytes = answer.next().await.map_err(StreamError::Fetch)?;
                start.extend_from_slice(&bytes.ok_or(StreamError::Ended)?);
                continue;
            }
            Beginning::Strange => return Ok(Vec::new()),
            Beginning::Icy {
                status: 200,
                headers,
                length,
            } => {
                let headers = headers
                    .into_iter()
                    .map(|(name, value)| (name, value.to_vec()));
                (headers.collect(), length)
            }
            Beginning::Icy { status, .. } => return Err(StreamError::Status(status)),
        };
        drop(start.split_to(length));
        return Ok(headers);
    }
}
