//! From an HTTP request to a method and back, through whatever faults are set.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, Path, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use super::gate::Peer;
use crate::{
    api::{
        self, Reply,
        error::ApiError,
        methods::{self, Method},
        params::Params,
    },
    faults::FaultKind,
    shared::Shared,
    state::calls::Outcome,
};

/// `/bot{token}/{method}`.
pub(crate) async fn method(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Path((bot, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    if let Err(refusal) = check_token(&shared, &bot) {
        return answer(&Err(refusal));
    }
    let Some(method) = methods::find(&name) else {
        return answer(&Err(ApiError::not_found()));
    };
    let local = shared.world().options.local_dir.is_some();
    match api::body::read(request, local).await {
        Ok(params) => call(&shared, peer, method, params).await,
        Err(refusal) => answer(&Err(refusal)),
    }
}

/// `/file/bot{token}/{path}`; faults know it as `download`.
pub(crate) async fn download(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    Path((bot, path)): Path<(String, String)>,
) -> Response {
    if let Err(refusal) = check_token(&shared, &bot) {
        return answer(&Err(refusal));
    }
    let fault = shared.world().faults.meet("download", None);
    if let Err(response) = suffer(&shared, peer, fault.as_ref()).await {
        return response;
    }
    let file = api::files::download(&shared.world(), &path);
    afterwards(&shared, peer, fault.as_ref()).unwrap_or(file)
}

pub(crate) async fn nothing() -> Response {
    answer(&Err(ApiError::not_found()))
}

fn check_token(shared: &Shared, bot: &str) -> Result<(), ApiError> {
    let token = bot.strip_prefix("bot").ok_or_else(ApiError::not_found)?;
    if token == shared.world().options.token {
        Ok(())
    } else {
        Err(ApiError::unauthorized())
    }
}

async fn call(shared: &Shared, peer: Peer, method: &'static Method, params: Params) -> Response {
    let (call, checked, fault) = {
        let mut world = shared.world();
        let (call, checked) = api::begin(&mut world, method, &params);
        (
            call,
            checked,
            world.faults.meet(method.name, params.chat_id()),
        )
    };
    if let Err(response) = suffer(shared, peer, fault.as_ref()).await {
        let outcome = Outcome {
            code: response.status().as_u16(),
            description: Some("fault".to_owned()),
        };
        shared.world().calls.finish(call, outcome);
        return response;
    }
    let reply = match checked {
        Ok(()) => api::run(shared, method, params).await,
        Err(refusal) => Err(refusal),
    };
    if let Some(response) = afterwards(shared, peer, fault.as_ref()) {
        return response;
    }
    api::finish(&mut shared.world(), call, &reply);
    answer(&reply)
}

/// What a fault does before the call has an effect; the response if it is to have none.
async fn suffer(shared: &Shared, peer: Peer, fault: Option<&FaultKind>) -> Result<(), Response> {
    let refusal = match fault {
        Some(FaultKind::Slow { ms }) => {
            tokio::time::sleep(Duration::from_millis(*ms)).await;
            return Ok(());
        }
        Some(FaultKind::TooManyRequests { retry_after }) => ApiError::too_many(*retry_after),
        Some(FaultKind::Unauthorized) => ApiError::unauthorized(),
        Some(FaultKind::Status { code, description }) => status(*code, description.as_deref()),
        Some(FaultKind::Drop) => return Err(cut(shared, peer)),
        Some(FaultKind::LostAnswer | FaultKind::Garbage) | None => return Ok(()),
    };
    Err(answer(&Err(refusal)))
}

/// What a fault makes of the answer.
fn afterwards(shared: &Shared, peer: Peer, fault: Option<&FaultKind>) -> Option<Response> {
    match fault {
        Some(FaultKind::LostAnswer) => Some(cut(shared, peer)),
        Some(FaultKind::Garbage) => Some("<html>{\"ok\":tru".into_response()),
        _ => None,
    }
}

/// Nobody will see the response: the connection takes nothing more.
fn cut(shared: &Shared, peer: Peer) -> Response {
    shared.gate.cut(peer);
    StatusCode::NO_CONTENT.into_response()
}

fn status(code: u16, description: Option<&str>) -> ApiError {
    let usual = match code {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Error",
    };
    ApiError::new(code, description.unwrap_or(usual))
}

pub(crate) fn answer(reply: &Reply) -> Response {
    let (code, body) = match reply {
        Ok(result) => (200, format!("{{\"ok\":true,\"result\":{result}}}")),
        Err(refusal) => (refusal.code, refusal.to_json().to_string()),
    };
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (code, [(CONTENT_TYPE, "application/json")], body).into_response()
}
