//! `/migrate_stamp 0007 why`: sets the ledger without running anything, after comparing the schema. Typed whole, with a reason.

use super::verb;
use crate::{
    bot::{
        console::{Panel, refused},
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::{EngineError, Stamped, command::Verb, offline, report::position},
    t,
    view::View,
};

pub(in crate::bot::features) struct Stamp;

const EXAMPLE: &str = "/migrate_stamp 0007 restored by hand";

impl Feature for Stamp {
    fn name(&self) -> &'static str {
        "migrate_stamp"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (revision, reason) = args.trim().split_once(' ').unwrap_or((args.trim(), ""));
            // Where the schema differs it takes the word that the command line wants, too.
            let (insists, reason) = match reason.trim().strip_prefix("--force") {
                Some(reason) => (true, reason.trim()),
                None => (false, reason.trim()),
            };
            let Verb::Stamp { revision, .. } = verb(ctx, "stamp", revision, EXAMPLE)? else {
                return Err(Failure::user("migrate-not-here"));
            };
            if reason.is_empty() {
                return Err(Failure::user_with(
                    "migrate-stamp-why",
                    vec![("example", EXAMPLE.into())],
                ));
            }
            let insists = Some(reason).filter(|_| insists);
            Ok(Answer::view(View::text(
                match stamp(ctx, &revision, insists).await {
                    Ok(stamped) => t!(
                        ctx.locale,
                        "migrate-stamped",
                        to = position(stamped.to),
                        from = position(stamped.from)
                    ),
                    Err(error) => refused(ctx.locale, &error),
                },
            )))
        })
    }
}

async fn stamp(ctx: &Ctx, revision: &str, insists: Option<&str>) -> Result<Stamped, EngineError> {
    let engine = &ctx.app.engine;
    let to = offline::place(&engine.known, revision)?;
    engine
        .stamp(&Panel::new(ctx, None).actor(), to, insists)
        .await
}
