import type { Migration } from '../migrate.ts'

/** Legal holds, and the pieces whose content was removed. */
export const migration: Migration = {
  version: 16,
  name: 'keep',
  sql: `
CREATE TABLE hold (
  id          TEXT PRIMARY KEY NOT NULL,
  piece       TEXT,
  matter      TEXT,
  matter_key  TEXT,
  reason      TEXT NOT NULL,
  placed_at   INTEGER NOT NULL,
  placed_by   TEXT NOT NULL,
  lifted_at   INTEGER,
  lifted_by   TEXT,
  lift_reason TEXT,
  CHECK ((piece IS NULL) <> (matter IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_piece ON hold (piece) WHERE piece IS NOT NULL AND lifted_at IS NULL;
CREATE INDEX hold_matter ON hold (matter_key) WHERE matter_key IS NOT NULL AND lifted_at IS NULL;

CREATE TABLE redacted_piece (
  piece       TEXT PRIMARY KEY NOT NULL,
  redacted_at INTEGER NOT NULL,
  redacted_by TEXT NOT NULL,
  reason      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
