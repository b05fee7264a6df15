//! What is ordered and what is made of it: data, as it is stored.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    domain::{Attachment, Bands, Equalizer, HeardId, Listening, Preset, Speed},
    view::Media,
};

/// A wish to hear something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub track: HeardId,
    pub file: Attachment,
    pub sound: Sound,
    /// It is how this person hears everything, so there is nothing to keep.
    pub is_mine: bool,
    /// This person wants the words of tracks at hand.
    #[serde(default)]
    pub shows_lyrics: bool,
    pub form: Form,
}

impl Order {
    /// How this person hears it.
    pub fn listening(&self) -> Listening {
        Listening {
            shows_lyrics: self.shows_lyrics,
            ..self.sound.listening()
        }
    }
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The track as one file: music, or a voice if it was one.
    Whole,
    /// As a voice, which takes less room.
    Voice,
    /// In as many files as it takes.
    Parts,
    /// A few seconds of it before and after.
    Clips,
    /// Everything that was sent together with it.
    Album,
}

/// How it is to sound, in the words of the settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sound {
    pub percent: u16,
    pub keeps_pitch: bool,
    pub equalizer: String,
    /// The ten bands in dB, where the equalizer is somebody's own.
    pub bands: Vec<f64>,
}

impl From<Listening> for Sound {
    fn from(listening: Listening) -> Self {
        Self {
            percent: listening.speed.percent(),
            keeps_pitch: listening.keeps_pitch,
            equalizer: listening.equalizer.column(),
            bands: listening.equalizer.bands().db().to_vec(),
        }
    }
}

impl Sound {
    pub fn listening(&self) -> Listening {
        let bands = || Bands::of_db(&self.bands).ok();
        let equalizer = if self.equalizer == Equalizer::CUSTOM {
            bands().map(Equalizer::Custom)
        } else if let Some(id) = self.equalizer.strip_prefix(Equalizer::MINE) {
            let id = id.parse::<i64>().ok();
            id.zip(bands())
                .map(|(id, bands)| Equalizer::Mine(id.into(), bands))
        } else {
            Preset::from_name(&self.equalizer).map(Equalizer::Preset)
        };
        Listening {
            speed: Speed::new(f64::from(self.percent) / 100.0).unwrap_or_default(),
            keeps_pitch: self.keeps_pitch,
            equalizer: equalizer.unwrap_or_default(),
            ..Listening::default()
        }
    }
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    Pieces {
        order: Order,
        pieces: Vec<Piece>,
        /// What of an album could not be made.
        failed: Vec<(Attachment, Why)>,
    },
    Clips {
        order: Order,
        before: PathBuf,
        after: PathBuf,
        seconds: u32,
    },
    /// An album of somebody who hears everything as it is: there is nothing to make, but much to offer.
    Offer {
        order: Order,
        tracks: Vec<(HeardId, Attachment)>,
    },
    Not {
        order: Order,
        why: Why,
    },
}

impl Made {
    pub fn read(outcome: &Value) -> serde_json::Result<Self> {
        serde_json::from_value(outcome.clone())
    }
}

/// A file to be heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// What it was made of: the track that somebody sent, if it is one of those, and its file.
    #[serde(default)]
    pub track: Option<HeardId>,
    pub file: Attachment,
    pub media: Media,
    /// What it is remembered by, together with what it was made of.
    pub key: String,
    pub is_voice: bool,
    pub title: Option<String>,
    pub performer: Option<String>,
    pub seconds: u32,
    pub thumbnail: Option<Vec<u8>>,
}

/// Why there is nothing to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Telegram does not hand files this large to bots.
    TooLarge,
    /// It has more minutes than the operator allows.
    TooLong(u32),
    /// It does not fit into one file; it would into so many.
    NoFit {
        voice: bool,
        parts: usize,
    },
    Empty,
    NoMedia,
    NoSound,
    TooManyStreams,
    /// Telegram does not have it any more.
    Gone,
    /// There is no ffmpeg.
    NoTools,
}
