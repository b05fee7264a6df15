//! The owner's console: what a run is outside of the handler that was asked for it, and how it is told.
//!
//! A press writes a row and returns; the run is a task beside the handlers, and lives outside the schema gate, which it closes
//! itself. So what tells of it, and the button that stops it, must do without a transaction: the run is known in memory here.
//! The panels are in `features/migrate/`; what they show is made of the engine's data by the pure files here.

mod checks;
mod history;
mod keeping;
mod notices;
mod outcome;
mod panel;
mod plan;
mod prepare;
mod purpose;
mod refusal;
mod restore;
mod run;
mod status;
mod verdict;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

pub(in crate::bot) use checks::token_refused;
pub(in crate::bot) use history::{history, log, show};
pub(in crate::bot) use keeping::keep;
pub(in crate::bot) use notices::{met, watch};
pub(in crate::bot) use panel::{Panel, button};
pub(in crate::bot) use plan::cut;
pub(in crate::bot) use prepare::prepare;
pub(in crate::bot) use purpose::{Purpose, Wish};
pub(in crate::bot) use refusal::error as refused;
pub(in crate::bot) use restore::{back_up, backups, can_be_sent, offer as offer_restore};
pub(in crate::bot) use run::{
    Order, begin, fresh_plan, issue_code, look, losses, note_refused, sql,
};
pub(in crate::bot) use status::status;
pub(in crate::bot) use verdict::{difference, verify};

use crate::{app::App, domain::Language, migrate::Cancel};

/// What the console of this process is at.
#[derive(Default)]
pub struct Console {
    busy: Mutex<Option<Busy>>,
    /// In which language an owner was last answered.
    languages: Mutex<HashMap<i64, Language>>,
}

struct Busy {
    run: String,
    by: i64,
    cancel: Cancel,
}

/// The one place to run in; free again when this is dropped.
struct Occupied {
    app: Arc<App>,
    run: String,
}

impl Console {
    /// Whose run is going on.
    pub(in crate::bot) fn busy_with(&self) -> Option<i64> {
        self.busy().as_ref().map(|busy| busy.by)
    }

    /// Presses the button of a run: in memory, since nothing can be written while it goes on. False: it is over.
    pub(in crate::bot) fn stop(&self, run: &str, by: i64) -> bool {
        let busy = self.busy();
        let theirs = busy
            .as_ref()
            .filter(|busy| busy.run == run && busy.by == by);
        if let Some(busy) = theirs {
            busy.cancel.cancel();
        }
        theirs.is_some()
    }

    /// Stops whatever runs, because the process ends, and waits until it has.
    pub(in crate::bot) async fn close(&self) {
        while self.busy().as_ref().is_some_and(|busy| {
            busy.cancel.cancel();
            true
        }) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// An owner reads this language; true where that is new.
    fn reads(&self, owner: i64, language: Language) -> bool {
        let mut languages = self
            .languages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        languages.insert(owner, language) != Some(language)
    }

    fn busy(&self) -> std::sync::MutexGuard<'_, Option<Busy>> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Occupied {
    /// `None` where something runs already.
    fn take(app: &Arc<App>, run: &str, by: i64, cancel: &Cancel) -> Option<Self> {
        let mut busy = app.console.busy();
        if busy.is_some() {
            return None;
        }
        *busy = Some(Busy {
            run: run.to_owned(),
            by,
            cancel: cancel.clone(),
        });
        Some(Self {
            app: Arc::clone(app),
            run: run.to_owned(),
        })
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        let mut busy = self.app.console.busy();
        if busy.as_ref().is_some_and(|busy| busy.run == self.run) {
            *busy = None;
        }
    }
}
