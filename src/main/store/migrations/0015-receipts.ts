import type { Migration } from '../migrate.ts'

/** Return receipts that came, letters that came back, and scans that no letter was found for. */
export const migration: Migration = {
  version: 15,
  name: 'receipts',
  sql: `
CREATE TABLE receipt (
  piece       INTEGER NOT NULL REFERENCES piece (no),
  kind        TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  received_by TEXT NOT NULL,
  number      TEXT NOT NULL,
  note        TEXT NOT NULL,
  file        TEXT REFERENCES kept_file (file),
  signer      TEXT NOT NULL DEFAULT '',
  signer_as   TEXT,
  signer_at   INTEGER,
  signer_by   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (piece, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE returned_letter (
  piece  INTEGER PRIMARY KEY REFERENCES piece (no),
  at     INTEGER NOT NULL,
  by     TEXT NOT NULL,
  reason TEXT NOT NULL,
  sealed INTEGER NOT NULL,
  place  TEXT NOT NULL,
  note   TEXT NOT NULL,
  photo  TEXT REFERENCES kept_file (file)
) STRICT;

CREATE TABLE receipt_unmatched (
  file    TEXT NOT NULL REFERENCES kept_file (file),
  page    INTEGER NOT NULL,
  name    TEXT NOT NULL,
  why     TEXT NOT NULL,
  numbers TEXT NOT NULL CHECK (json_valid(numbers)),
  at      INTEGER NOT NULL,
  by      TEXT NOT NULL,
  open    INTEGER NOT NULL,
  PRIMARY KEY (file, page)
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_with_card ON letter (piece) WHERE instr(services, 'card') > 0;
CREATE INDEX letter_with_electronic ON letter (piece) WHERE instr(services, 'electronic') > 0;
`,
}
