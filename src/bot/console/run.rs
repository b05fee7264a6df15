//! A run that an owner approved: from the press to its end, told in one message.

use std::{future::pending, time::Duration};

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::{
    Occupied, button,
    outcome::{self, Told},
    panel::Panel,
    plan,
    prepare::GOOD_FOR_LOSSY,
    purpose::Purpose,
    refusal, restore,
};
use crate::{
    app::App,
    bot::feature::{Ctx, Failure},
    db::{DbError, Run, Runs, Taken, Token, Tokens, Tx},
    i18n::Locale,
    migrate::{
        self, Approved, Cancel, Consent, Denied, EngineError, Failed, Refusal, Report, Why,
        plan::{Digest, Plan},
        target::Direction,
    },
    t,
    telemetry::Chain,
    view::View,
};

/// A message is changed at most so often.
const EVERY: Duration = Duration::from_secs(3);

/// What was approved.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: String,
    pub purpose: Purpose,
    pub digest: String,
    /// The code that was typed.
    pub code: Option<String>,
}

impl Order {
    /// Writes the row of the run, in the transaction that uses up its permission.
    pub(in crate::bot) async fn write(
        &self,
        ctx: &Ctx,
        message: i32,
        tx: &mut Tx,
    ) -> Result<(), Failure> {
        let owner = ctx.asker.telegram_id.get();
        let run = Run {
            id: self.id.clone(),
            person: owner,
            chat: owner,
            message,
            process: process(&ctx.app),
            purpose: self.purpose.to_json(),
            digest: self.digest.clone(),
            approved_ms: ctx.now.timestamp_millis(),
        };
        Ok(runs(&ctx.app).begin(tx, &run).await?)
    }
}

pub(super) fn runs(app: &App) -> Runs {
    Runs { bot_id: app.me.id }
}

/// Which process this is, among those that wrote rows.
pub(super) fn process(app: &App) -> String {
    app.engine.peer_id.clone().unwrap_or_default()
}

/// Looks whether a permission is the presser's to use.
pub(in crate::bot) async fn look(
    ctx: &Ctx,
    token: &str,
    message: Option<i32>,
) -> Result<Taken, Failure> {
    let owner = ctx.asker.telegram_id.get();
    let tokens = Tokens {
        bot_id: ctx.app.me.id,
    };
    let mut tx = ctx.read().await?;
    let now_ms = ctx.now.timestamp_millis();
    Ok(tokens
        .look(&mut tx, token, (owner, ctx.chat.id, message), now_ms)
        .await?)
}

/// Puts what the engine refused into the journal; other failures are none of it.
pub(in crate::bot) async fn note_refused(panel: &Panel, asked: String, error: &EngineError) {
    if error.refusal().is_some() {
        note_refusal(panel, asked, Why::of(error)).await;
    }
}

/// Puts a refusal into the journal.
async fn note_refusal(panel: &Panel, asked: String, why: Why) {
    let noted = async {
        let mut tx = panel.app.db.begin().await?;
        let (at, by) = (panel.app.clock.now(), panel.actor());
        let noted = migrate::note_refusal(&mut tx, at, &by, asked, why);
        noted.await.map_err(|error| error.chain())?;
        tx.commit().await?;
        Ok::<(), RefusalLost>(())
    };
    if let Err(error) = noted.await {
        tracing::error!(error = error.0, "a refusal is missing in the journal");
    }
}

struct RefusalLost(String);

impl From<DbError> for RefusalLost {
    fn from(error: DbError) -> Self {
        Self(Chain(&error).to_string())
    }
}

impl From<String> for RefusalLost {
    fn from(error: String) -> Self {
        Self(error)
    }
}

/// The statements of a plan, if it is still the one that was shown.
pub(in crate::bot) async fn sql(
    app: &App,
    purpose: &Purpose,
    digest: &str,
) -> Result<Option<String>, Failure> {
    let plan = fresh_plan(app, purpose, digest).await?;
    Ok(plan.as_ref().map(plan::sql))
}

