-- revises: none

DROP TABLE users;
