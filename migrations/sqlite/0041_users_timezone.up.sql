-- revises: 0040

-- By whose clock a person's schedules run, once they said so.
ALTER TABLE users ADD COLUMN timezone VARCHAR(50)
    CONSTRAINT users_timezone_length CHECK (length(timezone) <= 50);
