//! Where values come from: the file, the environment, the command line. Each layer becomes a map from key to text
//! with its origin; a later layer wins over an earlier one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::problem::{Origin, Problem, bad_value, unknown_key, unknown_variable};
use super::table::{Key, Kind, Preset};
use super::values::Setting;
use super::{Effective, KEYS, PREFIX, SECTIONS};

/// A value as it was written down.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) text: String,
    pub(super) origin: Origin,
}

/// What one source says, by `section.key`, and by `section.key_file` for the files of secrets.
pub(super) type Layer = BTreeMap<String, Given>;

/// The environment, as the process was given it.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub(super) fn process_environment() -> Vec<(OsString, OsString)> {
    std::env::vars_os().collect()
}

/// What a program that we start is told of our environment: where programs and libraries are. Not our secrets.
pub fn environment_for_children() -> Vec<(OsString, OsString)> {
    const TOLD: &[&str] = &["PATH", "LD_LIBRARY_PATH"];
    let told = |(name, _): &(OsString, OsString)| TOLD.iter().any(|known| name == known);
    process_environment().into_iter().filter(told).collect()
}

/// The file: the one that was named, which must be there, or `config.toml` where it is.
pub(super) fn file(named: Option<&Path>, problems: &mut Vec<Problem>) -> (Option<PathBuf>, Layer) {
    let path = named.unwrap_or(Path::new(super::DEFAULT_FILE));
    match std::fs::read_to_string(path) {
        Ok(text) => (Some(path.to_owned()), toml(path, &text, problems)),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            (None, Layer::new())
        }
        Err(error) => {
            problems.push(Problem {
                origin: None,
                message: format!("cannot read {}: {error}", path.display()),
            });
            (None, Layer::new())
        }
    }
}

/// A file's text. What the parser says about it never quotes it: the line may hold a secret.
pub(super) fn toml(path: &Path, text: &str, problems: &mut Vec<Problem>) -> Layer {
    let origin = |at: usize| Origin::File {
        path: path.to_owned(),
        line: text[..at].matches('\n').count() + 1,
    };
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        problems.extend(errors.iter().map(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            Problem {
                origin: Some(origin(at)),
                message: format!("this is not TOML: {}", error.message().replace('\n', " ")),
            }
        }));
        return Layer::new();
    }
    let mut layer = Layer::new();
    for (section, value) in document.get_ref() {
        let at = origin(section.span().start);
        let section = section.get_ref().as_ref();
        let known = SECTIONS.iter().any(|(name, _)| *name == section);
        match value.get_ref() {
            DeValue::Table(keys) if known || !keys.is_empty() => {
                for (name, value) in keys {
                    let path = format!("{section}.{}", name.get_ref());
                    let origin = origin(name.span().start);
                    match key_value(path, value.get_ref()) {
                        Ok((path, text)) => drop(layer.insert(path, Given { text, origin })),
                        Err(message) => problems.push(Problem {
                            origin: Some(origin),
                            message,
                        }),
                    }
                }
            }
            other => {
                let message = match other {
                    DeValue::Table(_) => format!("unknown section `[{section}]`"),
                    _ if known => format!("`{section}` must be one section, `[{section}]`"),
                    _ => unknown_key(section),
                };
                problems.push(Problem {
                    origin: Some(at),
                    message,
                });
            }
        }
    }
    layer
}

fn key_value(path: String, value: &DeValue<'_>) -> Result<(String, String), String> {
    let (_, kind) = find(&path).ok_or_else(|| unknown_key(&path))?;
    let text = written(value, kind).ok_or_else(|| format!("`{path}` must be {}", kind.wanted()))?;
    Ok((path, text))
}

/// A TOML value as text, if it is of the kind its key wants.
fn written(value: &DeValue<'_>, kind: Kind) -> Option<String> {
    match (kind, value) {
        (Kind::Text, DeValue::String(text)) => Some(text.to_string()),
        (Kind::Flag, DeValue::Boolean(flag)) => Some(flag.to_string()),
        (Kind::Whole, DeValue::Integer(number)) => {
            // One that does not even fit here is out of every bound, which its parser says.
            Some(
                i64::from_str_radix(number.as_str(), number.radix())
                    .map_or_else(|_| number.to_string(), |number| number.to_string()),
            )
        }
        (Kind::List, DeValue::Array(items)) => {
            let items: Option<Vec<String>> = items
                .iter()
                .map(|item| written(item.get_ref(), Kind::Whole))
                .collect();
            Some(items?.join(","))
        }
        _ => None,
    }
}

