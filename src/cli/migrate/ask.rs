//! Showing, asking, telling: what the command line does that the chat does otherwise.

use std::io::{IsTerminal as _, Write as _};

use super::super::{Exit, fail, print, say};
use crate::migrate::{
    Consent, EngineError, Failed, Progress, Refusal,
    command::RunArgs,
    plan::{Friction, Plan},
    report, who,
};

/// Shows the plan and asks; `None` where the answer is no.
pub(super) fn consent(plan: &Plan, args: &RunArgs) -> Result<Option<Consent>, EngineError> {
    if let Some(code) = &args.code {
        if !code.trim().eq_ignore_ascii_case(plan.digest.code()) {
            return Err(Refusal::Stale(format!(
                "the plan now has the code {}",
                plan.digest.code()
            ))
            .into());
        }
        return Ok(Some(Consent::Typed(code.clone())));
    }
    if args.yes {
        return Ok(Some(Consent::Beforehand));
    }
    lines(&report::plan(plan));
    let code = plan.digest.code();
    let agreed = match plan.friction() {
        Friction::Press => ask("Apply? Type yes: ", "yes")?,
        Friction::Type => ask(&format!("Type {code} to apply: "), code)?,
    };
    Ok(agreed.then(|| Consent::Typed(code.to_owned())))
}

/// Asks a person; refuses where there is none.
pub(super) fn ask(question: &str, expected: &str) -> Result<bool, EngineError> {
    if !std::io::stdin().is_terminal() {
        return Err(Refusal::Other(
            "nobody is there to ask; `--yes` says yes beforehand".to_owned(),
        )
        .into());
    }
    let mut out = std::io::stderr();
    let mut answer = String::new();
    let read = write!(out, "{question}")
        .and_then(|()| out.flush())
        .and_then(|()| std::io::stdin().read_line(&mut answer));
    Ok(read.is_ok() && answer.trim().eq_ignore_ascii_case(expected))
}

pub(super) fn progress(progress: Progress) {
    match progress {
        Progress::Waiting { by } => say(&format!("waiting for {} …", who::all(&by))),
        Progress::Draining => say("waiting for running transactions …"),
        Progress::BackingUp => say("backing up …"),
        Progress::Begins { number, of, name } if std::io::stderr().is_terminal() => {
            say(&format!("{number}/{of} {name} …"));
        }
        Progress::TakingBack => say("taking back what was applied …"),
        Progress::BackedUp(_) | Progress::Begins { .. } | Progress::Ended(_) => {}
    }
}

pub(super) fn told(failed: &Failed) -> Exit {
    let text = report::failure(failed).join("\n");
    match failed.error {
        EngineError::Refused(_) => {
            say(&format!("refused: {text}"));
            // What was applied before stays, so this is no plain refusal.
            if failed.done.is_empty() && !failed.rolled_back {
                Exit::Refused
            } else {
                Exit::Failed
            }
        }
        _ => fail(&with_advice(text, &failed.error)),
    }
}

/// What failed, and who says more about it: where a file or a folder may not be opened or written, `doctor` says which.
pub(super) fn with_advice(told: String, error: &EngineError) -> String {
    if error.is_about_a_file() {
        told + "\n`reprise doctor` says which of the bot's files and folders cannot be used, and why"
    } else {
        told
    }
}

pub(super) fn lines(lines: &[String]) -> Exit {
    print(&(lines.join("\n") + "\n"))
}

pub(super) fn print_json(value: &impl serde::Serialize) -> Exit {
    match serde_json::to_string_pretty(value) {
        Ok(json) => print(&(json + "\n")),
        Err(error) => fail(&error.to_string()),
    }
}
