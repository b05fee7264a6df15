//! `/unban`: the owner lets the bot talk with somebody again.

use super::ban::{free, list, read};
use crate::bot::feature::{Access, Ctx, Failure, Feature, Reply};

pub(super) struct Unban;

impl Feature for Unban {
    fn name(&self) -> &'static str {
        "unban"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.trim().is_empty() {
                return list(ctx).await;
            }
            let person = read(args).ok_or_else(|| Failure::user("unban-usage"))?;
            free(ctx, person).await
        })
    }
}
