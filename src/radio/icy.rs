//! ICY: a stream of sound in which a station says, every so many bytes, what it plays. Pure: bytes in, sound and titles out.

/// A station that wants to speak so rarely, or so often, does not speak this protocol.
const INTERVALS: std::ops::RangeInclusive<usize> = 256..=1024 * 1024;

/// Takes what arrives apart.
#[derive(Debug)]
pub struct IcyReader {
    interval: Option<usize>,
    state: State,
}

#[derive(Debug)]
enum State {
    /// So much sound is left before the station speaks.
    Sound(usize),
    /// The next byte says how long it speaks, in sixteens.
    Length,
    Words {
        left: usize,
        said: Vec<u8>,
    },
}

/// A part of what arrived.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Sound(&'a [u8]),
    /// The bytes of a title, which may be empty.
    Title(Vec<u8>),
}

impl IcyReader {
    /// By what the station says in `icy-metaint`; without one, or with one that cannot be meant, all is sound.
    pub fn new(interval: Option<usize>) -> Self {
        let interval = interval.filter(|interval| INTERVALS.contains(interval));
        Self {
            interval,
            state: State::Sound(interval.unwrap_or(0)),
        }
    }

    /// Whether there will be titles.
    pub fn has_titles(&self) -> bool {
        self.interval.is_some()
    }

    pub fn read<'a>(&mut self, mut bytes: &'a [u8], mut each: impl FnMut(Part<'a>)) {
        let Some(interval) = self.interval else {
            if !bytes.is_empty() {
                each(Part::Sound(bytes));
            }
            return;
        };
        while !bytes.is_empty() {
            match &mut self.state {
                State::Sound(left) => {
                    let (sound, rest) = bytes.split_at(bytes.len().min(*left));
                    if !sound.is_empty() {
                        each(Part::Sound(sound));
                    }
                    *left -= sound.len();
                    bytes = rest;
                    if *left == 0 {
                        self.state = State::Length;
                    }
                }
                State::Length => {
                    let left = usize::from(bytes[0]) * 16;
                    bytes = &bytes[1..];
                    self.state = if left == 0 {
                        State::Sound(interval)
                    } else {
                        State::Words {
                            left,
                            said: Vec::with_capacity(left),
                        }
                    };
                }
                State::Words { left, said } => {
                    let (words, rest) = bytes.split_at(bytes.len().min(*left));
                    said.extend_from_slice(words);
                    *left -= words.len();
                    bytes = rest;
                    if *left == 0 {
                        if let Some(title) = title_in(said) {
                            each(Part::Title(title.to_vec()));
                        }
                        self.state = State::Sound(interval);
                    }
                }
            }
        }
    }
}

/// The title in `StreamTitle='…';StreamUrl='…';`. It may hold quotes and semicolons: it ends at the first `';` behind which
/// the next name follows, or nothing.
fn title_in(words: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"StreamTitle='";
    let start = find(words, NAME)? + NAME.len();
    let said = &words[start..];
    let said = &said[..said
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1)];
    let mut from = 0;
    while let Some(at) = find(&said[from..], b"';") {
        let end = from + at;
        if is_name(&said[end + 2..]) {
            return Some(&said[..end]);
        }
        from = end + 1;
    }
    // Cut off by the station: what is there.
    Some(said.strip_suffix(b"'").unwrap_or(said))
}

/// Nothing more, or `Name='`.
fn is_name(rest: &[u8]) -> bool {
    let letters = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    rest.iter().all(u8::is_ascii_whitespace) || letters > 0 && rest[letters..].starts_with(b"='")
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len())
        .position(|window| window == needle)
}

/// What an old `SHOUTcast` server says before its sound: `ICY 200 OK` and headers. A client for HTTP takes all that for the
/// body of an answer without a beginning.
#[derive(Debug, PartialEq, Eq)]
pub enum Beginning<'a> {
    /// More has to arrive before it can be told.
    Unfinished,
    /// The headers, by names in small letters, and where the sound begins.
    Icy {
        status: u16,
        headers: Vec<(String, &'a [u8])>,
        length: usize,
    },
    /// Something else, or without an end.
    Strange,
}

/// Longer, and it is no list of headers.
const MAX_BEGINNING: usize = 16 * 1024;

