//! Several copies of the bot on one PostgreSQL: what one left open that died is taken over by the others.
//!
//! A copy of the same machine is seen to have ended at once. One elsewhere is given up when it says for a while that it lives
//! no more; by then it knows itself that it may have been given up (`migrate::Standing`). Times are our own: the clocks of
//! two machines need not agree.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio_util::sync::CancellationToken;

use super::lanes::Lanes;
use crate::{
    db::{Db, DbError, Holder, Inbox},
    migrate::peers::Peer,
    telemetry::Chain,
};

const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Whoever said nothing for so long is given up.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(10);
/// While we could not look for so long, nobody could say anything either.
const BLIND_AFTER: Duration = Duration::from_secs(3);

/// Looks after what others leave open, until `stop`.
pub(super) async fn look_after(db: Db, inbox: Inbox, lanes: Arc<Lanes>, stop: CancellationToken) {
    let mut heard = Heard::default();
    while !stop.is_cancelled() {
        if let Err(error) = inherit(&db, &inbox, &lanes, &mut heard).await {
            tracing::debug!(error = %Chain(&error), "what others left open cannot be seen");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Takes over what those left open who are known to be gone by now.
async fn inherit(
    db: &Db,
    inbox: &Inbox,
    lanes: &Arc<Lanes>,
    heard: &mut Heard,
) -> Result<(), DbError> {
    let holders = inbox.other_holders().await?;
    for gone in heard.gone(&holders, Instant::now()) {
        if let Some(run) = &gone
            && let Err(error) = db.end_sessions(run).await
        {
            // Then they end when the server notices.
            tracing::debug!(error = %Chain(&error), "the sessions of another process cannot be ended");
        }
        let mut updates = 0;
        loop {
            let taken = lanes.take_over(gone.as_deref()).await?;
            updates += taken;
            if taken == 0 {
                break;
            }
        }
        if updates > 0 {
            tracing::info!(updates, "taking up what another run left open");
        }
    }
    Ok(())
}

/// When each of the others last said something new.
#[derive(Default)]
struct Heard {
    looked: Option<Instant>,
    last: HashMap<String, (i64, Instant)>,
}

impl Heard {
    /// Those of the holders who are gone.
    fn gone(&mut self, holders: &[Holder], now: Instant) -> Vec<Option<String>> {
        let was_blind = self
            .looked
            .replace(now)
            .is_none_or(|looked| now.duration_since(looked) > BLIND_AFTER);
        if was_blind {
            self.last.clear();
        }
        self.last.retain(|id, _| {
            holders
                .iter()
                .any(|holder| holder.id.as_deref() == Some(id))
        });
        let gone = holders.iter().filter(|holder| self.is_gone(holder, now));
        gone.map(|holder| holder.id.clone()).collect()
    }

    fn is_gone(&mut self, holder: &Holder, now: Instant) -> bool {
        let (Some(id), Some(beat_at)) = (&holder.id, holder.beat_at) else {
            // It left, or never was.
            return true;
        };
        let peer = holder.peer.as_deref().map(serde_json::from_str::<Peer>);
        if matches!(peer, Some(Ok(peer)) if peer.has_ended()) {
            return true;
        }
        let last = self.last.entry(id.clone()).or_insert((beat_at, now));
        if last.0 != beat_at {
            *last = (beat_at, now);
        }
        now.duration_since(last.1) >= GIVEN_UP_AFTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(id: &str, beat_at: Option<i64>) -> Holder {
        Holder {
            id: Some(id.to_owned()),
            peer: beat_at
                .map(|_| r#"{"host":"elsewhere","pid":1,"build":"1","head":1}"#.to_owned()),
            beat_at,
        }
    }

    /// `check("0:5 4:6", "3 no")`: at second 0 the other had last said 5, at second 4 it had said 6; is it gone then?
    #[track_caller]
    fn check(looks: &str, expect: bool) {
        let start = Instant::now();
        let mut heard = Heard::default();
        let mut last = false;
        for look in looks.split(' ') {
            let (second, beat) = look.split_once(':').unwrap();
            let now = start + Duration::from_secs(second.parse().unwrap());
            last = !heard
                .gone(&[holder("other", beat.parse().ok())], now)
                .is_empty();
        }
        assert_eq!(last, expect, "{looks}");
    }

    #[test]
    fn who_goes_on_beating_lives() {
        check("0:5", false);
        check("0:5 2:5 4:6 6:6 8:6 10:6 12:6", false);
    }

    #[test]
    fn who_says_nothing_new_for_long_is_gone_whatever_their_clock_says() {
        check("0:5 2:5 4:5 6:5 8:5 9:5", false);
        check("0:5 2:5 4:5 6:5 8:5 10:5", true);
    }

    #[test]
    fn while_nobody_could_speak_nobody_is_given_up() {
        check("0:5 2:5 4:5 30:5", false);
        check("0:5 2:5 4:5 30:5 32:5 34:5 36:5 38:5 40:5", true);
    }

    #[test]
    fn who_left_is_gone_at_once() {
        check("0:none", true);
    }
}
