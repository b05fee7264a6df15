//! `reprise migrate …`: the owner's console on the command line. It shows the plan, asks, and says what came of it.

mod ask;
mod models;
mod moving;
mod restoring;

use std::{cell::RefCell, path::PathBuf, sync::Arc, time::Duration};

use ask::{ask, consent, lines, print_json, progress, told, with_advice};
use clap::Args;

use super::{Exit, fail, print, say};
use crate::{
    clock::SystemClock,
    config::{Config, DatabaseUrl},
    migrate::{
        Cancel, Consent, Engine, EngineError, Failed, Manner, Recovered, Refusal, Rehearsal,
        Status,
        command::{RunArgs, RunOptions, Verb},
        configured_url, graph,
        journal::{Actor, From},
        place::Place,
        plan::Request,
        report,
        source::Known,
        target::{Direction, find},
    },
};

/// Run the database's migrations: look, plan, apply, take back, back up, restore.
#[derive(Debug, Args)]
pub(super) struct Command {
    /// The database, instead of the configured one.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,

    /// The folder with the migrations, instead of those in this program.
    #[arg(long, global = true, value_name = "DIR")]
    source: Option<PathBuf>,

    /// How many seconds to wait for another migration to end.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60)]
    wait: u64,

    #[command(subcommand)]
    verb: Verb,
}

/// Does one verb.
pub(super) fn run(command: &Command, config: &Config) -> Exit {
    // One thread is enough, and starts faster: `status` is done in a few milliseconds.
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("cannot start: {error}")),
    };
    let done = async {
        let session = Session::open(command, config).await?;
        session.run(&command.verb).await
    };
    runtime.block_on(done).unwrap_or_else(|error| tell(&error))
}

/// Says what went wrong; a refusal is not a failure.
fn tell(error: &EngineError) -> Exit {
    match error {
        EngineError::Refused(refusal) => {
            say(&format!("refused: {refusal}"));
            Exit::Refused
        }
        EngineError::Source(_) | EngineError::NoFile => {
            say(&format!("error: {}", error.chain()));
            Exit::Usage
        }
        error => fail(&with_advice(error.chain(), error)),
    }
}

/// The database that `--database-url` names.
fn named(url: &str) -> Result<Place, EngineError> {
    Place::from_url(url).map_err(|error| match DatabaseUrl::parse(url) {
        Ok(_) => error,
        Err(why) => Refusal::Other(format!("`--database-url`: {why}")).into(),
    })
}

struct Session<'a> {
    engine: Engine,
    command: &'a Command,
    config: &'a Config,
    by: Actor,
    /// What somebody was asked about and said was not renamed.
    said_no: RefCell<Vec<(String, String)>>,
    /// What `status` shows, where that is what is wanted.
    status: Option<Status>,
}

impl<'a> Session<'a> {
    async fn open(command: &'a Command, config: &'a Config) -> Result<Self, EngineError> {
        let configured = configured_url(config);
        let place = match &command.database_url {
            Some(url) => named(url)?,
            None => Place::from_url(configured)?,
        };
        let (source, dialect) = (command.source.clone(), place.dialect());
        // The first migration is written where there is none.
        let is_first = matches!(command.verb, Verb::New(_));
        let known = tokio::task::spawn_blocking(move || match source {
            Some(folder) if is_first && !folder.exists() => Ok(Known::none(dialect)),
            Some(folder) => Known::folder(dialect, &folder),
            None => Known::embedded(dialect),
        });
        let none = Known::none(dialect);
        let mut engine = Engine::configured(config, place, none, Arc::new(SystemClock));
        // The state of the database has nothing to do with the files, and is looked at while they are read.
        let status = match command.verb {
            Verb::Status { .. } => Some(engine.status().await),
            _ => None,
        };
        let known = known.await.expect("reading does not panic");
        engine.known = Arc::new(known.map_err(EngineError::Source)?);
        engine.settings.patience = Duration::from_secs(command.wait);
        Ok(Self {
            engine,
            command,
            config,
            by: Actor::of_this_process(From::Cli),
            said_no: RefCell::default(),
            status: status.transpose()?,
        })
    }

