//! How fast the bot may send: token buckets on the simulator's clock.

use std::collections::HashMap;

use crate::options::LimitOptions;

/// What a call costs its chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    Message,
    /// An edit counts overall and in groups, but not against the one message a second of a chat.
    Edit,
}

pub(crate) struct Limits {
    pub(crate) options: LimitOptions,
    overall: Bucket,
    chats: HashMap<i64, Bucket>,
    groups: HashMap<i64, Bucket>,
}

#[derive(Clone, Copy)]
struct Bucket {
    tokens: f64,
    at_ms: i64,
}

/// A rate: so many at once, one more every `ms_each`.
#[derive(Clone, Copy)]
struct Rate {
    burst: f64,
    ms_each: f64,
}

impl Limits {
    pub(crate) fn new(options: LimitOptions) -> Self {
        let overall = Bucket {
            tokens: f64::from(options.per_second),
            at_ms: i64::MIN,
        };
        Self {
            options,
            overall,
            chats: HashMap::new(),
            groups: HashMap::new(),
        }
    }

    pub(crate) fn set(&mut self, options: LimitOptions) {
        *self = Self::new(options);
    }

    /// Takes `count` messages' worth, or says after how many seconds to try again.
    pub(crate) fn take(
        &mut self,
        chat: i64,
        in_group: bool,
        cost: Cost,
        count: u32,
        now_ms: i64,
    ) -> Result<(), u32> {
        let LimitOptions {
            per_second,
            per_chat_second,
            chat_burst,
            per_group_minute,
        } = self.options;
        let overall = rate(per_second, per_second, 1_000.0);
        let in_chat =
            rate(per_chat_second, chat_burst.max(1), 1_000.0).filter(|_| cost == Cost::Message);
        let in_group = rate(per_group_minute, per_group_minute, 60_000.0).filter(|_| in_group);
        let full = |rate: Option<Rate>| Bucket {
            tokens: rate.map_or(0.0, |rate| rate.burst),
            at_ms: now_ms,
        };
        if self.overall.at_ms == i64::MIN {
            self.overall.at_ms = now_ms;
        }
        let mut buckets = vec![(overall, &mut self.overall)];
        if in_chat.is_some() {
            buckets.push((
                in_chat,
                self.chats.entry(chat).or_insert_with(|| full(in_chat)),
            ));
        }
        if in_group.is_some() {
            buckets.push((
                in_group,
                self.groups.entry(chat).or_insert_with(|| full(in_group)),
            ));
        }
        let limited = || {
            buckets
                .iter()
                .filter_map(|(rate, bucket)| Some(((*rate)?, bucket)))
        };
        let wait = limited()
            .map(|(rate, bucket)| bucket.wait_ms(rate, f64::from(count), now_ms))
            .fold(0.0, f64::max);
        if wait > 0.0 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "seconds, small and positive"
            )]
            return Err((wait / 1_000.0).ceil() as u32);
        }
        for (rate, bucket) in buckets {
            if let Some(rate) = rate {
                bucket.take(rate, f64::from(count), now_ms);
            }
        }
        Ok(())
    }
}

/// `per` messages in `period_ms`, `burst` at once; nothing when switched off.
fn rate(per: u32, burst: u32, period_ms: f64) -> Option<Rate> {
    (per > 0).then(|| Rate {
        burst: f64::from(burst),
        ms_each: period_ms / f64::from(per),
    })
}

impl Bucket {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds between two calls")]
    fn level(&self, rate: Rate, now_ms: i64) -> f64 {
        (self.tokens + (now_ms - self.at_ms) as f64 / rate.ms_each).min(rate.burst)
    }

    /// An album may be larger than the whole bucket: it then waits for a full one.
    fn wait_ms(&self, rate: Rate, count: f64, now_ms: i64) -> f64 {
        (count.min(rate.burst) - self.level(rate, now_ms)) * rate.ms_each
    }

    fn take(&mut self, rate: Rate, count: f64, now_ms: i64) {
        self.tokens = self.level(rate, now_ms) - count;
        self.at_ms = now_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::new(LimitOptions::default())
    }

    #[test]
    fn a_chat_takes_a_burst_and_then_one_a_second() {
        let mut limits = limits();
        for _ in 0..5 {
            assert_eq!(limits.take(1, false, Cost::Message, 1, 0), Ok(()));
        }
        assert_eq!(limits.take(1, false, Cost::Message, 1, 0), Err(1));
        assert_eq!(limits.take(1, false, Cost::Edit, 1, 0), Ok(()));
        assert_eq!(limits.take(2, false, Cost::Message, 1, 0), Ok(()));
        assert_eq!(limits.take(1, false, Cost::Message, 1, 1_000), Ok(()));
    }

    #[test]
    fn a_group_takes_twenty_a_minute_edits_included() {
        let mut limits = limits();
        for second in 0..20 {
            assert_eq!(limits.take(-1, true, Cost::Edit, 1, second * 10), Ok(()));
        }
        assert_eq!(limits.take(-1, true, Cost::Edit, 1, 200), Err(3));
    }

    #[test]
    fn everybody_together_gets_thirty_a_second() {
        let mut limits = limits();
        let sent = (0..100)
            .filter(|chat| limits.take(*chat, false, Cost::Message, 1, 0).is_ok())
            .count();
        assert_eq!(sent, 30);
    }

    #[test]
    fn switched_off_means_off() {
        let mut limits = Limits::new(LimitOptions::off());
        assert!((0..1_000).all(|_| limits.take(-1, true, Cost::Message, 10, 0).is_ok()));
    }
}
