//! Runs an approved plan, in this order: lock → re-plan → space → drain (before the backup where something is lost, after it
//! where the plan only adds) → backup → losses counted again → steps → recycle the pool → report.

use std::time::Instant;

use super::{
    approve::Approved,
    backup::{self, Backup},
    cancel::{self, Cancel},
    engine::Engine,
    error::EngineError,
    guard,
    journal::{self, Actor, Entry, Event, Outcome},
    lock, look,
    mirror::Mirror,
    outcome::{Failed, Manner, Progress, Report, Tell},
    outside,
    place::Conn,
    plan::{Applied, Facts, Keep, Plan, Step, plan},
    refusal::Refusal,
    step::{self, Done, Run},
    tables,
    target::Direction,
    why::Why,
};

impl Engine {
    /// Runs what was approved, and only that.
    pub async fn apply(
        &self,
        approved: Approved,
        manner: Manner,
        cancel: &Cancel,
        tell: Tell<'_>,
    ) -> Result<Report, Failed> {
        let run = journal::new_id(self.clock.now(), &approved.by().host);
        let mut conn = self
            .place
            .open_to_write()
            .await
            .map_err(|error| Failed::before_anything(&run, error))?;
        let lock = lock::take(
            &self.place,
            &mut conn,
            self.clock.as_ref(),
            approved.by(),
            self.settings.patience,
            cancel,
        )
        .await;
        let result = match lock {
            Err(error) => Err(Failed::before_anything(&run, error)),
            Ok(_lock) => {
                let mut work = Work {
                    engine: self,
                    by: approved.by(),
                    id: &run,
                    cancel,
                    tell,
                    mirror: None,
                    kept: None,
                };
                work.run(&mut conn, approved.plan(), manner).await
            }
        };
        conn.close().await;
        result
    }
}

/// One run under the lock.
struct Work<'a> {
    engine: &'a Engine,
    by: &'a Actor,
    id: &'a str,
    cancel: &'a Cancel,
    tell: Tell<'a>,
    mirror: Option<Mirror>,
    /// The tables it touches, where they are kept in the database.
    kept: Option<Backup>,
}

