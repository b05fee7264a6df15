//! What a radio station may be called, and how it is found by what people type.

/// A text on one line of at most so many characters, without what nobody can see.
fn line(text: &str, most: usize) -> Option<String> {
    let visible: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !(c.is_control() || super::playlist::is_mark(*c)))
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(most).collect();
    let cut = cut.trim_end();
    (!cut.is_empty()).then(|| cut.to_owned())
}

/// What a station is told apart by: its name, and what it plays and where, if that is known. Stations say these of
/// themselves, so what is too long is cut rather than refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    name: String,
    genre: Option<String>,
    country: Option<String>,
}

impl Description {
    pub const MAX_NAME: usize = 100;
    pub const MAX_GENRE: usize = 50;
    pub const MAX_COUNTRY: usize = 50;

    /// `None` without a name.
    pub fn new(name: &str, genre: Option<&str>, country: Option<&str>) -> Option<Self> {
        Some(Self {
            name: line(name, Self::MAX_NAME)?,
            genre: genre.and_then(first_genre),
            country: country.and_then(|country| line(country, Self::MAX_COUNTRY)),
        })
    }

    /// Reads what a person types: `name | genre | country`; what is left out, or only spaces, is taken from `known`.
    pub fn typed(text: &str, known: &Self) -> Self {
        let mut parts = text.splitn(3, '|').map(str::trim);
        let mut part = |most| parts.next().and_then(|part| line(part, most));
        Self {
            name: part(Self::MAX_NAME).unwrap_or_else(|| known.name.clone()),
            genre: part(Self::MAX_GENRE)
                .and_then(|genre| first_genre(&genre))
                .or_else(|| known.genre.clone()),
            country: part(Self::MAX_COUNTRY).or_else(|| known.country.clone()),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn genre(&self) -> Option<&str> {
        self.genre.as_deref()
    }

    pub fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// What a search looks through.
    pub fn folded(&self) -> String {
        let parts = [Some(&self.name), self.genre.as_ref(), self.country.as_ref()];
        let parts: Vec<String> = parts.into_iter().flatten().map(|part| fold(part)).collect();
        parts.join(" ")
    }
}

/// The first of several genres, in small letters, so that they can be counted: `Jazz, Blues` is `jazz`.
fn first_genre(text: &str) -> Option<String> {
    text.split([',', ';', '/'])
        .find_map(|genre| line(genre, Description::MAX_GENRE))
        .map(|genre| genre.to_lowercase())
}

/// A text as a search compares it: without the difference between large and small letters, between `ё` and `е`, and
/// without the accents that people leave out when they type.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => folded.push('е'),
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => folded.push('u'),
            'ñ' => folded.push('n'),
            'ç' => folded.push('c'),
            '’' | 'ʼ' => folded.push('\''),
            // A dotted capital I becomes two characters; the second is a mark nobody types.
            '\u{0307}' => {}
            c => folded.push(c),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a station writes its titles, where it says so neither itself nor by the letters it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    Windows1251,
    Koi8R,
    Latin1,
}

impl Charset {
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Windows1251, Self::Koi8R, Self::Latin1];

    /// As it is kept, and as a person reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1251 => "windows-1251",
            Self::Koi8R => "koi8-r",
            Self::Latin1 => "iso-8859-1",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|charset| charset.name() == name)
    }
}

/// How a station does: what a probe found is one of the two, and decides when to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    pub is_active: bool,
    /// Probes that failed since the last one that did not.
    pub failures: i64,
}

/// What follows from a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub health: Health,
    /// When to look again, in minutes from now.
    pub again_in: i64,
    /// It is taken out of the lists now; who added it hears of it.
    pub went_silent: bool,
}

impl Health {
    /// So many probes in a row have to fail before a station is taken out of the lists.
    pub const FAILURES: i64 = 5;
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * Self::HOUR;

    /// A station that answers is probed twice a day. One that fails is asked again soon, in case it was a moment's
    /// trouble; one that is silent, ever more rarely: after a day, two, four, at last every thirty-two.
    pub fn after_probe(self, answered: bool) -> Verdict {
        if answered {
            return Verdict {
                health: Self {
                    is_active: true,
                    failures: 0,
                },
                again_in: Self::DAY / 2,
                went_silent: false,
            };
        }
        let failures = self.failures.saturating_add(1);
        let is_active = self.is_active && failures < Self::FAILURES;
        let silent_for = u32::try_from(failures - Self::FAILURES).unwrap_or(0).min(5);
        Verdict {
            health: Self {
                is_active,
                failures,
            },
            again_in: if is_active {
                failures * Self::HOUR
            } else {
                Self::DAY << silent_for
            },
            went_silent: self.is_active && !is_active,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: &str) {
        let known = Description::new("Known", Some("Rock"), None).unwrap();
        let found = Description::typed(typed, &known);
        let words = [Some(found.name()), found.genre(), found.country()];
        let words: Vec<&str> = words.into_iter().map(|word| word.unwrap_or("-")).collect();
        assert_eq!(words.join(" | "), expect, "{typed:?}");
    }

    #[test]
    fn a_description_is_typed_in_parts() {
        check(
            "Радио Джаз | Jazz, Blues | Россия",
            "Радио Джаз | jazz | Россия",
        );
        check("Radio", "Radio | rock | -");
        check(" | Chill", "Known | chill | -");
        check("| | Perú", "Known | rock | Perú");
        check("", "Known | rock | -");
        check("a | b | c | d", "a | b | c | d");
        check("two\nlines\u{202E} | x", "two lines | x | -");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let long = "ы".repeat(300);
        let found = Description::new(&long, Some(&long), Some(&long)).unwrap();
        assert_eq!(found.name().chars().count(), 100);
        assert_eq!(found.genre().unwrap().chars().count(), 50);
        assert_eq!(found.country().unwrap().chars().count(), 50);
        assert_eq!(Description::new(" \u{200B}", None, None), None);
    }

    #[test]
    fn a_search_finds_what_people_type() {
        for (text, folded) in [
            ("ЁЛКА", "елка"),
            ("Canción  Española", "cancion espanola"),
            ("İstanbul FM", "istanbul fm"),
            ("Зв’язок", "зв'язок"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
        let station = Description::new("Радио Ёлка", Some("Folk"), Some("RU")).unwrap();
        assert_eq!(station.folded(), "радио елка folk ru");
    }

    #[test]
    fn charsets_are_known_by_their_names() {
        for charset in Charset::ALL {
            assert_eq!(Charset::from_name(charset.name()), Some(charset));
        }
        assert_eq!(Charset::from_name("utf-16"), None);
    }

    /// Probes in a row, `+` answered and `-` not: hours until the next, and `!` when the station is taken out.
    #[track_caller]
    fn probes(answers: &str, expect: &str) {
        let mut health = Health {
            is_active: true,
            failures: 0,
        };
        let mut told = Vec::new();
        for answer in answers.chars() {
            let verdict = health.after_probe(answer == '+');
            health = verdict.health;
            let mark = if verdict.went_silent { "!" } else { "" };
            told.push(format!("{}{mark}", verdict.again_in / 60));
        }
        assert_eq!(told.join(" "), expect, "{answers}");
    }

    #[test]
    fn a_silent_station_is_probed_ever_more_rarely_and_comes_back() {
        probes("++", "12 12");
        probes("-+-", "1 12 1");
        probes("-----", "1 2 3 4 24!");
        probes("------+-", "1 2 3 4 24! 48 12 1");
        probes("------------", "1 2 3 4 24! 48 96 192 384 768 768 768");
    }
}
