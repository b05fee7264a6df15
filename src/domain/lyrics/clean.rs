//! Names of songs without what shops, video sites and file names add to them. Pure.

use super::fold::fold;

/// Words that say something about a file, not about a song; folded.
const NOISE: &str = "\
    official video videoclip audio lyric lyrics visualizer visualiser clip mv hd hq uhd 4k 1080p 720p \
    remaster remastered kbps 128kbps 192kbps 256kbps 320kbps mp3 flac explicit karaoke \
    клип видео видеоклип аудио официальный официальное официальная премьера ремастер ремастеринг текст караоке \
    кліп відео відеокліп аудіо офіційний офіційне офіційна премєра \
    oficial letra remasterizado remasterizada subtitulado subtitulada";

/// Words that may stand beside noise.
const FILLERS: &str = "\
    music version edition full new the in with con версия версія digital stereo mono";

/// What begins the names of guests. Those of two words are only looked for in brackets, or with their dot.
const GUESTS: &[&str] = &["feat", "ft", "featuring"];
const GUESTS_IN_WORDS: &[&str] = &["при уч", "при участии", "за участю", "за уч"];

/// Ends of file names.
const ENDS: &str = "\
    mp3 m4a flac ogg oga opus wav aac wma webm mp4";

/// Ends of the names of sites that put their address into songs.
const DOMAINS: &str = "\
    com net org ru ua su me fm cc info tv pro club online";

const DASHES: &[char] = &['-', '–', '—', '−'];

fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// `Artist - Title` at its first dash with spaces around it, or at a long dash without.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let spaced = text
        .match_indices(DASHES)
        .find(|(at, dash)| text[..*at].ends_with(' ') && text[at + dash.len()..].starts_with(' '));
    let (at, dash) = spaced.or_else(|| text.match_indices(['–', '—']).next())?;
    let (artist, title) = (text[..at].trim(), text[at + dash.len()..].trim());
    (!artist.is_empty() && !title.is_empty()).then_some((artist, title))
}

pub(super) fn owned_split(text: &str) -> (String, String) {
    let (artist, title) = split(text).unwrap_or(("", text));
    (artist.to_owned(), title.to_owned())
}

/// Performer and title where the title may have the performer in front once more, or may come from a video site, whose
/// performer is whoever put it there.
pub(super) fn without_repetition(performer: &str, title: &str) -> (String, String) {
    let performer = channel(performer);
    if let Some((artist, rest)) = split(title) {
        let (named, said) = (fold(performer), fold(artist));
        if named.replace(' ', "").contains(&said.replace(' ', "")) || said.contains(&named) {
            return (artist.to_owned(), rest.to_owned());
        }
    }
    (performer.to_owned(), title.to_owned())
}

/// The artist whose channel this is.
fn channel(performer: &str) -> &str {
    let bare = ["VEVO", " - Topic", " Official"]
        .iter()
        .find_map(|end| performer.strip_suffix(end));
    bare.filter(|bare| !bare.trim().is_empty())
        .unwrap_or(performer)
        .trim()
}

/// What players write where nobody is named.
pub(super) fn is_nobody(performer: &str) -> bool {
    [
        "unknown",
        "unknown artist",
        "various artists",
        "неизвестен",
        "неизвестный исполнитель",
        "невідомий виконавець",
        "artista desconocido",
        "desconocido",
    ]
    .contains(&fold(performer).as_str())
}

/// A file's name without its end, its number and its underscores.
pub(super) fn file_name(name: &str) -> String {
    let name = match name.rsplit_once('.') {
        Some((bare, end)) if is_one_of(ENDS, &end.to_lowercase()) => bare,
        _ => name,
    };
    let name = if name.contains(' ') {
        name.to_owned()
    } else {
        name.replace('_', " ")
    };
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - rest.len();
    // `01. `, `01 - `, `1) `; a number that is followed by a space alone is a part of the title.
    let after = rest.trim_start_matches([' ', '.', ')', '-', '–', '—']);
    let mark = &rest[..rest.len() - after.len()];
    let is_number = (1..=3).contains(&digits) && mark.trim() != "" && !after.is_empty();
    if is_number { after.to_owned() } else { name }
}

pub(super) fn artist(name: &str) -> String {
    let bare = without_guests(name).trim();
    let bare = if is_nobody(bare) { "" } else { bare };
    unquoted(bare).to_owned()
}

pub(super) fn title(name: &str) -> String {
    let bare = without_noisy_brackets(name);
    let bare = without_end(without_guests(&bare));
    let bare = without_noisy_tail(bare);
    let bare = unquoted(bare.trim().trim_matches(DASHES).trim());
    // A song may be called `Video`.
    let name = if bare.is_empty() { name.trim() } else { bare };
    name.to_owned()
}

