//! An hour of radio and of renders in three minutes: the bot and Telegram live by a clock that runs twenty times as fast, and
//! stations send as fast. Cards are open on stations whose songs change, people send tracks and want them at ever new speeds,
//! and stations are recorded. Found out is what grows, what still runs at the end, and what is left lying about.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    Outcome, bots::Bot, memory::Memory, process::command_lines, renders::make_track, runs::Bench,
    stations::Stations, table::verdict, telegram::Telegram,
};

/// A handler is cut after fifteen seconds, which must not be less than it takes.
const TIMES_AS_FAST: u32 = 20;
const PARTS: u32 = 12;
/// By the clock of the bot. A card closes after twice that.
const PART: Duration = Duration::from_mins(5);
const STATIONS: usize = 10;
const LISTENERS: usize = 50;
/// In each part so many of them send a track, and others record a minute.
const SENDERS: usize = 5;
const RECORDERS: usize = 2;
/// How long a track is, in seconds.
const TRACK: u32 = 60;
/// Their ids begin here.
const FIRST: i64 = 3_000;
const PATIENCE: Duration = Duration::from_mins(2);
/// How often is looked whether all has ended.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// In so many of the parts the caches fill.
const START: usize = 3;

/// What was measured.
pub(crate) struct Hour {
    memory: Memory,
    /// How often a card told something new.
    told: u64,
    /// Connections to stations: at once at most, and at the end.
    connections: (usize, usize),
    /// What still runs or lies about when all is done.
    left: Vec<String>,
    /// What the bot complained of.
    complaints: Vec<String>,
}

/// Somebody with an open card: the message it is in, and the last thing they were sent.
struct Listener {
    id: i64,
    card: i64,
    last: i64,
}

