//! A playlist as an M3U8 file: titles and lengths for any player, and our own addresses, by which this bot finds the files
//! again. A station is named by where it broadcasts, which any player can play, and its length is how much is recorded.

use std::fmt::Write as _;

use super::{AttachmentKind, Minutes, Track};

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaylistFile {
    pub name: Option<String>,
    pub entries: Vec<FileEntry>,
    /// What entries are called that this bot cannot find.
    pub unresolved: Vec<String>,
}

/// One line of a file, with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileEntry {
    Track(Track),
    /// Something on the web; a station, if one is known at this address.
    Stream {
        address: String,
        name: String,
        minutes: Minutes,
    },
}

/// Before the number of the bot: a file's ids are good for one bot only.
const SCHEME: &str = "reprise://";

/// Writes a list of the bot with this number.
pub fn write(bot: i64, name: &str, entries: &[FileEntry]) -> String {
    let mut file = format!("#EXTM3U\n#PLAYLIST:{name}\n");
    for entry in entries {
        let _ = match entry {
            FileEntry::Track(track) => {
                let label = track.label().unwrap_or_default();
                let (kind, file_id, unique_id) =
                    (track.kind.code(), &track.file_id, &track.unique_id);
                writeln!(
                    file,
                    "#EXTINF:{},{label}\n{SCHEME}{bot}/{kind}/{file_id}/{unique_id}",
                    track.seconds
                )
            }
            FileEntry::Stream {
                address,
                name,
                minutes,
            } => writeln!(file, "#EXTINF:{},{name}\n{address}", minutes.seconds()),
        };
    }
    file
}

/// Reads a list for the bot with this number.
pub fn read(bot: i64, text: &str) -> PlaylistFile {
    let mut file = PlaylistFile::default();
    let mut said: Option<(i64, &str)> = None;
    for line in text.trim_start_matches('\u{FEFF}').lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("#PLAYLIST:") {
            file.name = Some(name.trim().to_owned());
        } else if let Some(info) = line.strip_prefix("#EXTINF:") {
            let (seconds, label) = info.split_once(',').unwrap_or((info, ""));
            let digits = seconds
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap_or_default();
            said = Some((digits.parse().unwrap_or(0), label.trim()));
        } else if !line.is_empty() && !line.starts_with('#') {
            let (seconds, label) = said.take().unwrap_or_default();
            if let Some(track) = track(bot, line, seconds, label) {
                file.entries.push(FileEntry::Track(track));
            } else if ["http://", "https://"]
                .iter()
                .any(|web| line.starts_with(web))
            {
                file.entries.push(FileEntry::Stream {
                    address: line.to_owned(),
                    name: label.to_owned(),
                    minutes: Minutes::around(seconds),
                });
            } else {
                let name = if label.is_empty() { line } else { label };
                file.unresolved.push(name.to_owned());
            }
        }
    }
    file
}

fn track(bot: i64, address: &str, seconds: i64, label: &str) -> Option<Track> {
    let mut parts = address.strip_prefix(SCHEME)?.split('/');
    let (whose, kind) = (parts.next()?, parts.next()?);
    let (file_id, unique_id) = (parts.next()?, parts.next()?);
    if parts.next().is_some() || whose.parse() != Ok(bot) {
        return None;
    }
    let (performer, title) = match label.split_once(" — ") {
        Some((performer, title)) => (Some(performer), title),
        None => (None, label),
    };
    Track::new(
        AttachmentKind::from_code(kind)?,
        file_id,
        unique_id,
        Some(title),
        performer,
        seconds,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rain() -> Track {
        Track::new(
            AttachmentKind::Audio,
            "CQAD",
            "AgAD",
            Some("Rain"),
            Some("Ann"),
            185,
        )
        .unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let speech = Track::new(AttachmentKind::Voice, "AwAD", "AgAE", None, None, 3).unwrap();
        let jazz = FileEntry::Stream {
            address: "http://radio.example.org/jazz".to_owned(),
            name: "Jazz".to_owned(),
            minutes: Minutes::new(5).unwrap(),
        };
        let entries = vec![FileEntry::Track(rain()), jazz, FileEntry::Track(speech)];
        let text = write(42, "Sunday", &entries);
        assert_eq!(
            text,
            "#EXTM3U\n#PLAYLIST:Sunday\n#EXTINF:185,Ann — Rain\nreprise://42/audio/CQAD/AgAD\n\
            #EXTINF:300,Jazz\nhttp://radio.example.org/jazz\n#EXTINF:3,\nreprise://42/voice/AwAD/AgAE\n"
        );
        let file = PlaylistFile {
            name: Some("Sunday".to_owned()),
            entries,
            unresolved: Vec::new(),
        };
        assert_eq!(read(42, &text), file);
    }

    #[test]
    fn what_is_not_ours_is_listed() {
        let text = "\u{FEFF}#EXTM3U\r\n#EXTINF:-1,Radio\r\nhttp://radio.example.org/\r\nC:\\music\\rain.mp3\r\n\
            #EXTINF:185,Ann — Rain\nreprise://7/audio/CQAD/AgAD\n#EXTINF:185,Ann — Rain\nreprise://42/audio/CQAD/AgAD\n\
            #EXTINF:1,Bad\nreprise://42/audio/../x\n";
        let file = read(42, text);
        let radio = FileEntry::Stream {
            address: "http://radio.example.org/".to_owned(),
            name: "Radio".to_owned(),
            minutes: Minutes::USUAL,
        };
        assert_eq!(file.entries, [radio, FileEntry::Track(rain())]);
        assert_eq!(
            file.unresolved,
            ["C:\\music\\rain.mp3", "Ann — Rain", "Bad"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_panics(text in "(#EXTINF:|#PLAYLIST:|reprise://42/|audio/|\n|,|.){0,40}") {
            let _ = read(42, &text);
        }
    }
}
