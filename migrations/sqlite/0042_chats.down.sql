-- revises: 0041

DROP TABLE chats;
