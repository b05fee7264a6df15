//! What goes to a server: the image's recipe and the compose files, which nothing else here reads. `deploy/try.py image` does
//! the recipe's steps.

#![expect(
    clippy::disallowed_methods,
    reason = "docker-compose itself says whether it understands"
)]

use std::{fs, process::Command};

use super::{Source, hold, refuses, root};

#[test]
fn the_dockerfile_keeps_its_rules() {
    let dockerfile = Source::read("Dockerfile");
    hold(
        "The image is small, pinned and harmless:",
        offences(&dockerfile),
    );
}

#[test]
fn a_bad_dockerfile_is_refused() {
    let bad = "FROM rust AS build\nADD https://a.example/x /x\nCOPY nowhere nowhere\nFROM debian:trixie-slim\n\
               RUN apt-get update && apt-get install -y ffmpeg\nUSER root\nENTRYPOINT reprise\n";
    refuses(
        offences(&Source::new("Dockerfile", bad)),
        &[
            "Dockerfile:1: an image without a version",
            "Dockerfile:2: ADD fetches and unpacks; COPY says what it does",
            "Dockerfile:3: nowhere is not in the repository",
            "Dockerfile:3: nowhere is kept back by .dockerignore",
            "Dockerfile:5: --no-install-recommends is missing",
            "Dockerfile:5: the lists of packages stay in the layer",
            "Dockerfile:7: a shell would take the signals: use the form with brackets",
            "Dockerfile: ends as user root, not as a number",
            "Dockerfile: without a HEALTHCHECK",
            "Dockerfile: without a STOPSIGNAL",
        ],
    );
}

fn offences(dockerfile: &Source) -> Vec<String> {
    let ignored = Source::read(".dockerignore").text;
    let allowed: Vec<&str> = ignored
        .lines()
        .filter_map(|line| line.strip_prefix('!'))
        .collect();
    let mut found = Vec::new();
    let mut seen = Vec::new();
    let mut user = "root".to_owned();
    for (line, instruction) in instructions(dockerfile) {
        let (name, rest) = instruction.split_once(' ').unwrap_or((&instruction, ""));
        let mut say = |what: String| found.push(dockerfile.at(line, what));
        match name {
            "FROM" if !rest.contains(':') || rest.contains(":latest") => {
                say("an image without a version".into());
            }
            "ADD" => say("ADD fetches and unpacks; COPY says what it does".into()),
            "COPY" if !rest.starts_with("--from=") => {
                let words: Vec<&str> = rest.split_whitespace().collect();
                for source in &words[..words.len() - 1] {
                    if !root().join(source).exists() {
                        say(format!("{source} is not in the repository"));
                    }
                    if !allowed.contains(source) {
                        say(format!("{source} is kept back by .dockerignore"));
                    }
                }
            }
            "RUN" if rest.contains("apt-get install") => {
                if !rest.contains("--no-install-recommends") {
                    say("--no-install-recommends is missing".into());
                }
                if !rest.contains("rm -rf /var/lib/apt/lists/*") {
                    say("the lists of packages stay in the layer".into());
                }
            }
            "ENTRYPOINT" | "CMD" if !rest.starts_with('[') => {
                say("a shell would take the signals: use the form with brackets".into());
            }
            _ => {}
        }
        if name == "USER" {
            rest.clone_into(&mut user);
        }
        seen.push(name.to_owned());
    }
    if !user.starts_with(|c: char| c.is_ascii_digit() && c != '0') {
        found.push(format!(
            "{}: ends as user {user}, not as a number",
            dockerfile.path
        ));
    }
    for wanted in ["HEALTHCHECK", "STOPSIGNAL"] {
        if !seen.iter().any(|name| name == wanted) {
            found.push(format!("{}: without a {wanted}", dockerfile.path));
        }
    }
    found
}

/// Each instruction as one line, and where it begins.
fn instructions(dockerfile: &Source) -> Vec<(usize, String)> {
    let mut whole: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in dockerfile.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let part = line.trim_end_matches('\\').trim_end();
        match whole.last_mut() {
            Some((_, text)) if goes_on => {
                text.push(' ');
                text.push_str(part);
            }
            _ => whole.push((number, part.to_owned())),
        }
        goes_on = line.ends_with('\\');
    }
    whole
}

#[test]
fn compose_understands_its_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join(".env"),
        "DOMAIN=bot.example.org\nPOSTGRES_PASSWORD=word\n",
    )
    .unwrap();
    for file in ["compose.yaml", "compose.postgres.yaml"] {
        fs::copy(root().join(file), folder.path().join(file)).unwrap();
        let said = Command::new("docker-compose")
            .args(["--file", file, "config"])
            .current_dir(folder.path())
            .output()
            .expect("docker-compose: apt-get install docker-compose");
        assert!(
            said.status.success(),
            "{file}: {}",
            String::from_utf8_lossy(&said.stderr)
        );
        let whole = String::from_utf8(said.stdout).unwrap();
        assert!(
            whole.contains("read_only: true"),
            "{file} has a root that may be written"
        );
    }
}
