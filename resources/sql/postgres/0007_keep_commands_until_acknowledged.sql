ALTER TABLE run_command ADD COLUMN id plain_text NOT NULL DEFAULT '';

ALTER TABLE run_command ADD COLUMN sender plain_text NOT NULL DEFAULT '';

ALTER TABLE run_command ADD COLUMN budgets plain_text NOT NULL DEFAULT '{}';

ALTER TABLE run_command ADD COLUMN approval plain_text NOT NULL DEFAULT '';

UPDATE run_command SET id = 'before-' || number;
