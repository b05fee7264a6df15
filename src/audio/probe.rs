//! What a file is: asked of ffprobe, read purely, and refused with a reason where it is nothing to listen to.

use std::{ffi::OsString, path::Path, time::Duration};

use serde::Deserialize;
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::{
    Audio,
    ffmpeg::{self, Limits, RunError},
};
use crate::domain::one_line;

/// The formats that are taken: what carries sound by itself. None of them can name another file.
pub(super) const FORMATS: &str =
    "mp3,aac,flac,wav,w64,ogg,mov,matroska,aiff,asf,amr,caf,ape,wv,tta,ac3,eac3,au,mpc,mpc8,dsf";

/// Albums bring a picture for each page of the booklet; more streams than this are an attack.
pub(super) const STREAMS: &str = "32";
/// What is complained of where there are more.
const FULL: &str = "max_streams";

/// What ffprobe says of the longest tags anybody means.
const LONGEST_ANSWER: usize = 4 * 1024 * 1024;

const LIMITS: Limits = Limits {
    time: Duration::from_secs(30),
    silence: None,
    file: 0,
};

/// A file with sound in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// As the file says; what was cut off is still counted, and a recording that was never ended says nothing.
    pub duration: Option<Duration>,
    pub channels: u32,
    /// Of the sound, in bits a second.
    pub bit_rate: Option<u64>,
    pub codec: String,
    pub title: Option<String>,
    pub performer: Option<String>,
    pub album: Option<String>,
    /// What its tags have of the words that are sung, with their lines; several where some have times.
    pub lyrics: Vec<String>,
    pub cover: Option<Cover>,
    /// The number of its first stream with sound, and whether the tags lie there instead of in front of the file.
    pub(super) stream: u32,
    pub(super) is_tagged_by_stream: bool,
}

/// The picture of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    pub(super) stream: u32,
    pub width: u32,
    pub height: u32,
    pub is_png: bool,
}

/// Why a file is nothing to listen to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the file is empty")]
    Empty,
    #[error("it is no sound, or one that is damaged beyond reading")]
    NoMedia,
    #[error("there is no sound in it")]
    NoSound,
    #[error("it has more streams than any recording")]
    TooManyStreams,
    #[error("it is longer than {0} minutes")]
    TooLong(u32),
}

