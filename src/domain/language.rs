//! The languages the bot speaks.
//!
//! To add one: a line in `languages!`, a folder in `locales/`, and a migration that widens the CHECK of
//! `playback_settings.language`.

macro_rules! languages {
    ($($name:ident = $code:literal),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Language {
            $($name),*
        }

        impl Language {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The two letters Telegram, the database and the folders in `locales/` use.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code),*
                }
            }
        }
    };
}

languages! {
    En = "en",
    Ru = "ru",
    Uk = "uk",
    Es = "es",
}

impl Language {
    /// What the bot speaks to somebody whose language it does not know. The database's default is the same.
    pub const DEFAULT: Self = Self::Ru;

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|language| language.code() == code)
    }

    /// The language of a client, by the name Telegram gives it: `es-MX` is Spanish.
    pub fn closest(client: &str) -> Option<Self> {
        let main = client.split(['-', '_']).next().unwrap_or_default();
        Self::from_code(&main.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(client: &str, expect: Option<Language>) {
        assert_eq!(Language::closest(client), expect, "{client:?}");
    }

    #[test]
    fn a_client_of_ours_is_recognised_with_its_region() {
        check("ru", Some(Language::Ru));
        check("es-MX", Some(Language::Es));
        check("EN_us", Some(Language::En));
        check("uk-UA", Some(Language::Uk));
    }

    #[test]
    fn any_other_is_not() {
        check("pt-BR", None);
        check("", None);
        check("russian", None);
    }
}
