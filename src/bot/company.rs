//! What people hear while the schema changes. Their updates wait, and are answered afterwards; who waits longer than two
//! seconds is told so, once. And the one press that must not wait is seen to: the button that stops what changes it.

use std::{
    collections::{HashMap, HashSet},
    future::pending,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use teloxide::types::{MessageKind, Update, UpdateKind};

use super::{features, origin::Origin};
use crate::{
    app::App,
    domain::{Language, TelegramId},
    i18n::Locale,
    outbox::{Act, Envelope, Lane},
    t,
    view::{Press, View},
};

/// Nobody minds to wait so long.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many people's languages are remembered.
const REMEMBERED: usize = 4096;

pub(super) struct Company {
    app: Arc<App>,
    /// The chats that were told, since how many changes of the schema.
    told: Mutex<(u64, HashSet<i64>)>,
    /// The database cannot be asked for them meanwhile.
    languages: Mutex<HashMap<TelegramId, Language>>,
}

impl Company {
    pub(super) fn new(app: Arc<App>) -> Self {
        Self {
            app,
            told: Mutex::default(),
            languages: Mutex::default(),
        }
    }

    /// Somebody was spoken to in this language.
    pub(super) fn remember(&self, person: TelegramId, language: Language) {
        let mut languages = self
            .languages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if languages.len() >= REMEMBERED {
            languages.clear();
        }
        languages.insert(person, language);
    }

    /// Keeps somebody company whose update waits. Never ends; whoever has an answer drops it.
    pub(super) async fn keep(&self, origin: &Origin) {
        self.app.db.gate().closed_for(PATIENCE).await;
        self.tell(origin).await;
        pending::<()>().await;
    }

    /// The same for updates that cannot even be stored yet.
    pub(super) fn of_those_outside(&self) -> Outside<'_> {
        Outside {
            company: self,
            waits: HashMap::new(),
        }
    }

    /// Sees to the button that stops a run: its press cannot be stored before the run has ended.
    async fn see_to_the_button(&self, update: &Update) {
        let UpdateKind::CallbackQuery(query) = &update.kind else {
            return;
        };
        let press = query.data.as_deref().and_then(Press::decode);
        let Some(run) = press.as_ref().and_then(stops) else {
            return;
        };
        let Some(origin) = Origin::of(update) else {
            return;
        };
        let presser = origin.person.filter(|person| self.app.is_owner(*person));
        if let Some(presser) = presser
            && origin.chat.is_private
            && self.app.console.stop(run, presser.get())
        {
            let toast = t!(Locale(self.language(&origin)), "migrate-stopping-toast");
            self.app
                .outbox
                .answer_press(&query.id.0, Some(&toast))
                .await;
        }
    }

    /// One line for a chat; on a press a word over it.
    async fn tell(&self, origin: &Origin) {
        let locale = Locale(self.language(origin));
        if let Some(press) = &origin.press {
            let toast = t!(locale, "wait-toast");
            return self.app.outbox.answer_press(press, Some(&toast)).await;
        }
        if !self.is_new(origin.chat.id) {
            return;
        }
        let act = Act::Send {
            view: View::text(t!(locale, "wait")),
            reply_to: origin.reply_to,
        };
        let chat = origin.chat.id;
        self.app
            .outbox
            .deliver(&Envelope { chat, act }, Lane::Waiting)
            .await;
    }

    fn is_new(&self, chat: i64) -> bool {
        let changes = *self.app.db.gate().changes().borrow();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.0 != changes {
            *told = (changes, HashSet::new());
        }
        told.1.insert(chat)
    }

    pub(super) fn language(&self, origin: &Origin) -> Language {
        let languages = self
            .languages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = origin
            .person
            .and_then(|person| languages.get(&person).copied());
        known.unwrap_or_else(|| origin.language())
    }
}

/// Those who wait before the door. Whoever lets updates in shows what there is again and again, as long as they cannot be stored.
pub(super) struct Outside<'c> {
    company: &'c Company,
    /// By the number of their update: who still has to be told, and since when they wait.
    waits: HashMap<u32, (Option<Origin>, Instant)>,
}

impl Outside<'_> {
    /// Waits until the schema keeps everybody outside.
    pub(super) async fn closed(&self) {
        let gate = self.company.app.db.gate();
        gate.closed_for(Duration::from_millis(200)).await;
    }

    /// Looks at the texts of those updates there are, seen before or not.
    pub(super) async fn look(&mut self, bodies: &[String]) {
        let app = &self.company.app;
        app.health.progress();
        for body in bodies {
            let Ok(update) = serde_json::from_str::<Update>(body) else {
                continue;
            };
            let id = update.id.0;
            if self.waits.contains_key(&id) {
                continue;
            }
            self.company.see_to_the_button(&update).await;
            let origin = Origin::of(&update).filter(|_| is_for_us(&update, &app.me.username));
            self.waits.insert(id, (origin, Instant::now()));
        }
        for (origin, since) in self.waits.values_mut() {
            if since.elapsed() >= PATIENCE
                && let Some(origin) = origin.take()
            {
                self.company.tell(&origin).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The run that a button of the console stops.
fn stops(press: &Press) -> Option<&str> {
    (press.feature == "migrate_status")
        .then(|| press.data.strip_prefix("stop:"))
        .flatten()
}

/// In a group people talk among themselves.
pub(super) fn is_for_us(update: &Update, our_name: &str) -> bool {
    match &update.kind {
        UpdateKind::Message(message) if message.chat.is_private() => {
            matches!(message.kind, MessageKind::Common(_))
        }
        UpdateKind::Message(_) => features::names_a_feature(update, our_name),
        UpdateKind::CallbackQuery(_) => true,
        _ => false,
    }
}
