//! The schema gate: while the schema changes, no transaction of the bot is open.
//!
//! A permit is held for one transaction and nothing longer. Whoever changes the schema drains the gate: new transactions
//! wait at it (people's updates are answered a little later), running ones end. Afterwards every connection of the pool that
//! is older than the change is thrown away, because it may hold statements prepared for the old schema.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock, watch};

/// The gate of one pool; clones are the same gate.
#[derive(Debug, Clone, Default)]
pub struct Gate(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    // An `Arc` of its own, as owned guards want it.
    lock: Arc<RwLock<()>>,
    stale_before: Mutex<Option<Instant>>,
    /// How often the schema changed.
    changes: watch::Sender<u64>,
    /// How many keep it closed, or wait until everybody is out.
    closed_by: watch::Sender<u32>,
}

/// Lets one transaction through.
#[derive(Debug)]
pub struct Permit(#[expect(dead_code, reason = "held, not read")] OwnedRwLockReadGuard<()>);

/// Nothing is let through until this is dropped.
#[derive(Debug)]
pub struct Drained {
    _guard: OwnedRwLockWriteGuard<()>,
    _closing: Closing,
}

/// Says that the gate is closed, until it is dropped.
#[derive(Debug)]
struct Closing(Arc<Inner>);

impl Closing {
    fn new(gate: &Arc<Inner>) -> Self {
        gate.closed_by.send_modify(|count| *count += 1);
        Self(Arc::clone(gate))
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.closed_by.send_modify(|count| *count -= 1);
    }
}

impl Gate {
    /// Waits until the gate is open.
    pub async fn permit(&self) -> Permit {
        Permit(Arc::clone(&self.0.lock).read_owned().await)
    }

    /// Closes the gate and waits until everybody is out; `None` where somebody stays longer than `patience`, and then the
    /// gate is open again.
    pub async fn drain(&self, patience: Duration) -> Option<Drained> {
        let closing = Closing::new(&self.0);
        let guard = tokio::time::timeout(patience, Arc::clone(&self.0.lock).write_owned()).await;
        Some(Drained {
            _guard: guard.ok()?,
            _closing: closing,
        })
    }

    /// Waits until the gate has been closed for so long.
    pub async fn closed_for(&self, patience: Duration) {
        let mut closed_by = self.0.closed_by.subscribe();
        // The sender lives as long as the gate.
        while closed_by.wait_for(|count| *count > 0).await.is_ok()
            && tokio::time::timeout(patience, closed_by.wait_for(|count| *count == 0))
                .await
                .is_ok()
        {}
    }

    /// A number that is another one after every change of the schema.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// The schema changed: from now on, connections opened before now are not used any more.
    pub fn recycle(&self) {
        *self
            .0
            .stale_before
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.0.changes.send_modify(|count| *count += 1);
    }

    /// Whether a connection of this age may still be used: for the pool, each time it hands one out.
    pub fn is_fresh(&self, age: Duration) -> bool {
        let stale_before = *self
            .0
            .stale_before
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The age is measured a moment before; a connection that is refused too early is only replaced.
        match (stale_before, Instant::now().checked_sub(age)) {
            (Some(stale_before), Some(opened)) => opened > stale_before,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn drains_only_when_everybody_is_out() {
        let gate = Gate::default();
        let permit = gate.permit().await;
        assert!(gate.drain(Duration::ZERO).await.is_none());
        drop(permit);
        let drained = gate.drain(Duration::ZERO).await.expect("nobody is inside");
        assert!(
            tokio::time::timeout(Duration::ZERO, gate.permit())
                .await
                .is_err()
        );
        drop(drained);
        gate.permit().await;
    }

    #[tokio::test]
    async fn says_for_how_long_it_has_been_closed() {
        let gate = Gate::default();
        let permit = gate.permit().await;
        let waits = |gate: &Gate| {
            let gate = gate.clone();
            async move {
                tokio::time::timeout(Duration::from_millis(20), gate.closed_for(Duration::ZERO))
                    .await
                    .is_err()
            }
        };
        assert!(waits(&gate).await, "it is open");
        assert!(gate.drain(Duration::ZERO).await.is_none());
        assert!(waits(&gate).await, "nobody tries any more");
        drop(permit);
        let drained = gate.drain(Duration::ZERO).await;
        gate.closed_for(Duration::from_millis(1)).await;
        drop(drained);
        assert!(waits(&gate).await, "it is open again");
    }

    #[test]
    fn old_connections_are_stale_after_a_recycling() {
        let gate = Gate::default();
        assert!(gate.is_fresh(Duration::from_secs(5)));
        gate.recycle();
        assert!(!gate.is_fresh(Duration::from_secs(5)));
        while !gate.is_fresh(Duration::ZERO) {}
    }
}
