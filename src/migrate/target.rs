//! Where a run should end: what people type, resolved to one version.

use std::{cmp::Reverse, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use strsim::levenshtein;

use super::source::Known;

/// What a person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Head,
    Base,
    /// `+2` or `-1`.
    Relative(i64),
    /// A version, its prefix, or a name.
    Named(String),
}

/// An absolute place in the order of versions; `None` is before the first.
pub type Position = Option<i64>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Up,
    Down,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Up => "up",
            Self::Down => "down",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadTarget {
    #[error("there is no migration `{typed}`{}", nearest(.candidates))]
    Unknown {
        typed: String,
        candidates: Vec<String>,
    },
    #[error("`{typed}` could be {}", .candidates.join(" or "))]
    Ambiguous {
        typed: String,
        candidates: Vec<String>,
    },
    #[error("{}", backwards(*.direction, *.target))]
    Backwards {
        direction: Direction,
        target: Position,
    },
    #[error("`{}` goes the other way; use {}", .0, both_ways(.0))]
    WrongSign(String),
    #[error("there are only {available} to go {direction}, not {wanted}")]
    TooFar {
        direction: Direction,
        wanted: usize,
        available: usize,
    },
}

fn nearest(candidates: &[String]) -> String {
    if candidates.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", candidates.join(" or "))
    }
}

/// What was meant: so many steps the way that was asked for, or this sign with the other command.
fn both_ways(typed: &str) -> String {
    let steps = typed.trim_start_matches(['+', '-']);
    if typed.starts_with('+') {
        format!("`down -{steps}`, or `up +{steps}`")
    } else {
        format!("`up +{steps}`, or `down -{steps}`")
    }
}

fn backwards(direction: Direction, target: Position) -> String {
    let target = target.map_or("base".to_owned(), |v| format!("{v:04}"));
    match direction {
        Direction::Up => {
            format!("{target} is already applied, and `up` never goes down; use `down {target}`")
        }
        Direction::Down => {
            format!("{target} is not applied, and `down` never goes up; use `up {target}`")
        }
    }
}

impl FromStr for Target {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let signed = text
            .starts_with(['+', '-'])
            .then(|| text.parse().ok())
            .flatten();
        Ok(match text {
            "head" | "heads" | "latest" => Self::Head,
            "base" | "zero" => Self::Base,
            _ => signed.map_or_else(|| Self::Named(text.to_owned()), Self::Relative),
        })
    }
}

