//! Lyrics as messages: pages of words, a choice, none. Pure.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{super::words::speed as speed_in_words, press::Wish};
use crate::{
    domain::{Lyrics, Song, Speed, Words},
    i18n::Locale,
    lyrics::lrc,
    service::lyrics::{Copy, Told},
    t,
    view::{Button, Press, View, escape},
};

/// UTF-16 units of lyrics in one message: Telegram takes 4,096, and a heading of two long names wants room.
const PAGE: usize = 3_000;
/// Characters of a button; more is cut on phones anyway.
const LABEL: usize = 60;

/// What is shown of lyrics, and to whom.
pub(super) struct Shown<'a> {
    pub(super) copy: &'a Copy,
    pub(super) page: usize,
    pub(super) timed: bool,
    pub(super) speed: Speed,
    pub(super) now: DateTime<Utc>,
}

/// What came of a question at `now`: words, a choice, or none.
pub(in crate::bot) fn told(locale: Locale, song: &Song, told: &Told, now: DateTime<Utc>) -> View {
    match told {
        Told::Found(copy) => {
            let shown = Shown {
                copy,
                page: 0,
                timed: false,
                speed: Speed::NORMAL,
                now,
            };
            words(locale, &shown)
        }
        Told::Several(found) => choice(locale, song, found),
        Told::Nothing => nothing(locale, song),
    }
}

pub(super) fn words(locale: Locale, shown: &Shown<'_>) -> View {
    let lyrics = &shown.copy.lyrics;
    let mut text = format!("<b>{}</b>\n", escape(&lyrics.song.name()));
    if let Some(since) = shown.copy.old_since {
        let days = (shown.now - since).num_days().max(1);
        let _ = writeln!(text, "<i>{}</i>", t!(locale, "lyrics-old", days = days));
    }
    let pages = match &lyrics.words {
        Words::Instrumental => vec![t!(locale, "lyrics-instrumental")],
        Words::Synced(lines) if shown.timed => {
            if shown.speed != Speed::NORMAL {
                let speed = speed_in_words(shown.speed, locale);
                let _ = writeln!(
                    text,
                    "<i>{}</i>",
                    t!(locale, "lyrics-for-speed", speed = speed)
                );
            }
            let lines = lines
                .iter()
                .map(|line| format!("{}\t{}", lrc::clock(line.at_ms, shown.speed), line.text));
            pages(lines)
                .into_iter()
                .map(|page| page.lines().map(timed_line).collect::<Vec<_>>().join("\n"))
                .collect()
        }
        words => pages(words.plain().lines().map(str::to_owned))
            .iter()
            .map(|page| escape(page).into_owned())
            .collect(),
    };
    let page = shown.page.min(pages.len() - 1);
    let _ = write!(text, "\n{}\n", pages[page].trim_end());
    if pages.len() > 1 {
        let (number, of) = (count(page + 1), count(pages.len()));
        let _ = write!(
            text,
            "\n<i>{}</i>",
            t!(locale, "lyrics-page", number = number, of = of)
        );
    }
    if let Some(source) = &lyrics.source {
        let _ = write!(
            text,
            "\n<i>{}</i>",
            t!(locale, "lyrics-source", source = source.as_str())
        );
    }
    buttons(
        locale,
        shown,
        page,
        pages.len(),
        View::text(text.trim_end()),
    )
}

fn buttons(locale: Locale, shown: &Shown<'_>, page: usize, pages: usize, view: View) -> View {
    let place = shown.copy.place;
    let to = |page, timed| Wish::Words { place, page, timed };
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(button(
            t!(locale, "lyrics-button-back"),
            to(page - 1, shown.timed),
        ));
    }
    if page + 1 < pages {
        turns.push(button(
            t!(locale, "lyrics-button-on"),
            to(page + 1, shown.timed),
        ));
    }
    let mut view = if turns.is_empty() {
        view
    } else {
        view.row(turns)
    };
    if matches!(shown.copy.lyrics.words, Words::Synced(_)) {
        let key = if shown.timed {
            "lyrics-button-untimed"
        } else {
            "lyrics-button-timed"
        };
        view = view.row([
            button(locale.text(key, &[]), to(0, !shown.timed)),
            button(t!(locale, "lyrics-button-file"), Wish::File(place)),
        ]);
    }
    view.row([button(
        t!(locale, "lyrics-button-versions"),
        Wish::Versions(place),
    )])
}

/// Songs to choose from, the nearest first.
pub(super) fn choice(locale: Locale, song: &Song, found: &[Copy]) -> View {
    let is_it = |copy: &Copy| copy.lyrics.song.track_id() == song.track_id();
    let heading = if song.artist().is_empty() || found.iter().any(is_it) {
        t!(locale, "lyrics-which", song = song.name())
    } else {
        t!(locale, "lyrics-alike", song = song.name())
    };
    found.iter().fold(View::text(heading), |view, copy| {
        let other = &copy.lyrics.song;
        let length = other.seconds().map(|seconds| {
            format!(
                " · {}",
                lrc::clock(seconds.saturating_mul(1_000), Speed::NORMAL)
            )
        });
        let length = length.unwrap_or_default();
        let name = cut(&other.name(), LABEL - length.len());
        let words = Wish::Words {
            place: copy.place,
            page: 0,
            timed: false,
        };
        view.row([button(format!("{name}{length}"), words)])
    })
}

