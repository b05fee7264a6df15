//! What a feature is given: who asks, where, when, and the way to an effect.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::{Access, Failure, Feature, Incoming};
use crate::{
    app::App,
    db::{Inbox, Prompt, Prompts, Tables, Tx},
    domain::{JobId, Language, TelegramId, UserId},
    i18n::{Arg, Locale},
    jobs::{self, Added, play::PLAY},
    store::{CancelledJob, NewJob},
};

/// How long the bot waits for what it asked somebody to type.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// Everything a feature knows about the one who asks.
pub struct Ctx {
    pub app: Arc<App>,
    pub asker: Asker,
    pub chat: Chat,
    pub locale: Locale,
    pub now: DateTime<Utc>,
    /// The message that was sent, or the one under whose button was pressed.
    pub message: Option<Incoming>,
    /// What the database has of the application's tables.
    pub tables: Arc<Tables>,
    /// Which update this is; an effect is stored together with the note that it happened.
    pub(in crate::bot) update_id: i64,
}

/// The person who wrote or pressed.
#[derive(Debug, Clone)]
pub struct Asker {
    pub telegram_id: TelegramId,
    /// The row of a person we keep something about.
    pub user: Option<UserId>,
    pub language: Language,
    pub is_owner: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chat {
    pub id: i64,
    pub is_private: bool,
}

impl Ctx {
    /// Opens the transaction in which this update takes effect. It is handed back inside the [`super::Answer`], and is
    /// committed together with the answer and the note that this update is done: all of it happens, once, or nothing.
    pub async fn effect(&self) -> Result<Effect, Failure> {
        Ok(Effect {
            tx: self.app.db.begin().await?,
            added_jobs: false,
            stopped_jobs: Vec::new(),
            once_committed: Vec::new(),
        })
    }

    /// Opens a transaction to read in.
    pub async fn read(&self) -> Result<Tx, Failure> {
        Ok(self.app.db.read().await?)
    }

    /// Whether a feature is there for the one who asks, with all it needs.
    pub fn offers(&self, feature: &dyn Feature) -> bool {
        self.may_use(feature) && !self.misses(feature)
    }

    /// Whether a table that a feature needs is away.
    pub fn misses(&self, feature: &dyn Feature) -> bool {
        !self.tables.have(feature.tables())
    }

    /// Whether a feature is for the one who asks.
    pub fn may_use(&self, feature: &dyn Feature) -> bool {
        match feature.access() {
            Access::Anyone => true,
            Access::Owner => self.asker.is_owner && self.chat.is_private,
        }
    }

    /// What this person is asked to type in this chat.
    pub(in crate::bot) async fn prompt(&self) -> Result<Option<Prompt>, Failure> {
        let now_ms = self.now.timestamp_millis();
        Ok(self
            .prompts()
            .of(&self.app.db, self.place(), now_ms)
            .await?)
    }

    fn prompts(&self) -> Prompts {
        Prompts {
            bot_id: self.app.me.id,
        }
    }

    fn place(&self) -> (i64, i64) {
        (self.chat.id, self.asker.telegram_id.get())
    }
}

/// The transaction of an update's effect. Only the worker can commit it; dropped, it never happened.
pub struct Effect {
    pub(in crate::bot) tx: Tx,
    /// What the workers have to hear once it is committed.
    added_jobs: bool,
    stopped_jobs: Vec<JobId>,
    once_committed: Vec<Box<dyn FnOnce() + Send + Sync>>,
}

impl Effect {
    /// The row of the person who asks, made now if this is the first thing we keep about them.
    pub async fn user(&mut self, ctx: &Ctx) -> Result<UserId, Failure> {
        match ctx.asker.user {
            Some(user) => Ok(user),
            None => Ok(self
                .tx
                .users()
                .ensure(ctx.asker.telegram_id, ctx.now)
                .await?),
        }
    }

    /// Adds work of this person in this chat; the outcome answers the message that `ctx` is about. The same work, by
    /// `key`, is not added twice.
    pub async fn add_job(
        &mut self,
        ctx: &Ctx,
        kind: &'static str,
        key: Option<String>,
        payload: &impl Serialize,
        subject: &str,
    ) -> Result<(), Failure> {
        self.add_job_at(ctx, ctx.now, kind, key, payload, subject)
            .await
    }

