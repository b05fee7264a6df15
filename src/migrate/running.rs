//! A run as a task of its own: whoever asked for it hears how it goes, may stop it, and need not stay.

use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinHandle,
};

use super::{
    approve::Approved,
    cancel::Cancel,
    engine::Engine,
    error::EngineError,
    outcome::{Failed, Manner, Progress, Report},
};

/// A run that goes on, whether this is kept or dropped.
#[derive(Debug)]
pub struct Running {
    /// The button that stops it; clones are the same button.
    pub cancel: Cancel,
    /// What it tells, one after the other; closed when it has ended.
    pub progress: UnboundedReceiver<Progress>,
    task: JoinHandle<Result<Report, Failed>>,
}

impl Engine {
    /// Starts a run of what was approved. While it works, the gate of this process is closed: what tells of it must not need a
    /// transaction.
    pub fn start(&self, approved: Approved, manner: Manner) -> Running {
        let (engine, cancel) = (self.clone(), Cancel::default());
        let (told, progress) = unbounded_channel();
        let stop = cancel.clone();
        let task = tokio::spawn(async move {
            // Nobody may be listening any more.
            let tell = |progress| _ = told.send(progress);
            engine.apply(approved, manner, &stop, &tell).await
        });
        Running {
            cancel,
            progress,
            task,
        }
    }
}

impl Running {
    /// Waits until it has ended.
    pub async fn ended(self) -> Result<Report, Failed> {
        match self.task.await {
            Ok(ended) => ended,
            Err(error) => Err(Failed::before_anything("", EngineError::Crashed(error))),
        }
    }
}
