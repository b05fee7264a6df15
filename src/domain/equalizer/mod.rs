//! The equalizer: ten bands, what each preset does to them, and what a person may have set instead.
//!
//! What is kept is always the target, what a listener sees on the sliders. The gains a chain of filters needs to come out
//! there are solved for in `audio`.

mod bands;
mod preset;
mod profile;
mod typed;

pub use bands::{BadBands, Bands, Gain};
pub use preset::Preset;
pub use profile::{BadProfileName, ProfileName};
pub use typed::BadEdit;

use super::ProfileId;

/// How a person's equalizer is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Equalizer {
    Preset(Preset),
    Custom(Bands),
    /// A curve the person saved under a name, by its row of `equalizer_profiles`.
    Mine(ProfileId, Bands),
}

impl Equalizer {
    /// How `playback_settings.equalizer_preset` calls bands of one's own.
    pub const CUSTOM: &str = "custom";
    /// What it begins with when they have a name.
    pub const MINE: &str = "my:";

    pub fn bands(self) -> Bands {
        match self {
            Self::Preset(preset) => preset.bands(),
            Self::Custom(bands) | Self::Mine(_, bands) => bands,
        }
    }

    /// What `playback_settings.equalizer_preset` says of it.
    pub fn column(self) -> String {
        match self {
            Self::Preset(preset) => preset.name().to_owned(),
            Self::Custom(_) => Self::CUSTOM.to_owned(),
            Self::Mine(id, _) => format!("{}{id}", Self::MINE),
        }
    }
}

impl Default for Equalizer {
    fn default() -> Self {
        Self::Preset(Preset::Flat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_tells_presets_from_curves_of_ones_own() {
        let bands = Bands::default();
        for (equalizer, expect) in [
            (Equalizer::Preset(Preset::Flat), "flat"),
            (Equalizer::Custom(bands), "custom"),
            (Equalizer::Mine(7.into(), bands), "my:7"),
        ] {
            assert_eq!(equalizer.column(), expect);
        }
    }
}
