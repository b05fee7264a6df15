//! Seats of those who play runs. Who records a station for minutes stands up meanwhile, and others play.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Seat {
    all: Arc<Semaphore>,
    taken: Option<OwnedSemaphorePermit>,
}

impl Seat {
    /// Waits for a free one.
    pub(super) async fn take(all: &Arc<Semaphore>) -> Self {
        let mut seat = Self {
            all: Arc::clone(all),
            taken: None,
        };
        seat.sit_down().await;
        seat
    }

    pub(super) fn stand_up(&mut self) {
        self.taken = None;
    }

    pub(super) async fn sit_down(&mut self) {
        let seat = Arc::clone(&self.all).acquire_owned().await;
        self.taken = Some(seat.expect("never closed"));
    }
}
