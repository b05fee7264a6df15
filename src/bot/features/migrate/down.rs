//! `/migrate_down [target]`: what is taken back and what is lost by it; with a code to be typed where something is.

use super::{asks_here, permit, planned, pressed, sql, verb};
use crate::{
    bot::{
        console::Wish,
        feature::{Access, Ctx, Failure, Feature, Incoming, Reply},
    },
    migrate::{command::Verb, target::Direction},
};

pub(in crate::bot::features) struct Down;

impl Feature for Down {
    fn name(&self) -> &'static str {
        "migrate_down"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Down { target, run } = verb(ctx, "down", args, "/migrate_down -1")? else {
                return Err(Failure::user("migrate-not-here"));
            };
            if run.sql {
                return Ok(sql::of_run(ctx, Direction::Down, &target).await);
            }
            asks_here(&run)?;
            Ok(planned(
                ctx,
                Wish {
                    request: run.options.request(Direction::Down, &target),
                    rollback_on_failure: false,
                    looks_only: false,
                },
            ))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(pressed(ctx, Direction::Down, data))
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(permit::typed(ctx, self.name(), asked, message))
    }
}
