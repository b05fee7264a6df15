//! Whether an address is a station: it answers, it is sound, and there is enough of it.

use std::time::Duration;

use reqwest::Url;

use crate::radio::{
    Radio,
    stream::{About, Piece, Stream, StreamError},
};

/// So much is listened to: a second and more of any bitrate, and what servers send ahead makes it quick.
const ENOUGH: usize = 48 * 1024;
/// The slowest stations send some 2 KB a second.
const LEAST: usize = 4 * 1024;
const LISTEN_FOR: Duration = Duration::from_secs(4);

/// What a station says of itself, and the beginning of its sound.
pub async fn listen_in(radio: &Radio, url: &Url) -> Result<(About, Vec<u8>), StreamError> {
    let mut stream = Stream::open(&radio.http, url).await?;
    let mut sound = Vec::new();
    let listening = async {
        while sound.len() < ENOUGH {
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