/// What a plan loses, in lines.
pub(in crate::bot) fn losses(locale: Locale, plan: &Plan) -> Vec<String> {
    plan::losses(locale, plan)
}

/// The permission that a typed code uses up, in place of the one of the button.
pub(in crate::bot) async fn issue_code(
    ctx: &Ctx,
    shown: &Token,
    tx: &mut Tx,
) -> Result<String, Failure> {
    let token = Token {
        token: Tokens::secret(),
        expires_ms: (ctx.now + GOOD_FOR_LOSSY).timestamp_millis(),
        ..shown.clone()
    };
    Tokens {
        bot_id: ctx.app.me.id,
    }
    .issue(tx, &token)
    .await?;
    Ok(token.token)
}

/// The plan of a purpose, if it is still the one that was shown.
pub(in crate::bot) async fn fresh_plan(
    app: &App,
    purpose: &Purpose,
    digest: &str,
) -> Result<Option<Plan>, Failure> {
    let Some(request) = purpose.request() else {
        return Ok(None);
    };
    match app.engine.plan(&request).await {
        Ok(plan) => Ok(Some(plan).filter(|plan| plan.digest.as_str() == digest)),
        Err(EngineError::Refused(_)) => Ok(None),
        Err(error) => Err(Failure::Internal(error.into())),
    }
}

/// Begins what was approved. The row is written; the handler returns.
pub(in crate::bot) fn begin(panel: Panel, order: Order) {
    tokio::spawn(async move {
        let cancel = Cancel::default();
        let Some(occupied) = Occupied::take(&panel.app, &order.id, panel.owner, &cancel) else {
            let view = View::text(t!(panel.locale, "migrate-busy"));
            panel.show(view.row([button::status(panel.locale)])).await;
            return end(&panel.app, &order.id).await;
        };
        let view = if cools_down(&panel, &order, &cancel).await {
            let work = async {
                match &order.purpose {
                    Purpose::Migrate { .. } => migrate(&panel, &order, &cancel).await,
                    Purpose::Restore { backup } => {
                        restore::run(&panel, backup, &order.digest).await
                    }
                }
            };
            let begins = View::text(t!(panel.locale, "migrate-begins"));
            // The run does not wait until that is out; what it says itself comes after it.
            let ((), view) = futures::future::join(panel.show(begins), work).await;
            view
        } else {
            note_refusal(&panel, asked(&order), Why::Denied(Denied::ThoughtBetter)).await;
            View::text(t!(panel.locale, "migrate-cancelled-early"))
                .row([button::status(panel.locale)])
        };
        // Whoever sees how it ended can begin the next.
        end(&panel.app, &order.id).await;
        drop(occupied);
        panel.show(view).await;
    });
}

fn asked(order: &Order) -> String {
    format!(
        "/{} {}",
        order.purpose.command(),
        order.digest.get(..8).unwrap_or_default()
    )
}

/// It is over, and has nothing to be told at the next start.
async fn end(app: &App, id: &str) {
    let noted = async {
        let mut tx = app.db.begin().await?;
        runs(app)
            .end(&mut tx, id, app.clock.now().timestamp_millis())
            .await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        tracing::error!(error = %Chain(&error), "the end of a run could not be noted");
    }
}

/// Waits for a while where something may be lost; false where somebody thinks better of it.
async fn cools_down(panel: &Panel, order: &Order, cancel: &Cancel) -> bool {
    let seconds = panel.app.config.migrations.cooldown_seconds;
    if !order.purpose.is_typed() || seconds == 0 {
        return true;
    }
    // From now on, however long it takes until that is read.
    let until = panel.app.clock.now() + chrono::TimeDelta::seconds(seconds.into());
    let text = t!(panel.locale, "migrate-cooling", count = i64::from(seconds));
    let view = View::text(text).row([button::stop(panel.locale, &order.id)]);
    panel.show(view).await;
    tokio::select! {
        () = panel.app.clock.sleep_until(until) => true,
        () = cancel.cancelled() => false,
    }
}

