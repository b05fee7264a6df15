//! What is wrong with a configuration, said so that the operator can mend it: where, what, and the nearest right name.

use std::fmt;
use std::path::PathBuf;

use super::{KEYS, Key};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Default,
    File {
        path: PathBuf,
        line: usize,
    },
    Variable(String),
    /// `--set`
    Flag,
    /// The contents of a file that a `_file` key names; `named` is where that key stands.
    Secret {
        path: PathBuf,
        named: Box<Self>,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag => f.write_str("--set"),
            Self::Secret { path, named } => write!(f, "{} (by {named})", path.display()),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub origin: Option<Origin>,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Some(origin) => write!(f, "{origin}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Everything that is wrong, at once.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError {
    problems: Vec<Problem>,
}

impl ConfigError {
    /// In the order of the lines, then of the variables.
    pub(super) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort();
        Self { problems }
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("the configuration has a problem; nothing was started")?,
            count => write!(
                f,
                "the configuration has {count} problems; nothing was started"
            )?,
        }
        self.problems
            .iter()
            .try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// A value that does not fit its key. The value of a secret is never told, nor one that looks as if it held a secret.
pub(super) fn bad_value(key: &Key, text: &str, expected: &str) -> String {
    let path = key.path();
    if key.secret {
        return format!("`{path}` does not fit (its value is not shown): {expected}");
    }
    if text.contains('@') || looks_like_token(text) || text.len() > 200 {
        return format!("`{path}` does not fit: {expected}");
    }
    let shown = text.escape_debug();
    let words = quoted(expected);
    match nearest(text, words.iter().copied())
        .filter(|_| words.len() > 1 && key.kind == super::Kind::Text)
    {
        Some(word) => format!("`{path}` cannot be `{shown}`: {expected}; did you mean `{word}`?"),
        None => format!("`{path}` cannot be `{shown}`: {expected}"),
    }
}

/// The words a sentence has between backticks.
fn quoted(sentence: &str) -> Vec<&str> {
    sentence.split('`').skip(1).step_by(2).collect()
}

/// A key that does not exist.
pub(super) fn unknown_key(path: &str) -> String {
    match nearest_key(path) {
        Some(key) => format!("unknown key `{path}`; did you mean `{key}`?"),
        None => format!("unknown key `{path}`; `reprise config example` lists them all"),
    }
}

pub(super) fn unknown_variable(name: &str) -> String {
    let path = name
        .trim_start_matches(super::PREFIX)
        .to_lowercase()
        .replacen("__", ".", 1);
    match nearest_key(&path) {
        Some(near) => format!(
            "unknown key; did you mean `{}{}`?",
            super::PREFIX,
            near.to_uppercase().replacen('.', "__", 1)
        ),
        None => "unknown key; `reprise config example` lists them all".to_owned(),
    }
}

/// The nearest key: misspelt, with `_` for `.`, or under another section's name.
fn nearest_key(typed: &str) -> Option<String> {
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let near = |a: &str, b: &str| {
        Some(strsim::damerau_levenshtein(a, b)).filter(|distance| *distance <= tolerated(b))
    };
    let typed = typed.to_lowercase();
    let scored = KEYS.iter().flat_map(spellings).filter_map(|known| {
        let whole = near(&typed, &known);
        let underscored = near(&typed, &known.replace('.', "_"));
        let renamed = near(&last(&typed), &last(&known)).map(|distance| distance + 1);
        let best = [whole, underscored, renamed].into_iter().flatten().min()?;
        Some((best, strsim::damerau_levenshtein(&typed, &known), known))
    });
    scored.min().map(|(_, _, known)| known)
}

/// How many slips of the finger still leave a word recognisable.
fn tolerated(word: &str) -> usize {
    (word.len() / 3).clamp(1, 4)
}

/// `bot.token`, and `bot.token_file` where a key is secret.
pub(super) fn spellings(key: &Key) -> impl Iterator<Item = String> + use<> {
    let path = key.path();
    let file = key.secret.then(|| format!("{path}_file"));
    std::iter::once(path).chain(file)
}

fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|word| {
        (
            strsim::damerau_levenshtein(&typed.to_lowercase(), word),
            word,
        )
    });
    scored
        .filter(|(distance, word)| *distance <= tolerated(word))
        .min()
        .map(|(_, word)| word)
}

fn looks_like_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, key)| {
        id.len() > 5 && id.bytes().all(|byte| byte.is_ascii_digit()) && key.len() > 20
    })
}
