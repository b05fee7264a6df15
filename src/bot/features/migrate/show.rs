//! `/migrate_show 0007`: one migration, whole.

use super::verb;
use crate::{
    bot::{
        console::{history, show},
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::command::Verb,
};

pub(in crate::bot::features) struct Show;

impl Feature for Show {
    fn name(&self) -> &'static str {
        "migrate_show"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.is_empty() {
                return Ok(Answer::view(history(ctx, false).await?));
            }
            let Verb::Show { revision } = verb(ctx, "show", args, "/migrate_show 0007")? else {
                return Err(Failure::user("migrate-not-here"));
            };
            Ok(Answer::view(show(ctx, &revision).await?))
        })
    }
}
