//! `getUpdates`.

use std::time::Duration;

use tokio::time::Instant;

use super::{Reply, error::ApiError, params::Params};
use crate::shared::Shared;

const OTHER_POLLER: &str =
    "terminated by other getUpdates request; make sure that only one bot instance is running";
const WEBHOOK_IS_SET: &str = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                              webhook first";

pub(crate) async fn get_updates(shared: &Shared, params: &Params) -> Reply {
    let offset = params.int("offset")?.unwrap_or(0);
    let limit = params
        .int("limit")?
        .filter(|limit| (1..=100).contains(limit))
        .unwrap_or(100);
    let timeout = params.int("timeout")?.unwrap_or(0).clamp(0, 50);
    let allowed = params.json::<Vec<String>>("allowed_updates", "allowed_updates")?;
    let deadline = Instant::now() + Duration::from_secs(timeout.unsigned_abs());
    let (own, mut feed) = {
        let mut world = shared.world();
        if world.webhook.is_some() {
            return Err(ApiError::conflict(WEBHOOK_IS_SET));
        }
        if let Some(allowed) = allowed {
            world.updates.set_allowed(allowed);
        }
        world.updates.confirm(offset);
        world.updates.poll += 1;
        world.feed.send_modify(|count| *count += 1);
        world.changed.send_modify(|count| *count += 1);
        (world.updates.poll, world.feed.subscribe())
    };
    loop {
        {
            let mut world = shared.world();
            if world.updates.poll != own {
                return Err(ApiError::conflict(OTHER_POLLER));
            }
            if world.webhook.is_some() {
                return Err(ApiError::conflict(WEBHOOK_IS_SET));
            }
            let now = world.clock.now_ms();
            if let Some(batch) = world
                .updates
                .batch(usize::try_from(limit).unwrap_or(100), now)
            {
                return Ok(batch);
            }
        }
        tokio::select! {
            _ = feed.changed() => {}
            () = tokio::time::sleep_until(deadline) => return Ok("[]".to_owned()),
        }
    }
}
