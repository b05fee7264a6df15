//! `reprise doctor`: looks at everything a run needs and says what to do about each. It changes nothing that stays.
//!
//! To add a check: a function that returns [`Finding`]s in one of the files here, and its line in [`examine`].

mod database;
mod folders;
mod listeners;
mod programs;
mod settings;
mod telegram;

use std::fmt::Write as _;

use clap::Args;
use serde::Serialize;

use super::Exit;
use crate::clock::SystemClock;
use crate::config::Loaded;
use crate::telemetry::Mask;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

/// How bad it is. The order counts: the worst decides how the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

/// What was found about one thing.
#[derive(Debug, Serialize)]
struct Finding {
    verdict: Verdict,
    what: &'static str,
    found: String,
    /// What to do; nothing where all is well.
    advice: Option<String>,
}

impl Finding {
    fn ok(what: &'static str, found: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Ok,
            what,
            found: found.into(),
            advice: None,
        }
    }

    fn warn(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warn,
            what,
            found: found.into(),
            advice: Some(advice.into()),
        }
    }

    fn fail(what: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fail,
            what,
            found: found.into(),
            advice: Some(advice.into()),
        }
    }
}

/// Looks, prints, and fails where a run would.
pub(super) async fn run(options: &Options, loaded: &Loaded) -> Exit {
    let mut findings = examine(loaded).await;
    let mask = Mask::new(&loaded.config.secrets());
    for finding in &mut findings {
        finding.found = mask.apply(&finding.found);
    }
    let worst = findings
        .iter()
        .map(|finding| finding.verdict)
        .max()
        .unwrap_or(Verdict::Ok);
    let text = if options.json {
        json(worst, &findings)
    } else {
        lines(worst, &findings)
    };
    match super::print(&text) {
        Exit::Done if worst == Verdict::Fail => Exit::Failed,
        exit => exit,
    }
}

async fn examine(loaded: &Loaded) -> Vec<Finding> {
    let config = &loaded.config;
    let mut findings = settings::check(loaded);
    findings.extend(telegram::check(config, &SystemClock).await);
    findings.extend(database::check(config, &SystemClock).await);
    findings.extend(folders::check(config));
    findings.extend(programs::check(config).await);
    findings.extend(listeners::check(config).await);
    findings
}

fn lines(worst: Verdict, findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding {
        verdict,
        what,
        found,
        advice,
    } in findings
    {
        let verdict = match verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        let _ = write!(text, "{verdict:<4}  {what}: {found}");
        let _ = advice
            .iter()
            .try_for_each(|advice| write!(text, " — {advice}"));
        text.push('\n');
    }
    let count = |verdict| {
        findings
            .iter()
            .filter(|finding| finding.verdict == verdict)
            .count()
    };
    let (warnings, failures) = (count(Verdict::Warn), count(Verdict::Fail));
    text.push_str(match worst {
        Verdict::Ok => "\nEverything a run needs is there.\n",
        Verdict::Warn => "\nThe bot can run. ",
        Verdict::Fail => "\nThe bot cannot run like this. ",
    });
    if worst > Verdict::Ok {
        let _ = writeln!(text, "To mend: {failures}; to look at: {warnings}.");
    }
    text
}

fn json(worst: Verdict, findings: &[Finding]) -> String {
    let report = serde_json::json!({ "worst": worst, "findings": findings });
    format!("{report:#}\n")
}

/// An error of any kind as the end of a sentence.
fn why(error: &(dyn std::error::Error + 'static)) -> String {
    crate::telemetry::Chain(error).to_string()
}
