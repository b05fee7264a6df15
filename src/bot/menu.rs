//! The command menu Telegram shows, from `FEATURES`: for each language, and with the owners' commands in their chats.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{feature::Access, features::FEATURES};
use crate::{
    app::App,
    db::{DbError, Tables},
    domain::Language,
    i18n::Texts,
    telegram::{Menu, MenuEntry, TelegramError},
    telemetry::Chain,
};

/// Tells Telegram every menu, and again when a change of the schema brings or takes a feature.
pub(super) async fn publish(app: Arc<App>, stop: CancellationToken) {
    let mut changes = app.db.gate().changes();
    let mut told = None;
    while !stop.is_cancelled() {
        changes.mark_unchanged();
        match tables(&app).await {
            Ok(tables) => {
                let menus = menus(&app.config.bot.owners, &tables);
                if told.as_ref() != Some(&menus) {
                    tell(&app, &menus, &stop).await;
                    told = Some(menus);
                }
            }
            Err(error) => {
                tracing::debug!(error = %Chain(&error), "the menus wait for the database");
            }
        }
        let pause = if told.is_some() {
            Duration::MAX
        } else {
            Duration::from_secs(5)
        };
        tokio::select! {
            _ = changes.changed() => {}
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn tables(app: &App) -> Result<Arc<Tables>, DbError> {
    let mut tx = app.db.read().await?;
    app.db.tables(&mut tx).await
}

/// Tries again for as long as Telegram is away.
async fn tell(app: &App, menus: &[Menu], stop: &CancellationToken) {
    for menu in menus {
        let mut pause = Duration::from_secs(1);
        while let Err(error) = app.telegram.set_menu(menu).await {
            match error {
                TelegramError::Away(_) => {}
                // An owner who never wrote to the bot has no chat yet. They get the menu after the next start.
                error => {
                    tracing::debug!(error = %Chain(&error), "a command menu was refused");
                    break;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(Duration::from_mins(5)),
                () = stop.cancelled() => return,
            }
        }
    }
}

/// Every menu there is. Clients in a language that is not ours see English.
fn menus(owners: &[i64], tables: &Tables) -> Vec<Menu> {
    let owners_have_more = FEATURES
        .iter()
        .any(|feature| feature.access() == Access::Owner);
    let owners = if owners_have_more { owners } else { &[] };
    let mut menus = Vec::new();
    for language in Language::ALL {
        // Of every language, and forgotten again: nobody may ever speak it.
        let texts = Texts::read(*language, |key| key.ends_with("-summary"));
        let unknown = (*language == Language::En).then_some(None);
        for client in unknown.into_iter().chain([Some(language.code())]) {
            let menu = |chat: Option<i64>| Menu {
                language: client,
                chat,
                entries: entries(&texts, chat.is_some(), tables),
            };
            menus.push(menu(None));
            menus.extend(owners.iter().map(|owner| menu(Some(*owner))));
        }
    }
    menus
}

fn entries(texts: &Texts, is_owner: bool, tables: &Tables) -> Vec<MenuEntry> {
    FEATURES
        .iter()
        .filter(|feature| is_owner || feature.access() == Access::Anyone)
        .filter(|feature| tables.have(feature.tables()))
        .map(|feature| MenuEntry {
            command: feature.name().to_owned(),
            description: texts
                .find(&format!("{}-summary", feature.name()), &[])
                .expect("every feature says what it is for, in every language"),
        })
        .collect()
}
