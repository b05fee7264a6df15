//! Title and performer of an MP3, which a client sends along with the file.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags {
    pub(crate) title: Option<String>,
    pub(crate) performer: Option<String>,
}

/// How many bytes an `ID3v2` tag takes at the beginning; 0 without one.
pub(crate) fn id3_length(bytes: &[u8]) -> usize {
    match bytes.get(..10) {
        Some(head) if head.starts_with(b"ID3") => 10 + synchsafe(&head[6..10]),
        _ => 0,
    }
}

fn synchsafe(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f))
}

pub(crate) fn read(bytes: &[u8]) -> Tags {
    let mut tags = Tags::default();
    let end = id3_length(bytes).min(bytes.len());
    let version = bytes.get(3).copied().unwrap_or(0);
    let mut at = 10;
    // Version 2.2 has other frames and is extinct.
    while end > 0 && version >= 3 && at + 10 < end {
        let (name, size) = (&bytes[at..at + 4], &bytes[at + 4..at + 8]);
        let size = match version {
            3 => size
                .iter()
                .fold(0, |number, byte| number << 8 | usize::from(*byte)),
            _ => synchsafe(size),
        };
        let Some(content) = bytes[..end]
            .get(at + 10..)
            .and_then(|rest| rest.get(..size))
        else {
            break;
        };
        match name {
            b"TIT2" => tags.title = text(content),
            b"TPE1" => tags.performer = text(content),
            _ if !name[0].is_ascii_alphanumeric() => break,
            _ => {}
        }
        at += 10 + size;
    }
    tags
}

fn text(content: &[u8]) -> Option<String> {
    let (encoding, content) = content.split_first()?;
    let utf16 = |big: bool, bytes: &[u8]| {
        let unit = |pair: &[u8]| {
            if big {
                [pair[0], pair[1]]
            } else {
                [pair[1], pair[0]]
            }
        };
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes(unit(pair)))
            .collect();
        String::from_utf16_lossy(&units)
    };
    let text = match encoding {
        0 => content.iter().map(|byte| char::from(*byte)).collect(),
        1 if content.starts_with(b"\xfe\xff") => utf16(true, &content[2..]),
        1 => utf16(false, content.strip_prefix(b"\xff\xfe").unwrap_or(content)),
        2 => utf16(true, content),
        _ => String::from_utf8_lossy(content).into_owned(),
    };
    let text = text.trim_end_matches('\0').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(name: &str, content: &[u8]) -> Vec<u8> {
        let mut frame = name.as_bytes().to_vec();
        frame.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        frame.extend([0, 0]);
        frame.extend(content);
        frame
    }

    #[test]
    fn tags_in_two_encodings() {
        let frames = [
            frame("TIT2", b"\x03Song\0"),
            frame("TPE1", b"\x01\xff\xfeA\0\x36\x04"),
        ]
        .concat();
        let mut file = b"ID3\x03\0\0\0\0\0".to_vec();
        file.push(u8::try_from(frames.len()).unwrap());
        file.extend(frames);
        let expected = Tags {
            title: Some("Song".into()),
            performer: Some("Aж".into()),
        };
        assert_eq!(read(&file), expected);
        assert_eq!(read(&file[..30]).performer, None);
        assert_eq!(read(b"ID3"), Tags::default());
    }
}
