//! What goes because the rows it belongs to go.

use super::{Link, What, walk::Walk};
use crate::migrate::sql::Name;

impl Walk<'_> {
    /// The rows of other tables that go with deleted ones.
    pub(super) fn cascade(&mut self, parent: &Name, filter: &str, path: &mut Vec<Name>) {
        let links: Vec<Link> = self
            .schema
            .links
            .iter()
            .filter(|l| l.parent == *parent && l.columns.len() == 1)
            .cloned()
            .collect();
        for link in links {
            let (column, reference) = (link.columns[0].quoted(), link.references[0].quoted());
            let child_filter = format!(
                "{column} IN (SELECT {reference} FROM {} WHERE {filter})",
                parent.quoted()
            );
            if link.cascades {
                self.add_rows(What::Cascade, &link.child, &link.child, Some(&child_filter));
                if !path.contains(&link.child) {
                    path.push(link.child.clone());
                    self.cascade(&link.child, &child_filter, path);
                    path.pop();
                }
            } else {
                let about = format!("{}.{}", link.child, link.columns[0]);
                let child = link.child.quoted();
                let query = format!("SELECT count(*) FROM {child} WHERE {child_filter}");
                self.add(What::Values, about, Some(query));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn deleted_rows_and_what_goes_with_them() {
        check(
            &["DELETE FROM users WHERE id > 5;"],
            &[
                "1 Rows users: SELECT count(*) FROM users WHERE (id > 5)",
                "1 Cascade settings: SELECT count(*) FROM settings WHERE user_id IN (SELECT id FROM users WHERE (id > 5))",
                "1 Cascade notes: SELECT count(*) FROM notes WHERE settings_id IN (SELECT id FROM settings WHERE user_id IN (SELECT id FROM users WHERE (id > 5))); lately SELECT count(*) FROM notes WHERE settings_id IN (SELECT id FROM settings WHERE user_id IN (SELECT id FROM users WHERE (id > 5))) AND (made_at >= $1)",
                "1 Values radio.added_by: SELECT count(*) FROM radio WHERE added_by IN (SELECT id FROM users WHERE (id > 5))",
            ],
        );
    }
}