impl Bench<'_> {
    pub(crate) async fn hour(&self) -> Outcome<Hour> {
        let clock = faster_clock()?;
        let telegram = self.telegram_with(&clock)?;
        let more = [
            ("REPRISE_RADIO__ALLOW_PRIVATE", "true".to_owned()),
            // By that clock a statement of fifty milliseconds counts as a slow one.
            ("REPRISE_LOG__FILTER", "warn,sqlx=error".to_owned()),
        ];
        let mut process =
            self.start_with(Bot::Reprise, &telegram, &[&clock[..], &more].concat())?;
        telegram.wait_for_poll(&mut process, 0).await?;
        let stations = Stations::start(TIMES_AS_FAST).await?;
        let mut listeners = gather(&telegram, &stations).await?;
        let tracks = self.tracks()?;
        let mut memory = Memory::new(START);
        for part in 1..=PARTS {
            let until = Instant::now() + PART / TIMES_AS_FAST;
            open_cards(&telegram, &listeners).await?;
            let (senders, others) = listeners.split_at_mut(SENDERS);
            send_tracks(&telegram, senders, &tracks, part).await?;
            record(&telegram, &mut others[..RECORDERS]).await?;
            tokio::time::sleep_until(until.into()).await;
            process.check_alive()?;
            let mb = process.memory()?;
            eprintln!("minute {}: {mb:.1} MB", (PART * part).as_secs() / 60);
            memory.push(mb);
        }
        let told = telegram.calls("editMessageText").await?;
        // Cards close, and what was begun ends: long before this.
        let until = Instant::now() + 3 * PART / TIMES_AS_FAST;
        let (left, open) = loop {
            let (left, open) = (left_behind(&self.folder)?, stations.connections());
            if left.is_empty() && open == 0 || Instant::now() > until {
                break (left, open);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        process.check_alive()?;
        Ok(Hour {
            memory,
            told,
            connections: (stations.most_connections(), open),
            left,
            complaints: complaints(&self.folder)?,
        })
    }

    fn tracks(&self) -> Outcome<Vec<PathBuf>> {
        let folder = self.folder.join("tracks");
        fs::create_dir_all(&folder)?;
        (0..SENDERS)
            .map(|number| make_track(&folder, number, TRACK))
            .collect()
    }
}

/// What makes a program's clock run faster.
fn faster_clock() -> Outcome<Vec<(&'static str, String)>> {
    let folders = fs::read_dir("/usr/lib")?.flatten();
    let mut libraries = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    let library = libraries.find(|library| library.exists());
    let library = library.ok_or("faketime is missing: sudo apt-get install faketime")?;
    Ok(vec![
        ("LD_PRELOAD", library.display().to_string()),
        ("FAKETIME", format!("+0 x{TIMES_AS_FAST}")),
        // Files keep the times they have.
        ("NO_FAKE_STAT", "1".to_owned()),
    ])
}

/// People come, some add the stations, and everybody has a message that a card can be in.
async fn gather(telegram: &Telegram, stations: &Stations) -> Outcome<Vec<Listener>> {
    let ids = FIRST..FIRST + i64::try_from(LISTENERS)?;
    telegram.invite(ids.clone()).await?;
    let mut listeners = Vec::new();
    for (number, id) in ids.enumerate() {
        let asked = if number < STATIONS {
            format!("/radio add {}", stations.url(number))
        } else {
            "/radio".to_owned()
        };
        telegram.say(id, &asked).await?;
        let card = telegram.message_after(id, 1, PATIENCE).await?;
        let last = card;
        listeners.push(Listener { id, card, last });
    }
    Ok(listeners)
}

async fn open_cards(telegram: &Telegram, listeners: &[Listener]) -> Outcome {
    for (number, listener) in listeners.iter().enumerate() {
        let station = number % STATIONS + 1;
        let card = format!("radio:card:{station}");
        telegram.press(listener.id, listener.card, &card).await?;
    }
    Ok(())
}

/// Each sends a track, at a speed nobody wanted before.
async fn send_tracks(
    telegram: &Telegram,
    senders: &mut [Listener],
    tracks: &[PathBuf],
    part: u32,
) -> Outcome {
    for (sender, track) in senders.iter().zip(tracks) {
        let speed = f64::from(100 + part) / 100.0;
        telegram.say(sender.id, &format!("/speed {speed}")).await?;
        telegram
            .message_after(sender.id, sender.last, PATIENCE)
            .await?;
        telegram.upload(sender.id, track).await?;
    }
    arrive(telegram, senders).await
}

async fn record(telegram: &Telegram, recorders: &mut [Listener]) -> Outcome {
    for recorder in recorders.iter() {
        let minute = "radio:rec:1:1";
        telegram.press(recorder.id, recorder.card, minute).await?;
    }
    arrive(telegram, recorders).await
}

/// Waits until each has another track.
async fn arrive(telegram: &Telegram, people: &mut [Listener]) -> Outcome {
    for person in people {
        person.last = telegram
            .track_after(person.id, person.last, PATIENCE)
            .await?;
    }
    Ok(())
}

/// Children of the bot, and its temporary files.
fn left_behind(folder: &Path) -> Outcome<Vec<String>> {
    let ours = folder.display().to_string();
    let lines = command_lines().map(|words| words.join(" "));
    let is_child = |line: &String| line.contains("ffmpeg") && line.contains(&ours);
    let mut left: Vec<String> = lines.filter(is_child).collect();
    let mut folders = vec![folder.join("data/tmp")];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder)?.flatten() {
            let path = file.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|kind| kind != "lock") {
                left.push(path.display().to_string());
            }
        }
    }
    Ok(left)
}

fn complaints(folder: &Path) -> Outcome<Vec<String>> {
    let log = fs::read_to_string(folder.join("reprise.log"))?;
    let complains = |line: &&str| line.contains(" WARN ") || line.contains("ERROR ");
    Ok(log.lines().filter(complains).map(str::to_owned).collect())
}

impl Display for Hour {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (most, at_the_end) = self.connections;
        let parts = usize::try_from(PARTS).unwrap_or_default();
        write!(
            f,
            "An hour in {} minutes, by a clock that runs {TIMES_AS_FAST} times as fast: {LISTENERS} cards of {STATIONS} stations \
             told something new {} times through at most {most} connections ({at_the_end} at the end), {} tracks of {TRACK} s were \
             made, {} minutes recorded. Resident memory in MB after each {} minutes: {} Left running or lying about: {} (none: {}). Complaints in the \
             log: {} (none: {}).",
            60 / TIMES_AS_FAST,
            self.told,
            SENDERS * parts,
            RECORDERS * parts,
            PART.as_secs() / 60,
            self.memory,
            self.left.join(", "),
            verdict(self.left.is_empty() && at_the_end == 0),
            self.complaints.join(" | "),
            verdict(self.complaints.is_empty())
        )
    }
}
