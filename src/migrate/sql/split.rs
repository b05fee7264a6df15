//! Splits a script into statements and those into tokens.

use crate::db::Dialect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword, an unquoted name or a number.
    Word,
    /// A quoted name: `"x"`, and on SQLite also `` `x` `` and `[x]`.
    Quoted,
    /// A string, also a dollar-quoted one.
    Text,
    /// One character of punctuation.
    Symbol,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    /// Byte offset in the whole script.
    pub at: usize,
}

impl Token<'_> {
    pub fn is(&self, word: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Symbol)
            && self.text.eq_ignore_ascii_case(word)
    }
}

/// One statement, without its semicolon and without the comments around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'a> {
    pub text: &'a str,
    /// The line of its first word, counted from 1.
    pub line: usize,
    pub tokens: Vec<Token<'a>>,
}

/// Splits a script as the database would.
pub fn split(dialect: Dialect, sql: &str) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut depth = 0_usize; // of BEGIN … END and CASE … END inside a body that may hold semicolons
    let mut rest = Lexer {
        dialect,
        sql,
        at: 0,
    };
    while let Some(token) = rest.next_token() {
        if token.is(";") && depth == 0 {
            finish(sql, &mut tokens, &mut statements);
            continue;
        }
        if has_body(dialect, &tokens) {
            let opens = token.is("begin") || (depth > 0 && token.is("case"));
            if opens {
                depth += 1;
            } else if token.is("end") {
                depth = depth.saturating_sub(1);
            }
        }
        tokens.push(token);
    }
    finish(sql, &mut tokens, &mut statements);
    statements
}

fn finish<'a>(sql: &'a str, tokens: &mut Vec<Token<'a>>, statements: &mut Vec<Statement<'a>>) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return;
    };
    let text = &sql[first.at..last.at + last.text.len()];
    let line = 1 + sql[..first.at].matches('\n').count();
    statements.push(Statement {
        text,
        line,
        tokens: std::mem::take(tokens),
    });
}

/// Whether the statement that begins like this may have a body in BEGIN … END.
fn has_body(dialect: Dialect, tokens: &[Token<'_>]) -> bool {
    if !tokens.first().is_some_and(|t| t.is("create")) {
        return false;
    }
    let skipped = ["create", "or", "replace", "temp", "temporary"];
    let what = tokens
        .iter()
        .find(|t| !skipped.iter().any(|word| t.is(word)));
    let Some(what) = what else { return false };
    match dialect {
        Dialect::Sqlite => what.is("trigger"),
        Dialect::Postgres => what.is("function") || what.is("procedure"),
    }
}

struct Lexer<'a> {
    dialect: Dialect,
    sql: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn next_token(&mut self) -> Option<Token<'a>> {
        self.skip_blanks_and_comments();
        let rest = &self.sql[self.at..];
        let first = rest.chars().next()?;
        let (kind, len) = match first {
            '\'' => (TokenKind::Text, quoted(rest, '\'', false)),
            'e' | 'E' if self.dialect == Dialect::Postgres && rest[1..].starts_with('\'') => {
                (TokenKind::Text, 1 + quoted(&rest[1..], '\'', true))
            }
            '"' => (TokenKind::Quoted, quoted(rest, '"', false)),
            '`' if self.dialect == Dialect::Sqlite => (TokenKind::Quoted, quoted(rest, '`', false)),
            '[' if self.dialect == Dialect::Sqlite => (
                TokenKind::Quoted,
                rest.find(']').map_or(rest.len(), |i| i + 1),
            ),
            '$' if self.dialect == Dialect::Postgres => match dollar_quoted(rest) {
                Some(len) => (TokenKind::Text, len),
                None => (TokenKind::Symbol, 1),
            },
            c if is_word(c) => (
                TokenKind::Word,
                rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            ),
            c => (TokenKind::Symbol, c.len_utf8()),
        };
        let token = Token {
            kind,
            text: &rest[..len],
            at: self.at,
        };
        self.at += len;
        Some(token)
    }

    fn skip_blanks_and_comments(&mut self) {
        loop {
            let rest = &self.sql[self.at..];
            let blank = rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
                    .len();
            let rest = &rest[blank..];
            self.at += blank;
            if rest.starts_with("--") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += block_comment(rest, self.dialect == Dialect::Postgres);
            } else {
                return;
            }
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of a quoted piece whose quote is doubled to be part of it.
fn quoted(text: &str, quote: char, backslashes: bool) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        if backslashes && c == '\\' {
            chars.next();
        } else if c == quote {
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return i + quote.len_utf8();
            }
        }
    }
    text.len()
}

/// The length of `$tag$ … $tag$`; `None` where the dollar starts something else (a parameter).
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag_end = text[1..].find('$')? + 2;
    let tag = &text[..tag_end];
    let name = &tag[1..tag_end - 1];
    let is_tag = name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_tag.then(|| {
        text[tag_end..]
            .find(tag)
            .map_or(text.len(), |i| tag_end + i + tag.len())
    })
}

