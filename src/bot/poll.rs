//! Long polling. A batch lies in the inbox before the next request tells Telegram that it arrived.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{BotError, arrival, company::Company, lanes::Lanes};
use crate::{
    app::App,
    db::{Inbox, OpenUpdate},
    telegram::PollError,
    telemetry::Chain,
};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Polls until `stop`. Ends by itself only when Telegram does not know the token.
pub(super) async fn run(
    app: &App,
    inbox: &Inbox,
    lanes: &Arc<Lanes>,
    company: &Company,
    wanted: &[&str],
    stop: &CancellationToken,
) -> Result<(), BotError> {
    let mut offset = 0;
    let mut trouble = Trouble::default();
    loop {
        app.health.progress();
        let polled = tokio::select! {
            polled = app.telegram.poll(offset, wanted) => polled,
            () = stop.cancelled() => return Ok(()),
        };
        match polled {
            Ok(updates) => {
                trouble.is_over();
                tokio::select! {
                    next = take_in(app, inbox, lanes, updates) => offset = next.unwrap_or(offset),
                    () = company.keep_all(offset, wanted) => {}
                    () = stop.cancelled() => return Ok(()),
                }
            }
            Err(PollError::TokenRefused) => return Err(BotError::TokenRefused),
            Err(error) => {
                if matches!(error, PollError::WebhookIsSet) {
                    // Somebody ran this bot with a webhook before. We were told to poll.
                    if let Err(error) = app.telegram.delete_webhook().await {
                        tracing::warn!(error = %Chain(&error), "the webhook cannot be taken away");
                    }
                }
                let pause = trouble.pause(&error);
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => return Ok(()),
                }
            }
        }
    }
}

/// Stores a batch, hands it to the lanes, and returns the offset that acknowledges it. A database that cannot be
/// written to is waited for: Telegram keeps the updates meanwhile.
async fn take_in(
    app: &App,
    inbox: &Inbox,
    lanes: &Arc<Lanes>,
    updates: Vec<String>,
) -> Option<i64> {
    let batch: Vec<_> = updates.into_iter().filter_map(arrival::read).collect();
    let newest = batch.iter().map(|arrival| arrival.update_id).max()?;
    let mut pause = FIRST_PAUSE;
    let fresh = loop {
        match inbox
            .accept(&batch, app.clock.now().timestamp_millis())
            .await
        {
            Ok(fresh) => break fresh,
            Err(error) => {
                tracing::error!(error = %Chain(&error), "updates cannot be stored; trying again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    };
    for arrival in batch
        .into_iter()
        .filter(|arrival| fresh.contains(&arrival.update_id))
    {
        lanes.push(OpenUpdate::fresh(arrival)).await;
    }
    Some(newest + 1)
}

/// What keeps us from polling: said once when it begins, once when it is over; the pauses grow in between.
#[derive(Default)]
struct Trouble {
    pauses: u32,
}

impl Trouble {
    fn pause(&mut self, error: &PollError) -> Duration {
        if self.pauses == 0 {
            tracing::warn!(error = %Chain(error), "no updates from Telegram; trying again until there are");
        }
        let growing = FIRST_PAUSE
            .saturating_mul(1 << self.pauses.min(10))
            .min(LONGEST_PAUSE);
        self.pauses += 1;
        if let PollError::TooFast(wait) = error {
            *wait
        } else {
            growing
        }
    }

    fn is_over(&mut self) {
        if self.pauses > 0 {
            tracing::info!("updates from Telegram flow again");
            self.pauses = 0;
        }
    }
}
