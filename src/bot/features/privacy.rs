//! `/privacy`: what is kept about a person and for how long; all of it as a file; all of it deleted.

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::UserId,
    t,
    view::{Button, Press, View},
};

pub(super) struct Privacy;

impl Feature for Privacy {
    fn name(&self) -> &'static str {
        "privacy"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playback_settings"]
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
    let kept = match ctx.asker.user {
        None => "privacy-nothing-kept",
        Some(_) if !ctx.chat.is_private => "privacy-in-private",
        Some(_) => "privacy-kept",
    };
    let about = t!(
        ctx.locale,
        "privacy-about",
        days = i64::from(ctx.app.config.migrations.keep_days)
    );
    let view = View::text(format!("{about}\n\n{}", ctx.locale.text(kept, &[])));
    if kept != "privacy-kept" {
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

/// The person whose data this is about, in the chat where nobody else looks on.
fn whose(ctx: &Ctx) -> Result<UserId, Failure> {
    if !ctx.chat.is_private {
        return Err(Failure::user("privacy-in-private"));
    }
    ctx.asker
        .user
        .ok_or_else(|| Failure::user("privacy-nothing-kept"))
}

async fn export(ctx: &Ctx) -> Result<Answer, Failure> {
    let kept = ctx.read().await?.privacy().export(whose(ctx)?).await?;
    let file = serde_json::to_vec_pretty(&kept).map_err(|error| Failure::Internal(error.into()))?;
    let caption = t!(ctx.locale, "privacy-export-caption");
    Ok(Answer::new_message(View::document(
        "reprise-my-data.json",
        file,
        caption,
    )))
}

async fn delete(ctx: &Ctx) -> Result<Answer, Failure> {
    let user = whose(ctx)?;
    let mut effect = ctx.effect().await?;
    effect.users().delete(user).await?;
    Ok(Answer::view(View::text(t!(ctx.locale, "privacy-deleted"))).after(effect))
}
