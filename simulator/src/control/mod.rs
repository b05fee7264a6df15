//! The HTTP API for people: `/sim/…`. See the README for the contract.

use std::sync::Arc;

use axum::Router;

use crate::shared::Shared;

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Router::new()
}
