//! The Rust API. Methods that act for people panic when a person could not do that: it is the test that is wrong.

use std::{fmt, io, sync::Arc, time::Duration};

use tokio::task::JoinHandle;

use crate::{
    clock::Clock,
    faults::Fault,
    model::Message,
    options::Options,
    people::{Impossible, Written, buttons::Pressed},
    server::{self, gate::Gate},
    shared::Shared,
    state::{World, callbacks::Answer, calls::Call},
};

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
    }
}

/// What `wait_until` looks at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    world: &'a World,
}

impl View<'_> {
    /// The chat as `person` sees it, oldest first.
    pub fn messages(&self, person: i64, chat: i64) -> Vec<Arc<Message>> {
        self.messages_after(person, chat, 0)
    }

    pub fn messages_after(&self, person: i64, chat: i64, after: i64) -> Vec<Arc<Message>> {
        let Some(chat) = self.world.chats.get(&chat) else {
            return Vec::new();
        };
        chat.seen_by(person, after).cloned().collect()
    }

    /// The newest message that is not `person`'s own.
    pub fn last_answer(&self, person: i64, chat: i64) -> Option<Arc<Message>> {
        let chat = self.world.chats.get(&chat)?;
        chat.seen_by(person, 0)
            .rev()
            .find(|message| !message.is_from(person))
            .cloned()
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<Arc<Message>> {
        self.world.chats.get(&chat)?.messages.get(&id).cloned()
    }

    /// How often the bot called `method` (as the Bot API spells it).
    pub fn count(&self, method: &str) -> u64 {
        self.world.calls.counts().get(method).copied().unwrap_or(0)
    }

    /// Updates that the bot has not confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.world.updates.waiting()
    }

    /// The chat action shown at this moment, such as `upload_voice`.
    pub fn action(&self, chat: i64) -> Option<&str> {
        let (action, until) = self.world.chats.get(&chat)?.action.as_ref()?;
        (*until > self.world.clock.now_ms()).then_some(action)
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
        let server = tokio::spawn(async move {
            // It ends only with an I/O error of the listener, which retries by itself.
            let _ = axum::serve(door, router).await;
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

    #[track_caller]
    fn act<T>(&self, act: impl FnOnce(&mut World) -> Result<T, Impossible>) -> T {
        match self.world(act) {
            Ok(done) => done,
            Err(why) => panic!("{why}"),
        }
    }

    /// `person` writes to `chat`; their chat with the bot has their own id.
    #[track_caller]
    pub fn say(&self, person: i64, chat: i64, text: &str) -> Written {
        self.act(|world| world.say(person, chat, text, None))
    }

    #[track_caller]
    pub fn reply(&self, person: i64, chat: i64, to: i64, text: &str) -> Written {
        self.act(|world| world.say(person, chat, text, Some(to)))
    }

    /// Writes to the bot and waits for its next message in that chat.
    pub async fn ask(&self, person: i64, text: &str) -> Arc<Message> {
        let asked = self.say(person, person, text).message.message_id;
        self.answer_after(person, person, asked).await
    }

    /// The first message after `id` that is not `person`'s own.
    pub async fn answer_after(&self, person: i64, chat: i64, id: i64) -> Arc<Message> {
        let find = |view: View<'_>| {
            view.messages_after(person, chat, id)
                .into_iter()
                .find(|message| !message.is_from(person))
        };
        self.wait_until("an answer", find).await
    }

    /// Presses the button whose data or label is `button`, without waiting for the bot.
    #[track_caller]
    pub fn press(&self, person: i64, chat: i64, message: i64, button: &str) -> Pressed {
        self.act(|world| world.press(person, chat, message, button))
    }

    /// Presses with any data, as an old keyboard does.
    #[track_caller]
    pub fn press_with(&self, person: i64, chat: i64, message: i64, data: &str) -> Pressed {
        self.act(|world| world.press_with(person, chat, message, data))
    }

    /// Presses and waits for `answerCallbackQuery`.
    pub async fn press_and_wait(
        &self,
        person: i64,
        chat: i64,
        message: i64,
        button: &str,
    ) -> Answer {
        let pressed = self.press(person, chat, message, button);
        self.answered(pressed).await
    }

    /// The bot's answer to a press; panics with the transcripts if none comes in time.
    pub async fn answered(&self, pressed: Pressed) -> Answer {
        let patience = self.inner.patience;
        match tokio::time::timeout(patience, pressed.answer).await {
            Ok(Ok(answer)) => answer,
            _ => panic!("{}", self.timed_out("the answer to a press", patience)),
        }
    }

    /// Blocks the bot or lets it write again.
    #[track_caller]
    pub fn block(&self, person: i64, blocked: bool) {
        self.act(|world| world.block(person, blocked));
    }

    #[track_caller]
    pub fn deactivate(&self, person: i64) {
        self.act(|world| world.deactivate(person));
    }

    #[track_caller]
    pub fn clear_chat(&self, person: i64, chat: i64) {
        self.act(|world| world.clear_chat(person, chat));
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

    /// The chat as readable text; see the README for its form.
    pub fn transcript(&self, person: i64, chat: i64) -> String {
        self.world(|world| world.transcript(person, chat))
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
