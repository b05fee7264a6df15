//! Two copies of the bot on one PostgreSQL, to which Telegram posts: killed, stopped, cut off from their server. Nothing is
//! lost, nothing happens twice, and a chat is answered in its order.

use std::{net::SocketAddr, path::Path, time::Duration};

use reprise::{db::Db, outbox::WIRE_SLOTS, store::Whose};
use simulator::{LimitOptions, Options, PersonSpec, Simulator, View};

use crate::support::{
    balancer::{Balancer, free_port},
    db::{Database, options},
    process::Process,
    program::Program,
    server::Server,
};

const PEOPLE: i64 = 50;
/// How many updates arrive, where the environment does not ask for more.
const UPDATES: i64 = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_killed_and_their_server_restarts_and_nothing_is_lost() {
    let mut server = tokio::task::block_in_place(Server::start);
    let folder = tempfile::tempdir().unwrap();
    let mut scene = Scene::new(&server.url, folder.path()).await;
    let each = updates() / PEOPLE;
    let all = u64::try_from(each * PEOPLE).unwrap();
    let mut kills = 0;
    for tenth in 0..10 {
        for step in each * tenth / 10..each * (tenth + 1) / 10 {
            for person in 1..=PEOPLE {
                scene.ask(person, step);
            }
        }
        scene
            .until_answered(all * (u64::try_from(tenth).unwrap() * 2 + 1) / 20)
            .await;
        if tenth == 5 {
            server.restart().await;
        } else {
            scene.kill_and_restart(kills % 2);
            kills += 1;
        }
    }
    let kills = i64::try_from(kills).unwrap();
    scene.until_all_is_answered(each).await;
    scene.stop();
    scene.check(each, kills).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_given_up_does_nothing_when_it_comes_back() {
    let database = Database::postgres().await;
    let mut scene = Scene::new(database.url(), database.folder()).await;
    for step in 0..4 {
        for person in 1..=PEOPLE {
            scene.ask(person, step);
        }
    }
    scene.until_answered(20).await;
    // It hangs, with some of them half done, and its proxy notices before anybody else does.
    scene.copies[0].signal("STOP");
    scene.balancer.take_out(0);
    for step in 4..8 {
        for person in 1..=PEOPLE {
            scene.ask(person, step);
        }
    }
    scene.until_all_is_answered(8).await;
    scene.copies[0].signal("CONT");
    // Its connections are its own still: what it has left to do, it does before it ends.
    scene.stop();
    scene.check(8, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn older_copies_go_on_beside_a_newer_schema() {
    let database = Database::postgres().await;
    let mut scene = Scene::new(database.url(), database.folder()).await;
    let ask = |scene: &Scene, steps: std::ops::Range<i64>| {
        for step in steps {
            for person in 1..=PEOPLE {
                scene.ask(person, step);
            }
        }
    };
    ask(&scene, 0..4);
    scene.until_answered(20).await;
    // What the next release brings, while people write.
    let newer = with_one_more(database.folder());
    let source = newer.display().to_string();
    let url = database.url();
    let up = [
        "migrate",
        "--database-url",
        url,
        "--source",
        &source,
        "up",
        "--yes",
    ];
    let told = tokio::task::block_in_place(|| Program::new().run(&up));
    assert_eq!(told.code, Some(0), "{}{}", told.out, told.err);
    ask(&scene, 4..6);
    // An older copy also starts there.
    scene.kill_and_restart(0);
    ask(&scene, 6..8);
    scene.until_all_is_answered(8).await;
    scene.stop();
    scene.check(8, 1).await;
    let mut tx = database.read().await.unwrap();
    let revision = tx.schema_revision().await.unwrap();
    assert_eq!(
        revision,
        Some(newest_migration() + 1),
        "nobody took it back"
    );
}

const MIGRATIONS: &str = "migrations/postgres";

fn newest_migration() -> i64 {
    let files = std::fs::read_dir(MIGRATIONS).unwrap();
    let versions = files.map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.split('_').next().unwrap().parse::<i64>().unwrap()
    });
    versions.max().unwrap()
}

/// The migrations there are, and one that adds something.
fn with_one_more(folder: &Path) -> std::path::PathBuf {
    let newer = folder.join("newer");
    std::fs::create_dir(&newer).unwrap();
    for file in std::fs::read_dir(MIGRATIONS).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), newer.join(file.file_name())).unwrap();
    }
    let last = newest_migration();
    let up = format!("-- revises: {last:04}\nALTER TABLE users ADD COLUMN mood VARCHAR(20);\n");
    let down = "ALTER TABLE users DROP COLUMN mood;\n";
    let next = last + 1;
    std::fs::write(newer.join(format!("{next:04}_mood.up.sql")), up).unwrap();
    std::fs::write(newer.join(format!("{next:04}_mood.down.sql")), down).unwrap();
    newer
}

/// Two copies and the Telegram that posts to them.
struct Scene {
    telegram: Simulator,
    balancer: Balancer,
    ports: [u16; 2],
    copies: [Process; 2],
    url: String,
    folder: std::path::PathBuf,
}

