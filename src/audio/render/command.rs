//! ffmpeg's command lines, put together without starting anything.

use std::{ffi::OsString, path::Path, time::Duration};

use super::{Fit, Kind, MOST_BYTES, Request, Source, Span, Stream};
use crate::audio::{
    chain::Channels,
    probe::{Cover, FORMATS, Probe, STREAMS, location},
};

/// ffmpeg stops before a file gets this large.
pub(super) const STOP_AT: u64 = MOST_BYTES - 64 * 1024;

/// It stops so much before, at most.
pub(super) const LAST_PACKET: u64 = 32 * 1024;

/// A cover is kept as it is up to this many pixels a side.
const KEPT: u32 = 1600;
/// A larger one becomes so large.
const SHRUNK: u32 = 1000;
/// Beyond this it would take more memory to decode than it is worth.
const DECODED: u32 = 6000;

/// Tags that are wrong about the result: lengths, volumes, and gaps of the old encoder.
const STALE: &[&str] = &[
    "TLEN",
    "iTunSMPB",
    "iTunNORM",
    "replaygain_track_gain",
    "replaygain_track_peak",
    "replaygain_album_gain",
    "replaygain_album_peak",
    "REPLAYGAIN_TRACK_GAIN",
    "REPLAYGAIN_TRACK_PEAK",
    "REPLAYGAIN_ALBUM_GAIN",
    "REPLAYGAIN_ALBUM_PEAK",
    "R128_TRACK_GAIN",
    "R128_ALBUM_GAIN",
];

/// A command line that grows.
#[derive(Default)]
pub(super) struct Words(Vec<OsString>);

impl Words {
    /// Begins one: quiet, deaf to the terminal, one thread.
    pub(super) fn new() -> Self {
        let mut words = Self::default();
        words.add("-nostdin -hide_banner -v error -y -threads 1 -filter_threads 1");
        words
    }

    /// Words without spaces in them.
    pub(super) fn add(&mut self, words: &str) -> &mut Self {
        self.0.extend(words.split_whitespace().map(OsString::from));
        self
    }

    pub(super) fn with(&mut self, name: &str, value: impl Into<OsString>) -> &mut Self {
        self.0.push(name.into());
        self.0.push(value.into());
        self
    }

    /// A file that is read, and nothing but it.
    pub(super) fn input(&mut self, file: &Path) -> &mut Self {
        self.add("-protocol_whitelist file -format_whitelist")
            .add(FORMATS)
            .with("-max_streams", STREAMS)
            .with("-i", location(file))
    }

    pub(super) fn output(mut self, file: &Path) -> Vec<OsString> {
        self.add("-progress pipe:1 -stats_period 0.5");
        self.0.push(location(file));
        self.0
    }

    pub(super) fn finish(self) -> Vec<OsString> {
        self.0
    }

    pub(super) fn encoder(&mut self, kind: Kind, bit_rate: u64) -> &mut Self {
        match kind {
            Kind::Music => self.add("-c:a libmp3lame"),
            // `voip` would take the bass away.
            Kind::Speech => self.add("-c:a libopus -application audio"),
        };
        self.with("-b:a", bit_rate.to_string())
    }

    pub(super) fn container(&mut self, kind: Kind) -> &mut Self {
        match kind {
            Kind::Music => self.add("-f mp3 -id3v2_version 3 -write_id3v1 1"),
            Kind::Speech => self.add("-f ogg"),
        }
    }
}

/// Renders a request into a file.
pub(super) fn render(
    request: &Request<'_>,
    fit: Fit,
    longest: Duration,
    file: &Path,
) -> Vec<OsString> {
    let mut words = Words::new();
    let channels = match &request.source {
        Source::File(path, probe) => {
            words.with("-t", seconds(longest)).input(path);
            maps(&mut words, probe, kept_cover(request.kind, probe));
            channels(request.kind, probe)
        }
        Source::Pipe(_, stream, most) => {
            words.add("-protocol_whitelist pipe");
            words.with("-t", seconds(*most)).with("-f", stream.name());
            words.add("-i pipe:0 -map 0:a:0 -vn -map_metadata -1");
            match request.kind {
                Kind::Music => Channels::Stereo,
                Kind::Speech => Channels::Mono,
            }
        }
    };
    words.add("-sn -dn -map_chapters -1");
    for name in STALE {
        words.with("-metadata", format!("{name}="));
    }
    for (name, value) in [("title", request.title), ("artist", request.performer)] {
        if let Some(value) = value {
            words.with("-metadata", format!("{name}={value}"));
        }
    }
    let cut = request.span.map(cut).unwrap_or_default();
    words
        .with(
            "-af",
            format!(
                "{cut}{}",
                request.chain.filters(channels, request.kind.ceiling())
            ),
        )
        .encoder(request.kind, fit.bit_rate)
        .container(request.kind)
        .with("-fs", STOP_AT.to_string());
    words.output(file)
}

