import type { Migration } from '../migrate.ts'

/**
 * What carriers said about pieces and what follows from it; who looks after what needs attention; how often the USPS interface was
 * asked. A piece has a row of status from the moment it is followed.
 */
export const migration: Migration = {
  version: 12,
  name: 'tracking',
  sql: `
CREATE TABLE tracking_event (
  piece      INTEGER NOT NULL REFERENCES piece (no),
  source     TEXT NOT NULL,
  key        TEXT NOT NULL,
  code       TEXT,
  text       TEXT NOT NULL,
  at         INTEGER,
  local      TEXT,
  city       TEXT NOT NULL,
  state      TEXT NOT NULL,
  zip        TEXT NOT NULL,
  country    TEXT NOT NULL,
  name       TEXT NOT NULL,
  learned_at INTEGER NOT NULL,
  told       TEXT NOT NULL,
  by         TEXT NOT NULL,
  device     TEXT NOT NULL,
  sequence   INTEGER NOT NULL,
  PRIMARY KEY (piece, source, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_word (
  piece    INTEGER NOT NULL REFERENCES piece (no),
  device   TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  says     TEXT NOT NULL,
  evidence TEXT NOT NULL,
  reason   TEXT NOT NULL,
  by       TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (piece, device, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_status (
  piece         INTEGER PRIMARY KEY REFERENCES piece (no),
  status        TEXT NOT NULL,
  outcome       TEXT,
  reason        TEXT NOT NULL,
  checks        TEXT NOT NULL,
  open          INTEGER NOT NULL,
  settled       INTEGER NOT NULL,
  accepted_day  TEXT,
  waiting_since TEXT,
  outcome_day   TEXT,
  last_day      TEXT,
  signed_by     TEXT NOT NULL CHECK (json_valid(signed_by)),
  by_person     INTEGER NOT NULL,
  heard_at      INTEGER,
  return_day    TEXT,
  expected_day  TEXT,
  green_card    TEXT,
  electronic    INTEGER,
  sender_zip    TEXT,
  addressee_zip TEXT
) STRICT;
CREATE INDEX tracking_by_status ON tracking_status (status, piece);
CREATE INDEX tracking_open ON tracking_status (open, piece);
CREATE INDEX tracking_unsettled ON tracking_status (piece) WHERE settled = 0;

CREATE TABLE tracking_count (
  status TEXT PRIMARY KEY NOT NULL,
  n      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_task (
  piece         TEXT NOT NULL,
  kind          TEXT NOT NULL,
  basis         TEXT NOT NULL,
  assigned      TEXT,
  assigned_name TEXT NOT NULL DEFAULT '',
  snoozed_until TEXT,
  snooze_reason TEXT NOT NULL DEFAULT '',
  done_at       INTEGER,
  done_by       TEXT NOT NULL DEFAULT '',
  done_note     TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (piece, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_minute (
  minute INTEGER PRIMARY KEY NOT NULL,
  asked  INTEGER NOT NULL
) STRICT;

CREATE TABLE tracking_asked (
  piece      TEXT PRIMARY KEY NOT NULL,
  asked_at   INTEGER NOT NULL,
  answer     TEXT NOT NULL,
  message    TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  tries      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_mapping (
  columns TEXT PRIMARY KEY NOT NULL,
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tracking_import (
  id         TEXT PRIMARY KEY NOT NULL,
  name       TEXT NOT NULL,
  file       TEXT NOT NULL,
  mapping    TEXT,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  at         INTEGER NOT NULL
) STRICT;

CREATE TABLE tracking_mail (
  file TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  at   INTEGER NOT NULL,
  said TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Letters that were logged before they could be followed.
INSERT INTO tracking_status (piece, status, reason, checks, open, settled, signed_by, by_person, addressee_zip)
  SELECT l.piece, 'no-news', 'Nothing has been heard of it yet.', '', 1, 0, '[]', 0, CASE WHEN l.zip GLOB '[0-9][0-9][0-9][0-9][0-9]*' THEN substr(l.zip, 1, 5) END FROM letter l JOIN piece p ON p.no = l.piece WHERE p.voided_at IS NULL;
INSERT INTO tracking_count (status, n) SELECT 'no-news', count(*) FROM tracking_status HAVING count(*) > 0;
`,
}
