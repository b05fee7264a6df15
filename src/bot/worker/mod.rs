//! One update from the inbox to its answer.
//!
//! The steps, and what a kill between them means: the effect, the answer's text and the note "effect stored" are one
//! transaction (killed before: nothing happened, the update is handled again); the answer is sent (killed before: it is
//! sent at the next start, the effect is not repeated); the note "done" is written (killed before: the answer may come
//! twice, never more messages than the outbox has wire slots).

mod people;
mod reply;

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use dptree::deps;
use futures::FutureExt as _;
use teloxide::types::{Update, UpdateKind};
use tokio::sync::{Semaphore, mpsc};

use super::{
    acks::Ack,
    company::{self, Company},
    console,
    feature::{Answer, Asker, Ctx, Failure},
    features,
    origin::Origin,
    pace::{Pace, Verdict},
    tree::Tree,
};
use crate::{
    app::App,
    db::{Inbox, OpenUpdate},
    domain::{Language, TelegramId},
    i18n::Locale,
    metrics,
    outbox::{Act, Delivered, Envelope, Lane, Outcome},
    t,
    telemetry::Chain,
    view::View,
};
use people::People;
use reply::{StoredReply, into_reply, read_stored};

/// How many handlers run at once.
pub(super) const HANDLERS: usize = 32;
/// An update that was taken up so often and never brought to its end may be what brings the bot down.
const ATTEMPTS: i64 = 5;

/// How long to wait for what.
struct Patience {
    /// A handler that takes longer is cut.
    handler: Duration,
    /// A press is answered by then, whatever its handler still does.
    press: Duration,
    /// A database that is away so long is said to be away; until then the person just waits.
    database: Duration,
}

const PATIENCE: Patience = Patience {
    handler: Duration::from_secs(15),
    press: Duration::from_millis(700),
    database: Duration::from_secs(30),
};

pub(super) struct Worker {
    pub(super) app: Arc<App>,
    pub(super) inbox: Inbox,
    tree: Tree,
    handlers: Semaphore,
    acks: mpsc::Sender<Ack>,
    company: Arc<Company>,
    pace: Pace,
    people: People,
    patience: Patience,
}

impl Worker {
    pub(super) fn new(
        app: Arc<App>,
        inbox: Inbox,
        tree: Tree,
        acks: mpsc::Sender<Ack>,
        company: Arc<Company>,
    ) -> Self {
        Self {
            inbox,
            tree,
            handlers: Semaphore::new(HANDLERS),
            acks,
            pace: Pace::new(app.config.limits.updates_per_minute),
            people: People::default(),
            company,
            patience: PATIENCE,
            app,
        }
    }

    /// Brings one update to its end.
    pub(super) async fn handle(&self, open: OpenUpdate) {
        let slot = match self.reply_to(&open).await {
            Some(reply) => self.send(reply).await,
            None => None,
        };
        // The receiver ends after every lane did.
        let _ = self
            .acks
            .send(Ack {
                update_id: open.update_id,
                slot,
            })
            .await;
    }

    /// The answer an update still needs, with its effect stored.
    async fn reply_to(&self, open: &OpenUpdate) -> Option<StoredReply> {
        if let Some(stored) = &open.reply {
            return read_stored(stored);
        }
        let update: Update = serde_json::from_str(&open.body)
            .inspect_err(
                |error| tracing::debug!(%error, "an update is not what Telegram documents"),
            )
            .ok()?;
        if matches!(update.kind, UpdateKind::Error(_)) {
            tracing::debug!(
                update.id = open.update_id,
                "an update of a kind we do not know is put aside"
            );
            return None;
        }
        self.app.metrics.updates.get_or_create(&kind(&update)).inc();
        let origin = Origin::of(&update)?;
        let Some(person) = origin.person else {
            let locale = Locale(origin.language());
            let asked = features::names_a_feature(&update, &self.app.me.username);
            let complaint = Answer::complaint(View::text(t!(locale, "who-are-you")));
            return asked.then(|| into_reply(&origin, locale, complaint, false));
        };
        if !self.app.is_owner(person) {
            if self.is_banned(person).await {
                return None;
            }
            if open.is_fresh && company::is_for_us(&update, &self.app.me.username) {
                match self.pace.take(person, Instant::now()) {
                    Verdict::Answer => {}
                    Verdict::LeaveOut => return None,
                    Verdict::SayWait(seconds) => return Some(self.too_fast(&origin, seconds)),
                }
            }
        }
        let _running = self.handlers.acquire().await.expect("never closed");
        if !open.is_fresh && self.attempts(open.update_id).await > ATTEMPTS {
            let failure = Failure::Internal("it was taken up several times and never ended".into());
            let locale = Locale(origin.language());
            return Some(apology(&origin, locale, open.update_id, failure));
        }
        tokio::select! {
            reply = self.answer(&origin, person, open.update_id, Arc::new(update)) => reply,
            () = self.company.keep(&origin) => None,
        }
    }