async fn migrate(panel: &Panel, order: &Order, cancel: &Cancel) -> View {
    let locale = panel.locale;
    let (plan, approved) = match approve(panel, order).await {
        Ok(both) => both,
        Err(error) => {
            note_refusal(panel, asked(order), Why::of(&error)).await;
            let why = refusal::error(locale, &error);
            let text = t!(
                locale,
                "migrate-not-done",
                why = crate::i18n::Arg::Markup(why)
            );
            return again(panel, order, View::text(text));
        }
    };
    let mut running = panel.app.engine.start(approved, order.purpose.manner());
    let button = running.cancel.clone();
    let pressed = async {
        cancel.cancelled().await;
        button.cancel();
        pending::<()>().await;
    };
    let told = follow(panel, order, &plan, &mut running);
    tokio::select! {
        () = told => {}
        () = pressed => {}
    }
    match running.ended().await {
        Ok(report) => done(panel, &plan, &report),
        Err(failed) => went_wrong(panel, order, &plan, &failed),
    }
}

/// Plans again, and lets nothing be run but what was shown.
async fn approve(panel: &Panel, order: &Order) -> Result<(Plan, Approved), EngineError> {
    let Some(request) = order.purpose.request() else {
        return Err(Refusal::WrongCode.into());
    };
    let plan = panel.app.engine.plan(&request).await?;
    let consent = match &order.code {
        Some(code) => Consent::Typed(code.clone()),
        None => Consent::Pressed,
    };
    let shown = Digest::from(order.digest.clone());
    let approved = plan.clone().approve(&shown, &consent, panel.actor())?;
    Ok((plan, approved))
}

/// Tells in the panel how it goes, now and then, until it has ended.
async fn follow(panel: &Panel, order: &Order, plan: &Plan, running: &mut migrate::Running) {
    let began = Instant::now();
    let mut told = Told::default();
    let mut ticks = interval_at(began + EVERY, EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            progress = running.progress.recv() => match progress {
                Some(progress) => told.hear(progress),
                None => return,
            },
            _ = ticks.tick() => {
                let text = outcome::running(panel.locale, plan, &told, began.elapsed().as_secs_f64());
                panel.show(View::text(text).row([button::stop(panel.locale, &order.id)])).await;
            }
        }
    }
}

fn done(panel: &Panel, plan: &Plan, report: &Report) -> View {
    let locale = panel.locale;
    let back = match plan.direction {
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
    };
    View::text(outcome::done(locale, plan, report)).row([
        button::go(t!(locale, "migrate-button-undo"), back, plan.from),
        button::status(locale),
    ])
}

fn went_wrong(panel: &Panel, order: &Order, plan: &Plan, failed: &Failed) -> View {
    let locale = panel.locale;
    let mut view = View::text(outcome::failed(locale, plan.steps.len(), failed));
    if !failed.done.is_empty() && plan.direction == Direction::Up {
        let label = t!(
            locale,
            "migrate-button-undo-kept",
            count = i64::try_from(failed.done.len()).unwrap_or_default()
        );
        view = view.row([button::go(label, Direction::Down, plan.from)]);
    }
    if failed.backup.is_some() {
        view = view.row([button::backups(locale)]);
    }
    again(panel, order, view)
}

/// With the way to look at it once more.
fn again(panel: &Panel, order: &Order, view: View) -> View {
    let locale = panel.locale;
    match &order.purpose {
        Purpose::Migrate { direction, to, .. } => view.row([
            button::go(t!(locale, "migrate-button-again"), *direction, *to),
            button::status(locale),
        ]),
        Purpose::Restore { .. } => view.row([button::backups(locale), button::status(locale)]),
    }
}
