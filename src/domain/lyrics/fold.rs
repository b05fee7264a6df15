//! One spelling of what people spell in several ways, in any script.

use unicode_normalization::{
    UnicodeNormalization as _,
    char::{compose, is_combining_mark},
};

/// Small letters, without accents where a letter is the same without, without punctuation, words with one space between.
///
/// What has no letters at all is left as it is: there are songs called `÷` and `???`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut base = ' ';
    for c in text.to_lowercase().nfkd() {
        if is_combining_mark(c) {
            if is_part_of_the_letter(base, c) {
                folded.push(c);
            }
            continue;
        }
        base = c;
        match c {
            '\'' | '’' | '‘' | 'ʼ' | '`' | '′' | '"' | 'ʹ' | 'ـ' => {}
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ґ' => folded.push('г'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    let folded: String = folded.nfc().collect();
    let words: Vec<&str> = folded.split_whitespace().collect();
    if words.is_empty() {
        text.trim().to_lowercase()
    } else {
        words.join(" ")
    }
}

/// Whether a mark makes another letter of its base, as in й and ї, or is an accent that people leave out: é, ё, and the
/// stress in за́мок. In scripts whose vowels or voices are marks (か and が) they are letters.
fn is_part_of_the_letter(base: char, mark: char) -> bool {
    match mark {
        '\u{300}'..='\u{36f}' => {
            let is_cyrillic = ('\u{400}'..='\u{52f}').contains(&base);
            // No acute needs a word here: it composes with г and к alone, which makes the letters ѓ and ќ.
            let is_stress_or_yo = matches!((base, mark), (_, '\u{300}') | ('е', '\u{308}'));
            is_cyrillic && !is_stress_or_yo && compose(base, mark).is_some()
        }
        // Points of Hebrew and Arabic, which nobody types.
        '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(fold(text), expect, "{text:?}");
        assert_eq!(fold(expect), expect, "folding twice changes nothing");
    }

    #[test]
    fn accents_that_people_leave_out_go() {
        check("Beyoncé", "beyonce");
        check("Sigur Rós", "sigur ros");
        check("Mañana", "manana");
        check("Motörhead", "motorhead");
        check("MØ & Łona", "mo lona");
        check("Tarkan – Şımarık", "tarkan simarik");
        check("İstanbul", "istanbul");
        check("Straße", "strasse");
        check("Ágætis byrjun", "agaetis byrjun");
        check("Cœur de pirate", "coeur de pirate");
        check("Guðmundur Þór", "gudmundur thor");
        check("Đorđe", "dorde");
        check("Ёлка", "елка");
        check("за́мок", "замок");
    }

    #[test]
    fn letters_that_are_others_stay() {
        check("Мой", "мой");
        check("Її", "її");
        check("Ў", "ў");
        check("Ќе", "ќе");
        check("が", "が");
        check("नमस्ते", "नमस्ते");
        check("שָׁלוֹם", "שלום");
    }

    #[test]
    fn punctuation_and_width_make_no_difference() {
        check("Don’t Stop (Me) Now!", "dont stop me now");
        check("м'яч", "мяч");
        check("AC/DC", "ac dc");
        check("ＡＢＢＡ", "abba");
        check("  a\u{a0}\n b ", "a b");
        check("Οδυσσεύς", "οδυσσευσ");
    }

    #[test]
    fn what_has_no_letters_is_itself() {
        check("÷", "÷");
        check("???", "???");
        check("🎧", "🎧");
        check("", "");
    }
}
