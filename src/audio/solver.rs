//! Gains for ten filters whose common response is the curve a person set.
//!
//! Neighbouring bands of an equalizer add up: six bands at +6 dB come out at +9. So the gains are solved for, as Välimäki
//! and Liski describe it (“Accurate cascade graphic equalizer”, IEEE SPL 24(2), 2017): how much each filter does at the
//! middle of every band makes a matrix, and the gains are what it turns into the target. A filter's shape changes a
//! little with its gain, so a few rounds are needed.

use std::f64::consts::PI;

use crate::domain::Bands;

/// Everything is computed for this rate: sounds are resampled to it before they reach the filters.
pub const SAMPLE_RATE: u32 = 48_000;

/// The width of each filter, as the cookbook of R. Bristow-Johnson means it, which ffmpeg's `equalizer` and the
/// `BiquadFilterNode` of browsers follow.
pub const Q: f64 = 1.41;

/// After so many rounds even +12 beside −12 all along is right to a thousandth of a dB.
const ROUNDS: usize = 8;

const COUNT: usize = Bands::COUNT;

/// The gain of each filter in dB.
pub(super) fn solve(target: [f64; COUNT]) -> [f64; COUNT] {
    let mut gains = target;
    for _ in 0..ROUNDS {
        gains = eliminate(interaction(&gains), target);
    }
    gains
}

/// What all filters together do at a frequency, in dB.
pub(super) fn response(gains: &[f64; COUNT], hz: f64) -> f64 {
    let filters = Bands::CENTRES.iter().zip(gains);
    filters
        .map(|(centre, gain)| peaking(hz, *centre, *gain))
        .sum()
}

/// What each filter does at the middle of each band, for one dB of its gain.
fn interaction(gains: &[f64; COUNT]) -> [[f64; COUNT]; COUNT] {
    Bands::CENTRES.map(|hz| {
        let mut row = [0.0; COUNT];
        for ((cell, centre), gain) in row.iter_mut().zip(Bands::CENTRES).zip(gains) {
            // A filter that does nothing says nothing about its shape.
            let gain = if gain.abs() < 0.05 { 1.0 } else { *gain };
            *cell = peaking(hz, centre, gain) / gain;
        }
        row
    })
}

/// A peaking filter's response in dB.
fn peaking(hz: f64, centre: f64, gain: f64) -> f64 {
    let amplitude = 10_f64.powf(gain / 40.0);
    let turn = 2.0 * PI * centre / f64::from(SAMPLE_RATE);
    let alpha = turn.sin() / (2.0 * Q);
    // |b0 + b1 z + b2 z²|² on the unit circle, for coefficients whose outer two are 1 ± outer.
    let at = (2.0 * PI * hz / f64::from(SAMPLE_RATE)).cos();
    let squared = |outer: f64| {
        let difference = at - turn.cos();
        4.0 * (difference * difference + outer * outer * (1.0 - at * at))
    };
    10.0 * (squared(alpha * amplitude) / squared(alpha / amplitude)).log10()
}

/// Gauss–Jordan with row exchange.
fn eliminate(mut matrix: [[f64; COUNT]; COUNT], mut right: [f64; COUNT]) -> [f64; COUNT] {
    for column in 0..COUNT {
        let largest = (column..COUNT)
            .max_by(|a, b| {
                matrix[*a][column]
                    .abs()
                    .total_cmp(&matrix[*b][column].abs())
            })
            .expect("a row");
        matrix.swap(column, largest);
        right.swap(column, largest);
        let (pivot, value) = (matrix[column], right[column]);
        for row in (0..COUNT).filter(|row| *row != column) {
            let factor = matrix[row][column] / pivot[column];
            for (cell, pivot) in matrix[row].iter_mut().zip(pivot) {
                *cell -= factor * pivot;
            }
            right[row] -= factor * value;
        }
    }
    let mut solved = [0.0; COUNT];
    for (row, value) in solved.iter_mut().enumerate() {
        *value = right[row] / matrix[row][row];
    }
    solved
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Preset;

    /// How far the response is from the target, at worst.
    fn error(target: [f64; COUNT], gains: &[f64; COUNT]) -> f64 {
        let errors = Bands::CENTRES.iter().zip(target);
        errors
            .map(|(hz, target)| (response(gains, *hz) - target).abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn a_filter_has_its_gain_at_its_middle_and_none_far_away() {
        assert!((peaking(1000.0, 1000.0, 6.0) - 6.0).abs() < 1e-9);
        assert!(peaking(20.0, 8000.0, 12.0).abs() < 0.01);
        assert!(
            peaking(0.0, 1000.0, 12.0).abs() < 1e-9 && peaking(24_000.0, 1000.0, 12.0).abs() < 1e-9
        );
        // Half an octave off, computed once by other means.
        assert!(
            (peaking(1414.2, 1000.0, 6.0) - 2.996).abs() < 0.01,
            "{}",
            peaking(1414.2, 1000.0, 6.0)
        );
    }

    #[test]
    fn every_preset_is_met_where_gains_as_set_miss_it() {
        for preset in Preset::ALL {
            let target = preset.bands().db();
            let solved = error(target, &solve(target));
            assert!(solved < 0.001, "{preset:?}: {solved}");
        }
        let rock = Preset::Rock.bands().db();
        assert!(error(rock, &rock) > 1.0, "filters would not interact");
    }

    #[test]
    fn the_wildest_curves_are_met() {
        let mut zigzag = [12.0; COUNT];
        zigzag.iter_mut().step_by(2).for_each(|gain| *gain = -12.0);
        for target in [zigzag, [12.0; COUNT], [-12.0; COUNT]] {
            let solved = error(target, &solve(target));
            assert!(solved < 0.001, "{target:?}: {solved}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_curve_is_met(target in prop::array::uniform10(-12.0..=12.0)) {
            prop_assert!(error(target, &solve(target)) < 0.01);
        }
    }
}
