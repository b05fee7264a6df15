//! Trying a plan on a copy of the data before anybody is asked.

use std::{fs, time::Instant};

use super::{
    approve::Consent,
    cancel::Cancel,
    engine::Engine,
    error::EngineError,
    journal::Actor,
    outcome::{Failed, Manner},
    place::Place,
    plan::{Plan, Request},
    report,
};

/// How a rehearsal went.
#[derive(Debug)]
pub enum Rehearsal {
    /// It worked; the plan says how long it took.
    Worked(Plan),
    /// It was not tried; the plan says why.
    NotTried(Plan),
    /// It failed on the copy, and would have failed on the data.
    Failed(Box<Failed>),
}

impl Engine {
    /// Runs the plan on a copy that is thrown away.
    pub async fn rehearse(
        &self,
        mut plan: Plan,
        request: &Request,
        by: &Actor,
    ) -> Result<Rehearsal, EngineError> {
        if let Some(why) = self.cannot_rehearse(&plan) {
            plan.estimate.not_rehearsed_because = Some(why);
            return Ok(Rehearsal::NotTried(plan));
        }
        let folder = &self.settings.temp_dir;
        fs::create_dir_all(folder).map_err(|source| {
            EngineError::io("making the folder of temporary files", folder, source)
        })?;
        let file = folder.join(format!(
            "rehearsal-{}.sqlite",
            super::journal::new_id(self.clock.now(), &by.host)
        ));
        let rehearsed = self.on_a_copy(&file, request, by).await;
        for path in [
            file.clone(),
            file.with_added_extension("journal"),
            file.with_added_extension("lock"),
        ] {
            // Where it cannot be removed now, the sweep of the temporary folder does it at the next start.
            let _ = fs::remove_file(path);
        }
        match rehearsed? {
            Err(failed) => Ok(Rehearsal::Failed(Box::new(failed))),
            Ok(seconds) => {
                plan.estimate.rehearsed = true;
                plan.estimate.seconds = Some(seconds);
                Ok(Rehearsal::Worked(plan))
            }
        }
    }

    fn cannot_rehearse(&self, plan: &Plan) -> Option<String> {
        let bytes = plan.estimate.database_bytes;
        if matches!(self.place, Place::Postgres(_)) {
            return Some("on PostgreSQL only its statements were looked at".to_owned());
        }
        if plan.is_empty() || bytes == 0 {
            return Some("there is nothing to try it on".to_owned());
        }
        if bytes > self.settings.rehearse_max_bytes {
            return Some(format!(
                "the database has {}, more than `migrations.rehearse_max_mb`",
                report::bytes(bytes)
            ));
        }
        let needed = bytes * 11 / 5;
        let free = plan.estimate.free_bytes.filter(|free| *free < needed)?;
        Some(format!(
            "a copy and its log need {}, and {} are free",
            report::bytes(needed),
            report::bytes(free)
        ))
    }

    async fn on_a_copy(
        &self,
        file: &std::path::Path,
        request: &Request,
        by: &Actor,
    ) -> Result<Result<f64, Failed>, EngineError> {
        let copy = self.copied_to(file).await?;
        let plan = copy.plan(request).await?;
        let digest = plan.digest.clone();
        let approved = plan.approve(&digest, &Consent::Beforehand, by.clone())?;
        let began = Instant::now();
        let result = copy
            .apply(approved, Manner::default(), &Cancel::default(), &|_| ())
            .await;
        Ok(result.map(|_| began.elapsed().as_secs_f64()))
    }
}
