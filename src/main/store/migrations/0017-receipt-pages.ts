import type { Migration } from '../migrate.ts'

/** Which page of which scan is filed where, and why a page waits for a person. */
export const migration: Migration = {
  version: 17,
  name: 'receipt pages',
  sql: `
DROP TABLE receipt_unmatched;

CREATE TABLE receipt_unmatched (
  file    TEXT NOT NULL REFERENCES kept_file (file),
  page    INTEGER NOT NULL,
  pages   INTEGER NOT NULL,
  name    TEXT NOT NULL,
  why     TEXT NOT NULL,
  words   TEXT NOT NULL,
  numbers TEXT NOT NULL CHECK (json_valid(numbers)),
  at      INTEGER NOT NULL,
  by      TEXT NOT NULL,
  state   TEXT NOT NULL,
  reason  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (file, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_waiting ON receipt_unmatched (state, at);

CREATE TABLE receipt_page (
  file  TEXT NOT NULL REFERENCES kept_file (file),
  page  INTEGER NOT NULL,
  piece INTEGER NOT NULL REFERENCES piece (no),
  kind  TEXT NOT NULL,
  PRIMARY KEY (file, page, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_page_of ON receipt_page (piece, kind);
`,
}
