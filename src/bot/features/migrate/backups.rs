//! `/migrate_backups`: the copies there are; each can be put back, and sent where it is not too large.

use super::verb;
use crate::{
    bot::{
        console::{backups, can_be_sent},
        feature::{Access, Answer, Ctx, Failure, Feature, Reply},
    },
    t,
    view::{Body, Media},
};

pub(in crate::bot::features) struct Backups;

impl Feature for Backups {
    fn name(&self) -> &'static str {
        "migrate_backups"
    }

    fn access(&self) -> Access {
        Access::Owner
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            verb(ctx, "backups", args, "/migrate_backups")?;
            list(ctx).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data.split_once(':') {
                None if data == "open" => list(ctx).await,
                Some(("send", name)) => send(ctx, name).await,
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

pub(super) async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let view = backups(ctx)
        .await
        .map_err(|error| Failure::Internal(error.into()))?;
    Ok(Answer::view(view))
}

/// The file itself, into this private chat. A phone cannot bring it back: restoring is done from the list.
async fn send(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    let gone = |_| Failure::user("migrate-backup-gone");
    let backup = ctx.app.engine.find_backup(name).await.map_err(gone)?;
    if !can_be_sent(&ctx.app, &backup) {
        return Err(Failure::user("migrate-backup-large"));
    }
    let name = backup.name();
    Ok(Answer::new_message(
        Body::Document {
            name,
            file: Media::Path(backup.file),
            caption: t!(ctx.locale, "migrate-backup-sent"),
        }
        .into(),
    ))
}
