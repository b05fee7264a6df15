//! The curves that come with the bot.
//!
//! To add one: a line in `presets!` and its name in `locales/` (`eq-preset-<name>`).

use super::bands::{Bands, Gain};

macro_rules! presets {
    ($($name:ident = $code:literal [$($tenths:literal),*];)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Preset {
            $($name),*
        }

        impl Preset {
            /// In the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name it has in the database and in commands.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $code),*
                }
            }

            pub const fn bands(self) -> Bands {
                match self {
                    $(Self::$name => Bands::new([$(Gain::tenths($tenths)),*])),*
                }
            }
        }
    };
}

// Tenths of a dB at 31, 62, 125, 250, 500 Hz, 1, 2, 4, 8, 16 kHz.
presets! {
    Flat = "flat" [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    BassBoost = "bass_boost" [60, 50, 40, 20, 0, 0, 0, 0, 0, 0];
    Treble = "treble" [-66, -66, -66, -66, -41, 15, 47, 79, 97, 105];
    Voice = "voice" [-20, -10, 0, 30, 50, 50, 40, 20, 0, -20];
    Rock = "rock" [50, 40, 30, 20, -10, -10, 0, 20, 30, 40];
    Pop = "pop" [-15, -14, 15, 37, 45, 31, 4, -15, -19, -15];
    Jazz = "jazz" [40, 30, 10, 20, -10, -10, 0, 10, 20, 30];
    Classical = "classical" [50, 40, 30, 20, -10, -20, 0, 20, 30, 40];
    Dance = "dance" [58, 57, 47, 23, 0, -4, -28, -46, -50, -4];
    Electronic = "electronic" [46, 46, 38, 12, -28, -35, -13, 19, 51, 54];
    Party = "party" [43, 43, 43, 15, 0, 0, 0, 0, 0, 43];
    Live = "live" [-35, -33, -10, 15, 29, 35, 35, 30, 20, 12];
    Relax = "relax" [20, 30, 20, 10, 0, -10, -10, 0, 10, 10];
    Sleep = "sleep" [20, 20, 10, 0, -10, -20, -20, -10, 0, 0];
}

impl Preset {
    /// By its name, however it is written: `Bass Boost`, `bass-boost`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL
            .iter()
            .copied()
            .find(|preset| preset.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_find_their_presets() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_name(preset.name()), Some(*preset));
            assert!(preset.name().len() <= 50, "the column has no room for it");
        }
        assert_eq!(Preset::from_name(" Bass Boost"), Some(Preset::BassBoost));
        assert_eq!(Preset::from_name("bass"), None);
        assert_eq!(Preset::from_name(""), None);
    }
}