#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    #[error("the file is refused")]
    Refused(#[source] Refusal),
    #[error("the file cannot be looked at")]
    Tool(#[source] RunError),
}

#[cfg(test)]
impl Probe {
    /// A minute of stereo without anything else.
    pub(super) fn plain() -> Self {
        Self {
            duration: Some(Duration::from_mins(1)),
            channels: 2,
            bit_rate: None,
            codec: "mp3".into(),
            title: None,
            performer: None,
            album: None,
            lyrics: Vec::new(),
            cover: None,
            stream: 0,
            is_tagged_by_stream: false,
        }
    }
}

impl Audio {
    /// Looks at a file. Nothing is read but the file itself, whatever it claims to be.
    pub async fn probe(
        &self,
        file: &Path,
        cancel: &CancellationToken,
    ) -> Result<Probe, ProbeError> {
        self.look(file, self.config.max_minutes, cancel).await
    }

    /// How long a result is, which may be longer than what is taken.
    pub(super) async fn length(&self, file: &Path, cancel: &CancellationToken) -> Option<Duration> {
        let found = self.look(file, u32::MAX, cancel).await;
        found.ok()?.duration
    }

    async fn look(
        &self,
        file: &Path,
        max_minutes: u32,
        cancel: &CancellationToken,
    ) -> Result<Probe, ProbeError> {
        if std::fs::metadata(file).is_ok_and(|metadata| metadata.len() == 0) {
            return Err(ProbeError::Refused(Refusal::Empty));
        }
        let mut answer = Vec::new();
        let hear = |piece: &[u8]| {
            answer.extend_from_slice(piece);
            answer.len() <= LONGEST_ANSWER
        };
        let question = question(file);
        let asked = ffmpeg::run(
            self.guards().await,
            &LIMITS,
            &self.config.ffprobe,
            &question,
            None,
            hear,
            cancel,
        );
        let said = match asked.await {
            Ok(said) => said,
            Err(RunError::Failed { said, .. }) => {
                return Err(ProbeError::Refused(refusal(&said)));
            }
            Err(RunError::Talkative) => return Err(ProbeError::Refused(Refusal::NoMedia)),
            Err(error) => return Err(ProbeError::Tool(error)),
        };
        // Newer ones of ffmpeg complain and go on with what they have understood, where older ones give up.
        if said.contains(FULL) {
            return Err(ProbeError::Refused(Refusal::TooManyStreams));
        }
        read(&answer, max_minutes).map_err(ProbeError::Refused)
    }
}

fn question(file: &Path) -> Vec<OsString> {
    const SHOWN: &str = "format=duration,bit_rate:format_tags:\
        stream=index,codec_type,codec_name,channels,duration,bit_rate,width,height:stream_tags:stream_disposition=attached_pic";
    let mut words: Vec<OsString> = [
        "-v",
        "error",
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        FORMATS,
        "-max_streams",
        STREAMS,
        "-show_entries",
        SHOWN,
        "-of",
        "json",
        "-i",
    ]
    .map(Into::into)
    .into();
    words.push(location(file));
    words
}

/// A path as ffmpeg takes it: with its protocol, so that no name can be taken for another one.
pub(super) fn location(file: &Path) -> OsString {
    let mut location = OsString::from("file:");
    location.push(file);
    location
}

/// What ffprobe's complaint means.
fn refusal(said: &str) -> Refusal {
    if said.contains(FULL) {
        Refusal::TooManyStreams
    } else {
        Refusal::NoMedia
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    format: Format,
    #[serde(default)]
    streams: Vec<Stream>,
}

#[derive(Deserialize, Default)]
struct Format {
    duration: Option<String>,
    bit_rate: Option<String>,
    #[serde(default)]
    tags: Map<String, Value>,
}

#[derive(Deserialize)]
struct Stream {
    index: u32,
    codec_type: Option<String>,
    codec_name: Option<String>,
    channels: Option<u32>,
    duration: Option<String>,
    bit_rate: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(default)]
    tags: Map<String, Value>,
    #[serde(default)]
    disposition: Map<String, Value>,
}

/// Reads the answer.
fn read(answer: &[u8], max_minutes: u32) -> Result<Probe, Refusal> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|_| Refusal::NoMedia)?;
    let is = |stream: &&Stream, kind: &str| stream.codec_type.as_deref() == Some(kind);
    let sound = answer
        .streams
        .iter()
        .find(|stream| is(stream, "audio"))
        .ok_or(Refusal::NoSound)?;
    let channels = sound.channels.filter(|channels| *channels > 0);
    let codec = sound.codec_name.clone();
    // A sound ffmpeg has no decoder for, or whose header says nothing.
    let (Some(channels), Some(codec)) = (channels, codec) else {
        return Err(Refusal::NoSound);
    };
    let duration = [&answer.format.duration, &sound.duration]
        .into_iter()
        .find_map(|text| seconds(text.as_deref()?));
    let limit = Duration::from_secs(u64::from(max_minutes) * 60);
    if duration.is_some_and(|duration| duration > limit) {
        return Err(Refusal::TooLong(max_minutes));
    }
    let cover = answer
        .streams
        .iter()
        .filter(|stream| is(stream, "video"))
        .find_map(cover);
    let tag = |name: &str| tag(&answer.format.tags, name).or_else(|| tag(&sound.tags, name));
    let bit_rate = [&sound.bit_rate, &answer.format.bit_rate]
        .into_iter()
        .find_map(|text| text.as_deref()?.parse().ok());
    Ok(Probe {
        duration,
        channels,
        bit_rate,
        codec,
        title: tag("title"),
        performer: tag("artist"),
        album: tag("album"),
        lyrics: [&answer.format.tags, &sound.tags]
            .into_iter()
            .flat_map(lyrics)
            .collect(),
        cover,
        stream: sound.index,
        is_tagged_by_stream: answer.format.tags.is_empty() && !sound.tags.is_empty(),
    })
}

fn cover(stream: &Stream) -> Option<Cover> {
    let is_attached = stream
        .disposition
        .get("attached_pic")
        .and_then(Value::as_i64)
        == Some(1);
    let is_png = match stream.codec_name.as_deref()? {
        "png" => true,
        "mjpeg" => false,
        _ => return None,
    };
    let (width, height) = (stream.width?, stream.height?);
    (is_attached && width > 0 && height > 0).then_some(Cover {
        stream: stream.index,
        width,
        height,
        is_png,
    })
}

fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?)
        .ok()
        .filter(|duration| !duration.is_zero())
}

/// A tag as one line that can be shown. Some formats write names in capitals.
fn tag(tags: &Map<String, Value>, name: &str) -> Option<String> {
    let (_, value) = tags
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
    // What is longer than any title is none.
    let text: String = one_line(value.as_str()?).chars().take(200).collect();
    (!text.is_empty()).then_some(text)
}

