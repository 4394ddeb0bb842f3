import type { Migration } from '../migrate.ts'

/** The log with its triggers, the pieces that follow from it, and the office with its people. */
export const migration: Migration = {
  version: 1,
  name: 'log and pieces',
  sql: `
CREATE TABLE event (
  device       TEXT NOT NULL,
  sequence     INTEGER NOT NULL CHECK (sequence >= 1),
  recorded_at  INTEGER NOT NULL,
  zone         TEXT NOT NULL,
  stated_at    INTEGER,
  stated_source TEXT,
  actor        TEXT NOT NULL,
  actor_name   TEXT NOT NULL,
  kind         TEXT NOT NULL,
  version      INTEGER NOT NULL,
  piece        TEXT,
  salt         BLOB,
  payload      TEXT,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  previous     BLOB NOT NULL CHECK (length(previous) = 32),
  hash         BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_of_piece ON event (piece, recorded_at) WHERE piece IS NOT NULL;
CREATE INDEX event_by_time ON event (recorded_at);

CREATE TABLE redaction (
  device   TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'The log is never deleted from.'); END;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
WHEN NOT (
  NEW.payload IS NULL AND NEW.salt IS NULL
  AND NEW.device IS OLD.device AND NEW.sequence IS OLD.sequence AND NEW.recorded_at IS OLD.recorded_at AND NEW.zone IS OLD.zone
  AND NEW.stated_at IS OLD.stated_at AND NEW.stated_source IS OLD.stated_source AND NEW.actor IS OLD.actor AND NEW.actor_name IS OLD.actor_name
  AND NEW.kind IS OLD.kind AND NEW.version IS OLD.version AND NEW.piece IS OLD.piece
  AND NEW.payload_hash IS OLD.payload_hash AND NEW.previous IS OLD.previous AND NEW.hash IS OLD.hash
  AND EXISTS (SELECT 1 FROM redaction r WHERE r.device = OLD.device AND r.sequence = OLD.sequence)
)
BEGIN SELECT RAISE(ABORT, 'The log is never changed.'); END;

CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event e WHERE e.device = NEW.device AND e.sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'The log is never changed.'); END;

CREATE TABLE head (
  device   TEXT PRIMARY KEY NOT NULL,
  sequence INTEGER NOT NULL,
  hash     BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE piece (
  no          INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  direction   TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  number      TEXT NOT NULL,
  grouped     TEXT NOT NULL,
  carrier     TEXT NOT NULL,
  carrier_name TEXT NOT NULL,
  scheme      TEXT NOT NULL,
  service     TEXT NOT NULL,
  check_digit TEXT NOT NULL,
  accountable INTEGER NOT NULL,
  state       TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  day         TEXT NOT NULL,
  received_by TEXT NOT NULL,
  voided_at   INTEGER,
  voided_by   TEXT,
  void_reason TEXT
) STRICT;
CREATE INDEX piece_by_day ON piece (day, no);
CREATE INDEX piece_by_time ON piece (received_at);

CREATE TABLE piece_number (
  number TEXT NOT NULL,
  piece  INTEGER NOT NULL REFERENCES piece (no),
  PRIMARY KEY (number, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_number_of ON piece_number (piece);

CREATE TABLE day_count (
  day      TEXT PRIMARY KEY NOT NULL,
  received INTEGER NOT NULL,
  voided   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE piece_digits USING fts5 (number, content='', contentless_delete=1, tokenize='trigram', detail=full);
CREATE VIRTUAL TABLE piece_words USING fts5 (words, ends, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TABLE device (
  id       TEXT PRIMARY KEY NOT NULL,
  position INTEGER NOT NULL UNIQUE,
  began_at INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id       TEXT PRIMARY KEY NOT NULL,
  name     TEXT NOT NULL,
  role     TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'administrator')),
  pin      TEXT NOT NULL,
  recovery TEXT,
  active   INTEGER NOT NULL DEFAULT 1,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE command_line_grant (
  os_user TEXT PRIMARY KEY NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'administrator'))
) STRICT;
`,
}
