-- The run that a job does again with its recorded answers; none: a ticket's own work.
ALTER TABLE job ADD COLUMN replay_of TEXT;
