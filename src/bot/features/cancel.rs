//! `/cancel`: stops what the bot is doing for this person in this chat, and what it waits to be told.

use crate::{
    bot::feature::{Answer, Ctx, Feature, Reply},
    t,
    view::View,
};

pub(super) struct Cancel;

impl Feature for Cancel {
    fn name(&self) -> &'static str {
        "cancel"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let mut effect = ctx.effect().await?;
            let was_asked = effect.stop_asking(ctx).await?;
            let text = if was_asked {
                t!(ctx.locale, "cancel-question")
            } else {
                t!(ctx.locale, "cancel-nothing")
            };
            Ok(Answer::view(View::text(text)).after(effect))
        })
    }
}
