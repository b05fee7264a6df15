//! A command as a person types it: `/speed 1.25`, `/speed@reprise_bot 1.25`. Pure.

use std::sync::Arc;

use super::feature::Ctx;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// In small letters, without the slash.
    pub(super) name: String,
    pub(super) args: String,
}

impl Command {
    /// The command in a message, if it is one and meant for us.
    pub(super) fn of(ctx: Arc<Ctx>) -> Option<Arc<Self>> {
        let text = ctx.message.as_ref()?.text.as_deref()?;
        Self::parse(text, &ctx.app.me.username).map(Arc::new)
    }

    pub(super) fn parse(text: &str, our_name: &str) -> Option<Self> {
        let text = text
            .trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c))
            .strip_prefix('/')?;
        let (word, args) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let (name, whose) = word.split_once('@').unwrap_or((word, our_name));
        if name.is_empty() || !whose.eq_ignore_ascii_case(our_name) {
            return None;
        }
        Some(Self {
            name: name.to_lowercase(),
            args: args.trim().to_owned(),
        })
    }
}

/// Marks that keyboards and copied text bring along and nobody sees: zero-width and direction marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(&str, &str)>) {
        let expect = expect.map(|(name, args)| Command {
            name: name.to_owned(),
            args: args.to_owned(),
        });
        assert_eq!(Command::parse(text, "reprise_bot"), expect, "{text:?}");
    }

    #[test]
    fn reads_a_command_and_what_follows_it() {
        check("/start", Some(("start", "")));
        check("/speed 1.25", Some(("speed", "1.25")));
        check("/Speed\n 1.25  ", Some(("speed", "1.25")));
        check("\u{200F}/help", Some(("help", "")));
    }

    #[test]
    fn ours_by_name_or_by_nobodys() {
        check("/speed@Reprise_Bot 2", Some(("speed", "2")));
        check("/speed@other_bot 2", None);
    }

    #[test]
    fn words_are_not_commands() {
        check("hello /start", None);
        check("/", None);
        check("/ start", None);
        check("", None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_panics(text in ".{0,100}") {
            let _ = Command::parse(&text, "reprise_bot");
        }
    }
}
