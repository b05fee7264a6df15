//! `/cancel`: stops what the bot is doing for this person in this chat, and what it waits to be told. The button under a
//! job's progress stops that one.

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::JobId,
    t,
    view::View,
};

pub(super) struct Cancel;

impl Feature for Cancel {
    fn name(&self) -> &'static str {
        "cancel"
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, _args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let mut effect = ctx.effect().await?;
            let was_asked = effect.stop_asking(ctx).await?;
            let stopped = effect.cancel_jobs(ctx).await?.len();
            let text = match (stopped, was_asked) {
                (0, true) => t!(ctx.locale, "cancel-question"),
                (0, false) => t!(ctx.locale, "cancel-nothing"),
                (stopped, _) => {
                    let count = i64::try_from(stopped).unwrap_or(i64::MAX);
                    t!(ctx.locale, "cancel-jobs", count = count)
                }
            };
            Ok(Answer::view(View::text(text)).after(effect))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let job: Option<i64> = data.strip_prefix("job:").and_then(|id| id.parse().ok());
            let job = job.ok_or_else(|| Failure::user("button-is-old"))?;
            let mut effect = ctx.effect().await?;
            let cancelled = effect.cancel_job(ctx, JobId::from(job)).await?;
            let cancelled = cancelled.ok_or_else(|| Failure::user("cancel-too-late"))?;
            let text = t!(ctx.locale, "cancel-job", subject = cancelled.subject);
            Ok(Answer::view(View::text(text)).after(effect))
        })
    }
}
