//! Trouble on purpose: what Telegram and the way to it do on bad days.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// 429 with `retry_after`; the call has no effect.
    TooManyRequests { retry_after: u32 },
    /// Any other refusal, such as 500 or 502; the call has no effect.
    Status {
        code: u16,
        description: Option<String>,
    },
    /// 401, as after the owner revoked the token.
    Unauthorized,
    /// The call works, after a pause (of real time).
    Slow { ms: u64 },
    /// The connection is cut before the call has an effect.
    Drop,
    /// The call has its effect, then the connection is cut: the caller cannot know.
    LostAnswer,
    /// The call has its effect; the answer is no JSON.
    Garbage,
}

/// Which calls meet which trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Any letter case; every method if there is none. `download` is fetching a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only calls that name this chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat_id: Option<i64>,
    /// So many calls go well first.
    #[serde(default)]
    pub after: u32,
    /// So many calls meet it; all from then on if there is no number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    #[serde(flatten)]
    pub kind: FaultKind,
}

impl Fault {
    /// Every call of `method` from now on ("" for all methods).
    pub fn always(method: &str, kind: FaultKind) -> Self {
        let method = Some(method.to_owned()).filter(|method| !method.is_empty());
        Self {
            method,
            chat_id: None,
            after: 0,
            times: None,
            kind,
        }
    }

    /// The next `times` calls of `method`.
    pub fn next(method: &str, times: u32, kind: FaultKind) -> Self {
        Self {
            times: Some(times),
            ..Self::always(method, kind)
        }
    }

    /// Only in this chat.
    #[must_use]
    pub fn in_chat(self, chat: i64) -> Self {
        Self {
            chat_id: Some(chat),
            ..self
        }
    }

    /// Only once `calls` of them have gone well.
    #[must_use]
    pub fn after(self, calls: u32) -> Self {
        Self {
            after: calls,
            ..self
        }
    }
}

#[derive(Default)]
pub(crate) struct Faults {
    active: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.active.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    pub(crate) fn active(&self) -> &[Fault] {
        &self.active
    }

    /// What this call meets: the first fault that fits, used up by one.
    pub(crate) fn meet(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        for (index, fault) in self.active.iter_mut().enumerate() {
            let method_fits = fault
                .method
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
            let chat_fits = fault.chat_id.is_none() || fault.chat_id == chat;
            if !method_fits || !chat_fits {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
                continue;
            }
            let kind = fault.kind.clone();
            if let Some(times) = &mut fault.times {
                *times = times.saturating_sub(1);
                if *times == 0 {
                    self.active.remove(index);
                }
            }
            return Some(kind);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = Faults::default();
        faults.add(
            Fault::next("sendMessage", 2, FaultKind::Drop)
                .after(1)
                .in_chat(7),
        );
        assert_eq!(faults.meet("getMe", Some(7)), None);
        assert_eq!(faults.meet("sendMessage", Some(8)), None);
        let met: Vec<_> = (0..4)
            .map(|_| faults.meet("SendMessage", Some(7)).is_some())
            .collect();
        assert_eq!(met, [false, true, true, false]);
        assert!(faults.active().is_empty());
    }

    #[test]
    fn a_fault_without_a_number_stays() {
        let mut faults = Faults::default();
        faults.add(Fault::always("", FaultKind::Unauthorized));
        assert!((0..10).all(|_| faults.meet("getMe", None) == Some(FaultKind::Unauthorized)));
    }
}
