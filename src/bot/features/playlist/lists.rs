//! The lists there are: a person's own, or a chat's; and a new one.

use super::{Playlists, access, button, one};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{PlaylistId, PlaylistName},
    i18n::Arg,
    store::Whose,
    t,
    view::{Button, Press, View},
};

/// How many lists one panel shows.
const PAGE: i64 = 8;

/// Whose lists are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    Mine,
    Chat(i64),
}

impl Shelf {
    /// In a group its own lists come first.
    pub(super) fn of(ctx: &Ctx) -> Self {
        if ctx.chat.is_private {
            Self::Mine
        } else {
            Self::Chat(ctx.chat.id)
        }
    }

    /// Where a new list goes that nobody said the place of: in a group its administrators make one for it, others for
    /// themselves.
    pub(super) async fn of_new(ctx: &Ctx) -> Result<Self, Failure> {
        if ctx.chat.is_private {
            return Ok(Self::Mine);
        }
        match access::may_change_chat(ctx, ctx.chat.id).await {
            Ok(()) => Ok(Self::Chat(ctx.chat.id)),
            Err(Failure::User { .. }) => Ok(Self::Mine),
            Err(error) => Err(error),
        }
    }

    pub(super) fn from_code(ctx: &Ctx, code: &str) -> Result<Self, Failure> {
        match code {
            "mine" => Ok(Self::Mine),
            "chat" if !ctx.chat.is_private => Ok(Self::Chat(ctx.chat.id)),
            _ => Err(Failure::user("button-is-old")),
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Chat(_) => "chat",
        }
    }

    /// `None` for a person of whom nothing is kept.
    pub(super) fn whose(self, ctx: &Ctx) -> Option<Whose> {
        match self {
            Self::Mine => ctx.asker.user.map(Whose::Person),
            Self::Chat(chat) => Some(Whose::Chat(chat)),
        }
    }
}

pub(super) async fn panel(ctx: &Ctx, shelf: Shelf, page: i64) -> Result<Answer, Failure> {
    let (count, lists) = match shelf.whose(ctx) {
        None => (0, Vec::new()),
        Some(whose) => {
            let mut tx = ctx.read().await?;
            let count = tx.playlists().count(whose).await?;
            (
                count,
                tx.playlists().page(whose, PAGE, page.max(0) * PAGE).await?,
            )
        }
    };
    let text = match (shelf, count) {
        (Shelf::Mine, 0) => t!(ctx.locale, "playlist-none"),
        (Shelf::Chat(_), 0) => t!(ctx.locale, "playlist-chat-none"),
        (Shelf::Mine, count) => t!(ctx.locale, "playlist-title", count = count),
        (Shelf::Chat(_), count) => t!(ctx.locale, "playlist-chat-title", count = count),
    };
    let shelf_code = shelf.code();
    let mut view = lists.iter().fold(View::text(text), |view, list| {
        view.row([Button::new(
            &list.name,
            Press::new("playlist", format!("list:{}:0", list.id)),
        )])
    });
    let turns = turns(page, count, PAGE, |page| {
        format!("lists:{shelf_code}:{page}")
    });
    if !turns.is_empty() {
        view = view.row(turns);
    }
    view = view.row([
        button(
            ctx.locale,
            "playlist-button-new",
            format!("new:{shelf_code}"),
        ),
        button(
            ctx.locale,
            "playlist-button-import",
            format!("import:{shelf_code}"),
        ),
    ]);
    if !ctx.chat.is_private {
        view = view.row([match shelf {
            Shelf::Mine => button(ctx.locale, "playlist-button-chat", "lists:chat:0"),
            Shelf::Chat(_) => button(ctx.locale, "playlist-button-mine", "lists:mine:0"),
        }]);
    }
    Ok(Answer::view(view))
}

/// Buttons to the page before and the page after, where there are any.
pub(super) fn turns(page: i64, count: i64, size: i64, data: impl Fn(i64) -> String) -> Vec<Button> {
    let pages = (count + size - 1) / size;
    let turn = |label: String, to: i64| Button::new(label, Press::new("playlist", data(to)));
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(turn(format!("‹ {page}/{pages}"), page - 1));
    }
    if page + 1 < pages {
        turns.push(turn(format!("{}/{pages} ›", page + 2), page + 1));
    }
    turns
}

pub(super) async fn ask_for_a_name(ctx: &Ctx, shelf: Shelf) -> Result<Answer, Failure> {
    if let Shelf::Chat(chat) = shelf {
        access::may_change_chat(ctx, chat).await?;
    }
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Playlists, format!("new:{}", shelf.code()))
        .await?;
    Ok(Answer::new_message(View::text(t!(ctx.locale, "playlist-ask-name"))).after(effect))
}

/// Makes a list.
pub(super) async fn add(ctx: &Ctx, shelf: Shelf, name: &str) -> Result<Answer, Failure> {
    let (effect, list, name) = make(ctx, shelf, name).await?;
    let text = match shelf {
        Shelf::Mine => t!(ctx.locale, "playlist-made", name = name.as_str()),
        Shelf::Chat(_) => t!(ctx.locale, "playlist-chat-made", name = name.as_str()),
    };
    let view = View::text(text).row([
        button(ctx.locale, "playlist-button-open", format!("list:{list}:0")),
        button(ctx.locale, "playlist-button-fill", format!("fill:{list}")),
    ]);
    Ok(Answer::view(view).after(effect))
}

/// The effect in which a new list is made.
pub(super) async fn make(
    ctx: &Ctx,
    shelf: Shelf,
    name: &str,
) -> Result<(crate::bot::feature::Effect, PlaylistId, PlaylistName), Failure> {
    let name = PlaylistName::parse(name).map_err(|_| Failure::user("playlist-name-bad"))?;
    let chat = match shelf {
        Shelf::Mine => None,
        Shelf::Chat(chat) => {
            access::may_change_chat(ctx, chat).await?;
            Some(chat)
        }
    };
    let limit = i64::from(ctx.app.config.limits.playlists);
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let whose = chat.map_or(Whose::Person(user), Whose::Chat);
    if effect.playlists().count(whose).await? >= limit {
        return Err(Failure::user_with(
            "playlist-too-many",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let list = effect.playlists().add(user, chat, &name, ctx.now).await?;
    Ok((effect, list, name))
}

/// `/playlist Sunday morning`
pub(super) async fn open_by_name(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    const ALL: i64 = 1_000;
    let wanted = name.to_lowercase();
    for shelf in [Shelf::of(ctx), Shelf::Mine] {
        let Some(whose) = shelf.whose(ctx) else {
            continue;
        };
        let lists = ctx.read().await?.playlists().recent(whose, ALL, 0).await?;
        if let Some(list) = lists.iter().find(|list| list.name.to_lowercase() == wanted) {
            return one::panel(ctx, list.id, 0).await;
        }
    }
    Err(Failure::user("playlist-usage"))
}
