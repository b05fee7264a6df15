//! The types a key can have: how each is written, shown, and what in it is secret.

use std::net::SocketAddr;
use std::path::PathBuf;

use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};

use super::table::Kind;

/// A type that a key can have.
pub(super) trait Setting: Sized {
    const KIND: Kind;
    const SECRET: bool = false;
    /// The value as text, without what is secret in it; `None` where it is not set.
    fn shown(&self) -> Option<String>;
    /// What in it must not be printed anywhere, for redaction.
    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }
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

/// Who may add radio stations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adding {
    Everyone,
    Owners,
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
impl Choice for Adding {
    const WORDS: &'static [(&'static str, Self)] =
        &[("everyone", Self::Everyone), ("owners", Self::Owners)];
}
impl Choice for LogFormat {
    const WORDS: &'static [(&'static str, Self)] =
        &[("pretty", Self::Pretty), ("json", Self::Json)];
}

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
    fn secrets(&self) -> Vec<String> {
        vec![self.expose_secret().to_owned()]
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
    fn secrets(&self) -> Vec<String> {
        self.as_ref().map(T::secrets).unwrap_or_default()
    }
    fn unset() -> Option<Self> {
        Some(None)
    }
}
