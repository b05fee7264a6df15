//! The command menu Telegram shows, from `FEATURES`: for each language, and with the owners' commands in their chats.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use super::{feature::Access, features::FEATURES};
use crate::{
    app::App,
    domain::Language,
    i18n::Locale,
    telegram::{Menu, MenuEntry, TelegramError},
    telemetry::Chain,
};

/// Tells Telegram every menu; tries again for as long as Telegram is away.
pub(super) async fn publish(app: Arc<App>, stop: CancellationToken) {
    for menu in menus(&app.config.bot.owners) {
        let mut pause = Duration::from_secs(1);
        while let Err(error) = app.telegram.set_menu(&menu).await {
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
fn menus(owners: &[i64]) -> Vec<Menu> {
    let languages = || {
        std::iter::once((None, Language::En))
            .chain(Language::ALL.iter().map(|l| (Some(l.code()), *l)))
    };
    let everybody = languages().map(|(language, spoken)| Menu {
        language,
        chat: None,
        entries: entries(spoken, false),
    });
    let for_owners = owners.iter().flat_map(|owner| {
        languages().map(|(language, spoken)| Menu {
            language,
            chat: Some(*owner),
            entries: entries(spoken, true),
        })
    });
    let owners_have_more = FEATURES
        .iter()
        .any(|feature| feature.access() == Access::Owner);
    everybody
        .chain(for_owners.filter(|_| owners_have_more))
        .collect()
}

fn entries(language: Language, is_owner: bool) -> Vec<MenuEntry> {
    FEATURES
        .iter()
        .filter(|feature| is_owner || feature.access() == Access::Anyone)
        .map(|feature| MenuEntry {
            command: feature.name().to_owned(),
            description: Locale(language).text(&format!("{}-summary", feature.name()), &[]),
        })
        .collect()
}