/// The variables `REPRISE_SECTION__KEY`. An empty one counts as not set, which is what Compose makes of `${UNSET:-}`.
pub(super) fn environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    problems: &mut Vec<Problem>,
) -> Layer {
    let mut layer = Layer::new();
    for (name, value) in variables {
        // Those of the tests mean nothing to the bot that they start.
        let ours = |name: &&str| name.starts_with(PREFIX) && !name.starts_with("REPRISE_TEST_");
        let Some(name) = name.to_str().filter(ours) else {
            continue;
        };
        let origin = Origin::Variable(name.to_owned());
        let found = KEYS
            .iter()
            .flat_map(|key| [key.variable(), format!("{}_FILE", key.variable())])
            .any(|known| known == name);
        let path = name
            .trim_start_matches(PREFIX)
            .to_lowercase()
            .replacen("__", ".", 1);
        if !found || find(&path).is_none() {
            problems.push(Problem {
                origin: Some(origin),
                message: unknown_variable(name),
            });
        } else if let Some(text) = value.to_str() {
            if !text.is_empty() {
                layer.insert(
                    path,
                    Given {
                        text: text.to_owned(),
                        origin,
                    },
                );
            }
        } else {
            problems.push(Problem {
                origin: Some(origin),
                message: format!("`{path}` is not UTF-8 text"),
            });
        }
    }
    layer
}

/// `--set section.key=value`. A secret is refused there: other users of the machine can read command lines.
pub(super) fn flags(settings: &[String], problems: &mut Vec<Problem>) -> Layer {
    let mut layer = Layer::new();
    for setting in settings {
        let mut refuse = |message| {
            problems.push(Problem {
                origin: Some(Origin::Flag),
                message,
            });
        };
        let Some((path, text)) = setting.split_once('=') else {
            refuse("expected `section.key=value`".to_owned());
            continue;
        };
        match find(path) {
            None => refuse(unknown_key(path)),
            Some((key, _)) if key.secret && path == key.path() => {
                refuse(format!(
                    "`{path}` is a secret and other users can read command lines; use {} or `{path}_file`",
                    key.variable()
                ));
            }
            Some(_) => drop(layer.insert(
                path.to_owned(),
                Given {
                    text: text.to_owned(),
                    origin: Origin::Flag,
                },
            )),
        }
    }
    layer
}

/// Within one layer a secret is given by itself or by a file, not both. A layer above may choose the other way.
pub(super) fn choose_secret_files(layer: &mut Layer, problems: &mut Vec<Problem>) {
    for path in KEYS.iter().filter(|key| key.secret).map(Key::path) {
        let Some(file) = layer.remove(&format!("{path}_file")) else {
            continue;
        };
        match layer.entry(path) {
            Entry::Occupied(given) => {
                let path = given.key();
                let message = format!("`{path}` and `{path}_file` are both given; keep one");
                problems.push(Problem {
                    origin: Some(file.origin),
                    message,
                });
            }
            Entry::Vacant(place) => {
                let origin = Origin::Secret {
                    path: file.text.into(),
                    named: Box::new(file.origin),
                };
                place.insert(Given {
                    text: String::new(),
                    origin,
                });
            }
        }
    }
}

/// Reads the secrets that stand in files of their own.
pub(super) fn open_secret_files(given: &mut Layer, problems: &mut Vec<Problem>) {
    given.retain(|key, value| {
        let Origin::Secret { path, named } = &value.origin else {
            return true;
        };
        let refusal = match std::fs::read_to_string(path) {
            Ok(text) if !text.trim().is_empty() => {
                text.trim_end_matches(['\r', '\n'])
                    .clone_into(&mut value.text);
                return true;
            }
            Ok(_) => format!("`{key}_file`: {} is empty", path.display()),
            Err(error) => format!("`{key}_file`: cannot read {}: {error}", path.display()),
        };
        problems.push(Problem {
            origin: Some(Origin::clone(named)),
            message: refusal,
        });
        false
    });
}

/// The key that a path names, and how its value is written.
fn find(path: &str) -> Option<(&'static Key, Kind)> {
    KEYS.iter().find_map(|key| {
        if key.path() == path {
            Some((key, key.kind))
        } else {
            (key.secret && path.strip_suffix("_file") == Some(&key.path()))
                .then_some((key, Kind::Text))
        }
    })
}

/// Reads typed values out of the layers and remembers what came from where.
pub(super) struct Reader<'a> {
    pub(super) given: &'a Layer,
    pub(super) problems: Vec<Problem>,
    pub(super) effective: Vec<Effective>,
}

impl Reader<'_> {
    /// The value of a key; `None` after a problem with it, which was noted.
    pub(super) fn value<T: Setting>(
        &mut self,
        section: &str,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let key = KEYS
            .iter()
            .find(|key| key.section == section && key.name == name)?;
        let (value, origin) = match (self.given.get(&key.path()), key.preset) {
            (Some(given), _) => match parse(&given.text) {
                Ok(value) => (value, given.origin.clone()),
                Err(expected) => {
                    let message = bad_value(key, &given.text, &expected);
                    self.problems.push(Problem {
                        origin: Some(given.origin.clone()),
                        message,
                    });
                    return None;
                }
            },
            (None, Preset::Value(text)) => (parse(text).ok()?, Origin::Default),
            (None, Preset::Unset(_)) => (T::unset()?, Origin::Default),
        };
        self.effective.push(Effective {
            key,
            shown: value.shown(),
            origin,
        });
        Some(value)
    }
}
