//! The words: Fluent texts from `locales/`, looked up by key in a person's language.
//!
//! To add a language: a folder in `locales/` with the files of `locales/en/`, and a line in `domain::Language`.
//! To add a text: the same key in every language's file; `t!(locale, "key", name = value)` where it is said.
//! Strings given as arguments are escaped for Telegram's HTML here, so nobody can forget it.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use include_dir::{Dir, include_dir};

use crate::{domain::Language, view::escape};

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");

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

    /// The text of a key, where there is one: in English where this language has none.
    pub fn find(self, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let found = Texts::spoken(self.0).find(key, args);
        found.or_else(|| Texts::spoken(Language::En).find(key, args))
    }
}

/// Texts of one language. All of them are three quarters of a MB, so a language is read when somebody first speaks it.
pub struct Texts(FluentBundle<FluentResource>);

impl Texts {
    /// Those texts alone that are wanted, by their keys.
    pub fn read(language: Language, is_wanted: impl Fn(&str) -> bool) -> Self {
        let code = language.code();
        let identifier = code.parse().expect("a language code is an identifier");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks around arguments break links and copied text.
        bundle.set_use_isolating(false);
        let folder = FILES.get_dir(code).expect("each language has a folder");
        for file in folder.files() {
            let text = file.contents_utf8().expect("texts are UTF-8");
            let path = file.path().display();
            let resource = FluentResource::try_new(entries(text, &is_wanted))
                .unwrap_or_else(|(_, wrong)| panic!("{path} is not Fluent: {wrong:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|wrong| panic!("{path} says what another file says: {wrong:?}"));
        }
        Self(bundle)
    }

    fn spoken(language: Language) -> &'static Self {
        static SPOKEN: [OnceLock<Texts>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        SPOKEN[language as usize].get_or_init(|| Self::read(language, |_| true))
    }

    /// The text of a key, where there is one and its arguments are there.
    pub fn find(&self, key: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let pattern = self.0.get_message(key)?.value()?;
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, value)| (*name, fluent(value)))
            .collect();
        let mut wrong = Vec::new();
        let text = self.0.format_pattern(pattern, Some(&args), &mut wrong);
        wrong.is_empty().then(|| text.into_owned())
    }
}

/// The entries of a file whose keys are wanted. One begins with its key; what is indented goes on.
fn entries(file: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut wanted = false;
    let lines = file.split_inclusive('\n').filter(|line| {
        if !line.starts_with([' ', '\n', '}']) {
            let key = line.split_once('=').map_or("", |(key, _)| key.trim_end());
            wanted = is_wanted(key);
        }
        wanted
    });
    lines.collect()
}

fn fluent(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Number(number) => FluentValue::from(*number),
        Arg::Text(text) => FluentValue::String(escape(text)),
        Arg::Markup(html) => FluentValue::String(Cow::Borrowed(html)),
    }
}

/// The text of a key in a language: `t!(locale, "speed-set", speed = "1.25")`.
#[macro_export]
macro_rules! t {
    ($locale:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $locale.text($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),*])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_taken_whole() {
        let file =
            "# A note\na = A\nb =\n    B\n    { $n ->\n        *[other] C\n    }\n\na-b = D\n";
        let check = |wanted: &[&str], expect: &str| {
            assert_eq!(entries(file, |key| wanted.contains(&key)), expect);
        };
        check(&[], "");
        check(&["a"], "a = A\n");
        check(
            &["b"],
            "b =\n    B\n    { $n ->\n        *[other] C\n    }\n\n",
        );
        check(&["a-b"], "a-b = D\n");
    }
}
