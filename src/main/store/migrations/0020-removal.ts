import type { Migration } from '../migrate.ts'

/**
 * What a removal of content has to find: which pieces a file with news told about, and messages and print jobs by their time.
 * Of a piece without content no page of a scan is remembered any more.
 */
export const migration: Migration = {
  version: 20,
  name: 'removal',
  sql: `
CREATE TABLE tracking_file (
  file  TEXT NOT NULL,
  piece INTEGER NOT NULL REFERENCES piece (no),
  PRIMARY KEY (file, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX tracking_file_of ON tracking_file (piece);
INSERT OR IGNORE INTO tracking_file (file, piece) SELECT e.payload ->> '$.file', p.no FROM event e JOIN piece p ON p.id = e.piece WHERE e.kind = 'tracking.learned' AND e.payload ->> '$.file' IS NOT NULL;
DELETE FROM receipt_page WHERE piece IN (SELECT p.no FROM redacted_piece r JOIN piece p ON p.id = r.piece);

CREATE INDEX message_created ON message (created_at);
CREATE INDEX print_job_loose ON print_job (created_at) WHERE piece IS NULL;
`,
}
