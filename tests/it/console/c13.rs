//! C13: refusals are in the journal; nothing from the chat is ever executed; nothing secret is ever said.

use reprise::migrate::journal::Event;
use simulator::{ANNA, UploadKind, UploadSpec};

use super::desk::{self, Desk};
use crate::support::migrate::on_both_sites;

on_both_sites!(
    #[expect(clippy::too_many_lines, reason = "one conversation, told whole")]
    refusals_are_in_the_journal_and_secrets_nowhere,
    |site| {
        site.tables(2);
        let desk = Desk::open(site).await;
        for (text, words) in [
            ("/migrate_up --yes", "command line only"),
            ("/migrate_up --on-copy /etc/passwd", "command line only"),
            ("/migrate_up t9", "no migration"),
            ("/migrate_down 0002", "not applied"),
            ("/migrate_up +7", "asked for"),
            ("/migrate_up; DROP TABLE t1", "Did you mean"),
            ("/migrate_up 1 2 3", "don’t understand"),
            ("/migrate_show t1", "CREATE TABLE t1"),
            ("/migrate_plan —single", "Plan "),
            ("/migrate_history", "applied"),
            ("/migrate_backups", "no backups"),
        ] {
            desk.ask(ANNA, text, words).await;
        }
        let file = UploadSpec::new(
            UploadKind::Document,
            "0003_x.up.sql",
            "DROP TABLE users;".as_bytes().to_vec(),
        );
        let sent = desk.bot.telegram.upload(ANNA, ANNA, file);
        desk.bot
            .telegram
            .answer_after(ANNA, ANNA, sent.message.message_id)
            .await;
        insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_up --yes
    < The chat always shows the plan and asks, so this works on the command line only.
    > /migrate_up --on-copy /etc/passwd
    < The chat always shows the plan and asks, so this works on the command line only.
    > /migrate_up t9
    < There is no such plan. There is no migration t9. Did you mean 0002_t2, 0001_t1? (edited)
      [‹ Status]
    > /migrate_down 0002
    < There is no such plan. 0002 is not applied. To go up to it: /migrate_up 0002 (edited)
      [‹ Status]
    > /migrate_up +7
    < There is no such plan. 7 were asked for, only 2 are there. (edited)
      [‹ Status]
    > /migrate_up; DROP TABLE t1
    < I don’t know that command. Did you mean /migrate_up?
    > /migrate_up 1 2 3
    < I don’t understand 1 2 3 here. For example: /migrate_up +1
    > /migrate_show t1
    < 0001_t1
      not applied
      
      ↑
      CREATE TABLE t1 (id BIGINT PRIMARY KEY);
      ↓
      DROP TABLE t1;
      [History|‹ Status]
    > /migrate_plan —single
    < base → 0002, 2 migrations to apply
      
      ↑ 0001_t1
      ↑ 0002_t2
      
      Nothing is lost.
      It can be undone.
      Backup: there is nothing to keep.
      Tried on a copy of your data: it worked, in [time].
      Listeners will wait for about [time].
      Plan [code] (edited)
      [↑ Up|‹ Status]
    > /migrate_history
    < Migrations: 0 of 2 applied
      · 0002_t2
      · 0001_t1
      [When and by whom|‹ Status]
    > /migrate_backups
    < There are no backups yet.
      [Back up now|‹ Status]
    > <document: 0003_x.up.sql>
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    "); }
        let log = site.engine().log().await.unwrap();
        let refused: Vec<String> = log
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::Refused { asked, why, .. } => {
                    Some(format!("{} {asked}: {why}", entry.by.who))
                }
                _ => None,
            })
            .collect();
        insta::allow_duplicates! { insta::assert_snapshot!(refused.join("\n"), @"
    owner 1001 /migrate_up t9: there is no migration `t9`; did you mean 0002_t2 or 0001_t1?
    owner 1001 /migrate_down 0002: 0002 is not applied, and `down` never goes up; use `up 0002`
    owner 1001 /migrate_up +7: there are only 2 to go up, not 7
    "); }
        let said = desk.bot.transcript(ANNA);
        let url = site.url();
        let password = url
            .split_once(':')
            .and_then(|(_, rest)| rest.split_once('@'))
            .map(|(user, _)| user);
        for secret in [Some(url), Some(simulator::TOKEN), password]
            .into_iter()
            .flatten()
        {
            assert!(!said.contains(secret));
        }
        desk.stop().await;
    }
);

#[tokio::test]
async fn a_desk_is_neutral_about_what_changes() {
    let site = crate::support::migrate::Site::new(reprise::db::Dialect::Sqlite).await;
    let text = desk::neutral(
        &site,
        "in 0.3 s: 1.2 MB, Plan 1a2b3c4d, reprise-20260131-1.sqlite",
    );
    assert_eq!(text, "in [time]: [size], Plan [code], [backup]");
}
