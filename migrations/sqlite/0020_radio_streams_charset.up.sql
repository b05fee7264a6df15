-- revises: 0019

-- How the station writes its titles, where somebody had to say so; null guesses.
ALTER TABLE radio_streams ADD COLUMN charset VARCHAR(20)
    CONSTRAINT radio_streams_charset_length CHECK (length(charset) <= 20);