impl Work<'_> {
    async fn run(
        &mut self,
        conn: &mut Conn,
        shown: &Plan,
        manner: Manner,
    ) -> Result<Report, Failed> {
        let began = Instant::now();
        let early = |error| Failed::before_anything(self.id, error);
        tables::ensure(conn).await.map_err(early)?;
        let (facts, plan) = match self.replan(conn, shown).await {
            Ok(both) => both,
            Err(error) => {
                let refused = Event::Refused {
                    asked: format!("{} {}", shown.direction, shown.digest.code()),
                    why: error.chain(),
                    told: Some(Why::of(&error)),
                };
                // The refusal itself is what the person needs to see, also where it could not be written down.
                let _ = self.note(conn, refused).await;
                return Err(Failed::before_anything(self.id, error));
            }
        };
        if plan.is_empty() {
            return Ok(Report {
                run: self.id.to_owned(),
                done: Vec::new(),
                backup: None,
                seconds: 0.0,
            });
        }
        // Whoever moves on purpose has seen what became of a restore that did not end.
        if let Some(file) = facts.unfinished_restore.clone() {
            let ended = Event::RestoreFinished {
                file,
                version: facts.current(),
            };
            self.note(conn, ended).await.map_err(early)?;
        }
        let started = Event::Started {
            plan: plan.digest.clone(),
            direction: plan.direction,
            from: plan.from,
            to: plan.to,
            steps: plan.steps.iter().map(|s| s.name.clone()).collect(),
            loses: plan
                .losses
                .iter()
                .filter(|l| l.hurts())
                .map(|l| format!("{:?} {} {:?}", l.what, l.about, l.count))
                .collect(),
        };
        self.note(conn, started)
            .await
            .map_err(|error| Failed::before_anything(self.id, error))?;
        let result = self.drained(conn, &facts, &plan, manner).await;
        self.engine.let_go_on(conn).await;
        let (outcome, error, done, backup) = match &result {
            Ok(report) => (Outcome::Done, None, &report.done, &report.backup),
            Err(failed) => {
                let outcome = match &failed.error {
                    EngineError::Cancelled => Outcome::Cancelled,
                    _ if failed.rolled_back => Outcome::RolledBack,
                    _ => Outcome::Failed,
                };
                (outcome, Some(&failed.error), &failed.done, &failed.backup)
            }
        };
        let finished = Event::Finished {
            outcome,
            error: error.map(EngineError::chain),
            told: error.map(Why::of),
            done: done.iter().map(|d| d.name.clone()).collect(),
            backup: backup.as_ref().map(|b| b.file.display().to_string()),
            seconds: began.elapsed().as_secs_f64(),
        };
        let noted = self.note(conn, finished).await;
        match (result, noted) {
            (Ok(report), Ok(())) => Ok(Report {
                seconds: began.elapsed().as_secs_f64(),
                ..report
            }),
            (Ok(report), Err(error)) => Err(Failed {
                done: report.done,
                backup: report.backup,
                ..Failed::before_anything(self.id, error)
            }),
            (Err(failed), _) => Err(failed),
        }
    }

    /// Plans again under the lock: what is run must be what was shown.
    async fn replan(
        &mut self,
        conn: &mut Conn,
        shown: &Plan,
    ) -> Result<(Facts, Plan), EngineError> {
        self.mirror = Mirror::open(&self.engine.place)?;
        if let Some(mirror) = &mut self.mirror {
            mirror.append(&journal::entries(conn).await?)?;
        }
        let facts = look::facts(&self.engine.place, conn).await?;
        let stale = |why: String| EngineError::Refused(Refusal::Stale(why));
        let mut plan = plan(&self.engine.known, &facts, &shown.request())
            .map_err(|refusal| stale(refusal.to_string()))?;
        if plan.digest != shown.digest {
            return Err(stale(super::report::what_changed(shown, &plan)));
        }
        conn.begin().await?;
        let measured = self.engine.measure(conn, &facts, &mut plan).await;
        conn.rollback().await;
        measured?;
        guard::recounted(&shown.losses, &plan.losses)?;
        self.engine.check_space(&plan)?;
        Ok((facts, plan))
    }

    async fn drained(
        &mut self,
        conn: &mut Conn,
        facts: &Facts,
        plan: &Plan,
        manner: Manner,
    ) -> Result<Report, Failed> {
        let careful = plan.loses() || !plan.can_be_undone();
        let fail = |error| Failed::before_anything(self.id, error);
        let early = if careful {
            self.drain(conn, plan).await.map_err(fail)?
        } else {
            None
        };
        let backup = self
            .back_up(conn, facts, plan)
            .await
            .map_err(|error| Failed::before_anything(self.id, error))?;
        let with_backup = |mut failed: Failed| {
            failed.backup = failed.backup.or_else(|| backup.clone());
            failed
        };
        let drained = match early {
            Some(drained) => Some(drained),
            None => self
                .drain(conn, plan)
                .await
                .map_err(|error| with_backup(Failed::before_anything(self.id, error)))?,
        };
        let result = self.steps(conn, facts, plan, manner).await;
        if let Some(gate) = &self.engine.gate {
            gate.recycle();
        }
        drop(drained);
        let done = result.map_err(with_backup)?;
        let backup = backup.or_else(|| self.kept.take());
        if backup.is_some() {
            // An old backup that stays one run longer harms nobody.
            let _ = self.engine.prune(conn).await;
        }
        Ok(Report {
            run: self.id.to_owned(),
            done,
            backup,
            seconds: 0.0,
        })
    }

    /// Waits until nobody works on the data: first the other processes, then our own transactions.
    async fn drain(
        &self,
        conn: &mut Conn,
        plan: &Plan,
    ) -> Result<Option<crate::db::gate::Drained>, EngineError> {
        match self.engine.ask_to_pause(conn).await {
            Ok(()) => {}
            // What only adds disturbs nobody who goes on working.
            Err(EngineError::Refused(Refusal::PeersBusy(who))) if plan.only_adds() => {
                (self.tell)(Progress::Waiting { by: who });
            }
            Err(error) => return Err(error),
        }
        let Some(gate) = &self.engine.gate else {
            return Ok(None);
        };
        (self.tell)(Progress::Draining);
        let drained = gate.drain(self.engine.settings.drain).await;
        drained.map(Some).ok_or_else(|| Refusal::Undrained.into())
    }

    async fn back_up(
        &mut self,
        conn: &mut Conn,
        facts: &Facts,
        plan: &Plan,
    ) -> Result<Option<Backup>, EngineError> {
        if !matches!(plan.estimate.backup, Some(Keep::File | Keep::Dump { .. })) {
            return Ok(None);
        }
        (self.tell)(Progress::BackingUp);
        let name = self.engine.backup_name(facts.current(), plan.digest.code());
        let reason = format!("before {} {}", plan.direction, plan.digest.code());
        let copied = self.engine.copy(conn, &name, &reason, plan.loses()).await;
        if let Err(EngineError::Damaged(says)) = &copied {
            self.note(conn, Event::Damaged { says: says.clone() })
                .await?;
        }
        let backup = copied?;
        (self.tell)(Progress::BackedUp(backup.clone()));
        self.note(conn, backed_up(&backup)).await?;
        Ok(Some(backup))
    }

    async fn steps(
        &mut self,
        conn: &mut Conn,
        facts: &Facts,
        plan: &Plan,
        manner: Manner,
    ) -> Result<Vec<Done>, Failed> {
        let watch = cancel::watch(&self.engine.place, conn, self.cancel)
            .await
            .map_err(|e| Failed::before_anything(self.id, e))?;
        let run = Run::new(
            self.id,
            self.by,
            self.engine.clock.as_ref(),
            self.cancel,
            &plan.losses,
            self.tell,
        );
        let run = Run {
            last: plan.steps.last().map(|step| step.version),
            keep: Some(plan).filter(|plan| plan.estimate.backup == Some(Keep::Tables)),
            data: self.engine.known.steps,
            ..run
        };
        let mut done = Vec::new();
        let result = if plan.options.single {
            step::all_or_nothing(conn, &plan.steps, &facts.ledger, &run)
                .await
                .map(|all| done = all)
        } else {
            self.one_by_one(conn, plan, &facts.ledger, &run, &mut done)
                .await
        };
        cancel::unwatch(conn, watch).await;
        self.kept = run.kept();
        let Err((step, error)) = result else {
            self.mirror(&run).map_err(|error| Failed {
                done: done.clone(),
                ..Failed::before_anything(self.id, error)
            })?;
            return Ok(done);
        };
        // What was committed is in the journal; the mirror catches up at the next run where it cannot now.
        let _ = self.mirror(&run);
        let mut failed = Failed {
            step: Some(step.name.clone()),
            done,
            backup: self.kept.clone(),
            ..Failed::before_anything(self.id, error)
        };
        if matches!(failed.error, EngineError::Database { .. }) && !self.cancel.is_cancelled() {
            failed.statement = step::failing_statement(conn, &step).await;
        }
        if self.cancel.is_cancelled() {
            failed.error = EngineError::Cancelled;
        }
        if manner.rollback_on_failure && !failed.done.is_empty() && plan.direction == Direction::Up
        {
            (self.tell)(Progress::TakingBack);
            if let Err(error) = self.take_back(conn, plan).await {
                return Err(Failed { error, ..failed });
            }
            failed.rolled_back = true;
            failed.done.clear();
        }
        Err(failed)
    }

    async fn one_by_one(
        &mut self,
        conn: &mut Conn,
        plan: &Plan,
        ledger: &[Applied],
        run: &Run<'_>,
        done: &mut Vec<Done>,
    ) -> Result<(), (Step, EngineError)> {
        let mut expected = ledger.to_vec();
        for (i, step) in plan.steps.iter().enumerate() {
            let failed = |error| (step.clone(), error);
            if self.cancel.is_cancelled() {
                return Err(failed(EngineError::Cancelled));
            }
            (self.tell)(Progress::Begins {
                number: i + 1,
                of: plan.steps.len(),
                name: step.name.clone(),
            });
            let ended = one(conn, step, &expected, run).await.map_err(failed)?;
            expected = step::ledger_after(expected, step);
            (self.tell)(Progress::Ended(ended.clone()));
            // The mirror catches up when the run is over: until then the rows are what counts.
            done.push(ended);
        }
        Ok(())
    }

    /// Goes back to where the run began, by the scripts it has just put into the journal.
    async fn take_back(&mut self, conn: &mut Conn, plan_up: &Plan) -> Result<(), EngineError> {
        let facts = look::facts(&self.engine.place, conn).await?;
        let mut down = plan(&self.engine.known, &facts, &plan_up.request_back())?;
        conn.begin().await?;
        let counted = look::count(conn, &mut down.losses, self.engine.clock.now()).await;
        conn.rollback().await;
        counted?;
        let never = Cancel::default();
        let run = Run::new(
            self.id,
            self.by,
            self.engine.clock.as_ref(),
            &never,
            &down.losses,
            self.tell,
        );
        let run = Run {
            data: self.engine.known.steps,
            ..run
        };
        let mut expected = facts.ledger.clone();
        for step in &down.steps {
            one(conn, step, &expected, &run).await?;
            expected = step::ledger_after(expected, step);
        }
        self.mirror(&run)
    }

    /// Writes an entry outside any step.
    async fn note(&mut self, conn: &mut Conn, event: Event) -> Result<(), EngineError> {
        let entry = Entry::new(self.engine.clock.now(), self.by, Some(self.id), event);
        journal::write(conn, &entry).await?;
        match &mut self.mirror {
            Some(mirror) => mirror.append(&[entry]),
            None => Ok(()),
        }
    }

    /// Mirrors what the steps have committed.
    fn mirror(&mut self, run: &Run<'_>) -> Result<(), EngineError> {
        let written = run.take_written();
        match &mut self.mirror {
            Some(mirror) => mirror.append(&written),
            None => Ok(()),
        }
    }
}

/// Runs a step as its first line wants it.
async fn one(
    conn: &mut Conn,
    step: &Step,
    expected: &[Applied],
    run: &Run<'_>,
) -> Result<Done, EngineError> {
    if step.script.no_transaction() {
        outside::without_transaction(conn, step, run).await
    } else {
        step::alone(conn, step, expected, run).await
    }
}

pub(super) fn backed_up(backup: &Backup) -> Event {
    Event::BackedUp {
        file: backup.file.display().to_string(),
        bytes: backup.bytes,
        sha256: backup.sha256.clone(),
        pinned: backup.pinned,
    }
}

impl Engine {
    /// Copies the whole database into a file.
    pub(super) async fn copy(
        &self,
        conn: &mut Conn,
        name: &str,
        reason: &str,
        pinned: bool,
    ) -> Result<Backup, EngineError> {
        match conn {
            Conn::Sqlite(_) => {
                backup::make(
                    &self.place,
                    &self.settings.backup_dir,
                    name,
                    self.clock.now(),
                    reason,
                    pinned,
                )
                .await
            }
            Conn::Postgres(_) => super::dump::make(self, conn, name, reason, pinned).await,
        }
    }
}
