import type { Migration } from '../migrate.ts'

/** Days that were signed off, with what was frozen; and the log by who did what, for the audit. */
export const migration: Migration = {
  version: 11,
  name: 'days',
  sql: `
CREATE TABLE signed_day (
  device       TEXT NOT NULL,
  sequence     INTEGER NOT NULL,
  day          TEXT NOT NULL,
  signed_at    INTEGER NOT NULL,
  signed_by    TEXT NOT NULL,
  end_device   TEXT NOT NULL,
  end_sequence INTEGER NOT NULL,
  end_hash     TEXT NOT NULL,
  sealed_at    INTEGER NOT NULL,
  here         INTEGER NOT NULL,
  file         TEXT NOT NULL REFERENCES kept_file (file),
  body         TEXT NOT NULL CHECK (json_valid(body)),
  reopened_device   TEXT,
  reopened_sequence INTEGER,
  reopened_at  INTEGER,
  reopened_by  TEXT,
  reopen_reason TEXT,
  PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX signed_day_of ON signed_day (day);

CREATE INDEX event_by_actor ON event (actor, kind);
`,
}