    async fn run(&self, verb: &Verb) -> Result<Exit, EngineError> {
        let now = self.engine.clock.now();
        match verb {
            Verb::Up { target, run, .. } if run.sql => self.sql_of_run(Direction::Up, target).await,
            Verb::Down { target, run } if run.sql => self.sql_of_run(Direction::Down, target).await,
            Verb::Status { json, exit_code } => Ok(self.status(*json, *exit_code)),
            Verb::Plan {
                target,
                rehearse,
                json,
                options,
            } => self.plan(target, *rehearse, *json, *options).await,
            Verb::Up {
                target,
                run,
                rollback_on_failure,
                on_copy,
            } => {
                let request = run.options.request(Direction::Up, target);
                let manner = Manner {
                    rollback_on_failure: *rollback_on_failure,
                };
                match on_copy {
                    Some(file) => self.on_copy(file, &request, manner).await,
                    None => self.apply(request, run, manner).await,
                }
            }
            Verb::Down { target, run } => {
                self.apply(
                    run.options.request(Direction::Down, target),
                    run,
                    Manner::default(),
                )
                .await
            }
            Verb::Current => {
                let current = self.engine.facts().await?.current();
                Ok(print(&format!(
                    "{}\n",
                    current.map_or("base".to_owned(), |v| self.engine.known.name(v))
                )))
            }
            Verb::History { verbose } => Ok(lines(&report::history(
                &self.engine.status().await?,
                &self.engine.known,
                *verbose,
            ))),
            Verb::Show { revision } => self.show(revision).await,
            Verb::Log => Ok(lines(&report::log(&self.engine.log().await?))),
            Verb::Backup { pin } => self.back_up(*pin).await,
            Verb::Backups => Ok(lines(&report::backups(&self.engine.backups().await?, now))),
            Verb::Restore { backup, yes } => self.restore(backup.as_deref(), *yes).await,
            Verb::Verify => Ok(self.verify().await),
            Verb::Hold { reason } => self.hold(reason).await,
            Verb::Release {
                backup: Some(name), ..
            } => self.unpin(name).await,
            Verb::Release { reason, .. } => self.release(reason).await,
            Verb::Bless {
                revision,
                reason,
                yes,
            } => self.bless(revision, reason, *yes).await,
            Verb::Reset { confirm } => self.reset(confirm.as_deref()).await,
            Verb::New(args) => self.create(args).await,
            Verb::Check => self.check().await,
            Verb::Drift { json, exit_code } => self.drift(*json, *exit_code).await,
            Verb::Sql { range } => self.sql(range.as_deref()).await,
            Verb::Stamp {
                revision,
                force,
                reason,
            } => self.stamp(revision, reason.as_deref(), *force).await,
            Verb::Baseline { revision, yes } => self.baseline(revision, *yes).await,
            Verb::Move { to } => moving::run(self, to).await,
            Verb::Heads => Ok(lines(&graph::heads(&self.engine.known))),
            Verb::Branches => Ok(self.branches()),
            Verb::Merge {
                description,
                message,
            } => self.merge(message.as_ref().or(description.as_ref())),
            Verb::Lint => self.lint(),
            Verb::Schema { mermaid, write } => models::schema(*mermaid, write.as_deref()),
            Verb::Selftest => self.selftest().await,
        }
    }

