//! What happens, as server-sent events.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::State,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::stream;
use tokio::sync::broadcast::error::RecvError;

use crate::shared::Shared;

pub(super) async fn stream(State(sim): State<Arc<Shared>>) -> impl IntoResponse {
    let events = sim.world().events.subscribe();
    let stream = stream::unfold(events, |mut events| async {
        loop {
            match events.recv().await {
                Ok(event) => {
                    let data = serde_json::to_string(&event).expect("our own types are JSON");
                    return Some((Ok::<_, Infallible>(Event::default().data(data)), events));
                }
                // A page that fell behind misses some; it reads the whole chat with the next.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}
