//! Whether an address is a station: it answers, it is sound, and there is enough of it.

use std::{io::Cursor, time::Duration};

use reqwest::Url;
use tokio_util::sync::CancellationToken;

use crate::{
    audio::{self, Audio, RenderError, Request, Source, chain},
    domain::Listening,
    radio::{
        Radio,
        sort::Format,
        stream::{About, Piece, Stream, StreamError},
    },
    telemetry::Chain,
};

/// So much is listened to: a second and more of any bitrate, and what servers send ahead makes it quick.
const ENOUGH: usize = 48 * 1024;
/// The same of sound that nothing is left out of.
const ENOUGH_LOSSLESS: usize = 256 * 1024;
/// The slowest stations send some 2 KB a second.
const LEAST: usize = 4 * 1024;
const LISTEN_FOR: Duration = Duration::from_secs(4);

/// What a station says of itself, if at least a second of it can be decoded.
pub async fn check(radio: &Radio, audio: &Audio, url: &Url) -> Result<About, StreamError> {
    const A_SECOND: Duration = Duration::from_secs(1);
    const MOST: Duration = Duration::from_mins(2);
    let (about, sound) = listen_in(radio, url).await?;
    let Ok(workspace) = audio.workspace() else {
        return Ok(about);
    };
    let chain = chain(&Listening::default());
    let request = Request {
        source: Source::Pipe(Box::new(Cursor::new(sound)), piped(about.format), MOST),
        chain: &chain,
        kind: audio::Kind::Speech,
        span: None,
        title: None,
        performer: None,
        folder: &workspace,
    };
    match audio
        .render(request, &|_| (), &CancellationToken::new())
        .await
    {
        Ok(rendered) if rendered.duration >= A_SECOND => Ok(about),
        Ok(_) | Err(RenderError::Empty) => Err(StreamError::NotSound),
        // That is not the station's fault.
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "a station is not listened to");
            Ok(about)
        }
    }
}

/// A format as it goes through a pipe.
pub fn piped(format: Format) -> audio::Stream {
    match format {
        Format::Mp3 => audio::Stream::Mp3,
        Format::Aac => audio::Stream::Aac,
        Format::Ogg => audio::Stream::Ogg,
        Format::Flac => audio::Stream::Flac,
    }
}

/// What a station says of itself, and the beginning of its sound.
pub async fn listen_in(radio: &Radio, url: &Url) -> Result<(About, Vec<u8>), StreamError> {
    let mut stream = Stream::open(&radio.http, url).await?;
    let mut sound = Vec::new();
    let enough = match stream.about.format {
        Format::Flac => ENOUGH_LOSSLESS,
        Format::Mp3 | Format::Aac | Format::Ogg => ENOUGH,
    };
    let listening = async {
        while sound.len() < enough {
            if let Piece::Sound(bytes) = stream.next().await? {
                sound.extend_from_slice(&bytes);
            }
        }
        Ok::<(), StreamError>(())
    };
    match tokio::time::timeout(LISTEN_FOR, listening).await {
        // A station that breaks off after a moment, or is slow, may still have been heard.
        Ok(Err(error)) if sound.len() < LEAST => Err(error),
        Err(_) if sound.len() < LEAST => Err(StreamError::TooSlow),
        _ => Ok((stream.about, sound)),
    }
}
