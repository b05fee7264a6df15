//! Copies of the database: the list, a new one, and the way back to one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    button,
    outcome::backup_line,
    panel::Panel,
    plan,
    prepare::{GOOD_FOR_LOSSY, issue},
    purpose::Purpose,
    refusal,
    run::note_refused,
    words::{age, grouped, position, size},
};
use crate::{
    app::App,
    bot::feature::Ctx,
    i18n::{Arg, Locale},
    migrate::{
        EngineError, Refusal,
        backup::Backup,
        plan::{Options, Request},
        sql::Name,
        target::Direction,
    },
    t,
    telemetry::Chain,
    view::{Button, Press, View},
};

/// Telegram takes no larger file from a bot.
pub(in crate::bot) const MOST_BYTES: u64 = 50_000_000;
/// How many copies have buttons.
const SHOWN: usize = 5;

/// The list, newest first.
pub(in crate::bot) async fn backups(ctx: &Ctx) -> Result<View, EngineError> {
    let locale = ctx.locale;
    let all = ctx.app.engine.backups().await?;
    let mut lines = vec![t!(
        locale,
        "migrate-backups-title",
        count = i64::try_from(all.len()).unwrap_or_default()
    )];
    let line = |backup: &Backup| {
        let pinned = if backup.pinned { " 📌" } else { "" };
        let only = only(backup).map_or(String::new(), |tables| {
            format!("\n{}", t!(locale, "migrate-backups-only", tables = tables))
        });
        format!(
            "<code>{}</code>\n{}, {}, {}{pinned}{only}",
            crate::view::escape(&backup.name()),
            position(backup.version),
            size(locale, backup.bytes),
            age(locale, backup.at, ctx.now)
        )
    };
    lines.extend(plan::cut(locale, all.iter().map(line).collect()));
    let view = View::text(lines.join("\n"));
    let view = all.iter().take(SHOWN).fold(view, |view, backup| {
        let short = short(backup);
        let mut row = vec![Button::new(
            t!(
                locale,
                "migrate-button-restore",
                when = backup.at.format("%m-%d %H:%M").to_string()
            ),
            Press::new("migrate_restore", format!("go:{short}")),
        )];
        if can_be_sent(&ctx.app, backup) {
            row.push(Button::new(
                t!(
                    locale,
                    "migrate-button-send",
                    size = size(locale, backup.bytes)
                ),
                Press::new("migrate_backups", format!("send:{short}")),
            ));
        }
        view.row(row)
    });
    Ok(view.row([button::backup(locale), button::status(locale)]))
}

/// The tables in it, where these are not all.
fn only(backup: &Backup) -> Option<String> {
    backup.left_out.as_ref()?;
    let tables: Vec<&str> = backup.rows.keys().map(|table| table.0.as_str()).collect();
    Some(tables.join(", "))
}

/// The beginning of a name that is still the only one: when it was made.
fn short(backup: &Backup) -> String {
    backup.name().chars().take(26).collect()
}

/// SQLite up to Telegram's limit; a dump of a server is the server's business.
pub(in crate::bot) fn can_be_sent(app: &App, backup: &Backup) -> bool {
    app.db.dialect() == crate::db::Dialect::Sqlite && backup.bytes <= MOST_BYTES
}

/// Copies the database now, and shows what came of it.
pub(in crate::bot) async fn back_up(panel: Panel, pinned: bool) {
    let locale = panel.locale;
    let made = panel
        .app
        .engine
        .back_up(&panel.actor(), "by hand", pinned)
        .await;
    let view = match made {
        Ok(backup) => View::text(t!(
            locale,
            "migrate-backup-made",
            name = backup.name(),
            size = size(locale, backup.bytes)
        )),
        Err(error) => {
            let why = refusal::error(locale, &error);
            View::text(t!(locale, "migrate-backup-failed", why = Arg::Markup(why)))
        }
    };
    panel
        .show(view.row([button::backups(locale), button::status(locale)]))
        .await;
}

fn asked(name: &str) -> String {
    format!("/migrate_restore {name}")
}

/// Shows what putting a copy back would mean, beside what going down would, and asks for its code.
pub(in crate::bot) async fn offer(panel: Panel, name: String) {
    let locale = panel.locale;
    let view = match panel.app.engine.find_backup(&name).await {
        Ok(backup) => match offered(&panel, &backup).await {
            Ok(view) => view,
            Err(error) => {
                tracing::error!(error = %Chain(&error), "a backup cannot be offered");
                View::text(t!(locale, "migrate-not-now")).row([button::status(locale)])
            }
        },
        Err(error) => {
            note_refused(&panel, asked(&name), &error).await;
            let view = View::text(refusal::error(locale, &error));
            view.row([button::backups(locale), button::status(locale)])
        }
    };
    panel.show(view).await;
}

