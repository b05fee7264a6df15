//! The updates that wait for the bot, as Telegram keeps them: in order, for a day, callback queries for 150 seconds.

use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    sync::Arc,
};

use serde::Serialize;

const DAY_MS: i64 = 24 * 3_600 * 1_000;
const FIRST_ID: u32 = 100_000_001;
/// Telegram delivers the presses of a person beside the messages of the chat, in a queue of their own.
const CALLBACK_QUEUE: i64 = 3 << 33;

/// Kinds that a bot gets only when it asks for them by name.
const ONLY_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) json: Arc<str>,
    pub(crate) queue: i64,
    pub(crate) expires_ms: i64,
}

#[derive(Default)]
pub(crate) struct Updates {
    pending: BTreeMap<u32, Pending>,
    last_id: u32,
    allowed: Option<HashSet<String>>,
    /// A new poll makes the older one end with 409.
    pub(crate) poll: u64,
    /// Webhook deliveries: the order within each queue, and which queues are ready.
    lanes: Option<Lanes>,
    pub(crate) stats: UpdateStats,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct UpdateStats {
    pub queued: u64,
    pub delivered: u64,
    pub confirmed: u64,
    pub expired: u64,
}

#[derive(Default)]
struct Lanes {
    queues: HashMap<i64, VecDeque<u32>>,
    ready: VecDeque<i64>,
}

impl Updates {
    /// Queues an update and returns its id, or nothing if the bot does not want this kind.
    pub(crate) fn push(&mut self, kind: &str, body: &str, sender: i64, now_ms: i64) -> Option<u32> {
        if !self.wants(kind) {
            return None;
        }
        let id = self.next_id();
        let json = format!("{{\"update_id\":{id},\"{kind}\":{body}}}");
        let (queue, life) = match kind {
            "callback_query" => (sender + CALLBACK_QUEUE, 150_000),
            "inline_query" => (sender + CALLBACK_QUEUE, 30_000),
            _ => (sender, DAY_MS),
        };
        self.insert(
            id,
            Pending {
                json: json.into(),
                queue,
                expires_ms: now_ms + life,
            },
        );
        Some(id)
    }

    /// Queues any JSON text as if it were an update with this id, whatever the text says about it.
    pub(crate) fn push_raw(&mut self, json: String, id: u32, now_ms: i64) -> u32 {
        self.last_id = self.last_id.max(id);
        let expires_ms = now_ms + DAY_MS;
        self.insert(
            id,
            Pending {
                json: json.into(),
                queue: 0,
                expires_ms,
            },
        );
        id
    }

    pub(crate) fn next_id(&mut self) -> u32 {
        self.last_id = if self.last_id == 0 {
            FIRST_ID
        } else {
            self.last_id + 1
        };
        self.last_id
    }

    fn insert(&mut self, id: u32, update: Pending) {
        self.stats.queued += 1;
        if let Some(lanes) = &mut self.lanes {
            lanes.add(update.queue, id);
        }
        self.pending.insert(id, update);
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(allowed) if !allowed.is_empty() => allowed.contains(kind),
            _ => !ONLY_ON_REQUEST.contains(&kind),
        }
    }

    pub(crate) fn set_allowed(&mut self, kinds: Vec<String>) {
        self.allowed = Some(kinds.into_iter().collect());
    }

    pub(crate) fn allowed(&self) -> Vec<String> {
        let mut kinds: Vec<_> = self.allowed.iter().flatten().cloned().collect();
        kinds.sort();
        kinds
    }

