//! What a run tells while it runs, and how it ends.

use serde::Serialize;

use super::{backup::Backup, error::EngineError, step::Done, who::Who};

/// What a run tells while it runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    Waiting {
        by: Vec<Who>,
    },
    Draining,
    BackingUp,
    BackedUp(Backup),
    Begins {
        number: usize,
        of: usize,
        name: String,
    },
    Ended(Done),
    TakingBack,
}

/// Where a run tells it.
pub type Tell<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// How a run ended well.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub run: String,
    pub done: Vec<Done>,
    pub backup: Option<Backup>,
    pub seconds: f64,
}

/// How a run ended otherwise, with what was done before.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.words())]
pub struct Failed {
    pub run: String,
    /// What is applied and kept.
    pub done: Vec<Done>,
    /// The step that failed, if it came that far.
    pub step: Option<String>,
    /// The line and text of the statement that failed.
    pub statement: Option<(usize, String)>,
    pub backup: Option<Backup>,
    /// Everything the run had done was taken back.
    pub rolled_back: bool,
    #[source]
    pub error: EngineError,
}

impl Failed {
    pub(super) fn before_anything(run: &str, error: EngineError) -> Self {
        Self {
            run: run.to_owned(),
            done: Vec::new(),
            step: None,
            statement: None,
            backup: None,
            rolled_back: false,
            error,
        }
    }

    fn words(&self) -> String {
        let kept = match self.done.len() {
            0 if self.rolled_back => "everything was taken back",
            0 => "nothing was changed",
            1 => "1 migration was applied and kept",
            _ => "the migrations before it were applied and kept",
        };
        match &self.step {
            Some(step) => format!("{step} failed; {kept}"),
            None => format!("the run stopped; {kept}"),
        }
    }
}

/// How a run is to be done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Go back to the start where a step fails.
    pub rollback_on_failure: bool,
}
