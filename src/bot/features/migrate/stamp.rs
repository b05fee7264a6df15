//! `/migrate_stamp 0007 why`: sets the ledger without running anything, after comparing the schema. Typed whole, with a reason.

use super::verb;
use crate::{
    bot::{
        console::{Panel, button, note_refused, refused},
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
            let view = match stamp(ctx, &revision, reason, insists).await {
                Ok(stamped) => {
                    let to = position(stamped.to);
                    let from = position(stamped.from);
                    let mut lines = vec![t!(ctx.locale, "migrate-stamped", to = to, from = from)];
                    if !stamped.removed.is_empty() {
                        lines.push(t!(ctx.locale, "migrate-restored-held"));
                    }
                    View::text(lines.join("\n"))
                }
                Err(error) => {
                    let asked = format!("/migrate_stamp {revision}");
                    note_refused(&Panel::new(ctx, None), asked, &error).await;
                    View::text(refused(ctx.locale, &error))
                }
            };
            Ok(Answer::view(view.row([button::status(ctx.locale)])))
        })
    }
}

async fn stamp(
    ctx: &Ctx,
    revision: &str,
    reason: &str,
    insists: bool,
) -> Result<Stamped, EngineError> {
    let engine = &ctx.app.engine;
    let to = offline::place(&engine.known, revision)?;
    engine
        .stamp(&Panel::new(ctx, None).actor(), to, Some(reason), insists)
        .await
}
