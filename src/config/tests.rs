//! Layers over each other, secret files, and that no secret is ever printed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;

use proptest::prelude::*;
use secrecy::{ExposeSecret as _, SecretString};

use super::*;

fn environment(variables: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    variables
        .iter()
        .map(|(name, value)| (OsString::from(name), OsString::from(value)))
        .collect()
}

/// Only the environment and flags: there is no `config.toml` where tests run.
fn load(variables: &[(&str, &str)], flags: &[&str]) -> Result<Loaded, ConfigError> {
    let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
    Loaded::from_sources(None, environment(variables), &flags)
}

fn shown(loaded: &Loaded) -> BTreeMap<String, (Option<String>, String)> {
    let line = |effective: &Effective| {
        (
            effective.key.path(),
            (effective.shown.clone(), effective.origin.to_string()),
        )
    };
    loaded.effective.iter().map(line).collect()
}

#[test]
fn values_arrive_typed() {
    let config = Config::from_toml(
        r#"
        [bot]
        token = "123:abc"
        api_url = "http://localhost:8081/telegram/"
        owners = [7, 8]
        mode = "webhook"
        [webhook]
        url = "https://bot.example.org/hook"
        [outbox]
        per_second = 0x1_0
        [database]
        url = "sqlite:///var/lib/reprise/my%20data.db?cache=shared"
        [migrations]
        auto = false
        on_failure = "exit"
        [log]
        format = "json"
        "#,
    )
    .expect("it is right");
    assert_eq!(
        config.bot.token.as_ref().map(SecretString::expose_secret),
        Some("123:abc")
    );
    assert_eq!(
        config.bot.api_url.as_str(),
        "http://localhost:8081/telegram"
    );
    assert_eq!(config.bot.owners, [7, 8]);
    assert_eq!(config.bot.mode, Mode::Webhook);
    assert_eq!(config.outbox.per_second, 16);
    assert_eq!(
        config.database.url.sqlite_file().as_deref(),
        Some(Path::new("/var/lib/reprise/my data.db"))
    );
    assert_eq!(config.temp_dir(), Path::new("/var/lib/reprise/tmp"));
    assert_eq!(config.backup_dir(), Path::new("/var/lib/reprise/backups"));
    assert!(!config.migrations.auto);
    assert_eq!(
        (config.migrations.on_failure, config.log.format),
        (OnFailure::Exit, LogFormat::Json)
    );
}

#[test]
fn the_data_folder_is_where_the_database_file_is() {
    let check = |url: &str, folder: &str| {
        let config =
            Config::from_toml(&format!("[database]\nurl = \"{url}\"")).expect("it is right");
        assert_eq!(config.data_dir(), Path::new(folder), "{url}");
    };
    check("sqlite://data/reprise.db", "data");
    check("sqlite:reprise.db", ".");
    check("sqlite:///srv/x.db?mode=rwc", "/srv");
    check("sqlite::memory:", "data");
    check("sqlite://x.db?mode=memory", "data");
    check("postgres://me@host/db", "data");
}

#[test]
fn the_environment_wins_over_the_file_and_flags_over_both() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("mine.toml");
    fs::write(
        &file,
        "[outbox]\nper_second = 1\nper_chat = 2\nper_group = 3\n",
    )
    .expect("a file");
    let variables = environment(&[
        ("REPRISE_OUTBOX__PER_CHAT", "20"),
        ("REPRISE_OUTBOX__PER_GROUP", "30"),
    ]);
    let flags = ["outbox.per_group=300".to_owned()];
    let loaded = Loaded::from_sources(Some(&file), variables, &flags).expect("it is right");
    let outbox = &loaded.config.outbox;
    assert_eq!(
        (outbox.per_second, outbox.per_chat, outbox.per_group),
        (1, 20, 300)
    );
    let shown = shown(&loaded);
    assert_eq!(
        shown["outbox.per_second"].1,
        format!("{}:2", file.display())
    );
    assert_eq!(shown["outbox.per_chat"].1, "REPRISE_OUTBOX__PER_CHAT");
    assert_eq!(shown["outbox.per_group"].1, "--set");
    assert_eq!(shown["bot.mode"].1, "default");
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let error = Loaded::from_sources(Some(Path::new("/nowhere/x.toml")), [], &[])
        .expect_err("it is not there");
    assert!(
        error.to_string().contains("cannot read /nowhere/x.toml"),
        "{error}"
    );
}

