//! One parser for each kind of value, from text to the typed value or a sentence that says what was expected. The
//! sentence never repeats the value: it may be a secret.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use reqwest::Url;
use secrecy::SecretString;

use super::values::{Choice, Owners};

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

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    match tracing_subscriber::filter::Targets::from_str(text) {
        Ok(_) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => Err("expected a level (error, warn, info, debug, trace) or levels by module such as `info,reprise::outbox=debug`".to_owned()),
    }
}
