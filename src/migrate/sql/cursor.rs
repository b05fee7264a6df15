//! A walk over the tokens of one statement.

use super::{Name, Token, TokenKind};

/// Walks over the tokens of a statement.
pub(super) struct Cursor<'t, 'a> {
    pub(super) tokens: &'t [Token<'a>],
    pub(super) at: usize,
}

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|t| t.is(word));
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_all(&mut self, words: &[&str]) -> bool {
        let rest = &self.tokens[self.at..];
        let found =
            rest.len() >= words.len() && words.iter().zip(rest).all(|(word, token)| token.is(word));
        self.at += if found { words.len() } else { 0 };
        found
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.tokens[self.at..].iter().any(|t| t.is(word))
    }

    pub(super) fn has_in_order(&self, first: &str, second: &str) -> bool {
        self.tokens[self.at..]
            .windows(2)
            .any(|pair| pair[0].is(first) && pair[1].is(second))
    }

    /// Moves behind the next `word`.
    pub(super) fn find(&mut self, word: &str) -> Option<()> {
        self.at += self.tokens[self.at..].iter().position(|t| t.is(word))? + 1;
        Some(())
    }

    /// A name, with its schema where it has one that not every table is in.
    pub(super) fn name(&mut self) -> Option<Name> {
        let mut name = fold(
            self.next()
                .filter(|t| t.kind == TokenKind::Quoted || is_plain_name(t))?,
        );
        while self.eat(".") {
            let schema = std::mem::replace(&mut name, fold(self.next()?));
            if !matches!(schema.0.as_str(), "main" | "public") {
                name = Name(format!("{schema}.{name}"));
            }
        }
        Some(name)
    }

    pub(super) fn names(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        while let Some(name) = self.name() {
            names.push(name);
            self.eat("*");
            if !self.eat(",") {
                break;
            }
        }
        names
    }

    /// Where one of the words stands outside parentheses.
    pub(super) fn position_at_depth_0(&self, words: &[&str]) -> Option<usize> {
        let mut depth = 0_i32;
        for (i, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.text {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ if depth == 0 && words.iter().any(|word| token.is(word)) => return Some(i),
                _ => {}
            }
        }
        None
    }

    pub(super) fn rest_by_commas(&self) -> impl Iterator<Item = &'t [Token<'a>]> + use<'t, 'a> {
        let mut depth = 0_i32;
        self.tokens[self.at..].split(move |token| {
            depth += i32::from(token.text == "(") - i32::from(token.text == ")");
            depth == 0 && token.text == ","
        })
    }

    pub(super) fn text_from(&self, text: &'a str, token: &Token<'a>) -> &'a str {
        &text[token.at - self.tokens[0].at..]
    }

    /// The condition after `WHERE`. With a join (`FROM`, `USING`) the condition alone does not say which rows are meant;
    /// such a statement is taken to touch them all, which shows too much rather than too little.
    pub(super) fn condition(&self, text: &'a str) -> Option<&'a str> {
        if self.position_at_depth_0(&["from", "using"]).is_some() {
            return None;
        }
        let start = self.position_at_depth_0(&["where"])? + 1;
        let end = self
            .position_at_depth_0(&["returning", "order", "limit"])
            .map(|i| self.tokens[i].at);
        let start = self.tokens.get(start)?.at - self.tokens[0].at;
        let end = end.map_or(text.len(), |at| at - self.tokens[0].at);
        Some(text[start..end].trim_end())
    }
}

pub(super) fn is_plain_name(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word
        && token
            .text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
}

pub(super) fn fold(token: &Token<'_>) -> Name {
    if token.kind != TokenKind::Quoted {
        return Name(token.text.to_lowercase());
    }
    let mut inside = token.text.chars();
    inside.next();
    let inside = inside.as_str();
    // A quote that never ends is the database's to complain about.
    let inside = inside.strip_suffix(['"', '`', ']']).unwrap_or(inside);
    Name(inside.replace("\"\"", "\""))
}
