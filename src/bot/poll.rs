//! Long polling. A batch lies in the inbox before the next request tells Telegram that it arrived.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{
    BotError,
    company::Company,
    intake::{FIRST_PAUSE, Intake, LONGEST_PAUSE},
};
use crate::{telegram::PollError, telemetry::Chain};

/// Polls until `stop`. Ends by itself only when Telegram does not know the token.
pub(super) async fn run(
    intake: &Intake,
    company: &Company,
    wanted: &[&str],
    stop: &CancellationToken,
) -> Result<(), BotError> {
    let app = &intake.app;
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
                // Telegram is asked again and again, and not told that they arrived: only so are those seen that come later.
                let meanwhile = async {
                    let mut outside = company.of_those_outside();
                    loop {
                        outside.closed().await;
                        let polled = app.telegram.poll(offset, wanted).await;
                        outside.look(&polled.unwrap_or_default()).await;
                    }
                };
                tokio::select! {
                    newest = intake.take_in(updates) => offset = newest.map_or(offset, |newest| newest + 1),
                    () = meanwhile => {}
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