    /// Not knowing it is no reason to be silent.
    async fn is_banned(&self, person: TelegramId) -> bool {
        let banned = self.app.bans.all(&self.app.db, self.app.me.id).await;
        banned.is_ok_and(|banned| banned.contains_key(&person))
    }

    fn too_fast(&self, origin: &Origin, seconds: u64) -> StoredReply {
        let locale = Locale(self.company.language(origin));
        let seconds = i64::try_from(seconds).unwrap_or(60);
        let said = View::text(t!(locale, "too-fast", seconds = seconds));
        into_reply(origin, locale, Answer::complaint(said), false)
    }

    /// How often an update was taken up, this time included. Not knowing it is no reason not to try.
    async fn attempts(&self, update_id: i64) -> i64 {
        let noted = self.inbox.note_attempt(update_id).await;
        noted.unwrap_or_else(|error| {
            tracing::warn!(error = %Chain(&error), "an attempt could not be noted");
            0
        })
    }

    /// Handles an update; again while the database is away for a moment, since nothing happened then.
    async fn answer(
        &self,
        origin: &Origin,
        person: TelegramId,
        update_id: i64,
        update: Arc<Update>,
    ) -> Option<StoredReply> {
        let began = Instant::now();
        let mut pause = Duration::from_millis(100);
        let mut looked_again = false;
        loop {
            let mut locale = Locale(origin.language());
            match self
                .attempt(origin, person, update_id, &update, &mut locale)
                .await
            {
                Ok(reply) => return reply,
                Err(Failure::Away(error)) if began.elapsed() < self.patience.database => {
                    tracing::debug!(error = %Chain(error.as_ref()), "the database is away; the update waits");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(2));
                }
                // What was there when we looked is not any more: with what is there now, the feature says so itself.
                Err(Failure::Missing(_)) if !looked_again => {
                    looked_again = true;
                    self.app.db.forget_tables();
                }
                Err(failure) => return Some(apology(origin, locale, update_id, failure)),
            }
        }
    }

    /// From the one who asks to the stored effect. `locale` becomes theirs on the way.
    async fn attempt(
        &self,
        origin: &Origin,
        person: TelegramId,
        update_id: i64,
        update: &Arc<Update>,
        locale: &mut Locale,
    ) -> Result<Option<StoredReply>, Failure> {
        let ctx = Arc::new(self.context(origin, person, update_id).await?);
        *locale = ctx.locale;
        if ctx.asker.is_owner {
            console::met(&ctx);
        }
        let answer = self.run(&ctx, origin, Arc::clone(update)).await?;
        self.settle(&ctx, origin, answer).await
    }

    /// Who asks, where, and in which language.
    async fn context(
        &self,
        origin: &Origin,
        telegram_id: TelegramId,
        update_id: i64,
    ) -> Result<Ctx, Failure> {
        let (person, tables) = self.people.find(&self.app.db, telegram_id).await?;
        let language = person
            .as_ref()
            .and_then(|person| person.language)
            .unwrap_or_else(|| origin.language());
        self.company.remember(telegram_id, language);
        Ok(Ctx {
            app: Arc::clone(&self.app),
            asker: Asker {
                telegram_id,
                user: person.map(|person| person.id),
                language,
                is_owner: self.app.is_owner(telegram_id),
            },
            chat: origin.chat,
            locale: Locale(language),
            now: self.app.clock.now(),
            message: origin.message.clone(),
            tables,
            update_id,
        })
    }

    /// Runs the handler: cut when it takes too long, survived when it panics, and a press answered meanwhile.
    async fn run(
        &self,
        ctx: &Arc<Ctx>,
        origin: &Origin,
        update: Arc<Update>,
    ) -> Result<Answer, Failure> {
        let walk = self.tree.dispatch(deps![Arc::clone(ctx), update]);
        let guarded =
            tokio::time::timeout(self.patience.handler, AssertUnwindSafe(walk).catch_unwind());
        tokio::pin!(guarded);
        let ended = match &origin.press {
            None => guarded.await,
            Some(press) => tokio::select! {
                ended = &mut guarded => ended,
                () = tokio::time::sleep(self.patience.press) => {
                    self.app.outbox.answer_press(press, None).await;
                    guarded.await
                }
            },
        };
        match ended {
            Err(_) => Err(Failure::Internal(
                format!(
                    "the handler took longer than {} s",
                    self.patience.handler.as_secs()
                )
                .into(),
            )),
            Ok(Err(panic)) => Err(Failure::Internal(
                format!("the handler panicked: {}", panic_text(panic.as_ref())).into(),
            )),
            Ok(Ok(std::ops::ControlFlow::Break(result))) => result,
            Ok(Ok(std::ops::ControlFlow::Continue(_))) => Ok(Answer::silence()),
        }
    }

    /// Stores the effect, the answer and the note in one transaction. When the effect turns out to have happened
    /// before, the answer that was stored with it is the one to give.
    async fn settle(
        &self,
        ctx: &Ctx,
        origin: &Origin,
        mut answer: Answer,
    ) -> Result<Option<StoredReply>, Failure> {
        let effect = answer.effect.take();
        let reply = into_reply(origin, ctx.locale, answer, effect.is_some());
        let Some(effect) = effect else {
            return Ok(Some(reply));
        };
        let text =
            serde_json::to_string(&reply).map_err(|error| Failure::Internal(error.into()))?;
        if effect.commit(ctx, &self.inbox, text).await? {
            return Ok(Some(reply));
        }
        let stored = self.inbox.stored_reply(ctx.update_id).await?;
        Ok(stored.and_then(|stored| read_stored(&stored)))
    }

    async fn send(&self, reply: StoredReply) -> Option<tokio::sync::OwnedSemaphorePermit> {
        if let Some(press) = &reply.press {
            self.app
                .outbox
                .answer_press(press, reply.toast.as_deref())
                .await;
        }
        let envelope = reply.envelope?;
        let Delivered { outcome, slot } = self.app.outbox.deliver(&envelope, Lane::Waiting).await;
        match outcome {
            Outcome::Sent { messages } => {
                if let (Some(then), Some(first)) = (reply.then, messages.first()) {
                    then(first.id);
                }
            }
            Outcome::Superseded => {}
            Outcome::Gone | Outcome::NotAllowed => {
                tracing::debug!(chat.id = envelope.chat, ?outcome, "nobody hears us there");
            }
            Outcome::Blocked => self.note_block(envelope.chat).await,
            Outcome::FileLost => {
                drop(slot);
                let text = reply.if_file_lost.unwrap_or_default();
                let act = Act::Send {
                    view: View::text(text),
                    reply_to: None,
                };
                let chat = envelope.chat;
                let said = Envelope { chat, act };
                return self.app.outbox.deliver(&said, Lane::Waiting).await.slot;
            }
            Outcome::Failed { reason } => tracing::error!(
                chat.id = envelope.chat,
                reason,
                "Telegram refused an answer"
            ),
        }
        slot
    }

    /// A person who blocked the bot is not written to again until they come back.
    async fn note_block(&self, chat: i64) {
        let noted = async {
            let mut tx = self.app.db.begin().await?;
            tx.users()
                .mark_blocked(chat.into(), self.app.clock.now())
                .await?;
            tx.commit().await?;
            Ok::<(), Failure>(())
        };
        if let Err(Failure::Internal(error) | Failure::Away(error)) = noted.await {
            tracing::error!(error = %Chain(error.as_ref()), "a block could not be noted");
        }
    }
}

