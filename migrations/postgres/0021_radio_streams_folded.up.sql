-- revises: 0020

-- What a search looks through: name, genre and country in small letters without accents. The bot folds it and fills
-- it in for stations from before.
ALTER TABLE radio_streams ADD COLUMN folded VARCHAR(210);
