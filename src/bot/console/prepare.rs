//! From a wish to a plan with buttons: planned, tried on a copy, shown.

use chrono::TimeDelta;

use super::{
    button,
    panel::Panel,
    plan,
    purpose::{Purpose, Wish},
    refusal,
    run::note_refused,
};
use crate::{
    db::{DbError, Token, Tokens},
    migrate::{
        Cancel, EngineError, Rehearsal,
        plan::{Friction, Plan},
        target::Direction,
    },
    t,
    telemetry::Chain,
    view::{Button, Press, View},
};

/// How long a shown plan may be applied.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(5);
/// The same where something may be lost.
pub(super) const GOOD_FOR_LOSSY: TimeDelta = TimeDelta::minutes(2);

/// Makes the plan and shows it in the panel.
pub(in crate::bot) async fn prepare(panel: Panel, wish: Wish) {
    let view = match planned(&panel, &wish).await {
        Ok((plan, let_go)) => match offer(&panel, &wish, &plan, let_go).await {
            Ok(view) => view,
            Err(error) => {
                tracing::error!(error = %Chain(&error), "a plan cannot be offered");
                View::text(t!(panel.locale, "migrate-not-now")).row([button::status(panel.locale)])
            }
        },
        Err(error) => {
            let asked = format!(
                "/migrate_{} {}",
                wish.request.direction, wish.request.target
            );
            note_refused(&panel, asked, &error).await;
            let why = refusal::error(panel.locale, &error);
            View::text(t!(
                panel.locale,
                "migrate-no-plan",
                why = crate::i18n::Arg::Markup(why)
            ))
            .row([button::status(panel.locale)])
        }
    };
    panel.show(view).await;
}

/// The plan, and whether a hold was let go of because there is nothing to plan.
async fn planned(panel: &Panel, wish: &Wish) -> Result<(Plan, bool), EngineError> {
    let engine = &panel.app.engine;
    if engine.facts().await?.unfinished_step.is_some() {
        engine.recover(&panel.actor()).await?;
    }
    let plan = engine.plan(&wish.request).await?;
    if plan.is_empty() {
        let let_go = !wish.looks_only && engine.let_go(&panel.actor(), &plan).await?;
        return Ok((plan, let_go));
    }
    let plan = engine.rehearse(plan, &Cancel::default(), &|_| ()).await?;
    Ok((plan, false))
}

/// The plan with its buttons; the first of them is a permission.
async fn offer(panel: &Panel, wish: &Wish, plan: &Plan, let_go: bool) -> Result<View, DbError> {
    let locale = panel.locale;
    let mut text = plan::text(locale, plan);
    if let_go {
        text = format!("{text}\n{}", t!(locale, "migrate-plan-let-go"));
    }
    let view = View::text(text);
    let breaks = matches!(plan.estimate.rehearsal, Some(Rehearsal::Broke(_)));
    let message = panel.message().filter(|_| !plan.is_empty() && !breaks);
    let Some(message) = message else {
        return Ok(view.row([button::status(locale)]));
    };
    if wish.looks_only {
        let label = match plan.direction {
            Direction::Up => t!(locale, "migrate-button-up"),
            Direction::Down => t!(locale, "migrate-button-down"),
        };
        return Ok(view.row([
            button::go(label, plan.direction, plan.to),
            button::status(locale),
        ]));
    }
    let purpose = Purpose::of(plan, wish);
    let good_for = match plan.friction() {
        Friction::Press => GOOD_FOR,
        Friction::Type => GOOD_FOR_LOSSY,
    };
    let token = issue(panel, message, &purpose, plan.digest.as_str(), good_for).await?;
    let press = |what: &str| Press::new(purpose.command(), format!("{what}:{token}"));
    let count = i64::try_from(plan.steps.len()).unwrap_or(i64::MAX);
    let apply = match plan.direction {
        Direction::Up => t!(locale, "migrate-button-apply", count = count),
        Direction::Down => t!(locale, "migrate-button-take-back", count = count),
    };
    Ok(view.row([Button::new(apply, press("apply"))]).row([
        Button::new(t!(locale, "migrate-button-sql"), press("sql")),
        Button::new(t!(locale, "migrate-button-cancel"), press("drop")),
    ]))
}

/// Gives out a permission for a button of this message.
pub(super) async fn issue(
    panel: &Panel,
    message: i32,
    purpose: &Purpose,
    digest: &str,
    good_for: TimeDelta,
) -> Result<String, DbError> {
    let app = &panel.app;
    let now = app.clock.now();
    let token = Token {
        token: Tokens::secret(),
        person: panel.owner,
        chat: panel.owner,
        message,
        purpose: purpose.to_json(),
        digest: digest.to_owned(),
        expires_ms: (now + good_for).timestamp_millis(),
    };
    let tokens = Tokens { bot_id: app.me.id };
    let mut tx = app.db.begin().await?;
    tokens
        .sweep(&mut tx, (now - TimeDelta::days(1)).timestamp_millis())
        .await?;
    tokens.issue(&mut tx, &token).await?;
    tx.commit().await?;
    Ok(token.token)
}
