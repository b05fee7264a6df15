-- revises: 0029

DROP TABLE radio_titles;
