//! What is looked after by itself: whether everything is in order, whether there is room on the disk, and whether Telegram knew us
//! the last time.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};

use super::{
    button,
    notices::{self, Missed, hash, over, over_but, tell},
    verdict,
    words::{age, size},
};
use crate::{
    app::App,
    migrate::{plan::Request, target::Direction},
    t,
    telemetry::Chain,
    view::View,
};

const CHECK_EVERY: TimeDelta = TimeDelta::days(1);
const CHECKS: &str = "checks:";
const TOKEN: &str = "token";

/// Once a day everything is checked.
pub(super) async fn out_of_order(app: &Arc<App>) -> Result<(), Missed> {
    if !app.config.notices.checks {
        return Ok(());
    }
    let last = verdict::last(app).await?;
    if last.is_some_and(|(_, at)| app.clock.now() - at < CHECK_EVERY) {
        return Ok(());
    }
    let found = verdict::judge(app).await;
    let wrong: Vec<_> = found.wrong().collect();
    let all: Vec<&str> = wrong
        .iter()
        .filter_map(|found| found.wrong.as_deref())
        .collect();
    let cause = format!("{CHECKS}{}", hash(&all.join("\n")));
    // What was found before is not so any more; when it comes back, it is told again.
    over_but(app, CHECKS, &cause).await?;
    if wrong.is_empty() {
        return Ok(());
    }
    tell(app, &cause, None, |locale, _| {
        let mut lines = vec![t!(locale, "migrate-notice-checks")];
        lines.extend(wrong.iter().map(|one| verdict::line(locale, one)));
        lines.extend(verdict::ways_out(locale, &found));
        View::text(lines.join("\n")).row([button::verify(locale), button::status(locale)])
    })
    .await
}

/// Handlers that panic or never end, several between two looks: somebody should read the log. Once a day.
pub(super) async fn broken(app: &Arc<App>, seen: &mut u64) -> Result<(), Missed> {
    const MANY: u64 = 3;
    let count = app.metrics.cut.get();
    let new = count - std::mem::replace(seen, count);
    if new < MANY {
        return Ok(());
    }
    let cause = format!("broke:{}", app.clock.now().date_naive());
    tell(app, &cause, None, |locale, _| {
        let count = i64::try_from(new).unwrap_or(i64::MAX);
        View::text(t!(locale, "migrate-notice-broke", count = count))
    })
    .await
}

/// A backup and a rebuild need their space, and a database that has none left stands still.
pub(super) async fn low_disk(app: &Arc<App>) -> Result<(), Missed> {
    const CAUSE: &str = "disk";
    let least = u64::from(app.config.notices.low_disk_mb) << 20;
    let request = Request {
        direction: Direction::Up,
        target: app.engine.facts().await?.current().into(),
        options: crate::migrate::plan::Options::default(),
    };
    let Ok(looked) = app.engine.plan(&request).await else {
        return Ok(());
    };
    match looked.estimate.free_bytes {
        Some(free) if least > 0 && free < least => {
            tell(app, CAUSE, None, |locale, _| {
                View::text(t!(locale, "migrate-notice-disk", free = size(locale, free)))
                    .row([button::backups(locale), button::status(locale)])
            })
            .await
        }
        _ => over(app, CAUSE).await,
    }
}

/// Telegram refuses the token, so nobody can be told now: it is kept for the start that is let in again.
pub(in crate::bot) async fn token_refused(app: &App) {
    if let Err(error) = notices::write(app, TOKEN, "").await {
        tracing::warn!(error = %Chain(&error), "that the token was refused could not be noted");
    }
}

/// What the last run could not say any more.
pub(super) async fn was_refused(app: &Arc<App>) -> Result<(), Missed> {
    let note = notices::read(app, TOKEN).await?;
    let Some(at) = note.and_then(|(_, at_ms)| DateTime::from_timestamp_millis(at_ms)) else {
        return Ok(());
    };
    let now = app.clock.now();
    tell(app, TOKEN, None, |locale, _| {
        let age = age(locale, at, now);
        View::text(t!(locale, "migrate-notice-token", age = age))
    })
    .await?;
    notices::forget(app, TOKEN).await?;
    over(app, TOKEN).await
}
