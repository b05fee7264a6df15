//! Lanes: the updates of one lane are handled one after another, different lanes side by side.
//!
//! What waits lies in the inbox. Only a window of it is in memory: a lane holds a few updates and fetches the next ones
//! when those are done, so that the backlog of one chat neither fills the memory nor stands in anybody's way.
//!
//! Where several copies of the bot share an inbox, an update that may have earlier ones elsewhere waits until those are done.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, RwLock, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    db::{Arrival, DbError, Inbox, OpenUpdate, Turn},
    migrate::Standing,
    telemetry::Chain,
};

/// How many updates of one lane are in memory; the rest of them wait in the inbox.
const WINDOW: usize = 32;
/// How many updates are in memory in all. Beyond that no more are taken from Telegram, which keeps them for us.
const IN_MEMORY: usize = 4096;
/// How often is looked whether another copy is done, at first and at least.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);
/// How many updates are taken over together.
const TAKEN_OVER: usize = 500;

type Handle = Box<dyn Fn(OpenUpdate) -> BoxFuture<'static, ()> + Send + Sync>;

/// Everything that waits to be handled.
pub(super) struct Lanes {
    inbox: Inbox,
    /// Whether what was taken is still ours; nothing where nobody else could take it.
    standing: Option<Standing>,
    handle: Handle,
    waiting: Mutex<HashMap<String, Lane>>,
    /// Held from the statement that makes an update ours until it is in its lane: alone by whoever takes over what is older
    /// than updates that are here, so that nobody passes it meanwhile.
    order: RwLock<()>,
    room: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// One lane, which exists while a task works through it.
#[derive(Default)]
struct Lane {
    /// By their numbers: what is taken over from another copy may be older than what is here.
    window: BTreeMap<i64, Waiting>,
    /// What waits in the inbox, newer than all that is in the window, and whether it may be behind another copy's.
    passed_by: BTreeMap<i64, bool>,
}

struct Waiting {
    update: OpenUpdate,
    /// Since when it has been ours beyond doubt.
    taken: Instant,
    _room: Option<OwnedSemaphorePermit>,
}

enum Next {
    Update(Box<Waiting>),
    /// Whether it is its turn has to be looked up.
    Look(i64),
    Fetch(Vec<i64>),
    Nothing,
}

impl Lane {
    fn put(&mut self, waiting: Waiting) {
        let id = waiting.update.update_id;
        let is_next = self
            .passed_by
            .first_key_value()
            .is_none_or(|(first, _)| id < *first);
        let has_room = self.window.len() < WINDOW
            || self
                .window
                .last_key_value()
                .is_some_and(|(last, _)| id < *last);
        if is_next && has_room {
            self.window.insert(id, waiting);
        } else {
            self.passed_by.insert(id, waiting.update.is_behind);
        }
    }
}

impl Lanes {
    pub(super) fn new(
        inbox: Inbox,
        standing: Option<Standing>,
        stop: CancellationToken,
        handle: Handle,
    ) -> Arc<Self> {
        Arc::new(Self {
            inbox,
            standing,
            handle,
            waiting: Mutex::default(),
            order: RwLock::default(),
            room: Arc::new(Semaphore::new(IN_MEMORY)),
            tasks: TaskTracker::new(),
            stop,
        })
    }

    /// Stores updates that arrived and puts those into their lanes that were not here before. Waits when the memory is full
    /// of work.
    pub(super) async fn take_in(
        self: &Arc<Self>,
        batch: &[Arrival],
        now_ms: i64,
    ) -> Result<(), DbError> {
        let mut room = self.room_for(batch.len()).await;
        let _in_order = self.order.read().await;
        let since = Instant::now();
        let fresh = self.inbox.accept(batch, now_ms).await?;
        for accepted in fresh {
            let arrival = batch
                .iter()
                .find(|arrival| arrival.update_id == accepted.update_id);
            if let Some(arrival) = arrival {
                let update = OpenUpdate::fresh(arrival.clone(), accepted.is_behind);
                self.put(update, since, room.split(1));
            }
        }
        Ok(())
    }

    /// Puts an update that lies open into its lane. Waits when the memory is full of work.
    pub(super) async fn take_up(self: &Arc<Self>, update: OpenUpdate) {
        let room = self.room_for(1).await;
        self.put(update, Instant::now(), Some(room));
    }

    /// Takes over what a copy that died left open, as much as there is room for; how many updates.
    pub(super) async fn take_over(self: &Arc<Self>, from: Option<&str>) -> Result<usize, DbError> {
        let Ok(mut room) = Arc::clone(&self.room).try_acquire_many_owned(as_permits(TAKEN_OVER))
        else {
            return Ok(0);
        };
        let _alone = self.order.write().await;
        let since = Instant::now();
        let limit = i64::try_from(TAKEN_OVER).expect("a small number");
        let taken = self.inbox.take_over(from, limit).await?;
        let count = taken.len();
        for update in taken {
            self.put(update, since, room.split(1));
        }
        Ok(count)
    }

