//! `/migrate_drift`: how the database differs from what its migrations give, with the SQL that mends it as a file.

use super::verb;
use crate::{
    bot::{
        console::difference as difference_told,
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    migrate::{command::Verb, drift::Difference},
    t,
    view::View,
};

pub(in crate::bot::features) struct Drift;

/// So many differences are read in a message; the file has them all.
const SHOWN: usize = 20;

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
    let shown = found.iter().take(SHOWN).map(|difference| {
        let text = difference_told(ctx.locale, difference.kind, &difference.what);
        format!("• {text}")
    });
    let shown: Vec<String> = shown.collect();
    let text = format!(
        "{}\n{}",
        t!(ctx.locale, "migrate-drift-found"),
        shown.join("\n")
    );
    let sql = found.iter().map(|d| format!("-- {d}\n{}\n", d.sql));
    View::document("mend.sql", sql.collect::<String>().into_bytes(), text)
}
