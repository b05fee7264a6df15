//! The buttons under a plan that was shown: each is a permission, used once by whom it was given to.

use crate::{
    bot::{
        console::{Order, Panel, Purpose, begin, fresh_plan, issue_code, look, losses, sql},
        feature::{Answer, Ctx, Effect, Failure, Incoming},
        features::by_name,
    },
    db::{Taken, Token, Tokens},
    migrate::{Denied, Why, note_refusal},
    t,
    view::{Button, Press, View, escape},
};

/// What fits a message; more becomes a file.
const SQL: usize = 3500;

pub(super) async fn pressed(
    ctx: &Ctx,
    command: &str,
    what: &str,
    token: &str,
) -> Result<Answer, Failure> {
    let message = ctx.message.as_ref().map(|message| message.message_id);
    let Some(message) = message else {
        return Err(Failure::user("button-is-old"));
    };
    let token = match look(ctx, token, Some(message)).await? {
        Taken::Fresh(token) => token,
        other => return explained(ctx, command, &other).await,
    };
    let Some(purpose) = Purpose::from_json(&token.purpose) else {
        return Err(Failure::user("button-is-old"));
    };
    match what {
        "sql" => show_sql(ctx, &purpose, &token).await,
        "drop" => drop_plan(ctx, &token, &purpose).await,
        "apply" if ctx.app.console.busy_with().is_some() => {
            refused(ctx, command, Denied::Busy).await
        }
        "apply" if purpose.is_typed() => ask_for_code(ctx, &token, &purpose).await,
        "apply" => {
            let mut effect = ctx.effect().await?;
            let order = Order {
                id: token.token.clone(),
                purpose,
                digest: token.digest.clone(),
                code: None,
            };
            if !take(ctx, &mut effect, &token.token, Some(message)).await? {
                return refused(ctx, command, Denied::Used).await;
            }
            order.write(ctx, message, &mut effect).await?;
            let panel = Panel::new(ctx, Some(message));
            effect.once_committed(move || begin(panel, order));
            Ok(Answer::silence().after(effect))
        }
        _ => Err(Failure::user("button-is-old")),
    }
}

/// Uses a permission up; false where somebody else just has.
async fn take(
    ctx: &Ctx,
    effect: &mut Effect,
    token: &str,
    message: Option<i32>,
) -> Result<bool, Failure> {
    let owner = ctx.asker.telegram_id.get();
    let tokens = Tokens {
        bot_id: ctx.app.me.id,
    };
    let place = (owner, ctx.chat.id, message);
    let found = tokens
        .take(effect, token, place, ctx.now.timestamp_millis())
        .await?;
    Ok(matches!(found, Taken::Fresh(_)))
}

/// Why a permission is none.
async fn explained(ctx: &Ctx, command: &str, found: &Taken) -> Result<Answer, Failure> {
    let why = match found {
        Taken::Used => Denied::Used,
        Taken::Expired => Denied::Late,
        Taken::NotTheirs => Denied::NotTheirs,
        Taken::Unknown | Taken::Fresh(_) => Denied::Unknown,
    };
    refused(ctx, command, why).await
}

/// Why nothing happens now, said and put into the journal.
async fn refused(ctx: &Ctx, command: &str, why: Denied) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let by = Panel::new(ctx, None).actor();
    let asked = format!("/{command}");
    let noted = note_refusal(&mut effect, ctx.now, &by, asked, Why::Denied(why));
    let noted = noted.await;
    noted.map_err(|error| Failure::Internal(error.into()))?;
    let key = match why {
        Denied::Busy => "migrate-busy",
        Denied::Used => "migrate-token-used",
        Denied::Late => "migrate-token-expired",
        Denied::NotTheirs => "migrate-token-foreign",
        Denied::Unknown => "migrate-token-unknown",
        Denied::OtherPlan => "migrate-plan-changed",
        Denied::OtherCode => "migrate-code-wrong",
        Denied::ThoughtBetter => "migrate-cancelled-early",
    };
    Ok(Answer::complaint(View::text(ctx.locale.text(key, &[]))).after(effect))
}

/// The statements as a message of their own, or as a file.
async fn show_sql(ctx: &Ctx, purpose: &Purpose, token: &Token) -> Result<Answer, Failure> {
    let Some(text) = sql(&ctx.app, purpose, &token.digest).await? else {
        return Err(Failure::user("migrate-plan-changed"));
    };
    let view = if text.len() <= SQL {
        View::text(format!("<pre>{}</pre>", escape(&text)))
    } else {
        let name = format!("plan-{}.sql", token.digest.get(..8).unwrap_or_default());
        View::document(name, text.into_bytes(), String::new())
    };
    Ok(Answer::new_message(view))
}

