//! `/settings`: one panel with a button for each setting. A feature adds its own by `Feature::setting`.

use super::FEATURES;
use crate::{
    bot::feature::{Answer, Ctx, Feature, Reply},
    t,
    view::View,
};

pub(super) struct Settings;

impl Feature for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move { Ok(Answer::view(panel(ctx))) })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            Ok(match data {
                // From the welcome, which stays.
                "new" => Answer::new_message(panel(ctx)),
                _ => Answer::view(panel(ctx)),
            })
        })
    }
}

fn panel(ctx: &Ctx) -> View {
    FEATURES
        .iter()
        .filter(|feature| ctx.offers(**feature))
        .filter_map(|feature| feature.setting(ctx))
        .fold(
            View::text(t!(ctx.locale, "settings-title")),
            |view, button| view.row([button]),
        )
}
