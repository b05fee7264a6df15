//! `/ban`: to whom the bot says nothing any more, for its owner. `/unban` is beside it.

use std::sync::Arc;

use crate::{
    bot::feature::{Access, Answer, Ctx, Effect, Failure, Feature, Reply},
    domain::TelegramId,
    service::bans,
    t,
    view::{Button, Press, View},
};

/// Buttons for so many; the others by `/unban` and the number.
const SHOWN: usize = 20;

pub(super) struct Ban;

impl Feature for Ban {
    fn name(&self) -> &'static str {
        "ban"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.trim().is_empty() {
                return list(ctx).await;
            }
            let person = read(args).ok_or_else(|| Failure::user("ban-usage"))?;
            if ctx.app.is_owner(person) {
                return Err(Failure::user("ban-owner"));
            }
            let mut effect = ctx.effect().await?;
            bans::ban(
                ctx.app.me.id,
                &mut effect.tx,
                person,
                ctx.now.timestamp_millis(),
            )
            .await?;
            look_again(ctx, &mut effect);
            let said = View::text(t!(ctx.locale, "ban-done", person = person.to_string()));
            Ok(Answer::view(said.row([undo(ctx, person)])).after(effect))
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let person = read(data).ok_or_else(|| Failure::user("button-is-old"))?;
            free(ctx, person).await
        })
    }
}

/// What this process knows is old then.
fn look_again(ctx: &Ctx, effect: &mut Effect) {
    let app = Arc::clone(&ctx.app);
    effect.once_committed(move || app.bans.look_again());
}

pub(super) fn read(args: &str) -> Option<TelegramId> {
    let id: i64 = args.trim().parse().ok()?;
    (id > 0).then(|| id.into())
}

fn undo(ctx: &Ctx, person: TelegramId) -> Button {
    let label = t!(ctx.locale, "unban-button", person = person.to_string());
    Button::new(label, Press::new("ban", person.to_string()))
}

/// Who is banned, with a button for each.
pub(super) async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let banned = ctx.app.bans.all(&ctx.app.db, ctx.app.me.id).await?;
    let count = i64::try_from(banned.len()).unwrap_or(i64::MAX);
    let text = format!(
        "{}\n\n{}",
        t!(ctx.locale, "ban-list", count = count),
        t!(ctx.locale, "ban-usage")
    );
    let rows = banned.keys().take(SHOWN).map(|person| undo(ctx, *person));
    let view = rows.fold(View::text(text), |view, button| view.row([button]));
    Ok(Answer::view(view))
}

pub(super) async fn free(ctx: &Ctx, person: TelegramId) -> Result<Answer, Failure> {
    if !ctx
        .app
        .bans
        .all(&ctx.app.db, ctx.app.me.id)
        .await?
        .contains_key(&person)
    {
        return Err(Failure::user("unban-nobody"));
    }
    let mut effect = ctx.effect().await?;
    bans::unban(ctx.app.me.id, &mut effect.tx, person).await?;
    look_again(ctx, &mut effect);
    let said = t!(ctx.locale, "unban-done", person = person.to_string());
    Ok(Answer::view(View::text(said)).after(effect))
}
