import type { Migration } from '../migrate.ts'

/**
 * The directory: people, where they sit, who stands in for them, and what an import needs to be resumed or taken back.
 *
 * `person` has no index on e-mail address, department, mail stop or name: each would be written at random places for every imported row and
 * cost more than the row itself. Lists and the search read an index in memory instead. For the same reason department and
 * mail stop are not declared as references; neither is ever deleted while somebody belongs to it.
 */
export const migration: Migration = {
  version: 2,
  name: 'directory',
  sql: `
CREATE TABLE department (
  no            INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  key           TEXT NOT NULL UNIQUE,
  code          TEXT NOT NULL DEFAULT '',
  contact       TEXT,
  contact_email TEXT NOT NULL DEFAULT '',
  active        INTEGER NOT NULL DEFAULT 1,
  import        INTEGER
) STRICT;

CREATE TABLE mail_stop (
  no          INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  code        TEXT NOT NULL,
  key         TEXT NOT NULL UNIQUE,
  building    TEXT NOT NULL DEFAULT '',
  floor       TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  location    TEXT NOT NULL DEFAULT '',
  active      INTEGER NOT NULL DEFAULT 1,
  import      INTEGER
) STRICT;

CREATE TABLE person (
  no          INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  employee_id TEXT NOT NULL COLLATE NOCASE DEFAULT '',
  given       TEXT NOT NULL DEFAULT '',
  family      TEXT NOT NULL DEFAULT '',
  name        TEXT NOT NULL CHECK (name <> ''),
  email       TEXT NOT NULL COLLATE NOCASE DEFAULT '',
  phone       TEXT NOT NULL DEFAULT '',
  department  INTEGER,
  mail_stop   INTEGER,
  location    TEXT NOT NULL DEFAULT '',
  aliases     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
  badge       TEXT NOT NULL DEFAULT '',
  forwarding  TEXT NOT NULL DEFAULT '',
  notice      TEXT NOT NULL DEFAULT 'office' CHECK (notice IN ('office', 'email', 'slip', 'none')),
  note        TEXT NOT NULL DEFAULT '',
  active      INTEGER NOT NULL DEFAULT 1,
  left_on     TEXT,
  import      INTEGER,
  revision    INTEGER NOT NULL DEFAULT 1,
  added_at    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_employee_id ON person (employee_id) WHERE employee_id <> '';
CREATE INDEX person_badge ON person (badge) WHERE badge <> '';

CREATE TABLE delegate (
  id       TEXT PRIMARY KEY NOT NULL,
  person   INTEGER NOT NULL REFERENCES person (no),
  delegate INTEGER NOT NULL REFERENCES person (no),
  from_day  TEXT,
  until_day TEXT,
  UNIQUE (person, delegate)
) STRICT;
CREATE INDEX delegate_of ON delegate (delegate);

CREATE TABLE absence (
  id        TEXT PRIMARY KEY NOT NULL,
  person    INTEGER NOT NULL REFERENCES person (no),
  from_day  TEXT NOT NULL,
  until_day TEXT,
  note      TEXT NOT NULL DEFAULT '',
  deputy    INTEGER REFERENCES person (no)
) STRICT;
CREATE INDEX absence_of ON absence (person);
CREATE INDEX absence_deputy ON absence (deputy) WHERE deputy IS NOT NULL;
CREATE INDEX absence_until ON absence (until_day);

CREATE TABLE import (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('open', 'ready', 'applying', 'undoing', 'done', 'cancelled')),
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  delimiter  TEXT NOT NULL,
  columns    TEXT NOT NULL CHECK (json_valid(columns)),
  mapping    TEXT NOT NULL CHECK (json_valid(mapping)),
  bytes      INTEGER NOT NULL,
  rows       INTEGER NOT NULL DEFAULT 0,
  position   INTEGER NOT NULL DEFAULT 0,
  first_no   INTEGER NOT NULL DEFAULT 0,
  added      INTEGER NOT NULL DEFAULT 0,
  changed    INTEGER NOT NULL DEFAULT 0,
  same       INTEGER NOT NULL DEFAULT 0,
  bad        INTEGER NOT NULL DEFAULT 0,
  missing    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE import_part (
  import   INTEGER NOT NULL REFERENCES import (no),
  sequence INTEGER NOT NULL,
  content  BLOB NOT NULL,
  PRIMARY KEY (import, sequence)
) STRICT;

CREATE TABLE import_bad (
  import INTEGER NOT NULL REFERENCES import (no),
  row    INTEGER NOT NULL,
  reason TEXT NOT NULL,
  cells  TEXT NOT NULL CHECK (json_valid(cells)),
  PRIMARY KEY (import, row)
) STRICT;

CREATE TABLE import_before (
  import   INTEGER NOT NULL REFERENCES import (no),
  person   INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  before   TEXT NOT NULL CHECK (json_valid(before)),
  PRIMARY KEY (import, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_mapping (
  columns TEXT PRIMARY KEY NOT NULL,
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
