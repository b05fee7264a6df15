//! Why something was not done, in an owner's language: the engine's refusals as texts. Pure.

use super::{
    button,
    verdict::differences,
    words::{all_standing, grouped, position, size, standing},
};
use crate::{
    i18n::{Arg, Locale},
    migrate::{
        Denied, EngineError, More, Refusal, Why,
        lint::{Finding, Rule},
        target::{BadTarget, Direction},
    },
    t,
};

/// What went wrong, in a sentence. What a database says stays in its own words.
pub(in crate::bot) fn error(locale: Locale, error: &EngineError) -> String {
    match error {
        EngineError::Refused(why) => refusal(locale, why),
        EngineError::Cancelled => t!(locale, "migrate-cancelled"),
        EngineError::Database { .. } => match error.said_by_database() {
            Some(words) => t!(locale, "migrate-error-database", words = words),
            None => t!(locale, "migrate-error-unreachable"),
        },
        EngineError::Io { path, source, .. } => t!(
            locale,
            "migrate-error-file",
            name = last_part(path),
            words = source.to_string()
        ),
        EngineError::InTheWay(path) => {
            t!(locale, "migrate-error-in-the-way", name = last_part(path))
        }
        EngineError::Altered(path) => t!(locale, "migrate-error-altered", name = last_part(path)),
        EngineError::Damaged(words) => t!(locale, "migrate-error-damaged", words = words.as_str()),
        EngineError::Backup(_)
        | EngineError::Source(_)
        | EngineError::NoFile
        | EngineError::Journal(_)
        | EngineError::Crashed(_) => t!(locale, "migrate-error-other", words = error.chain()),
    }
}

/// What the journal knows of why; the words where it knows no more.
pub(super) fn why(locale: Locale, told: Option<&Why>, words: &str) -> String {
    match told {
        Some(Why::Denied(denied)) => locale.text(self::denied(*denied), &[]),
        Some(Why::Refused(why)) => refusal(locale, why),
        Some(Why::Database(words)) => t!(locale, "migrate-error-database", words = words.as_str()),
        Some(Why::Other(words)) => t!(locale, "migrate-error-other", words = words.as_str()),
        None => crate::view::escape(words).into_owned(),
    }
}

fn denied(why: Denied) -> &'static str {
    match why {
        Denied::Busy => "migrate-denied-busy",
        Denied::Used => "migrate-denied-used",
        Denied::Late => "migrate-denied-late",
        Denied::NotTheirs => "migrate-denied-foreign",
        Denied::Unknown => "migrate-denied-unknown",
        Denied::OtherPlan => "migrate-denied-plan",
        Denied::OtherCode => "migrate-denied-code",
        Denied::ThoughtBetter => "migrate-denied-cancelled",
    }
}

