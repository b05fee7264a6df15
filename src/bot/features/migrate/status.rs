//! `/migrate_status`: the panel of the console. Its buttons lead everywhere else; the one that stops a run is here, too.

use super::verb;
use crate::{
    bot::{
        console::status,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    t,
};

pub(in crate::bot::features) struct Status;

impl Feature for Status {
    fn name(&self) -> &'static str {
        "migrate_status"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            verb(ctx, "status", args, "/migrate_status")?;
            panel(ctx).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data.split_once(':') {
                None if data == "open" => panel(ctx).await,
                Some(("stop", run)) => Ok(Answer::silence().toast(stop(ctx, run))),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

async fn panel(ctx: &Ctx) -> Result<Answer, Failure> {
    let owner = ctx.asker.telegram_id.get();
    Ok(Answer::view(status(&ctx.app, ctx.locale, owner).await?))
}

fn stop(ctx: &Ctx, run: &str) -> String {
    if ctx.app.console.stop(run, ctx.asker.telegram_id.get()) {
        t!(ctx.locale, "migrate-stopping-toast")
    } else {
        t!(ctx.locale, "migrate-stopped-toast")
    }
}
