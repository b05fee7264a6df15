//! `/migrate_sql 5:9`: the script of a run, ledger included, as a file for somebody to run by hand.

use super::verb;
use crate::{
    bot::{
        console::refused,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::{EngineError, command::Verb, offline, target::Direction},
    t,
    view::View,
};

pub(in crate::bot::features) struct Sql;

impl Feature for Sql {
    fn name(&self) -> &'static str {
        "migrate_sql"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Sql { range } = verb(ctx, "sql", args, "/migrate_sql base:head")? else {
                return Err(Failure::user("migrate-not-here"));
            };
            let sql = offline::of_range(&ctx.app.engine, range.as_deref()).await;
            Ok(answer(ctx, sql))
        })
    }
}

/// `/migrate_up --sql`, as people know it.
pub(super) async fn of_run(ctx: &Ctx, direction: Direction, target: &str) -> Answer {
    answer(
        ctx,
        offline::of_run(&ctx.app.engine, direction, target).await,
    )
}

fn answer(ctx: &Ctx, sql: Result<String, EngineError>) -> Answer {
    Answer::view(match sql {
        Ok(sql) => {
            let caption = t!(ctx.locale, "migrate-sql-caption");
            View::document("migrate.sql", sql.into_bytes(), caption)
        }
        Err(error) => View::text(refused(ctx.locale, &error)),
    })
}
