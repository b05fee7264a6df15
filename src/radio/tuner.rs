//! One connection a station, however many listen to it: open cards, recordings. It comes with the first listener, is made
//! again when it breaks, and goes with the last.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use bytes::Bytes;
use reqwest::Url;
use tokio::sync::{Semaphore, broadcast, mpsc, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{
    sort::Format,
    stream::{Piece, Stream, StreamError},
};
use crate::domain::StationId;

/// So many pieces a listener may be behind; one that is further back misses some.
const BEHIND: usize = 1_024;
/// Titles that wait to be written down.
const TITLES: usize = 256;
/// A station that breaks off is asked again after so long, then after twice as long, and so often in a row.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const TRIES: u32 = 5;

/// The radio that all of the program shares. Cheap to clone.
#[derive(Clone)]
pub struct Tuner(Arc<Inside>);

struct Inside {
    http: crate::http::Guarded,
    lines: Mutex<HashMap<StationId, Weak<Line>>>,
    room: Arc<Semaphore>,
    titles: mpsc::Sender<HeardNow>,
}

/// A connection that somebody needs.
struct Line {
    sound: broadcast::Sender<Heard>,
    now: watch::Receiver<Now>,
    _ends_with_it: DropGuard,
}

/// What a listener hears.
#[derive(Debug, Clone)]
pub enum Heard {
    /// The stream begins, or begins again.
    Begins(Format),
    Sound(Bytes),
    Title(Bytes),
}

/// How a station is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    pub state: OnAir,
    /// The newest title, once there was one. Which letters its bytes are depends on the station.
    pub title: Option<Bytes>,
    /// How it is packed, and at which bitrate.
    pub format: Option<(Format, Option<u32>)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnAir {
    #[default]
    Connecting,
    Playing,
    /// It broke off and is asked again.
    Lost,
    /// It was asked often enough.
    Gone,
    /// Too many stations are listened to.
    NoRoom,
}

/// A title of a station somebody listens to.
#[derive(Debug)]
pub struct HeardNow {
    pub station: StationId,
    pub title: Bytes,
}

/// Somebody who listens, for as long as this is kept.
pub struct Listener {
    line: Arc<Line>,
    sound: broadcast::Receiver<Heard>,
    now: watch::Receiver<Now>,
}

impl Tuner {
    /// A radio for at most so many stations at once, and every title it hears.
    pub fn new(http: crate::http::Guarded, stations: usize) -> (Self, mpsc::Receiver<HeardNow>) {
        let (titles, heard) = mpsc::channel(TITLES);
        let inside = Inside {
            http,
            lines: Mutex::default(),
            room: Arc::new(Semaphore::new(stations)),
            titles,
        };
        (Self(Arc::new(inside)), heard)
    }

    /// Begins to listen; the connection is there already, or comes about now.
    pub fn listen(&self, station: StationId, url: &Url) -> Listener {
        let mut lines = self.lines();
        lines.retain(|_, line| line.strong_count() > 0);
        let line = lines.get(&station).and_then(Weak::upgrade).filter(|line| {
            // One that gave up tries again for a new listener.
            !matches!(line.now.borrow().state, OnAir::Gone | OnAir::NoRoom)
        });
        let line = line.unwrap_or_else(|| {
            let line = self.begin(station, url.clone());
            lines.insert(station, Arc::downgrade(&line));
            line
        });
        Listener {
            sound: line.sound.subscribe(),
            now: line.now.clone(),
            line,
        }
    }

    /// How many stations are listened to.
    pub fn stations(&self) -> usize {
        let lines = self.lines();
        lines
            .values()
            .filter(|line| line.strong_count() > 0)
            .count()
    }

    pub fn http(&self) -> &crate::http::Guarded {
        &self.0.http
    }

    fn begin(&self, station: StationId, url: Url) -> Arc<Line> {
        let (sound, _) = broadcast::channel(BEHIND);
        let (now, shown) = watch::channel(Now::default());
        let stop = CancellationToken::new();
        let task = Task {
            station,
            url,
            sound: sound.clone(),
            now,
            radio: self.clone(),
        };
        let stopped = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = task.run() => {}
                () = stopped.cancelled() => {}
            }
        });
        Arc::new(Line {
            sound,
            now: shown,
            _ends_with_it: stop.drop_guard(),
        })
    }

    fn lines(&self) -> std::sync::MutexGuard<'_, HashMap<StationId, Weak<Line>>> {
        self.0.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What keeps a line connected.
