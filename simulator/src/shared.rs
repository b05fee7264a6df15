//! What every task of a simulator holds.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{server::gate::Gate, state::World};

pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) gate: Gate,
    /// For webhooks and files that are sent by URL.
    pub(crate) http: reqwest::Client,
}

impl Shared {
    #[expect(
        clippy::disallowed_methods,
        reason = "the simulator is not the bot: it plays Telegram's side"
    )]
    pub(crate) fn new(world: World, gate: Gate) -> Self {
        // What it talks to is on this machine; a proxy is not.
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            world: Mutex::new(world),
            gate,
            http: http.expect("the TLS roots are compiled in"),
        }
    }

    /// The state, for as short a time as possible. A panic of another holder is its own failure, not ours.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
