//! The figures as a table in Markdown, for the terminal and for a README.

use std::{
    fmt::{self, Display, Formatter},
    fs,
    path::Path,
};

use crate::{
    Options, Outcome,
    bots::Bot,
    machine::{self, Machine},
    runs::{Everything, Figures, Run},
};

const BEGIN: &str = "<!-- figures: `make bench` writes from here -->";
const END: &str = "<!-- to here -->";

pub(crate) struct Report<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) options: &'a Options,
    pub(crate) everything: &'a Everything,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let options = self.options;
        writeln!(f, "{}", self.machine.name())?;
        writeln!(f, "{}; {}\n", machine::versions(), self.everything.peers)?;
        writeln!(
            f,
            "{} rounds, each with {} commands of {} people for each bot, {} starts, one kill; medians (least – most)\n",
            options.rounds,
            options.people * options.each,
            options.people,
            options.starts
        )?;
        self.beside_each_other(f)?;
        self.targets(f)
    }
}

impl Report<'_> {
    fn beside_each_other(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let names = Bot::ALL.map(Bot::name).join(" | ");
        writeln!(f, "| | {names} |\n|---|--:|--:|--:|--:|")?;
        let mut row = |what: &str, of: &dyn Fn(&Figures) -> String| {
            let cells: Vec<String> = self.everything.bots.iter().map(of).collect();
            writeln!(f, "| {what} | {} |", cells.join(" | "))
        };
        let runs = |take: fn(&Run) -> f64| {
            move |bot: &Figures| spread(&bot.runs.iter().map(take).collect::<Vec<_>>())
        };
        row(
            "commands a second, a setting written each",
            &runs(|run| run.per_second),
        )?;
        row(
            "CPU milliseconds per 1,000 of them",
            &runs(|run| run.cpu_ms_per_1000),
        )?;
        row("resident memory when idle, MB", &runs(|run| run.idle))?;
        row(
            "resident memory after the load, MB",
            &runs(|run| run.loaded),
        )?;
        row("start to first `getUpdates`, ms", &|bot| {
            spread(&bot.starts)
        })?;
        row("lost when killed in the middle", &|bot| {
            let lost: Vec<String> = bot
                .killed
                .iter()
                .map(|kill| format!("**{}** of {}", kill.lost, kill.asked))
                .collect();
            lost.join(", ")
        })
    }

    fn targets(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [reprise, bare, grammy, aiogram] = &self.everything.bots;
        let middle = |bot: &Figures, take: fn(&Run) -> f64| median(bot.runs.iter().map(take));
        let rate =
            |peer| middle(reprise, |run| run.per_second) / middle(peer, |run| run.per_second);
        let idle = |bot| middle(bot, |run| run.idle);
        let start = median(reprise.starts.iter().copied());
        writeln!(f, "\n| Reprise | | target | |\n|---|--:|---|---|")?;
        let mut row = |what: &str, value: f64, least: bool, target: f64, unit: &str| {
            let met = if least {
                value >= target
            } else {
                value <= target
            };
            let sign = if least { '≥' } else { '≤' };
            writeln!(
                f,
                "| {what} | {value:.2}{unit} | {sign} {target:.2}{unit} | {} |",
                verdict(met)
            )
        };
        row("its rate beside bare teloxide", rate(bare), true, 0.8, "")?;
        row("its rate beside grammY", rate(grammy), true, 1.2, "")?;
        row("its rate beside aiogram", rate(aiogram), true, 8.0, "")?;
        row("idle", idle(reprise), false, 20.0, " MB")?;
        let smaller = idle(grammy).min(idle(aiogram));
        row(
            "idle beside the smaller of grammY and aiogram",
            idle(reprise) / smaller,
            false,
            1.0 / 3.0,
            "",
        )?;
        row("start", start, false, 150.0, " ms")
    }
}

pub(crate) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
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
