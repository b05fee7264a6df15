//! `parse_mode=HTML`: mark-up to entities, with Telegram's refusals and their byte offsets.

mod entity;
mod reference;

use self::entity::Open;
use super::Formatted;

const TAGS: [&str; 16] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
];

pub fn parse(html: &str) -> Result<Formatted, String> {
    Parser {
        input: html.as_bytes(),
        at: 0,
        out: Formatted::default(),
        offset: 0,
        open: Vec::new(),
    }
    .run()
}

struct Parser<'a> {
    input: &'a [u8],
    at: usize,
    out: Formatted,
    offset: usize,
    open: Vec<Open>,
}

impl Parser<'_> {
    fn run(mut self) -> Result<Formatted, String> {
        while self.at < self.input.len() {
            match self.peek() {
                b'<' if self.input.get(self.at + 1) == Some(&b'/') => self.end_tag()?,
                b'<' => self.start_tag()?,
                _ => {
                    let c = self.next_char();
                    self.offset += c.len_utf16();
                    self.out.text.push(c);
                }
            }
        }
        if let Some(open) = self.open.last() {
            return Err(format!(
                "Can't find end tag corresponding to start tag \"{}\"",
                open.tag
            ));
        }
        entity::join_code(&mut self.out.entities);
        super::sort(&mut self.out.entities);
        Ok(self.out)
    }

    /// The byte here, 0 behind the end.
    fn peek(&self) -> u8 {
        self.input.get(self.at).copied().unwrap_or(0)
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    fn skip_until(&mut self, stop: impl Fn(u8) -> bool) {
        while self.at < self.input.len() && !stop(self.peek()) {
            self.at += 1;
        }
    }

    fn since(&self, start: usize) -> String {
        String::from_utf8_lossy(&self.input[start..self.at]).to_ascii_lowercase()
    }

    /// One character, or the one that an entity such as `&lt;` stands for.
    fn next_char(&mut self) -> char {
        let rest = &self.input[self.at..];
        if let Some((c, length)) = (rest[0] == b'&').then(|| reference::read(rest)).flatten() {
            self.at += length;
            return c;
        }
        let text = std::str::from_utf8(&rest[..rest.len().min(4)]);
        let text = text.or_else(|cut| std::str::from_utf8(&rest[..cut.valid_up_to()]));
        let c = text
            .ok()
            .and_then(|text| text.chars().next())
            .unwrap_or(char::REPLACEMENT_CHARACTER);
        self.at += c.len_utf8();
        c
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        self.skip_until(|c| c.is_ascii_whitespace() || c == b'>');
        if self.at >= self.input.len() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        let tag = self.since(begin + 1);
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        let mut argument = String::new();
        loop {
            self.skip_spaces();
            match self.peek() {
                b'>' => break,
                0 => {
                    return Err(format!(
                        "Unclosed start tag \"{tag}\" at byte offset {begin}"
                    ));
                }
                _ => {}
            }
            let (name, value) = self.attribute(&tag, begin)?;
            let kept = match (tag.as_str(), name.as_str()) {
                ("a", "href") | ("tg-emoji", "emoji-id") => value.as_str(),
                ("code", "class") => value.strip_prefix("language-").unwrap_or_default(),
                ("span", "class") => value.strip_prefix("tg-").unwrap_or_default(),
                ("blockquote", "expandable") => "expandable",
                _ => continue,
            };
            kept.clone_into(&mut argument);
        }
        self.at += 1;
        if tag == "span" && argument != "spoiler" {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(Open {
            tag,
            argument,
            offset: self.offset,
            text_start: self.out.text.len(),
        });
        Ok(())
    }

    fn attribute(&mut self, tag: &str, begin: usize) -> Result<(String, String), String> {
        let start = self.at;
        self.skip_until(|c| c.is_ascii_whitespace() || c == b'=' || c == b'>');
        let name = self.since(start);
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.skip_spaces();
        if self.peek() != b'=' {
            if (tag, name.as_str()) == ("blockquote", "expandable") {
                return Ok((name, String::new()));
            }
            let place = format!("of an attribute of the tag \"{tag}\" at byte offset {begin}");
            return Err(format!("Expected equal sign in declaration {place}"));
        }
        self.at += 1;
        self.skip_spaces();
        let quote = self.peek();
        let mut value = String::new();
        if quote == b'"' || quote == b'\'' {
            self.at += 1;
            while self.at < self.input.len() && self.peek() != quote {
                value.push(self.next_char());
            }
            self.at += 1;
        } else {
            let start = self.at;
            self.skip_until(|c| !(c.is_ascii_alphanumeric() || c == b'.' || c == b'-'));
            value = self.since(start);
            if !(self.peek().is_ascii_whitespace() || self.peek() == b'>') {
                return Err(format!(
                    "Unexpected end of name token at byte offset {start}"
                ));
            }
        }
        if self.at >= self.input.len() {
            return Err(format!(
                "Unclosed start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        Ok((name, value))
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        self.skip_until(|c| c.is_ascii_whitespace() || c == b'>');
        let found = self.since(begin + 2);
        self.skip_spaces();
        if self.peek() != b'>' {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !found.is_empty() && found != open.tag {
            let (expected, at) = (&open.tag, begin);
            return Err(format!(
                "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{found}>\""
            ));
        }
        let entity = entity::of(open, self.offset, &self.out)?;
        self.out.entities.extend(entity);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Entity;

    /// `kind@offset+length`, with the argument in brackets.
    fn shown(entity: &Entity) -> String {
        let argument = [&entity.url, &entity.language, &entity.custom_emoji_id]
            .into_iter()
            .flatten()
            .next();
        let user = entity.user.as_ref().map(|user| user.id.to_string());
        let argument = argument
            .cloned()
            .or(user)
            .map(|a| format!("({a})"))
            .unwrap_or_default();
        format!(
            "{}@{}+{}{argument}",
            entity.kind, entity.offset, entity.length
        )
    }

    #[track_caller]
    fn check(html: &str, text: &str, entities: &str) {
        let parsed = parse(html).unwrap();
        let found: Vec<_> = parsed.entities.iter().map(shown).collect();
        assert_eq!(
            (parsed.text.as_str(), found.join(" ").as_str()),
            (text, entities),
            "{html}"
        );
    }

    #[track_caller]
    fn refuse(html: &str, reason: &str) {
        assert_eq!(parse(html), Err(reason.to_owned()), "{html}");
    }

    #[test]
    fn every_tag_has_its_entity() {
        check("<b>a</b><strong>b</strong>", "ab", "bold@0+1 bold@1+1");
        check("<i>a</i><em>b</em>", "ab", "italic@0+1 italic@1+1");
        check("<u>a</u><ins>b</ins>", "ab", "underline@0+1 underline@1+1");
        check(
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            "strikethrough@0+1 strikethrough@1+1 strikethrough@2+1",
        );
        check(
            "<span class=\"tg-spoiler\">a</span><tg-spoiler>b</tg-spoiler>",
            "ab",
            "spoiler@0+1 spoiler@1+1",
        );
        check("<code>a</code> <pre>b</pre>", "a b", "code@0+1 pre@2+1");
        check(
            "<pre><code class=\"language-rust\">b</code></pre>",
            "b",
            "pre@0+1(rust)",
        );
        check("<blockquote>a</blockquote>", "a", "blockquote@0+1");
        check(
            "<blockquote expandable>a</blockquote>",
            "a",
            "expandable_blockquote@0+1",
        );
        check(
            "<tg-emoji emoji-id=\"5368\">👍</tg-emoji>",
            "👍",
            "custom_emoji@0+2(5368)",
        );
        check(
            "<a href=\"https://a.example/?x=1&amp;y=2\">l</a>",
            "l",
            "text_link@0+1(https://a.example/?x=1&y=2)",
        );
        check(
            "<a href='tg://user?id=7'>Ann</a>",
            "Ann",
            "text_mention@0+3(7)",
        );
    }

    #[test]
    fn nesting_offsets_and_references() {
        check("😀 <b>x <i>y</i></b>", "😀 x y", "bold@3+3 italic@5+1");
        check(
            "&lt;b&gt; &amp; &quot;&#65;&#x1F600;&nbsp;",
            "<b> & \"A😀&nbsp;",
            "",
        );
        check("<B>a</>", "a", "bold@0+1");
        check("<b></b>x", "x", "");
        check("<code><b>x</b></code>", "x", "code@0+1");
        check("<pre><code>x</code></pre>", "x", "pre@0+1");
        check("&ltfoo &ampamp;", "&ltfoo &ampamp;", "");
        check("<a href=\"not a link\">x</a>", "x", "");
    }

    #[test]
    fn refusals_name_the_byte() {
        refuse("a <c>x</c>", "Unsupported start tag \"c\" at byte offset 2");
        refuse(
            "ж<b>x",
            "Can't find end tag corresponding to start tag \"b\"",
        );
        refuse("x</b>", "Unexpected end tag at byte offset 1");
        refuse(
            "<b>x</i>",
            "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
        );
        refuse("a < b", "Unsupported start tag \"\" at byte offset 2");
        refuse("a <b", "Unclosed start tag at byte offset 2");
        refuse("<b>a</b", "Unclosed end tag at byte offset 4");
        refuse(
            "<span class=\"x\">a</span>",
            "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        );
        refuse(
            "<a href>x</a>",
            "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0",
        );
        refuse(
            "<a href=\"x>y</a>",
            "Unclosed start tag \"a\" at byte offset 0",
        );
        refuse(
            "<a href=x/y>z</a>",
            "Unexpected end of name token at byte offset 8",
        );
    }
}
