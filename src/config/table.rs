//! The machinery behind the table of keys: what a key is, and the macro that makes the typed sections,
//! the list [`super::KEYS`] and the reader from one description, so that none of them can forget a key.

use super::values::Setting;

/// One key of the configuration, as the example, `config show`, the environment and every message know it.
#[derive(Debug)]
pub struct Key {
    pub section: &'static str,
    pub name: &'static str,
    /// What it is for, a line each.
    pub help: &'static [&'static str],
    pub preset: Preset,
    pub kind: Kind,
    /// Never printed; may also be given as a file, by the name with `_file` behind it.
    pub secret: bool,
}

impl Key {
    /// `bot.token`
    pub fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// `REPRISE_BOT__TOKEN`
    pub fn variable(&self) -> String {
        format!(
            "{}{}__{}",
            super::PREFIX,
            self.section.to_uppercase(),
            self.name.to_uppercase()
        )
    }
}

/// What a key is when nobody says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    Value(&'static str),
    /// Nothing; the text is a specimen for the example.
    Unset(&'static str),
}

/// How a key is written in TOML. In the environment everything is text, a list has commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Flag,
    List,
}

impl Kind {
    pub(super) fn wanted(self) -> &'static str {
        match self {
            Self::Text => "a text in quotes",
            Self::Whole => "a whole number without quotes",
            Self::Flag => "true or false without quotes",
            Self::List => "a list in brackets, such as [123456789]",
        }
    }

    /// The TOML form of a text that [`Setting::shown`] or a preset gave.
    pub fn toml(self, text: &str) -> String {
        match self {
            Self::Text => format!("\"{}\"", text.escape_debug()),
            Self::Whole | Self::Flag => text.to_owned(),
            Self::List => format!("[{text}]"),
        }
    }
}

/// The kind of a field, for the macro, which only has its type.
pub(super) const fn kind_of<T: Setting>() -> Kind {
    T::KIND
}

pub(super) const fn is_secret<T: Setting>() -> bool {
    T::SECRET
}

/// ```text
/// /// What the section is about.
/// section: Section {
///     /// What the key is for.
///     key: Type = Value("the default, as text"), parser;
/// }
/// ```
macro_rules! settings {
    ($(
        $(#[doc = $about:literal])+
        $section:ident : $Section:ident { $(
            $(#[doc = $help:literal])+
            $name:ident : $type:ty = $preset:expr, $parse:expr;
        )+ }
    )+) => {
        /// Everything the operator decides, checked. Fields are named as in the file: `config.bot.owners` is `owners` under `[bot]`.
        #[derive(Clone, Debug)]
        pub struct Config { $( $(#[doc = $about])+ pub $section: $Section, )+ }

        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug)]
            pub struct $Section { $( $(#[doc = $help])+ pub $name: $type, )+ }
        )+

        /// Every section with what it is about.
        pub const SECTIONS: &[(&str, &[&str])] = &[ $( (stringify!($section), &[$($about),+]), )+ ];

        /// Every key, in the order of the example.
        pub const KEYS: &[Key] = &[ $( $( Key {
            section: stringify!($section),
            name: stringify!($name),
            help: &[$($help),+],
            preset: $preset,
            kind: kind_of::<$type>(),
            secret: is_secret::<$type>(),
        }, )+ )+ ];

        impl Config {
            /// Every text that must not be printed anywhere, for redaction.
            pub fn secrets(&self) -> Vec<SecretString> {
                let all = [ $( $( self.$section.$name.secrets(), )+ )+ ];
                all.into_iter().flatten().filter(|text| !text.is_empty()).map(SecretString::from).collect()
            }

            /// Reads every key, also after a bad one, so that all problems are told together.
            pub(super) fn read(reader: &mut Reader) -> Option<Self> {
                $( let $section = {
                    $( let $name = reader.value::<$type>(stringify!($section), stringify!($name), $parse); )+
                    (|| Some($Section { $( $name: $name?, )+ }))()
                }; )+
                Some(Self { $( $section: $section?, )+ })
            }
        }
    };
}
pub(super) use settings;
