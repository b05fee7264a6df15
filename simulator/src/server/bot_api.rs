//! From an HTTP request to a method and back, through whatever faults are set.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, Request, State},
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
};

pub(crate) async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let path = request.uri().path().replace("%3A", ":").replace("%3a", ":");
    let file = path
        .strip_prefix("/file/bot")
        .and_then(|rest| rest.split_once('/'));
    if let Some((token, path)) = file {
        let world = shared.world();
        if token != world.options.token {
            return answer(&Err(ApiError::unauthorized()));
        }
        return api::files::download(&world, path);
    }
    let Some((token, name)) = path
        .strip_prefix("/bot")
        .and_then(|rest| rest.split_once('/'))
    else {
        return answer(&Err(ApiError::not_found()));
    };
    let local = {
        let world = shared.world();
        if token != world.options.token {
            return answer(&Err(ApiError::unauthorized()));
        }
        world.options.local_dir.is_some()
    };
    let Some(method) = methods::find(name) else {
        return answer(&Err(ApiError::not_found()));
    };
    match api::body::read(request, local).await {
        Ok(params) => call(&shared, peer, method, params).await,
        Err(refusal) => answer(&Err(refusal)),
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
    if let Some(FaultKind::Slow { ms }) = fault {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    let refused = match &fault {
        Some(FaultKind::TooManyRequests { retry_after }) => Some(ApiError::too_many(*retry_after)),
        Some(FaultKind::Unauthorized) => Some(ApiError::unauthorized()),
        Some(FaultKind::Status { code, description }) => {
            Some(status(*code, description.as_deref()))
        }
        Some(FaultKind::Drop) => {
            shared.gate.cut(peer);
            return StatusCode::NO_CONTENT.into_response();
        }
        _ => None,
    };
    let reply = match refused.map_or(checked, Err) {
        Ok(()) => api::run(shared, method, params).await,
        Err(refusal) => Err(refusal),
    };
    match fault {
        Some(FaultKind::LostAnswer) => {
            shared.gate.cut(peer);
            StatusCode::NO_CONTENT.into_response()
        }
        Some(FaultKind::Garbage) => (StatusCode::OK, "<html>{\"ok\":tru").into_response(),
        _ => {
            api::finish(&mut shared.world(), call, &reply);
            answer(&reply)
        }
    }
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
