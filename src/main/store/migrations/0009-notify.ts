import type { Migration } from '../migrate.ts'

/**
 * The outbox, and what is known about pieces that somebody is told of. `device` is the store's device id when a message was queued:
 * a restored store finds messages of another life. `notice_watch` has a row for every piece that is here for a person, since notices were
 * switched on; `notice_mark` says how far the log was followed for it.
 */
export const migration: Migration = {
  version: 9,
  name: 'notify',
  sql: `
CREATE TABLE message (
  no         INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL CHECK (kind IN ('arrival', 'reminder', 'escalation', 'receipt', 'test')),
  person     TEXT,
  department TEXT,
  name       TEXT NOT NULL,
  address    TEXT NOT NULL,
  subject    TEXT NOT NULL,
  body       TEXT NOT NULL,
  pieces     TEXT NOT NULL CHECK (json_valid(pieces)),
  device     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown', 'no-address', 'dropped')),
  attempts   INTEGER NOT NULL DEFAULT 0,
  queued_at  INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  reason     TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  actor      TEXT NOT NULL,
  actor_name TEXT NOT NULL
) STRICT;
CREATE INDEX message_state ON message (state, no);
CREATE INDEX message_queued ON message (not_before, no) WHERE state = 'queued';

CREATE TABLE notice_watch (
  piece     TEXT PRIMARY KEY NOT NULL,
  person    TEXT NOT NULL,
  since     INTEGER NOT NULL,
  day       TEXT NOT NULL,
  told      INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
  reminded  INTEGER NOT NULL DEFAULT 0,
  escalated INTEGER NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_watch_untold ON notice_watch (since) WHERE told = 0;

CREATE TABLE notice_mark (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  device   TEXT NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;
`,
}
