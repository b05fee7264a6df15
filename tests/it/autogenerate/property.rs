//! Any model can become any other, and back; whatever somebody did to a database by hand is mended. With models made up at random.

use std::fmt::Write as _;

use reprise::{
    db::Dialect,
    migrate::schema::{Renames, of_models},
    migrate::{autogenerate, target::Direction::Up},
};

use super::{
    empty, from_nothing, judge,
    model::{Model, model},
    rows, try_change,
};
use crate::support::migrate::{Site, Walk as _};

/// How many pairs of models are tried, and from which number on; `make soak` asks for more.
fn asked(variable: &str) -> Option<u64> {
    #[expect(
        clippy::disallowed_methods,
        reason = "`make soak` says how much is tried"
    )]
    let asked = std::env::var(variable);
    asked.ok()?.parse().ok()
}

/// Numbers that look random and come again with the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn says_yes(&mut self, of_ten: u64) -> bool {
        self.roll(10) < of_ten
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.roll(choices.len() as u64)).unwrap()]
    }
}

/// Types that a column changes between, with a default for each.
#[rustfmt::skip]
const FAMILIES: [(&str, &[(&str, &str)]); 5] = [
    ("m", &[("bigint", "3"), ("float", "0.5"), ("text", "'7'"), ("varchar(9)", "'8'"), ("varchar(20)", "'9'")]),
    ("n", &[("text", "'1'"), ("varchar(30)", "'2'")]),
    ("o", &[("bool", "true"), ("bigint", "1")]),
    ("p", &[("time", "now")]),
    ("q", &[("json", "'3'")]),
];

fn made_up(dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut there: Vec<&str> = Vec::new();
    for name in ["a", "b", "c", "d"] {
        if name != "a" && !dice.says_yes(7) {
            continue;
        }
        let _ = write!(text, "{name}(id");
        for (column, types) in FAMILIES {
            if !dice.says_yes(6) {
                continue;
            }
            let (ty, default) = types[usize::try_from(dice.roll(types.len() as u64)).unwrap()];
            let is_unique = column == "m" && dice.says_yes(2);
            // An empty text that stands in for a null is no number: so this one may always be null.
            let null = if column == "m" || dice.says_yes(5) {
                "?"
            } else {
                ""
            };
            let default = if dice.says_yes(4) {
                format!(" = {default}")
            } else {
                String::new()
            };
            let _ = write!(text, ", {column} {ty}{null}{default}");
            if is_unique {
                text.push_str(", unique id m");
            }
            if column == "m" && matches!(ty, "bigint" | "float") && dice.says_yes(4) {
                let _ = write!(
                    text,
                    ", check small m >= {}",
                    if dice.says_yes(5) { "0" } else { "-1" }
                );
            }
            match dice.roll(6) {
                0 => {
                    let _ = write!(text, ", index {column}");
                }
                1 => {
                    let _ = write!(text, ", index {column} where {column} IS NOT NULL");
                }
                2 if column != "n" => {
                    let _ = write!(text, ", index {column} id");
                }
                _ => {}
            }
        }
        if !there.is_empty() && dice.says_yes(6) {
            // The first table stays: rows cannot refer to one that was taken away and made again, empty.
            let other = there[0];
            let action = dice.one_of(&["cascade", "set null", ""]);
            let _ = write!(text, ", r bigint?, key r -> {other} {action}");
        }
        text.push_str("); ");
        there.push(name);
    }
    text
}

/// A database at the first model was made into one of the second by hand: everything is found, and mended by what is told.
async fn drifts(site: &Site, what: &str, old: &Model, new: &Model) {
    let dialect = site.dialect;
    site.pair("0001_old", &from_nothing(dialect, old), "SELECT 1;");
    let mut engine = site.engine();
    engine.settings.backups = false;
    engine.go(Up, "1").await.unwrap();
    rows::insert(site, old).await;
    let sound = judge::of(site).await;
    let (before, after) = (of_models(dialect, old), of_models(dialect, new));
    let by_hand = autogenerate::script(dialect, &before, &after, &Renames::default());
    super::drift::run(site, &format!("{}{by_hand}", super::drift::alone(dialect))).await;
    let found = engine.drift().await.unwrap();
    assert_eq!(found.is_empty(), by_hand.is_empty(), "{what}: {by_hand}");
    for difference in &found {
        super::drift::run(site, &difference.sql).await;
    }
    let told = format!("{what}\n{by_hand}\nmended by {found:#?}");
    assert_eq!(engine.drift().await.unwrap(), [], "{told}");
    judge::assert_same(&judge::of(site).await, &sound, &told);
}

#[expect(
    clippy::print_stdout,
    reason = "whoever wants the same models again needs the seed"
)]
async fn many(dialect: Dialect) {
    let count = asked("REPRISE_TEST_MODELS").unwrap_or(6);
    let seed = asked("REPRISE_TEST_SEED").unwrap_or_else(|| {
        use std::hash::{BuildHasher as _, RandomState};
        RandomState::new().hash_one("seed") >> 1
    });
    println!("REPRISE_TEST_SEED={seed} REPRISE_TEST_MODELS={count}");
    let keeps = Site::new(dialect).await;
    for number in 0..count {
        let mut dice = Dice(seed.wrapping_add(number));
        let (old, new) = (made_up(&mut dice), made_up(&mut dice));
        let what = format!(
            "REPRISE_TEST_SEED={} REPRISE_TEST_MODELS=1\n{old}\n→ {new}",
            seed.wrapping_add(number)
        );
        let (old, new) = (model(&old), model(&new));
        for is_drift in [false, true] {
            let own;
            let site = if dialect == Dialect::Sqlite {
                own = Site::new(dialect).await;
                &own
            } else {
                empty(&keeps).await;
                &keeps
            };
            if is_drift {
                site.remove_all();
                drifts(site, &what, &old, &new).await;
            } else {
                try_change(site, &what, &old, &new, &Renames::default()).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_model_becomes_any_other_on_sqlite() {
    many(Dialect::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_model_becomes_any_other_on_postgres() {
    many(Dialect::Postgres).await;
}
