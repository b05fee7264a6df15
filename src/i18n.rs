//! The words: Fluent texts from `locales/`, looked up by key in a person's language.
//!
//! To add a language: a folder in `locales/` with the files of `locales/en/`, and a line in `domain::Language`.
//! To add a text: the same key in every language's file; `t!(locale, "key", name = value)` where it is said.
//! Strings given as arguments are escaped for Telegram's HTML here, so nobody can forget it.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{LanguageIdentifier, Loader as _, fluent_bundle::FluentValue};

use crate::{domain::Language, view::escape};

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks around arguments break links and copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The arguments of a text.
pub type Args = Vec<(&'static str, Arg)>;

/// One argument: a number keeps being a number, so that plural forms work; a text is escaped; markup is trusted.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    Number(i64),
    Text(String),
    /// Telegram HTML made by us, put in as it is.
    Markup(String),
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The language a text is wanted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale(pub Language);

impl Locale {
    /// The text of a key. A key nobody wrote is shown as itself and logged: better odd than silent.
    pub fn text(self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.find(key, args).unwrap_or_else(|| {
            tracing::error!(
                key,
                language = self.0.code(),
                "a text is missing or its arguments are"
            );
            key.to_owned()
        })
    }

    /// The text of a key, where there is one.
    pub fn find(self, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = args
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), fluent(value)))
            .collect();
        TEXTS.try_lookup_with_args(identifier(self.0), key, &values)
    }
}

fn fluent(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Number(number) => FluentValue::from(*number),
        Arg::Text(text) => FluentValue::String(escape(text)),
        Arg::Markup(html) => FluentValue::String(Cow::Borrowed(html)),
    }
}

fn identifier(language: Language) -> &'static LanguageIdentifier {
    static IDENTIFIERS: LazyLock<Vec<LanguageIdentifier>> = LazyLock::new(|| {
        Language::ALL
            .iter()
            .map(|language| {
                language
                    .code()
                    .parse()
                    .expect("a language code is an identifier")
            })
            .collect()
    });
    &IDENTIFIERS[language as usize]
}

/// The text of a key in a language: `t!(locale, "speed-set", speed = "1.25")`.
#[macro_export]
macro_rules! t {
    ($locale:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $locale.text($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),*])
    };
}
