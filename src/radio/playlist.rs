//! Files that say where a station is: m3u, m3u8 and pls. Pure.

use reqwest::Url;

use super::address;

/// So many entries of one file are read.
pub const MAX_ENTRIES: usize = 500;
/// A longer file is no list of stations.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Playlist {
    Entries(Vec<Entry>),
    /// A list of pieces that a player fetches one after the other, for as long as a broadcast lasts: another protocol.
    Hls,
}

/// An address in such a file, and what it is called there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub url: Url,
    pub title: Option<String>,
}

/// Reads a file. `None` when it is none of the kinds. What is relative in it starts at `base`, where it came from.
pub fn parse(bytes: &[u8], base: Option<&Url>) -> Option<Playlist> {
    let text = text(bytes)?;
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if text.contains("#EXT-X-") {
        return Some(Playlist::Hls);
    }
    let entries = if starts_with(text, "[playlist]") {
        pls(text)
    } else if starts_with(text, "#EXTM3U") || text.lines().any(is_m3u_line) {
        m3u(text)
    } else {
        return None;
    };
    let mut found: Vec<Entry> = Vec::new();
    for (address, title) in entries {
        let Some(url) = resolve(address, base) else {
            continue;
        };
        if found.iter().all(|entry| entry.url != url) {
            found.push(Entry { url, title });
        }
        if found.len() == MAX_ENTRIES {
            break;
        }
    }
    Some(Playlist::Entries(found))
}

/// A list is a text: in UTF-8, or, as the oldest ones are, in whatever its writer's machine used.
fn text(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => super::title::guess(bytes),
    })
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(start))
}

/// A bare list has nothing but addresses and comments; one line of another kind, as in a page, and it is none.
fn is_m3u_line(line: &str) -> bool {
    let line = line.trim();
    starts_with(line, "http://") || starts_with(line, "https://")
}

fn m3u(text: &str) -> Vec<(&str, Option<String>)> {
    let mut found = Vec::new();
    let mut title = None;
    for line in text.lines().map(str::trim) {
        if let Some(info) = line.strip_prefix("#EXTINF:") {
            // `-1 tvg-logo="a,b",Name`: the name is behind the last comma that is not within quotes.
            title = after_unquoted_comma(info).map(str::to_owned);
        } else if !line.is_empty() && !line.starts_with('#') {
            found.push((line, title.take()));
        }
    }
    found
}

fn after_unquoted_comma(info: &str) -> Option<&str> {
    let mut is_quoted = false;
    let comma = info.char_indices().find(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == ',' && !is_quoted
    })?;
    let name = info[comma.0 + 1..].trim();
    (!name.is_empty()).then_some(name)
}

/// `File1=…`, `Title1=…`; in the order of their numbers, as players take them.
fn pls(text: &str) -> Vec<(&str, Option<String>)> {
    let mut files: Vec<(u32, &str)> = Vec::new();
    let mut titles: Vec<(u32, &str)> = Vec::new();
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        let number = |name: &str| key.strip_prefix(name)?.parse::<u32>().ok();
        if let Some(number) = number("file") {
            files.push((number, value));
        } else if let Some(number) = number("title") {
            titles.push((number, value));
        }
    }
    files.sort_by_key(|(number, _)| *number);
    let title_of = |wanted: u32| {
        let title = titles.iter().find(|(number, _)| *number == wanted);
        title
            .map(|(_, title)| (*title).to_owned())
            .filter(|title| !title.is_empty())
    };
    files
        .into_iter()
        .map(|(number, address)| (address, title_of(number)))
        .collect()
}

/// Where an entry leads; nothing where it leads to no server.
fn resolve(address: &str, base: Option<&Url>) -> Option<Url> {
    let joined = match base {
        Some(base) => base.join(address).ok()?.to_string(),
        None if address.contains("://") => address.to_owned(),
        None => return None,
    };
    address::normal(&joined).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(file: &str, expect: &str) {
        let base = Url::parse("http://radio.example/lists/all.m3u").unwrap();
        let told = match parse(file.as_bytes(), Some(&base)) {
            None => "none".to_owned(),
            Some(Playlist::Hls) => "hls".to_owned(),
            Some(Playlist::Entries(entries)) => entries
                .iter()
                .map(|entry| format!("{} {}", entry.url, entry.title.as_deref().unwrap_or("-")))
                .collect::<Vec<_>>()
                .join("; "),
        };
        assert_eq!(told, expect, "{file:?}");
    }

    #[test]
    fn m3u_with_and_without_names() {
        check(
            "http://a.example/1\nhttp://a.example/2\n",
            "http://a.example/1 -; http://a.example/2 -",
        );
        check(
            "#EXTM3U\r\n#EXTINF:-1,Радио Ёлка\r\nhttp://a.example/1\r\n",
            "http://a.example/1 Радио Ёлка",
        );
        check(
            "\u{FEFF}#EXTM3U\n#EXTINF:-1 logo=\"a,b\",Jazz, all day\nhttp://a.example/1",
            "http://a.example/1 Jazz, all day",
        );
        check(
            "#EXTM3U\n../live.mp3\n/x\nfile:///etc/passwd",
            "http://radio.example/live.mp3 -; http://radio.example/x -",
        );
        check(
            "#EXTM3U\n#EXTINF:-1,One\n\n# a comment\nhttp://a.example/1\nhttp://A.example:80/1",
            "http://a.example/1 One",
        );
        check("#EXTM3U", "");
    }

    #[test]
    fn pls_by_its_numbers() {
        check(
            "[playlist]\nNumberOfEntries=2\nFile2=http://b.example/\nFile1=http://a.example/\nTitle1=A = a\n",
            "http://a.example/ A = a; http://b.example/ -",
        );
        check(
            "[Playlist]\r\nfile1 = http://a.example/\r\ntitle1 =\r\n",
            "http://a.example/ -",
        );
        check(
            "[playlist]\nFile1=http://u:p@a.example/\nFile99999999999=http://a.example/",
            "",
        );
    }

    #[test]
    fn hls_is_recognised() {
        check(
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=64000\nlow.m3u8\n",
            "hls",
        );
        check("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:9,\n1.ts", "hls");
    }

    #[test]
    fn what_is_no_list_is_none() {
        check("<!doctype html><p>http://a.example/", "none");
        check("", "none");
        check("just words", "none");
        assert_eq!(parse(b"\xFF\xFB\x90\x00\x00", None), None);
    }

    #[test]
    fn an_endless_list_has_an_end_and_an_old_one_its_letters() {
        let many: Vec<String> = (0..2_000)
            .map(|n| format!("http://a.example/{n}"))
            .collect();
        let many = many.join(
            "
",
        );
        let Some(Playlist::Entries(entries)) = parse(many.as_bytes(), None) else {
            panic!("it is a list")
        };
        assert_eq!(entries.len(), MAX_ENTRIES);
        let old = b"#EXTM3U\n#EXTINF:-1,\xd0\xe0\xe4\xe8\xee \xc4\xe6\xe0\xe7\nhttp://a.example/1";
        let Some(Playlist::Entries(entries)) = parse(old, None) else {
            panic!("it is a list")
        };
        assert_eq!(entries[0].title.as_deref(), Some("Радио Джаз"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reading_never_panics(file in proptest::collection::vec(any::<u8>(), 0..200), start in "(#EXTM3U\n|\\[playlist\\]\n|)") {
            let file = [start.as_bytes(), &file].concat();
            let _ = parse(&file, None);
        }
    }
}
