//! The blocks of a document as steps.
//!
//! - A block of code after a line that ends in a path in code marks and a colon is put at the end of that file.
//! - `diff`: for each `+++ path` the lines to find, to take away (`-`) and to add (`+`); `@@` parts places in one file.
//! - `sh`: a script.
//!
//! `NNNN` in a path is the number that the migration of that name was given.

use std::{fs, path::Path};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Edit(Edit),
    Run(String),
}

/// In the file at `path`, `old` becomes `new`; where `old` is empty, `new` goes to the end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    path: String,
    old: String,
    new: String,
}

/// The steps below a heading.
pub(super) fn steps(document: &str, heading: &str) -> Vec<Step> {
    let level = heading.split(' ').next().unwrap_or_default().len();
    let is_heading =
        |line: &str| line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
    let mut lines = document
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .peekable();
    let mut before = "";
    let mut steps = Vec::new();
    while let Some(line) = lines.next() {
        if is_heading(line) && line.len() - line.trim_start_matches('#').len() <= level {
            break;
        }
        let Some(language) = line.strip_prefix("```") else {
            if !line.is_empty() {
                before = line;
            }
            continue;
        };
        let mut block = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            block.push_str(line);
            block.push('\n');
        }
        match language {
            "sh" => steps.push(Step::Run(block)),
            "diff" => steps.extend(edits(&block).into_iter().map(Step::Edit)),
            _ => {
                let path = before
                    .strip_suffix("`:")
                    .and_then(|line| line.rsplit('`').next());
                steps.push(Step::Edit(Edit {
                    path: path
                        .unwrap_or_else(|| panic!("no file is named before:\n{block}"))
                        .to_owned(),
                    old: String::new(),
                    new: block,
                }));
            }
        }
    }
    assert!(
        !steps.is_empty(),
        "there is nothing to do below {heading:?}"
    );
    steps
}

fn edits(diff: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for line in diff.lines() {
        let path = if line == "@@" {
            edits.last().map(|edit| edit.path.clone())
        } else {
            line.strip_prefix("+++ ").map(str::to_owned)
        };
        if let Some(path) = path {
            let (old, new) = (String::new(), String::new());
            edits.push(Edit { path, old, new });
            continue;
        }
        let edit = edits.last_mut().expect("a diff begins with a path");
        let (sign, text) = line.split_at_checked(1).unwrap_or((" ", ""));
        if sign != "+" {
            edit.old.push_str(text);
            edit.old.push('\n');
        }
        if sign != "-" {
            edit.new.push_str(text);
            edit.new.push('\n');
        }
    }
    edits
}

impl Edit {
    pub(super) fn apply(&self, root: &Path) {
        let path = root.join(numbered(&self.path, root));
        let text = fs::read_to_string(&path).unwrap_or_default();
        let text = if self.old.is_empty() {
            format!("{text}{}", self.new)
        } else {
            let found = text.matches(&self.old).count();
            assert!(
                found == 1,
                "{} holds this {found} times:\n{}",
                self.path,
                self.old
            );
            text.replace(&self.old, &self.new)
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn numbered(path: &str, root: &Path) -> String {
    let Some((folder, name)) = path.split_once("NNNN") else {
        return path.to_owned();
    };
    let mut files = fs::read_dir(root.join(folder)).unwrap();
    let file = files.find_map(|file| {
        let file = file.unwrap().file_name().into_string().unwrap();
        file.ends_with(name).then_some(file)
    });
    format!(
        "{folder}{}",
        file.unwrap_or_else(|| panic!("there is no {path}"))
    )
}

#[test]
fn blocks_become_steps() {
    let document = "# X\n## A\nIn `a/NNNN_b.sql`:\n\n```sql\nSELECT 1;\n```\n\n```diff\n+++ c\n one\n+two\n@@\n-three\n```\n```sh\nls\n```\n## B\n```sh\nrm\n```\n";
    let edit = |path: &str, old: &str, new: &str| {
        Step::Edit(Edit {
            path: path.to_owned(),
            old: old.to_owned(),
            new: new.to_owned(),
        })
    };
    assert_eq!(
        steps(document, "## A"),
        [
            edit("a/NNNN_b.sql", "", "SELECT 1;\n"),
            edit("c", "one\n", "one\ntwo\n"),
            edit("c", "three\n", ""),
            Step::Run("ls\n".to_owned()),
        ]
    );
}
