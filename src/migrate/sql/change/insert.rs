//! `INSERT`, and where its rows come from.

use super::{
    Change, Copied, Cursor, TokenKind,
    cursor::{fold, is_plain_name},
};

pub(super) fn insert<'a>(
    text: &'a str,
    c: &mut Cursor<'_, 'a>,
    replace: bool,
) -> Option<Change<'a>> {
    let mut replaces = replace;
    if c.eat("or") {
        replaces = c.next()?.is("replace");
    }
    c.eat("into");
    let table = c.name()?;
    Some(Change::Insert {
        table,
        replaces,
        copied: copied(text, c),
    })
}

fn copied<'a>(text: &'a str, c: &mut Cursor<'_, 'a>) -> Option<Copied<'a>> {
    c.at = c.position_at_depth_0(&["select"])? + 1;
    let from_at = c.position_at_depth_0(&["from"])?;
    let selected = Cursor {
        tokens: &c.tokens[..from_at],
        at: c.at,
    };
    let columns = selected
        .rest_by_commas()
        .flat_map(|part| {
            part.iter()
                .filter(|t| t.kind == TokenKind::Quoted || is_plain_name(t))
                .map(fold)
                .collect::<Vec<_>>()
        })
        .collect();
    c.at = from_at + 1;
    let from = c.name()?;
    Some(Copied {
        from,
        rest: c.peek().map(|t| c.text_from(text, t)),
        columns,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn copies() {
        check(
            "INSERT INTO n (id, b) SELECT id, upper(b) FROM o",
            "Insert { table: n, replaces: false, copied: Copied { from: o, rest: None, columns: [id, upper, b] } }",
        );
        check(
            "INSERT OR REPLACE INTO n SELECT id FROM o WHERE id > 1",
            "Insert { table: n, replaces: true, copied: Copied { from: o, rest: WHERE id > 1, columns: [id] } }",
        );
        check(
            "INSERT INTO n VALUES (1)",
            "Insert { table: n, replaces: false, copied: None }",
        );
    }
}
