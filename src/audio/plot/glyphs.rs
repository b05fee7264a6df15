//! The few letters the picture needs, as strokes of a pen: no font to carry along.
//!
//! To add one: a line in [`GLYPHS`]. A letter is 1 high and 0.6 wide; `M` moves the pen, `L` draws a line, `Q` a curve past
//! its first point to its second.

use tiny_skia::{Path, PathBuilder};

const GLYPHS: &[(char, &str)] = &[
    ('0', "M .3 0 Q .6 0 .6 .5 Q .6 1 .3 1 Q 0 1 0 .5 Q 0 0 .3 0"),
    ('1', "M .08 .2 L .36 0 L .36 1"),
    (
        '2',
        "M .02 .26 Q .02 0 .3 0 Q .58 0 .58 .27 Q .58 .45 .36 .65 L 0 1 L .6 1",
    ),
    (
        '3',
        "M .03 .2 Q .08 0 .3 0 Q .56 0 .56 .24 Q .56 .47 .24 .47 Q .6 .47 .6 .73 Q .6 1 .3 1 Q .05 1 0 .78",
    ),
    ('4', "M .45 1 L .45 0 L 0 .7 L .6 .7"),
    (
        '5',
        "M .54 0 L .1 0 L .05 .45 Q .15 .36 .3 .36 Q .6 .36 .6 .68 Q .6 1 .3 1 Q .05 1 0 .8",
    ),
    (
        '6',
        "M .52 .1 Q .44 0 .32 0 Q 0 0 0 .58 Q 0 1 .3 1 Q .6 1 .6 .69 Q .6 .4 .31 .4 Q .04 .4 0 .64",
    ),
    (
        '8',
        "M .3 .46 Q .05 .46 .05 .23 Q .05 0 .3 0 Q .55 0 .55 .23 Q .55 .46 .3 .46 Q 0 .46 0 .73 Q 0 1 .3 1 Q .6 1 .6 .73 Q .6 .46 .3 .46",
    ),
    ('k', "M .06 0 L .06 1 M .5 .36 L .06 .76 M .22 .62 L .54 1"),
    (
        'd',
        "M .54 0 L .54 1 M .54 .68 Q .54 .37 .28 .37 Q .03 .37 .03 .68 Q .03 1 .28 1 Q .54 1 .54 .68",
    ),
    (
        'B',
        "M .06 0 L .06 1 L .32 1 Q .6 1 .6 .73 Q .6 .47 .32 .47 L .06 .47 M .32 .47 Q .55 .47 .55 .23 Q .55 0 .32 0 L .06 0",
    ),
    ('+', "M .3 .26 L .3 .78 M .04 .52 L .56 .52"),
    ('−', "M .04 .52 L .56 .52"),
    (' ', ""),
];

/// From the beginning of a letter to that of the next.
const ADVANCE: f32 = 0.86;
const GAP: f32 = 0.26;

/// How wide words are, for letters of a height.
pub(super) fn width(words: &str, height: f32) -> f32 {
    words.chars().map(|_| height * ADVANCE).sum::<f32>() - height * GAP
}

/// The strokes of words whose first letter has its upper left corner here.
pub(super) fn path(words: &str, height: f32, mut x: f32, y: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    for letter in words.chars() {
        let strokes = GLYPHS.iter().find(|(known, _)| *known == letter)?.1;
        draw(&mut path, strokes, height, x, y);
        x += height * ADVANCE;
    }
    path.finish()
}

fn draw(path: &mut PathBuilder, strokes: &str, height: f32, x: f32, y: f32) {
    let mut words = strokes.split_whitespace();
    while let Some(command) = words.next() {
        let mut number = || -> f32 {
            let number = words.next().and_then(|word| word.parse().ok());
            number.expect("a test draws every letter")
        };
        let mut point = || (x + height * number(), y + height * number());
        match command {
            "M" => {
                let (x, y) = point();
                path.move_to(x, y);
            }
            "L" => {
                let (x, y) = point();
                path.line_to(x, y);
            }
            _ => {
                let ((past_x, past_y), (x, y)) = (point(), point());
                path.quad_to(past_x, past_y, x, y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_stays_in_its_room() {
        for (letter, _) in GLYPHS.iter().filter(|(letter, _)| *letter != ' ') {
            let path = path(&letter.to_string(), 1.0, 0.0, 0.0).unwrap();
            let room = path.bounds();
            let is_within = room.left() >= 0.0
                && room.right() <= 0.6
                && room.top() >= 0.0
                && room.bottom() <= 1.0;
            assert!(is_within, "{letter}: {room:?}");
        }
    }
}
