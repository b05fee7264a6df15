//! The door Telegram posts updates to, on `[webhook] listen`. It answers its one path and whoever knows the secret; its
//! answer follows once the update is stored.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    routing::post,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::bot::{Door, Posted};

/// An update is a few kilobytes; a long text with many entities some dozens.
const LONGEST_UPDATE: usize = 1024 * 1024;

/// What the door needs to know.
pub struct Hook {
    pub path: String,
    pub secret: SecretString,
    pub door: Door,
}

/// Takes posts until `stop`.
pub async fn serve(
    listener: TcpListener,
    hook: Hook,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let path = hook.path.clone();
    let router = Router::new()
        .route(&path, post(take))
        .layer(DefaultBodyLimit::max(LONGEST_UPDATE))
        .with_state(Arc::new(hook));
    axum::serve(listener, router)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

async fn take(State(hook): State<Arc<Hook>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let given = headers
        .get("x-telegram-bot-api-secret-token")
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    if !is_same(given, hook.secret.expose_secret().as_bytes()) {
        // To a stranger there is nothing here.
        return StatusCode::NOT_FOUND;
    }
    let Ok(body) = String::from_utf8(body.into()) else {
        return StatusCode::BAD_REQUEST;
    };
    match hook.door.hand_in(body).await {
        Posted::Stored => StatusCode::OK,
        Posted::NotNow => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Compares without telling by the time it takes how much of it was right.
fn is_same(given: &[u8], secret: &[u8]) -> bool {
    given.len() == secret.len()
        && given
            .iter()
            .zip(secret)
            .fold(0, |differing, (a, b)| differing | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_is_the_secret() {
        let check = |given: &str, expect: bool| {
            assert_eq!(is_same(given.as_bytes(), b"secret"), expect, "{given}");
        };
        check("secret", true);
        check("Secret", false);
        check("secre", false);
        check("secrets", false);
        check("", false);
    }
}
