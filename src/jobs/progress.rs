//! How far a running job is, and the message that shows it.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{
    News, Told,
    worker::{Held, Office, patiently},
};
use crate::{
    domain::{JobId, Language},
    i18n::Locale,
    outbox::{Act, Envelope, Lane, Outcome},
    view::View,
};

/// What is done sooner needs no message that says so.
pub(super) const SOON: TimeDelta = TimeDelta::milliseconds(1_500);

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub percent: Option<u8>,
    pub seconds_left: Option<i64>,
}

/// What a running job is given: the word to stop, and where to say how far it is.
pub struct Run {
    /// Cancelled when the job should end: nobody wants it, or the bot stops.
    pub stop: CancellationToken,
    progress: watch::Sender<Progress>,
}

impl Run {
    pub(super) fn new(stop: CancellationToken) -> Self {
        Self {
            stop,
            progress: watch::Sender::new(Progress::default()),
        }
    }

    /// As often as there is something new; how often people see it is not the job's concern.
    pub fn tell(&self, progress: Progress) {
        self.progress.send_replace(progress);
    }
}

/// Between two edits. Telegram lets a group have twenty messages a minute, edits included, and others talk there, too.
pub(super) fn between_edits(chat: i64) -> TimeDelta {
    TimeDelta::seconds(if chat < 0 { 6 } else { 3 })
}

impl Office {
    /// Shows how far a job is until it `ended`, in one message that is edited.
    pub(super) async fn show_progress(
        &self,
        held: &Held<'_>,
        run: &Run,
        ended: &CancellationToken,
    ) {
        let Held { job, kind, .. } = held;
        let Some(chat) = job.chat_id else { return };
        let place = Place {
            job: job.id,
            chat,
            reply_to: job.reply_to,
        };
        let mut message = job.progress_message;
        let mut shown = None;
        let mut next = match job.told_at {
            Some(told) => told + between_edits(chat),
            None => job.created_at + SOON,
        };
        loop {
            let rest = (next - self.app.clock.now()).to_std().unwrap_or_default();
            tokio::select! {
                // Not longer than that: a clock that is set back must not silence anybody.
                () = self.app.clock.sleep(rest.min(Duration::from_secs(6))) => {}
                () = ended.cancelled() => return,
            }
            let progress = *run.progress.borrow();
            if shown != Some(progress) {
                if message.is_none() {
                    // The line may have shown one since we claimed the job.
                    message = patiently!(self, |tx, _| tx.jobs().progress_message(job.id).await);
                }
                let told = Told {
                    feature: kind.feature(),
                    job: job.id,
                    subject: &job.subject,
                    news: News::Runs(progress),
                };
                let view = (self.tell)(&told, locale(&job.language)).into_iter().next();
                if let Some(view) = view {
                    message = self.show(place, message, view).await;
                }
                shown = Some(progress);
            }
            next = self.app.clock.now() + between_edits(chat);
        }
    }

    /// Puts a view where the progress of a job is shown, and says which message that is now.
    pub(super) async fn show(&self, place: Place, message: Option<i64>, view: View) -> Option<i64> {
        let act = match message.and_then(|message| i32::try_from(message).ok()) {
            Some(message) => Act::Edit { message, view },
            None => Act::Send {
                view,
                reply_to: place
                    .reply_to
                    .and_then(|message| i32::try_from(message).ok()),
            },
        };
        let envelope = Envelope {
            chat: place.chat,
            act,
        };
        let delivered = self.app.outbox.deliver(&envelope, Lane::Waiting).await;
        let Outcome::Sent { messages } = delivered.outcome else {
            return message;
        };
        let now_at = messages.first().map(|sent| i64::from(sent.id));
        if let Some(now_at) = now_at
            && Some(now_at) != message
        {
            let is_open = patiently!(self, |tx, _| tx
                .jobs()
                .set_progress_message(place.job, Some(now_at))
                .await);
            if !is_open {
                self.delete(place.chat, now_at).await;
            }
        }
        now_at
    }

    /// Takes a message away that has nothing to say any more.
    pub(super) async fn delete(&self, chat: i64, message: i64) {
        let Ok(message) = i32::try_from(message) else {
            return;
        };
        let act = Act::Delete { message };
        self.app
            .outbox
            .deliver(&Envelope { chat, act }, Lane::Waiting)
            .await;
    }
}

/// Where the progress of a job is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) job: JobId,
    pub(super) chat: i64,
    pub(super) reply_to: Option<i64>,
}

/// The language a job is told in.
pub(super) fn locale(code: &str) -> Locale {
    Locale(Language::from_code(code).unwrap_or(Language::DEFAULT))
}
