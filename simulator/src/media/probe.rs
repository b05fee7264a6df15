//! How long a sound is, as far as a client can tell from its container without decoding it.

/// Whole seconds, rounded; nothing if the container is unknown or broken.
pub(crate) fn duration(bytes: &[u8], mime: &str) -> Option<u32> {
    match mime {
        "audio/x-wav" => wav(bytes),
        "audio/ogg" => ogg(bytes),
        "audio/flac" => flac(bytes),
        "audio/mp4" | "video/mp4" => mp4(bytes),
        "audio/mpeg" => mpeg(bytes),
        _ => None,
    }
}

fn be(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    Some(
        bytes
            .get(at..at + count)?
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

fn le(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    Some(
        bytes
            .get(at..at + count)?
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

fn seconds(units: u64, per_second: u64) -> Option<u32> {
    u32::try_from((units + per_second / 2).checked_div(per_second)?).ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn wav(bytes: &[u8]) -> Option<u32> {
    let format = find(bytes, b"fmt ")?;
    let data = find(bytes, b"data")?;
    let size = le(bytes, data + 4, 4)?.min((bytes.len() - data - 8) as u64);
    seconds(size, le(bytes, format + 16, 4)?)
}

/// The last page says how many samples there were; Opus counts in 48 kHz, Vorbis in its own rate.
fn ogg(bytes: &[u8]) -> Option<u32> {
    let last = bytes.windows(4).rposition(|window| window == b"OggS")?;
    let samples = le(bytes, last + 6, 8)?;
    match find(&bytes[..bytes.len().min(200)], b"\x01vorbis") {
        Some(head) => seconds(samples, le(bytes, head + 12, 4)?),
        None => seconds(samples, 48_000),
    }
}

fn flac(bytes: &[u8]) -> Option<u32> {
    let rate = be(bytes, 18, 3)? >> 4;
    seconds(be(bytes, 21, 5)? & 0xf_ffff_ffff, rate)
}

fn mp4(bytes: &[u8]) -> Option<u32> {
    let header = find(bytes, b"mvhd")? + 4;
    if bytes.get(header)? == &1 {
        seconds(be(bytes, header + 24, 8)?, be(bytes, header + 20, 4)?)
    } else {
        seconds(be(bytes, header + 16, 4)?, be(bytes, header + 12, 4)?)
    }
}

/// A Xing header counts the frames; without one the bit rate of the first frame holds for all.
fn mpeg(bytes: &[u8]) -> Option<u32> {
    const V1: [u64; 15] = [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    const V2: [u64; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let start = super::tags::id3_length(bytes);
    let first = start
        + bytes
            .get(start..)?
            .windows(2)
            .position(|w| w[0] == 0xff && w[1] & 0xe6 == 0xe2)?;
    let (version, rates) = (bytes[first + 1] >> 3 & 3, *bytes.get(first + 2)?);
    let base = *[44_100, 48_000, 32_000].get(usize::from(rates >> 2 & 3))?;
    let (table, samples, rate) = match version {
        3 => (V1, 1_152, base),
        2 => (V2, 576, base / 2),
        _ => (V2, 576, base / 4),
    };
    let head = &bytes[first..bytes.len().min(first + 200)];
    if let Some(xing) = find(head, b"Xing").or_else(|| find(head, b"Info"))
        && be(head, xing + 4, 4)? & 1 == 1
    {
        return seconds(be(head, xing + 8, 4)? * samples, rate);
    }
    let bit_rate = table.get(usize::from(rates >> 4))? * 1_000;
    seconds((bytes.len() - first) as u64 * 8, bit_rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wav_knows_its_length() {
        let mut wav =
            b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data"
                .to_vec();
        wav.extend(16_000_u32.to_le_bytes());
        wav.extend(vec![0; 16_000]);
        assert_eq!(duration(&wav, "audio/x-wav"), Some(2));
    }

    #[test]
    fn the_last_page_of_an_ogg_counts() {
        let mut ogg = b"OggS\0\x02".to_vec();
        ogg.extend(0_u64.to_le_bytes());
        ogg.extend(b"OpusHead");
        ogg.extend(b"OggS\0\x04");
        ogg.extend((48_000_u64 * 15).to_le_bytes());
        assert_eq!(duration(&ogg, "audio/ogg"), Some(15));
    }

    #[test]
    fn an_mp3_of_constant_bit_rate_is_estimated() {
        let mut mp3 = vec![0xff, 0xfb, 0x90, 0x00]; // 128 kbit/s at 44.1 kHz.
        mp3.resize(16_000 * 3, 0);
        assert_eq!(duration(&mp3, "audio/mpeg"), Some(3));
    }

    #[test]
    fn broken_containers_have_no_length() {
        for mime in [
            "audio/x-wav",
            "audio/ogg",
            "audio/flac",
            "audio/mp4",
            "audio/mpeg",
        ] {
            for length in 0..40 {
                assert_eq!(
                    duration(&vec![0; length], mime),
                    None,
                    "{mime}, {length} zeros"
                );
            }
        }
        assert_eq!(duration(b"\xff\xfb", "audio/mpeg"), None);
    }
}
