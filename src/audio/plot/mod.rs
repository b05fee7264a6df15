//! The response of a chain as a picture: what really comes out, drawn to be read on a phone.

mod glyphs;

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, Transform,
};

use super::Chain;
use crate::domain::Bands;

const WIDTH: f32 = 960.0;
const HEIGHT: f32 = 600.0;

/// Where the curve is; around it there is room for the labels.
const LEFT: f32 = 120.0;
const RIGHT: f32 = WIDTH - 36.0;
const TOP: f32 = 36.0;
const BOTTOM: f32 = HEIGHT - 86.0;

/// From the lowest to the highest frequency that is shown, and as many dB up and down.
const HZ: (f64, f64) = (22.0, 22_500.0);
const DB: f64 = 15.0;

const PAPER: (u8, u8, u8) = (255, 255, 255);
const GRID: (u8, u8, u8) = (228, 232, 237);
const ZERO: (u8, u8, u8) = (150, 160, 172);
const TEXT: (u8, u8, u8) = (84, 96, 110);
const CURVE: (u8, u8, u8) = (31, 111, 224);

/// The height of a letter, and how thick its strokes are.
const LETTER: f32 = 27.0;
const PEN: f32 = 3.4;

/// A PNG of the filters' response; the preamplifier, which makes everything quieter alike, is left out.
pub fn plot(chain: &Chain) -> Vec<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole constants"
    )]
    let mut picture = Pixmap::new(WIDTH as u32, HEIGHT as u32).expect("it has a size");
    let (r, g, b) = PAPER;
    picture.fill(Color::from_rgba8(r, g, b, 255));
    grid(&mut picture);
    let points: Vec<(f32, f32)> = chain
        .curve()
        .filter(|(hz, _)| (HZ.0..=HZ.1).contains(hz))
        .map(|(hz, db)| (x(hz), y(db)))
        .collect();
    area(&mut picture, &points);
    line(&mut picture, &points, CURVE, 6.0);
    for hz in Bands::CENTRES {
        dot(&mut picture, x(hz), y(chain.response(hz)));
    }
    picture
        .encode_png()
        .expect("a picture in memory can be written")
}

fn grid(picture: &mut Pixmap) {
    for (hz, name) in Bands::CENTRES.iter().zip(Bands::NAMES) {
        line(picture, &[(x(*hz), TOP), (x(*hz), BOTTOM)], GRID, 2.0);
        let width = glyphs::width(name, LETTER);
        text(picture, name, x(*hz) - width / 2.0, BOTTOM + 24.0);
    }
    for (db, name) in [
        (12.0, "+12"),
        (6.0, "+6"),
        (0.0, "0 dB"),
        (-6.0, "−6"),
        (-12.0, "−12"),
    ] {
        let (colour, pen) = if name == "0 dB" {
            (ZERO, 2.5)
        } else {
            (GRID, 2.0)
        };
        line(picture, &[(LEFT, y(db)), (RIGHT, y(db))], colour, pen);
        let width = glyphs::width(name, LETTER);
        text(picture, name, LEFT - 20.0 - width, y(db) - LETTER / 2.0);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the picture")]
fn x(hz: f64) -> f32 {
    let share = (hz / HZ.0).log2() / (HZ.1 / HZ.0).log2();
    LEFT + (RIGHT - LEFT) * share as f32
}

#[expect(clippy::cast_possible_truncation, reason = "a place in the picture")]
fn y(db: f64) -> f32 {
    let share = (DB - db.clamp(-DB, DB)) / (2.0 * DB);
    TOP + (BOTTOM - TOP) * share as f32
}

fn paint((r, g, b): (u8, u8, u8), alpha: u8) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, alpha);
    paint
}

fn stroke(picture: &mut Pixmap, path: &Path, colour: (u8, u8, u8), width: f32) {
    let pen = Stroke {
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    picture.stroke_path(path, &paint(colour, 255), &pen, Transform::identity(), None);
}

fn line(picture: &mut Pixmap, points: &[(f32, f32)], colour: (u8, u8, u8), width: f32) {
    if let Some(path) = through(points).finish() {
        stroke(picture, &path, colour, width);
    }
}

fn through(points: &[(f32, f32)]) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    path
}

/// The room between the curve and the line at 0 dB, faintly.
fn area(picture: &mut Pixmap, points: &[(f32, f32)]) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    let mut path = through(points);
    path.line_to(last.0, y(0.0));
    path.line_to(first.0, y(0.0));
    path.close();
    // A flat curve lies on the line: there is no room between them.
    let is_room = |path: &Path| path.bounds().height() > 0.01;
    if let Some(path) = path.finish().filter(is_room) {
        let paint = paint(CURVE, 38);
        picture.fill_path(
            &path,
            &paint,
            FillRule::EvenOdd,
            Transform::identity(),
            None,
        );
    }
}

fn dot(picture: &mut Pixmap, x: f32, y: f32) {
    for (radius, colour) in [(9.0, CURVE), (4.5, PAPER)] {
        if let Some(path) = PathBuilder::from_circle(x, y, radius) {
            let paint = paint(colour, 255);
            picture.fill_path(
                &path,
                &paint,
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
    }
}

fn text(picture: &mut Pixmap, words: &str, x: f32, y: f32) {
    if let Some(path) = glyphs::path(words, LETTER, x, y) {
        stroke(picture, &path, TEXT, PEN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audio::chain,
        domain::{Equalizer, Listening, Preset},
    };

    fn picture(preset: Preset) -> Pixmap {
        let chain = chain(&Listening {
            equalizer: Equalizer::Preset(preset),
            ..Listening::default()
        });
        Pixmap::decode_png(&plot(&chain)).unwrap()
    }

    /// The row in which the curve crosses the middle of a band.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels"
    )]
    fn row_of_curve(picture: &Pixmap, hz: f64) -> f64 {
        let column = x(hz) as u32;
        let is_white_dot = |row: u32| {
            let pixel = picture.pixel(column, row).unwrap();
            let above = picture.pixel(column, row.saturating_sub(7)).unwrap();
            (pixel.red(), above.red()) == (PAPER.0, CURVE.0)
        };
        let rows: Vec<u32> = (TOP as u32..BOTTOM as u32)
            .filter(|row| is_white_dot(*row))
            .collect();
        f64::from(rows.iter().sum::<u32>()) / f64::from(u32::try_from(rows.len()).unwrap())
    }

    #[test]
    fn the_curve_is_where_the_sound_is() {
        for preset in [Preset::Flat, Preset::Treble, Preset::Rock] {
            let picture = picture(preset);
            for (hz, db) in Bands::CENTRES.iter().zip(preset.bands().db()) {
                let row = row_of_curve(&picture, *hz);
                assert!(
                    (row - f64::from(y(db))).abs() < 4.0,
                    "{preset:?} at {hz}: row {row}"
                );
            }
        }
    }

    #[test]
    fn it_is_small_enough_to_be_kept_beside_an_answer() {
        let chain = chain(&Listening::default());
        let bytes = plot(&chain).len();
        assert!(bytes < 64 * 1024, "{bytes} bytes");
    }
}
