-- revises: 0021

-- Its owner, or the bot's, keeps it out of the lists.
ALTER TABLE radio_streams ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE
    CONSTRAINT radio_streams_hidden_bool CHECK (hidden IN (0, 1));