async fn offered(panel: &Panel, backup: &Backup) -> Result<View, crate::db::DbError> {
    let (app, locale) = (&panel.app, panel.locale);
    let now = app.clock.now();
    let mut lines = vec![
        t!(
            locale,
            "migrate-restore-title",
            name = backup.name(),
            at = position(backup.version),
            size = size(locale, backup.bytes),
            age = age(locale, backup.at, now)
        ),
        String::new(),
        match only(backup) {
            None => t!(
                locale,
                "migrate-restore-loses",
                age = age(locale, backup.at, now)
            ),
            Some(tables) => t!(locale, "migrate-restore-only", tables = tables),
        },
    ];
    lines.extend(rows(app, locale, backup).await);
    lines.extend(compared(app, locale, backup).await);
    let Some(message) = panel.message() else {
        return Ok(View::text(lines.join("\n")));
    };
    let purpose = Purpose::Restore {
        backup: backup.name(),
    };
    let token = issue(panel, message, &purpose, &backup.sha256, GOOD_FOR_LOSSY).await?;
    let press = |what: &str| Press::new("migrate_restore", format!("{what}:{token}"));
    Ok(View::text(lines.join("\n")).row([
        Button::new(t!(locale, "migrate-button-restore-yes"), press("apply")),
        Button::new(t!(locale, "migrate-button-cancel"), press("drop")),
    ]))
}

/// What would be another number of rows: of each table, now and in the copy.
async fn rows(app: &App, locale: Locale, backup: &Backup) -> Vec<String> {
    let (then, Ok(now)) = (&backup.rows, app.engine.rows().await) else {
        return Vec::new();
    };
    if then.is_empty() {
        return Vec::new(); // Older copies do not say.
    }
    let stays = |table: &&Name| {
        !backup
            .left_out
            .iter()
            .flatten()
            .any(|other| other == *table)
    };
    let tables: BTreeSet<&Name> = then.keys().chain(now.keys().filter(stays)).collect();
    let count = |rows: &BTreeMap<Name, i64>, table| rows.get(table).copied().unwrap_or_default();
    let differ: Vec<String> = tables
        .into_iter()
        .map(|table| (table, count(&now, table), count(then, table)))
        .filter(|(_, now, then)| now != then)
        .map(|(table, now, then)| {
            let sign = if now > then { '✗' } else { '+' };
            let (now, then) = (grouped(locale, now), grouped(locale, then));
            format!("{sign} {}: {now} → {then}", crate::view::escape(&table.0))
        })
        .collect();
    if differ.is_empty() {
        return vec![t!(locale, "migrate-restore-rows-same")];
    }
    let mut lines = vec![t!(locale, "migrate-restore-rows")];
    lines.extend(plan::cut(locale, differ));
    lines
}

/// What going down to the same place would lose instead.
async fn compared(app: &Arc<App>, locale: Locale, backup: &Backup) -> Vec<String> {
    let request = Request {
        direction: Direction::Down,
        target: backup.version.into(),
        options: Options::default(),
    };
    let title = t!(
        locale,
        "migrate-restore-instead",
        at = position(backup.version)
    );
    match app.engine.plan(&request).await {
        Ok(plan) if plan.is_empty() => vec![String::new(), t!(locale, "migrate-restore-same")],
        Ok(plan) => [String::new(), title]
            .into_iter()
            .chain(plan::losses(locale, &plan))
            .collect(),
        // There is no such way.
        Err(_) => Vec::new(),
    }
}

/// Puts it back. The code was typed, and the copy is still the one that was shown.
pub(super) async fn run(panel: &Panel, name: &str, sha256: &str) -> View {
    let locale = panel.locale;
    let engine = &panel.app.engine;
    let restored = async {
        let backup = engine.find_backup(name).await?;
        if backup.sha256 != sha256 {
            return Err(Refusal::Stale("it is another file now".to_owned()).into());
        }
        engine.restore(&panel.actor(), &backup).await
    };
    match restored.await {
        Ok(restored) => View::text(
            [
                t!(
                    locale,
                    "migrate-restored",
                    at = position(restored.from.version)
                ),
                backup_line(locale, &restored.kept),
                t!(locale, "migrate-restored-held"),
            ]
            .join("\n"),
        )
        .row([button::backups(locale), button::status(locale)]),
        Err(error) => {
            note_refused(panel, asked(name), &error).await;
            let why = refusal::error(locale, &error);
            View::text(t!(locale, "migrate-restore-failed", why = Arg::Markup(why)))
                .row([button::backups(locale), button::status(locale)])
        }
    }
}
