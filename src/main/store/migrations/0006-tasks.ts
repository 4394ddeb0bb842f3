import type { Migration } from '../migrate.ts'

/** What the station does by itself and what came of it; and the files that were given up for good. */
export const migration: Migration = {
  version: 6,
  name: 'tasks',
  sql: `
CREATE TABLE task (
  id       TEXT PRIMARY KEY NOT NULL,
  schedule TEXT NOT NULL CHECK (json_valid(schedule)),
  since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_run (
  device     TEXT NOT NULL,
  sequence   INTEGER NOT NULL,
  task       TEXT NOT NULL,
  due_at     INTEGER,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('done', 'failed', 'stopped')),
  message    TEXT NOT NULL,
  by         TEXT NOT NULL,
  PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_run_of ON task_run (task, started_at);
CREATE INDEX task_run_by_time ON task_run (started_at);

CREATE TABLE disposed_file (
  file     TEXT PRIMARY KEY NOT NULL,
  disposed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
}
