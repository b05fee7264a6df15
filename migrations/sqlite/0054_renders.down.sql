-- revises: 0053

DROP TABLE renders;
