//! The owner's console, a file a panel: `/migrate_status`, `/migrate_up` and so on. They understand what the command line
//! understands after `reprise migrate`, in a private chat with an owner; what they show is made in `bot/console`.
//!
//! To add one: a file with its feature, a line in `FEATURES`, its texts; its verb is one of `migrate/command.rs`.

pub(super) mod backup;
pub(super) mod backups;
pub(super) mod down;
pub(super) mod drift;
pub(super) mod history;
pub(super) mod log;
mod permit;
pub(super) mod plan;
pub(super) mod restore;
pub(super) mod show;
pub(super) mod sql;
pub(super) mod stamp;
pub(super) mod status;
pub(super) mod up;
pub(super) mod verify;

use futures::future::BoxFuture;

use crate::{
    bot::{
        console::{Panel, Wish, button, prepare},
        feature::{Answer, Ctx, Failure},
    },
    migrate::{
        command::{RunArgs, Verb},
        target::Direction,
    },
    t,
    view::View,
};

/// What was typed, as the command line would read it. A phone makes one long dash of two short ones.
fn verb(ctx: &Ctx, name: &str, args: &str, example: &'static str) -> Result<Verb, Failure> {
    if ctx
        .message
        .as_ref()
        .is_some_and(|message| message.is_forwarded)
    {
        return Err(Failure::user("migrate-forwarded"));
    }
    let words: Vec<String> = args.split_whitespace().map(plain).collect();
    let line: Vec<&str> = std::iter::once(name)
        .chain(words.iter().map(String::as_str))
        .collect();
    Verb::parse(&line).map_err(|_| {
        if args.is_empty() {
            return Failure::user_with("migrate-usage-empty", vec![("example", example.into())]);
        }
        Failure::user_with(
            "migrate-usage",
            vec![("typed", args.into()), ("example", example.into())],
        )
    })
}

fn plain(word: &str) -> String {
    let dash = |c: char| matches!(c, '—' | '–' | '−');
    match word.strip_prefix(dash) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("-{rest}"),
        Some(rest) => format!("--{}", rest.trim_start_matches('-')),
        None => word.to_owned(),
    }
}

/// What only a shell may say: a yes beforehand, a file of the server.
fn asks_here(run: &RunArgs) -> Result<(), Failure> {
    if run.yes || run.code.is_some() {
        return Err(Failure::user("migrate-not-here"));
    }
    Ok(())
}

/// A first word at once, and the panel when it is ready.
fn later(
    ctx: &Ctx,
    first: String,
    work: impl FnOnce(Panel) -> BoxFuture<'static, ()> + Send + Sync + 'static,
) -> Answer {
    let (app, owner, locale) = Panel::parts(ctx);
    Answer::view(View::text(first)).once_sent(move |message| {
        tokio::spawn(work(Panel::of(&app, owner, locale, Some(message))));
    })
}

/// Plans what was asked for, and tries it on a copy.
fn planned(ctx: &Ctx, wish: Wish) -> Answer {
    let first = t!(ctx.locale, "migrate-preparing");
    later(ctx, first, move |panel| Box::pin(prepare(panel, wish)))
}

/// A press on a button that looks at a plan (`go:0007`) or does something with one that was shown.
async fn pressed(ctx: &Ctx, direction: Direction, data: &str) -> Result<Answer, Failure> {
    match data.split_once(':') {
        Some(("go", target)) => Ok(planned(ctx, Wish::of(direction, target))),
        Some((what, token)) => permit::pressed(ctx, button::command(direction), what, token).await,
        None => Err(Failure::user("button-is-old")),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[track_caller]
    fn check(typed: &str, expect: &str) {
        assert_eq!(plain(typed), expect, "{typed}");
    }

    #[test]
    fn what_a_phone_makes_of_dashes_is_understood() {
        check("—single", "--single");
        check("--single", "--single");
        check("–1", "-1");
        check("−2", "-2");
        check("+1", "+1");
        check("0007", "0007");
    }
}
