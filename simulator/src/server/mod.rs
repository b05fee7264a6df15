//! The HTTP side: the Bot API with its faults, the control API and the page, on one port.

pub(crate) mod bot_api;
pub(crate) mod gate;
mod page;

use std::sync::Arc;

use axum::{
    Router,
    routing::{any, get},
};

use crate::{control, shared::Shared};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .merge(control::routes())
        .merge(page::routes())
        .route("/{bot}/{method}", any(bot_api::method))
        .route("/file/{bot}/{*path}", get(bot_api::download))
        .fallback(bot_api::nothing)
        .with_state(shared)
}