    async fn plan(
        &self,
        target: &str,
        rehearse: bool,
        json: bool,
        options: RunOptions,
    ) -> Result<Exit, EngineError> {
        let facts = self.engine.facts().await?;
        let request = options.towards(target, &self.engine.known, &facts);
        let mut plan = self.engine.plan(&request).await?;
        if rehearse {
            let cancel = Cancel::default();
            let rehearsing = Box::pin(self.engine.rehearse(plan, &cancel, &progress));
            plan = self.until_ctrl_c(rehearsing, &cancel).await?;
        }
        let shown = if json {
            print_json(&plan)
        } else {
            lines(&report::plan(&plan))
        };
        Ok(match plan.estimate.rehearsal {
            Some(Rehearsal::Broke(_)) => Exit::Failed,
            _ => shown,
        })
    }

    async fn back_up(&self, pin: bool) -> Result<Exit, EngineError> {
        let backup = self.engine.back_up(&self.by, "by hand", pin).await?;
        Ok(print(&format!("{}\n", backup.file.display())))
    }

    async fn hold(&self, reason: &str) -> Result<Exit, EngineError> {
        self.engine.hold(&self.by, reason).await?;
        Ok(print(
            "Held: no restart applies anything until somebody moves up on purpose.\n",
        ))
    }

    async fn release(&self, reason: &str) -> Result<Exit, EngineError> {
        let was_held = self.engine.release(&self.by, reason).await?;
        Ok(print(if was_held {
            "Released.\n"
        } else {
            "Nothing was held.\n"
        }))
    }

    async fn unpin(&self, name: &str) -> Result<Exit, EngineError> {
        let backup = self.engine.find_backup(name).await?;
        let was_kept = self.engine.unpin(&self.by, &backup).await?;
        Ok(print(if was_kept {
            "Released: it is removed by its age, as others are.\n"
        } else {
            "It was not kept for good.\n"
        }))
    }

    fn status(&self, json: bool, exit_code: bool) -> Exit {
        let status = self.status.as_ref().expect("looked at when it began");
        let shown = report::status_json(status, &self.engine.known);
        let printed = if json {
            print_json(&shown)
        } else {
            lines(&report::status(
                &shown,
                status,
                &self.engine.known,
                self.engine.clock.now(),
            ))
        };
        if exit_code && !shown.is_fine() {
            Exit::Failed
        } else {
            printed
        }
    }

    async fn show(&self, revision: &str) -> Result<Exit, EngineError> {
        let facts = self.engine.facts().await?;
        let version =
            find(revision, &self.engine.known, &facts.applied()).map_err(Refusal::from)?;
        Ok(lines(&report::show(version, &self.engine.known, &facts)))
    }

    async fn verify(&self) -> Exit {
        let checks = self.engine.verify().await;
        let line = |check: &crate::migrate::Check| match &check.wrong {
            None => format!("ok     {}", check.what),
            Some(wrong) => format!("WRONG  {}: {wrong}", check.what),
        };
        let printed = lines(&checks.iter().map(line).collect::<Vec<_>>());
        if checks.iter().any(|check| check.wrong.is_some()) {
            Exit::Failed
        } else {
            printed
        }
    }

    /// Shows the plan, asks, runs it.
    async fn apply(
        &self,
        mut request: Request,
        args: &RunArgs,
        manner: Manner,
    ) -> Result<Exit, EngineError> {
        if self.engine.facts().await?.unfinished_step.is_some() {
            match self.engine.recover(&self.by).await? {
                Recovered::Nothing => {}
                Recovered::Recorded(name) => say(&format!(
                    "{name} was interrupted, but had happened; it is recorded now."
                )),
                Recovered::Undone(name) => say(&format!(
                    "{name} was interrupted before it happened; it is pending again."
                )),
            }
        }
        loop {
            let plan = self.engine.plan(&request).await?;
            if plan.is_empty() {
                let mut told = report::plan(&plan);
                if self.engine.let_go(&self.by, &plan).await? {
                    told.push(
                        "Migrations were held; from now on a restart applies them again."
                            .to_owned(),
                    );
                }
                return Ok(lines(&told));
            }
            let Some(consent) = consent(&plan, args)? else {
                return Ok(Exit::Refused);
            };
            // From here on the target is a place, not a number of steps: whoever is second takes back nothing more.
            request = plan.request();
            let digest = plan.digest.clone();
            let approved = plan.approve(&digest, &consent, self.by.clone())?;
            match self.cancellable(&self.engine, approved, manner).await {
                Ok(report) => return Ok(lines(&report::outcome(&report))),
                // Somebody else was faster. What is left, if anything, is planned again; a person is asked again.
                Err(failed)
                    if args.code.is_none()
                        && matches!(failed.error.refusal(), Some(Refusal::Stale(_))) =>
                {
                    say(&failed.error.chain());
                }
                Err(failed) => return Ok(told(&failed)),
            }
        }
    }

