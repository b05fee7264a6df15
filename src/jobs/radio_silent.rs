//! The word to whoever added a station that it fell silent. There is nothing to do but to say it.

use std::sync::Arc;

use super::{Kind, Rules, Run, Work};
use crate::{app::App, config::Config, store::ClaimedJob};

pub(super) const NAME: &str = "radio_silent";

pub(super) struct FellSilent;

impl Kind for FellSilent {
    fn name(&self) -> &'static str {
        NAME
    }

    fn feature(&self) -> &'static str {
        "radio"
    }

    fn rules(&self, _config: &Config) -> Rules {
        Rules::UNASKED
    }

    fn run<'a>(&'a self, _app: &'a Arc<App>, job: &'a ClaimedJob, _run: &'a Run) -> Work<'a> {
        Box::pin(async move { Ok(job.payload.clone()) })
    }
}