    async fn room_for(&self, updates: usize) -> OwnedSemaphorePermit {
        let room = Arc::clone(&self.room).acquire_many_owned(as_permits(updates));
        room.await.expect("the room is never closed")
    }

    fn put(
        self: &Arc<Self>,
        update: OpenUpdate,
        taken: Instant,
        room: Option<OwnedSemaphorePermit>,
    ) {
        let name = update.lane.clone();
        let mut lanes = self.lanes();
        let is_new = !lanes.contains_key(&name);
        lanes.entry(name.clone()).or_default().put(Waiting {
            update,
            taken,
            _room: room,
        });
        drop(lanes);
        if is_new {
            self.tasks.spawn(Arc::clone(self).work_through(name));
        }
    }

    /// Takes no more updates and waits for those being handled, but not for ever.
    pub(super) async fn finish(&self, patience: Duration) -> bool {
        self.tasks.close();
        tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_ok()
    }

    async fn work_through(self: Arc<Self>, name: String) {
        let mut pause = FIRST_PAUSE;
        while !self.stop.is_cancelled() {
            match self.next(&name) {
                Next::Update(waiting) => {
                    (self.handle)(waiting.update).await;
                    pause = FIRST_PAUSE;
                }
                Next::Look(update_id) => {
                    if let Some(waiting) = self.look(&name, update_id, &mut pause).await {
                        (self.handle)(waiting.update).await;
                        pause = FIRST_PAUSE;
                    }
                }
                Next::Fetch(update_ids) => self.fetch(&name, &update_ids).await,
                Next::Nothing => return,
            }
        }
    }

    fn next(&self, name: &str) -> Next {
        let mut lanes = self.lanes();
        let Some(lane) = lanes.get_mut(name) else {
            return Next::Nothing;
        };
        if let Some(first) = lane.window.first_entry() {
            return if first.get().update.is_behind || !self.is_sure(first.get().taken) {
                Next::Look(*first.key())
            } else {
                Next::Update(Box::new(first.remove()))
            };
        }
        if !lane.passed_by.is_empty() {
            return Next::Fetch(lane.passed_by.keys().take(WINDOW).copied().collect());
        }
        lanes.remove(name);
        Next::Nothing
    }

    /// Whether nobody can have taken from us what we had since then.
    fn is_sure(&self, taken: Instant) -> bool {
        self.standing
            .as_ref()
            .is_none_or(|standing| standing.covers(taken, Instant::now()))
    }

    /// Looks whether it is an update's turn; where it is not, waits a little.
    async fn look(&self, name: &str, update_id: i64, pause: &mut Duration) -> Option<Waiting> {
        let in_order = self.order.read().await;
        let turn = self.inbox.turn(update_id).await;
        if let Ok(Turn::Now | Turn::Gone) = turn {
            let mut lanes = self.lanes();
            let first = lanes.get_mut(name)?.window.first_entry()?;
            // What was taken over meanwhile may come first.
            let waiting = (*first.key() == update_id).then(|| first.remove())?;
            return Some(waiting).filter(|_| matches!(turn, Ok(Turn::Now)));
        }
        drop(in_order);
        if let Err(error) = turn {
            tracing::error!(error = %Chain(&error), "the inbox cannot be read; trying again");
            *pause = LONGEST_PAUSE;
        }
        self.rest(*pause).await;
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        None
    }

    /// Fills the window of a lane from the inbox.
    async fn fetch(&self, name: &str, update_ids: &[i64]) {
        let taken = Instant::now();
        match self.inbox.open_among(update_ids).await {
            Ok(updates) => {
                let mut lanes = self.lanes();
                let Some(lane) = lanes.get_mut(name) else {
                    return;
                };
                // What does not come back is done, or is not ours any more.
                let asked: HashMap<i64, bool> = update_ids
                    .iter()
                    .filter_map(|id| lane.passed_by.remove_entry(id))
                    .collect();
                for mut update in updates {
                    let Some(is_behind) = asked.get(&update.update_id) else {
                        continue;
                    };
                    update.is_behind = *is_behind;
                    lane.window.insert(
                        update.update_id,
                        Waiting {
                            update,
                            taken,
                            _room: None,
                        },
                    );
                }
            }
            Err(error) => {
                tracing::error!(error = %Chain(&error), "the inbox cannot be read; trying again");
                self.rest(Duration::from_secs(1)).await;
            }
        }
    }

    async fn rest(&self, pause: Duration) {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.stop.cancelled() => {}
        }
    }

    fn lanes(&self) -> std::sync::MutexGuard<'_, HashMap<String, Lane>> {
        self.waiting.lock().expect("no panic under this lock")
    }
}

fn as_permits(updates: usize) -> u32 {
    u32::try_from(updates.min(IN_MEMORY)).expect("a small number")
}
