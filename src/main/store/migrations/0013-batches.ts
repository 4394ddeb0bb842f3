import type { Migration } from '../migrate.ts'

/** Files of addressees that became letters: by its fingerprint a file is known again, finished or stopped in the middle. */
export const migration: Migration = {
  version: 13,
  name: 'batches',
  sql: `
CREATE TABLE batch (
  id          TEXT PRIMARY KEY NOT NULL,
  name        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  at          INTEGER NOT NULL,
  by          TEXT NOT NULL,
  finished    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batch_file ON batch (fingerprint);
`,
}
