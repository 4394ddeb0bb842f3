import type { Migration } from '../migrate.ts'

/**
 * What of a print job no font had is a column of its own, and the document stands last: SQLite reads a row from its beginning, so
 * a list of jobs goes past no document. Jobs that are open are found by their state, of one printer and of all.
 */
export const migration: Migration = {
  version: 21,
  name: 'print-missing',
  sql: `
CREATE TABLE print_job_anew (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  printer    TEXT REFERENCES printer (id),
  target     TEXT,
  profile    TEXT CHECK (profile IS NULL OR json_valid(profile)),
  device     TEXT NOT NULL,
  purpose    TEXT NOT NULL,
  title      TEXT NOT NULL,
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
  missing    TEXT,
  document   TEXT NOT NULL CHECK (json_valid(document)),
  CHECK ((printer IS NULL) = (target IS NOT NULL AND profile IS NOT NULL))
) STRICT;
INSERT INTO print_job_anew (no, id, printer, target, profile, device, purpose, title, copies, state, attempts, queued_at, not_before, reason, created_at, changed_at, actor, actor_name, piece, copy_of, missing, document)
  SELECT no, id, printer, target, profile, device, purpose, title, copies, state, attempts, queued_at, not_before, reason, created_at, changed_at, actor, actor_name, piece, copy_of,
    iif(instr(document, '"missing":') > 0, document ->> '$.missing', NULL), iif(instr(document, '"missing":') > 0, json_remove(document, '$.missing'), document)
  FROM print_job;
`,
  change: (db) => {
    // A document that is removed on request one day must not stay behind in pages that the table had before.
    const before = db.pragma('secure_delete', { simple: true })
    db.pragma('secure_delete = ON')
    db.exec('DROP TABLE print_job')
    db.pragma(`secure_delete = ${before === 2 ? 'FAST' : String(before)}`)
    db.exec(`
ALTER TABLE print_job_anew RENAME TO print_job;
CREATE INDEX print_job_state ON print_job (state, printer, no);
CREATE INDEX print_job_piece ON print_job (piece, no) WHERE piece IS NOT NULL;
CREATE INDEX print_job_printer ON print_job (printer, no);
CREATE INDEX print_job_loose ON print_job (created_at) WHERE piece IS NULL;
`)
  },
}
