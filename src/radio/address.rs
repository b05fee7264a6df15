//! The address of a station, in one form for all ways to write it. Pure.

use reqwest::Url;

/// The longest address that is kept.
pub const MAX_ADDRESS: usize = 500;

/// Why an address cannot be a station's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("it is not an address")]
    Unreadable,
    #[error("it does not begin with http:// or https://")]
    Scheme,
    #[error("there is a user name or a password in it")]
    Password,
    #[error("it is longer than {MAX_ADDRESS} characters")]
    TooLong,
}

/// Reads an address as a person typed it, or as it stands in a playlist, and brings it into its normal form: small letters
/// where they mean the same, no default port, no fragment, no dots to walk around by, nothing of a `SHOUTcast` server's
/// `/;stream.mp3`, which says `/` to a player and keeps browsers away.
pub fn normal(text: &str) -> Result<Url, BadAddress> {
    let text = text.trim();
    let has_scheme = text.contains("://");
    let mut url = if has_scheme {
        Url::parse(text)
    } else if text.contains('.') && !text.contains(char::is_whitespace) {
        Url::parse(&format!("http://{text}"))
    } else {
        return Err(BadAddress::Unreadable);
    }
    .map_err(|_| BadAddress::Unreadable)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BadAddress::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadAddress::Password);
    }
    url.set_fragment(None);
    if url.query() == Some("") {
        url.set_query(None);
    }
    if url.path().starts_with("/;") && url.query().is_none() {
        url.set_path("/");
    }
    if url.as_str().chars().count() > MAX_ADDRESS {
        return Err(BadAddress::TooLong);
    }
    Ok(url)
}

/// The same place by the other scheme. A station is there once, whichever of the two was typed.
pub fn twin(url: &Url) -> Option<Url> {
    if url.port().is_some() {
        return None;
    }
    let mut twin = url.clone();
    let other = if url.scheme() == "http" {
        "https"
    } else {
        "http"
    };
    twin.set_scheme(other).ok()?;
    Some(twin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, BadAddress>) {
        let found = normal(text).map(|url| url.to_string());
        assert_eq!(found, expect.map(str::to_owned), "{text:?}");
    }

    #[test]
    fn many_ways_to_write_an_address_are_one() {
        check("HTTP://Radio.Example.ORG", Ok("http://radio.example.org/"));
        check(
            " radio.example.org:80/Live ",
            Ok("http://radio.example.org/Live"),
        );
        check(
            "https://radio.example.org:443/a/../b#now",
            Ok("https://radio.example.org/b"),
        );
        check(
            "http://radio.example.org:8000/;",
            Ok("http://radio.example.org:8000/"),
        );
        check(
            "http://radio.example.org:8000/;stream.nsv",
            Ok("http://radio.example.org:8000/"),
        );
        check(
            "http://radio.example.org/listen?",
            Ok("http://radio.example.org/listen"),
        );
        check(
            "http://radio.example.org/listen?id=1",
            Ok("http://radio.example.org/listen?id=1"),
        );
        check(
            "http://радио.рф/эфир",
            Ok("http://xn--80aimyg.xn--p1ai/%D1%8D%D1%84%D0%B8%D1%80"),
        );
        check("http://0x7f.1/", Ok("http://127.0.0.1/"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        check("jazz", Err(BadAddress::Unreadable));
        check("", Err(BadAddress::Unreadable));
        check("smooth jazz.", Err(BadAddress::Unreadable));
        check("http://", Err(BadAddress::Unreadable));
        check("file:///etc/passwd", Err(BadAddress::Scheme));
        check("rtmp://radio.example.org/live", Err(BadAddress::Scheme));
        check(
            "http://me:secret@radio.example.org/",
            Err(BadAddress::Password),
        );
        check("http://me@radio.example.org/", Err(BadAddress::Password));
        let long = format!("http://radio.example.org/{}", "x".repeat(500));
        check(&long, Err(BadAddress::TooLong));
    }

    #[test]
    fn a_twin_differs_by_its_scheme_alone() {
        let twin_of = |text| twin(&normal(text).unwrap()).map(|url| url.to_string());
        assert_eq!(
            twin_of("http://a.example/x"),
            Some("https://a.example/x".into())
        );
        assert_eq!(
            twin_of("https://a.example/x"),
            Some("http://a.example/x".into())
        );
        assert_eq!(twin_of("http://a.example:8000/x"), None);
    }
}
