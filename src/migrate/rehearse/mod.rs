//! Trying a plan on a copy of the data before anybody is asked: "it worked on your data just now, and took 1.3 s".
//!
//! SQLite is copied to a file, which the plan runs on as it would on the data. On PostgreSQL a scratch schema is filled and
//! the plan's statements run in it (`scratch.rs`). Nothing of either is left, and no live table is changed.

mod scratch;
mod scripts;
mod untried;

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

pub use untried::Untried;

use super::{
    approve::Consent,
    cancel::Cancel,
    engine::Engine,
    error::EngineError,
    journal::{self, Actor, From},
    outcome::{Failed, Manner, Tell},
    place::Place,
    plan::{Plan, Request},
    refusal::Refusal,
    report,
    sql::Name,
    step::Done,
    target::Direction,
    temporary,
};

/// How trying a plan went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Rehearsal {
    Worked(Tried),
    /// It failed on the copy, and would have failed on the data.
    Broke(Broke),
    NotTried(Untried),
}

/// What was seen when it worked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// What the steps took, without the copying.
    pub seconds: f64,
    pub steps: Vec<Done>,
    /// The tables that have another number of rows afterwards.
    pub rows: Vec<Rows>,
    pub way_back: WayBack,
}

/// How many rows a table has before and after; `None` where it is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    pub table: String,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

/// Whether the scripts back were tried, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum WayBack {
    Worked,
    /// They ran, and leave another schema than there was.
    Differs,
    Broke(Broke),
    /// There is none.
    Missing,
}

/// Where it stopped, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broke {
    pub step: Option<String>,
    /// The line and text of the statement.
    pub statement: Option<(usize, String)>,
    pub why: String,
}

/// Its own words where the database said no: what was being done is told beside them.
fn why(error: &EngineError) -> String {
    let said = error.said_by_database();
    said.map_or_else(|| error.chain(), str::to_owned)
}

impl std::convert::From<Failed> for Broke {
    fn from(failed: Failed) -> Self {
        Self {
            why: why(&failed.error),
            step: failed.step,
            statement: failed.statement,
        }
    }
}

impl Engine {
    /// Tries the plan on a copy; it comes back with `estimate.rehearsal`. A button may stop it.
    pub async fn rehearse(
        &self,
        mut plan: Plan,
        cancel: &Cancel,
        tell: Tell<'_>,
    ) -> Result<Plan, EngineError> {
        let rehearsal = if plan.is_empty() {
            Rehearsal::NotTried(Untried::NothingToDo)
        } else if plan.estimate.database_bytes == 0 {
            Rehearsal::NotTried(Untried::NoData)
        } else {
            match &self.place {
                Place::Postgres(_) => {
                    Box::pin(scratch::rehearse(self, &plan, cancel, tell)).await?
                }
                Place::Sqlite(_) => Box::pin(self.on_a_copy(&plan, cancel, tell)).await?,
            }
        };
        if let Rehearsal::Worked(tried) = &rehearsal {
            plan.estimate.seconds = Some(plan.estimate.backup_seconds() + tried.seconds);
        }
        plan.estimate.rehearsal = Some(rehearsal);
        Ok(plan)
    }

    fn too_much(&self, bytes: u64, free: Option<u64>) -> Option<Untried> {
        Untried::too_much(bytes, self.settings.rehearse_max_bytes, free)
    }

    async fn on_a_copy(
        &self,
        plan: &Plan,
        cancel: &Cancel,
        tell: Tell<'_>,
    ) -> Result<Rehearsal, EngineError> {
        let estimate = &plan.estimate;
        if let Some(why) = self.too_much(estimate.database_bytes, estimate.free_bytes) {
            return Ok(Rehearsal::NotTried(why));
        }
        let folder = temporary::folder(&self.settings.temp_dir)?;
        let file = folder.file("rehearsal.sqlite");
        self.on_the_copy(&file, plan, cancel, tell).await
    }

    fn new_name(&self) -> String {
        format!(
            "rehearsal-{}",
            journal::new_id(self.clock.now(), "rehearsal")
        )
    }

    async fn on_the_copy(
        &self,
        file: &Path,
        shown: &Plan,
        cancel: &Cancel,
        tell: Tell<'_>,
    ) -> Result<Rehearsal, EngineError> {
        let copy = self.copied_to(file).await?;
        let plan = copy.plan(&shown.request()).await?;
        if plan.steps != shown.steps {
            return Err(Refusal::Stale(report::what_changed(shown, &plan)).into());
        }
        let fingerprint = copy.facts().await?.fingerprint;
        let before = copy.rows().await?;
        let steps = match copy.go(plan, cancel, tell).await? {
            Ok(report) => report.done,
            Err(failed) => return Ok(Rehearsal::Broke(failed.into())),
        };
        let after = copy.rows().await?;
        let way_back = match copy.plan(&shown.request_back()).await {
            Err(EngineError::Refused(_)) => WayBack::Missing,
            Err(error) => return Err(error),
            Ok(back) => match copy.go(back, cancel, &|_| ()).await? {
                Ok(_) if copy.facts().await?.fingerprint == fingerprint => WayBack::Worked,
                Ok(_) => WayBack::Differs,
                Err(failed) => WayBack::Broke(failed.into()),
            },
        };
        Ok(Rehearsal::Worked(tried(steps, &before, &after, way_back)))
    }

    async fn go(
        &self,
        plan: Plan,
        cancel: &Cancel,
        tell: Tell<'_>,
    ) -> Result<Result<super::Report, Failed>, EngineError> {
        let digest = plan.digest.clone();
        let by = Actor::of_this_process(From::Cli);
        let approved = plan.approve(&digest, &Consent::Beforehand, by)?;
        let ended = self.apply(approved, Manner::default(), cancel, tell).await;
        match ended {
            Err(failed) if cancel.is_cancelled() => Err(failed.error),
            ended => Ok(ended),
        }
    }
}

fn tried(
    steps: Vec<Done>,
    before: &BTreeMap<Name, i64>,
    after: &BTreeMap<Name, i64>,
    way_back: WayBack,
) -> Tried {
    let tables: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let rows = tables.into_iter().map(|table| Rows {
        table: table.to_string(),
        before: before.get(table).copied(),
        after: after.get(table).copied(),
    });
    Tried {
        seconds: steps.iter().map(|step| step.seconds).sum(),
        rows: rows.filter(|rows| rows.before != rows.after).collect(),
        steps,
        way_back,
    }
}

impl Plan {
    /// What asks for this plan again: its end is a place, not a number of steps.
    pub fn request(&self) -> Request {
        Request {
            direction: self.direction,
            target: self.to.into(),
            options: self.options,
        }
    }

    /// What takes it back.
    pub(super) fn request_back(&self) -> Request {
        Request {
            direction: match self.direction {
                Direction::Up => Direction::Down,
                Direction::Down => Direction::Up,
            },
            target: self.from.into(),
            options: self.options,
        }
    }
}
