//! `/migrate_backup`: a checked copy of the database, now.

use super::{later, verb};
use crate::{
    bot::{
        console::back_up,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::command::Verb,
    t,
};

pub(in crate::bot::features) struct Backup;

impl Feature for Backup {
    fn name(&self) -> &'static str {
        "migrate_backup"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Backup { pin } = verb(ctx, "backup", args, "/migrate_backup --pin")? else {
                return Err(Failure::user("migrate-not-here"));
            };
            Ok(made(ctx, pin))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "go" => Ok(made(ctx, false)),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

fn made(ctx: &Ctx, pinned: bool) -> Answer {
    let first = t!(ctx.locale, "migrate-backing-up");
    later(ctx, first, move |panel| Box::pin(back_up(panel, pinned)))
}
