//! A long day in a short time: two hundred thousand updates of all kinds, and the memory the bot has after each ten thousand.
//! Whoever keeps something of each update is found out here.

use std::fmt::{self, Display, Formatter};

use crate::{
    Outcome,
    bots::Bot,
    runs::Bench,
    table::{median, verdict},
};

const PARTS: usize = 20;
const PEOPLE: u32 = 500;
const EACH: u32 = 20;
/// What is said; each is answered by one message, and by none with a picture, or the drawing of it would take most of the day.
const TEXTS: [&str; 9] = [
    "/language en",
    "/settings",
    "/help",
    "/playlist",
    "/schedule",
    "/privacy",
    "/speed a lot",
    "/eq 31:+99",
    "/no_such_thing",
];
/// The last parts may have so many times the memory of the first ones, in which the caches fill.
const FLAT: f64 = 1.1;
const FIRST: usize = 4;

/// What was measured.
pub(crate) struct Soaked {
    /// Resident memory in MB after each part.
    memory: Vec<f64>,
    per_second: Vec<f64>,
}

impl Bench<'_> {
    pub(crate) async fn soak(&self) -> Outcome<Soaked> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(Bot::Reprise, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        let (mut memory, mut per_second) = (Vec::new(), Vec::new());
        for part in 1..=PARTS {
            let load = telegram.load(PEOPLE, EACH, &TEXTS).await?;
            process.cpu_time_at_rest().await?;
            memory.push(process.memory()?);
            per_second.push(load.per_second());
            eprintln!(
                "{} updates: {:.1} MB",
                part * (PEOPLE * EACH) as usize,
                memory[part - 1]
            );
        }
        Ok(Soaked { memory, per_second })
    }
}

impl Soaked {
    fn growth(&self) -> f64 {
        let early = median(self.memory[FIRST..2 * FIRST].iter().copied());
        let late = median(self.memory[PARTS - FIRST..].iter().copied());
        late / early
    }
}

impl Display for Soaked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.memory.iter().map(|mb| format!("{mb:.1}")).collect();
        let growth = self.growth();
        write!(
            f,
            "{} updates of {PEOPLE} people, {:.0} a second. Resident memory in MB after each {} of them: {}. \
             The last have {growth:.2} times the memory of the first behind the start (target ≤ {FLAT}: {}).",
            PARTS * (PEOPLE * EACH) as usize,
            median(self.per_second.iter().copied()),
            PEOPLE * EACH,
            all.join(" "),
            verdict(growth <= FLAT)
        )
    }
}