async fn drop_plan(ctx: &Ctx, token: &Token, purpose: &Purpose) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    take(ctx, &mut effect, &token.token, Some(token.message)).await?;
    effect.stop_asking(ctx).await?;
    let again = match purpose {
        Purpose::Migrate { direction, to, .. } => {
            crate::bot::console::button::go(t!(ctx.locale, "migrate-button-again"), *direction, *to)
        }
        Purpose::Restore { .. } => crate::bot::console::button::backups(ctx.locale),
    };
    let view = View::text(t!(ctx.locale, "migrate-dropped"));
    let status = crate::bot::console::button::status(ctx.locale);
    Ok(Answer::view(view.row([again, status])).after(effect))
}

/// The second step: what is lost once more, and the code to be typed.
async fn ask_for_code(ctx: &Ctx, token: &Token, purpose: &Purpose) -> Result<Answer, Failure> {
    let lost = match purpose {
        Purpose::Migrate { .. } => match fresh_plan(&ctx.app, purpose, &token.digest).await? {
            Some(plan) => losses(ctx.locale, &plan),
            None => {
                return refused(ctx, purpose.command(), Denied::OtherPlan).await;
            }
        },
        Purpose::Restore { .. } => Vec::new(),
    };
    let mut effect = ctx.effect().await?;
    if !take(ctx, &mut effect, &token.token, Some(token.message)).await? {
        return refused(ctx, purpose.command(), Denied::Used).await;
    }
    let next = issue_code(ctx, token, &mut effect).await?;
    let Some(feature) = by_name(ctx, purpose.command()) else {
        return Err(Failure::user("button-is-old"));
    };
    effect.ask(ctx, feature, next.clone()).await?;
    let code = token.digest.get(..8).unwrap_or_default();
    let mut lines = lost;
    lines.push(String::new());
    lines.push(t!(ctx.locale, "migrate-type-code", code = code));
    let press = Press::new(purpose.command(), format!("drop:{next}"));
    let cancel = Button::new(t!(ctx.locale, "migrate-button-cancel"), press);
    let view = View::text(lines.join("\n").trim().to_owned()).row([cancel]);
    Ok(Answer::view(view).after(effect))
}

/// What was typed after [`ask_for_code`].
pub(super) async fn typed(
    ctx: &Ctx,
    command: &str,
    asked: &str,
    message: &Incoming,
) -> Result<Answer, Failure> {
    if message.is_forwarded {
        return Err(Failure::user("migrate-forwarded"));
    }
    let token = match look(ctx, asked, None).await? {
        Taken::Fresh(token) => token,
        other => return explained(ctx, command, &other).await,
    };
    let Some(purpose) = Purpose::from_json(&token.purpose) else {
        return Err(Failure::user("button-is-old"));
    };
    let code = token.digest.get(..8).unwrap_or_default();
    let typed = message.text.as_deref().unwrap_or_default().trim();
    if !typed.eq_ignore_ascii_case(code) {
        let mut answer = refused(ctx, command, Denied::OtherCode).await?;
        // The question stays open: whoever mistypes tries again.
        if let (Some(effect), Some(feature)) =
            (answer.effect.as_mut(), by_name(ctx, purpose.command()))
        {
            effect.ask(ctx, feature, asked).await?;
        }
        return Ok(answer);
    }
    if ctx.app.console.busy_with().is_some() {
        return refused(ctx, command, Denied::Busy).await;
    }
    let mut effect = ctx.effect().await?;
    if !take(ctx, &mut effect, asked, None).await? {
        return refused(ctx, command, Denied::Used).await;
    }
    let order = Order {
        id: token.token.clone(),
        purpose,
        digest: token.digest.clone(),
        code: Some(typed.to_owned()),
    };
    order.write(ctx, token.message, &mut effect).await?;
    let plan = Panel::new(ctx, Some(token.message));
    let run = Panel::new(ctx, None);
    let confirmed = View::text(t!(ctx.locale, "migrate-confirmed", code = code));
    effect.once_committed(move || {
        tokio::spawn(async move { plan.show(confirmed).await });
        begin(run, order);
    });
    Ok(Answer::silence().after(effect))
}
