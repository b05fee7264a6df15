//! A playlist as an M3U8 file: titles and lengths for any player, and our own addresses, by which this bot finds the files
//! again.

use std::fmt::Write as _;

use super::{AttachmentKind, Track};

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaylistFile {
    pub name: Option<String>,
    pub tracks: Vec<Track>,
    /// What entries are called that this bot cannot find.
    pub unresolved: Vec<String>,
}

/// Before the number of the bot: a file's ids are good for one bot only.
const SCHEME: &str = "reprise://";

/// Writes a list of the bot with this number.
pub fn write(bot: i64, name: &str, tracks: &[Track]) -> String {
    let mut file = format!("#EXTM3U\n#PLAYLIST:{name}\n");
    for track in tracks {
        let label = track.label().unwrap_or_default();
        let (kind, file_id, unique_id) = (track.kind.code(), &track.file_id, &track.unique_id);
        let _ = writeln!(
            file,
            "#EXTINF:{},{label}\n{SCHEME}{bot}/{kind}/{file_id}/{unique_id}",
            track.seconds
        );
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
            match track(bot, line, seconds, label) {
                Some(track) => file.tracks.push(track),
                None => file
                    .unresolved
                    .push(if label.is_empty() { line } else { label }.to_owned()),
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
        let tracks = vec![rain(), speech];
        let text = write(42, "Sunday", &tracks);
        assert_eq!(
            text,
            "#EXTM3U\n#PLAYLIST:Sunday\n#EXTINF:185,Ann — Rain\nreprise://42/audio/CQAD/AgAD\n#EXTINF:3,\nreprise://42/voice/AwAD/AgAE\n"
        );
        let file = PlaylistFile {
            name: Some("Sunday".to_owned()),
            tracks,
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
        assert_eq!(file.tracks, [rain()]);
        assert_eq!(
            file.unresolved,
            ["Radio", "C:\\music\\rain.mp3", "Ann — Rain", "Bad"]
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
