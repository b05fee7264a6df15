//! `/cancel`: stops what the bot is doing for this chat.

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
        Box::pin(async move { Ok(Answer::view(View::text(t!(ctx.locale, "cancel-nothing")))) })
    }
}
