//! What the owners are told without asking: how a start went, what waits for them, what was changed elsewhere, what is not in
//! order. One message for one cause, however often the bot is started.

use std::{sync::Arc, time::Duration};

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::{
    button, checks, outcome,
    panel::Panel,
    plan, refusal,
    run::{process, runs},
    words::{duration, owner_name, position, who},
};
use crate::{
    app::App,
    bot::feature::Ctx,
    db::{DbError, Notes, Run},
    domain::Language,
    i18n::{Arg, Locale},
    migrate::{
        BUILD, EngineError, Report, Why,
        boot::{Booted, Trouble, Waiting},
        journal::{Entry, Event, From, Outcome},
        target::Direction,
    },
    t,
    telemetry::Chain,
    view::View,
};

const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Tells the owners what is theirs to know, until `stop`.
pub(in crate::bot) async fn watch(app: Arc<App>, stop: CancellationToken) {
    if app.config.bot.owners.is_empty() {
        return;
    }
    let mut changes = app.db.gate().changes();
    let mut told_boot = false;
    let mut broke = 0;
    while !stop.is_cancelled() {
        let looked = async {
            interrupted(&app).await?;
            if !told_boot {
                booted(&app).await?;
                checks::was_refused(&app).await?;
                told_boot = true;
            }
            changed_elsewhere(&app).await?;
            checks::out_of_order(&app).await?;
            checks::broken(&app, &mut broke).await?;
            checks::low_disk(&app).await
        };
        if let Err(error) = looked.await {
            tracing::warn!(
                error = error.0,
                "the owners may have missed something; looking again soon"
            );
        }
        tokio::select! {
            () = app.clock.sleep(LOOK_EVERY) => {}
            _ = changes.changed() => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Why something could not be looked at.
pub(super) struct Missed(pub(super) String);

impl std::convert::From<DbError> for Missed {
    fn from(error: DbError) -> Self {
        Self(Chain(&error).to_string())
    }
}

impl std::convert::From<EngineError> for Missed {
    fn from(error: EngineError) -> Self {
        Self(error.chain())
    }
}

/// Remembers in which language an owner reads: at `base` no table says so.
pub(in crate::bot) fn met(ctx: &Ctx) {
    let (app, owner, language) = (
        Arc::clone(&ctx.app),
        ctx.asker.telegram_id.get(),
        ctx.asker.language,
    );
    if !ctx.app.console.reads(owner, language) {
        return;
    }
    tokio::spawn(async move {
        let name = format!("language:{owner}");
        if let Err(error) = write(&app, &name, language.code()).await {
            tracing::warn!(error = %Chain(&error), "an owner's language could not be noted");
        }
    });
}

pub(super) fn notes(app: &App) -> Notes {
    Notes { bot_id: app.me.id }
}

/// Writes a note, with the time it is now.
pub(super) async fn write(app: &App, name: &str, value: &str) -> Result<(), DbError> {
    let now_ms = app.clock.now().timestamp_millis();
    let mut tx = app.db.begin().await?;
    notes(app).write(&mut tx, name, value, now_ms).await?;
    tx.commit().await
}

/// A note, and when it was written.
pub(super) async fn read(app: &App, name: &str) -> Result<Option<(String, i64)>, DbError> {
    let mut tx = app.db.read().await?;
    notes(app).find(&mut tx, name).await
}

pub(super) async fn forget(app: &App, name: &str) -> Result<(), DbError> {
    let mut tx = app.db.begin().await?;
    notes(app).forget(&mut tx, name).await?;
    tx.commit().await
}

async fn locale(app: &App, owner: i64) -> Result<Locale, DbError> {
    let mut tx = app.db.read().await?;
    let tables = app.db.tables(&mut tx).await?;
    if tables.have(&["users", "playback_settings"])
        && let Ok(Some(person)) = tx.users().find_person(owner.into()).await
        && let Some(language) = person.language
    {
        return Ok(Locale(language));
    }
    let note = notes(app)
        .find(&mut tx, &format!("language:{owner}"))
        .await?;
    let language = note.and_then(|(code, _)| Language::from_code(&code));
    Ok(Locale(language.unwrap_or(Language::DEFAULT)))
}

/// Tells every owner, apart from the one who did it; once for each cause.
pub(super) async fn tell(
    app: &Arc<App>,
    cause: &str,
    apart_from: Option<&str>,
    view: impl Fn(Locale, i64) -> View,
) -> Result<(), Missed> {
    let mut tx = app.db.begin().await?;
    let now_ms = app.clock.now().timestamp_millis();
    let is_new = notes(app)
        .claim(&mut tx, &format!("told:{cause}"), now_ms)
        .await?;
    tx.commit().await?;
    if !is_new {
        return Ok(());
    }
    for owner in &app.config.bot.owners {
        if apart_from == Some(owner_name(*owner).as_str()) {
            continue;
        }
        let locale = locale(app, *owner).await?;
        Panel::of(app, *owner, locale, None)
            .show(view(locale, *owner))
            .await;
    }
    Ok(())
}

/// The cause is gone; when it comes again, it is told again.
pub(super) async fn over(app: &App, cause: &str) -> Result<(), Missed> {
    Ok(forget(app, &format!("told:{cause}")).await?)
}

/// All causes of a kind are gone, apart from one.
pub(super) async fn over_but(app: &App, kind: &str, cause: &str) -> Result<(), Missed> {
    let mut tx = app.db.begin().await?;
    for (name, _) in notes(app)
        .beginning(&mut tx, &format!("told:{kind}"))
        .await?
    {
        if name != format!("told:{cause}") {
            notes(app).forget(&mut tx, &name).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

pub(super) fn hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash[..6]
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// How the start went.
async fn booted(app: &Arc<App>) -> Result<(), Missed> {
    let config = &app.config.notices;
    match &app.booted {
        Booted::Ready {
            applied: Some(report),
        } if config.start => {
            let cause = format!("applied:{}", report.run);
            tell(app, &cause, None, |locale, _| started(locale, report)).await
        }
        Booted::Newer(ahead) if config.start => {
            let cause = format!("newer:{:?}", ahead.versions);
            let names: Vec<String> = ahead.versions.iter().map(|v| position(Some(*v))).collect();
            tell(app, &cause, None, |locale, _| {
                View::text(t!(locale, "migrate-notice-newer", names = names.join(", ")))
                    .row([button::status(locale)])
            })
            .await
        }
        Booted::Waiting { plan, why } if config.waiting => {
            let cause = format!("waiting:{}", plan.digest);
            tell(app, &cause, None, |locale, _| {
                let why = match why {
                    Waiting::Lossy => t!(locale, "migrate-notice-lossy"),
                    Waiting::Held => t!(locale, "migrate-notice-held"),
                    Waiting::AutoIsOff => t!(locale, "migrate-notice-manual"),
                };
                let count = i64::try_from(plan.steps.len()).unwrap_or_default();
                let waiting = t!(
                    locale,
                    "migrate-notice-waiting",
                    version = BUILD,
                    count = count
                );
                let mut lines = vec![waiting, why, String::new()];
                lines.extend(plan::losses(locale, plan));
                View::text(lines.join("\n"))
                    .row([button::go(
                        t!(locale, "migrate-button-look"),
                        plan.direction,
                        plan.to,
                    )])
                    .row([button::status(locale), button::history(locale)])
            })
            .await
        }
        Booted::Trouble(trouble) if config.waiting => {
            let pending = pending(app).await?;
            let cause = format!("trouble:{}", hash(&trouble.cause()));
            tell(app, &cause, None, |locale, _| {
                in_trouble(locale, trouble, pending)
            })
            .await
        }
        _ => Ok(()),
    }
}

async fn pending(app: &App) -> Result<usize, EngineError> {
    let facts = app.engine.facts().await?;
    let applied = facts.applied();
    Ok(app
        .engine
        .known
        .versions()
        .filter(|v| !applied.contains(v))
        .count())
}

fn started(locale: Locale, report: &Report) -> View {
    let count = i64::try_from(report.done.len()).unwrap_or_default();
    let mut lines = vec![t!(
        locale,
        "migrate-notice-started",
        version = BUILD,
        count = count,
        time = duration(locale, report.seconds)
    )];
    lines.extend(outcome::steps(locale, &report.done));
    lines.extend(
        report
            .backup
            .as_ref()
            .map(|kept| outcome::backup_line(locale, kept)),
    );
    View::text(lines.join("\n")).row([button::status(locale)])
}

/// The maintenance panel: what is wrong, what state the database is in, the ways out.
fn in_trouble(locale: Locale, trouble: &Trouble, pending: usize) -> View {
    let what = match trouble {
        Trouble::Failed(failed) => outcome::failed(locale, failed.done.len() + pending, failed),
        Trouble::Refused(why) => refusal::refusal(locale, why),
        Trouble::Ahead(ahead) => {
            let names: Vec<String> = ahead.versions.iter().map(|v| position(Some(*v))).collect();
            t!(locale, "migrate-notice-ahead", names = names.join(", "))
        }
        Trouble::Unreadable(error) => refusal::error(locale, error),
    };
    let title = t!(locale, "migrate-notice-maintenance", version = BUILD);
    let view = View::text(format!("{title}\n\n{what}"));
    match trouble {
        Trouble::Ahead(ahead) => view.row([button::go(
            t!(locale, "migrate-button-down"),
            Direction::Down,
            ahead.head,
        )]),
        _ => view.row([button::up(locale)]),
    }
    .row([button::status(locale), button::backups(locale)])
}

/// Runs that were approved in the chat and did not end, because their process did.
async fn interrupted(app: &Arc<App>) -> Result<(), Missed> {
    let open = {
        let mut tx = app.db.read().await?;
        runs(app).open(&mut tx).await?
    };
    for run in open {
        if run.process == process(app) || app.engine.lives(&run.process).await? {
            continue;
        }
        let entries = app.engine.log().await?;
        let locale = locale(app, run.person).await?;
        let mut tx = app.db.begin().await?;
        runs(app)
            .end(&mut tx, &run.id, app.clock.now().timestamp_millis())
            .await?;
        tx.commit().await?;
        let text = what_became(locale, &run, &entries);
        let old = View::text(t!(locale, "migrate-interrupted"));
        Panel::of(app, run.person, locale, Some(run.message))
            .show(old)
            .await;
        let view = View::text(text).row([button::status(locale), button::log(locale)]);
        Panel::of(app, run.person, locale, None).show(view).await;
    }
    Ok(())
}

/// What the journal says of a run that nobody saw end.
fn what_became(locale: Locale, run: &Run, entries: &[Entry]) -> String {
    let title = t!(locale, "migrate-notice-interrupted");
    let started = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Started { plan, steps, .. }
            if plan.as_str() == run.digest && entry.at.timestamp_millis() >= run.approved_ms =>
        {
            Some((entry.run.clone(), steps.clone()))
        }
        _ => None,
    });
    let Some((id, steps)) = started else {
        return format!("{title}\n{}", t!(locale, "migrate-notice-not-begun"));
    };
    let of_it = || entries.iter().filter(|entry| entry.run == id);
    let done: Vec<&str> = of_it()
        .filter_map(|entry| match &entry.event {
            Event::Step { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let mut lines = vec![title, String::new()];
    lines.extend(plan::cut(
        locale,
        steps
            .iter()
            .map(|step| {
                let mark = if done.contains(&step.as_str()) {
                    '✓'
                } else {
                    '✗'
                };
                format!("{mark} <code>{}</code>", crate::view::escape(step))
            })
            .collect(),
    ));
    lines.push(match done.len() {
        0 => t!(locale, "migrate-state-unchanged"),
        count => outcome::kept(locale, count, steps.len()),
    });
    lines.join("\n")
}

/// What the command line or another owner did.
async fn changed_elsewhere(app: &Arc<App>) -> Result<(), Missed> {
    const SEEN: &str = "journal";
    let entries = app.engine.log().await?;
    let Some(newest) = entries.last() else {
        return Ok(());
    };
    let mut tx = app.db.read().await?;
    let seen = notes(app).find(&mut tx, SEEN).await?.map(|(id, _)| id);
    drop(tx);
    if seen.as_deref() == Some(newest.id.as_str()) {
        return Ok(());
    }
    let after = match &seen {
        // What was done before this start is no news.
        None => entries
            .iter()
            .position(|entry| entry.at >= app.started)
            .unwrap_or(entries.len()),
        Some(id) => entries
            .iter()
            .position(|entry| entry.id == *id)
            .map_or(entries.len(), |at| at + 1),
    };
    if app.config.notices.changes {
        for entry in &entries[after..] {
            if entry.by.from != From::Boot
                && let Some(event) = Change::of(entry, &entries)
            {
                let cause = format!("change:{}", entry.id);
                tell(app, &cause, Some(&entry.by.who), |locale, owner| {
                    View::text(event.text(locale, entry, owner))
                        .row([button::status(locale), button::log(locale)])
                })
                .await?;
            }
        }
    }
    let mut tx = app.db.begin().await?;
    let now_ms = app.clock.now().timestamp_millis();
    notes(app).write(&mut tx, SEEN, &newest.id, now_ms).await?;
    tx.commit().await?;
    Ok(())
}

/// What is news for those who did not do it.
enum Change {
    Moved(Option<i64>, Option<i64>),
    Failed(Option<Why>, String),
    Restored(Option<i64>),
}

impl Change {
    fn of(entry: &Entry, entries: &[Entry]) -> Option<Self> {
        match &entry.event {
            Event::Finished {
                outcome: Outcome::Done,
                ..
            } => entries.iter().find_map(|started| match started.event {
                Event::Started { from, to, .. } if started.run == entry.run => {
                    Some(Self::Moved(from, to))
                }
                _ => None,
            }),
            Event::Finished { error, told, .. } => Some(Self::Failed(
                told.clone(),
                error.clone().unwrap_or_default(),
            )),
            Event::RestoreFinished { version, .. } => Some(Self::Restored(*version)),
            _ => None,
        }
    }

    fn text(&self, locale: Locale, entry: &Entry, owner: i64) -> String {
        let who = Arg::Markup(who(locale, &entry.by, owner));
        match self {
            Self::Moved(from, to) => t!(
                locale,
                "migrate-notice-moved",
                who = who,
                from = position(*from),
                to = position(*to)
            ),
            Self::Failed(told, words) => t!(
                locale,
                "migrate-notice-failed",
                who = who,
                why = Arg::Markup(refusal::why(locale, told.as_ref(), words))
            ),
            Self::Restored(at) => t!(
                locale,
                "migrate-notice-restored",
                who = who,
                at = position(*at)
            ),
        }
    }
}
