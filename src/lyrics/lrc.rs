//! LRC, the text form of lyrics with times: read in all its dialects, written in one. Pure.
//!
//! It is also how lyrics are kept: tags say what song it is and who gave it, and lyrics without times are the same text
//! without stamps. Whatever the text is, reading it ends in lyrics.

use std::fmt::Write as _;

use crate::domain::{Lyrics, Speed, TimedLine, Words};

/// The tags that files carry. Anything else in brackets, such as `[Chorus]`, is a line.
const TAGS: &[&str] = &[
    "ti", "ar", "al", "au", "lr", "by", "re", "ve", "tool", "length", "offset", "la", "id", "#",
];

/// A stamp beyond this is a slip, and so is an offset.
const LONGEST_MS: i64 = 24 * 60 * 60 * 1_000;

/// What a text in LRC says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lrc {
    pub words: Words,
    pub artist: Option<String>,
    pub title: Option<String>,
    pub album: Option<String>,
    pub seconds: Option<u32>,
    /// Who gave it.
    pub by: Option<String>,
}

/// Reads a text. One without a single stamp is lyrics without times.
pub fn read(text: &str) -> Lrc {
    let mut lrc = Lrc {
        words: Words::Instrumental,
        artist: None,
        title: None,
        album: None,
        seconds: None,
        by: None,
    };
    let mut offset = 0;
    let mut timed: Vec<TimedLine> = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.trim();
        if let Some((tag, value)) = tag(line) {
            let named = || Some(value.to_owned()).filter(|value| !value.is_empty());
            match tag.as_str() {
                "ar" => lrc.artist = named(),
                "ti" => lrc.title = named(),
                "al" => lrc.album = named(),
                "by" => lrc.by = named(),
                "length" => lrc.seconds = stamp(value).map(|ms| ms / 1_000),
                "offset" => offset = value.parse::<i64>().unwrap_or(0),
                _ => {}
            }
            continue;
        }
        let (stamps, words) = stamps_and_words(line);
        match (stamps.is_empty(), timed.last()) {
            (false, _) => timed.extend(stamps.into_iter().map(|at_ms| TimedLine {
                at_ms,
                text: words.clone(),
            })),
            // A translation, or the rest of a long line.
            (true, Some(before)) if !words.is_empty() => timed.push(TimedLine {
                at_ms: before.at_ms,
                text: words,
            }),
            (true, Some(_)) => {}
            (true, None) => plain.push(line),
        }
    }
    let said = plain.join("\n").trim().to_owned();
    if timed.iter().any(|line| !line.text.is_empty()) {
        lrc.words = Words::Synced(in_order(timed, offset, &said));
    } else if !said.is_empty() {
        lrc.words = Words::Plain(said);
    }
    lrc
}

/// Lyrics as LRC, for somebody who listens at this speed.
pub fn write(lyrics: &Lyrics, speed: Speed) -> String {
    let mut text = String::new();
    let mut tag = |name: &str, value: &str| {
        let value: String = value
            .chars()
            .filter(|c| !c.is_control() && *c != ']')
            .collect();
        if !value.is_empty() {
            let _ = writeln!(text, "[{name}:{value}]");
        }
    };
    tag("ar", lyrics.song.artist());
    tag("ti", lyrics.song.title());
    tag("al", lyrics.album.as_deref().unwrap_or_default());
    if let Some(seconds) = lyrics.song.seconds() {
        let centis = centis(u64::from(seconds) * 1_000, speed);
        tag(
            "length",
            &format!("{:02}:{:02}", centis / 6_000, centis / 100 % 60),
        );
    }
    tag("by", lyrics.source.as_deref().unwrap_or_default());
    match &lyrics.words {
        Words::Instrumental => tag("au", "instrumental"),
        Words::Plain(words) => {
            text.push('\n');
            text.push_str(words);
            text.push('\n');
        }
        Words::Synced(lines) => {
            for line in lines {
                let _ = writeln!(text, "[{}]{}", full_stamp(line.at_ms, speed), line.text);
            }
        }
    }
    text
}

/// `01:02.03`, when a line is sung for somebody who listens at this speed.
fn full_stamp(at_ms: u32, speed: Speed) -> String {
    let centis = centis(u64::from(at_ms), speed);
    format!(
        "{:02}:{:02}.{:02}",
        centis / 6_000,
        centis / 100 % 60,
        centis % 100
    )
}

