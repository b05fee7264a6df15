//! Where the code says a text: which key, and with which arguments.

use std::collections::BTreeSet;

use crate::tidy::code::{Code, closing, code_in};

/// A text that the code says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) key: String,
    /// The names of its arguments.
    pub(super) arguments: BTreeSet<String>,
    pub(super) place: String,
    /// Said as the refusal of what somebody asked for: over the chat, when they pressed a button.
    pub(super) is_refusal: bool,
}

/// Every use whose key stands there.
pub(super) fn all() -> Vec<Use> {
    code_in("src/").flat_map(uses).collect()
}

/// Every text in the code that could be a key: also those which reach `t!` through a variable.
pub(super) fn words() -> BTreeSet<String> {
    let quoted = code_in("src/").flat_map(|code| {
        let tokens = code.tokens.iter().enumerate();
        tokens.filter_map(|(at, token)| token.quoted().filter(|_| !code.is_test(at)))
    });
    quoted.map(str::to_owned).collect()
}

pub(super) fn uses(code: &Code) -> Vec<Use> {
    let mut found = Vec::new();
    for (form, key_after, is_refusal) in [
        // `t!(locale, "key", name = value)`
        (&["t", "!", "("][..], Some(","), false),
        // `locale.text("key", &[("name", value)])`
        (&[".", "text", "("], None, false),
        // `Failure::user("key")`, `Failure::user_with("key", vec![("name", value)])`
        (&["Failure", "::", "user", "("], None, true),
        (&["Failure", "::", "user_with", "("], None, true),
    ] {
        for at in code.find(form).filter(|at| !code.is_test(*at)) {
            let open = at + form.len() - 1;
            let end = closing(&code.tokens, open);
            let key = match key_after {
                None => Some(open + 1),
                Some(sign) => (open..end)
                    .find(|at| code.reads(*at, &[sign]))
                    .map(|at| at + 1),
            };
            let Some((at, key)) = key.and_then(|at| Some((at, code.tokens[at].quoted()?))) else {
                continue;
            };
            found.push(Use {
                key: key.to_owned(),
                arguments: arguments(code, at + 1, end),
                place: code.at(at, key),
                is_refusal,
            });
        }
    }
    found
}

/// The names between two tokens: `name = …` after a comma, or `("name", …)`.
fn arguments(code: &Code, from: usize, to: usize) -> BTreeSet<String> {
    let tokens = &code.tokens[from..to];
    let mut names = BTreeSet::new();
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate() {
        let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "," if depth == 0 && is(at + 2, "=") => {
                names.insert(tokens[at + 1].text.clone());
            }
            _ => {}
        }
        if token.text == "(" && is(at + 2, ",") {
            names.extend(tokens[at + 1].quoted().map(str::to_owned));
        }
    }
    names
}

#[test]
fn every_form_of_saying_a_text_is_found() {
    let code = Code::new(
        "src/bot/x.rs",
        r#"fn f() {
            t!(ctx.locale, "a", name = f(x, y), count = 3);
            locale.text("b", &[("who", me)]);
            t!(locale, key);
            Err(Failure::user_with("c", vec![("limit", Arg::Number(1))]))
        }"#,
    );
    let found: Vec<String> = uses(&code)
        .iter()
        .map(|u| format!("{} {:?} {}", u.place, u.arguments, u.is_refusal))
        .collect();
    assert_eq!(
        found,
        [
            r#"src/bot/x.rs:2: a {"count", "name"} false"#,
            r#"src/bot/x.rs:3: b {"who"} false"#,
            r#"src/bot/x.rs:5: c {"limit"} true"#,
        ]
    );
}
