//! What Telegram does to every text before it counts and stores it.

use super::{Formatted, sort};
use crate::model::Entity;

/// Replaces control characters, trims white space at both ends and moves the entities accordingly.
pub(crate) fn clean(input: Formatted) -> Formatted {
    let mut text = String::with_capacity(input.text.len());
    let mut units = Vec::new(); // For each kept UTF-16 unit: its offset in the input.
    let mut at = 0;
    for c in input.text.chars() {
        let kept = match c {
            '\r' | '\u{2028}'..='\u{202e}' => None,
            '\n' => Some('\n'),
            c if (c as u32) < 0x20 => Some(' '),
            c => Some(c),
        };
        if let Some(kept) = kept {
            text.push(kept);
            units.extend((0..c.len_utf16()).map(|unit| at + unit));
        }
        at += c.len_utf16();
    }
    let lead: usize = text
        .chars()
        .take_while(|c| c.is_whitespace())
        .map(char::len_utf16)
        .sum();
    let trimmed = text.trim();
    let length = super::utf16_len(trimmed);
    let units = units
        .get(lead..(lead + length).max(lead))
        .unwrap_or_default();
    let mut entities: Vec<Entity> = input
        .entities
        .into_iter()
        .filter_map(|entity| within(entity, units))
        .collect();
    sort(&mut entities);
    Formatted {
        text: trimmed.to_owned(),
        entities,
    }
}

/// The entity's place among the kept units, or nothing if none of it was kept.
fn within(entity: Entity, units: &[usize]) -> Option<Entity> {
    let start = units.partition_point(|unit| *unit < entity.offset);
    let end = units.partition_point(|unit| *unit < entity.offset + entity.length);
    (end > start).then(|| Entity {
        offset: start,
        length: end - start,
        ..entity
    })
}

/// Nothing in it that could be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold(offset: usize, length: usize) -> Entity {
        Entity {
            kind: "bold".into(),
            offset,
            length,
            ..Entity::default()
        }
    }

    #[track_caller]
    fn check(text: &str, entity: Entity, expected: &str, place: Option<(usize, usize)>) {
        let cleaned = clean(Formatted {
            text: text.into(),
            entities: vec![entity],
        });
        let places: Vec<_> = cleaned
            .entities
            .iter()
            .map(|e| (e.offset, e.length))
            .collect();
        assert_eq!(
            (cleaned.text.as_str(), places),
            (expected, place.into_iter().collect())
        );
    }

    #[test]
    fn white_space_at_the_ends_goes_and_entities_follow() {
        check("  hello ", bold(2, 5), "hello", Some((0, 5)));
        check("  hello ", bold(0, 8), "hello", Some((0, 5)));
        check("  hello", bold(0, 2), "hello", None);
        check("a\r\nb", bold(3, 1), "a\nb", Some((2, 1)));
        check("a\u{202e}\tb", bold(0, 4), "a b", Some((0, 3)));
        check(" 😀x", bold(1, 2), "😀x", Some((0, 2)));
    }

    #[test]
    fn zero_width_text_is_blank() {
        assert!(is_blank(" \u{200b}\u{feff}\n"));
        assert!(!is_blank("\u{200b}a"));
    }
}
