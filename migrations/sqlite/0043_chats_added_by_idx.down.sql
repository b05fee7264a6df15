-- revises: 0042

DROP INDEX chats_added_by_idx;
