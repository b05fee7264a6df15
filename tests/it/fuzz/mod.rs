//! What others wrote is read without a panic: every text of the corpus, and each of them damaged in many ways.
//!
//! The damage is the same in every run, so that a red test stays red. `REPRISE_TEST_FUZZ=100000` tries more of it, and
//! `make fuzz` looks for new texts by what they reach in the code. What either finds goes into the corpus.

#![expect(
    clippy::disallowed_methods,
    reason = "how much is tried is for whoever runs the tests to say"
)]

mod bodies;

use std::{fs, path::Path};

use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    sample::{Index, select},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Pieces that parsers look for.
const WORDS: &[&str] = &[
    "\"",
    "'",
    "$$",
    "/*",
    "*/",
    "--",
    "\n",
    "\r\n",
    "\0",
    ";",
    "(",
    ")",
    "[",
    "]",
    ":",
    "#",
    "=",
    "<",
    "&",
    "\u{feff}",
    "\u{202e}",
    "🎧",
    "İ",
    "ё",
    "-1",
    "0",
    "99999999999999999999",
    "1e999",
    "NaN",
    "%",
    ",",
    ".",
    "http://",
    "[00:01.00]",
    "#EXTM3U",
    "BEGIN",
    "END",
    "* * * * *",
    "StreamTitle='",
];

/// One way to damage a text.
#[derive(Debug, Clone)]
enum Damage {
    Flip(Index, u8),
    Insert(Index, &'static str),
    Remove(Index, u8),
    Repeat(Index, u8),
    CutOff(Index),
    Append(Index),
}

/// What is tried; when it breaks something it is shown as one would type it.
struct Text(Vec<u8>);

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    proptest::prop_oneof![
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (any::<Index>(), select(WORDS)).prop_map(|(at, word)| Damage::Insert(at, word)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Damage::Remove(at, length)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Damage::Repeat(at, length)),
        any::<Index>().prop_map(Damage::CutOff),
        any::<Index>().prop_map(Damage::Append),
    ]
}

impl Damage {
    fn does(&self, text: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let piece = |at: &Index, length: u8, text: &[u8]| {
            let from = at.index(text.len());
            from..text.len().min(from + 1 + usize::from(length))
        };
        match self {
            Self::Append(which) => text.extend_from_slice(&corpus[which.index(corpus.len())]),
            Self::Insert(at, word) => {
                let at = at.index(text.len() + 1);
                text.splice(at..at, word.bytes());
            }
            _ if text.is_empty() => {}
            Self::Flip(at, bit) => {
                let at = at.index(text.len());
                text[at] ^= 1 << bit;
            }
            Self::Remove(at, length) => drop(text.drain(piece(at, *length, text))),
            Self::Repeat(at, length) => {
                let piece = piece(at, *length, text);
                let again = text[piece.clone()].to_vec();
                text.splice(piece.end..piece.end, again);
            }
            Self::CutOff(at) => text.truncate(at.index(text.len())),
        }
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn nothing_that_is_sent_breaks_what_reads_it() {
    let cases = std::env::var("REPRISE_TEST_FUZZ").map_or(500, |cases| cases.parse().unwrap());
    for (name, body) in bodies::BODIES {
        let corpus = corpus(name);
        assert!(
            !corpus.is_empty(),
            "fuzz/corpus/{name} has no text to begin with"
        );
        for text in &corpus {
            body(text);
        }
        let config = Config {
            cases,
            failure_persistence: None,
            ..Config::default()
        };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let texts = (any::<Index>(), vec(damage(), 1..8)).prop_map(|(which, damages)| {
            let mut text = corpus[which.index(corpus.len())].clone();
            for damage in damages {
                damage.does(&mut text, &corpus);
            }
            Text(text)
        });
        let tried = TestRunner::new_with_rng(config, rng).run(&texts, |text| {
            body(&text.0);
            Ok(())
        });
        if let Err(error) = tried {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn every_folder_of_the_corpus_is_somebodys() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut found: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut expected: Vec<&str> = bodies::BODIES.iter().map(|(name, _)| *name).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}
