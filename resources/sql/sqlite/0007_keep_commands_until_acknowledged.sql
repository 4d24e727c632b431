ALTER TABLE run_command ADD COLUMN id TEXT NOT NULL DEFAULT '';

ALTER TABLE run_command ADD COLUMN sender TEXT NOT NULL DEFAULT '';

ALTER TABLE run_command ADD COLUMN budgets TEXT NOT NULL DEFAULT '{}';

ALTER TABLE run_command ADD COLUMN approval TEXT NOT NULL DEFAULT '';

UPDATE run_command SET id = 'before-' || number;
