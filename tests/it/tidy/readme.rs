//! The README's tables: every command, every section of the configuration, everything there is to make.

use reprise::{config, domain::Language, i18n::Locale};
use std::fmt::Write as _;

use super::{
    Source,
    code::{Code, Token, code_in},
    hold, refuses,
};

#[test]
fn the_readme_has_the_table_of_commands() {
    held_table("commands", &commands_table());
}

#[test]
fn the_readme_has_the_table_of_settings() {
    held_table("settings", &settings_table());
}

#[test]
fn the_readme_names_everything_there_is_to_make() {
    let makefile = Source::read("Makefile");
    let readme = Source::read("README.md");
    hold(
        "Say in README.md what it is for.",
        unnamed_targets(&makefile, &readme.text),
    );
}

/// `/command | what it is for`, for everybody, then for owners.
fn commands_table() -> String {
    let registry = code_in("src/bot/features/mod.rs")
        .next()
        .expect("the registry");
    let mut rows = [String::new(), String::new()];
    for module in registered(registry) {
        let module = module.as_str();
        let paths = [
            format!("src/bot/features/{module}.rs"),
            format!("src/bot/features/{module}/mod.rs"),
        ];
        let feature = code_in("src/bot/features/").find(|code| paths.contains(&code.source.path));
        let feature = feature.unwrap_or_else(|| panic!("the file of `{module}`"));
        let name = name_of(feature);
        let is_owners = feature
            .find(&["Access", "::", "Owner"])
            .any(|at| !feature.is_test(at));
        let summary = Locale(Language::En).text(&format!("{name}-summary"), &[]);
        writeln!(rows[usize::from(is_owners)], "| `/{name}` | {summary} |").unwrap();
    }
    let [everybody, owners] = rows;
    let owners = if owners.is_empty() {
        owners
    } else {
        format!("\n| for owners, in private | |\n|---|---|\n{owners}")
    };
    format!("| command | |\n|---|---|\n{everybody}{owners}")
}

/// The modules in `FEATURES`, in its order: `migrate/status` for `&migrate::status::Status`.
fn registered(registry: &Code) -> Vec<String> {
    let list = registry.find(&["FEATURES", ":"]).next().expect("FEATURES");
    let ends = registry.tokens[list..]
        .iter()
        .position(|token| token.text == ";")
        .expect("its end");
    let tokens: Vec<&str> = registry.tokens[list..list + ends]
        .iter()
        .map(|token| token.text.as_str())
        .collect();
    let entries = tokens.split(|token| matches!(*token, "," | "[" | "]"));
    let paths = entries.filter_map(|entry| {
        let path = entry.strip_prefix(&["&"])?;
        let parts: Vec<&str> = path.iter().copied().filter(|part| *part != "::").collect();
        let (_type, modules) = parts.split_last()?;
        (!modules.is_empty() && modules[0] != "dyn").then(|| modules.join("/"))
    });
    paths.collect()
}

/// What `fn name` of a feature gives.
fn name_of(feature: &Code) -> &str {
    let mut functions = feature.find(&["fn", "name", "("]);
    let at = functions
        .next()
        .unwrap_or_else(|| panic!("{} has no name", feature.source.path));
    feature.tokens[at..]
        .iter()
        .find_map(Token::quoted)
        .expect("a name")
}

fn settings_table() -> String {
    let mut table = "| section | keys | |\n|---|---|---|\n".to_owned();
    for (section, about) in config::SECTIONS {
        let keys = config::KEYS.iter().filter(|key| key.section == *section);
        let keys: Vec<String> = keys.map(|key| format!("`{}`", key.name)).collect();
        let about = about.concat();
        let keys = keys.join(" ");
        writeln!(table, "| `[{section}]` | {keys} | {} |", about.trim()).unwrap();
    }
    table
}

#[track_caller]
fn held_table(name: &str, expect: &str) {
    let readme = Source::read("README.md");
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let table = readme
        .text
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once(&end));
    let table = table.map(|(table, _)| table);
    assert!(
        table == Some(expect),
        "README.md between {start}and {end} should read:\n\n{expect}"
    );
}

fn unnamed_targets(makefile: &Source, readme: &str) -> Vec<String> {
    let targets = makefile.lines().filter_map(|(at, line)| {
        let (target, _) = line
            .split_once(':')
            .filter(|(_, rest)| rest.starts_with(" ## "))?;
        Some((at, target))
    });
    targets
        .filter(|(_, target)| *target != "help" && !readme.contains(&format!("make {target}")))
        .map(|(at, target)| makefile.at(at, format!("README.md does not say `make {target}`")))
        .collect()
}

#[test]
fn a_target_nobody_explains_is_found() {
    let makefile = Source::new("Makefile", "run: ## Run.\n\ttrue\nshine: ## Shine.\n");
    refuses(
        unnamed_targets(&makefile, "make run"),
        &["Makefile:3: README.md does not say `make shine`"],
    );
}
