//! Rust as tokens: what a rule looks at, so that neither a comment nor a text can be taken for code.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{Source, texts_in};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// A word, a sign (`::` is one), a bracket or a literal as it is written.
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Token {
    /// The text between the quotes, when this is a text.
    pub(crate) fn quoted(&self) -> Option<&str> {
        let text = self.text.trim_start_matches(['b', 'c', 'r', '#']);
        let text = text.strip_prefix('"')?.trim_end_matches('#');
        text.strip_suffix('"')
    }
}

/// A file of code.
pub(crate) struct Code {
    pub(crate) source: Source,
    pub(crate) tokens: Vec<Token>,
    /// The tokens that are only there in tests.
    tests: Vec<Range<usize>>,
}

impl Code {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let stream: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{path} is not Rust: {error}"));
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let tests = test_modules(&tokens);
        Self {
            source: Source::new(path, text),
            tokens,
            tests,
        }
    }

    /// `src/bot/lanes.rs` → `["bot", "lanes"]`
    pub(crate) fn module(&self) -> Vec<&str> {
        let path = self.source.path.trim_start_matches("simulator/");
        let path = path.trim_start_matches("src/").trim_end_matches(".rs");
        path.split('/')
            .filter(|part| !matches!(*part, "mod" | "lib" | "main"))
            .collect()
    }

    /// The part of the program this belongs to: `bot`, `clock`, `main`.
    pub(crate) fn part(&self) -> &str {
        let path = self.source.path.trim_start_matches("src/");
        path.split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// Where these tokens follow each other.
    pub(crate) fn find<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.tokens.len()).filter(|at| self.reads(*at, words))
    }

    pub(crate) fn reads(&self, at: usize, words: &[&str]) -> bool {
        let here = self.tokens.iter().skip(at).map(|token| &token.text);
        here.take(words.len()).eq(words)
    }

    pub(crate) fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// The line on which the tests begin, or the end of the file.
    pub(crate) fn lines_before_tests(&self) -> usize {
        let first = self
            .tests
            .first()
            .map(|range| self.tokens[range.start].line);
        first.map_or(self.source.text.lines().count(), |line| line - 1)
    }

    pub(crate) fn at(&self, token: usize, what: impl std::fmt::Display) -> String {
        self.source.at(self.tokens[token].line, what)
    }
}

/// Every file of code below a folder.
pub(crate) fn code_in(folder: &str) -> impl Iterator<Item = &'static Code> {
    static CODE: LazyLock<Vec<Code>> = LazyLock::new(|| {
        texts_in("", ".rs")
            .map(|source| Code::new(&source.path, &source.text))
            .collect()
    });
    CODE.iter().filter(move |code| code.source.is_in(folder))
}

/// The files that a `mod` reaches from these roots, each with whether it is there only in tests.
pub(crate) fn reached<'a>(files: &'a [&'a Code], roots: &[&str]) -> HashMap<&'a str, bool> {
    let by_path: HashMap<&str, &Code> = files
        .iter()
        .map(|code| (code.source.path.as_str(), *code))
        .collect();
    let mut reached = HashMap::new();
    let mut open: Vec<(String, bool)> = roots
        .iter()
        .map(|root| ((*root).to_owned(), false))
        .collect();
    while let Some((path, is_test)) = open.pop() {
        let Some((path, code)) = by_path.get_key_value(path.as_str()) else {
            continue;
        };
        reached.insert(*path, is_test);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        // The root of a crate and a `mod.rs` have their modules beside them.
        let folder = if roots.contains(path) || name == "mod.rs" {
            folder.to_owned()
        } else {
            format!("{folder}/{}", name.trim_end_matches(".rs"))
        };
        for at in code.find(&["mod"]) {
            let [_, module, end, ..] = &code.tokens[at..] else {
                continue;
            };
            if end.text == ";" {
                let only_tests = is_test || at >= 7 && code.reads(at - 7, &CFG_TEST);
                for file in [
                    format!("{}.rs", module.text),
                    format!("{}/mod.rs", module.text),
                ] {
                    open.push((format!("{folder}/{file}"), only_tests));
                }
            }
        }
    }
    reached
}

const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

/// The `#[cfg(test)] mod tests { … }` of a file.
fn test_modules(tokens: &[Token]) -> Vec<Range<usize>> {
    let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut found = Vec::new();
    for at in 0..texts.len() {
        if texts[at..].starts_with(&CFG_TEST)
            && texts.get(at + 7) == Some(&"mod")
            && texts.get(at + 9) == Some(&"{")
        {
            found.push(at..closing(tokens, at + 9) + 1);
        }
    }
    found
}

/// Where the bracket that opens at `open` is closed.
pub(crate) fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len() - 1
}

fn flatten(stream: TokenStream, into: &mut Vec<Token>) {
    let mut after_colon = false;
    for tree in stream {
        let line = tree.span().start().line;
        let mut push = |text: String, line| into.push(Token { text, line });
        match tree {
            TokenTree::Group(group) => {
                if is_doc(&group) {
                    while into
                        .pop_if(|token| matches!(token.text.as_str(), "#" | "!"))
                        .is_some()
                    {}
                    continue;
                }
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                push(open.to_owned(), line);
                let end = group.span_close().start().line;
                flatten(group.stream(), into);
                into.push(Token {
                    text: close.to_owned(),
                    line: end,
                });
                after_colon = false;
            }
            TokenTree::Punct(sign) if sign.as_char() == ':' && after_colon => {
                into.last_mut().expect("a colon").text.push(':');
                after_colon = false;
            }
            TokenTree::Punct(sign) => {
                after_colon =
                    sign.as_char() == ':' && sign.spacing() == proc_macro2::Spacing::Joint;
                push(sign.as_char().to_string(), line);
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                after_colon = false;
                push(tree.to_string(), line);
            }
        }
    }
}

/// A comment for rustdoc, which the parser turns into an attribute.
fn is_doc(group: &proc_macro2::Group) -> bool {
    let mut inside = group.stream().into_iter().map(|tree| tree.to_string());
    group.delimiter() == Delimiter::Bracket
        && inside.next().as_deref() == Some("doc")
        && inside.next().as_deref() == Some("=")
}

#[test]
fn comments_are_no_code_and_tests_are_told_apart() {
    let code = Code::new(
        "src/x.rs",
        "//! crate::bot\n/// crate::cli\nfn f() { a::b(\"text\", r#\"raw\"#); } // x\n#[cfg(test)]\nmod tests { fn g() {} }",
    );
    let words: Vec<&str> = code.tokens.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(words[..9], ["fn", "f", "(", ")", "{", "a", "::", "b", "("]);
    let quoted: Vec<&str> = code.tokens.iter().filter_map(Token::quoted).collect();
    assert_eq!(quoted, ["text", "raw"]);
    assert_eq!(code.lines_before_tests(), 3);
    assert_eq!(
        code.find(&["fn"])
            .map(|at| code.is_test(at))
            .collect::<Vec<_>>(),
        [false, true]
    );
}