fn nothing(locale: Locale, song: &Song) -> View {
    let text = if song.artist().is_empty() {
        t!(locale, "lyrics-none-by-title", song = song.name())
    } else {
        // What to send instead, cleaned of what made it hard to find.
        let query = format!("/lyrics {} - {}", song.artist(), song.title());
        t!(locale, "lyrics-none", song = song.name(), query = query)
    };
    View::text(text)
}

/// A file with times, for players.
pub(super) fn file(locale: Locale, lyrics: &Lyrics, speed: Speed) -> View {
    let name: String = format!("{} - {}", lyrics.song.artist(), lyrics.song.title())
        .trim_start_matches(" - ")
        .chars()
        .map(|c| {
            if c.is_control() || r#"/\:*?"<>|"#.contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(100)
        .collect();
    let caption = if speed == Speed::NORMAL {
        t!(locale, "lyrics-file")
    } else {
        t!(
            locale,
            "lyrics-file-for-speed",
            speed = speed_in_words(speed, locale)
        )
    };
    View::document(
        format!("{}.lrc", name.trim()),
        lrc::write(lyrics, speed).into_bytes(),
        caption,
    )
}

pub(super) fn setting(locale: Locale, shows: bool) -> View {
    let (text, label) = if shows {
        (t!(locale, "lyrics-shown"), t!(locale, "lyrics-button-hide"))
    } else {
        (
            t!(locale, "lyrics-hidden"),
            t!(locale, "lyrics-button-show"),
        )
    };
    let back = Button::new(
        t!(locale, "button-settings"),
        Press::new("settings", "open"),
    );
    View::text(text)
        .row([button(label, Wish::Show(!shows))])
        .row([back])
}

fn button(label: String, wish: Wish) -> Button {
    Button::new(label, Press::new("lyrics", wish.encode()))
}

fn timed_line(line: &str) -> String {
    let (at, words) = line.split_once('\t').unwrap_or(("", line));
    format!("<code>{at}</code> {}", escape(words))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 1).collect();
    head.trim_end().to_owned() + "…"
}

/// Lines in pages, at least one; a page ends with a verse where one ends in its second half.
fn pages(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut pages = Vec::new();
    let mut page: Vec<String> = Vec::new();
    let mut units = 0;
    for line in lines.flat_map(|line| pieces(&line)) {
        let more = line.encode_utf16().count() + 1;
        if units + more > PAGE {
            let verse = page.iter().rposition(String::is_empty);
            let rest = match verse.filter(|at| *at > page.len() / 2) {
                Some(at) => page.split_off(at),
                None => Vec::new(),
            };
            pages.push(page.join("\n"));
            page = rest;
            units = page
                .iter()
                .map(|line| line.encode_utf16().count() + 1)
                .sum();
        }
        units += more;
        page.push(line);
    }
    pages.push(page.join("\n"));
    let pages: Vec<String> = pages
        .into_iter()
        .map(|page| page.trim_matches('\n').to_owned())
        .filter(|page| !page.is_empty())
        .collect();
    if pages.is_empty() {
        vec![String::new()]
    } else {
        pages
    }
}

/// A line that fits on a page, or what it has to be cut into.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in line.chars() {
        units += c.len_utf16();
        if units >= PAGE {
            pieces.push(String::new());
            units = c.len_utf16();
        }
        pieces.last_mut().expect("there is one").push(c);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_ends_with_a_verse() {
        let verse = format!("{}\n", "la la la\n".repeat(60));
        let song = verse.repeat(10);
        let pages = pages(song.lines().map(str::to_owned));
        assert_eq!(pages.len(), 2);
        for page in &pages {
            assert_eq!(page.lines().filter(|line| !line.is_empty()).count() % 60, 0);
        }
    }

    #[test]
    fn no_words_are_one_empty_page() {
        assert_eq!(pages(std::iter::empty()), [""]);
        assert_eq!(pages(["", "", ""].into_iter().map(str::to_owned)), [""]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn pages_hold_everything_and_fit(lines in proptest::collection::vec("[a-z🎧 ]{0,900}", 0..40)) {
            let pages = pages(lines.iter().cloned());
            prop_assert!(pages.iter().all(|page| page.encode_utf16().count() <= PAGE));
            let letters = |text: &str| text.replace(['\n', ' '], "");
            prop_assert_eq!(letters(&pages.concat()), letters(&lines.concat()));
        }
    }
}
