//! `/migrate_plan [target]`: what a run would do and lose, without a button that does it.

use super::{planned, verb};
use crate::{
    bot::{
        console::Wish,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::command::{RunOptions, Verb},
};

pub(in crate::bot::features) struct Plan;

impl Feature for Plan {
    fn name(&self) -> &'static str {
        "migrate_plan"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Plan {
                target, options, ..
            } = verb(ctx, "plan", args, "/migrate_plan -2")?
            else {
                return Err(Failure::user("migrate-not-here"));
            };
            towards(ctx, &target, options).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data.split_once(':') {
                Some(("go", target)) => towards(ctx, target, RunOptions::default()).await,
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

/// The direction follows from the place.
async fn towards(ctx: &Ctx, target: &str, options: RunOptions) -> Result<Answer, Failure> {
    let engine = &ctx.app.engine;
    let facts = engine.facts().await;
    let facts = facts.map_err(|error| Failure::Internal(error.into()))?;
    Ok(planned(
        ctx,
        Wish {
            request: options.towards(target, &engine.known, &facts),
            rollback_on_failure: false,
            looks_only: true,
        },
    ))
}
