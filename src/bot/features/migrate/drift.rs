//! `/migrate_drift`: how the database differs from what its migrations give, with the SQL that mends it as a file.

use super::verb;
use crate::{
    bot::{
        console::{cut, difference},
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::{command::Verb, drift::Difference},
    t,
    view::View,
};

pub(in crate::bot::features) struct Drift;

impl Feature for Drift {
    fn name(&self) -> &'static str {
        "migrate_drift"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let Verb::Drift { .. } = verb(ctx, "drift", args, "/migrate_drift")? else {
                return Err(Failure::user("migrate-not-here"));
            };
            let found = ctx.app.engine.drift().await;
            let found = found.map_err(|error| Failure::Internal(error.into()))?;
            Ok(Answer::view(told(ctx, &found)))
        })
    }
}

fn told(ctx: &Ctx, found: &[Difference]) -> View {
    if found.is_empty() {
        return View::text(t!(ctx.locale, "migrate-drift-none"));
    }
    let told = |found: &Difference| {
        let text = difference(ctx.locale, found.kind, &found.what);
        format!("• {text}")
    };
    let mut lines = vec![t!(ctx.locale, "migrate-drift-found")];
    lines.extend(cut(ctx.locale, found.iter().map(told).collect()));
    let text = lines.join("\n");
    let sql = found.iter().map(|d| format!("-- {d}\n{}\n", d.sql));
    View::document("mend.sql", sql.collect::<String>().into_bytes(), text)
}
