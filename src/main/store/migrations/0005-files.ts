import type { Migration } from '../migrate.ts'

/** Every file that an event names is known in one place, and photos become one kind of the files of a piece among others. */
export const migration: Migration = {
  version: 5,
  name: 'files',
  sql: `
CREATE TABLE kept_file (
  file  TEXT PRIMARY KEY NOT NULL,
  type  TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  name  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE piece_file (
  piece INTEGER NOT NULL REFERENCES piece (no),
  kind  TEXT NOT NULL,
  file  TEXT NOT NULL REFERENCES kept_file (file),
  at    INTEGER NOT NULL,
  by    TEXT NOT NULL,
  note  TEXT NOT NULL,
  PRIMARY KEY (piece, kind, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_file_file ON piece_file (file);

INSERT INTO kept_file (file, type, bytes, name) SELECT file, type, bytes, '' FROM piece_photo WHERE true ON CONFLICT DO NOTHING;
INSERT INTO piece_file (piece, kind, file, at, by, note) SELECT piece, 'photo', file, at, by, note FROM piece_photo;
DROP TABLE piece_photo;
`,
}
