//! `/stats`: how the bot is doing, for its owner. A feature adds its lines by `Feature::stats`.

use super::FEATURES;
use crate::{
    bot::feature::{Access, Answer, Ctx, Feature, Reply},
    t,
    view::View,
};

pub(super) struct Stats;

impl Feature for Stats {
    fn name(&self) -> &'static str {
        "stats"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let mut text = t!(ctx.locale, "stats-title");
            for told in FEATURES.iter().filter_map(|feature| feature.stats(ctx)) {
                text.push_str("\n\n");
                text.push_str(&told.await?);
            }
            Ok(Answer::view(View::text(text)))
        })
    }
}
