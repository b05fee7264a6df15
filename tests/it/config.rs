//! The configuration as an operator meets it: through the program.

use insta::assert_snapshot;

use crate::support::program::Program;

#[test]
fn without_anything_everything_is_at_its_default() {
    assert_snapshot!(Program::new().run(&["config", "check"]), @r#"
    $ reprise config check
    The configuration is right: there is no config.toml here; everything is at its default.
    [exit 0]
    "#);
}

#[test]
fn everything_wrong_is_told_at_once_and_nothing_is_started() {
    let program = Program::new()
        .file(
            "config.toml",
            "[bot]\ntoken = \"hunter2\"\nownrs = [1]\nmode = \"poling\"\n\n[outbx]\nper_second = 3\n\n[database]\nurl = \"mysql://u:hunter2@host/db\"\nmax_connections = 0\n",
        )
        .with("REPRISE_WEB__LISTN", "127.0.0.1:1")
        .with("REPRISE_WEB__LISTEN", "everywhere");
    assert_snapshot!(program.run(&[]), @r#"
    $ reprise
    ! error: the configuration has 8 problems; nothing was started
    !   config.toml:2: `bot.token` does not fit (its value is not shown): expected digits, a colon and then letters, digits, _ or -, as @BotFather gives it
    !   config.toml:3: unknown key `bot.ownrs`; did you mean `bot.owners`?
    !   config.toml:4: `bot.mode` cannot be `poling`: expected `polling` or `webhook`; did you mean `polling`?
    !   config.toml:7: unknown key `outbx.per_second`; did you mean `outbox.per_second`?
    !   config.toml:10: `database.url` does not fit (its value is not shown): expected `sqlite://data/reprise.db` or `postgres://user:password@host/database`, in which other characters than letters and digits are written as % and two hex digits
    !   config.toml:11: `database.max_connections` cannot be `0`: expected a whole number from 1 to 1000
    !   REPRISE_WEB__LISTEN: `web.listen` cannot be `everywhere`: expected an IP address and a port, such as `127.0.0.1:8081`
    !   REPRISE_WEB__LISTN: unknown key; did you mean `REPRISE_WEB__LISTEN`?
    [exit 2]
    "#);
    assert_snapshot!(program.run(&["config", "check"]).err.lines().count(), @"9");
}

#[test]
fn a_named_file_must_be_there_and_be_toml() {
    let program = Program::new().file("half.toml", "[bot\ntoken = 123:hunter2\n");
    assert_snapshot!(program.run(&["--config", "half.toml"]), @r#"
    $ reprise --config half.toml
    ! error: the configuration has a problem; nothing was started
    !   half.toml:1: this is not TOML: unclosed table, expected `]`
    [exit 2]
    "#);
    assert_snapshot!(program.run(&["config", "check", "--config", "absent.toml"]), @r#"
    $ reprise config check --config absent.toml
    ! error: the configuration has a problem; nothing was started
    !   cannot read absent.toml: No such file or directory (os error 2)
    [exit 2]
    "#);
}

#[test]
fn a_secret_and_its_file_exclude_each_other() {
    let program = Program::new()
        .with("REPRISE_BOT__TOKEN", "123:hunter2")
        .with("REPRISE_BOT__TOKEN_FILE", "token");
    assert_snapshot!(program.run(&["config", "check"]), @r#"
    $ reprise config check
    ! error: the configuration has a problem; nothing was started
    !   REPRISE_BOT__TOKEN_FILE: `bot.token` and `bot.token_file` are both given; keep one
    [exit 2]
    "#);
}

#[test]
fn show_says_where_everything_comes_from_and_hides_what_is_secret() {
    let program = Program::new()
        .file("config.toml", "[bot]\nowners = [1, 2]\n\n[outbox]\nper_second = 5\nper_chat = 2\n\n[webhook]\nsecret_file = \"word\"\n")
        .file("word", "hunter2\n")
        .with("REPRISE_BOT__TOKEN", "123456:hunter2")
        .with("REPRISE_OUTBOX__PER_SECOND", "0")
        .with("REPRISE_DATABASE__URL", "postgres://me:hunter2@db.example.org/reprise?sslmode=require");
    let shown = program.run(&["config", "show", "--set", "outbox.per_chat=3"]);
    assert!(!shown.to_string().contains("hunter2"));
    assert_snapshot!(shown, @r#"
    $ reprise config show --set outbox.per_chat=3
    [bot]
    token = "(hidden)"                                  # REPRISE_BOT__TOKEN
    api_url = "https://api.telegram.org"                # default
    owners = [1, 2]                                     # config.toml:2
    mode = "polling"                                    # default

    [webhook]
    # url is not set                                    # default
    listen = "127.0.0.1:8080"                           # default
    path = "/telegram"                                  # default
    secret = "(hidden)"                                 # word (by config.toml:9)
    max_connections = 40                                # default

    [outbox]
    per_second = 0                                      # REPRISE_OUTBOX__PER_SECOND
    per_chat = 3                                        # --set
    per_group = 20                                      # default

    [database]
    url = "postgres://me:***@db.example.org/reprise?sslmode=require"  # REPRISE_DATABASE__URL
    max_connections = 8                                 # default

    [migrations]
    auto = true                                         # default
    auto_lossy = false                                  # default
    on_failure = "maintenance"                          # default
    on_ahead = "maintenance"                            # default
    # url is not set                                    # default
    # backup_dir is not set                             # default
    keep_backups = 10                                   # default
    keep_days = 30                                      # default
    rehearse_max_mb = 1024                              # default
    backup_hours = 24                                   # default
    cooldown_seconds = 15                               # default

    [notices]
    start = true                                        # default
    waiting = true                                      # default
    changes = true                                      # default
    checks = true                                       # default
    low_disk_mb = 200                                   # default

    [limits]
    tracks = 200                                        # default
    playlists = 50                                      # default
    schedules = 20                                      # default
    stations = 50                                       # default
    songs = 500                                         # default
    renders = 3                                         # default
    updates_per_minute = 240                            # default

    [schedules]
    catch_up_minutes = 60                               # default

    [audio]
    ffmpeg = "ffmpeg"                                   # default
    ffprobe = "ffprobe"                                 # default
    workers = 0                                         # default
    max_minutes = 180                                   # default
    # cache_dir is not set                              # default

    [radio]
    # directory_url is not set                          # default
    adding = "everyone"                                 # default
    connections = 64                                    # default
    probes = 4                                          # default
    allow_private = false                               # default

    [lyrics]
    lrclib_url = "https://lrclib.net"                   # default
    ttl_days = 7                                        # default
    allow_private = false                               # default

    [web]
    listen = "127.0.0.1:8081"                           # default

    [log]
    filter = "info"                                     # default
    format = "pretty"                                   # default
    [exit 0]
    "#);
}

#[test]
fn the_example_can_be_used_as_it_is() {
    let example = Program::new().run(&["config", "example"]).out;
    let program = Program::new().file("config.toml", &example);
    assert_snapshot!(program.run(&["config", "check"]), @r#"
    $ reprise config check
    The configuration is right: read config.toml; everything is at its default.
    [exit 0]
    "#);
}

#[test]
fn the_example_is_printed_where_the_configuration_cannot_be_read() {
    let program = Program::new().file("config.toml", "nonsense");
    assert_eq!(program.run(&["config", "example"]).code, Some(0));
}
