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

#[cfg(test)]
mod tests {
    use super::super::Config;

    /// What is said about a file that is wrong, without the introduction.
    fn problems(toml: &str) -> Vec<String> {
        let error = Config::from_toml(toml).expect_err("it must be refused");
        error.problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn unknown_names_are_told_with_their_place_and_the_nearest_right_one() {
        let check = |toml: &str, expected: &[&str]| assert_eq!(problems(toml), expected, "{toml}");
        check(
            "[bot]\nownrs = [1]",
            &["config.toml:2: unknown key `bot.ownrs`; did you mean `bot.owners`?"],
        );
        check(
            "[bto]\nowners = [1]",
            &["config.toml:2: unknown key `bto.owners`; did you mean `bot.owners`?"],
        );
        check(
            "[telegram]\napi_url = \"x\"",
            &["config.toml:2: unknown key `telegram.api_url`; did you mean `bot.api_url`?"],
        );
        check(
            "token = \"1:a\"",
            &["config.toml:1: unknown key `token`; did you mean `bot.token`?"],
        );
        check(
            "[bot.token]\nx = 1",
            &["config.toml:1: `bot.token` must be a text in quotes"],
        );
        check("[nothing]", &["config.toml:1: unknown section `[nothing]`"]);
        check(
            "[[bot]]\ntoken = \"1:a\"",
            &["config.toml:1: `bot` must be one section, `[bot]`"],
        );
        check(
            "[zzzzz]\nqqqqqqqq = 1",
            &[
                "config.toml:2: unknown key `zzzzz.qqqqqqqq`; `reprise config example` lists them all",
            ],
        );
        check(
            "[bot]\nmode = \"poling\"",
            &[
                "config.toml:2: `bot.mode` cannot be `poling`: expected `polling` or `webhook`; did you mean `polling`?",
            ],
        );
    }

    #[test]
    fn values_out_of_bounds_are_told_with_what_was_expected() {
        let check = |toml: &str, expected: &[&str]| assert_eq!(problems(toml), expected, "{toml}");
        check(
            "[database]\nmax_connections = 0",
            &[
                "config.toml:2: `database.max_connections` cannot be `0`: expected a whole number from 1 to 1000",
            ],
        );
        check(
            "[outbox]\nper_second = -1",
            &[
                "config.toml:2: `outbox.per_second` cannot be `-1`: expected a whole number from 0 to 10000",
            ],
        );
        check(
            "[outbox]\nper_second = \"30\"",
            &["config.toml:2: `outbox.per_second` must be a whole number without quotes"],
        );
        check(
            "[migrations]\nauto = \"yes\"",
            &["config.toml:2: `migrations.auto` must be true or false without quotes"],
        );
        check(
            "[bot]\nowners = 5",
            &["config.toml:2: `bot.owners` must be a list in brackets, such as [123456789]"],
        );
        check(
            "[bot]\nowners = [5, -1]",
            &[
                "config.toml:2: `bot.owners` cannot be `5,-1`: expected Telegram user ids, which are positive whole numbers, \
               not names; /start tells you yours",
            ],
        );
        check(
            "[bot]\ntoken = \"hunter2\"",
            &[
                "config.toml:2: `bot.token` does not fit (its value is not shown): expected digits, a colon and then letters, \
               digits, _ or -, as @BotFather gives it",
            ],
        );
        check(
            "[bot]\napi_url = \"ftp://x\"",
            &[
                "config.toml:2: `bot.api_url` cannot be `ftp://x`: expected an address that starts with http:// or https://",
            ],
        );
        check(
            "[bot]\napi_url = \"http://me:hunter2@x\"",
            &[
                "config.toml:2: `bot.api_url` does not fit: expected an address without a user name or password in it",
            ],
        );
        check(
            "[web]\nlisten = \"localhost:8081\"",
            &[
                "config.toml:2: `web.listen` cannot be `localhost:8081`: expected an IP address and a port, such as `127.0.0.1:8081`",
            ],
        );
        check(
            "[webhook]\npath = \"telegram\"",
            &[
                "config.toml:2: `webhook.path` cannot be `telegram`: expected a path such as `/telegram`",
            ],
        );
        check(
            "[log]\nfilter = \"info,=x=\"",
            &[
                "config.toml:2: `log.filter` cannot be `info,=x=`: expected a level (error, warn, info, debug, trace) or levels \
               by module such as `info,reprise::outbox=debug`",
            ],
        );
        check(
            "[audio]\nffmpeg = \"\"",
            &["config.toml:2: `audio.ffmpeg` cannot be ``: expected a program's name or path"],
        );
    }

    #[test]
    fn all_problems_are_told_at_once_in_the_order_of_the_lines() {
        let told = problems("[bot]\nmode = 1\nx_y_z_w_v = 1\nowners = [0]\n[web]\nlisten = \"\"");
        let lines: Vec<&str> = told.iter().map(|problem| &problem[..13]).collect();
        assert_eq!(
            lines,
            [
                "config.toml:2",
                "config.toml:3",
                "config.toml:4",
                "config.toml:6"
            ]
        );
    }

    #[test]
    fn a_file_that_is_not_toml_is_not_quoted() {
        let told = problems("[bot]\ntoken = 123456:hunter2\nmode = \"polling\nx");
        assert!(
            told.len() >= 2
                && told
                    .iter()
                    .all(|problem| problem.contains("this is not TOML: ")),
            "{told:?}"
        );
        assert!(
            told.iter().all(|problem| !problem.contains("hunter2")),
            "{told:?}"
        );
    }

    #[test]
    fn keys_that_contradict_each_other_are_refused() {
        let check = |toml: &str, part: &str| {
            let told = problems(toml);
            assert!(told.len() == 1 && told[0].contains(part), "{told:?}");
        };
        check("[bot]\nmode = \"webhook\"", "needs `webhook.url`");
        check(
            "[bot]\nmode = \"webhook\"\n[webhook]\nurl = \"https://x\"\nlisten = \"127.0.0.1:8081\"",
            "`webhook.listen` and `web.listen` are the same address",
        );
        check(
            "[migrations]\nurl = \"postgres://h/d\"",
            "`migrations.url` and `database.url` are of different kinds",
        );
    }
}