/// Folders of the server are nobody's business in a chat.
fn last_part(path: &std::path::Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

pub(super) fn refusal(locale: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Edited { name, .. } => {
            t!(locale, "migrate-refusal-edited", name = name.as_str())
        }
        Refusal::Missing { name } => t!(locale, "migrate-refusal-missing", name = name.as_str()),
        Refusal::OutOfOrder { late, newest } => t!(
            locale,
            "migrate-refusal-order",
            late = late.as_str(),
            newest = newest.as_str()
        ),
        Refusal::TwoHeads(names) => {
            t!(locale, "migrate-refusal-heads", names = names.join(", "))
        }
        Refusal::Differs {
            at,
            differences: all,
        } => t!(
            locale,
            "migrate-refusal-differs",
            at = at.as_str(),
            what = Arg::Markup(differences(locale, all))
        ),
        Refusal::Irreversible { name, why } => irreversible(locale, name, why.as_deref()),
        Refusal::Target(bad) => target(locale, bad),
        Refusal::SingleWithoutTransaction(name) => {
            t!(locale, "migrate-refusal-single", name = name.as_str())
        }
        Refusal::Lint(findings) => {
            let lines: Vec<String> = findings.iter().map(|f| finding(locale, f)).collect();
            format!(
                "{}\n{}",
                t!(locale, "migrate-refusal-lint"),
                lines.join("\n")
            )
        }
        Refusal::Interrupted { name, .. } => {
            t!(locale, "migrate-refusal-interrupted", name = name.as_str())
        }
        Refusal::Stale(_) => t!(locale, "migrate-plan-changed"),
        Refusal::OtherLedger(name) => {
            t!(locale, "migrate-refusal-other-ledger", name = name.as_str())
        }
        Refusal::NeedsCode(code) => t!(locale, "migrate-refusal-code", code = code.as_str()),
        Refusal::WrongCode => t!(locale, "migrate-refusal-wrong-code"),
        Refusal::Locked(by) => {
            let who = Arg::Markup(standing(locale, by));
            t!(locale, "migrate-refusal-locked", who = who)
        }
        Refusal::LosesMore(all) => {
            let all: Vec<String> = all.iter().map(|what| more(locale, what)).collect();
            let what = Arg::Markup(all.join("; "));
            t!(locale, "migrate-refusal-loses-more", what = what)
        }
        Refusal::MoreCame { about, shown, now } => t!(
            locale,
            "migrate-refusal-more-came",
            about = about.as_str(),
            shown = grouped(locale, *shown),
            now = grouped(locale, *now)
        ),
        Refusal::Undrained => t!(locale, "migrate-refusal-undrained"),
        Refusal::Space { needs, free, .. } => t!(
            locale,
            "migrate-refusal-space",
            needs = size(locale, *needs),
            free = size(locale, *free)
        ),
        Refusal::Pooler => t!(locale, "migrate-refusal-pooler"),
        Refusal::PeersBusy(who) => {
            let who = Arg::Markup(all_standing(locale, who));
            t!(locale, "migrate-refusal-peers", who = who)
        }
        Refusal::TablesBusy(who) => {
            let who = Arg::Markup(all_standing(locale, who));
            t!(locale, "migrate-refusal-tables", who = who)
        }
        Refusal::KeptTooLittle { tables, at } => t!(
            locale,
            "migrate-refusal-kept",
            tables = tables.as_str(),
            at = at.as_str()
        ),
        Refusal::Held(why) => t!(locale, "migrate-refusal-held", why = why.as_str()),
        Refusal::Backup { typed, candidates } if candidates.is_empty() => {
            t!(locale, "migrate-restore-unknown", name = typed.as_str())
        }
        Refusal::Backup { typed, candidates } => ambiguous(locale, typed, candidates),
        Refusal::Other(words) => t!(locale, "migrate-error-other", words = words.as_str()),
    }
}

fn irreversible(locale: Locale, name: &str, why: Option<&str>) -> String {
    match why {
        None => t!(locale, "migrate-refusal-irreversible", name = name),
        Some(why) => t!(
            locale,
            "migrate-refusal-irreversible-why",
            name = name,
            why = why
        ),
    }
}

/// What would go that was not shown.
fn more(locale: Locale, more: &More) -> String {
    match more {
        More::Rows { table, lost, had } => t!(
            locale,
            "migrate-more-rows",
            table = table.as_str(),
            lost = grouped(locale, *lost),
            had = grouped(locale, *had),
            count = *had
        ),
        More::Reference(what) => t!(locale, "migrate-more-reference", what = what.as_str()),
        More::Parent(what) => t!(locale, "migrate-more-parent", what = what.as_str()),
        More::View(name) => t!(locale, "migrate-more-view", name = name.as_str()),
        More::Uncounted { about, why } => t!(
            locale,
            "migrate-more-uncounted",
            about = about.as_str(),
            why = why.as_str()
        ),
    }
}

fn target(locale: Locale, bad: &BadTarget) -> String {
    match bad {
        BadTarget::Unknown { typed, candidates } if candidates.is_empty() => {
            t!(locale, "migrate-target-unknown", typed = typed.as_str())
        }
        BadTarget::Unknown { typed, candidates } => t!(
            locale,
            "migrate-target-nearest",
            typed = typed.as_str(),
            names = candidates.join(", ")
        ),
        BadTarget::Ambiguous { typed, candidates } => ambiguous(locale, typed, candidates),
        BadTarget::Backwards { direction, target } => {
            let at = position(*target);
            match direction {
                Direction::Up => t!(locale, "migrate-target-applied", at = at),
                Direction::Down => t!(locale, "migrate-target-not-applied", at = at),
            }
        }
        BadTarget::WrongSign(typed) => {
            let there = if typed.starts_with('+') {
                Direction::Up
            } else {
                Direction::Down
            };
            let command = button::command(there);
            t!(
                locale,
                "migrate-target-sign",
                typed = typed.as_str(),
                there = format!("/{command} {typed}")
            )
        }
        BadTarget::TooFar {
            wanted, available, ..
        } => t!(
            locale,
            "migrate-target-far",
            wanted = i64::try_from(*wanted).unwrap_or(i64::MAX),
            available = i64::try_from(*available).unwrap_or(i64::MAX)
        ),
    }
}

