//! How fast somebody listens.

/// From half to double, in steps of a hundredth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(u16);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSpeed {
    #[error("a speed is a number such as 1.25")]
    NotANumber,
    #[error("a speed lies between {} and {}", Speed::SLOWEST, Speed::FASTEST)]
    OutOfRange,
}

impl Speed {
    pub const SLOWEST: Self = Self(50);
    pub const NORMAL: Self = Self(100);
    pub const FASTEST: Self = Self(200);

    /// A factor, rounded to a hundredth.
    pub fn new(factor: f64) -> Result<Self, BadSpeed> {
        if !factor.is_finite() {
            return Err(BadSpeed::NotANumber);
        }
        let hundredths = (factor * 100.0).round();
        if !(f64::from(Self::SLOWEST.0)..=f64::from(Self::FASTEST.0)).contains(&hundredths) {
            return Err(BadSpeed::OutOfRange);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is a whole number from 50 to 200"
        )]
        Ok(Self(hundredths as u16))
    }

    /// What a person types: `1.25`, `1,25`, `125%`, `x1.5`, `1.5×`.
    pub fn parse(text: &str) -> Result<Self, BadSpeed> {
        let text = text.trim().to_lowercase();
        // The middle one is the Cyrillic letter.
        let signs = ['x', 'х', '×'];
        let (text, unit) = match text.strip_suffix('%') {
            Some(percent) => (percent, 100.0),
            None => (text.trim_start_matches(signs).trim_end_matches(signs), 1.0),
        };
        let number = text.trim().replace(',', ".");
        // Rust also reads `inf`, `nan` and `1e3`, which nobody means here.
        if !number
            .chars()
            .all(|c| c.is_ascii_digit() || ".+-".contains(c))
        {
            return Err(BadSpeed::NotANumber);
        }
        let factor: f64 = number.parse().map_err(|_| BadSpeed::NotANumber)?;
        Self::new(factor / unit)
    }

    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// In percent of the normal speed: a whole number, for what must not depend on how fractions are written.
    pub fn percent(self) -> u16 {
        self.0
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::NORMAL
    }
}

/// `0.75`, `1`, `1.5`
impl std::fmt::Display for Speed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.factor())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, BadSpeed>) {
        let read = Speed::parse(text).map(|speed| speed.to_string());
        assert_eq!(read, expect.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn understands_what_people_type() {
        check("1.25", Ok("1.25"));
        check("1,25", Ok("1.25"));
        check("125%", Ok("1.25"));
        check(" 87,5 % ", Ok("0.88"));
        check("x1.5", Ok("1.5"));
        check("1.5x", Ok("1.5"));
        check("×0.5", Ok("0.5"));
        check("Х2", Ok("2"));
        check("1", Ok("1"));
        check("1.0", Ok("1"));
        check(".75", Ok("0.75"));
        check("+1.1", Ok("1.1"));
        check("1.333", Ok("1.33"));
    }

    #[test]
    fn keeps_its_bounds() {
        check("0.5", Ok("0.5"));
        check("2", Ok("2"));
        check("0.49", Err(BadSpeed::OutOfRange));
        check("2.01", Err(BadSpeed::OutOfRange));
        check("300%", Err(BadSpeed::OutOfRange));
        check("125", Err(BadSpeed::OutOfRange));
        check("-1", Err(BadSpeed::OutOfRange));
        check("999999999999999999999999", Err(BadSpeed::OutOfRange));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "", "x", "%", "fast", "nan", "inf", "1e0", "1.2.3", "--1", "1/2", "1 5", "٥", "1\0",
        ] {
            check(text, Err(BadSpeed::NotANumber));
        }
        assert_eq!(Speed::new(f64::NAN), Err(BadSpeed::NotANumber));
        assert_eq!(Speed::new(f64::INFINITY), Err(BadSpeed::NotANumber));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_it_shows_it_reads(percent in 50_u16..=200) {
            let speed = Speed(percent);
            prop_assert_eq!(Speed::parse(&speed.to_string()), Ok(speed));
            prop_assert_eq!(Speed::new(speed.factor()), Ok(speed));
        }

        #[test]
        fn reading_never_panics(text in ".{0,40}") {
            let _ = Speed::parse(&text);
        }
    }
}
