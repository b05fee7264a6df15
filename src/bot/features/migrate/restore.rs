//! `/migrate_restore BACKUP`: back to a copy from the list, with its code typed. What is there now is copied first.

use super::{backups::list, later, permit, verb};
use crate::{
    bot::{
        console::offer_restore,
        feature::{Access, Answer, Ctx, Failure, Feature, Incoming, Reply},
    },
    migrate::command::Verb,
    t,
};

pub(in crate::bot::features) struct Restore;

impl Feature for Restore {
    fn name(&self) -> &'static str {
        "migrate_restore"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.is_empty() {
                return list(ctx).await;
            }
            let example = "/migrate_restore reprise-20260131-094500123";
            match verb(ctx, "restore", args, example)? {
                Verb::Restore {
                    backup: Some(backup),
                    yes: false,
                } => Ok(offered(ctx, backup)),
                _ => Err(Failure::user("migrate-not-here")),
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data.split_once(':') {
                Some(("go", name)) => Ok(offered(ctx, name.to_owned())),
                Some((what, token)) => permit::pressed(ctx, self.name(), what, token).await,
                None => Err(Failure::user("button-is-old")),
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(permit::typed(ctx, self.name(), asked, message))
    }
}

fn offered(ctx: &Ctx, name: String) -> Answer {
    let first = t!(ctx.locale, "migrate-looking");
    later(ctx, first, move |panel| {
        Box::pin(offer_restore(panel, name))
    })
}