/// Without `feat. Somebody`, also where it stands in brackets.
pub(super) fn without_guests(text: &str) -> &str {
    let mut from = 0;
    for word in text.split(' ') {
        let bare = word.trim_start_matches(['(', '[']);
        let rest = &text[from..];
        let folded = fold(bare);
        let is_guest = GUESTS.contains(&folded.as_str())
            || GUESTS_IN_WORDS.iter().any(|words| {
                let said = fold(rest);
                said.strip_prefix(words)
                    .is_some_and(|after| after.is_empty() || after.starts_with(' '))
            });
        if from > 0 && is_guest {
            return text[..from].trim_end();
        }
        from += word.len() + 1;
    }
    text
}

fn without_end(text: &str) -> &str {
    match text.rsplit_once('.') {
        Some((bare, end)) if is_one_of(ENDS, &end.trim().to_lowercase()) => bare,
        _ => text,
    }
}

/// `(Official Video)`, `[320kbps]`, `{feat. Somebody}`, `(music-site.com)`.
fn without_noisy_brackets(text: &str) -> String {
    const BRACKETS: &[(char, char)] = &[('(', ')'), ('[', ']'), ('{', '}'), ('【', '】')];
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(|c| BRACKETS.iter().any(|pair| pair.0 == c)) {
        let bracket = rest[open..].chars().next().unwrap_or_default();
        let end = BRACKETS
            .iter()
            .find(|pair| pair.0 == bracket)
            .map(|pair| pair.1);
        let inside = &rest[open + bracket.len_utf8()..];
        let Some(close) = end.and_then(|end| inside.find(end)) else {
            break;
        };
        let after = &inside[close + bracket.len_utf8()..];
        if is_noise_in_brackets(&inside[..close]) {
            left.push_str(rest[..open].trim_end());
        } else {
            left.push_str(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    left.push_str(rest);
    left
}

fn is_noise_in_brackets(inside: &str) -> bool {
    let folded = fold(inside);
    let has_noise = folded.split(' ').any(|word| is_one_of(NOISE, word));
    let starts = |words: &&str| {
        folded
            .strip_prefix(*words)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    has_noise
        || GUESTS.iter().any(starts)
        || GUESTS_IN_WORDS.iter().any(starts)
        || starts(&"prod")
        || inside.split_whitespace().any(is_site)
}

/// `music-site.com`, `t.me/channel`
fn is_site(word: &str) -> bool {
    let name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    let address = word
        .trim_start_matches("https://")
        .trim_start_matches("www.");
    let host = address.split('/').next().unwrap_or_default();
    host.rsplit_once('.').is_some_and(|(bare, end)| {
        bare.split('.').all(name) && is_one_of(DOMAINS, &end.to_lowercase())
    })
}

/// `- Remastered 2011`, `| Official Video`, `Official Music Video`.
fn without_noisy_tail(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let cut = text
            .rmatch_indices([' ', '|'])
            .map(|(at, _)| at)
            .find(|at| {
                let before = text[..*at].trim_end();
                let tail = text[*at..].trim_start_matches([' ', '|', '/']);
                let tail = tail.trim_start_matches(DASHES).trim();
                let is_set_off = before.ends_with(DASHES)
                    || before.ends_with(['|', '/'])
                    || text[*at..].trim_start().starts_with(DASHES)
                    || text[*at..].trim_start().starts_with(['|', '/'])
                    || begins_officially(tail);
                is_set_off && !before.trim_matches(DASHES).trim().is_empty() && is_all_noise(tail)
            });
        match cut {
            Some(at) => {
                text = text[..at].trim_end_matches([' ', '|', '/']);
                text = text.trim_end_matches(DASHES).trim_end();
            }
            None => return text,
        }
    }
}

fn begins_officially(tail: &str) -> bool {
    let folded = fold(tail);
    let mut words = folded.split(' ');
    let starts = ["official", "oficial", "официальн", "офіційн"];
    let first = words.next().unwrap_or_default();
    starts.iter().any(|start| first.starts_with(start)) && words.next().is_some()
}

/// Noise, years and fillers only, and some noise among them.
fn is_all_noise(tail: &str) -> bool {
    let folded = fold(tail);
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let mut words = folded.split(' ');
    folded.split(' ').any(|word| is_one_of(NOISE, word))
        && words.all(|word| is_one_of(NOISE, word) || is_one_of(FILLERS, word) || is_number(word))
}

/// A name that stands in quotation marks as a whole.
fn unquoted(name: &str) -> &str {
    const QUOTES: &[(char, char)] = &[('«', '»'), ('“', '”'), ('„', '“'), ('"', '"'), ('‘', '’')];
    QUOTES
        .iter()
        .find_map(|(open, close)| name.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inner| !inner.trim().is_empty())
        .unwrap_or(name)
}
