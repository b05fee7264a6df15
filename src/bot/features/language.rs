//! `/language`: the language the bot speaks to a person, at once and from then on.

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::{Language, Listening},
    i18n::Locale,
    t,
    view::{Button, Press, View},
};

pub(super) struct LanguageFeature;

impl Feature for LanguageFeature {
    fn name(&self) -> &'static str {
        "language"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playback_settings"]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.is_empty() {
                return Ok(Answer::view(panel(ctx.asker.language)));
            }
            let language = by_name(args).ok_or_else(|| Failure::user("language-unknown"))?;
            set(ctx, language).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "open" => Ok(Answer::view(panel(ctx.asker.language))),
                code => {
                    let language =
                        Language::from_code(code).ok_or_else(|| Failure::user("button-is-old"))?;
                    set(ctx, language).await
                }
            }
        })
    }

    fn setting(&self, ctx: &Ctx, _listening: &Listening) -> Option<Button> {
        let label = t!(
            ctx.locale,
            "language-setting",
            name = native_name(ctx.asker.language)
        );
        Some(Button::new(label, Press::new("language", "open")))
    }
}

async fn set(ctx: &Ctx, language: Language) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    effect
        .playback_settings()
        .set_language(user, language)
        .await?;
    let toast = t!(Locale(language), "language-toast");
    Ok(Answer::view(panel(language)).toast(toast).after(effect))
}

/// The choice, in the language that is chosen now.
fn panel(chosen: Language) -> View {
    let button = |language: Language| {
        let mark = if language == chosen { "✓ " } else { "" };
        Button::new(
            format!("{mark}{}", native_name(language)),
            Press::new("language", language.code()),
        )
    };
    let locale = Locale(chosen);
    let back = Button::new(
        t!(locale, "button-settings"),
        Press::new("settings", "open"),
    );
    Language::ALL
        .chunks(2)
        .fold(View::text(t!(locale, "language-panel")), |view, pair| {
            view.row(pair.iter().map(|l| button(*l)))
        })
        .row([back])
}

/// What a language calls itself.
fn native_name(language: Language) -> String {
    Locale(language).text("language-name", &[])
}

/// The language meant by a code (`uk`, `es-MX`) or by a name in any of the languages (`українська`, `Spanish`).
fn by_name(text: &str) -> Option<Language> {
    let text = text.trim().to_lowercase();
    Language::closest(&text).or_else(|| {
        Language::ALL.iter().copied().find(|language| {
            let names = Locale(*language).text("language-names", &[]);
            names.split(',').any(|name| name.trim() == text)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<Language>) {
        assert_eq!(by_name(text), expect, "{text:?}");
    }

    #[test]
    fn understands_codes_and_names() {
        check("uk", Some(Language::Uk));
        check("ES-mx", Some(Language::Es));
        check("Українська", Some(Language::Uk));
        check("русский", Some(Language::Ru));
        check("Spanish", Some(Language::Es));
        check("english", Some(Language::En));
    }

    #[test]
    fn says_no_to_the_rest() {
        check("klingon", None);
        check("", None);
        check("🎧", None);
    }
}
