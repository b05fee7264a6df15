//! The HTTP API for people, tests and the page: `/sim/…`. The README has the contract.

mod acting;
mod arranging;
mod events;
mod files;
mod looking;
mod measuring;
mod trouble;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Query, Request},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{people::Impossible, shared::Shared};

/// The largest file of a person, as Telegram has it for everybody.
const MAX_UPLOAD: usize = 2_000 << 20;

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route(
            "/sim/people",
            get(looking::people).post(arranging::add_people),
        )
        .route("/sim/chats", get(looking::chats))
        .route("/sim/messages", get(looking::messages))
        .route("/sim/transcript", get(looking::transcript))
        .route("/sim/commands", get(looking::commands))
        .route("/sim/bot", get(looking::bot))
        .route("/sim/say", post(acting::say))
        .route(
            "/sim/upload",
            post(acting::upload).layer(DefaultBodyLimit::max(MAX_UPLOAD)),
        )
        .route("/sim/press", post(acting::press))
        .route("/sim/edit", post(acting::edit))
        .route("/sim/delete", post(acting::delete))
        .route("/sim/forward", post(acting::forward))
        .route("/sim/block", post(acting::block))
        .route("/sim/clear", post(acting::clear))
        .route("/sim/inline", post(acting::inline))
        .route("/sim/group", post(arranging::group))
        .route("/sim/member", post(arranging::member))
        .route("/sim/upgrade", post(arranging::upgrade))
        .route("/sim/inject", post(arranging::inject))
        .route("/sim/events", get(events::stream))
        .route("/sim/file/{unique_id}", get(files::serve))
        .route(
            "/sim/faults",
            get(trouble::list).post(trouble::add).delete(trouble::clear),
        )
        .route("/sim/pause", post(trouble::pause))
        .route("/sim/clock", get(trouble::clock).post(trouble::set_clock))
        .route("/sim/limits", post(trouble::limits))
        .route("/sim/calls", get(measuring::calls))
        .route("/sim/stats", get(measuring::stats))
        .route("/sim/load", post(measuring::load))
}

/// What went wrong, as `{"error": "…"}`.
pub(crate) struct Failure(StatusCode, String);

impl Failure {
    fn not_found(what: &str) -> Self {
        Self(StatusCode::NOT_FOUND, format!("there is no such {what}"))
    }
}

impl From<Impossible> for Failure {
    fn from(why: Impossible) -> Self {
        Self(StatusCode::BAD_REQUEST, why.0)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

type Answered = Result<Json<Value>, Failure>;

#[expect(clippy::unnecessary_wraps, reason = "every handler ends with it")]
fn answer(value: &impl Serialize) -> Answered {
    Ok(Json(
        serde_json::to_value(value).expect("our own types are JSON"),
    ))
}

/// A JSON body; any other is refused in a sentence.
pub(crate) struct Body<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = axum::body::Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|why| Failure(why.status(), why.body_text()))?;
        let parsed = serde_json::from_slice(&bytes);
        parsed.map(Self).map_err(|why| {
            Failure(
                StatusCode::BAD_REQUEST,
                format!("can't read the body: {why}"),
            )
        })
    }
}

/// The query of a GET; a wrong one is refused in a sentence.
pub(crate) struct Asked<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(why) => Err(Failure(StatusCode::BAD_REQUEST, why.body_text())),
        }
    }
}
