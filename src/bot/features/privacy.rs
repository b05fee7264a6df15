//! `/privacy`: what is kept about a person and for how long; all of it as a file; all of it deleted.

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    t,
    view::{Button, Press, View},
};

pub(super) struct Privacy;

impl Feature for Privacy {
    fn name(&self) -> &'static str {
        "privacy"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move { Ok(Answer::view(panel(ctx))) })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "open" => Ok(Answer::view(panel(ctx))),
                "export" => export(ctx).await,
                "delete" => Ok(Answer::view(really(ctx))),
                "delete-yes" => delete(ctx).await,
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

fn panel(ctx: &Ctx) -> View {
    let kept = if ctx.asker.user.is_some() {
        "privacy-kept"
    } else {
        "privacy-nothing-kept"
    };
    let text = format!(
        "{}\n\n{}",
        t!(
            ctx.locale,
            "privacy-about",
            days = i64::from(ctx.app.config.migrations.keep_days)
        ),
        t!(ctx.locale, kept)
    );
    let view = View::text(text);
    // What is kept is shown to the person alone.
    if ctx.asker.user.is_none() || !ctx.chat.is_private {
        return view;
    }
    view.row([Button::new(
        t!(ctx.locale, "privacy-button-export"),
        Press::new("privacy", "export"),
    )])
    .row([Button::new(
        t!(ctx.locale, "privacy-button-delete"),
        Press::new("privacy", "delete"),
    )])
}

fn really(ctx: &Ctx) -> View {
    View::text(t!(ctx.locale, "privacy-really")).row([
        Button::new(
            t!(ctx.locale, "privacy-button-delete-yes"),
            Press::new("privacy", "delete-yes"),
        ),
        Button::new(
            t!(ctx.locale, "privacy-button-keep"),
            Press::new("privacy", "open"),
        ),
    ])
}

async fn export(ctx: &Ctx) -> Result<Answer, Failure> {
    let Some(user) = ctx.asker.user.filter(|_| ctx.chat.is_private) else {
        return Err(Failure::user("privacy-nothing-kept"));
    };
    let kept = ctx.read().await?.privacy().export(user).await?;
    let file = serde_json::to_vec_pretty(&kept).map_err(|error| Failure::Internal(error.into()))?;
    let caption = t!(ctx.locale, "privacy-export-caption");
    Ok(Answer::new_message(View::document(
        "reprise-my-data.json",
        file,
        caption,
    )))
}

async fn delete(ctx: &Ctx) -> Result<Answer, Failure> {
    let Some(user) = ctx.asker.user.filter(|_| ctx.chat.is_private) else {
        return Err(Failure::user("privacy-nothing-kept"));
    };
    let mut effect = ctx.effect().await?;
    effect.users().delete(user).await?;
    Ok(Answer::view(View::text(t!(ctx.locale, "privacy-deleted"))).after(effect))
}
