//! Reads what a database says of a constraint or an index. Both databases write these alike.

use super::{Constraint, Index, Rule, Text, text::folded};
use crate::{
    db::Dialect,
    migrate::sql::{Token, TokenKind, split},
};

/// A walk over the words of a definition.
pub(super) struct Words<'t, 'a> {
    pub(super) dialect: Dialect,
    pub(super) sql: &'a str,
    pub(super) tokens: &'t [Token<'a>],
    pub(super) at: usize,
}

impl<'t, 'a> Words<'t, 'a> {
    pub(super) fn peek(&self) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let rest = &self.tokens[self.at.min(self.tokens.len())..];
        let found = rest.len() >= words.len() && words.iter().zip(rest).all(|(w, t)| t.is(w));
        self.at += if found { words.len() } else { 0 };
        found
    }

    /// The next token, whatever it is.
    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// A name. A schema before it says nothing that the place does not.
    pub(super) fn name(&mut self) -> Option<String> {
        let mut name = folded(self.next()?);
        while self.eat(&["."]) {
            name = folded(self.next()?);
        }
        Some(name)
    }

    /// What stands between brackets, as text.
    pub(super) fn inside(&mut self) -> Option<Text> {
        let (from, to) = self.brackets()?;
        Some(self.text(from + 1, to))
    }

    fn brackets(&mut self) -> Option<(usize, usize)> {
        let from = self.at;
        if self.peek()?.text != "(" {
            return None;
        }
        let mut depth = 0_i32;
        while let Some(token) = self.next() {
            depth += match token.text {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            if depth == 0 {
                return Some((from, self.at - 1));
            }
        }
        None
    }

    pub(super) fn text(&self, from: usize, to: usize) -> Text {
        let text = match (self.tokens.get(from), self.tokens.get(to.wrapping_sub(1))) {
            (Some(first), Some(last)) if from < to => {
                &self.sql[first.at..last.at + last.text.len()]
            }
            _ => "",
        };
        Text::new(self.dialect, text)
    }

    /// Names between brackets; what else is said of a column of a key (its order) is not kept.
    fn columns(&mut self) -> Option<Vec<String>> {
        let (from, to) = self.brackets()?;
        let mut depth = 0_i32;
        let parts = self.tokens[from + 1..to].split(move |token| {
            depth += i32::from(token.text == "(") - i32::from(token.text == ")");
            depth == 0 && token.text == ","
        });
        Some(parts.filter_map(|part| part.first().map(folded)).collect())
    }

    pub(super) fn rest(&mut self) -> Text {
        let text = self.text(self.at, self.tokens.len());
        self.at = self.tokens.len();
        text
    }

    /// A rule and what it needs. Beside a column its own name stands for `(column)`.
    pub(super) fn rule(&mut self, beside: Option<&str>) -> Option<Rule> {
        let own = |words: &mut Self| match beside {
            Some(column) => Some(vec![column.to_owned()]),
            None => words.columns(),
        };
        if self.eat(&["primary", "key"]) {
            Some(Rule::PrimaryKey(own(self)?))
        } else if self.eat(&["unique"]) {
            Some(Rule::Unique(own(self)?))
        } else if self.eat(&["check"]) {
            Some(Rule::Check(self.inside()?))
        } else if beside.is_some() && self.eat(&["references"]) {
            let columns = own(self)?;
            self.reference(columns)
        } else if self.eat(&["foreign", "key"]) {
            let columns = self.columns()?;
            self.eat(&["references"]).then(|| self.reference(columns))?
        } else {
            None
        }
    }

    fn reference(&mut self, columns: Vec<String>) -> Option<Rule> {
        let table = self.name()?;
        let references = if self.peek().is_some_and(|t| t.text == "(") {
            self.columns()?
        } else {
            Vec::new()
        };
        let (mut delete, mut update, mut other) = (String::new(), String::new(), String::new());
        loop {
            if self.eat(&["on", "delete"]) {
                delete = self.action("ON DELETE");
            } else if self.eat(&["on", "update"]) {
                update = self.action("ON UPDATE");
            } else if self.eat(&["match", "simple"]) || self.eat(&["not", "deferrable"]) {
                self.eat(&["initially", "immediate"]);
            } else if self.eat(&["deferrable"]) {
                other.push_str(" DEFERRABLE");
                if self.eat(&["initially", "deferred"]) {
                    other.push_str(" INITIALLY DEFERRED");
                }
                self.eat(&["initially", "immediate"]);
            } else {
                break;
            }
        }
        let actions = format!("{delete}{update}{other}").trim().to_owned();
        Some(Rule::ForeignKey {
            columns,
            table,
            references,
            actions,
        })
    }

    fn action(&mut self, on: &str) -> String {
        const ACTIONS: [&[&str]; 4] = [
            &["cascade"],
            &["restrict"],
            &["set", "null"],
            &["set", "default"],
        ];
        let found = ACTIONS.iter().find(|words| self.eat(words));
        if found.is_none() {
            self.eat(&["no", "action"]);
        }
        found.map_or(String::new(), |words| {
            format!(" {on} {}", words.join(" ").to_uppercase())
        })
    }
}

/// A constraint by its definition: `FOREIGN KEY (a) REFERENCES b(c) ON DELETE CASCADE`.
pub(super) fn constraint(dialect: Dialect, name: Option<String>, definition: &str) -> Constraint {
    let statements = split(dialect, definition);
    let tokens = statements.first().map_or(&[][..], |s| &s.tokens);
    let mut words = Words {
        dialect,
        sql: definition,
        tokens,
        at: 0,
    };
    let rule = words.rule(None);
    let (rule, rest) = match rule {
        Some(rule) => (rule, words.rest()),
        None => (Rule::Other(Text::new(dialect, definition)), Text::default()),
    };
    Constraint {
        name,
        rule,
        rest,
        beside: None,
    }
}

/// An index by its statement.
pub(super) fn index(dialect: Dialect, sql: &str) -> Option<Index> {
    let statements = split(dialect, sql);
    let mut words = Words {
        dialect,
        sql,
        tokens: &statements.first()?.tokens,
        at: 0,
    };
    words.eat(&["create"]);
    let unique = words.eat(&["unique"]);
    words.eat(&["index"]);
    let name = words.name()?;
    words.eat(&["on"]);
    words.eat(&["only"]);
    words.name()?;
    let mut rest = String::new();
    if words.eat(&["using"]) && !words.eat(&["btree"]) {
        rest = format!("USING {}", words.next()?.text);
    }
    let on = words.inside()?;
    let from = words.at;
    let filter = words
        .tokens
        .iter()
        .skip(from)
        .position(|t| t.kind == TokenKind::Word && t.is("where"));
    let end = filter.map_or(words.tokens.len(), |at| from + at);
    let behind = words.text(from, end);
    rest = format!("{rest} {}", behind.as_str());
    let filter = filter.map(|_| words.text(end + 1, words.tokens.len()));
    Some(Index {
        name,
        unique,
        on,
        filter,
        rest: Text::new(dialect, rest.trim()),
    })
}
