//! The handler tree: from an update to the feature that answers it, folded from `FEATURES`.
//!
//! The tree also knows which kinds of update it looks at, and that is what Telegram is asked to send.

use std::{collections::HashSet, sync::Arc};

use dptree::{
    Handler,
    description::{EventKind, InterestSet},
};
use teloxide::types::{CallbackQuery, ChatMemberUpdated, Message, Update, UpdateKind};

use super::{
    command::Command,
    feature::{Answer, Ctx, Failure, Feature},
    features::{self, FEATURES},
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
    let commands = FEATURES
        .iter()
        .fold(dptree::filter_map(Command::of), |node, feature| {
            node.branch(command(*feature))
        });
    let presses = FEATURES
        .iter()
        .fold(dptree::filter_map(press_of), |node, feature| {
            node.branch(press(*feature))
        });
    dptree::entry()
        .branch(
            only(Kind::Message, message_of)
                .branch(
                    commands.endpoint(|ctx: Arc<Ctx>, command: Command| async move {
                        Ok(features::unknown_command(&ctx, &command))
                    }),
                )
                .endpoint(|ctx: Arc<Ctx>, message: Message| async move {
                    Ok(features::other_message(&ctx, &message))
                }),
        )
        .branch(
            only(Kind::CallbackQuery, query_of)
                .branch(presses)
                .endpoint(|| async { Err(Failure::user("button-is-old")) }),
        )
        .branch(only(Kind::MyChatMember, member_of).endpoint(
            |ctx: Arc<Ctx>, member: ChatMemberUpdated| async move {
                features::membership(&ctx, &member).await
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

/// Lets through one kind of update, as its own type.
fn only<T: Send + Sync + 'static>(kind: Kind, take: fn(Arc<Update>) -> Option<T>) -> Tree {
    dptree::filter_map_with_description(InterestSet::new_filter(HashSet::from([kind])), take)
}

fn command(feature: &'static dyn Feature) -> Tree {
    dptree::filter(move |ctx: Arc<Ctx>, command: Command| {
        command.name == feature.name() && ctx.may_use(feature)
    })
    .endpoint(move |ctx: Arc<Ctx>, command: Command| async move {
        feature.command(&ctx, &command.args).await
    })
}

fn press(feature: &'static dyn Feature) -> Tree {
    dptree::filter(move |ctx: Arc<Ctx>, press: Press| {
        press.feature == feature.name() && ctx.may_use(feature)
    })
    .endpoint(move |ctx: Arc<Ctx>, press: Press| async move {
        feature.press(&ctx, &press.data).await
    })
}

fn message_of(update: Arc<Update>) -> Option<Message> {
    if let UpdateKind::Message(message) = &update.kind {
        Some(message.clone())
    } else {
        None
    }
}

fn query_of(update: Arc<Update>) -> Option<CallbackQuery> {
    if let UpdateKind::CallbackQuery(query) = &update.kind {
        Some(query.clone())
    } else {
        None
    }
}

fn member_of(update: Arc<Update>) -> Option<ChatMemberUpdated> {
    if let UpdateKind::MyChatMember(member) = &update.kind {
        Some(member.clone())
    } else {
        None
    }
}

fn press_of(query: CallbackQuery) -> Option<Press> {
    query.data.as_deref().and_then(Press::decode)
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