struct Task {
    station: StationId,
    url: Url,
    sound: broadcast::Sender<Heard>,
    now: watch::Sender<Now>,
    radio: Tuner,
}

impl Task {
    async fn run(self) {
        let Ok(_room) = Arc::clone(&self.radio.0.room).try_acquire_owned() else {
            self.is(OnAir::NoRoom);
            return;
        };
        let mut failures = 0;
        while failures < TRIES {
            let (heard_something, error) = self.play().await;
            failures = if heard_something { 1 } else { failures + 1 };
            tracing::debug!(station = %self.station, failures, %error, "a station broke off");
            if failures < TRIES {
                self.is(OnAir::Lost);
                tokio::time::sleep(FIRST_PAUSE * 2_u32.pow(failures - 1)).await;
            }
        }
        self.is(OnAir::Gone);
    }

    /// Plays until it breaks off; whether there was anything to hear.
    async fn play(&self) -> (bool, StreamError) {
        let mut stream = match Stream::open(&self.radio.0.http, &self.url).await {
            Ok(stream) => stream,
            Err(error) => return (false, error),
        };
        let about = &stream.about;
        let format = (about.format, about.bitrate);
        self.now.send_modify(|now| now.format = Some(format));
        // Nobody may listen to the sound itself.
        let _ = self.sound.send(Heard::Begins(format.0));
        let mut heard_something = false;
        loop {
            match stream.next().await {
                Ok(Piece::Sound(bytes)) => {
                    if !heard_something {
                        heard_something = true;
                        self.is(OnAir::Playing);
                    }
                    let _ = self.sound.send(Heard::Sound(bytes));
                }
                Ok(Piece::Title(title)) => self.says(title),
                Err(error) => return (heard_something, error),
            }
        }
    }

    fn says(&self, title: Bytes) {
        let is_new = self.now.send_if_modified(|now| {
            let is_new = now.title.as_ref() != Some(&title);
            now.title = Some(title.clone());
            is_new
        });
        if is_new {
            let _ = self.sound.send(Heard::Title(title.clone()));
            // When the one who writes them down is that far behind, one is lost.
            let station = self.station;
            let _ = self.radio.0.titles.try_send(HeardNow { station, title });
        }
    }

    fn is(&self, state: OnAir) {
        self.now
            .send_if_modified(|now| std::mem::replace(&mut now.state, state) != state);
    }
}

impl Listener {
    /// How the station is doing now.
    pub fn now(&mut self) -> Now {
        self.now.borrow_and_update().clone()
    }

    /// Waits until that changes; `None` when it will not any more.
    pub async fn changed(&mut self) -> Option<Now> {
        self.now.changed().await.ok()?;
        Some(self.now())
    }

    /// What is heard next; `None` when there will be nothing more. A listener that is too far behind misses some.
    pub async fn hear(&mut self) -> Option<Heard> {
        loop {
            let now = self.line.now.clone();
            let mut gone = now.clone();
            tokio::select! {
                heard = self.sound.recv() => match heard {
                    Ok(heard) => return Some(heard),
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                _ = gone.wait_for(|now| matches!(now.state, OnAir::Gone | OnAir::NoRoom)) => {
                    // What was sent before that is heard first.
                    return self.sound.try_recv().ok();
                }
            }
        }
    }
}
