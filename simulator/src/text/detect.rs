//! What Telegram recognises in a text by itself: commands, mentions, hashtags, links and addresses.

use super::utf16_len;
use crate::model::Entity;

/// Adds what is recognised in `text` outside the entities that are there already.
pub(crate) fn add_recognised(text: &str, entities: &mut Vec<Entity>) {
    let mut offset = 0;
    let mut before = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((kind, bytes)) = recognise(rest, before) {
            let length = utf16_len(&rest[..bytes]);
            if !entities.iter().any(|e| {
                e.offset < offset + length && offset < e.offset + e.length && blocks(&e.kind)
            }) {
                entities.push(Entity {
                    kind: kind.to_owned(),
                    offset,
                    length,
                    ..Entity::default()
                });
            }
            offset += length;
            before = rest[..bytes].chars().next_back();
            rest = &rest[bytes..];
        } else {
            offset += c.len_utf16();
            before = Some(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    super::sort(entities);
}

/// Nothing is recognised inside these.
fn blocks(kind: &str) -> bool {
    matches!(
        kind,
        "code" | "pre" | "text_link" | "text_mention" | "custom_emoji"
    )
}

fn recognise(rest: &str, before: Option<char>) -> Option<(&'static str, usize)> {
    let fresh = before.is_none_or(|c| {
        !(c.is_alphanumeric() || c == '_' || c == '/' || c == '<' || c == '>' || c == '@')
    });
    if !fresh {
        return None;
    }
    let found = match rest.as_bytes()[0] {
        b'/' => command(rest).map(|length| ("bot_command", length)),
        b'@' => name(&rest[1..], 3..=32).map(|length| ("mention", length + 1)),
        b'#' => hashtag(rest).map(|length| ("hashtag", length)),
        _ => None,
    };
    found
        .or_else(|| url(rest).map(|length| ("url", length)))
        .or_else(|| email(rest).map(|length| ("email", length)))
}

/// `/name` or `/name@bot`, not followed by another slash.
fn command(rest: &str) -> Option<usize> {
    let mut end = 1 + name(&rest[1..], 1..=64)?;
    if let Some(bot) = rest[end..].strip_prefix('@') {
        end += name(bot, 3..=32).map_or(0, |length| length + 1);
    }
    (!rest[end..].starts_with(['/', '<', '>'])).then_some(end)
}

fn name(rest: &str, allowed: std::ops::RangeInclusive<usize>) -> Option<usize> {
    let length = rest
        .bytes()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == b'_')
        .count();
    let ends = rest[length..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric());
    (allowed.contains(&length) && ends).then_some(length)
}

fn hashtag(rest: &str) -> Option<usize> {
    let tag: String = rest
        .chars()
        .skip(1)
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (tag.chars().any(|c| !c.is_numeric()) && !tag.is_empty()).then(|| tag.len() + 1)
}

fn url(rest: &str) -> Option<usize> {
    let word = word(rest);
    let host_start = ["https://", "http://", "ftp://"]
        .iter()
        .find(|scheme| word.starts_with(**scheme))
        .map(|s| s.len());
    let host_end = |start: usize| {
        word[start..]
            .find(['/', '?', '#', ':'])
            .map_or(word.len(), |end| start + end)
    };
    let host = &word[host_start.unwrap_or(0)..host_end(host_start.unwrap_or(0))];
    let known = match host_start {
        Some(_) => host.contains('.'),
        None => has_known_ending(host),
    };
    known.then_some(word.len())
}

/// A bare `name.tld` counts only with an ending that people use.
fn has_known_ending(host: &str) -> bool {
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let endings = [
        "com", "org", "net", "io", "me", "fm", "ru", "ua", "es", "uk", "de", "dev", "info", "tv",
        "app",
    ];
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '-' || c == '.')
        && endings.contains(&ending)
}

fn email(rest: &str) -> Option<usize> {
    let word = word(rest);
    let (user, host) = word.split_once('@')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let ok = !user.is_empty()
        && user.chars().all(plain)
        && host.contains('.')
        && host.chars().all(plain);
    ok.then_some(word.len())
}

/// Up to the next space, without closing punctuation.
fn word(rest: &str) -> &str {
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»'))
        .unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '…'])
}

/// The address of a link as Telegram keeps it: with a scheme, and only where there is a host.
pub(crate) fn checked_url(href: &str) -> Option<String> {
    let href = href.trim();
    let with_scheme = if href.contains("://") || href.starts_with("tg:") {
        href.to_owned()
    } else {
        format!("http://{href}")
    };
    let url: reqwest::Url = with_scheme.parse().ok()?;
    match url.scheme() {
        "tg" | "ton" => Some(with_scheme),
        "http" | "https" | "ftp" => {
            let host = url.host_str()?;
            (host.contains('.') || host.starts_with('[')).then(|| url.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut entities = Vec::new();
        add_recognised(text, &mut entities);
        let found: Vec<_> = entities
            .iter()
            .map(|e| format!("{}@{}+{}", e.kind, e.offset, e.length))
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn commands() {
        check("/speed 1.25", "bot_command@0+6");
        check("/speed@other_bot now", "bot_command@0+16");
        check("try /help, or /start", "bot_command@4+5 bot_command@14+6");
        check("и/или a/b /usr/bin", "");
        check("😀 /eq", "bot_command@3+3");
        check("/команда", "");
    }

    #[test]
    fn links_names_and_tags() {
        check("see https://radio.example/stream.mp3.", "url@4+32");
        check("http://a.example:8000/;x?y=1", "url@0+28");
        check("lrclib.net and file.txt, 3.14", "url@0+10");
        check("@anna write to a.b@c.example", "mention@0+5 email@15+13");
        check("#jazz #1", "hashtag@0+5");
    }

    #[test]
    fn nothing_is_recognised_inside_code() {
        let mut entities = vec![Entity {
            kind: "code".into(),
            offset: 0,
            length: 6,
            ..Entity::default()
        }];
        add_recognised("/speed /eq", &mut entities);
        assert_eq!(entities.len(), 2);
        assert_eq!(entities[1].offset, 7);
    }

    #[test]
    fn link_targets_need_a_host() {
        assert_eq!(
            checked_url("a.example"),
            Some("http://a.example/".to_owned())
        );
        assert_eq!(checked_url("javascript:alert(1)"), None);
        assert_eq!(checked_url("not a link"), None);
        assert_eq!(checked_url("http://localhost:8080/x"), None);
        assert_eq!(
            checked_url("http://127.0.0.1:8080/x"),
            Some("http://127.0.0.1:8080/x".to_owned())
        );
    }
}
