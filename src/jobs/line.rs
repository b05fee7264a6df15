//! The line of those who wait: whose turn comes when, and the messages that say so.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{
    JobId, Kind, News, Told,
    progress::{Place, SOON, between_edits, locale},
    worker::{Office, store},
};
use crate::store::Waiting;

/// How often the line is looked at while there is one.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often is looked whether there is one that another process' people wait in.
const LOOK_ELSEWHERE_EVERY: Duration = Duration::from_secs(5);

impl Office {
    /// Shows the people who wait which place they have, until the bot stops.
    pub(super) async fn show_the_line(self: Arc<Self>, kind: &'static dyn Kind) {
        let desk = self.app.jobs.clone();
        let mut shown: HashMap<JobId, i64> = HashMap::new();
        while !self.stop.is_cancelled() {
            let added = desk.work().notified();
            let line = store!(self, |tx, now| tx.jobs().line(kind.name(), now).await);
            let line = line.unwrap_or_default();
            let places = places(&line);
            shown.retain(|job, _| places.contains_key(job));
            let now = self.app.clock.now();
            for waiting in &line {
                let place = places[&waiting.id];
                if is_due(waiting, now) && shown.insert(waiting.id, place) != Some(place) {
                    self.show_place(kind, waiting, place).await;
                }
            }
            let is_empty = line.is_empty();
            tokio::select! {
                () = added, if is_empty => {}
                () = self.app.clock.sleep(if is_empty { LOOK_ELSEWHERE_EVERY } else { LOOK_EVERY }) => {}
                () = self.stop.cancelled() => {}
            }
        }
    }

    /// Says it, unless another process does.
    async fn show_place(self: &Arc<Self>, kind: &'static dyn Kind, waiting: &Waiting, place: i64) {
        let Some(chat) = waiting.chat_id else { return };
        let (job, told_at) = (waiting.id, waiting.told_at);
        let ours = store!(self, |tx, now| tx.jobs().may_tell(job, told_at, now).await);
        if !matches!(ours, Ok(true)) {
            return;
        }
        let told = Told {
            feature: kind.feature(),
            job,
            subject: &waiting.subject,
            news: News::Waits(place),
        };
        let view = (self.tell)(&told, locale(&waiting.language))
            .into_iter()
            .next();
        let Some(view) = view else { return };
        let at = Place {
            job,
            chat,
            reply_to: waiting.reply_to,
        };
        let (office, message) = (Arc::clone(self), waiting.progress_message);
        // A chat that is slow to take it holds up nobody else's.
        tokio::spawn(async move { office.show(at, message, view).await });
    }
}

/// Whether somebody may be told now: not at once, since it may be done in a moment, and not too often.
fn is_due(waiting: &Waiting, now: DateTime<Utc>) -> bool {
    let Some(chat) = waiting.chat_id else {
        return false;
    };
    match waiting.told_at {
        None => now >= waiting.created_at + SOON,
        // The message that was sent is not known yet; another one would be one too many.
        Some(_) if waiting.progress_message.is_none() => false,
        Some(told) => now >= told + between_edits(chat),
    }
}

/// The place of each job, from 1 on: people take turns, those served least recently first.
fn places(line: &[Waiting]) -> HashMap<JobId, i64> {
    // Each person's jobs in the order they came; somebody without a name is by themselves.
    let mut people: BTreeMap<(Option<DateTime<Utc>>, JobId), Vec<JobId>> = BTreeMap::new();
    let mut first: HashMap<i64, (Option<DateTime<Utc>>, JobId)> = HashMap::new();
    for job in line {
        let turn = match job.user_id {
            Some(user) => *first.entry(user).or_insert((job.served_at, job.id)),
            None => (None, job.id),
        };
        people.entry(turn).or_default().push(job.id);
    }
    let mut places = HashMap::new();
    let rounds = people.values().map(Vec::len).max().unwrap_or_default();
    let turns =
        (0..rounds).flat_map(|round| people.values().filter_map(move |jobs| jobs.get(round)));
    for (place, job) in (1..).zip(turns) {
        places.insert(*job, place);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("a1 a2 b1", "", "a1 b1 a2")`: who waits, who was served before (oldest first), and whose turn comes when.
    #[track_caller]
    fn check(line: &str, served: &str, expect: &str) {
        let at =
            |second: usize| DateTime::from_timestamp(i64::try_from(second).unwrap(), 0).unwrap();
        let names: Vec<&str> = line.split_whitespace().collect();
        let waiting: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(number, name)| Waiting {
                id: JobId::from(i64::try_from(number).unwrap()),
                user_id: Some(i64::from(name.as_bytes()[0])).filter(|_| !name.starts_with('-')),
                chat_id: None,
                reply_to: None,
                language: "en".to_owned(),
                subject: String::new(),
                progress_message: None,
                told_at: None,
                created_at: at(0),
                served_at: served.find(&name[..1]).map(at),
            })
            .collect();
        let places = places(&waiting);
        let mut order: Vec<_> = waiting
            .iter()
            .map(|job| (places[&job.id], job.id))
            .collect();
        order.sort();
        let got: Vec<_> = order
            .iter()
            .map(|(_, job)| names[usize::try_from(job.get()).unwrap()])
            .collect();
        assert_eq!(got.join(" "), expect);
    }

    #[test]
    fn people_take_turns_whoever_sent_more() {
        check("a1 a2 a3 b1 c1 c2", "", "a1 b1 c1 a2 c2 a3");
    }

    #[test]
    fn who_was_served_longest_ago_is_next() {
        check("a1 a2 b1 c1", "ba", "c1 b1 a1 a2");
    }

    #[test]
    fn nobodys_jobs_wait_for_nobody() {
        check("a1 -x -y", "a", "-x -y a1");
    }
}