impl Scene {
    async fn new(url: &str, folder: &Path) -> Self {
        let telegram = Simulator::start(Options {
            people: (1..=PEOPLE)
                .map(|id| PersonSpec::new(id, &format!("Person {id}"), "en"))
                .collect(),
            group: false,
            limits: LimitOptions::off(),
            keep_calls: 0,
            patience: Duration::from_mins(2),
            webhook_retry: Duration::from_millis(50),
            ..Options::default()
        })
        .await
        .unwrap();
        let ports = [free_port(), free_port()];
        let balancer = Balancer::before(&ports).await;
        let copies = ports.map(|port| start(&telegram, balancer.address, port, url, folder));
        Self {
            telegram,
            balancer,
            ports,
            copies,
            url: url.to_owned(),
            folder: folder.to_owned(),
        }
    }

    fn ask(&self, person: i64, step: i64) {
        let text = format!("/playlist new {}", name(person, step));
        self.telegram.say(person, person, &text);
    }

    fn kill_and_restart(&mut self, which: usize) {
        self.copies[which].kill();
        let (telegram, address) = (&self.telegram, self.balancer.address);
        self.copies[which] = start(
            telegram,
            address,
            self.ports[which],
            &self.url,
            &self.folder,
        );
    }

    async fn until_answered(&self, some: u64) {
        self.telegram
            .wait_until("some answers", |view| (said(view) >= some).then_some(()))
            .await;
    }

    async fn until_all_is_answered(&self, each: i64) {
        let is_answered = |view: View<'_>| {
            (1..=PEOPLE).all(|person| {
                let last = name(person, each - 1);
                let all = answers(view, person);
                all.iter().any(|text| text.contains(&last))
            })
        };
        self.telegram
            .wait_until("every answer", |view| is_answered(view).then_some(()))
            .await;
    }

    fn stop(&mut self) {
        for copy in &self.copies {
            copy.signal("TERM");
        }
        for copy in &mut self.copies {
            assert_eq!(copy.ended().code(), Some(0));
        }
    }

    /// Everybody has each of their lists once, in the order they asked for them, and was answered in that order.
    async fn check(&self, each: i64, deaths: i64) {
        let db = Db::open(&options(&self.url)).await.unwrap();
        let mut tx = db.read().await.unwrap();
        for person in 1..=PEOPLE {
            let kept = tx.users().find_person(person.into()).await.unwrap();
            let whose = Whose::Person(kept.expect("somebody who wrote").id);
            let lists = tx.playlists().page(whose, 10_000, 0).await.unwrap();
            let names: Vec<String> = lists.into_iter().map(|list| list.name).collect();
            let asked: Vec<String> = (0..each).map(|step| name(person, step)).collect();
            assert_eq!(names, asked, "the lists of {person}");
            let said = self.telegram.look(|view| answers(view, person));
            let first = |name: &String| said.iter().position(|text| text.contains(name));
            let order: Vec<_> = asked.iter().map(first).collect();
            assert!(order.is_sorted(), "the answers to {person}: {said:#?}");
            assert!(
                order.iter().all(Option::is_some),
                "the answers to {person}: {said:#?}"
            );
        }
        let twice = i64::try_from(self.telegram.look(said)).unwrap() - each * PEOPLE;
        let slots = i64::try_from(WIRE_SLOTS).unwrap();
        assert!(
            (0..=deaths * slots).contains(&twice),
            "{twice} answers came twice"
        );
    }
}

fn start(telegram: &Simulator, public: SocketAddr, port: u16, url: &str, folder: &Path) -> Process {
    let (public, listen) = (format!("http://{public}"), format!("127.0.0.1:{port}"));
    let settings = [
        ("REPRISE_BOT__MODE", "webhook"),
        ("REPRISE_WEBHOOK__URL", public.as_str()),
        ("REPRISE_WEBHOOK__LISTEN", listen.as_str()),
        ("REPRISE_OUTBOX__PER_SECOND", "0"),
        ("REPRISE_OUTBOX__PER_CHAT", "0"),
        ("REPRISE_OUTBOX__PER_GROUP", "0"),
        ("REPRISE_LIMITS__PLAYLISTS", "100000"),
    ];
    Process::start(telegram, folder, url, &settings)
}

fn updates() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "`make soak` asks for more")]
    let asked = std::env::var("REPRISE_TEST_UPDATES");
    asked.map_or(UPDATES, |asked| {
        asked.parse().expect("REPRISE_TEST_UPDATES is a number")
    })
}

fn name(person: i64, step: i64) -> String {
    format!("«list {step} of {person}»")
}

fn said(view: View<'_>) -> u64 {
    view.count("sendMessage")
}

fn answers(view: View<'_>, person: i64) -> Vec<String> {
    let messages = view.messages(person, person);
    let of_the_bot = messages.iter().filter(|message| !message.is_from(person));
    of_the_bot
        .map(|message| message.body.words().to_owned())
        .collect()
}
