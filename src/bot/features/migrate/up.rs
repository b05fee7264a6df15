//! `/migrate_up [target]`: the plan on the real data, tried on a copy, and the button that applies it.

use super::{asks_here, permit, planned, pressed, sql, verb};
use crate::{
    bot::{
        console::Wish,
        feature::{Access, Ctx, Failure, Feature, Incoming, Reply},
    },
    migrate::{command::Verb, target::Direction},
};

pub(in crate::bot::features) struct Up;

impl Feature for Up {
    fn name(&self) -> &'static str {
        "migrate_up"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Up {
                target,
                run,
                rollback_on_failure,
                on_copy: None,
            } = verb(ctx, "up", args, "/migrate_up +1")?
            else {
                return Err(Failure::user("migrate-not-here"));
            };
            if run.sql {
                return Ok(sql::of_run(ctx, Direction::Up, &target).await);
            }
            asks_here(&run)?;
            Ok(planned(
                ctx,
                Wish {
                    request: run.options.request(Direction::Up, &target),
                    rollback_on_failure,
                    looks_only: false,
                },
            ))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(pressed(ctx, Direction::Up, data))
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(permit::typed(ctx, self.name(), asked, message))
    }
}
