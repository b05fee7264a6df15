//! How somebody listens: everything `playback_settings` holds but the language.

use super::{Equalizer, Speed};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Listening {
    pub speed: Speed,
    /// Another speed leaves the pitch as it is; else voices rise and fall with it, as on a turntable.
    pub keeps_pitch: bool,
    pub equalizer: Equalizer,
    /// Lyrics come along with a track.
    pub shows_lyrics: bool,
}

impl Listening {
    /// Whether a sound comes out as it went in.
    pub fn is_neutral(self) -> bool {
        self.speed == Speed::NORMAL && self.equalizer.bands().is_flat()
    }
}

/// What the columns' defaults say.
impl Default for Listening {
    fn default() -> Self {
        Self {
            speed: Speed::NORMAL,
            keeps_pitch: true,
            equalizer: Equalizer::default(),
            shows_lyrics: true,
        }
    }
}
