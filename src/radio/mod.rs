//! Internet radio: where a station is, what it sends, what it says it plays, and the public directory of stations.

pub mod address;
pub mod directory;
pub mod icy;
pub mod playlist;
pub mod sort;
pub mod stream;
pub mod title;
pub mod tuner;

use std::time::Duration;

use tokio::sync::mpsc;

use crate::{
    config,
    http::{Guarded, Reach},
};
use directory::Directory;
use tuner::{HeardNow, Tuner};

/// A station that sends nothing for so long is not playing.
const SILENCE: Duration = Duration::from_secs(8);

/// Everything of the radio that the program shares.
pub struct Radio {
    pub http: Guarded,
    pub tuner: Tuner,
    pub directory: Directory,
}

impl Radio {
    /// The radio, and every title it will hear.
    pub fn new(config: &config::Radio) -> reqwest::Result<(Self, mpsc::Receiver<HeardNow>)> {
        let reach = if config.allow_private {
            Reach::Anywhere
        } else {
            Reach::Public
        };
        let http = Guarded::new(reach, SILENCE)?;
        let stations = usize::try_from(config.connections).unwrap_or(usize::MAX);
        let (tuner, heard) = Tuner::new(http.clone(), stations);
        // The operator may have a directory in their own network.
        let reach = config
            .directory_url
            .clone()
            .map_or(Reach::Public, Reach::PublicAnd);
        let directory = Directory::new(Guarded::new(reach, SILENCE)?, config.directory_url.clone());
        let radio = Self {
            http,
            tuner,
            directory,
        };
        Ok((radio, heard))
    }
}
