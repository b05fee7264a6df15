//! Entities back to HTML that is safe to put into a page.

use std::fmt::Write;

use super::detect::checked_url;
use crate::model::Entity;

/// `text` with its entities as tags; everything a person wrote is escaped.
pub fn to_html(text: &str, entities: &[Entity]) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    let mut open: Vec<&Entity> = Vec::new();
    let mut waiting = entities.iter().peekable();
    let mut at = 0;
    for c in text.chars() {
        close_ended(&mut html, &mut open, at);
        while let Some(entity) = waiting.next_if(|entity| entity.offset <= at) {
            // One that would end outside its neighbour cannot be a tag; Telegram does not produce them.
            if open
                .last()
                .is_none_or(|outer| entity.offset + entity.length <= outer.offset + outer.length)
            {
                html.push_str(&start_tag(entity, text));
                open.push(entity);
            }
        }
        escape_into(&mut html, c);
        at += c.len_utf16();
    }
    while let Some(entity) = open.pop() {
        html.push_str(end_tag(entity));
    }
    html
}

fn close_ended(html: &mut String, open: &mut Vec<&Entity>, at: usize) {
    while let Some(entity) = open.pop_if(|entity| entity.offset + entity.length <= at) {
        html.push_str(end_tag(entity));
    }
}

fn start_tag(entity: &Entity, text: &str) -> String {
    match entity.kind.as_str() {
        "bold" => "<b>".into(),
        "italic" => "<i>".into(),
        "underline" => "<u>".into(),
        "strikethrough" => "<s>".into(),
        "spoiler" => "<span class=\"spoiler\">".into(),
        "code" => "<code>".into(),
        "pre" => "<pre>".into(),
        "blockquote" => "<blockquote>".into(),
        "expandable_blockquote" => "<blockquote class=\"expandable\">".into(),
        "text_link" => link(entity.url.as_deref().unwrap_or_default()),
        "url" => link(slice(text, entity)),
        "bot_command" => format!(
            "<span class=\"command\" data-command=\"{}\">",
            escape(slice(text, entity))
        ),
        _ => "<span>".into(),
    }
}

fn end_tag(entity: &Entity) -> &'static str {
    match entity.kind.as_str() {
        "bold" => "</b>",
        "italic" => "</i>",
        "underline" => "</u>",
        "strikethrough" => "</s>",
        "code" => "</code>",
        "pre" => "</pre>",
        "blockquote" | "expandable_blockquote" => "</blockquote>",
        "text_link" | "url" => "</a>",
        _ => "</span>",
    }
}

fn link(href: &str) -> String {
    let href = checked_url(href).unwrap_or_default();
    format!(
        "<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">",
        escape(&href)
    )
}

/// The part of `text` that an entity covers.
pub(crate) fn slice<'a>(text: &'a str, entity: &Entity) -> &'a str {
    let byte = |units: usize| {
        let mut at = 0;
        let found = text.char_indices().find(|(_, c)| {
            let here = at >= units;
            at += c.len_utf16();
            here
        });
        found.map_or(text.len(), |(byte, _)| byte)
    };
    &text[byte(entity.offset)..byte(entity.offset + entity.length)]
}

pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    text.chars().for_each(|c| escape_into(&mut escaped, c));
    escaped
}

fn escape_into(html: &mut String, c: char) {
    match c {
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '&' => html.push_str("&amp;"),
        '"' => html.push_str("&quot;"),
        '\'' => write!(html, "&#39;").expect("a String takes everything"),
        c => html.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html;

    #[track_caller]
    fn round_trip(source: &str, expected: &str) {
        let parsed = html::parse(source).unwrap();
        assert_eq!(to_html(&parsed.text, &parsed.entities), expected);
    }

    #[test]
    fn tags_come_back_and_text_is_escaped() {
        round_trip(
            "<b>x <i>y</i></b> &lt;script&gt;",
            "<b>x <i>y</i></b> &lt;script&gt;",
        );
        round_trip("😀<code>&amp;</code>", "😀<code>&amp;</code>");
        let blank = "target=\"_blank\" rel=\"noopener noreferrer\"";
        round_trip(
            "<a href=\"http://a.example/'&quot;\">l</a>",
            &format!("<a href=\"http://a.example/&#39;%22\" {blank}>l</a>"),
        );
    }

    #[test]
    fn adjacent_entities_do_not_nest() {
        round_trip("<b>a</b><i>b</i>", "<b>a</b><i>b</i>");
    }
}
