//! What there is and what there was: every migration, one of them whole, every attempt.

use std::fmt::Write as _;

use super::{
    button,
    plan::{arrow, cut},
    refusal,
    status::last_step,
    words::{age, duration, position, who},
};
use crate::{
    app::App,
    bot::feature::{Ctx, Failure},
    i18n::{Arg, Locale},
    migrate::{
        EngineError, Refusal, Status,
        journal::{Entry, Event, Outcome},
        target::find,
    },
    t,
    view::{Button, Press, View, escape},
};

/// What fits a message beside the rest of it.
const TEXT: usize = 3000;
const ENTRIES: usize = 12;

async fn looked(app: &App) -> Result<Status, Failure> {
    let status = app.engine.status().await;
    status.map_err(|error| Failure::Internal(error.into()))
}

/// Every migration, newest first; unfolded with when and by whom.
pub(in crate::bot) async fn history(ctx: &Ctx, unfolded: bool) -> Result<View, Failure> {
    let locale = ctx.locale;
    let status = looked(&ctx.app).await?;
    let known = &ctx.app.engine.known;
    let applied = status.facts.applied();
    let mut versions: Vec<i64> = known.versions().chain(applied.iter().copied()).collect();
    versions.sort_unstable();
    versions.dedup();
    let line = |version: i64| {
        let is_applied = applied.contains(&version);
        let mark = if is_applied { '✓' } else { '·' };
        let mut line = format!("{mark} <code>{}</code>", escape(&known.name(version)));
        if known.get(version).is_none() {
            line.push(' ');
            line.push_str(&t!(locale, "migrate-history-foreign"));
        }
        let entry = last_step(&status.entries, version).filter(|_| is_applied && unfolded);
        if let Some(Entry {
            at,
            by,
            event: Event::Step { seconds, .. },
            ..
        }) = entry
        {
            let _ = write!(
                line,
                "\n    {}, {}, {}",
                age(locale, *at, ctx.now),
                who(locale, by, ctx.asker.telegram_id.get()),
                duration(locale, *seconds)
            );
        }
        line
    };
    let mut lines = vec![t!(
        locale,
        "migrate-history-title",
        applied = i64::try_from(applied.len()).unwrap_or_default(),
        all = i64::try_from(versions.len()).unwrap_or_default()
    )];
    let all: Vec<String> = versions.into_iter().rev().map(line).collect();
    // A history that is long is shown from its newer end.
    lines.extend(all.into_iter().take(40));
    let view = View::text(lines.join("\n"));
    let unfold = Button::new(
        t!(locale, "migrate-button-details"),
        Press::new("migrate_history", "more"),
    );
    Ok(if unfolded {
        view.row([button::status(locale)])
    } else {
        view.row([unfold, button::status(locale)])
    })
}

/// One migration with its texts; as a file where they are long.
pub(in crate::bot) async fn show(ctx: &Ctx, revision: &str) -> Result<View, Failure> {
    let locale = ctx.locale;
    let facts = ctx.app.engine.facts().await;
    let facts = facts.map_err(|error| Failure::Internal(error.into()))?;
    let known = &ctx.app.engine.known;
    let version = match find(revision, known, &facts.applied()) {
        Ok(version) => version,
        Err(bad) => {
            let error = EngineError::from(Refusal::from(bad));
            let why = refusal::error(locale, &error);
            return Ok(View::text(why).row([button::history(locale), button::status(locale)]));
        }
    };
    let stored = facts.stored.get(&version);
    let known_one = known.get(version);
    let up = known_one.map(|r| &r.up).or(stored.map(|s| &s.up));
    let down = known_one.map_or_else(|| stored.and_then(|s| s.down.as_ref()), |r| r.down.as_ref());
    let title = format!(
        "<b>{}</b>\n{}",
        escape(&known.name(version)),
        if facts.applied().contains(&version) {
            t!(locale, "migrate-show-applied")
        } else {
            t!(locale, "migrate-show-pending")
        }
    );
    let text = |script: Option<&crate::migrate::source::Script>| {
        script.map_or_else(String::new, |script| script.sql.trim().to_owned())
    };
    let (up, down) = (text(up), text(down));
    let view = if up.len() + down.len() <= TEXT {
        let mut shown = format!("{title}\n\n↑\n<pre>{}</pre>", escape(&up));
        if !down.is_empty() {
            let _ = write!(shown, "\n↓\n<pre>{}</pre>", escape(&down));
        }
        View::text(shown)
    } else {
        let file = format!("-- up\n{up}\n\n-- down\n{down}\n");
        View::document(
            format!("{}.sql", known.name(version).replace(' ', "_")),
            file.into_bytes(),
            title,
        )
    };
    Ok(view.row([button::history(locale), button::status(locale)]))
}