    /// The same, not before `run_at`.
    pub async fn add_job_at(
        &mut self,
        ctx: &Ctx,
        run_at: DateTime<Utc>,
        kind: &'static str,
        key: Option<String>,
        payload: &impl Serialize,
        subject: &str,
    ) -> Result<(), Failure> {
        let payload =
            serde_json::to_value(payload).map_err(|error| Failure::Internal(error.into()))?;
        let asked_by = ctx.message.as_ref().filter(|_| !ctx.chat.is_private);
        let job = NewJob {
            kind,
            key,
            payload,
            subject: subject.chars().take(200).collect(),
            user: Some(self.user(ctx).await?),
            chat: Some(ctx.chat.id),
            reply_to: asked_by.map(|message| i64::from(message.message_id)),
            language: ctx.locale.0.code(),
            run_at,
        };
        match jobs::add(&mut self.tx, &ctx.app.config, &job, ctx.now).await? {
            Added::New(_) => {
                self.added_jobs = true;
                Ok(())
            }
            Added::Already => Err(Failure::user("job-already")),
            Added::LineIsFull => Err(Failure::user("job-line-full")),
            Added::TooMany(limit) => Err(Failure::user_with(
                "job-too-many",
                vec![("limit", Arg::Number(limit.into()))],
            )),
        }
    }

    /// Takes back a job of this person.
    pub async fn cancel_job(
        &mut self,
        ctx: &Ctx,
        job: JobId,
    ) -> Result<Option<CancelledJob>, Failure> {
        let Some(user) = ctx.asker.user else {
            return Ok(None);
        };
        let pressed = ctx.message.as_ref().map(|said| i64::from(said.message_id));
        if pressed.is_some() && self.tx.jobs().progress_message(job).await? == pressed {
            // From now on that message says that the job is stopped: no worker takes it away.
            self.tx.jobs().set_progress_message(job, None).await?;
        }
        let cancelled = self.tx.jobs().cancel(job, user, PLAY).await?;
        self.stopped_jobs.extend(cancelled.iter().map(|job| job.id));
        Ok(cancelled)
    }

    /// Takes back everything this person waits for in this chat.
    pub async fn cancel_jobs(&mut self, ctx: &Ctx) -> Result<Vec<CancelledJob>, Failure> {
        let Some(user) = ctx.asker.user.filter(|_| ctx.tables.have(&["jobs"])) else {
            return Ok(Vec::new());
        };
        let cancelled = self.tx.jobs().cancel_all(user, ctx.chat.id, PLAY).await?;
        self.stopped_jobs.extend(cancelled.iter().map(|job| job.id));
        Ok(cancelled)
    }

    /// Goes on with something once it has happened; a kill in between is for whoever finds what it stored.
    pub(in crate::bot) fn once_committed(&mut self, then: impl FnOnce() + Send + Sync + 'static) {
        self.once_committed.push(Box::new(then));
    }

    /// Makes it happen with its answer beside it, and tells the workers what they have to know. False: it happened before.
    pub(in crate::bot) async fn commit(
        self,
        ctx: &Ctx,
        inbox: &Inbox,
        reply: String,
    ) -> Result<bool, Failure> {
        let is_first = inbox
            .commit_with_reply(self.tx, ctx.update_id, reply)
            .await?;
        if !is_first {
            return Ok(false);
        }
        let app = &ctx.app;
        if self.added_jobs {
            app.jobs.wake();
        }
        for job in self.stopped_jobs {
            app.jobs.stop(job);
        }
        for then in self.once_committed {
            then();
        }
        Ok(true)
    }

    /// Hands what this person says next in this chat to [`Feature::prompted`], for ten minutes or until `/cancel`. In a
    /// group only an answer to one of our messages counts.
    pub async fn ask(
        &mut self,
        ctx: &Ctx,
        feature: &dyn Feature,
        asked: impl Into<String>,
    ) -> Result<(), Failure> {
        let prompt = Prompt {
            feature: feature.name().to_owned(),
            asked: asked.into(),
            update_id: ctx.update_id,
        };
        let expires_ms = (ctx.now + PATIENCE).timestamp_millis();
        ctx.prompts()
            .ask(&mut self.tx, ctx.place(), &prompt, expires_ms)
            .await?;
        Ok(())
    }

    /// Stops waiting for what this person was asked to type. True: something was asked.
    pub async fn stop_asking(&mut self, ctx: &Ctx) -> Result<bool, Failure> {
        let now_ms = ctx.now.timestamp_millis();
        Ok(ctx
            .prompts()
            .forget(&mut self.tx, ctx.place(), now_ms)
            .await?)
    }

    /// This prompt has its answer; a question asked since stays.
    pub(in crate::bot) async fn end_prompt(
        &mut self,
        ctx: &Ctx,
        prompt: &Prompt,
    ) -> Result<(), Failure> {
        ctx.prompts()
            .answered(&mut self.tx, ctx.place(), prompt.update_id)
            .await?;
        Ok(())
    }
}

impl Deref for Effect {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Effect {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}
