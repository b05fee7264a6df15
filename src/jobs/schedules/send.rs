//! One message of a run on its way: noted before it goes onto the wire and when it is out; and what Telegram's refusals mean
//! for its schedule.

use std::time::Duration;

use futures::FutureExt as _;

use super::{
    LEASE, Runner, grumble,
    play::{ATTEMPTS, Play},
    store,
};
use crate::{
    jobs::{
        NotNow,
        list::{self, Part},
    },
    outbox::{Act, Delivered, Envelope, Lane, Outcome, SentMessage},
    store::{ClaimedRun, StoreError},
    view::View,
};

/// One message of a run.
pub(super) struct Message<'a> {
    pub(super) chat: i64,
    pub(super) view: View,
    /// The tracks it carries, if it carries any.
    pub(super) part: Option<Part<'a>>,
    /// Which one it is, from 1 on.
    pub(super) number: i64,
    pub(super) is_last: bool,
}

/// What became of one message of a run.
pub(super) enum Step {
    Next,
    /// It is not played on, and neither is the schedule, for this reason.
    Pause(&'static str),
    /// Somebody else has the run, or it is gone.
    Lost,
}

impl Runner {
    /// Sends one message: noted before it goes onto the wire, and when it is out.
    pub(super) async fn send(
        &self,
        run: &ClaimedRun,
        message: Message<'_>,
    ) -> Result<Step, NotNow> {
        let envelope = Envelope {
            chat: message.chat,
            act: Act::Send {
                view: message.view,
                reply_to: None,
            },
        };
        let ready = || {
            async {
                let until = self.app.clock.now() + LEASE;
                store!(self, |tx| tx
                    .schedule_runs()
                    .note_sending(run, until)
                    .await?)
                .unwrap_or(false)
            }
            .boxed()
        };
        let Delivered { outcome, slot } = self
            .app
            .outbox
            .deliver_if(&envelope, Lane::Bulk, &ready)
            .await;
        let step = match &outcome {
            Outcome::Superseded => return Ok(Step::Lost),
            Outcome::FileLost
                if self
                    .can_be_made_again(run, message.part, message.number)
                    .await? =>
            {
                return Err("Telegram does not have a file any more".into());
            }
            // One track that cannot be sent keeps the others from nobody.
            Outcome::Sent { .. } | Outcome::FileLost => Step::Next,
            Outcome::Blocked => Step::Pause("blocked"),
            Outcome::Gone => Step::Pause("gone"),
            Outcome::NotAllowed => Step::Pause("rights"),
            Outcome::Failed { reason } => {
                tracing::error!(run = %run.id, reason, "Telegram refused a message of a schedule");
                Step::Next
            }
        };
        if matches!(step, Step::Next) {
            let out = match &outcome {
                Outcome::Sent { messages } => messages.as_slice(),
                _ => &[],
            };
            let out = message.part.map(|part| (part, out));
            self.note_sent(run, message.number, message.is_last, out)
                .await;
        }
        drop(slot);
        Ok(step)
    }

    /// Forgets the files of a message that did not go out; then it is tried again with new ones, and without those that are
    /// gone.
    async fn can_be_made_again(
        &self,
        run: &ClaimedRun,
        part: Option<Part<'_>>,
        number: i64,
    ) -> Result<bool, StoreError> {
        let Some(part) = part.filter(|_| run.attempts < ATTEMPTS) else {
            return Ok(false);
        };
        store!(self, |tx| {
            list::forget(&mut tx, part.tracks()).await?;
            let out = number - 1;
            tx.schedule_runs().note_sent(run, out, false).await?;
            // Whoever is free takes it up at once.
            let now = self.app.clock.now();
            tx.schedule_runs().renew(run, now).await?;
        })?;
        Ok(true)
    }

    /// Notes that a message is out, again until it works: what happened has to be on record.
    async fn note_sent(
        &self,
        run: &ClaimedRun,
        number: i64,
        is_last: bool,
        out: Option<(Part<'_>, &[SentMessage])>,
    ) {
        let mut pause = Duration::from_millis(100);
        loop {
            let now = self.app.clock.now();
            let noted = store!(self, |tx| {
                if let Some((part, messages)) = out {
                    list::note_out(&mut tx, part, messages, now).await?;
                }
                tx.schedule_runs().note_sent(run, number, is_last).await?;
            });
            let Err(error) = noted else { return };
            grumble(&error);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(5));
        }
    }

    /// Nobody can be played to any more: pauses the schedule, and tells whoever made it, if they did not know yet.
    pub(super) async fn pause(
        &self,
        run: &ClaimedRun,
        play: &Play,
        why: &'static str,
    ) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        let is_private = play.schedule.chat_id.is_none() || run.note.is_some();
        store!(self, |tx| {
            let paused = tx
                .schedules()
                .pause(run.schedule_id, Some(why), now)
                .await?;
            if is_private && why == "blocked" {
                tx.users().mark_blocked(play.maker.telegram_id, now).await?;
            }
            // A person who blocked the bot cannot be told; the panel says it.
            let can_be_told = !is_private || why == "station";
            let note = (paused && can_be_told).then_some(why);
            tx.schedule_runs().turn(run, note, now).await?;
        })
    }

    pub(super) async fn turn(
        &self,
        run: &ClaimedRun,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        store!(self, |tx| tx.schedule_runs().turn(run, note, now).await?)
    }
}