impl From<Position> for Target {
    fn from(position: Position) -> Self {
        position.map_or(Self::Base, |version| Self::Named(version.to_string()))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head => f.write_str("head"),
            Self::Base => f.write_str("base"),
            Self::Relative(n) => write!(f, "{n:+}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// Finds the absolute place that a target means for a database where `applied` (ascending) is applied.
pub fn resolve(
    target: &Target,
    direction: Direction,
    known: &Known,
    applied: &[i64],
) -> Result<Position, BadTarget> {
    let current = applied.last().copied();
    match target {
        Target::Head => Ok(known.head().max(current)),
        Target::Base => match (direction, current) {
            (Direction::Up, Some(_)) => Err(BadTarget::Backwards {
                direction,
                target: None,
            }),
            _ => Ok(None),
        },
        Target::Relative(n) => relative(*n, direction, known, applied),
        Target::Named(typed) => {
            let version = find(typed, known, applied)?;
            let is_applied = applied.contains(&version);
            match direction {
                Direction::Up if is_applied && Some(version) != current => {
                    Err(BadTarget::Backwards {
                        direction,
                        target: Some(version),
                    })
                }
                Direction::Down if !is_applied => Err(BadTarget::Backwards {
                    direction,
                    target: Some(version),
                }),
                _ => Ok(Some(version)),
            }
        }
    }
}

fn relative(
    n: i64,
    direction: Direction,
    known: &Known,
    applied: &[i64],
) -> Result<Position, BadTarget> {
    let wanted = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
    match (direction, n) {
        (Direction::Up, 1..) => {
            let pending: Vec<_> = known.versions().filter(|v| !applied.contains(v)).collect();
            let too_far = BadTarget::TooFar {
                direction,
                wanted,
                available: pending.len(),
            };
            pending.get(wanted - 1).copied().map(Some).ok_or(too_far)
        }
        (Direction::Down, ..=-1) => match applied.len().checked_sub(wanted) {
            Some(0) => Ok(None),
            Some(left) => Ok(Some(applied[left - 1])),
            None => Err(BadTarget::TooFar {
                direction,
                wanted,
                available: applied.len(),
            }),
        },
        (_, 0) => Ok(applied.last().copied()),
        _ => Err(BadTarget::WrongSign(format!("{n:+}"))),
    }
}

/// Finds a version by number, unique prefix of the file's name, or name; `head` and `current` are names, too. Versions that
/// only the ledger knows count as well.
pub fn find(typed: &str, known: &Known, applied: &[i64]) -> Result<i64, BadTarget> {
    let stray = applied
        .iter()
        .filter(|v| known.get(**v).is_none())
        .map(|v| (*v, format!("{v:04}")));
    let all: Vec<(i64, String)> = known
        .iter()
        .map(|r| (r.version, r.file_stem()))
        .chain(stray)
        .collect();
    let wanted = typed.to_lowercase().replace([' ', '-'], "_");
    let unknown = |candidates| BadTarget::Unknown {
        typed: typed.to_owned(),
        candidates,
    };
    match wanted.as_str() {
        // Every name begins with nothing.
        "" => return Err(unknown(Vec::new())),
        "head" | "heads" => return known.head().ok_or(unknown(Vec::new())),
        "current" => return applied.last().copied().ok_or(unknown(Vec::new())),
        _ => {}
    }
    if let Ok(number) = wanted.parse::<i64>()
        && let Some((version, _)) = all.iter().find(|(version, _)| *version == number)
    {
        return Ok(*version);
    }
    let name = |stem: &str| {
        stem.split_once('_')
            .map_or(String::new(), |(_, name)| name.to_lowercase())
    };
    for matches in [
        &(|stem: &str| name(stem) == wanted) as &dyn Fn(&str) -> bool,
        &|stem: &str| stem.to_lowercase().starts_with(&wanted) || name(stem).starts_with(&wanted),
    ] {
        let hits: Vec<_> = all.iter().filter(|(_, stem)| matches(stem)).collect();
        match hits.as_slice() {
            [] => {}
            [(version, _)] => return Ok(*version),
            many => {
                let candidates = many.iter().take(3).map(|(_, stem)| stem.clone()).collect();
                return Err(BadTarget::Ambiguous {
                    typed: typed.to_owned(),
                    candidates,
                });
            }
        }
    }
    let mut near: Vec<_> = all
        .iter()
        .map(|(version, stem)| (closeness(&wanted, *version, stem), stem))
        .collect();
    let head = "head".to_owned();
    near.push((levenshtein(&wanted, &head), &head));
    near.sort_by_key(|(score, stem)| (*score, Reverse(*stem)));
    let candidates = near
        .into_iter()
        .filter(|(score, _)| *score * 2 <= wanted.len())
        .take(2)
        .map(|(_, stem)| stem.clone())
        .collect();
    Err(unknown(candidates))
}

fn closeness(wanted: &str, version: i64, stem: &str) -> usize {
    let name = stem.split_once('_').map_or("", |(_, name)| name);
    [
        levenshtein(wanted, stem),
        levenshtein(wanted, name),
        levenshtein(wanted, &version.to_string()),
        levenshtein(wanted, &format!("{version:04}")),
    ]
    .into_iter()
    .min()
    .unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Down, Up};

    /// Three migrations (users, playlists, their tracks), of which the first `applied` are applied.
    #[track_caller]
    fn check(direction: Direction, applied: usize, typed: &str, expect: &str) {
        let known = Known::for_tests(&[(1, "users"), (2, "playlists"), (3, "playlist_tracks")]);
        let got = match resolve(
            &typed.parse().unwrap(),
            direction,
            &known,
            &[1, 2, 3][..applied],
        ) {
            Ok(position) => position.map_or("base".to_owned(), |v| v.to_string()),
            Err(bad) => bad.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn what_was_typed_is_written_as_it_was() {
        for typed in ["head", "base", "+2", "-1", "0003", "playlists"] {
            assert_eq!(typed.parse::<Target>().unwrap().to_string(), typed);
        }
    }
    #[test]
    fn head_and_base() {
        check(Up, 1, "head", "3");
        check(Up, 0, "base", "base");
        check(Down, 2, "base", "base");
        check(
            Up,
            2,
            "base",
            "base is already applied, and `up` never goes down; use `down base`",
        );
    }
    #[test]
    fn so_many_steps() {
        check(Up, 0, "+2", "2");
        check(Down, 3, "-1", "2");
        check(Down, 1, "-1", "base");
        check(Up, 2, "+2", "there are only 1 to go up, not 2");
        check(Down, 1, "-2", "there are only 1 to go down, not 2");
        check(
            Up,
            2,
            "-1",
            "`-1` goes the other way; use `up +1`, or `down -1`",
        );
        check(
            Down,
            2,
            "+1",
            "`+1` goes the other way; use `down -1`, or `up +1`",
        );
        check(Up, 2, "+0", "2");
        check(Down, 0, "-0", "base");
    }
    #[test]
    fn versions_prefixes_and_names() {
        check(Up, 0, "2", "2");
        check(Up, 0, "0002", "2");
        check(Up, 0, "playlists", "2");
        check(Up, 0, "playlist tracks", "3");
        check(Up, 0, "0003_play", "3");
        check(Up, 0, "use", "1");
        check(Up, 2, "current", "2");
    }
    #[test]
    fn ambiguous_ones_are_refused() {
        check(
            Up,
            0,
            "playlist",
            "`playlist` could be 0002_playlists or 0003_playlist_tracks",
        );
    }
    #[test]
    fn unknown_ones_are_refused_with_the_nearest() {
        check(
            Up,
            0,
            "usres",
            "there is no migration `usres`; did you mean 0001_users?",
        );
        check(
            Up,
            0,
            "haed",
            "there is no migration `haed`; did you mean head?",
        );
        check(Up, 0, "", "there is no migration ``");
        check(Up, 0, "current", "there is no migration `current`");
        check(Up, 0, "99", "there is no migration `99`");
        check(Up, 0, "nonsense", "there is no migration `nonsense`");
    }
    #[test]
    fn neither_goes_the_other_way() {
        check(
            Up,
            3,
            "1",
            "0001 is already applied, and `up` never goes down; use `down 0001`",
        );
        check(
            Down,
            1,
            "3",
            "0003 is not applied, and `down` never goes up; use `up 0003`",
        );
        check(Up, 2, "2", "2");
        check(Down, 2, "2", "2");
    }
}
