//! The address of the database, which may hold a password.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};

use super::table::Kind;
use super::values::Setting;

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

impl DatabaseUrl {
    /// Reads one that was given otherwise than in the configuration.
    pub fn parse(text: &str) -> Result<Self, String> {
        database_url(text)
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
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

impl Setting for DatabaseUrl {
    const KIND: Kind = Kind::Text;
    const SECRET: bool = true;
    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
    /// The passwords, as they are written and as they are meant.
    fn secrets(&self) -> Vec<String> {
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
