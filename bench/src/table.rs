//! The figures as a table in Markdown, for the terminal and for a README.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::Path,
};

use crate::{
    Options, Outcome,
    machine::{self, Machine},
    runs::{Figures, Run},
};

const BEGIN: &str = "<!-- figures: `make bench` writes from here -->";
const END: &str = "<!-- to here -->";

pub(crate) struct Report<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) options: &'a Options,
    pub(crate) figures: &'a Figures,
}

/// What a figure has to be.
enum Target {
    None,
    /// At most this.
    Most(f64, &'static str),
    /// Beside the bare bot's, at least this.
    RatioLeast(f64),
    /// Beside what it is compared with, at most this.
    RatioMost(f64),
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Figures {
            pairs,
            reprise_starts,
            bare_starts,
            renders,
        } = self.figures;
        let both = |take: fn(&Run) -> f64| -> (Vec<f64>, Vec<f64>) {
            let taken = pairs.iter().map(|(ours, bare)| (take(ours), take(bare)));
            taken.unzip()
        };
        writeln!(f, "{}", self.machine.name())?;
        writeln!(f, "{}\n", machine::versions())?;
        writeln!(
            f,
            "| medians (least – most) | Reprise | bare teloxide | ratio | target | |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|---|")?;
        let mut row = |what: &str, (ours, bare): (Vec<f64>, Vec<f64>), target: Target| {
            let ratio = median(ours.iter().zip(&bare).map(|(ours, bare)| ours / bare));
            let (target, is_met) = match target {
                Target::None => (String::new(), None),
                Target::Most(most, unit) => (
                    format!("≤ {most} {unit}"),
                    Some(median(ours.iter().copied()) <= most),
                ),
                Target::RatioLeast(least) => (format!("ratio ≥ {least}"), Some(ratio >= least)),
                Target::RatioMost(most) => (format!("ratio ≤ {most}"), Some(ratio <= most)),
            };
            let verdict = match is_met {
                Some(true) => "met",
                Some(false) => "**missed**",
                None => "",
            };
            writeln!(
                f,
                "| {what} | {} | {} | {ratio:.2} | {target} | {verdict} |",
                spread(&ours),
                spread(&bare)
            )
        };
        row(
            "commands a second, a setting written each",
            both(|run| run.per_second),
            Target::RatioLeast(0.8),
        )?;
        row(
            "CPU milliseconds per 1,000 of them",
            both(|run| run.cpu_ms_per_1000),
            Target::None,
        )?;
        row(
            "resident memory when idle, MB",
            both(|run| run.idle),
            Target::Most(20.0, "MB"),
        )?;
        row(
            "resident memory after the load, MB",
            both(|run| run.loaded),
            Target::None,
        )?;
        row(
            "start to first `getUpdates`, ms",
            (reprise_starts.clone(), bare_starts.clone()),
            Target::Most(150.0, "ms"),
        )?;
        row(
            "a track of 4 minutes, upload to reply, ms (beside it: its ffmpeg command by hand)",
            (renders.through.clone(), renders.by_hand.clone()),
            Target::RatioMost(1.15),
        )?;
        row(
            "the same track asked for again, ms (beside it: making it)",
            (renders.repeated.clone(), renders.through.clone()),
            Target::None,
        )?;
        write!(
            f,
            "\n{} pairs of runs with {} commands of {} people each; {} starts.",
            self.options.pairs,
            self.options.people * self.options.each,
            self.options.people,
            self.options.starts
        )
    }
}

/// `42 (40 – 47)`
pub(crate) fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let median = median(values.iter().copied());
    let digits = usize::from(median < 100.0);
    format!("**{median:.digits$}** ({least:.digits$} – {most:.digits$})")
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// Puts the report between the marks of a README.
pub(crate) fn write(readme: &Path, report: &str) -> Outcome {
    let text = fs::read_to_string(readme)?;
    let with = put_between_marks(&text, report)
        .ok_or_else(|| format!("{} does not have the marks", readme.display()))?;
    Ok(fs::write(readme, with)?)
}

fn put_between_marks(text: &str, report: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{report}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_or_between_the_middle_two() {
        let check = |values: &[f64], expect: f64| {
            let got = median(values.iter().copied());
            assert!((got - expect).abs() < 1e-9, "{got}");
        };
        check(&[3.0, 1.0, 2.0], 2.0);
        check(&[4.0, 1.0, 2.0, 3.0], 2.5);
        assert!(median([].into_iter()).is_nan());
    }

    #[test]
    fn writes_between_the_marks_and_nowhere_else() {
        let readme = format!("# A\n{BEGIN}\nold\n{END}\nrest\n");
        assert_eq!(
            put_between_marks(&readme, "new"),
            Some(format!("# A\n{BEGIN}\n\nnew\n\n{END}\nrest\n"))
        );
        assert_eq!(put_between_marks("no marks", "new"), None);
    }
}
