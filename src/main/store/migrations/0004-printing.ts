import type { Migration } from '../migrate.ts'

/**
 * Printers and the print queue. A job keeps the description of what is printed, so that it can be printed after a restart
 * and again later. `device` is the store's device id when it was queued: a restored store finds jobs of another life.
 * A job without a printer was sent straight to an address, with the profile that stands in it.
 */
export const migration: Migration = {
  version: 4,
  name: 'printing',
  sql: `
CREATE TABLE printer (
  id       TEXT PRIMARY KEY NOT NULL,
  name     TEXT NOT NULL,
  key      TEXT NOT NULL,
  target   TEXT NOT NULL,
  profile  TEXT NOT NULL CHECK (json_valid(profile)),
  purposes TEXT NOT NULL CHECK (json_valid(purposes)),
  paused   INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX printer_name ON printer (key) WHERE active = 1;

CREATE TABLE print_job (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  printer    TEXT REFERENCES printer (id),
  target     TEXT,
  profile    TEXT CHECK (profile IS NULL OR json_valid(profile)),
  device     TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  title      TEXT NOT NULL,
  document   TEXT NOT NULL CHECK (json_valid(document)),
  copies     INTEGER NOT NULL CHECK (copies BETWEEN 1 AND 99),
  state      TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'confirmed', 'failed', 'unknown')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  queued_at  INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  reason     TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  piece      TEXT,
  copy_of    TEXT,
  CHECK ((printer IS NULL) = (target IS NOT NULL AND profile IS NOT NULL))
) STRICT;
CREATE INDEX print_job_open ON print_job (printer, state, no) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX print_job_piece ON print_job (piece, no) WHERE piece IS NOT NULL;
CREATE INDEX print_job_printer ON print_job (printer, no);
`,
}
