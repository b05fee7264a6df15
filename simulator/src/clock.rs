//! The simulator's own time. It runs with the machine's clock until somebody moves or freezes it.
//!
//! Everything that ages (updates, callback queries, rate limits, webhook retries, the 48 hours of a deletable message)
//! asks this clock, so a test can let a day pass in a line.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::sync::watch;

#[derive(Clone, Copy, Debug)]
enum Mode {
    /// Milliseconds added to the machine's time.
    Running { offset: i64 },
    /// Stands still at this time.
    Frozen { at: i64 },
}

#[derive(Clone, Debug)]
pub struct Clock {
    mode: Arc<Mutex<Mode>>,
    moved: Arc<watch::Sender<u64>>,
}

impl Clock {
    /// The machine's time.
    pub fn real() -> Self {
        Self::with(Mode::Running { offset: 0 })
    }

    /// Stands still at `unix_seconds` until it is advanced.
    pub fn frozen_at(unix_seconds: i64) -> Self {
        Self::with(Mode::Frozen {
            at: unix_seconds * 1000,
        })
    }

    fn with(mode: Mode) -> Self {
        Self {
            mode: Arc::new(Mutex::new(mode)),
            moved: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Unix time in milliseconds.
    pub fn now_ms(&self) -> i64 {
        match *self.lock() {
            Mode::Running { offset } => machine_ms() + offset,
            Mode::Frozen { at } => at,
        }
    }

    /// Unix time in whole seconds, as Telegram's `date` fields have it.
    pub fn now(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.change(|mode| match mode {
            Mode::Running { offset } => *offset = offset.saturating_add(by),
            Mode::Frozen { at } => *at = at.saturating_add(by),
        });
    }

    /// Jumps to `unix_seconds`; a running clock goes on from there.
    pub fn set(&self, unix_seconds: i64) {
        let target = unix_seconds.saturating_mul(1000);
        self.change(|mode| match mode {
            Mode::Running { offset } => *offset = target.saturating_sub(machine_ms()),
            Mode::Frozen { at } => *at = target,
        });
    }

    pub fn freeze(&self) {
        let at = self.now_ms();
        self.change(|mode| *mode = Mode::Frozen { at });
    }

    /// Lets a frozen clock run again from where it stands.
    pub fn run(&self) {
        let offset = self.now_ms() - machine_ms();
        self.change(|mode| *mode = Mode::Running { offset });
    }

    /// Returns once this clock has reached `due` (ms), be it by waiting or by somebody moving it.
    pub async fn sleep_until(&self, due: i64) {
        let mut moved = self.moved.subscribe();
        loop {
            let left = due - self.now_ms();
            if left <= 0 {
                return;
            }
            let frozen = matches!(*self.lock(), Mode::Frozen { .. });
            let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
            tokio::select! {
                () = tokio::time::sleep(left), if !frozen => {}
                changed = moved.changed() => if changed.is_err() { return },
            }
        }
    }

    fn change(&self, change: impl FnOnce(&mut Mode)) {
        change(&mut self.lock());
        self.moved.send_modify(|moves| *moves += 1);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Mode> {
        self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::real()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock module")]
fn machine_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = Clock::frozen_at(1_000);
        assert_eq!(clock.now(), 1_000);
        clock.advance(Duration::from_millis(2_500));
        assert_eq!((clock.now(), clock.now_ms()), (1_002, 1_002_500));
    }

    #[test]
    fn a_running_clock_can_jump() {
        let clock = Clock::real();
        clock.set(5);
        assert!((5..8).contains(&clock.now()));
        clock.freeze();
        let at = clock.now_ms();
        clock.run();
        assert!(clock.now_ms() - at < 2_000);
    }

    #[tokio::test]
    async fn a_sleep_ends_when_the_clock_is_advanced() {
        let clock = Clock::frozen_at(0);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(3_600_000).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_hours(1));
        sleeper.await.unwrap();
    }
}
