//! Twenty people send a track at the same moment: how long each of them waits, beside what one alone waits, and what the bot
//! keeps in memory meanwhile.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use futures::future::try_join_all;

use crate::{
    Outcome,
    bots::Bot,
    renders::make_track,
    runs::Bench,
    table::{median, verdict},
};

const PEOPLE: i64 = 20;
/// Their ids begin here.
const FIRST: i64 = 2_000;
/// How long a track is: long enough that the encoder is what takes the time.
const SECONDS: u32 = 60;
/// How often one alone is measured.
const ALONE: i64 = 3;
const PATIENCE: Duration = Duration::from_mins(5);
/// The nth may wait so many times as long as n alone.
const FAIR: f64 = 2.0;

/// What was measured.
pub(crate) struct Crowd {
    /// Milliseconds from the upload to the reply, of one alone.
    alone: Vec<f64>,
    /// The same of each in the crowd, the soonest first.
    waits: Vec<f64>,
    /// The bot's resident memory in MB: at rest, and the most it had.
    idle: f64,
    most: f64,
}

impl Bench<'_> {
    pub(crate) async fn crowd(&self) -> Outcome<Crowd> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(Bot::Reprise, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        process.cpu_time_at_rest().await?;
        let idle = process.memory()?;
        let tracks = self.folder.join("tracks");
        fs::create_dir_all(&tracks)?;
        let everybody = FIRST..FIRST + PEOPLE + ALONE;
        telegram.invite(everybody.clone()).await?;
        let mut files = Vec::new();
        for (number, person) in everybody.enumerate() {
            telegram.say(person, "/speed 1.25").await?;
            let answer = telegram.message_after(person, 1, PATIENCE).await?;
            files.push((person, answer, make_track(&tracks, number, SECONDS)?));
        }
        let (crowd, alone) = files.split_at(usize::try_from(PEOPLE)?);
        let wait = async |(person, after, file): &(i64, i64, PathBuf)| {
            let began = Instant::now();
            telegram.upload(*person, file).await?;
            telegram.track_after(*person, *after, PATIENCE).await?;
            Outcome::Ok(began.elapsed().as_secs_f64() * 1e3)
        };
        let mut times = Vec::new();
        for one in alone {
            times.push(wait(one).await?);
        }
        let mut waits = try_join_all(crowd.iter().map(wait)).await?;
        waits.sort_by(f64::total_cmp);
        let most = process.most_memory()?;
        Ok(Crowd {
            alone: times,
            waits,
            idle,
            most,
        })
    }
}

impl Crowd {
    /// How many times as long as its share the one waits who waits longest beside it. The bot has one core, so one worker.
    fn worst(&self) -> f64 {
        let alone = median(self.alone.iter().copied());
        let shares = self.waits.iter().zip(1_u32..);
        shares
            .map(|(wait, n)| wait / (f64::from(n) * alone))
            .fold(0.0, f64::max)
    }
}

impl Display for Crowd {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let worst = self.worst();
        write!(
            f,
            "{PEOPLE} people send a track of {SECONDS} s at once, to one worker: one alone waits {:.0} ms, the last of them {:.0} ms, \
             and nobody longer than {worst:.2} times their share (target ≤ {FAIR}: {}). The bot has {:.1} MB before and at most {:.1} MB.",
            median(self.alone.iter().copied()),
            self.waits.last().copied().unwrap_or_default(),
            verdict(worst <= FAIR),
            self.idle,
            self.most,
        )
    }
}
