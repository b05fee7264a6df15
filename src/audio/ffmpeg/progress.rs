//! What ffmpeg says of itself with `-progress`: blocks of `key=value` lines.

use std::time::Duration;

/// Reads the reports as they come, in pieces of any size.
#[derive(Debug, Default)]
pub struct Progress {
    line: Vec<u8>,
    done: Duration,
}

/// Longer than any line of a report.
const LONGEST: usize = 1024;

impl Progress {
    /// Takes a piece; how much sound has come out so far, where the piece says so.
    pub fn feed(&mut self, piece: &[u8]) -> Option<Duration> {
        let before = self.done;
        for byte in piece {
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.done = read(&line).map_or(self.done, |done| done.max(self.done));
            } else if self.line.len() < LONGEST {
                self.line.push(*byte);
            }
        }
        (self.done > before).then_some(self.done)
    }

    /// How much sound has come out.
    pub fn done(&self) -> Duration {
        self.done
    }
}

/// `out_time_us` is in microseconds. So is `out_time_ms`, whatever its name says.
fn read(line: &[u8]) -> Option<Duration> {
    let line = std::str::from_utf8(line).ok()?;
    let value = line.strip_prefix("out_time_us=")?;
    value.trim().parse().ok().map(Duration::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read_however_they_are_cut() {
        let said = b"frame=0\nout_time_us=N/A\nprogress=continue\nout_time_us=1500000\nout_time_ms=1500000\n\
            out_time_us=-5\nout_time_us=160027188\nprogress=end\nout_time_us=9";
        for size in 1..said.len() {
            let mut progress = Progress::default();
            let told: Vec<Duration> = said
                .chunks(size)
                .filter_map(|piece| progress.feed(piece))
                .collect();
            assert_eq!(progress.done(), Duration::from_micros(160_027_188));
            assert!(
                told.is_sorted() && told.last() == Some(&progress.done()),
                "{told:?}"
            );
        }
        let mut progress = Progress::default();
        assert_eq!(progress.feed(&vec![b'x'; 100_000]), None);
        assert_eq!(
            progress.feed(b"\nout_time_us=7\n"),
            Some(Duration::from_micros(7))
        );
    }
}
