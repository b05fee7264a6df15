//! Kinds of files by their first bytes, and the size of pictures.

/// The MIME type that the bytes show; otherwise what was claimed, or what the name suggests.
pub(crate) fn mime(bytes: &[u8], claimed: Option<&str>, file_name: Option<&str>) -> String {
    let claimed = claimed.filter(|mime| mime.contains('/') && *mime != "application/octet-stream");
    let found = by_bytes(bytes)
        .or(claimed)
        .or_else(|| file_name.and_then(by_name));
    found.unwrap_or("application/octet-stream").to_owned()
}

fn by_bytes(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    let found = if starts(b"ID3") {
        "audio/mpeg"
    } else if starts(b"OggS") {
        "audio/ogg"
    } else if starts(b"fLaC") {
        "audio/flac"
    } else if starts(b"RIFF") && at(8, b"WAVE") {
        "audio/x-wav"
    } else if starts(b"RIFF") && at(8, b"WEBP") {
        "image/webp"
    } else if at(4, b"ftypM4A") {
        "audio/mp4"
    } else if at(4, b"ftyp") {
        "video/mp4"
    } else if starts(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if starts(b"GIF8") {
        "image/gif"
    } else if starts(&[0xff]) && bytes.get(1).is_some_and(|next| next & 0xe6 == 0xe2) {
        "audio/mpeg" // An MPEG frame without tags, layer III.
    } else {
        return None;
    };
    Some(found)
}

fn by_name(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "flac" => "audio/flac",
        "wav" => "audio/x-wav",
        "mp4" => "video/mp4",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "txt" | "lrc" => "text/plain",
        "m3u" | "m3u8" => "audio/x-mpegurl",
        "json" => "application/json",
        _ => return None,
    })
}

/// Sent with `sendAudio` it becomes an audio with a player; anything else becomes a document.
pub(crate) fn is_playable(mime: &str) -> bool {
    mime.starts_with("audio/") && mime != "audio/x-mpegurl"
}

/// Sent with `sendVoice` it becomes a voice message; anything else becomes a document.
pub(crate) fn is_voice(mime: &str) -> bool {
    matches!(mime, "audio/ogg" | "audio/mpeg" | "audio/mp4")
}

/// Width and height of a JPEG, PNG, GIF or WebP.
pub(crate) fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| {
        Some(u32::from(u16::from_be_bytes(
            bytes.get(at..at + 2)?.try_into().ok()?,
        )))
    };
    let little = |at: usize| {
        Some(u32::from(u16::from_le_bytes(
            bytes.get(at..at + 2)?.try_into().ok()?,
        )))
    };
    match by_bytes(bytes)? {
        "image/png" => {
            let side =
                |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
            Some((side(16)?, side(20)?))
        }
        "image/gif" => Some((little(6)?, little(8)?)),
        "image/webp" => webp_size(bytes),
        "image/jpeg" => {
            let mut at = 2;
            loop {
                let marker = *bytes.get(at + 1)?;
                let is_frame =
                    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
                if is_frame {
                    return Some((big(at + 7)?, big(at + 5)?));
                }
                at += 2 + big(at + 2)? as usize;
            }
        }
        _ => None,
    }
}

fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let byte = |at: usize| bytes.get(at).copied().map(u32::from);
    match bytes.get(12..16)? {
        b"VP8X" => {
            let side =
                |at: usize| Some(1 + byte(at)? + (byte(at + 1)? << 8) + (byte(at + 2)? << 16));
            Some((side(24)?, side(27)?))
        }
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => {
            let side = |at: usize| Some((byte(at)? + (byte(at + 1)? << 8)) & 0x3fff);
            Some((side(26)?, side(28)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_more_than_names() {
        assert_eq!(
            mime(b"ID3\x04", Some("text/plain"), Some("a.txt")),
            "audio/mpeg"
        );
        assert_eq!(mime(b"\xff\xfb\x90\x00", None, None), "audio/mpeg");
        assert_eq!(
            mime(b"hello", Some("application/octet-stream"), Some("a.lrc")),
            "text/plain"
        );
        assert_eq!(mime(b"hello", Some("text/csv"), None), "text/csv");
        assert_eq!(mime(b"hello", None, None), "application/octet-stream");
    }

    #[test]
    fn pictures_tell_their_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 2, 128, 0, 0, 1, 224]);
        assert_eq!(picture_size(&png), Some((640, 480)));
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 1, 224, 2, 128,
        ];
        assert_eq!(picture_size(&jpeg), Some((640, 480)));
        assert_eq!(picture_size(&jpeg[..10]), None);
        assert_eq!(picture_size(b"GIF89a\x80\x02\xe0\x01"), Some((640, 480)));
    }
}
