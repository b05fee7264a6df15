//! Presses of buttons that wait for `answerCallbackQuery`.

use std::{collections::HashMap, time::Duration};

use serde::Serialize;
use tokio::sync::oneshot;

/// What the bot showed for a press.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub text: Option<String>,
    pub show_alert: bool,
    pub url: Option<String>,
}

struct Press {
    until_ms: i64,
    waiter: oneshot::Sender<Answer>,
}

#[derive(Default)]
pub(crate) struct Callbacks {
    open: HashMap<u64, Press>,
    last: u64,
}

impl Callbacks {
    pub(crate) fn open(
        &mut self,
        now_ms: i64,
        lifetime: Duration,
    ) -> (u64, oneshot::Receiver<Answer>) {
        if self.open.len() > 10_000 {
            self.open.retain(|_, press| press.until_ms > now_ms);
        }
        self.last += 1;
        // Real ids are large numbers; 2^32 keeps ours apart from every other id.
        let id = (1 << 32) + self.last;
        let (waiter, answer) = oneshot::channel();
        let lifetime = i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX);
        self.open.insert(
            id,
            Press {
                until_ms: now_ms.saturating_add(lifetime),
                waiter,
            },
        );
        (id, answer)
    }

    /// False if there is no such press, or it was answered, or it is too old.
    pub(crate) fn answer(&mut self, id: &str, answer: Answer, now_ms: i64) -> bool {
        let Some(press) = id.parse().ok().and_then(|id: u64| self.open.remove(&id)) else {
            return false;
        };
        if press.until_ms <= now_ms {
            return false;
        }
        // A person who no longer looks at the chat misses the answer.
        let _ = press.waiter.send(answer);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_is_answered_once_and_in_time() {
        let mut callbacks = Callbacks::default();
        let (id, mut answer) = callbacks.open(0, Duration::from_secs(15));
        let said = Answer {
            text: Some("ok".into()),
            ..Answer::default()
        };
        assert!(callbacks.answer(&id.to_string(), said.clone(), 14_999));
        assert_eq!(answer.try_recv().unwrap(), said);
        assert!(!callbacks.answer(&id.to_string(), said.clone(), 14_999));
        let (late, _waiter) = callbacks.open(0, Duration::from_secs(15));
        assert!(!callbacks.answer(&late.to_string(), said, 15_000));
    }
}
