//! The Rust API: starting, looking, waiting and trouble. Acting for people is in `acting`.

mod acting;
mod view;

use std::{fmt, io, sync::Arc, time::Duration};

use tokio::{sync::broadcast, task::JoinHandle};

use crate::{
    clock::Clock,
    faults::Fault,
    model::Message,
    options::{LimitOptions, Options},
    server::{self, gate::Gate},
    shared::Shared,
    state::{Event, World, calls::Call, menu::Command},
    webhook,
};

pub use self::view::View;

/// A running simulator; clones are handles to the same one. It stops when the last handle goes.
#[derive(Clone)]
pub struct Simulator {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
    clock: Clock,
    token: String,
    patience: Duration,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.server.abort();
        self.shared.gate.cut_all();
    }
}

/// What a wait did not see in time; `Display` has the transcripts of all chats.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("waited {waited:?} in vain for {what}\n{transcripts}")]
pub struct TimedOut {
    pub what: String,
    pub waited: Duration,
    pub transcripts: String,
}

/// Tests unwrap it: the transcript must stay readable.
impl fmt::Debug for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Simulator {
    /// Binds and serves in the current tokio runtime.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (gate, door) = Gate::open(options.listen).await?;
        let (clock, token, patience) = (
            options.clock.clone(),
            options.token.clone(),
            options.patience,
        );
        let shared = Arc::new(Shared::new(World::new(options), gate));
        let router = server::router(shared.clone())
            .into_make_service_with_connect_info::<server::gate::Peer>();
        let webhooks = webhook::deliver(shared.clone());
        let server = tokio::spawn(async move {
            // Both go on for ever; the listener retries by itself.
            let _ = tokio::join!(axum::serve(door, router).into_future(), webhooks);
        });
        Ok(Self {
            inner: Arc::new(Inner {
                shared,
                server,
                clock,
                token,
                patience,
            }),
        })
    }

    /// The address for `bot.api_url`, and of the page.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.inner.shared.gate.address())
    }

    pub fn token(&self) -> &str {
        &self.inner.token
    }

    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    pub(crate) fn world<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.inner.shared.world())
    }

    /// The chat as `person` sees it, oldest first.
    pub fn messages(&self, person: i64, chat: i64) -> Vec<Arc<Message>> {
        self.look(|view| view.messages(person, chat))
    }

    /// Looks at the state as it is now.
    pub fn look<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        self.world(|world| look(View { world }))
    }

    /// Waits until `see` finds what it wants; panics with the transcripts of all chats if it does not in time.
    pub async fn wait_until<T>(&self, what: &str, see: impl FnMut(View<'_>) -> Option<T>) -> T {
        match self.try_wait_until(what, self.inner.patience, see).await {
            Ok(seen) => seen,
            Err(in_vain) => panic!("{in_vain}"),
        }
    }

    pub async fn try_wait_until<T>(
        &self,
        what: &str,
        patience: Duration,
        mut see: impl FnMut(View<'_>) -> Option<T>,
    ) -> Result<T, TimedOut> {
        let mut changed = self.world(|world| world.changed.subscribe());
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            if let Some(seen) = self.look(&mut see) {
                return Ok(seen);
            }
            if tokio::time::timeout_at(deadline, changed.changed())
                .await
                .is_err()
            {
                return self
                    .look(&mut see)
                    .ok_or_else(|| self.timed_out(what, patience));
            }
        }
    }

    fn timed_out(&self, what: &str, waited: Duration) -> TimedOut {
        TimedOut {
            what: what.to_owned(),
            waited,
            transcripts: self.world(|world| all_transcripts(world)),
        }
    }

    /// Everything that happens from now on, as the page learns of it.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.world(|world| world.events.subscribe())
    }

    /// The chat as readable text; see the README for its form.
    pub fn transcript(&self, person: i64, chat: i64) -> String {
        self.world(|world| world.transcript(person, chat))
    }

    /// The command menu as `person` sees it in `chat`.
    pub fn commands(&self, person: i64, chat: i64) -> Vec<Command> {
        self.world(|world| world.menu_seen_by(person, chat))
            .unwrap_or_default()
    }

    /// The bot's own id, for `set_member`.
    pub fn bot_id(&self) -> i64 {
        self.world(|world| world.bot.id)
    }

    pub fn set_limits(&self, limits: LimitOptions) {
        self.world(|world| world.limits.set(limits));
    }

    /// The remembered calls of a method in any letter case, oldest first; all calls for "".
    pub fn calls(&self, method: &str) -> Vec<Call> {
        self.world(|world| world.calls.of(method))
    }

    pub fn fault(&self, fault: Fault) {
        self.world(|world| world.faults.add(fault));
    }

    pub fn clear_faults(&self) {
        self.world(|world| world.faults.clear());
    }

    /// Goes away: the port refuses, connections are cut, the state stays.
    pub async fn pause(&self) {
        self.inner.shared.gate.close(None).await;
    }

    /// Returns when it listens (again).
    pub async fn listening(&self) {
        self.inner.shared.gate.listening().await;
    }

    /// Comes back on the same port.
    pub async fn resume(&self) {
        self.inner.shared.gate.reopen().await;
    }
}

fn all_transcripts(world: &World) -> String {
    let mut chats: Vec<_> = world
        .chats
        .values()
        .filter(|chat| !chat.messages.is_empty())
        .collect();
    chats.sort_by_key(|chat| chat.id());
    let show = |chat: &&crate::state::chat::Chat| {
        let name = chat
            .info
            .title
            .as_ref()
            .or(chat.info.first_name.as_ref())
            .map_or("", String::as_str);
        format!(
            "── {name} ({}) ──\n{}",
            chat.id(),
            world.transcript(chat.id(), chat.id())
        )
    };
    chats
        .iter()
        .take(10)
        .map(show)
        .collect::<Vec<_>>()
        .join("\n")
}
