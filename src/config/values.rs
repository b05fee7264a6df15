//! What a value may be: one parser a type, each from text to the typed value or a sentence that says what was expected.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::table::Kind;

/// A type that a key can have.
pub(super) trait Setting: Sized {
    const KIND: Kind;
    const SECRET: bool = false;
    /// The value as text, without what is secret in it; `None` where it is not set.
    fn shown(&self) -> Option<String>;
    /// The value of a key nobody set, for types that have one.
    fn unset() -> Option<Self> {
        None
    }
}

/// The Telegram user ids of the owners.
pub(super) type Owners = Vec<i64>;

/// How updates arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Polling,
    Webhook,
}

/// What follows a migration that failed at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    Maintenance,
    Exit,
}

/// What follows a database that is too new for this binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnAhead {
    Maintenance,
    Revert,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    Json,
}

/// A closed set of words.
pub(super) trait Choice: Copy + PartialEq + 'static {
    const WORDS: &'static [(&'static str, Self)];
}

impl Choice for Mode {
    const WORDS: &'static [(&'static str, Self)] =
        &[("polling", Self::Polling), ("webhook", Self::Webhook)];
}
impl Choice for OnFailure {
    const WORDS: &'static [(&'static str, Self)] =
        &[("maintenance", Self::Maintenance), ("exit", Self::Exit)];
}
impl Choice for OnAhead {
    const WORDS: &'static [(&'static str, Self)] =
        &[("maintenance", Self::Maintenance), ("revert", Self::Revert)];
}
impl Choice for LogFormat {
    const WORDS: &'static [(&'static str, Self)] =
        &[("pretty", Self::Pretty), ("json", Self::Json)];
}

/// Where the database is. It may hold a password: `Debug` and `Display` mask it, only [`DatabaseUrl::expose`] tells it.
#[derive(Clone)]
pub struct DatabaseUrl(SecretString);

impl DatabaseUrl {
    /// The whole address, with its password.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub fn is_sqlite(&self) -> bool {
        self.expose().starts_with("sqlite:")
    }

    /// The file of a SQLite database; `None` for PostgreSQL and for a database in memory.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        let rest = self.expose().strip_prefix("sqlite:")?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
        let in_memory = path.is_empty()
            || path == ":memory:"
            || options.split('&').any(|option| option == "mode=memory");
        (!in_memory).then(|| PathBuf::from(percent_decoded(path)))
    }

    /// The passwords in it, as they are written and as they are meant, for redaction.
    fn passwords(&self) -> Vec<String> {
        let Ok(url) = Url::parse(self.expose()) else {
            return Vec::new();
        };
        let written = url.password().map(str::to_owned);
        let meant = written.as_deref().map(percent_decoded);
        let asked = url
            .query_pairs()
            .filter(|(name, _)| is_password(name))
            .map(|(_, value)| value.into_owned());
        written.into_iter().chain(meant).chain(asked).collect()
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_sqlite() {
            return f.write_str(self.expose());
        }
        let Ok(mut url) = Url::parse(self.expose()) else {
            return f.write_str("(hidden)");
        };
        if url.password().is_some() {
            let _ = url.set_password(Some("***"));
        }
        if url.query().is_some() {
            let pairs: Vec<(String, String)> = url
                .query_pairs()
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect();
            let masked = pairs
                .iter()
                .map(|(name, value)| (name, if is_password(name) { "***" } else { value }));
            url.query_pairs_mut().clear().extend_pairs(masked);
        }
        f.write_str(url.as_str())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

fn is_password(parameter: &str) -> bool {
    parameter.contains("password")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

// What counts as a secret inside a value, so that logs and error texts can be cleaned of it.

/// Every text that must not be printed anywhere.
pub(super) fn secrets(config: &super::Config) -> Vec<SecretString> {
    let whole = [&config.bot.token, &config.webhook.secret]
        .into_iter()
        .flatten()
        .map(|secret| secret.expose_secret().to_owned());
    let databases = [Some(&config.database.url), config.migrations.url.as_ref()]
        .into_iter()
        .flatten();
    whole
        .chain(databases.flat_map(DatabaseUrl::passwords))
        .filter(|text| !text.is_empty())
        .map(SecretString::from)
        .collect()
}

// The types.

impl Setting for String {
    const KIND: Kind = Kind::Text;
    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}
impl Setting for u32 {
    const KIND: Kind = Kind::Whole;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}
impl Setting for bool {
    const KIND: Kind = Kind::Flag;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}
impl Setting for Owners {
    const KIND: Kind = Kind::List;
    fn shown(&self) -> Option<String> {
        Some(
            self.iter()
                .map(i64::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        )
    }
}
impl Setting for SocketAddr {
    const KIND: Kind = Kind::Text;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}
impl Setting for PathBuf {
    const KIND: Kind = Kind::Text;
    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}
impl Setting for Url {
    const KIND: Kind = Kind::Text;
    fn shown(&self) -> Option<String> {
        Some(self.as_str().trim_end_matches('/').to_owned())
    }
}
impl Setting for SecretString {
    const KIND: Kind = Kind::Text;
    const SECRET: bool = true;
    fn shown(&self) -> Option<String> {
        Some("(hidden)".to_owned())
    }
}
impl Setting for DatabaseUrl {
    const KIND: Kind = Kind::Text;
    const SECRET: bool = true;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}
impl<T: Choice> Setting for T {
    const KIND: Kind = Kind::Text;
    fn shown(&self) -> Option<String> {
        T::WORDS
            .iter()
            .find(|(_, value)| value == self)
            .map(|(word, _)| (*word).to_owned())
    }
}
impl<T: Setting> Setting for Option<T> {
    const KIND: Kind = T::KIND;
    const SECRET: bool = T::SECRET;
    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }
    fn unset() -> Option<Self> {
        Some(None)
    }
}

// The parsers. An error says what was expected, and never repeats the value.

pub(super) fn optional<T>(
    parse: impl Fn(&str) -> Result<T, String>,
) -> impl Fn(&str) -> Result<Option<T>, String> {
    move |text| parse(text).map(Some)
}

pub(super) fn whole(least: u32, most: u32) -> impl Fn(&str) -> Result<u32, String> {
    move |text| match text.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("expected a whole number from {least} to {most}")),
    }
}

