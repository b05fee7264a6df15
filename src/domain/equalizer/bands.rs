//! Ten gains, one for each octave.

use serde::{Deserialize, Serialize};

/// A gain of −12 to +12 dB, in steps of a tenth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Gain(i16);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBands {
    #[error("this is not an equalizer curve as it is kept")]
    Unreadable,
    #[error("an equalizer has {} bands", Bands::COUNT)]
    Count,
    #[error("a band goes from {} to {} dB", Gain::LOWEST, Gain::HIGHEST)]
    OutOfRange,
}

impl Gain {
    pub const LOWEST: Self = Self(-120);
    pub const ZERO: Self = Self(0);
    pub const HIGHEST: Self = Self(120);

    /// In dB, rounded to a tenth.
    pub fn new(db: f64) -> Result<Self, BadBands> {
        let tenths = (db * 10.0).round();
        if !(f64::from(Self::LOWEST.0)..=f64::from(Self::HIGHEST.0)).contains(&tenths) {
            return Err(BadBands::OutOfRange);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is a whole number from -120 to 120"
        )]
        Ok(Self(tenths as i16))
    }

    /// Of constants only.
    pub(super) const fn tenths(tenths: i16) -> Self {
        assert!(tenths >= Self::LOWEST.0 && tenths <= Self::HIGHEST.0);
        Self(tenths)
    }

    pub fn db(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// So many whole dB more, as far as it goes.
    #[must_use]
    pub fn step(self, db: i8) -> Self {
        Self((self.0 + i16::from(db) * 10).clamp(Self::LOWEST.0, Self::HIGHEST.0))
    }
}

/// `+3`, `0`, `−4.5`, with a real minus.
impl std::fmt::Display for Gain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = match self.0 {
            0 => "",
            1.. => "+",
            _ => "−",
        };
        f.pad(&format!("{sign}{}", self.db().abs()))
    }
}

/// One gain for each band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bands([Gain; Self::COUNT]);

/// The form they are kept in.
#[derive(Serialize, Deserialize)]
struct Kept {
    v: u8,
    bands: Vec<f64>,
}

impl Bands {
    pub const COUNT: usize = 10;

    /// The middles of the bands in Hz: the octaves of ISO 266.
    pub const CENTRES: [f64; Self::COUNT] = [
        31.25, 62.5, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0,
    ];

    /// What a listener calls them.
    pub const NAMES: [&str; Self::COUNT] = [
        "31", "62", "125", "250", "500", "1k", "2k", "4k", "8k", "16k",
    ];

    pub const fn new(gains: [Gain; Self::COUNT]) -> Self {
        Self(gains)
    }

    /// From numbers of dB that somebody else wrote down.
    pub fn of_db(numbers: &[f64]) -> Result<Self, BadBands> {
        let numbers: &[f64; Self::COUNT] = numbers.try_into().map_err(|_| BadBands::Count)?;
        let mut gains = [Gain::ZERO; Self::COUNT];
        for (gain, db) in gains.iter_mut().zip(numbers) {
            *gain = Gain::new(*db)?;
        }
        Ok(Self(gains))
    }

    /// From `{"v":1,"bands":[…]}`.
    pub fn from_json(text: &str) -> Result<Self, BadBands> {
        let kept: Kept = serde_json::from_str(text).map_err(|_| BadBands::Unreadable)?;
        if kept.v != 1 {
            return Err(BadBands::Unreadable);
        }
        Self::of_db(&kept.bands)
    }

    /// As they are kept.
    pub fn to_value(self) -> serde_json::Value {
        let kept = Kept {
            v: 1,
            bands: self.db().to_vec(),
        };
        serde_json::to_value(kept).expect("numbers can be written")
    }

    pub fn gains(self) -> [Gain; Self::COUNT] {
        self.0
    }

    pub fn db(self) -> [f64; Self::COUNT] {
        self.0.map(Gain::db)
    }

    pub fn is_flat(self) -> bool {
        self == Self::default()
    }

    /// With another gain for one band.
    #[must_use]
    pub fn with(mut self, band: usize, gain: Gain) -> Self {
        self.0[band] = gain;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expect: Result<[f64; 10], BadBands>) {
        assert_eq!(Bands::from_json(json).map(Bands::db), expect, "{json}");
    }

    #[test]
    fn a_curve_is_read_as_it_is_kept() {
        let kept = r#"{"bands":[6.0,5.0,4.5,2.0,0.0,0.0,0.0,-1.5,-12.0,12.0],"v":1}"#;
        let db = [6.0, 5.0, 4.5, 2.0, 0.0, 0.0, 0.0, -1.5, -12.0, 12.0];
        check(kept, Ok(db));
        let written = Bands::of_db(&db).map(|bands| bands.to_value().to_string());
        assert_eq!(written.as_deref(), Ok(kept));
        check(r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0,0.04]}"#, Ok([0.0; 10]));
    }

    #[test]
    fn nonsense_is_refused() {
        check(r#"{"v":1,"bands":[]}"#, Err(BadBands::Count));
        check(
            r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0]}"#,
            Err(BadBands::Count),
        );
        check(
            r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0,0,0]}"#,
            Err(BadBands::Count),
        );
        check(
            r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0,12.1]}"#,
            Err(BadBands::OutOfRange),
        );
        check(
            r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0,1e300]}"#,
            Err(BadBands::OutOfRange),
        );
        for text in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"v":2,"bands":[0,0,0,0,0,0,0,0,0,0]}"#,
            r#"{"v":1,"bands":[NaN,0,0,0,0,0,0,0,0,0]}"#,
            r#"{"v":1,"bands":["0",0,0,0,0,0,0,0,0,0]}"#,
            r#"{"v":1,"bands":[null,0,0,0,0,0,0,0,0,0]}"#,
            r#"{"v":1,"bands":[0,0,0,0,0,0,0,0,0,1e999]}"#,
            r#"{"bands":[0,0,0,0,0,0,0,0,0,0]}"#,
        ] {
            check(text, Err(BadBands::Unreadable));
        }
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Gain::new(number), Err(BadBands::OutOfRange));
        }
    }

    #[test]
    fn a_gain_shows_its_sign_and_stops_at_its_bounds() {
        let shown = |db: f64| Gain::new(db).expect("a gain").to_string();
        assert_eq!(
            [shown(3.0), shown(-4.5), shown(0.0), shown(-0.04)],
            ["+3", "−4.5", "0", "0"]
        );
        assert_eq!(Gain::HIGHEST.step(1), Gain::HIGHEST);
        assert_eq!(Gain::LOWEST.step(-3), Gain::LOWEST);
        assert_eq!(Gain::tenths(115).step(1), Gain::HIGHEST);
        assert_eq!(Gain::tenths(-5).step(1), Gain::tenths(5));
    }
}