    /// Confirms everything before `offset`; a negative one keeps only that many of the newest.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let before = self.pending.len();
        if offset > 0 {
            let first = u32::try_from(offset).unwrap_or(u32::MAX);
            self.pending = self.pending.split_off(&first);
        } else if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            while self.pending.len() > keep {
                self.pending.pop_first();
            }
        }
        self.stats.confirmed += (before - self.pending.len()) as u64;
    }

    /// Up to `limit` updates from the oldest on, as a JSON list; nothing if none waits.
    pub(crate) fn batch(&mut self, limit: usize, now_ms: i64) -> Option<String> {
        let mut list = String::from("[");
        let mut stale = Vec::new();
        let mut room = limit;
        for (id, update) in &self.pending {
            if update.expires_ms <= now_ms {
                stale.push(*id);
                continue;
            }
            if room == 0 {
                break;
            }
            room -= 1;
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&update.json);
        }
        self.stats.delivered += (limit - room) as u64;
        self.stats.expired += stale.len() as u64;
        for id in stale {
            self.pending.remove(&id);
        }
        list.push(']');
        (room < limit).then_some(list)
    }

    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }

    pub(crate) fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// From now on updates are handed out queue by queue.
    pub(crate) fn open_lanes(&mut self) {
        let mut lanes = Lanes::default();
        for (id, update) in &self.pending {
            lanes.add(update.queue, *id);
        }
        self.lanes = Some(lanes);
    }

    pub(crate) fn close_lanes(&mut self) {
        self.lanes = None;
    }

    /// The next update of a queue that waits for nothing; the queue is busy until `delivered` or `postponed`.
    pub(crate) fn take_ready(&mut self, now_ms: i64) -> Option<(i64, u32, Arc<str>)> {
        let lanes = self.lanes.as_mut()?;
        while let Some(queue) = lanes.ready.pop_front() {
            while let Some(id) = lanes
                .queues
                .get(&queue)
                .and_then(|ids| ids.front().copied())
            {
                match self.pending.get(&id) {
                    Some(update) if update.expires_ms > now_ms => {
                        self.stats.delivered += 1;
                        return Some((queue, id, update.json.clone()));
                    }
                    _ => {
                        self.stats.expired += u64::from(self.pending.remove(&id).is_some());
                        lanes.queues.get_mut(&queue).map(VecDeque::pop_front);
                    }
                }
            }
            lanes.queues.remove(&queue);
        }
        None
    }

    pub(crate) fn delivered(&mut self, queue: i64, id: u32) {
        self.stats.confirmed += u64::from(self.pending.remove(&id).is_some());
        let Some(lanes) = &mut self.lanes else { return };
        if let Some(ids) = lanes.queues.get_mut(&queue) {
            ids.pop_front_if(|first| *first == id);
        }
        lanes.release(queue);
    }

    pub(crate) fn postponed(&mut self, queue: i64) {
        if let Some(lanes) = &mut self.lanes {
            lanes.release(queue);
        }
    }
}

impl Lanes {
    fn add(&mut self, queue: i64, id: u32) {
        let ids = self.queues.entry(queue).or_insert_with(|| {
            self.ready.push_back(queue);
            VecDeque::new()
        });
        ids.push_back(id);
    }

    fn release(&mut self, queue: i64) {
        match self.queues.get(&queue) {
            Some(ids) if !ids.is_empty() => self.ready.push_back(queue),
            Some(_) => drop(self.queues.remove(&queue)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn updates(kinds: &[(&str, i64)]) -> Updates {
        let mut updates = Updates::default();
        for (kind, sender) in kinds {
            updates.push(kind, "1", *sender, 0);
        }
        updates
    }

    #[test]
    fn an_offset_confirms_what_is_before_it() {
        let mut updates = updates(&[("message", 1), ("message", 1), ("message", 1)]);
        updates.confirm(i64::from(FIRST_ID) + 1);
        let batch = updates.batch(1, 0).unwrap();
        assert_eq!(
            batch,
            format!("[{{\"update_id\":{},\"message\":1}}]", FIRST_ID + 1)
        );
        updates.confirm(-1);
        assert_eq!((updates.waiting(), updates.stats.confirmed), (1, 2));
    }

    #[test]
    fn presses_grow_stale_before_messages_do() {
        let mut updates = updates(&[("message", 1), ("callback_query", 1)]);
        updates.batch(100, 149_999);
        assert_eq!(updates.waiting(), 2);
        updates.batch(100, 150_000);
        assert_eq!(updates.waiting(), 1);
        assert_eq!(updates.batch(100, DAY_MS), None);
    }

    #[test]
    fn only_wanted_kinds_are_queued() {
        let mut updates = updates(&[("chat_member", 1)]);
        assert_eq!(updates.waiting(), 0);
        updates.set_allowed(vec!["chat_member".into()]);
        assert!(updates.push("message", "1", 1, 0).is_none());
        assert!(updates.push("chat_member", "1", 1, 0).is_some());
    }

    #[test]
    fn a_queue_hands_out_its_next_update_only_after_the_last_one_arrived() {
        let mut updates = updates(&[
            ("message", 7),
            ("message", 7),
            ("callback_query", 7),
            ("message", 8),
        ]);
        updates.open_lanes();
        let mut taken: Vec<_> = std::iter::from_fn(|| updates.take_ready(0)).collect();
        assert_eq!(
            taken.iter().map(|t| t.1 - FIRST_ID).collect::<Vec<_>>(),
            [0, 2, 3]
        );
        let (queue, id, _) = taken.remove(0);
        updates.postponed(queue);
        assert_eq!(updates.take_ready(0).map(|t| t.1), Some(id));
        updates.delivered(queue, id);
        assert_eq!(updates.take_ready(0).map(|t| t.1), Some(id + 1));
    }
}