#[test]
fn lists_and_empty_values_in_the_environment() {
    let owners = |value: &str| {
        load(&[("REPRISE_BOT__OWNERS", value)], &[]).map(|loaded| loaded.config.bot.owners)
    };
    assert_eq!(owners("1, 2,3").expect("it is right"), [1, 2, 3]);
    assert_eq!(owners("").expect("empty counts as not set"), [0; 0]);
    assert!(owners("@me").is_err() && owners("1 2").is_err());
    assert!(
        load(
            &[("REPRISE_BOT__TOKEN", ""), ("REPRISE_TEST_MODELS", "5")],
            &[]
        )
        .expect("empty counts as not set, and what is for the tests as not there")
        .config
        .bot
        .token
        .is_none()
    );
}

#[test]
fn unknown_variables_and_flags_are_refused_and_those_of_others_left_alone() {
    let check = |variables: &[(&str, &str)], flags: &[&str], expected: &str| {
        let error = load(variables, flags).expect_err("it must be refused");
        assert_eq!(
            error
                .problems()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            [expected]
        );
    };
    check(
        &[("REPRISE_BOT_TOKEN", "x")],
        &[],
        "REPRISE_BOT_TOKEN: unknown key; did you mean `REPRISE_BOT__TOKEN`?",
    );
    check(
        &[("REPRISE_TOKEN", "x")],
        &[],
        "REPRISE_TOKEN: unknown key; did you mean `REPRISE_BOT__TOKEN`?",
    );
    check(
        &[("REPRISE_BOT__TOKEN_FIEL", "x")],
        &[],
        "REPRISE_BOT__TOKEN_FIEL: unknown key; did you mean `REPRISE_BOT__TOKEN_FILE`?",
    );
    check(
        &[("REPRISE_bot__token", "x")],
        &[],
        "REPRISE_bot__token: unknown key; did you mean `REPRISE_BOT__TOKEN`?",
    );
    check(
        &[("REPRISE_WEB__LISTEN", "8081")],
        &[],
        "REPRISE_WEB__LISTEN: `web.listen` cannot be `8081`: expected an IP address and a port, such as `127.0.0.1:8081`",
    );
    check(
        &[],
        &["log.fliter=info"],
        "--set: unknown key `log.fliter`; did you mean `log.filter`?",
    );
    check(&[], &["log.filter"], "--set: expected `section.key=value`");
    check(
        &[],
        &["bot.token=1:a"],
        "--set: `bot.token` is a secret and other users can read command lines; use REPRISE_BOT__TOKEN or `bot.token_file`",
    );
    assert!(
        load(
            &[("REPRISED", "x"), ("PATH", "/bin"), ("DATABASE_URL", "x")],
            &[]
        )
        .is_ok()
    );
}

