//! Lanes: the updates of one lane are handled one after another, different lanes side by side.
//!
//! What waits lies in the inbox. Only a window of it is in memory: a lane holds a few updates and fetches the next ones
//! when those are done, so that the backlog of one chat neither fills the memory nor stands in anybody's way.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    db::{Inbox, OpenUpdate},
    telemetry::Chain,
};

/// How many updates of one lane are in memory; the rest of them wait in the inbox.
const WINDOW: usize = 32;
/// How many updates are in memory in all. Beyond that no more are taken from Telegram, which keeps them for us.
const IN_MEMORY: usize = 4096;

type Handle = Box<dyn Fn(OpenUpdate) -> BoxFuture<'static, ()> + Send + Sync>;

/// Everything that waits to be handled.
pub(super) struct Lanes {
    inbox: Inbox,
    handle: Handle,
    waiting: Mutex<HashMap<String, Lane>>,
    room: Arc<Semaphore>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// One lane, which exists while a task works through it.
#[derive(Default)]
struct Lane {
    window: VecDeque<(OpenUpdate, Option<OwnedSemaphorePermit>)>,
    /// The newest update that is or was in the window.
    newest: i64,
    /// More updates of this lane wait in the inbox; counts those passed by, so that none is missed.
    passed_by: u64,
    is_behind: bool,
}

enum Next {
    Update(Box<OpenUpdate>, Option<OwnedSemaphorePermit>),
    Fetch { after: i64, passed_by: u64 },
    Nothing,
}

impl Lanes {
    pub(super) fn new(inbox: Inbox, stop: CancellationToken, handle: Handle) -> Arc<Self> {
        Arc::new(Self {
            inbox,
            handle,
            waiting: Mutex::default(),
            room: Arc::new(Semaphore::new(IN_MEMORY)),
            tasks: TaskTracker::new(),
            stop,
        })
    }

    /// Puts an update at the end of its lane. Waits when the memory is full of work.
    pub(super) async fn push(self: &Arc<Self>, update: OpenUpdate) {
        let room = Arc::clone(&self.room)
            .acquire_owned()
            .await
            .expect("the room is never closed");
        let mut lanes = self.waiting.lock().expect("no panic under this lock");
        match lanes.get_mut(&update.lane) {
            Some(lane) if lane.is_behind || lane.window.len() >= WINDOW => {
                lane.is_behind = true;
                lane.passed_by += 1;
            }
            Some(lane) => {
                lane.newest = update.update_id;
                lane.window.push_back((update, Some(room)));
            }
            None => {
                let name = update.lane.clone();
                let newest = update.update_id;
                let lane = Lane {
                    window: VecDeque::from([(update, Some(room))]),
                    newest,
                    ..Lane::default()
                };
                lanes.insert(name.clone(), lane);
                drop(lanes);
                self.tasks.spawn(Arc::clone(self).work_through(name));
            }
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
        while !self.stop.is_cancelled() {
            match self.next(&name) {
                Next::Update(update, room) => {
                    (self.handle)(*update).await;
                    drop(room);
                }
                Next::Fetch { after, passed_by } => self.fetch(&name, after, passed_by).await,
                Next::Nothing => return,
            }
        }
    }

    fn next(&self, name: &str) -> Next {
        let mut lanes = self.waiting.lock().expect("no panic under this lock");
        let Some(lane) = lanes.get_mut(name) else {
            return Next::Nothing;
        };
        if let Some((update, room)) = lane.window.pop_front() {
            return Next::Update(Box::new(update), room);
        }
        if lane.is_behind {
            return Next::Fetch {
                after: lane.newest,
                passed_by: lane.passed_by,
            };
        }
        lanes.remove(name);
        Next::Nothing
    }

    /// Fills the window of a lane from the inbox. While this reads, more updates may be stored and passed by; then the
    /// lane stays behind and looks again.
    async fn fetch(&self, name: &str, after: i64, passed_by: u64) {
        let window = i64::try_from(WINDOW).expect("a small number");
        match self.inbox.open_in_lane(name, after, window).await {
            Ok(updates) => {
                let mut lanes = self.waiting.lock().expect("no panic under this lock");
                let Some(lane) = lanes.get_mut(name) else {
                    return;
                };
                lane.is_behind = updates.len() >= WINDOW || lane.passed_by != passed_by;
                for update in updates {
                    lane.newest = update.update_id;
                    lane.window.push_back((update, None));
                }
            }
            Err(error) => {
                tracing::error!(error = %Chain(&error), "the inbox cannot be read; trying again");
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                    () = self.stop.cancelled() => {}
                }
            }
        }
    }
}