/// The cover of a file as a JPEG for a list.
pub(super) fn thumbnail(source: &Path, cover: Cover, file: &Path) -> Vec<OsString> {
    let mut words = Words::new();
    words
        .input(source)
        .with("-map", format!("0:{}", cover.stream))
        .add("-frames:v 1 -vf scale=320:320:force_original_aspect_ratio=decrease,format=yuvj420p")
        .add("-map_metadata -1 -c:v mjpeg -q:v 4 -f mjpeg");
    words.output(file)
}

/// The cover that comes along.
pub(super) fn kept_cover(kind: Kind, probe: &Probe) -> Option<Cover> {
    probe
        .cover
        .filter(|cover| kind == Kind::Music && can_decode(*cover))
}

/// Which streams go through, and where the tags are.
fn maps(words: &mut Words, probe: &Probe, cover: Option<Cover>) {
    words.with("-map", format!("0:{}", probe.stream));
    if probe.is_tagged_by_stream {
        words.with("-map_metadata:g", format!("0:s:{}", probe.stream));
    } else {
        words.add("-map_metadata 0");
    }
    match cover {
        None => {
            words.add("-vn");
        }
        Some(cover) => {
            words.with("-map", format!("0:{}", cover.stream));
            words.add("-disposition:v attached_pic");
            if cover.width.max(cover.height) <= KEPT {
                words.add("-c:v copy");
            } else {
                words.add("-c:v mjpeg -q:v 3 -vf").add(&format!(
                    "scale={SHRUNK}:{SHRUNK}:force_original_aspect_ratio=decrease,format=yuvj420p"
                ));
            }
        }
    }
}

/// Whether a cover is small enough to be looked at.
fn can_decode(cover: Cover) -> bool {
    cover.width.max(cover.height) <= DECODED
}

/// How large it is in the result.
pub(super) fn cover_size(cover: Cover) -> (u32, u32) {
    match cover.width.max(cover.height) {
        0..=KEPT => (cover.width, cover.height),
        side if side <= DECODED => (SHRUNK, SHRUNK),
        _ => (0, 0),
    }
}

/// Speech has one channel; music one or two, however many it had.
pub(super) fn channels(kind: Kind, probe: &Probe) -> Channels {
    if kind == Kind::Speech || probe.channels == 1 {
        Channels::Mono
    } else {
        Channels::Stereo
    }
}

/// A filter that lets a part through. It decodes from the beginning: jumping into a file without an index is a guess.
pub(super) fn cut(span: Span) -> String {
    let (from, to) = (seconds(span.from), seconds(span.to));
    format!("atrim=start={from}:end={to},asetpts=PTS-STARTPTS,")
}

pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.3}", duration.as_secs_f64())
}

impl Stream {
    fn name(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Aac => "aac",
            Self::Ogg => "ogg",
            Self::Flac => "flac",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{audio::chain, domain::Listening, workspace::Workspaces};

    fn cover(width: u32, height: u32) -> Cover {
        Cover {
            stream: 1,
            width,
            height,
            is_png: false,
        }
    }

    #[test]
    fn covers_are_kept_shrunk_or_left_out() {
        let check = |cover: Cover, expect: &str| {
            let probe = Probe {
                cover: Some(cover),
                ..Probe::plain()
            };
            let mut words = Words::default();
            maps(&mut words, &probe, kept_cover(Kind::Music, &probe));
            let words: Vec<_> = words.0.iter().map(|word| word.to_str().unwrap()).collect();
            assert_eq!(words.join(" "), expect);
        };
        let start = "-map 0:0 -map_metadata 0";
        let attached = format!("{start} -map 0:1 -disposition:v attached_pic");
        check(cover(1600, 900), &format!("{attached} -c:v copy"));
        check(
            cover(900, 1601),
            &format!(
                "{attached} -c:v mjpeg -q:v 3 -vf scale=1000:1000:force_original_aspect_ratio=decrease,format=yuvj420p"
            ),
        );
        check(cover(20_000, 20_000), &format!("{start} -vn"));
    }

    #[test]
    fn a_title_is_one_word_whatever_is_in_it() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Workspaces::open(temporary.path(), "sound")
            .unwrap()
            .create()
            .unwrap();
        let chain = chain(&Listening::default());
        let probe = Probe::plain();
        let request = Request {
            source: Source::File(Path::new("-i http://x"), &probe),
            chain: &chain,
            kind: Kind::Music,
            span: None,
            title: Some("a -y \"b\"; rm"),
            performer: None,
            folder: &folder,
        };
        let fit = Fit { bit_rate: 96_000 };
        let words = render(&request, fit, Duration::from_mins(1), Path::new("out.mp3"));
        let has = |word: &str| words.iter().any(|other| other == word);
        assert!(has("title=a -y \"b\"; rm") && has("file:-i http://x") && has("file:out.mp3"));
        assert!(has("96000") && has("60.000") && !has("-i http://x"));
    }
}
