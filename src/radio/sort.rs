//! What an answer is: sound of which kind, a list of stations, or something else. Pure.

/// How sound is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Mp3,
    Aac,
    /// Opus, Vorbis or FLAC in Ogg.
    Ogg,
    Flac,
}

impl Format {
    /// As listeners call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mp3 => "MP3",
            Self::Aac => "AAC",
            Self::Ogg => "Ogg",
            Self::Flac => "FLAC",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Sound(Format),
    List,
    Other,
}

/// By what the server says it is, and by how it begins. A page that says it is sound is none; a stream is joined at any of
/// its bytes, so of sound the server's word is taken where the beginning does not say otherwise.
pub fn sort(content_type: Option<&str>, start: &[u8]) -> Sort {
    let told = content_type.unwrap_or_default().to_ascii_lowercase();
    let told = told.split(';').next().unwrap_or_default().trim();
    let text = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    let begins =
        |with: &[u8]| text.len() >= with.len() && text[..with.len()].eq_ignore_ascii_case(with);
    if begins(b"#EXTM3U") || begins(b"[playlist]") {
        return Sort::List;
    }
    if begins(b"<") {
        return Sort::Other;
    }
    if let Some(format) = by_magic(start) {
        return Sort::Sound(format);
    }
    match told {
        "audio/x-scpls"
        | "audio/scpls"
        | "application/pls+xml"
        | "application/pls"
        | "audio/x-mpegurl"
        | "audio/mpegurl"
        | "application/x-mpegurl"
        | "application/mpegurl"
        | "application/vnd.apple.mpegurl" => Sort::List,
        "audio/mpeg" | "audio/mp3" | "audio/x-mpeg" | "audio/mpeg3" => Sort::Sound(Format::Mp3),
        "audio/aac" | "audio/aacp" | "audio/x-aac" => Sort::Sound(Format::Aac),
        "audio/ogg" | "application/ogg" | "audio/opus" | "audio/vorbis" => Sort::Sound(Format::Ogg),
        "audio/flac" | "audio/x-flac" => Sort::Sound(Format::Flac),
        // A bare list is a text of addresses.
        "text/plain" | "application/octet-stream" | ""
            if begins(b"http://") || begins(b"https://") =>
        {
            Sort::List
        }
        // Old servers say nothing of their MP3.
        "application/octet-stream" | "" => mpeg_frame(start).map_or(Sort::Other, Sort::Sound),
        _ => Sort::Other,
    }
}

fn by_magic(start: &[u8]) -> Option<Format> {
    if start.starts_with(b"OggS") {
        Some(Format::Ogg)
    } else if start.starts_with(b"fLaC") {
        Some(Format::Flac)
    } else if start.starts_with(b"ID3") {
        // The tag stands before MP3 or AAC; what follows it is not here yet.
        None
    } else {
        match start {
            [0xFF, 0xF1 | 0xF9, ..] => Some(Format::Aac),
            [0xFF, second, third, ..] if is_mp3_frame(*second, *third) => Some(Format::Mp3),
            _ => None,
        }
    }
}

/// A frame somewhere in the beginning, for streams that are joined in the middle of one.
fn mpeg_frame(start: &[u8]) -> Option<Format> {
    start.windows(3).find_map(by_magic)
}

/// MPEG 1, 2 or 2.5, layer III, a bitrate and a rate that exist.
fn is_mp3_frame(second: u8, third: u8) -> bool {
    second & 0xE6 == 0xE2
        && second & 0x18 != 0x08
        && !matches!(third >> 4, 0 | 15)
        && third & 0x0C != 0x0C
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content_type: &str, start: &[u8], expect: Sort) {
        let content_type = Some(content_type).filter(|told| !told.is_empty());
        assert_eq!(sort(content_type, start), expect, "{content_type:?}");
    }

    const MP3: Sort = Sort::Sound(Format::Mp3);

    #[test]
    fn sound_is_known_by_its_type_or_its_first_bytes() {
        check("audio/mpeg", b"in the middle of a frame", MP3);
        check("audio/mpeg; charset=utf-8", b"\xFF\xFB\x90\x00", MP3);
        check("AUDIO/AACP", b"....", Sort::Sound(Format::Aac));
        check("audio/mpeg", b"\xFF\xF1\x50\x80", Sort::Sound(Format::Aac));
        check("application/ogg", b"OggS", Sort::Sound(Format::Ogg));
        check("", b"\xFF\xFB\x90\x00", MP3);
        check("application/octet-stream", b"...\xFF\xFB\x90\x00", MP3);
        check("audio/flac", b"fLaC", Sort::Sound(Format::Flac));
        check("audio/mpeg", b"ID3\x04", MP3);
    }

    #[test]
    fn lists_are_known_whatever_they_are_called() {
        check("audio/x-mpegurl", b"http://a.example/", Sort::List);
        check("audio/x-scpls", b"[Playlist]\n", Sort::List);
        check("text/html", b"#EXTM3U\n", Sort::List);
        check("audio/mpeg", b"\xEF\xBB\xBF#EXTM3U\n", Sort::List);
        check("", b"https://a.example/", Sort::List);
    }

    #[test]
    fn pages_and_films_are_neither() {
        check("text/html", b"<!doctype html>", Sort::Other);
        check("audio/mpeg", b"  <html>", Sort::Other);
        check("video/mp4", b"\0\0\0\x20ftyp", Sort::Other);
        check("application/json", b"{}", Sort::Other);
        check("", b"just words", Sort::Other);
        check("", b"", Sort::Other);
    }
}