/// `1:02`, the same for reading.
pub fn clock(at_ms: u32, speed: Speed) -> String {
    let seconds = centis(u64::from(at_ms), speed) / 100;
    if seconds < 3_600 {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    } else {
        format!(
            "{}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )
    }
}

/// Hundredths of a second at this speed, rounded.
fn centis(ms: u64, speed: Speed) -> u64 {
    // ms / 10 / (percent / 100)
    let percent = u64::from(speed.percent());
    (ms * 10 + percent / 2) / percent
}

/// `[ar: Queen]` as a line of its own.
fn tag(line: &str) -> Option<(String, &str)> {
    let inside = line.strip_prefix('[')?.strip_suffix(']')?;
    let (name, value) = inside.split_once(':')?;
    let name = name.trim().to_lowercase();
    TAGS.contains(&name.as_str()).then(|| (name, value.trim()))
}

/// The stamps of a line, and its words without any: what is written is read back as the same.
fn stamps_and_words(line: &str) -> (Vec<u32>, String) {
    let (mut all, mut words) = (Vec::new(), line.to_owned());
    loop {
        let (stamps, rest) = stamps(&words);
        let left = without_word_stamps(rest);
        all.extend(stamps);
        if left == words {
            return (all, words);
        }
        words = left;
    }
}

/// The stamps a line begins with, and what follows.
fn stamps(line: &str) -> (Vec<u32>, &str) {
    let mut stamps = Vec::new();
    let mut rest = line;
    while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let Some(at) = stamp(inside) else { break };
        stamps.push(at);
        rest = after.trim_start();
    }
    (stamps, rest.trim())
}

/// `m:ss`, `mm:ss.x`, `mm:ss.xx`, `mm:ss,xxx`, `hh:mm:ss.xx`, in milliseconds.
fn stamp(text: &str) -> Option<u32> {
    let text = text.trim();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    if !(2..=3).contains(&parts.len())
        || !parts.iter().all(|part| is_digits(part) && part.len() <= 5)
        || !(fraction.is_empty() || (is_digits(fraction) && fraction.len() <= 9))
    {
        return None;
    }
    let seconds = parts.iter().try_fold(0_i64, |sum, part| {
        Some(sum * 60 + part.parse::<i64>().ok()?)
    })?;
    let thousandths: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    let ms = seconds * 1_000 + thousandths;
    u32::try_from(ms).ok().filter(|_| ms <= LONGEST_MS)
}