/// `LYRICS`, `lyrics-eng`, `UNSYNCEDLYRICS`: each format has its own names, and ID3 adds the language.
fn lyrics(tags: &Map<String, Value>) -> impl Iterator<Item = String> {
    let is_lyrics = |name: &str| {
        let name = name.to_lowercase();
        let bare = name.split_once('-').map_or(name.as_str(), |(bare, _)| bare);
        matches!(bare, "lyrics" | "unsyncedlyrics" | "syncedlyrics" | "uslt")
    };
    tags.iter()
        .filter(move |(name, _)| is_lyrics(name))
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(answer: &str, expect: Result<Probe, Refusal>) {
        assert_eq!(read(answer.as_bytes(), 180), expect, "{answer}");
    }

    fn plain() -> Probe {
        Probe {
            duration: Some(Duration::from_millis(61_500)),
            bit_rate: Some(192_000),
            ..Probe::plain()
        }
    }

    #[test]
    fn a_song_is_read_with_its_tags_and_its_cover() {
        check(
            r#"{"streams":[
                {"index":0,"codec_name":"mp3","codec_type":"audio","channels":2,"duration":"61.5","bit_rate":"192000","disposition":{"attached_pic":0}},
                {"index":1,"codec_name":"png","codec_type":"video","width":600,"height":500,"disposition":{"attached_pic":1}}],
               "format":{"duration":"61.500000","bit_rate":"195000","tags":{"TITLE":"A\nb \u202Ec","artist":" ","album":"<b>&"}}}"#,
            Ok(Probe {
                title: Some("A b c".into()),
                album: Some("<b>&".into()),
                cover: Some(Cover {
                    stream: 1,
                    width: 600,
                    height: 500,
                    is_png: true,
                }),
                ..plain()
            }),
        );
    }

    #[test]
    fn ogg_has_its_tags_at_the_stream_and_a_video_is_no_cover() {
        check(
            r#"{"streams":[
                {"index":0,"codec_name":"vp9","codec_type":"video","width":640,"height":480,"disposition":{"attached_pic":0}},
                {"index":1,"codec_name":"opus","codec_type":"audio","channels":1,"tags":{"title":"T"}}],"format":{}}"#,
            Ok(Probe {
                duration: None,
                channels: 1,
                bit_rate: None,
                codec: "opus".into(),
                title: Some("T".into()),
                stream: 1,
                is_tagged_by_stream: true,
                ..plain()
            }),
        );
    }

    #[test]
    fn words_are_found_under_every_name_they_have() {
        check(
            r#"{"streams":[{"index":0,"codec_name":"mp3","codec_type":"audio","channels":2,"tags":{"SYNCEDLYRICS":"[00:01.00]a"}}],
               "format":{"duration":"61.5","bit_rate":"192000","tags":{"LYRICS":"b\nb","lyrics-rus":"c","lyricist":"no","Unsyncedlyrics":"d"}}}"#,
            Ok(Probe {
                lyrics: ["b\nb", "d", "c", "[00:01.00]a"]
                    .map(str::to_owned)
                    .to_vec(),
                ..plain()
            }),
        );
    }

    #[test]
    fn what_cannot_be_listened_to_is_refused() {
        check("", Err(Refusal::NoMedia));
        check("{", Err(Refusal::NoMedia));
        check("[]", Err(Refusal::NoSound));
        check("{}", Err(Refusal::NoSound));
        check(
            r#"{"streams":[{"index":0,"codec_type":"video","codec_name":"h264"}]}"#,
            Err(Refusal::NoSound),
        );
        check(
            r#"{"streams":[{"index":0,"codec_type":"audio","codec_name":"mp3","channels":0}]}"#,
            Err(Refusal::NoSound),
        );
        check(
            r#"{"streams":[{"index":0,"codec_type":"audio","codec_name":"mp3","channels":2}],"format":{"duration":"36000"}}"#,
            Err(Refusal::TooLong(180)),
        );
        assert_eq!(
            refusal(
                "Number of streams exceeds max_streams parameter (32), see the documentation if you wish to increase it"
            ),
            Refusal::TooManyStreams
        );
        assert_eq!(
            refusal("x.mp3: Invalid data found when processing input"),
            Refusal::NoMedia
        );
    }

    #[test]
    fn strange_numbers_are_no_lengths() {
        for duration in ["N/A", "nan", "-1", "inf", "1e400", "0.000000", ""] {
            assert_eq!(seconds(duration), None, "{duration}");
        }
    }
}
