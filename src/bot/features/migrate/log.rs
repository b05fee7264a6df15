//! `/migrate_log`: every attempt, by whom and what came of it; refusals, too.

use super::verb;
use crate::bot::{
    console::log,
    feature::{Access, Answer, Ctx, Failure, Feature, Reply},
};

pub(in crate::bot::features) struct Log;

impl Feature for Log {
    fn name(&self) -> &'static str {
        "migrate_log"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            verb(ctx, "log", args, "/migrate_log")?;
            Ok(Answer::view(log(ctx).await?))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "open" => Ok(Answer::view(log(ctx).await?)),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}
