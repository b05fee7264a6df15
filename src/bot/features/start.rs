//! `/start`: who this is and what to do first, or what a link `t.me/bot?start=…` leads to. On a bot without owners it also shows how to become one.

use super::FEATURES;
use crate::{
    bot::feature::{Answer, Ctx, Feature, Reply},
    t,
    view::{Button, Press, View},
};

pub(super) struct Start;

impl Feature for Start {
    fn name(&self) -> &'static str {
        "start"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, payload: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let followed = FEATURES
                .iter()
                .filter(|feature| !payload.is_empty() && ctx.offers(**feature))
                .find_map(|feature| feature.link(ctx, payload));
            match followed {
                Some(reply) => reply.await,
                None => Ok(Answer::view(welcome(ctx))),
            }
        })
    }
}

fn welcome(ctx: &Ctx) -> View {
    let mut text = t!(ctx.locale, "start-welcome");
    if ctx.app.config.bot.owners.is_empty() && ctx.chat.is_private {
        text.push_str("\n\n");
        text.push_str(&t!(
            ctx.locale,
            "start-no-owner",
            id = ctx.asker.telegram_id.to_string()
        ));
    }
    let sample = Button::new(
        t!(ctx.locale, "start-button-sample"),
        Press::new("sound", "sample"),
    );
    View::text(text).row([sample]).row([
        Button::new(
            t!(ctx.locale, "start-button-settings"),
            Press::new("settings", "new"),
        ),
        Button::new(
            t!(ctx.locale, "start-button-help"),
            Press::new("help", "open"),
        ),
    ])
}
