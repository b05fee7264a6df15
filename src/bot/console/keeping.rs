//! A backup every so often, for the day on which somebody needs yesterday. Of several copies of the bot one makes it. The first
//! is made when the bot has been there for a while: there is nothing to keep before.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{
    button,
    notices::{Missed, notes, over, tell},
    refusal,
};
use crate::{
    app::App,
    i18n::Arg,
    migrate::journal::{Actor, From},
    t,
    view::View,
};

const LOOK_EVERY: Duration = Duration::from_mins(5);
const NAME: &str = "backup";

/// Makes backups when they are due, until `stop`.
pub(in crate::bot) async fn keep(app: Arc<App>, stop: CancellationToken) {
    if app.config.migrations.backup_hours == 0 {
        return;
    }
    while !stop.is_cancelled() {
        if let Err(error) = make_if_due(&app).await {
            tracing::debug!(error = error.0, "whether a backup is due cannot be seen");
        }
        tokio::select! {
            () = app.clock.sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn make_if_due(app: &Arc<App>) -> Result<(), Missed> {
    let now_ms = app.clock.now().timestamp_millis();
    let every_ms = i64::from(app.config.migrations.backup_hours) * 60 * 60 * 1000;
    let mut tx = app.db.begin().await?;
    let is_due = notes(app).turn(&mut tx, NAME, now_ms, every_ms).await?;
    tx.commit().await?;
    if !is_due {
        return Ok(());
    }
    let by = Actor::of_this_process(From::Boot);
    match app.engine.back_up(&by, "made by the clock", false).await {
        Ok(backup) => {
            tracing::info!(bytes = backup.bytes, "made a backup");
            over(app, NAME).await
        }
        Err(error) => {
            tracing::error!(error = error.chain(), "a backup could not be made");
            tell(app, NAME, None, |locale, _| {
                let why = Arg::Markup(refusal::error(locale, &error));
                View::text(t!(locale, "migrate-notice-backup", why = why))
                    .row([button::backups(locale), button::status(locale)])
            })
            .await
        }
    }
}