fn ambiguous(locale: Locale, typed: &str, candidates: &[String]) -> String {
    let names = candidates.join(", ");
    t!(
        locale,
        "migrate-target-ambiguous",
        typed = typed,
        names = names
    )
}

/// Something a lint found.
pub(super) fn finding(locale: Locale, finding: &Finding) -> String {
    let rule = rule(locale, finding.rule);
    let version = position(Some(finding.version));
    let place = t!(
        locale,
        "migrate-finding",
        version = version,
        line = i64::try_from(finding.line).unwrap_or_default()
    );
    if finding.about.is_empty() {
        format!("{place} {rule}")
    } else {
        format!("{place} {}: {rule}", crate::view::escape(&finding.about))
    }
}

/// What a rule says to somebody who did not write the script.
fn rule(locale: Locale, rule: Rule) -> String {
    let key = match rule {
        Rule::CarriageReturns => "migrate-rule-carriage-returns",
        Rule::Opaque => "migrate-rule-opaque",
        Rule::DropTable | Rule::DropColumn => "migrate-rule-drop",
        Rule::RenameTable | Rule::RenameColumn => "migrate-rule-rename",
        Rule::ChangeType => "migrate-rule-change-type",
        Rule::DeleteWithoutWhere | Rule::UpdateWithoutWhere => "migrate-rule-whole-table",
        Rule::InsertOrReplace => "migrate-rule-insert-or-replace",
        Rule::RenameOldFirst => "migrate-rule-rename-old-first",
        Rule::RebuildWithDelete => "migrate-rule-rebuild-with-delete",
        Rule::QuotedString => "migrate-rule-quoted-string",
        Rule::IndexLocksWrites | Rule::UniqueLocks => "migrate-rule-locks-writes",
        Rule::NotNullScans | Rule::ConstraintScans => "migrate-rule-scans",
        Rule::NotNullWithoutDefault => "migrate-rule-not-null",
        Rule::TruncateCascade | Rule::DropCascade => "migrate-rule-cascade",
        // What the engine refuses whoever asks.
        _ => return t!(locale, "migrate-rule-author", rule = rule.name()),
    };
    locale.text(key, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Language,
        migrate::{
            drift::Kind,
            who::{
                Who,
                testing::{connection, copy, migrates},
            },
        },
    };

    #[track_caller]
    fn check(why: &Refusal, expect: [&str; 4]) {
        let languages = [Language::En, Language::Ru, Language::Uk, Language::Es];
        for (language, expect) in languages.into_iter().zip(expect) {
            let said = refusal(Locale(language), why).replace(['\u{2068}', '\u{2069}'], "");
            assert_eq!(said, expect);
        }
    }

    fn rows(lost: i64, had: i64) -> Refusal {
        let table = "notes".to_owned();
        Refusal::LosesMore(vec![More::Rows { table, lost, had }])
    }

    #[test]
    fn who_migrates_is_told_in_the_owners_language() {
        check(
            &Refusal::Locked(migrates()),
            [
                "Another migration is running: the command line (uid 998), process 47111, since 09:45 UTC",
                "Идёт другая миграция: командная строка (uid 998), процесс 47111, с 09:45 UTC",
                "Іде інша міграція: командний рядок (uid 998), процес 47111, з 09:45 UTC",
                "Hay otra migración en marcha: la línea de comandos (uid 998), proceso 47111, desde las 09:45 UTC",
            ],
        );
        check(
            &Refusal::Locked(Who::EndingRestore),
            [
                "Another migration is running: the server, which is still ending a restore that was killed",
                "Идёт другая миграция: сервер, который ещё заканчивает прерванный возврат копии",
                "Іде інша міграція: сервер, який ще закінчує перерване повернення копії",
                "Hay otra migración en marcha: el servidor, que aún está terminando una recuperación interrumpida",
            ],
        );
    }

    #[test]
    fn of_many_differences_the_first_are_told() {
        let difference = |n: i64| (Kind::Missing, format!("TABLE t{n}"));
        let differs = |count| Refusal::Differs {
            at: "0003".to_owned(),
            differences: (1..=count).map(difference).collect(),
        };
        check(
            &differs(1),
            [
                "The database is not what 0003 gives: missing TABLE t1.",
                "База не такая, какой её делает 0003: не хватает: TABLE t1.",
                "База не така, якою її робить 0003: бракує: TABLE t1.",
                "La base de datos no es como la deja 0003: falta: TABLE t1.",
            ],
        );
        let english = Locale(Language::En);
        for (count, end) in [
            (5, "missing TABLE t5."),
            (6, "missing TABLE t5; … and 1 more."),
        ] {
            let said = refusal(english, &differs(count));
            assert!(said.ends_with(end), "{said}");
        }
    }

    #[test]
    fn who_did_not_pause_is_told() {
        check(
            &Refusal::PeersBusy(vec![copy(), Who::Unnamed]),
            [
                "Another copy of the bot works on this database and did not pause: process 12 on vps, version 0.1.0, somebody who left no name. Stop it, or try again.",
                "С этой базой работает другая копия бота, и она не остановилась: процесс 12 на vps, версия 0.1.0, кто-то без имени. Остановите её или попробуйте снова.",
                "З цією базою працює інша копія бота, і вона не зупинилася: процес 12 на vps, версія 0.1.0, хтось без імені. Зупиніть її або спробуйте знову.",
                "Otra copia del bot trabaja con esta base y no se detuvo: el proceso 12 en vps, versión 0.1.0, alguien que no dejó su nombre. Párala o inténtalo de nuevo.",
            ],
        );
        let idle = |name| connection(name, Some("idle in transaction"));
        check(
            &Refusal::TablesBusy(vec![idle(Some("psql")), idle(None)]),
            [
                "The tables are in use by connection 7 to the database (psql), connection 7 to the database. Try again in a moment.",
                "Таблицы сейчас заняты: соединение с базой 7 (psql), соединение с базой 7. Попробуйте ещё раз чуть позже.",
                "Таблиці зараз зайняті: з’єднання з базою 7 (psql), з’єднання з базою 7. Спробуйте ще раз трохи згодом.",
                "Las tablas están en uso: la conexión 7 a la base (psql), la conexión 7 a la base. Inténtalo de nuevo en un momento.",
            ],
        );
    }

    #[test]
    fn what_more_would_go_is_told_in_numbers() {
        check(
            &rows(1, 21),
            [
                "It would lose more than was shown, so it was not done: notes would lose 1 of its 21 rows.",
                "Пропало бы больше, чем было показано, поэтому это не сделано: в notes пропало бы 1 из 21 строки.",
                "Зникло б більше, ніж було показано, тому цього не зроблено: у notes зникло б 1 із 21 рядка.",
                "Se perdería más de lo que se mostró, así que no se ha hecho: notes perdería 1 de sus 21 filas.",
            ],
        );
        check(
            &rows(2, 1_204),
            [
                "It would lose more than was shown, so it was not done: notes would lose 2 of its 1,204 rows.",
                "Пропало бы больше, чем было показано, поэтому это не сделано: в notes пропало бы 2 из 1\u{a0}204 строк.",
                "Зникло б більше, ніж було показано, тому цього не зроблено: у notes зникло б 2 із 1\u{a0}204 рядків.",
                "Se perdería más de lo que se mostró, así que no se ha hecho: notes perdería 2 de sus 1.204 filas.",
            ],
        );
        check(
            &Refusal::LosesMore(vec![
                More::View("names".to_owned()),
                More::Reference("c row 1 → p (0)".to_owned()),
            ]),
            [
                "It would lose more than was shown, so it was not done: the view names would stop working; a reference would lead nowhere (c row 1 → p (0)).",
                "Пропало бы больше, чем было показано, поэтому это не сделано: представление names перестало бы работать; ссылка вела бы в никуда (c row 1 → p (0)).",
                "Зникло б більше, ніж було показано, тому цього не зроблено: подання names перестало б працювати; посилання вело б у нікуди (c row 1 → p (0)).",
                "Se perdería más de lo que se mostró, así que no se ha hecho: la vista names dejaría de funcionar; una referencia no llevaría a ningún sitio (c row 1 → p (0)).",
            ],
        );
    }
}
