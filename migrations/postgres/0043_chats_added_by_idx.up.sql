-- revises: 0042

-- The chats a person brought the bot to.
CREATE INDEX chats_added_by_idx ON chats (added_by);