pub(super) fn flag(text: &str) -> Result<bool, String> {
    text.parse()
        .map_err(|_| "expected `true` or `false`".to_owned())
}

pub(super) fn choice<T: Choice>(text: &str) -> Result<T, String> {
    let words = T::WORDS;
    words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value)
        .ok_or_else(|| {
            let quoted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            format!("expected {}", quoted.join(" or "))
        })
}

pub(super) fn token(text: &str) -> Result<SecretString, String> {
    let (id, key) = text.split_once(':').unwrap_or_default();
    let fits = !id.is_empty()
        && id.bytes().all(|byte| byte.is_ascii_digit())
        && !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if fits {
        Ok(text.into())
    } else {
        Err(
            "expected digits, a colon and then letters, digits, _ or -, as @BotFather gives it"
                .to_owned(),
        )
    }
}

pub(super) fn webhook_secret(text: &str) -> Result<SecretString, String> {
    let fits = (1..=256).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if fits {
        Ok(text.into())
    } else {
        Err("expected 1 to 256 letters, digits, _ or -".to_owned())
    }
}

pub(super) fn user_ids(text: &str) -> Result<Owners, String> {
    let words = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let ids: Option<Owners> = words
        .map(|word| word.parse().ok().filter(|id| *id > 0))
        .collect();
    ids.ok_or_else(|| "expected Telegram user ids, which are positive whole numbers, not names; /start tells you yours".to_owned())
}

pub(super) fn http_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let mut url = url.ok_or("expected an address that starts with http:// or https://")?;
    // An `@` anywhere: with an unescaped `/` in it a password would count as the path.
    if text.contains('@') {
        return Err("expected an address without a user name or password in it".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("expected an address without `?` and `#`".to_owned());
    }
    // What is appended to it must not make a double slash.
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

pub(super) fn url_path(text: &str) -> Result<String, String> {
    let fits = text.len() > 1
        && text.starts_with('/')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"/_-.~".contains(&byte));
    if fits {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as `/telegram`".to_owned())
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "expected an IP address and a port, such as `127.0.0.1:8081`".to_owned())
}

pub(super) fn path(text: &str) -> Result<PathBuf, String> {
    let fits = !text.trim().is_empty() && !text.contains('\0');
    if fits {
        Ok(Path::new(text).to_owned())
    } else {
        Err("expected a folder".to_owned())
    }
}

pub(super) fn program(text: &str) -> Result<PathBuf, String> {
    path(text).map_err(|_| "expected a program's name or path".to_owned())
}

pub(super) fn database_url(text: &str) -> Result<DatabaseUrl, String> {
    let sqlite = |rest: &str| !rest.trim_start_matches('/').is_empty();
    // An unescaped `/`, `?`, `#` or `@` in a password would end up in another part of the address, and be shown as that.
    let postgres = |url: &Url| {
        let whole = text.matches('@').count() <= 1 && url.fragment().is_none();
        matches!(url.scheme(), "postgres" | "postgresql")
            && whole
            && !url.path().contains('@')
            && !url.query().unwrap_or_default().contains('@')
    };
    if text.strip_prefix("sqlite:").is_some_and(sqlite)
        || Url::parse(text).is_ok_and(|url| postgres(&url))
    {
        return Ok(DatabaseUrl(text.into()));
    }
    Err(
        "expected `sqlite://data/reprise.db` or `postgres://user:password@host/database`, \
         in which other characters than letters and digits are written as % and two hex digits"
            .to_owned(),
    )
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    match tracing_subscriber::EnvFilter::from_str(text) {
        Ok(_) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => Err("expected a level (error, warn, info, debug, trace) or levels by module such as `info,reprise::outbox=debug`".to_owned()),
    }
}
