//! Whether the others can still count on this process. Who is not heard of for a while is given up, and what it had begun is
//! taken over; a process that was stopped, or cut off from the server, notices here that this may have happened to it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;

/// Whoever said nothing for so long may be given up soon. Less than the time after which somebody is.
const DOUBTFUL_AFTER: Duration = Duration::from_secs(7);

/// Since when without a gap this process has said that it lives; clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Standing(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    heard: Mutex<Option<Heard>>,
    is_in: watch::Sender<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Heard {
    since: Instant,
    last: Instant,
}

impl Standing {
    /// It said that it lives, and began to say so at `at`.
    pub(super) fn heard(&self, at: Instant) {
        let mut heard = self.lock();
        let since = heard
            .filter(|heard| at.saturating_duration_since(heard.last) <= DOUBTFUL_AFTER)
            .map_or(at, |heard| heard.since);
        *heard = Some(Heard { since, last: at });
        self.0.is_in.send_replace(true);
    }

    /// Waits until it was heard for the first time.
    pub async fn is_in(&self) {
        // The sender lives as long as we do.
        let _ = self.0.is_in.subscribe().wait_for(|is_in| *is_in).await;
    }

    /// Whether nobody can have given us up between `taken` and `now`.
    pub fn covers(&self, taken: Instant, now: Instant) -> bool {
        self.lock().is_some_and(|heard| {
            heard.since <= taken && now.saturating_duration_since(heard.last) <= DOUBTFUL_AFTER
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Heard>> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check(&[0, 3], 1, 5, true)`: heard at these seconds, what was taken at second 1 is still ours at second 5.
    #[track_caller]
    fn check(heard: &[u64], taken: u64, now: u64, expect: bool) {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let standing = Standing::default();
        for second in heard {
            standing.heard(at(*second));
        }
        assert_eq!(standing.covers(at(taken), at(now)), expect);
    }

    #[test]
    fn what_was_taken_is_ours_as_long_as_we_are_heard() {
        check(&[0, 3, 6], 1, 8, true);
        check(&[0, 3, 6], 0, 13, true);
        check(&[0, 3, 6], 1, 14, false);
        check(&[], 0, 0, false);
    }

    #[test]
    fn after_a_gap_what_was_taken_before_is_in_doubt() {
        check(&[0, 3, 20], 1, 21, false);
        check(&[0, 3, 20, 23], 1, 24, false);
        check(&[0, 3, 20, 23], 21, 24, true);
    }
}