/// Every attempt, refusals too; the newest last.
pub(in crate::bot) async fn log(ctx: &Ctx) -> Result<View, Failure> {
    let locale = ctx.locale;
    let entries = ctx.app.engine.log().await;
    let entries = entries.map_err(|error| Failure::Internal(error.into()))?;
    let reader = ctx.asker.telegram_id.get();
    let told: Vec<String> = entries
        .iter()
        .filter_map(|entry| {
            let what = event(locale, &entry.event)?;
            Some(format!(
                "<i>{}, {}</i>\n{what}",
                entry.at.format("%m-%d %H:%M"),
                who(locale, &entry.by, reader)
            ))
        })
        .collect();
    let shown = told.len().saturating_sub(ENTRIES);
    let mut lines = vec![if told.is_empty() {
        t!(locale, "migrate-log-empty")
    } else {
        t!(locale, "migrate-log-title")
    }];
    lines.extend(cut(locale, told[shown..].to_vec()));
    Ok(View::text(lines.join("\n")).row([button::history(locale), button::status(locale)]))
}

/// One line of the journal; what only machines care for is left out.
fn event(locale: Locale, event: &Event) -> Option<String> {
    Some(match event {
        Event::Started {
            direction,
            from,
            to,
            plan,
            ..
        } => format!(
            "{} {} → {} <code>{}</code>",
            arrow(*direction),
            position(*from),
            position(*to),
            escape(plan.code())
        ),
        Event::Finished {
            outcome: Outcome::Done,
            seconds,
            ..
        } => t!(
            locale,
            "migrate-log-done",
            time = duration(locale, *seconds)
        ),
        Event::Finished {
            outcome: Outcome::Cancelled,
            ..
        } => t!(locale, "migrate-log-cancelled"),
        Event::Finished { error, told, .. } => {
            let error = error.as_deref().unwrap_or_default();
            t!(
                locale,
                "migrate-log-failed",
                why = Arg::Markup(refusal::why(locale, told.as_ref(), error))
            )
        }
        Event::Refused { asked, why, told } => {
            t!(
                locale,
                "migrate-log-refused",
                asked = asked.as_str(),
                why = Arg::Markup(refusal::why(locale, told.as_ref(), why))
            )
        }
        Event::BackedUp { file, .. } => {
            t!(locale, "migrate-log-backup", name = last_part(file))
        }
        Event::RestoreStarted { file } => t!(locale, "migrate-log-restore", name = last_part(file)),
        Event::RestoreFinished { version, .. } => {
            t!(locale, "migrate-log-restored", at = position(*version))
        }
        Event::Held { reason } => t!(locale, "migrate-log-held", reason = reason.as_str()),
        Event::Released { reason } => t!(locale, "migrate-log-released", reason = reason.as_str()),
        Event::StepUndone { name, why, .. } => {
            t!(
                locale,
                "migrate-log-undone",
                name = name.as_str(),
                why = why.as_str()
            )
        }
        Event::Blessed {
            version, reason, ..
        } => t!(
            locale,
            "migrate-log-blessed",
            name = format!("{version:04}"),
            reason = reason.as_str()
        ),
        Event::Damaged { says } => t!(locale, "migrate-log-damaged", words = says.as_str()),
        Event::Stamped { to, reason, .. } => t!(
            locale,
            "migrate-log-stamped",
            to = position(*to),
            reason = reason.as_str()
        ),
        Event::Unpinned { file } => t!(locale, "migrate-log-unpinned", name = last_part(file)),
        // Told by what the run did in the end.
        Event::StepBegins { .. } | Event::Step { .. } => return None,
    })
}

/// A folder says nothing to whoever looks from a phone.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
