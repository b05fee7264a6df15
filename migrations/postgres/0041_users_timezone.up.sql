-- revises: 0040

-- By whose clock a person's schedules run, once they said so.
ALTER TABLE users ADD COLUMN timezone VARCHAR(50);
