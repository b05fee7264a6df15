//! The HTTP side: the Bot API with its faults, the control API and the page, on one port.

pub(crate) mod bot_api;
pub(crate) mod gate;
mod page;

use std::sync::Arc;

use axum::Router;

use crate::{control, shared::Shared};

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .merge(control::routes())
        .merge(page::routes())
        .fallback(bot_api::handle)
        .with_state(shared)
}