#[test]
fn a_secret_can_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).expect("a file");
        file.display().to_string()
    };
    let (token, empty) = (file("token", "123:abc\r\n"), file("empty", "\n"));
    let token_of = |loaded: Result<Loaded, ConfigError>| {
        let loaded = loaded.map_err(|error| error.problems()[0].to_string())?;
        Ok::<_, String>(
            loaded
                .config
                .bot
                .token
                .map(|token| token.expose_secret().to_owned())
                .unwrap_or_default(),
        )
    };
    let by_file = |name: &str| token_of(load(&[("REPRISE_BOT__TOKEN_FILE", name)], &[]));
    assert_eq!(by_file(&token).as_deref(), Ok("123:abc"));
    assert_eq!(
        token_of(load(&[], &[&format!("bot.token_file={token}")])).as_deref(),
        Ok("123:abc")
    );
    assert_eq!(
        by_file(&empty),
        Err(format!(
            "REPRISE_BOT__TOKEN_FILE: `bot.token_file`: {empty} is empty"
        ))
    );
    assert_eq!(
        by_file("/nowhere/token"),
        Err("REPRISE_BOT__TOKEN_FILE: `bot.token_file`: cannot read /nowhere/token: No such file or directory (os error 2)".to_owned())
    );
    let both = load(
        &[
            ("REPRISE_BOT__TOKEN_FILE", &token),
            ("REPRISE_BOT__TOKEN", "1:a"),
        ],
        &[],
    );
    assert_eq!(
        token_of(both),
        Err(
            "REPRISE_BOT__TOKEN_FILE: `bot.token` and `bot.token_file` are both given; keep one"
                .to_owned()
        )
    );
    let both = Config::from_toml("[bot]\ntoken = \"1:a\"\ntoken_file = \"x\"")
        .expect_err("it must be refused");
    assert_eq!(
        both.problems()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        ["config.toml:3: `bot.token` and `bot.token_file` are both given; keep one"]
    );

    // A layer above may choose the other way; what it overrides is not even opened.
    let mine = file("mine.toml", "[bot]\ntoken_file = \"/nowhere/token\"\n");
    let variables = environment(&[("REPRISE_BOT__TOKEN", "9:z")]);
    assert_eq!(
        token_of(Loaded::from_sources(Some(Path::new(&mine)), variables, &[])).as_deref(),
        Ok("9:z")
    );
}

/// Everything a program could print of a configuration or of its refusal.
fn everything_printed(toml: &str, variables: &[(&str, &str)], flags: &[String]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("config.toml");
    fs::write(&file, toml).expect("a file");
    match Loaded::from_sources(Some(&file), environment(variables), flags) {
        Ok(loaded) => format!(
            "{loaded:?} {} {}",
            show(&loaded),
            loaded.config.database.url
        ),
        Err(error) => format!("{error} {error:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_ever_printed(secret in "[!-~]{8,40}", key in "[A-Za-z0-9_-]{8,40}", ends in "[a-zа-я@#/?%:&=' \"\\\\]{0,3}", which: prop::sample::Index) {
        let token = format!("123456:{key}");
        let quoted = secret.escape_default().to_string();
        let files = [
            format!("[bot]\ntoken = \"{token}\"\n[webhook]\nsecret = \"{key}\""),
            format!("[bot]\ntoken = \"{token}{ends}\""),
            format!("[bot]\ntoken = {token}"),
            format!("[bot]\ntoken = [\"{token}\"]\nmode = \"x\""),
            format!("[bot]\ntokn = \"{token}\""),
            format!("[bot]\nmode = \"{token}:{key}{key}\""),
            format!("[bot]\napi_url = \"https://me:{quoted}@example.org\""),
            format!("[database]\nurl = \"postgres://me:{quoted}@example.org/db\""),
            format!("[database]\nurl = \"postgres://example.org/db?password={key}&user=me\""),
            format!("[database]\nurl = \"mysql://me:{quoted}@example.org/db\""),
            format!("[database]\nurl = \"{quoted}\""),
            format!("[migrations]\nurl = \"postgres://me:{key}@example.org/db\"\n[database]\nurl = \"postgres://me:{key}@example.org/db\""),
            format!("[webhook]\nsecret = \"{key}{ends}\""),
        ];
        let variables = ["REPRISE_BOT__TOKEN", "REPRISE_BOT__TOKN", "REPRISE_WEBHOOK__SECRET", "REPRISE_DATABASE__URL"];
        let flags = [format!("bot.token={token}"), format!("bot.tokn={token}"), token.clone()];
        let which = which.index(files.len() + variables.len() + flags.len());
        let printed = if let Some(file) = files.get(which) {
            everything_printed(file, &[], &[])
        } else if let Some(variable) = variables.get(which - files.len()) {
            everything_printed("", &[(variable, &format!("{key}{ends}"))], &[])
        } else {
            everything_printed("", &[], &flags[which - files.len() - variables.len()..])
        };
        prop_assert!(!printed.contains(&key) && !printed.contains(&secret) && !printed.contains(&quoted), "{which}: {printed}");
    }
}
