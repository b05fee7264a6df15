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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bands, Preset};

    #[track_caller]
    fn check(percent: f64, equalizer: Equalizer, is_neutral: bool) {
        let listening = Listening {
            speed: Speed::new(percent).expect("a speed"),
            equalizer,
            ..Listening::default()
        };
        assert_eq!(listening.is_neutral(), is_neutral, "{listening:?}");
    }

    #[test]
    fn only_normal_speed_with_a_flat_curve_leaves_a_sound_alone() {
        check(1.0, Equalizer::default(), true);
        check(1.0, Equalizer::Custom(Bands::default()), true);
        check(1.25, Equalizer::default(), false);
        check(1.0, Equalizer::Preset(Preset::Rock), false);
        check(1.25, Equalizer::Preset(Preset::Rock), false);
    }
}
