//! What a closed tag says about the text inside it.

use super::Formatted;
use crate::{
    model::{Entity, User},
    text::detect::checked_url,
};

/// A tag that is not closed yet.
pub(super) struct Open {
    pub(super) tag: String,
    pub(super) argument: String,
    /// Where it begins in the text, in UTF-16 units and in bytes.
    pub(super) offset: usize,
    pub(super) text_start: usize,
}

/// The entity of a tag that ends at `end`; nothing where Telegram shows the bare words.
pub(super) fn of(open: Open, end: usize, so_far: &Formatted) -> Result<Option<Entity>, String> {
    let mut entity = Entity {
        offset: open.offset,
        length: end - open.offset,
        ..Entity::default()
    };
    if entity.length == 0 {
        return Ok(None);
    }
    let kind = match open.tag.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" | "tg-spoiler" => "spoiler",
        "blockquote" if open.argument.is_empty() => "blockquote",
        "blockquote" => "expandable_blockquote",
        "pre" => "pre",
        "code" => {
            entity.language = Some(open.argument).filter(|language| !language.is_empty());
            "code"
        }
        "tg-emoji" if open.argument.parse::<u64>().is_err() => {
            return Err("Invalid custom emoji identifier specified".to_owned());
        }
        "tg-emoji" => {
            entity.custom_emoji_id = Some(open.argument);
            "custom_emoji"
        }
        "a" => {
            let shown = &so_far.text[open.text_start..];
            let href = if open.argument.is_empty() {
                shown
            } else {
                &open.argument
            };
            if let Some(id) = href
                .strip_prefix("tg://user?id=")
                .and_then(|id| id.parse().ok())
            {
                entity.user = Some(User {
                    id,
                    ..User::default()
                });
                "text_mention"
            } else if let Some(url) = checked_url(href) {
                entity.url = Some(url);
                "text_link"
            } else {
                return Ok(None);
            }
        }
        _ => return Ok(None),
    };
    kind.clone_into(&mut entity.kind);
    Ok(Some(entity))
}

/// `<pre><code class="language-x">` is one block with a language; apart from that code holds no other entity, and a
/// language on `<code>` alone means nothing.
pub(super) fn join_code(entities: &mut Vec<Entity>) {
    let place = |entity: &Entity| (entity.offset, entity.length);
    let inside = |inner: &Entity, outer: &Entity| {
        outer.offset <= inner.offset && inner.offset + inner.length <= outer.offset + outer.length
    };
    let code: Vec<Entity> = entities
        .iter()
        .filter(|entity| entity.kind == "code")
        .cloned()
        .collect();
    let pre: Vec<Entity> = entities
        .iter()
        .filter(|entity| entity.kind == "pre")
        .cloned()
        .collect();
    entities.retain(|entity| match entity.kind.as_str() {
        "pre" => true,
        "code" => !pre.iter().any(|outer| inside(entity, outer)),
        _ => !code.iter().chain(&pre).any(|outer| inside(entity, outer)),
    });
    for entity in entities.iter_mut() {
        if entity.kind == "pre" {
            let joined = code.iter().find(|inner| place(inner) == place(entity));
            entity.language = joined.and_then(|inner| inner.language.clone());
        } else if entity.kind == "code" {
            entity.language = None;
        }
    }
}
