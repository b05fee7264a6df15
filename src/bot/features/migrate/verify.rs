//! `/migrate_verify`: whether the file, the keys, the hashes, the schema, the journal and the newest backup are in order.

use super::{later, verb};
use crate::{
    bot::{
        console::verify,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    t,
};

pub(in crate::bot::features) struct Verify;

impl Feature for Verify {
    fn name(&self) -> &'static str {
        "migrate_verify"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            verb(ctx, "verify", args, "/migrate_verify")?;
            Ok(check(ctx))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "go" => Ok(check(ctx)),
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

fn check(ctx: &Ctx) -> Answer {
    let first = t!(ctx.locale, "migrate-verifying");
    later(ctx, first, |panel| Box::pin(verify(panel)))
}