pub fn beginning(bytes: &[u8]) -> Beginning<'_> {
    const START: &[u8] = b"ICY ";
    if !bytes.starts_with(&START[..bytes.len().min(START.len())]) {
        return Beginning::Strange;
    }
    let end = match (find(bytes, b"\r\n\r\n"), find(bytes, b"\n\n")) {
        (Some(crlf), Some(lf)) if lf < crlf => Some((lf, 2)),
        (Some(crlf), _) => Some((crlf, 4)),
        (None, lf) => lf.map(|lf| (lf, 2)),
    };
    let Some((end, gap)) = end else {
        return if bytes.len() < MAX_BEGINNING {
            Beginning::Unfinished
        } else {
            Beginning::Strange
        };
    };
    let mut lines = bytes[..end].split(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let Some(status) = first
        .split(' ')
        .nth(1)
        .and_then(|word| word.trim().parse().ok())
    else {
        return Beginning::Strange;
    };
    let headers = lines.filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        Some((name, line[colon + 1..].trim_ascii()))
    });
    Beginning::Icy {
        status,
        headers: headers.collect(),
        length: end + gap,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &[u8]) -> Vec<u8> {
        let mut block = vec![u8::try_from(text.len().div_ceil(16)).unwrap()];
        block.extend_from_slice(text);
        block.resize(1 + text.len().div_ceil(16) * 16, 0);
        block
    }

    fn read(interval: usize, pieces: &[&[u8]]) -> (Vec<u8>, Vec<String>) {
        let mut reader = IcyReader::new(Some(interval));
        let (mut sound, mut titles) = (Vec::new(), Vec::new());
        for piece in pieces {
            reader.read(piece, |part| match part {
                Part::Sound(bytes) => sound.extend_from_slice(bytes),
                Part::Title(title) => titles.push(String::from_utf8_lossy(&title).into_owned()),
            });
        }
        (sound, titles)
    }

    #[track_caller]
    fn check(said: &str, expect: Option<&str>) {
        let title = title_in(said.as_bytes()).map(|title| String::from_utf8_lossy(title));
        assert_eq!(title.as_deref(), expect, "{said:?}");
    }

    #[test]
    fn titles_may_hold_what_ends_them() {
        check(
            "StreamTitle='Queen - Don't stop me; now';StreamUrl='';",
            Some("Queen - Don't stop me; now"),
        );
        check(
            "StreamTitle='It';s over';StreamUrl='http://x';",
            Some("It';s over"),
        );
        check("StreamTitle='plain';", Some("plain"));
        check("StreamTitle='plain';\0\0\0", Some("plain"));
        check("StreamTitle='';", Some(""));
        check("StreamUrl='x';StreamTitle='second';", Some("second"));
        check("StreamTitle='cut off by the st", Some("cut off by the st"));
        check("StreamTitle='no semicolon'", Some("no semicolon"));
        check("StreamUrl='http://x';", None);
        check("", None);
    }

    #[test]
    fn sound_and_words_are_told_apart() {
        let stream = [
            vec![1; 256],
            words(b"StreamTitle='A';"),
            vec![2; 256],
            vec![0],
            vec![3; 256],
            words(b"StreamTitle='B';"),
        ]
        .concat();
        let (sound, titles) = read(256, &[&stream]);
        assert_eq!(sound, [vec![1; 256], vec![2; 256], vec![3; 256]].concat());
        assert_eq!(titles, ["A", "B"]);
    }

    #[test]
    fn without_a_sensible_interval_all_is_sound() {
        for interval in [0, 1, 100_000_000, usize::MAX] {
            let (sound, titles) = read(interval, &[b"StreamTitle='A';"]);
            assert_eq!((sound.len(), titles.len()), (16, 0), "{interval}");
        }
        assert!(!IcyReader::new(None).has_titles());
    }

    #[test]
    fn an_old_server_begins_without_http() {
        let sound = b"ICY 200 OK\r\nicy-name: Radio\r\nIcy-MetaInt:8192\r\n\r\n\xff\xfb";
        let Beginning::Icy {
            status,
            headers,
            length,
        } = beginning(sound)
        else {
            panic!("{:?}", beginning(sound))
        };
        assert_eq!((status, &sound[length..]), (200, &b"\xff\xfb"[..]));
        assert_eq!(
            headers,
            [
                ("icy-name".to_owned(), &b"Radio"[..]),
                ("icy-metaint".to_owned(), &b"8192"[..])
            ]
        );
        assert_eq!(beginning(b"ICY 200 OK\r\nicy-na"), Beginning::Unfinished);
        assert_eq!(beginning(b"IC"), Beginning::Unfinished);
        assert_eq!(beginning(b""), Beginning::Unfinished);
        assert_eq!(beginning(b"\xff\xfb"), Beginning::Strange);
        assert_eq!(beginning(b"ICY OK\n\n"), Beginning::Strange);
        assert!(matches!(
            beginning(b"ICY 401 No\n\nx"),
            Beginning::Icy {
                status: 401,
                length: 12,
                ..
            }
        ));
        assert_eq!(
            beginning(&[b"ICY 200 OK\r\n".as_slice(), &b"a: b\r\n".repeat(4_000)].concat()),
            Beginning::Strange
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn however_it_is_cut_it_is_the_same(cuts in proptest::collection::vec(1_usize..700, 1..40), title in "[a-z';=]{0,60}") {
            let block = words(format!("StreamTitle='{title}x';StreamUrl='u';").as_bytes());
            let stream = [vec![7; 300], block.clone(), vec![8; 300], vec![0], vec![9; 300], block].concat();
            let mut rest = stream.as_slice();
            let mut pieces = Vec::new();
            for cut in cuts {
                let (piece, more) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = more;
            }
            pieces.push(rest);
            prop_assert_eq!(read(300, &pieces), read(300, &[&stream]));
            prop_assert_eq!(read(300, &pieces).0.len(), 900);
        }

        #[test]
        fn whatever_arrives_is_read(interval in 0_usize..2_000, bytes in proptest::collection::vec(any::<u8>(), 0..5_000)) {
            let (sound, _) = read(interval, &[&bytes]);
            prop_assert!(sound.len() <= bytes.len());
            let _ = beginning(&bytes);
        }
    }
}
