-- revises: 0051

DROP TABLE tracks;
