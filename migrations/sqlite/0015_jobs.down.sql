-- revises: 0014

DROP TABLE jobs;
