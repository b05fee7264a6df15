//! `/migrate_sql 5:9`: the script of a run, ledger included, as a file for somebody to run by hand.

use super::verb;
use crate::{
    bot::{
        console::refused,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::{EngineError, command::Verb, offline},
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
            Ok(Answer::view(match script(ctx, range.as_deref()).await {
                Ok(sql) => {
                    let caption = t!(ctx.locale, "migrate-sql-caption");
                    View::document("migrate.sql", sql.into_bytes(), caption)
                }
                Err(error) => View::text(refused(ctx.locale, &error)),
            }))
        })
    }
}

async fn script(ctx: &Ctx, range: Option<&str>) -> Result<String, EngineError> {
    let engine = &ctx.app.engine;
    let (from, to) = match range {
        None => (engine.facts().await?.current(), engine.known.head()),
        Some(range) => offline::range(&engine.known, range)?,
    };
    offline::script(&engine.known, from, to).await
}
