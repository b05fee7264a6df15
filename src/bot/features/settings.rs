//! `/settings`: one panel with a button for each setting. A feature adds its own by `Feature::setting`.

use super::{FEATURES, speed, tone};
use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::Listening,
    t,
    view::View,
};

pub(super) struct Settings;

impl Feature for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move { Ok(Answer::view(panel(ctx, View::text).await?)) })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            Ok(match data {
                // From the welcome, which stays.
                "new" => Answer::new_message(panel(ctx, View::text).await?),
                // From a panel with a picture, which cannot become a text again.
                "under" => Answer::view(panel(ctx, View::caption).await?),
                _ => Answer::view(panel(ctx, View::text).await?),
            })
        })
    }
}

async fn panel(ctx: &Ctx, says: impl FnOnce(String) -> View) -> Result<View, Failure> {
    let listening = if ctx.offers(&speed::SpeedFeature) {
        tone::listening(ctx, &mut ctx.read().await?).await?
    } else {
        Listening::default()
    };
    Ok(FEATURES
        .iter()
        .filter(|feature| ctx.offers(**feature))
        .filter_map(|feature| feature.setting(ctx, &listening))
        .fold(says(t!(ctx.locale, "settings-title")), |view, button| {
            view.row([button])
        }))
}
