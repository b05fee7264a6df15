//! A piece of SQL that is compared by its words, and names as they stand in it.

use crate::{
    db::Dialect,
    migrate::sql::{Token, TokenKind, split},
};

/// A piece of SQL. Two are equal when nothing but layout, comments, the case of words, quotes around plain names or brackets
/// around the whole tells them apart.
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: String,
    words: Vec<String>,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Text {
    pub fn new(dialect: Dialect, text: &str) -> Self {
        let words = tokens(dialect, text, |tokens| {
            without_brackets(tokens)
                .iter()
                .map(folded)
                .collect::<Vec<_>>()
        });
        let words = match dialect {
            Dialect::Sqlite => words,
            Dialect::Postgres => without_text_casts(words),
        };
        let whole = words.concat();
        let words = match whole.parse::<f64>() {
            Ok(number) => vec![number.to_string()],
            Err(_) => words,
        };
        Self {
            text: text.to_owned(),
            words,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The text on one line.
    pub fn line(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a name stands in it.
    pub fn mentions(&self, name: &str) -> bool {
        self.words.iter().any(|word| word == name)
    }

    /// Its words, if they are nothing but names with commas between.
    pub fn names(&self) -> Option<Vec<&str>> {
        let words = self.words.split(|word| word == ",");
        words
            .map(|part| match part {
                [name] => Some(name.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The same with a name in another's place.
    #[must_use]
    pub fn renamed(&self, dialect: Dialect, from: &str, to: &str) -> Self {
        let text = tokens(dialect, &self.text, |tokens| {
            let (mut out, mut at) = (String::new(), 0);
            for token in tokens {
                let is_name = matches!(token.kind, TokenKind::Word | TokenKind::Quoted);
                if is_name && folded(token) == from {
                    out.push_str(&self.text[at..token.at]);
                    out.push_str(&name(to));
                    at = token.at + token.text.len();
                }
            }
            out + &self.text[at..]
        });
        Self::new(dialect, &text)
    }
}

/// Reads a piece of SQL that may be no whole statement.
fn tokens<T>(dialect: Dialect, text: &str, read: impl FnOnce(&[Token<'_>]) -> T) -> T {
    let statements = split(dialect, text);
    let tokens: Vec<Token<'_>> = statements.into_iter().flat_map(|s| s.tokens).collect();
    read(&tokens)
}

/// A token as it is compared: words in lower case, names without quotes.
pub(super) fn folded(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::Word => token.text.to_lowercase(),
        TokenKind::Quoted => unquoted(token.text),
        TokenKind::Text | TokenKind::Symbol => token.text.to_owned(),
    }
}

fn unquoted(text: &str) -> String {
    let mut inside = text.chars();
    inside.next();
    inside.next_back();
    inside.as_str().replace("\"\"", "\"")
}

fn without_brackets<'t, 'a>(mut tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    while let [first, inside @ .., last] = tokens
        && first.text == "("
        && last.text == ")"
        && is_balanced(inside)
    {
        tokens = inside;
    }
    tokens
}

/// PostgreSQL tells a condition with casts to text between all that is text, and tells it differently once it was written that
/// way. They are left out, and the brackets they leave around single words.
fn without_text_casts(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest: Vec<&str> = words[at..].iter().take(6).map(String::as_str).collect();
        let cast = match rest[..] {
            [":", ":", "text", "[", "]", ..] => 5,
            [":", ":", "character", "varying", "[", "]", ..] => 6,
            [":", ":", "text", ..] => 3,
            [":", ":", "character", "varying", ..] => 4,
            _ => 0,
        };
        at += cast;
        if cast == 0 {
            kept.push(words[at].clone());
            at += 1;
        }
        // `( word )`, where it is not what a function is given.
        while let [.., open, _, close] = &kept[..]
            && open == "("
            && close == ")"
        {
            let before = kept.len().checked_sub(4).map(|i| kept[i].as_str());
            let opens = [
                "(", "[", ",", "=", "<", ">", "+", "-", "*", "/", "|", "and", "or", "not",
            ];
            if before.is_some_and(|word| !opens.contains(&word)) {
                break;
            }
            kept.pop();
            let word = kept.pop().unwrap_or_default();
            kept.pop();
            kept.push(word);
        }
        collapse_double_brackets(&mut kept);
    }
    kept
}

/// `( ( a = b ) )` at the end becomes `( a = b )`.
fn collapse_double_brackets(words: &mut Vec<String>) {
    if !words.ends_with(&[")".to_owned(), ")".to_owned()]) {
        return;
    }
    let mut opened = Vec::new();
    let mut last_two = (0, 0);
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" => opened.push(at),
            ")" => last_two = (opened.pop().unwrap_or(at), last_two.0),
            _ => {}
        }
    }
    let (outer, inner) = last_two;
    if inner == outer + 1 {
        words.remove(inner);
        words.pop();
    }
}

/// Whether every bracket in it closes in it.
fn is_balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_i32;
    tokens.iter().all(|token| {
        depth += match token.text {
            "(" => 1,
            ")" => -1,
            _ => 0,
        };
        depth >= 0
    })
}

/// A name as it stands in a statement: in quotes where it has to be.
pub fn name(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain && !RESERVED.contains(&name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// Names joined by commas.
pub(super) fn names(list: &[String]) -> String {
    list.iter().map(|n| name(n)).collect::<Vec<_>>().join(", ")
}

/// What means something else without quotes in one of the databases.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "autoincrement",
    "between", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "commit", "concurrently", "constraint",
    "create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "delete", "desc", "distinct", "do", "drop", "else", "end", "escape", "except", "exists",
    "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "index", "initially", "inner",
    "insert", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "natural", "not", "nothing", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps",
    "placing", "primary", "references", "returning", "right", "select", "session_user", "set", "similar", "some", "symmetric",
    "system_user", "table", "tablesample", "then", "to", "trailing", "transaction", "true", "union", "unique", "update", "user", "using",
    "values", "variadic", "verbose", "when", "where", "window", "with",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        let text = |text| Text::new(Dialect::Sqlite, text);
        assert_eq!(text(one) == text(other), same, "{one} | {other}");
    }

    #[test]
    fn only_meaning_tells_texts_apart() {
        check("speed >= 0.5", "( \"speed\">=0.5 ) -- slow", true);
        check("(a) = (b)", "a = b", false);
        check("((a = b))", "a = b", true);
        check("a IN ('X')", "A in ('x')", false);
        check("1.0", "1", true);
        check("DEFAULT", "default", true);
        check("", " ", true);
    }
    #[test]
    fn what_postgres_adds_does_not_count() {
        let text = |text| Text::new(Dialect::Postgres, text);
        let one = "((language)::text = ANY ((ARRAY['ru'::character varying, 'en'::character varying])::text[]))";
        let other = "((language)::text = ANY (ARRAY[('ru'::character varying)::text, ('en'::character varying)::text]))";
        assert_eq!(text(one), text(other));
        let other = one.replace("'en'", "'uk'");
        assert_ne!(text(one), text(&other));
        assert_ne!(text("lower(a) = 'x'"), text("lower = 'x'"));
        assert_eq!(
            text("(a > 1) AND ((b)::text <> ''::text)"),
            text("(a > 1) AND (b <> '')")
        );
    }
    #[test]
    fn names_are_quoted_where_they_must_be() {
        for (given, expect) in [
            ("position", "position"),
            ("user", "\"user\""),
            ("Mood", "\"Mood\""),
            ("a\"b", "\"a\"\"b\""),
        ] {
            assert_eq!(name(given), expect);
        }
    }
    #[test]
    fn a_name_changes_and_strings_stay() {
        let text = Text::new(Dialect::Sqlite, "mood <> 'mood' AND length(\"mood\") > 1");
        assert_eq!(
            text.renamed(Dialect::Sqlite, "mood", "order").as_str(),
            "\"order\" <> 'mood' AND length(\"order\") > 1"
        );
    }
    #[test]
    fn plain_names_are_told_from_expressions() {
        let names = |text| {
            let text = Text::new(Dialect::Sqlite, text);
            text.names().map(|names| names.join(" "))
        };
        assert_eq!(names("a, \"b\"").as_deref(), Some("a b"));
        assert_eq!(names("lower(a), b"), None);
        assert_eq!(names("a DESC"), None);
    }
}
