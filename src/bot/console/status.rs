//! The panel of the console: where the database is, what waits, what is wrong. It fits a phone.

use super::{
    button,
    refusal::refusal,
    verdict,
    words::{age, position, size, standing, who},
};
use crate::{
    app::App,
    bot::feature::Failure,
    i18n::{Arg, Locale},
    migrate::{
        Engine, Status,
        journal::{Entry, Event},
        plan::{Cause, Hold, consistent},
        target::Direction,
    },
    t,
    view::View,
};

/// The panel for an owner.
pub(in crate::bot) async fn status(app: &App, locale: Locale, owner: i64) -> Result<View, Failure> {
    let status = app
        .engine
        .status()
        .await
        .map_err(|error| Failure::Internal(error.into()))?;
    let now = app.clock.now();
    let last = verdict::last(app).await?;
    let mut lines = text(locale, &app.engine, &status, owner, now);
    lines.push(verdict::short(locale, last.as_ref(), now));
    lines.push(match &status.lock_holder {
        Some(holder) => {
            let who = Arg::Markup(standing(locale, holder));
            t!(locale, "migrate-status-lock", who = who)
        }
        None => t!(locale, "migrate-status-lock-free"),
    });
    lines.push(match &status.last_backup {
        Some(backup) => t!(
            locale,
            "migrate-status-backup",
            size = size(locale, backup.bytes),
            age = age(locale, backup.at, now)
        ),
        None => t!(locale, "migrate-status-backup-none"),
    });
    Ok(buttons(View::text(lines.join("\n")), locale))
}

fn buttons(view: View, locale: Locale) -> View {
    view.row([
        button::plan(locale),
        button::up(locale),
        button::down(locale),
    ])
    .row([
        button::history(locale),
        button::log(locale),
        button::verify(locale),
    ])
    .row([button::backup(locale), button::backups(locale)])
    .row([button::refresh(locale)])
}

fn text(
    locale: Locale,
    engine: &Engine,
    status: &Status,
    owner: i64,
    now: chrono::DateTime<chrono::Utc>,
) -> Vec<String> {
    let facts = &status.facts;
    let known = &engine.known;
    let name = engine.place.name();
    let mut lines = vec![if status.exists {
        t!(
            locale,
            "migrate-status-database",
            name = name,
            size = size(locale, status.bytes)
        )
    } else {
        t!(locale, "migrate-status-absent", name = name)
    }];
    lines.push(match facts.current() {
        None => t!(locale, "migrate-status-base"),
        Some(version) => match last_step(&status.entries, version) {
            Some(entry) => t!(
                locale,
                "migrate-status-revision-by",
                name = known.name(version),
                age = age(locale, entry.at, now),
                who = Arg::Markup(who(locale, &entry.by, owner))
            ),
            None => t!(
                locale,
                "migrate-status-revision",
                name = known.name(version)
            ),
        },
    });
    let applied = facts.applied();
    let pending: Vec<String> = known
        .iter()
        .filter(|revision| !applied.contains(&revision.version))
        .map(|revision| format!("<code>{}</code>", revision.file_stem()))
        .collect();
    let newer: Vec<String> = applied
        .iter()
        .filter(|version| known.get(**version).is_none())
        .map(|version| position(Some(*version)))
        .collect();
    if !newer.is_empty() {
        lines.push(t!(locale, "migrate-status-newer", names = newer.join(", ")));
    } else if pending.is_empty() {
        lines.push(t!(locale, "migrate-status-pending-none"));
    } else {
        let count = pending.len();
        lines.push(t!(
            locale,
            "migrate-status-pending",
            count = i64::try_from(count).unwrap_or_default()
        ));
        lines.extend(pending.into_iter().take(3));
        if count > 3 {
            lines.push(t!(
                locale,
                "migrate-more",
                count = i64::try_from(count - 3).unwrap_or_default()
            ));
        }
    }
    lines.push(match &facts.hold {
        Some(hold) => t!(
            locale,
            "migrate-status-held",
            reason = reason(locale, hold),
            who = match &hold.told {
                Some((by, _)) => who(locale, by, owner),
                None => hold.by.clone(),
            },
            age = age(locale, hold.since, now)
        ),
        None => t!(locale, "migrate-status-not-held"),
    });
    if let Some(file) = &facts.unfinished_restore {
        let file = file.rsplit('/').next().unwrap_or_default();
        lines.push(t!(locale, "migrate-status-restore", file = file));
    }
    if let Err(problem) = consistent(known, facts) {
        let problem = refusal(locale, &problem);
        lines.push(t!(
            locale,
            "migrate-status-problem",
            problem = Arg::Markup(problem)
        ));
    }
    lines
}

/// Why migrations are held: an engine's reason in the owner's language, a person's in their own words.
fn reason(locale: Locale, hold: &Hold) -> String {
    match hold.told.as_ref().map(|(_, cause)| cause) {
        Some(Cause::TakenBack(name)) => t!(locale, "migrate-hold-taken-back", name = name.as_str()),
        Some(Cause::Restored(file)) => {
            let name = file.rsplit('/').next().unwrap_or_default();
            t!(locale, "migrate-hold-restored", name = name)
        }
        Some(Cause::StampedBack(to)) => t!(locale, "migrate-hold-stamped", at = position(*to)),
        Some(Cause::Moved(to)) => t!(locale, "migrate-hold-moved", to = to.as_str()),
        Some(Cause::Asked(_)) | None => hold.reason.clone(),
    }
}

/// How a migration came to be applied.
pub(super) fn last_step(entries: &[Entry], wanted: i64) -> Option<&Entry> {
    entries.iter().rev().find(|entry| {
        matches!(&entry.event, Event::Step { version, direction: Direction::Up, .. } if *version == wanted)
    })
}