    async fn cancellable(
        &self,
        engine: &Engine,
        approved: crate::migrate::Approved,
        manner: Manner,
    ) -> Result<crate::migrate::Report, Failed> {
        let cancel = Cancel::default();
        let run = Box::pin(engine.apply(approved, manner, &cancel, &progress));
        self.until_ctrl_c(run, &cancel).await
    }

    async fn until_ctrl_c<T>(&self, work: impl Future<Output = T>, cancel: &Cancel) -> T {
        let mut work = std::pin::pin!(work);
        tokio::select! {
            ended = &mut work => return ended,
            _ = tokio::signal::ctrl_c() => say("cancelling; the running migration is rolled back …"),
        }
        cancel.cancel();
        work.await
    }

    /// Runs on a copy that stays for looking at.
    async fn on_copy(
        &self,
        file: &std::path::Path,
        request: &Request,
        manner: Manner,
    ) -> Result<Exit, EngineError> {
        let engine = self.engine.copied_to(file).await?;
        let plan = engine.plan(request).await?;
        if plan.is_empty() {
            return Ok(lines(&report::plan(&plan)));
        }
        let mut shown = lines(&report::plan(&plan));
        let digest = plan.digest.clone();
        let approved = plan.approve(&digest, &Consent::Beforehand, self.by.clone())?;
        shown = match self.cancellable(&engine, approved, manner).await {
            Ok(report) => match shown {
                Exit::Done => lines(&report::outcome(&report)),
                other => other,
            },
            Err(failed) => return Ok(told(&failed)),
        };
        say(&format!(
            "This was a copy, {}; the database itself was not touched.",
            file.display()
        ));
        Ok(shown)
    }

    async fn bless(&self, revision: &str, reason: &str, yes: bool) -> Result<Exit, EngineError> {
        let Some(edited) = self.engine.edited(revision).await? else {
            return Ok(print("It is as it was when it was applied.\n"));
        };
        lines(&report::edited(&edited));
        if !yes && !ask("Accept it as it is now? Type yes: ", "yes")? {
            return Ok(Exit::Refused);
        }
        self.engine.bless(&self.by, &edited, reason).await?;
        Ok(print("Accepted.\n"))
    }

    /// Down to base and up again, in a database that no bot uses.
    async fn reset(&self, confirm: Option<&str>) -> Result<Exit, EngineError> {
        if self.config.bot.token.is_some() {
            return Err(Refusal::Other("a bot token is configured, so this is no development database; `migrate down base` takes everything back after showing what goes".to_owned()).into());
        }
        let name = self.engine.place.name();
        let confirmed = match confirm {
            Some(typed) => typed == name,
            None => ask(&format!("Everything in {name} goes. Type {name}: "), &name)?,
        };
        if !confirmed {
            return Err(Refusal::Other(format!("type the name of the database, {name}")).into());
        }
        let args = RunArgs {
            yes: true,
            ..RunArgs::default()
        };
        let down = self
            .apply(
                args.options.request(Direction::Down, "base"),
                &args,
                Manner::default(),
            )
            .await?;
        if down != Exit::Done {
            return Ok(down);
        }
        self.apply(
            args.options.request(Direction::Up, "head"),
            &args,
            Manner::default(),
        )
        .await
    }
}
