//! The handler tree: from an update to the feature of `FEATURES` that answers it.
//!
//! The tree also knows which kinds of update it looks at, and that is what Telegram is asked to send.

use std::{collections::HashSet, sync::Arc};

use dptree::{
    Handler,
    description::{EventKind, InterestSet},
};
use teloxide::types::{ChatMemberUpdated, Update, UpdateKind};

use super::{
    command::Command,
    feature::{Answer, Ctx, Failure, Feature},
    features,
};
use crate::view::Press;

/// The kinds of update the tree can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Message,
    CallbackQuery,
    MyChatMember,
}

impl Kind {
    /// Telegram's name for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::CallbackQuery => "callback_query",
            Self::MyChatMember => "my_chat_member",
        }
    }
}

impl EventKind for Kind {
    fn full_set() -> HashSet<Self> {
        HashSet::from([Self::Message, Self::CallbackQuery, Self::MyChatMember])
    }

    fn empty_set() -> HashSet<Self> {
        HashSet::new()
    }
}

pub(super) type Tree = Handler<'static, Result<Answer, Failure>, InterestSet<Kind>>;

/// The whole tree.
pub(super) fn tree() -> Tree {
    dptree::entry()
        .branch(
            dptree::filter_with_description(interest(Kind::Message), |update: Arc<Update>| {
                matches!(update.kind, UpdateKind::Message(_))
            })
            .branch(dptree::filter_map(Command::of).branch(commands()).endpoint(
                |ctx: Arc<Ctx>, command: Arc<Command>| async move {
                    Ok(features::unknown_command(&ctx, &command))
                },
            ))
            .endpoint(|ctx: Arc<Ctx>| async move {
                match &ctx.message {
                    Some(message) => {
                        let answer = features::other_message(&ctx, message);
                        timed(&ctx, "message", answer).await
                    }
                    None => Ok(Answer::silence()),
                }
            }),
        )
        .branch(
            only(Kind::CallbackQuery, press_of)
                .branch(presses())
                .endpoint(|| async { Err(Failure::user("button-is-old")) }),
        )
        .branch(only(Kind::MyChatMember, member_of).endpoint(
            |ctx: Arc<Ctx>, member: ChatMemberUpdated| async move {
                timed(&ctx, "membership", features::membership(&ctx, &member)).await
            },
        ))
}

/// The kinds of update the tree looks at, by Telegram's names.
pub(super) fn wanted(tree: &Tree) -> Vec<&'static str> {
    let mut names: Vec<_> = tree
        .description()
        .observed
        .iter()
        .map(|kind| kind.name())
        .collect();
    names.sort_unstable();
    names
}

/// Lets through one kind of update, as what is needed of it.
fn only<T: Send + Sync + 'static>(kind: Kind, take: fn(Arc<Update>) -> Option<T>) -> Tree {
    dptree::filter_map_with_description(interest(kind), take)
}

fn interest(kind: Kind) -> InterestSet<Kind> {
    InterestSet::new_filter(HashSet::from([kind]))
}

/// An answer, with the time it took.
async fn timed(
    ctx: &Ctx,
    feature: &'static str,
    answer: impl Future<Output = Result<Answer, Failure>>,
) -> Result<Answer, Failure> {
    let answering = ctx.app.metrics.answering(feature);
    let answer = answer.await;
    answering.end(answer.as_ref().err().map(Failure::name));
    answer
}

/// A feature that was asked for. A look-up in `FEATURES`: a branch for each would be walked through for every update.
type Asked = &'static dyn Feature;

fn commands() -> Tree {
    dptree::filter_map(|ctx: Arc<Ctx>, command: Arc<Command>| {
        features::by_name(&ctx, &command.name)
    })
    .endpoint(
        |ctx: Arc<Ctx>, feature: Asked, command: Arc<Command>| async move {
            features::is_whole(&ctx, feature)?;
            let answer = feature.command(&ctx, &command.args);
            timed(&ctx, feature.name(), answer).await
        },
    )
}

fn presses() -> Tree {
    dptree::filter_map(|ctx: Arc<Ctx>, press: Arc<Option<Press>>| {
        features::by_name(&ctx, &press.as_ref().as_ref()?.feature)
    })
    .endpoint(
        |ctx: Arc<Ctx>, feature: Asked, press: Arc<Option<Press>>| async move {
            features::is_whole(&ctx, feature)?;
            match press.as_ref() {
                Some(press) => {
                    let answer = feature.press(&ctx, &press.data);
                    timed(&ctx, feature.name(), answer).await
                }
                None => Err(Failure::user("button-is-old")),
            }
        },
    )
}

/// What was pressed; `None` inside where no button of ours says that.
fn press_of(update: Arc<Update>) -> Option<Arc<Option<Press>>> {
    let UpdateKind::CallbackQuery(query) = &update.kind else {
        return None;
    };
    Some(Arc::new(query.data.as_deref().and_then(Press::decode)))
}

fn member_of(update: Arc<Update>) -> Option<ChatMemberUpdated> {
    match &update.kind {
        UpdateKind::MyChatMember(member) => Some(member.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_telegram_for_what_it_looks_at_and_nothing_else() {
        assert_eq!(
            wanted(&tree()),
            ["callback_query", "message", "my_chat_member"]
        );
    }
}
