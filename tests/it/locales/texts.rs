//! The texts of `locales/`, taken apart: for each key its arguments, its plural choices and everything it can read.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

use crate::tidy::{Source, texts_in};

/// One text in one language.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) language: String,
    pub(super) key: String,
    /// Where it begins.
    pub(super) place: String,
    pub(super) arguments: BTreeSet<String>,
    /// The arguments that choose a form by number, each with the forms there are.
    pub(super) plurals: BTreeMap<String, BTreeSet<String>>,
    /// What it reads in each of its forms, with `x` for arguments.
    pub(super) forms: Vec<String>,
}

/// Every text of every language.
pub(super) fn all() -> Vec<Text> {
    texts_in("locales/", ".ftl").flat_map(read).collect()
}

/// The texts of one file.
pub(super) fn read(source: &Source) -> Vec<Text> {
    let language = source.path.split('/').nth(1).unwrap_or_default();
    let resource = parser::parse(source.text.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{} is not Fluent: {errors:?}", source.path));
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name.to_owned(), message.value?)),
        _ => None,
    });
    messages
        .map(|(key, pattern)| {
            let start = format!("{key} =");
            let line = source.lines().find(|(_, line)| line.starts_with(&start));
            let mut text = Text {
                language: language.to_owned(),
                place: source.at(line.map_or(1, |(at, _)| at), &key),
                key,
                arguments: BTreeSet::new(),
                plurals: BTreeMap::new(),
                forms: Vec::new(),
            };
            text.forms = text.forms_of(&pattern);
            text
        })
        .collect()
}

impl Text {
    pub(super) fn at(&self, what: impl std::fmt::Display) -> String {
        format!("{}: {what}", self.place)
    }

    /// Every way a pattern can read: one for each choice in it, all choices combined.
    fn forms_of(&mut self, pattern: &Pattern<&str>) -> Vec<String> {
        let mut forms = vec![String::new()];
        for element in &pattern.elements {
            let pieces = match element {
                PatternElement::TextElement { value } => vec![(*value).to_owned()],
                PatternElement::Placeable { expression } => self.forms_of_expression(expression),
            };
            forms = forms
                .iter()
                .flat_map(|form| pieces.iter().map(move |piece| format!("{form}{piece}")))
                .collect();
        }
        forms
    }

    fn forms_of_expression(&mut self, expression: &Expression<&str>) -> Vec<String> {
        match expression {
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                vec![(*value).to_owned()]
            }
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                self.arguments.insert(id.name.to_owned());
                vec!["x".to_owned()]
            }
            Expression::Inline(InlineExpression::Placeable { expression }) => {
                self.forms_of_expression(expression)
            }
            Expression::Select {
                selector: InlineExpression::VariableReference { id },
                variants,
            } => {
                self.arguments.insert(id.name.to_owned());
                let names: BTreeSet<String> = variants
                    .iter()
                    .filter_map(|variant| match variant.key {
                        VariantKey::Identifier { name } => Some(name.to_owned()),
                        VariantKey::NumberLiteral { .. } => None,
                    })
                    .collect();
                if names.iter().any(|name| name == "one") {
                    self.plurals.insert(id.name.to_owned(), names);
                }
                variants
                    .iter()
                    .flat_map(|variant| self.forms_of(&variant.value))
                    .collect()
            }
            other => panic!(
                "{}",
                self.at(format!(
                    "uses a part of Fluent nobody needed yet: {other:?}"
                ))
            ),
        }
    }
}

#[test]
fn a_text_is_taken_apart() {
    let source = Source::new(
        "locales/en/x.ftl",
        "a = One { $n }\n# Words.\nb = { $count ->\n        [one] { $count } <b>list</b>\n       *[other] lists\n    } of { $who }\n",
    );
    let texts = read(&source);
    assert_eq!(texts[0].forms, ["One x"]);
    assert_eq!(texts[0].place, "locales/en/x.ftl:1: a");
    assert_eq!(texts[1].forms, ["x <b>list</b> of x", "lists of x"]);
    assert_eq!(texts[1].place, "locales/en/x.ftl:3: b");
    assert_eq!(
        texts[1].arguments,
        ["count", "who"].map(str::to_owned).into()
    );
    let forms: Vec<&String> = texts[1].plurals["count"].iter().collect();
    assert_eq!(forms, ["one", "other"]);
}
