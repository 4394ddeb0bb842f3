import type { Migration } from '../migrate.ts'

/**
 * Who has a piece, and what belongs to it: locations and containers, handovers, runs, exceptions, stock-takes. What waits is counted
 * by recipient, department and location as it changes; the lists themselves read the indexes that pieces have already, so that
 * taking a piece in writes no index more.
 */
export const migration: Migration = {
  version: 8,
  name: 'custody',
  sql: `
ALTER TABLE piece ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN holder_ref TEXT;
ALTER TABLE piece ADD COLUMN held_since INTEGER;
ALTER TABLE piece ADD COLUMN held_why TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN container TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN exception TEXT NOT NULL DEFAULT '';
UPDATE piece SET held_since = voided_at WHERE voided_at IS NOT NULL;
CREATE INDEX piece_container ON piece (container, no) WHERE container <> '';

CREATE TABLE waiting_count (
  by  TEXT NOT NULL CHECK (by IN ('person', 'name', 'department', 'location', 'stop')),
  key TEXT NOT NULL,
  n   INTEGER NOT NULL CHECK (n > 0),
  PRIMARY KEY (by, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_most ON waiting_count (by, n DESC, key);
INSERT INTO waiting_count (by, key, n) SELECT 'person', person, count(*) FROM piece WHERE state IN ('received', 'stored', 'held', 'on-run') AND person IS NOT NULL GROUP BY person;
INSERT INTO waiting_count (by, key, n) SELECT 'name', recipient, count(*) FROM piece WHERE state IN ('received', 'stored', 'held', 'on-run') AND person IS NULL AND recipient <> '' GROUP BY recipient;
INSERT INTO waiting_count (by, key, n) SELECT 'department', department, count(*) FROM piece WHERE state IN ('received', 'stored', 'held', 'on-run') AND department <> '' GROUP BY department;
INSERT INTO waiting_count (by, key, n) SELECT 'location', location, count(*) FROM piece WHERE state IN ('received', 'stored', 'held') AND location <> '' GROUP BY location;
INSERT INTO waiting_count (by, key, n) SELECT 'stop', mail_stop, count(*) FROM piece WHERE state IN ('received', 'stored') AND mail_stop <> '' GROUP BY mail_stop;
CREATE INDEX piece_stop ON piece (mail_stop, state, no) WHERE mail_stop <> '' AND state IN ('received', 'stored');

CREATE TABLE location (
  id       TEXT PRIMARY KEY NOT NULL,
  code     TEXT NOT NULL,
  key      TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL DEFAULT '',
  kind     TEXT NOT NULL CHECK (kind IN ('shelf', 'locker', 'cage', 'cart')),
  building TEXT NOT NULL DEFAULT '',
  floor    TEXT NOT NULL DEFAULT '',
  active   INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE container (
  id       TEXT PRIMARY KEY NOT NULL,
  number   TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL DEFAULT '',
  kind     TEXT NOT NULL CHECK (kind IN ('pouch', 'tote', 'tray')),
  location TEXT NOT NULL DEFAULT '',
  active   INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE handover (
  id            TEXT PRIMARY KEY NOT NULL,
  at            INTEGER NOT NULL,
  by            TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('recipient', 'delegate', 'other')),
  person        TEXT,
  name          TEXT NOT NULL,
  id_seen       TEXT NOT NULL,
  signature     TEXT,
  strokes       TEXT,
  bytes         INTEGER NOT NULL,
  note          TEXT NOT NULL,
  run           TEXT,
  pieces        INTEGER NOT NULL,
  corrected     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX handover_at ON handover (at, id);
CREATE INDEX handover_person ON handover (person, at) WHERE person IS NOT NULL;
CREATE TABLE handover_piece (
  handover TEXT NOT NULL REFERENCES handover (id),
  piece    INTEGER NOT NULL REFERENCES piece (no),
  PRIMARY KEY (handover, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_of ON handover_piece (piece);

CREATE TABLE run (
  id        TEXT PRIMARY KEY NOT NULL,
  name      TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('planned', 'out', 'closed')),
  carrier   TEXT NOT NULL,
  day       TEXT NOT NULL,
  made_at   INTEGER NOT NULL,
  made_by   TEXT NOT NULL,
  out_at    INTEGER,
  closed_at INTEGER
) STRICT;
CREATE INDEX run_state ON run (state, made_at);
CREATE INDEX run_day ON run (day);
CREATE TABLE run_piece (
  run         TEXT NOT NULL REFERENCES run (id),
  piece       INTEGER NOT NULL REFERENCES piece (no),
  state       TEXT NOT NULL CHECK (state IN ('planned', 'out', 'handed-over', 'left', 'back', 'refused', 'lost', 'dropped')),
  mail_stop   TEXT,
  code        TEXT NOT NULL,
  building    TEXT NOT NULL,
  floor       TEXT NOT NULL,
  description TEXT NOT NULL,
  PRIMARY KEY (run, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_of ON run_piece (piece);

CREATE TABLE exception (
  id        TEXT PRIMARY KEY NOT NULL,
  piece     INTEGER NOT NULL REFERENCES piece (no),
  kind      TEXT NOT NULL,
  note      TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  solved_at INTEGER,
  solved_by TEXT,
  solution  TEXT,
  solution_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX exception_open ON exception (kind, id) WHERE solved_at IS NULL;
CREATE INDEX exception_solved ON exception (id) WHERE solved_at IS NOT NULL;
CREATE INDEX exception_piece ON exception (piece);

CREATE TABLE stock_take (
  id         TEXT PRIMARY KEY NOT NULL,
  location   TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  started_by TEXT NOT NULL,
  closed_at  INTEGER,
  closed_by  TEXT
) STRICT;
CREATE INDEX stock_take_open ON stock_take (location) WHERE closed_at IS NULL;
CREATE TABLE stock_piece (
  stock_take TEXT NOT NULL REFERENCES stock_take (id),
  piece      INTEGER NOT NULL REFERENCES piece (no),
  status     TEXT NOT NULL CHECK (status IN ('right', 'missing', 'strange')),
  known_as   TEXT NOT NULL,
  settled    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stock_take, piece)
) STRICT, WITHOUT ROWID;
CREATE TABLE stock_unknown (
  stock_take TEXT NOT NULL REFERENCES stock_take (id),
  number     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (stock_take, number)
) STRICT, WITHOUT ROWID;
`,
}
