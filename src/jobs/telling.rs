//! The telling of an outcome: message by message, each noted when it is out.

use serde_json::Value;

use super::{
    Kind, News, Sent, Told,
    progress::locale,
    worker::{Held, Office, patiently},
};
use crate::{
    outbox::{Act, Delivered, Envelope, Lane, Outcome},
    store::ClaimedJob,
    view::{Body, View},
};

/// What became of one message of an outcome.
enum Part {
    Out,
    /// The job runs again.
    Again,
    /// Nobody can be told.
    Unheard,
    /// Telegram does not take it.
    Refused,
}

impl Office {
    /// Tells what a job came to, and closes it.
    pub(super) async fn tell_outcome(&self, held: &Held<'_>, outcome: &Value) {
        let Held {
            kind, rules, job, ..
        } = *held;
        let news = if outcome.is_null() {
            News::Failed
        } else {
            News::Done(outcome)
        };
        let views = match job.chat_id {
            Some(_) => self.views(kind, job, news),
            None => Vec::new(),
        };
        let mut delivered = usize::try_from(job.delivered).unwrap_or_default();
        if job.is_sending && !rules.sends_again {
            tracing::warn!(job = %job.id, kind = kind.name(), "a message may be out already; it is not sent again");
            delivered += 1;
        }
        let mut next = kind.next(outcome);
        for (part, view) in views.into_iter().enumerate().skip(delivered) {
            if held.is_lost() {
                return;
            }
            if held.stop.is_cancelled() {
                next = None;
                break;
            }
            match self.tell_part(held, outcome, part, view).await {
                Part::Out => {}
                Part::Again => return,
                Part::Unheard => {
                    next = None;
                    break;
                }
                Part::Refused => {
                    next = None;
                    for view in self.views(kind, job, News::Failed) {
                        self.send(job, 0, view, rules.lane).await;
                    }
                    break;
                }
            }
        }
        match next {
            Some(payload) => self.go_on(held, outcome, &payload).await,
            None => self.close(held, Some(outcome)).await,
        }
    }

    fn views(&self, kind: &dyn Kind, job: &ClaimedJob, news: News<'_>) -> Vec<View> {
        let told = Told {
            feature: kind.feature(),
            job: job.id,
            subject: &job.subject,
            news,
        };
        (self.tell)(&told, locale(&job.language))
    }

    async fn tell_part(&self, held: &Held<'_>, outcome: &Value, part: usize, view: View) -> Part {
        let Held {
            kind, rules, job, ..
        } = *held;
        if !rules.sends_again {
            patiently!(self, |tx, _| tx
                .jobs()
                .note_sending(job.id, self.owner())
                .await);
        }
        let is_text = matches!(view.body, Body::Text(_));
        let takes_place_of = if part == 0 && kind.edits() && is_text {
            patiently!(self, |tx, _| tx.jobs().progress_message(job.id).await)
        } else {
            None
        };
        let Delivered {
            outcome: sent,
            slot,
        } = match takes_place_of.and_then(|message| i32::try_from(message).ok()) {
            Some(message) => {
                let act = Act::Edit { message, view };
                let chat = job.chat_id.unwrap_or_default();
                let envelope = Envelope { chat, act };
                self.app.outbox.deliver(&envelope, rules.lane).await
            }
            None => self.send(job, part, view, rules.lane).await,
        };
        match sent {
            Outcome::Sent { messages } => {
                let count = i64::try_from(part + 1).unwrap_or(i64::MAX);
                patiently!(self, |tx, now| async {
                    let messages = &messages;
                    kind.sent(
                        tx,
                        Sent {
                            job,
                            outcome,
                            part,
                            messages,
                            now,
                        },
                    )
                    .await?;
                    if takes_place_of.is_some() {
                        tx.jobs().set_progress_message(job.id, None).await?;
                    }
                    tx.jobs().note_delivered(job.id, self.owner(), count).await
                }
                .await);
                drop(slot);
                Part::Out
            }
            Outcome::FileLost => {
                let again = patiently!(self, |tx, now| async {
                    let again = kind.file_lost(tx, job, outcome).await?;
                    if again {
                        tx.jobs().put_back(job.id, self.owner(), now, true).await?;
                    }
                    Ok(again)
                }
                .await);
                if again {
                    self.app.jobs.wake();
                    return Part::Again;
                }
                tracing::error!(job = %job.id, kind = kind.name(), "a file of an outcome is gone");
                Part::Refused
            }
            Outcome::Blocked => {
                if let Some(chat) = job.chat_id {
                    patiently!(self, |tx, now| tx
                        .users()
                        .mark_blocked(chat.into(), now)
                        .await);
                }
                Part::Unheard
            }
            Outcome::Gone | Outcome::NotAllowed | Outcome::Superseded => Part::Unheard,
            Outcome::Failed { reason } => {
                tracing::error!(job = %job.id, kind = kind.name(), reason, "Telegram refused an outcome");
                Part::Refused
            }
        }
    }

    async fn send(&self, job: &ClaimedJob, part: usize, view: View, lane: Lane) -> Delivered {
        let reply_to = job.reply_to.filter(|_| part == 0);
        let act = Act::Send {
            view,
            reply_to: reply_to.and_then(|message| i32::try_from(message).ok()),
        };
        let chat = job.chat_id.unwrap_or_default();
        self.app.outbox.deliver(&Envelope { chat, act }, lane).await
    }

    /// Takes the progress away and closes the job. In this order: a kill between them leaves a job that is taken up and
    /// closed, not a message with a dead button.
    pub(super) async fn close(&self, held: &Held<'_>, outcome: Option<&Value>) {
        let Held { kind, job, .. } = held;
        self.take_progress_away(job).await;
        patiently!(self, |tx, _| tx.jobs().close(job.id, self.owner()).await);
        kind.ended(&self.app, job, outcome).await;
    }

    /// Puts the job back for what is left of it, unless it was stopped meanwhile.
    async fn go_on(&self, held: &Held<'_>, outcome: &Value, payload: &Value) {
        let Held { kind, job, .. } = held;
        self.take_progress_away(job).await;
        let goes_on = patiently!(self, |tx, now| tx
            .jobs()
            .go_on(job.id, self.owner(), payload, now)
            .await);
        if !goes_on {
            return self.close(held, Some(outcome)).await;
        }
        kind.ended(&self.app, job, Some(outcome)).await;
        self.app.jobs.wake();
    }

    async fn take_progress_away(&self, job: &ClaimedJob) {
        let shown = patiently!(self, |tx, _| tx.jobs().progress_message(job.id).await);
        if let (Some(chat), Some(message)) = (job.chat_id, shown) {
            self.delete(chat, message).await;
        }
    }
}
