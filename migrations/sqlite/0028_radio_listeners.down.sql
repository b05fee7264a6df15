-- revises: 0027

DROP TABLE radio_listeners;
