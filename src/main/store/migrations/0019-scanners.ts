import type { Migration } from '../migrate.ts'

/** Scanners on serial lines. `usb` finds one again that was plugged in elsewhere. */
export const migration: Migration = {
  version: 19,
  name: 'scanners',
  sql: `
CREATE TABLE scanner (
  id         TEXT PRIMARY KEY NOT NULL,
  name       TEXT NOT NULL,
  key        TEXT NOT NULL,
  path       TEXT NOT NULL,
  usb        TEXT,
  baud       INTEGER NOT NULL,
  terminator TEXT NOT NULL CHECK (terminator IN ('enter', 'tab', 'etx', 'pause')),
  prefix     TEXT NOT NULL,
  suffix     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX scanner_name ON scanner (key);
CREATE UNIQUE INDEX scanner_path ON scanner (path);
`,
}