/// Leaves out `<00:12.34>`, which some files have before each word.
fn without_word_stamps(words: &str) -> String {
    let mut left = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|at| open + at) else {
            break;
        };
        left.push_str(&rest[..open]);
        if stamp(&rest[open + 1..close]).is_none() {
            left.push_str(&rest[open..=close]);
        }
        rest = &rest[close + 1..];
    }
    left.push_str(rest);
    if left.len() == words.len() {
        left
    } else {
        left.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Lines by time; those of one time stay in the order they have. A positive offset lets everything come earlier.
fn in_order(mut lines: Vec<TimedLine>, offset: i64, before: &str) -> Vec<TimedLine> {
    let offset = offset.clamp(-LONGEST_MS, LONGEST_MS);
    for line in &mut lines {
        let at_ms = (i64::from(line.at_ms) - offset).clamp(0, LONGEST_MS);
        line.at_ms = u32::try_from(at_ms).unwrap_or(0);
    }
    lines.sort_by_key(|line| line.at_ms);
    let heading = before.lines().map(|line| stamps_and_words(line).1);
    let mut all: Vec<TimedLine> = heading
        .filter(|text| !text.is_empty())
        .map(|text| TimedLine { at_ms: 0, text })
        .collect();
    all.append(&mut lines);
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Song;

    fn lyrics(words: Words) -> Lyrics {
        Lyrics {
            song: Song::new("Queen", "Radio Ga Ga", Some(343)).unwrap(),
            album: Some("The Works".into()),
            words,
            source: Some("LRCLIB".into()),
        }
    }

    /// `0:01 la | 0:02.50 li`
    fn shown(words: &Words) -> String {
        match words {
            Words::Instrumental => "instrumental".to_owned(),
            Words::Plain(text) => format!("plain: {text}"),
            Words::Synced(lines) => {
                let line = |line: &TimedLine| {
                    format!("{} {}", full_stamp(line.at_ms, Speed::NORMAL), line.text)
                };
                lines.iter().map(line).collect::<Vec<_>>().join(" | ")
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(shown(&read(text).words), expect, "{text:?}");
    }

    #[test]
    fn stamps_are_read_in_every_form() {
        check("[00:01.00]la\n[00:02.50] li", "00:01.00 la | 00:02.50 li");
        check("[0:01]la", "00:01.00 la");
        check("[00:01.5]la", "00:01.50 la");
        check("[00:01.567]la", "00:01.57 la");
        check("[00:01,50]la", "00:01.50 la");
        check("[01:02:03.40]la", "62:03.40 la");
        check("[75:01.00]la", "75:01.00 la");
        check("[ 00:01.00 ]la", "00:01.00 la");
        check(
            "\u{feff}[00:01.00]la\r\n[00:02.00]li\r\n",
            "00:01.00 la | 00:02.00 li",
        );
    }

    #[test]
    fn lines_come_in_order_and_as_often_as_they_are_sung() {
        check(
            "[00:10.00]b\n[00:05.00][00:15.00]refrain\n[00:01.00]a",
            "00:01.00 a | 00:05.00 refrain | 00:10.00 b | 00:15.00 refrain",
        );
        check(
            "[00:01.00]la\nla in English\n\n[00:02.00]",
            "00:01.00 la | 00:01.00 la in English | 00:02.00 ",
        );
        check("Intro\n[00:01.00]la", "00:00.00 Intro | 00:01.00 la");
    }

    #[test]
    fn an_offset_moves_everything() {
        check("[offset:+500]\n[00:01.00]la", "00:00.50 la");
        check("[offset:-500]\n[00:01.00]la", "00:01.50 la");
        check("[offset: 5000]\n[00:01.00]la", "00:00.00 la");
        check("[offset:99999999999999999999]\n[00:01.00]la", "00:01.00 la");
        check(
            "[offset:-9223372036854775808]\n[00:01.00]la",
            "1440:00.00 la",
        );
    }

    #[test]
    fn stamps_of_words_are_left_out_and_other_brackets_stay() {
        check(
            "[00:01.00]<00:01.00> We <00:01.50> will",
            "00:01.00 We will",
        );
        check("[00:01.00]I <3 you > me", "00:01.00 I <3 you > me");
        check("[00:01.00]a < b", "00:01.00 a < b");
        check(
            "[Chorus]\nla\n[Verse 1: Anna]",
            "plain: [Chorus]\nla\n[Verse 1: Anna]",
        );
        check("[99999999:00]la", "plain: [99999999:00]la");
        check("[00:]la", "plain: [00:]la");
    }

    #[test]
    fn what_has_no_words_has_none_to_sing() {
        check("", "instrumental");
        check("[au: instrumental]", "instrumental");
        check("[ti:x]\n[00:01.00]\n[00:02.00]", "instrumental");
        check("[au: Instrumental]\nla", "plain: la");
    }

    #[test]
    fn tags_say_what_it_is() {
        let lrc =
            read("[AR: Кино]\n[ti:Кукушка]\n[al:]\n[length: 6:38]\n[by:LRCLIB]\n\nПесен\n\nещё");
        assert_eq!(lrc.artist.as_deref(), Some("Кино"));
        assert_eq!(lrc.title.as_deref(), Some("Кукушка"));
        assert_eq!((lrc.album, lrc.seconds), (None, Some(398)));
        assert_eq!(lrc.by.as_deref(), Some("LRCLIB"));
        assert_eq!(lrc.words, Words::Plain("Песен\n\nещё".into()));
    }

    #[test]
    fn it_is_written_for_the_speed_somebody_listens_at() {
        let synced = lyrics(read("[00:01.00]la\n[01:30.00]li").words);
        assert_eq!(
            write(&synced, Speed::NORMAL),
            "[ar:Queen]\n[ti:Radio Ga Ga]\n[al:The Works]\n[length:05:43]\n[by:LRCLIB]\n[00:01.00]la\n[01:30.00]li\n"
        );
        let at = |factor| Speed::new(factor).unwrap();
        assert_eq!(
            write(&synced, at(1.5)),
            "[ar:Queen]\n[ti:Radio Ga Ga]\n[al:The Works]\n[length:03:48]\n[by:LRCLIB]\n[00:00.67]la\n[01:00.00]li\n"
        );
        assert_eq!(clock(90_000, at(0.5)), "3:00");
        assert_eq!(clock(3_600_000, Speed::NORMAL), "1:00:00");
        assert_eq!(clock(59_999, Speed::NORMAL), "1:00");
    }

    #[test]
    fn a_tag_cannot_be_broken_out_of() {
        let mut hostile = lyrics(Words::Plain("la".into()));
        hostile.album = Some("a]\n[00:01.00]b".into());
        assert!(write(&hostile, Speed::NORMAL).contains("\n[al:a[00:01.00b]\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_and_comes_back_the_same(text in "(\\[[0-9:.]{0,9}\\]|\\[[a-z]{2}:[a-z0-9+-]{0,6}\\]|<|>|\n|[a-zа-я ]{0,4}){0,20}") {
            let once = lyrics(read(&text).words);
            let again = read(&write(&once, Speed::NORMAL));
            prop_assert_eq!(again.seconds, Some(343));
            let rounded = read(&write(&lyrics(again.words.clone()), Speed::NORMAL));
            prop_assert_eq!(&rounded.words, &again.words);
        }

        #[test]
        fn reading_never_panics(text in ".{0,200}") {
            let _ = read(&text);
        }
    }
}
