//! A long day in a short time: two hundred thousand updates of all kinds, and the memory the bot has after each ten thousand.
//! Whoever keeps something of each update is found out here.

use std::fmt::{self, Display, Formatter};

use crate::{Outcome, bots::Bot, memory::Memory, runs::Bench, table::median};

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
/// In so many of the parts the caches fill.
const START: usize = 4;

/// What was measured.
pub(crate) struct Soaked {
    memory: Memory,
    per_second: Vec<f64>,
}

impl Bench<'_> {
    pub(crate) async fn soak(&self) -> Outcome<Soaked> {
        let telegram = self.fresh_telegram()?;
        let mut process = self.start(Bot::Reprise, &telegram)?;
        telegram.wait_for_poll(&mut process, 0).await?;
        let (mut memory, mut per_second) = (Memory::new(START), Vec::new());
        for part in 1..=PARTS {
            let load = telegram.load(PEOPLE, EACH, &TEXTS).await?;
            process.cpu_time_at_rest().await?;
            let mb = process.memory()?;
            eprintln!("{} updates: {mb:.1} MB", part * (PEOPLE * EACH) as usize);
            memory.push(mb);
            per_second.push(load.per_second());
        }
        Ok(Soaked { memory, per_second })
    }
}

impl Display for Soaked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} updates of {PEOPLE} people, {:.0} a second. Resident memory in MB after each {} of them: {}",
            PARTS * (PEOPLE * EACH) as usize,
            median(self.per_second.iter().copied()),
            PEOPLE * EACH,
            self.memory
        )
    }
}
