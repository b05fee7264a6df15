//! The bot's command menus, by scope and language, and which of them a person sees.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    pub command: String,
    pub description: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat(i64),
    ChatAdministrators(i64),
    ChatMember(i64, i64),
}

/// Where a person looks at the menu.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer<'a> {
    pub(crate) person: i64,
    pub(crate) chat: i64,
    pub(crate) private: bool,
    pub(crate) admin: bool,
    pub(crate) language: &'a str,
}

#[derive(Default)]
pub(crate) struct Menus {
    by_scope: HashMap<(Scope, String), Vec<Command>>,
}

impl Menus {
    /// An empty list takes the menu away.
    pub(crate) fn set(&mut self, scope: Scope, language: String, commands: Vec<Command>) {
        if commands.is_empty() {
            self.by_scope.remove(&(scope, language));
        } else {
            self.by_scope.insert((scope, language), commands);
        }
    }

    pub(crate) fn get(&self, scope: Scope, language: &str) -> &[Command] {
        self.by_scope
            .get(&(scope, language.to_owned()))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The first menu that is set, from the narrowest scope to the widest; in each the person's language goes first.
    pub(crate) fn seen_by(&self, viewer: Viewer<'_>) -> &[Command] {
        let Viewer {
            person,
            chat,
            private,
            admin,
            language,
        } = viewer;
        let scopes = if private {
            vec![Scope::Chat(chat), Scope::AllPrivateChats, Scope::Default]
        } else {
            let mut scopes = vec![Scope::ChatMember(chat, person)];
            scopes.extend(admin.then_some(Scope::ChatAdministrators(chat)));
            scopes.push(Scope::Chat(chat));
            scopes.extend(admin.then_some(Scope::AllChatAdministrators));
            scopes.extend([Scope::AllGroupChats, Scope::Default]);
            scopes
        };
        // Telegram compares only the two letters of the language.
        let short = language.split('-').next().unwrap_or_default();
        let menus = scopes
            .into_iter()
            .flat_map(|scope| [self.get(scope.clone(), short), self.get(scope, "")]);
        menus
            .into_iter()
            .find(|menu| !menu.is_empty())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menus(set: &[(Scope, &str, &str)]) -> Menus {
        let mut menus = Menus::default();
        for (scope, language, name) in set {
            let command = Command {
                command: (*name).into(),
                description: "d".into(),
            };
            menus.set(scope.clone(), (*language).into(), vec![command]);
        }
        menus
    }

    #[track_caller]
    fn check(menus: &Menus, private: bool, admin: bool, language: &str, expected: &str) {
        let chat = if private { 7 } else { -7 };
        let seen = menus.seen_by(Viewer {
            person: 7,
            chat,
            private,
            admin,
            language,
        });
        assert_eq!(
            seen.first().map_or("", |command| &command.command),
            expected
        );
    }

    #[test]
    fn a_narrow_scope_wins_over_the_language() {
        let menus = menus(&[
            (Scope::Default, "", "default"),
            (Scope::Default, "ru", "default_ru"),
            (Scope::AllPrivateChats, "", "private"),
            (Scope::AllPrivateChats, "uk", "private_uk"),
            (Scope::AllChatAdministrators, "", "admins"),
            (Scope::AllGroupChats, "ru", "groups_ru"),
        ]);
        check(&menus, true, false, "ru", "private");
        check(&menus, true, false, "uk-UA", "private_uk");
        check(&menus, false, false, "ru", "groups_ru");
        check(&menus, false, true, "ru", "admins");
        check(&menus, false, false, "en", "default");
    }

    #[test]
    fn one_chat_and_one_member_can_have_their_own() {
        let menus = menus(&[
            (Scope::Chat(7), "", "mine"),
            (Scope::AllPrivateChats, "en", "private"),
            (Scope::Chat(-7), "", "ours"),
            (Scope::ChatMember(-7, 7), "", "me"),
        ]);
        check(&menus, true, false, "en", "mine");
        check(&menus, false, true, "en", "me");
    }
}
