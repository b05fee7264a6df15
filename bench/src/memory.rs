//! Resident memory over a long run, and whether it stays as it is.

use std::fmt::{self, Display, Formatter};

use crate::table::{median, verdict};

/// The last parts may have so many times the memory of the first ones behind the start, in which the caches fill.
const FLAT: f64 = 1.1;

/// In MB, after each part of a run.
pub(crate) struct Memory {
    parts: Vec<f64>,
    /// So many parts are the start; as many behind it are compared with as many at the end.
    start: usize,
}

impl Memory {
    pub(crate) fn new(start: usize) -> Self {
        let parts = Vec::new();
        Self { parts, start }
    }

    pub(crate) fn push(&mut self, mb: f64) {
        self.parts.push(mb);
    }

    fn growth(&self) -> f64 {
        let (parts, start) = (&self.parts, self.start);
        let early = median(parts[start..2 * start].iter().copied());
        let late = median(parts[parts.len() - start..].iter().copied());
        late / early
    }
}

impl Display for Memory {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.parts.iter().map(|mb| format!("{mb:.1}")).collect();
        let growth = self.growth();
        write!(
            f,
            "{}. The last have {growth:.2} times the memory of the first behind the start (target ≤ {FLAT}: {}).",
            all.join(" "),
            verdict(growth <= FLAT)
        )
    }
}