/// What a person is told instead of an answer. What we have to mend is logged here, once, with its whole chain.
fn apology(origin: &Origin, locale: Locale, update_id: i64, failure: Failure) -> StoredReply {
    let text = match failure {
        Failure::User { key, args } => locale.text(key, &args),
        Failure::Missing(error) => {
            let error = Chain(error.as_ref());
            tracing::warn!(update.id = update_id, %error, "a part of the database is away");
            t!(locale, "feature-away")
        }
        Failure::Internal(error) | Failure::Away(error) => {
            let incident = incident(update_id);
            let error = Chain(error.as_ref());
            tracing::error!(incident, update.id = update_id, %error, "an update could not be answered");
            t!(locale, "failed", incident = incident)
        }
    };
    into_reply(origin, locale, Answer::complaint(View::text(text)), false)
}

fn kind(update: &Update) -> metrics::Kind {
    let [message, press, member, other] = metrics::KINDS;
    let kind = match &update.kind {
        UpdateKind::Message(_) => message,
        UpdateKind::CallbackQuery(_) => press,
        UpdateKind::MyChatMember(_) => member,
        _ => other,
    };
    metrics::Kind { kind }
}

/// A short word to find the log line by.
fn incident(update_id: i64) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rest = update_id.unsigned_abs();
    let mut word = Vec::new();
    while rest > 0 || word.is_empty() {
        word.push(char::from(
            DIGITS[usize::try_from(rest % 32).expect("below 32")],
        ));
        rest /= 32;
    }
    word.iter().rev().collect()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a word")
}

impl Origin {
    /// The language to answer somebody in of whom nothing is kept: their client's, where it is one of ours.
    pub(super) fn language(&self) -> Language {
        self.client_language
            .as_deref()
            .and_then(Language::closest)
            .unwrap_or(Language::DEFAULT)
    }
}

#[cfg(test)]
mod tests;
