//! `&lt;` and its like.

/// The character that a reference at the beginning of `rest` stands for, and its length in bytes. Telegram knows
/// `&lt;`, `&gt;`, `&amp;`, `&quot;` and numbers, each also without the semicolon; anything else is plain text.
pub(super) fn read(rest: &[u8]) -> Option<(char, usize)> {
    let rest = rest.strip_prefix(b"&")?;
    let (c, length) = match rest.strip_prefix(b"#") {
        Some(number) => {
            let (c, length) = numeric(number)?;
            (c, length + 1)
        }
        None => named(rest)?,
    };
    let semicolon = usize::from(rest.get(length) == Some(&b';'));
    Some((c, 1 + length + semicolon))
}

fn named(rest: &[u8]) -> Option<(char, usize)> {
    let length = rest
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let c = match &rest[..length] {
        b"lt" => '<',
        b"gt" => '>',
        b"amp" => '&',
        b"quot" => '"',
        _ => return None,
    };
    Some((c, length))
}

fn numeric(number: &[u8]) -> Option<(char, usize)> {
    let (radix, prefix) = if number.starts_with(b"x") {
        (16, 1)
    } else {
        (10, 0)
    };
    let digits = &number[prefix..];
    let count = digits
        .iter()
        .take_while(|digit| char::from(**digit).is_digit(radix))
        .count();
    let value = u32::from_str_radix(std::str::from_utf8(&digits[..count]).ok()?, radix).ok()?;
    let c = char::from_u32(value).filter(|c| *c != '\0')?;
    Some((c, prefix + count))
}
