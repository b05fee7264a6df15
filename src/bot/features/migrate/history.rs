//! `/migrate_history`: every migration, and on a press when it was applied and by whom.

use super::verb;
use crate::bot::{
    console::history,
    feature::{Access, Answer, Ctx, Failure, Feature, Reply},
};

pub(in crate::bot::features) struct History;

impl Feature for History {
    fn name(&self) -> &'static str {
        "migrate_history"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            verb(ctx, "history", args, "/migrate_history -v")?;
            let unfolded = !args.is_empty();
            Ok(Answer::view(history(ctx, unfolded).await?))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "open" => Ok(Answer::view(history(ctx, false).await?)),
                "more" => Ok(Answer::view(history(ctx, true).await?)),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}