/// The length of a `/* … */` comment; PostgreSQL's nest, SQLite's do not.
fn block_comment(text: &str, nests: bool) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("*/") {
            at += 2;
            depth -= 1;
            if depth == 0 {
                return at;
            }
        } else if rest.starts_with("/*") && (nests || depth == 0) {
            depth += 1;
            at += 2;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dialect::{Postgres, Sqlite};

    #[track_caller]
    fn check(dialect: Dialect, sql: &str, expect: &[(usize, &str)]) {
        let got: Vec<_> = split(dialect, sql)
            .into_iter()
            .map(|s| (s.line, s.text))
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn nothing_in_nothing() {
        check(Sqlite, "", &[]);
        check(Postgres, " ;; -- only words\n/* and */", &[]);
    }
    #[test]
    fn a_semicolon_ends_a_statement() {
        check(
            Sqlite,
            "SELECT 1;\n\nSELECT 2",
            &[(1, "SELECT 1"), (3, "SELECT 2")],
        );
    }
    #[test]
    fn strings_may_hold_semicolons_and_quotes() {
        check(
            Sqlite,
            "SELECT 'a;''b;';SELECT 2",
            &[(1, "SELECT 'a;''b;'"), (1, "SELECT 2")],
        );
    }
    #[test]
    fn names_may_hold_semicolons() {
        check(
            Sqlite,
            "SELECT \"a;b\", `c;d`, [e;f];",
            &[(1, "SELECT \"a;b\", `c;d`, [e;f]")],
        );
        check(
            Postgres,
            "SELECT a[1];SELECT 2",
            &[(1, "SELECT a[1]"), (1, "SELECT 2")],
        );
        let count = |sql| split(Sqlite, sql)[0].tokens.len();
        assert_eq!(count("SELECT [e;f], `c`, \"a\""), 6);
    }
    #[test]
    fn what_quotes_in_one_database_is_a_sign_in_the_other() {
        check(Postgres, "SELECT `a;b`", &[(1, "SELECT `a"), (1, "b`")]);
        check(Postgres, "SELECT [a;b]", &[(1, "SELECT [a"), (1, "b]")]);
        check(Sqlite, "SELECT $a$;b$a$", &[(1, "SELECT $a$"), (1, "b$a$")]);
    }
    #[test]
    fn comments_may_hold_anything() {
        check(
            Sqlite,
            "-- it's; fine\nSELECT 1 /* ; ' */;",
            &[(2, "SELECT 1")],
        );
        check(Postgres, "/* a /* ; */ ; */ SELECT 1;", &[(1, "SELECT 1")]);
        check(Sqlite, "/* a /* b */ SELECT 1;", &[(1, "SELECT 1")]);
    }
    #[test]
    fn dollar_quotes_hold_function_bodies() {
        let body =
            "CREATE FUNCTION f() RETURNS int AS $x$ BEGIN; RETURN 1; END $x$ LANGUAGE plpgsql";
        check(
            Postgres,
            &format!("{body};SELECT $1;"),
            &[(1, body), (1, "SELECT $1")],
        );
    }
    #[test]
    fn dollar_quotes_end_at_their_own_tag() {
        for text in ["$$;$$", "$a_1$ ; $$ ; $b$ ; $a_1$"] {
            let statement = format!("DO {text}");
            check(
                Postgres,
                &format!("{statement};SELECT 2"),
                &[(1, &statement), (1, "SELECT 2")],
            );
        }
        // A tag has no blanks, and begins with no digit.
        for text in ["SELECT $1 + $2", "SELECT $1$", "SELECT $-$"] {
            check(Postgres, &format!("{text};{text}"), &[(1, text), (1, text)]);
        }
    }
    #[test]
    fn backslashes_escape_only_where_asked() {
        check(
            Postgres,
            r"SELECT E'a\';b';SELECT 2",
            &[(1, r"SELECT E'a\';b'"), (1, "SELECT 2")],
        );
        check(
            Sqlite,
            r"SELECT 'a\';SELECT 2",
            &[(1, r"SELECT 'a\'"), (1, "SELECT 2")],
        );
    }
    #[test]
    fn a_trigger_is_one_statement() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN 1 THEN 2 END; DELETE FROM b; END";
        check(
            Sqlite,
            &format!("{trigger}; SELECT 1"),
            &[(1, trigger), (1, "SELECT 1")],
        );
    }
    #[test]
    fn a_function_with_an_atomic_body_is_one_statement() {
        let function =
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";
        check(
            Postgres,
            &format!("{function};SELECT 1"),
            &[(1, function), (1, "SELECT 1")],
        );
    }
    #[test]
    fn an_unfinished_string_does_not_hang() {
        check(Sqlite, "SELECT 'abc;", &[(1, "SELECT 'abc;")]);
        check(Postgres, "SELECT $a$ x", &[(1, "SELECT $a$ x")]);
        check(Postgres, "/* never ends ;", &[]);
    }
    #[test]
    fn line_ends_and_byte_order_marks_do_not_matter() {
        check(
            Sqlite,
            "\u{feff}SELECT 1;\r\nSELECT 2;\r\n",
            &[(1, "SELECT 1"), (2, "SELECT 2")],
        );
    }
    #[test]
    fn essence_ignores_what_a_database_ignores() {
        use crate::migrate::sql::essence;
        assert_eq!(
            essence(Sqlite, "SELECT 1; -- why\r\n"),
            essence(Sqlite, "-- x\nSELECT   1")
        );
        assert_ne!(
            essence(Sqlite, "SELECT ' 1'"),
            essence(Sqlite, "SELECT '1'")
        );
    }
}
