//! An LRCLIB on loopback: its documented paths, parameters and shapes, over songs of ours in `tests/it/fixtures/lrclib/`.
//! It can be told to fail.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch};

const NOT_FOUND: &str = include_str!("../fixtures/lrclib/not_found.json");

/// What it says to everything from now on.
#[derive(Clone)]
pub enum Mood {
    Well,
    /// It says nothing until its mood changes, and then answers as it would have.
    Silent,
    /// The same answer to everything.
    Says(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// So many bytes are announced, and fewer sent.
    BreaksOff,
}

pub struct Lrclib {
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    songs: Vec<Value>,
    mood: watch::Sender<Mood>,
    asked: Mutex<Vec<String>>,
    agents: Mutex<Vec<String>>,
}

impl Lrclib {
    pub async fn start() -> Self {
        let songs = serde_json::from_str(include_str!("../fixtures/lrclib/songs.json")).unwrap();
        Self::with(songs).await
    }

    /// With other songs.
    pub async fn with(songs: Vec<Value>) -> Self {
        let shared = Arc::new(Shared {
            songs,
            mood: watch::Sender::new(Mood::Well),
            asked: Mutex::default(),
            agents: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/api/get", get(find))
            .route("/api/get/{id}", get(by_id))
            .route("/api/search", get(search))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, shared }
    }

    pub fn feels(&self, mood: Mood) {
        self.shared.mood.send_replace(mood);
    }

    /// What it was asked, in order: paths with their questions.
    pub fn asked(&self) -> Vec<String> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// Who asked.
    pub fn agents(&self) -> Vec<String> {
        self.shared.agents.lock().unwrap().clone()
    }

    /// Waits until it has been asked so often.
    pub async fn until_asked(&self, times: usize) {
        while self.asked().len() < times {
            tokio::task::yield_now().await;
        }
    }

    /// The lines of configuration that lead here.
    pub fn config(&self) -> String {
        format!(
            "lyrics.lrclib_url = '{}'\nlyrics.allow_private = true",
            self.url
        )
    }
}

type Params = Query<HashMap<String, String>>;

/// Notes the question, and answers as the mood is; `None` when that is well.
async fn mood(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let path = percent_encoding::percent_decode_str(uri.path_and_query().unwrap().as_str());
    let path = path.decode_utf8().unwrap().replace('+', " ");
    shared.asked.lock().unwrap().push(path);
    let agent = headers["user-agent"].to_str().unwrap().to_owned();
    shared.agents.lock().unwrap().push(agent);
    let mut moods = shared.mood.subscribe();
    let now = moods
        .wait_for(|mood| !matches!(mood, Mood::Silent))
        .await
        .unwrap()
        .clone();
    match now {
        Mood::Well | Mood::Silent => None,
        Mood::Says(status, headers, body) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            Some(response.body(Body::from(body)).unwrap())
        }
        Mood::BreaksOff => {
            let response = Response::builder().header("content-length", "1000");
            let broken = futures::stream::iter([Ok("[{"), Err("gone")]);
            Some(response.body(Body::from_stream(broken)).unwrap())
        }
    }
}

async fn find(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    if let Some(response) = mood(&shared, &uri, &headers).await {
        return response;
    }
    let (Some(artist), Some(track)) = (params.get("artist_name"), params.get("track_name")) else {
        let said = "Failed to deserialize query string: missing field `track_name`";
        return (StatusCode::BAD_REQUEST, said).into_response();
    };
    let duration: Option<f64> = params
        .get("duration")
        .map(|seconds| seconds.parse().unwrap());
    if duration.is_some_and(|seconds| !(1.0..=3_600.0).contains(&seconds)) {
        return (StatusCode::BAD_REQUEST, "duration out of range").into_response();
    }
    let same = |song: &Value, key: &str, text: &str| {
        song[key].as_str().unwrap().to_lowercase() == text.to_lowercase()
    };
    let found = shared.songs.iter().find(|song| {
        let length = song["duration"].as_f64().unwrap();
        same(song, "artistName", artist)
            && same(song, "trackName", track)
            && duration.is_none_or(|asked| (asked - length).abs() <= 2.0)
    });
    answer(found)
}

async fn by_id(State(shared): State<Arc<Shared>>, uri: Uri, headers: HeaderMap) -> Response {
    if let Some(response) = mood(&shared, &uri, &headers).await {
        return response;
    }
    let id: i64 = uri.path().rsplit('/').next().unwrap().parse().unwrap();
    answer(shared.songs.iter().find(|song| song["id"] == id))
}

async fn search(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    Query(params): Params,
) -> Response {
    if let Some(response) = mood(&shared, &uri, &headers).await {
        return response;
    }
    let words: Vec<String> = params["q"]
        .to_lowercase()
        .split(' ')
        .map(str::to_owned)
        .collect();
    let has_all = |song: &&Value| {
        let text = format!("{} {}", song["artistName"], song["trackName"]).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let found: Vec<&Value> = shared.songs.iter().filter(has_all).take(20).collect();
    axum::Json(found).into_response()
}

fn answer(found: Option<&Value>) -> Response {
    match found {
        Some(song) => axum::Json(song).into_response(),
        None => (
            StatusCode::NOT_FOUND,
            [("content-type", "application/json")],
            NOT_FOUND,
        )
            .into_response(),
    }
}
