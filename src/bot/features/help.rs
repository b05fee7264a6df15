//! `/help`: what the bot can do, a line a feature.

use std::fmt::Write as _;

use super::FEATURES;
use crate::{
    bot::feature::{Answer, Ctx, Feature, Reply},
    t,
    view::View,
};

pub(super) struct Help;

impl Feature for Help {
    fn name(&self) -> &'static str {
        "help"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move { Ok(Answer::view(list(ctx))) })
    }

    /// The button under the welcome; that message stays.
    fn press<'a>(&'a self, ctx: &'a Ctx, _data: &'a str) -> Reply<'a> {
        Box::pin(async move { Ok(Answer::new_message(list(ctx))) })
    }
}

fn list(ctx: &Ctx) -> View {
    let mut text = t!(ctx.locale, "help-title");
    text.push('\n');
    for feature in FEATURES.iter().filter(|feature| ctx.offers(**feature)) {
        let name = feature.name();
        let summary = ctx.locale.text(&format!("{name}-summary"), &[]);
        let _ = write!(text, "\n/{name} — {summary}");
    }
    View::text(text)
}
