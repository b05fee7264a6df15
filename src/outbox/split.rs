//! Cuts a long text into messages Telegram accepts. Pure.
//!
//! Telegram counts UTF-16 units of what is left after the markup is read. A cut falls at the end of a line where there
//! is one, never inside a tag or an entity; tags open at the cut are closed before it and opened again after it.

/// The most a message may hold, in UTF-16 units after the markup is read.
pub(super) const MAX_TEXT: usize = 4096;
/// The same for the words under a file.
const MAX_CAPTION: usize = 1024;

/// A caption that fits: a longer one ends with three dots, since a file has no second message to go on in.
pub(super) fn caption(html: &str) -> String {
    let mut pieces = split(html, MAX_CAPTION);
    if pieces.len() == 1 {
        return pieces.swap_remove(0);
    }
    split(html, MAX_CAPTION - 1).swap_remove(0) + "…"
}

/// The pieces of `html`, each at most `limit` long and valid by itself.
pub(super) fn split(html: &str, limit: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    for token in Tokens(html) {
        match token {
            Token::Open(tag) => {
                piece.text.push_str(tag);
                piece.open.push(tag);
            }
            Token::Close(tag) => {
                piece.text.push_str(tag);
                piece.open.pop();
            }
            Token::Char(text, units) => {
                while piece.units + units > limit {
                    let (full, rest) = piece.cut();
                    pieces.push(full);
                    piece = rest;
                }
                // No message begins with the space it was cut at; one of nothing else would be refused.
                if piece.units == 0 && text.chars().all(char::is_whitespace) {
                    continue;
                }
                piece.text.push_str(text);
                piece.units += units;
                if text == "\n" {
                    piece.line = Some(LineEnd {
                        at: piece.text.len(),
                        units: piece.units,
                        open: piece.open.clone(),
                    });
                }
            }
        }
    }
    if piece.units > 0 || pieces.is_empty() {
        pieces.push(piece.text);
    }
    pieces
}

/// The message being filled.
#[derive(Default)]
struct Piece<'a> {
    text: String,
    units: usize,
    open: Vec<&'a str>,
    line: Option<LineEnd<'a>>,
}

/// The end of the last whole line: where a cut hurts least.
struct LineEnd<'a> {
    at: usize,
    units: usize,
    open: Vec<&'a str>,
}

impl Piece<'_> {
    /// Ends this message and starts the next with what follows the cut.
    fn cut(self) -> (String, Self) {
        let line = self.line.unwrap_or(LineEnd {
            at: self.text.len(),
            units: self.units,
            open: self.open.clone(),
        });
        let mut full = self.text[..line.at].trim_end_matches('\n').to_owned();
        for tag in line.open.iter().rev() {
            full.push_str("</");
            full.push_str(name(tag));
            full.push('>');
        }
        let mut text: String = line.open.concat();
        text.push_str(&self.text[line.at..]);
        (
            full,
            Self {
                text,
                units: self.units - line.units,
                open: self.open,
                line: None,
            },
        )
    }
}

/// `code` of `<code class="language-sql">`.
fn name(tag: &str) -> &str {
    tag[1..].split([' ', '>']).next().unwrap_or_default()
}

enum Token<'a> {
    Open(&'a str),
    Close(&'a str),
    /// One character or one entity, and how many UTF-16 units it counts.
    Char(&'a str, usize),
}

/// Reads the HTML our own texts are made of: whole tags, whole entities, single characters.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let first = self.0.chars().next()?;
        let end = match first {
            '<' => self.0.find('>').map(|at| at + 1),
            '&' => self.0.find(';').map(|at| at + 1),
            _ => None,
        };
        let (token, rest) = self.0.split_at(end.unwrap_or(first.len_utf8()));
        self.0 = rest;
        Some(match (first, end) {
            ('<', Some(_)) if token.starts_with("</") => Token::Close(token),
            ('<', Some(_)) => Token::Open(token),
            ('&', Some(_)) => Token::Char(token, 1),
            _ => Token::Char(token, first.len_utf16()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(html: &str, limit: usize, expect: &[&str]) {
        assert_eq!(split(html, limit), expect);
    }

    #[test]
    fn a_short_text_stays_whole() {
        check(
            "<b>Hello</b> &amp; good day",
            100,
            &["<b>Hello</b> &amp; good day"],
        );
    }

    #[test]
    fn an_empty_text_is_one_piece() {
        check("", 10, &[""]);
    }

    #[test]
    fn cuts_at_the_end_of_a_line() {
        check("one\ntwo\nthree", 9, &["one\ntwo", "three"]);
    }

    #[test]
    fn cuts_a_line_that_is_too_long_by_itself() {
        check("abcdefgh", 3, &["abc", "def", "gh"]);
    }

    #[test]
    fn tags_are_closed_and_opened_again() {
        check("<b>one\ntwo</b>", 5, &["<b>one</b>", "<b>two</b>"]);
        check(
            "<pre><code class=\"language-sql\">aaa\nbbb</code></pre>",
            4,
            &[
                "<pre><code class=\"language-sql\">aaa</code></pre>",
                "<pre><code class=\"language-sql\">bbb</code></pre>",
            ],
        );
    }

    #[test]
    fn an_entity_counts_as_one_and_is_never_cut() {
        check("&lt;&lt;&lt;&lt;", 2, &["&lt;&lt;", "&lt;&lt;"]);
    }

    #[test]
    fn what_is_left_of_a_cut_line_is_cut_again() {
        check("a🎧\n a🎧", 3, &["a🎧", "a🎧"]);
        check("a🎧\nab🎧", 3, &["a🎧", "ab", "🎧"]);
    }

    #[test]
    fn emoji_count_two_units() {
        check("🎧🎧🎧", 4, &["🎧🎧", "🎧"]);
    }

    #[test]
    fn a_caption_that_is_too_long_ends_with_dots() {
        let fits = "é".repeat(1024);
        assert_eq!(caption(&fits), fits);
        let cut = caption(&format!("<b>{fits}🎧</b>"));
        assert_eq!(cut, format!("<b>{}</b>…", "é".repeat(1023)));
    }

    fn visible(html: &str) -> String {
        Tokens(html)
            .filter_map(|token| {
                if let Token::Char(text, _) = token {
                    Some(text)
                } else {
                    None
                }
            })
            .collect()
    }

    fn bare(html: &str) -> String {
        visible(html).split_whitespace().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_lost_and_nothing_is_too_long(parts in proptest::collection::vec("[a-zа-я🎧\n ]{0,12}", 0..20), limit in 2_usize..40) {
            let html: String = parts.iter().enumerate().map(|(i, part)| if i % 2 == 0 { format!("<i>{part}</i>") } else { part.clone() }).collect();
            let pieces = split(&html, limit);
            for piece in &pieces {
                prop_assert!(visible(piece).encode_utf16().count() <= limit);
                prop_assert!(pieces.len() == 1 || !visible(piece).is_empty());
                prop_assert_eq!(piece.matches("<i>").count(), piece.matches("</i>").count());
            }
            let joined: String = pieces.iter().map(|piece| bare(piece)).collect();
            prop_assert_eq!(joined, bare(&html));
        }
    }
}
