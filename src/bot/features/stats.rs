//! `/stats`: how the bot is doing, for its owner. A feature adds its lines by `Feature::stats`.

use super::FEATURES;
use crate::{
    bot::feature::{Access, Answer, Ctx, Feature, Reply},
    t,
    view::View,
};

pub(super) struct Stats;

impl Feature for Stats {
    fn name(&self) -> &'static str {
        "stats"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let mut text = t!(ctx.locale, "stats-title");
            text.push('\n');
            text.push_str(&of_the_bot(ctx).await);
            for told in FEATURES.iter().filter_map(|feature| feature.stats(ctx)) {
                text.push_str("\n\n");
                text.push_str(&told.await?);
            }
            Ok(Answer::view(View::text(text)))
        })
    }
}

/// The figures a monitor is told, in words.
async fn of_the_bot(ctx: &Ctx) -> String {
    let metrics = &ctx.app.metrics;
    metrics.refresh().await;
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut lines = vec![
        t!(
            ctx.locale,
            "stats-updates",
            count = count(metrics.taken_up()),
            failed = count(metrics.failed.get())
        ),
        t!(
            ctx.locale,
            "stats-waiting",
            updates = metrics.inbox_open.get(),
            messages = metrics.messages_waiting.get()
        ),
    ];
    let late = metrics.schedules_late_seconds.get() / 60;
    if late > 0 {
        let due = metrics.schedules_due.get();
        lines.push(t!(ctx.locale, "stats-late", due = due, minutes = late));
    }
    lines.join("\n")
}
