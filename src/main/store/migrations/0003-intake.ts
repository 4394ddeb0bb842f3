import type { Migration } from '../migrate.ts'

/** Letters and digits of a number, turned round; as this step wrote them, whatever later ones do. */
function turned(number: string): string {
  return Array.from(number.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '').slice(0, 200)).reverse().join('')
}

/**
 * Intake beyond the number: for whom a piece is, what was seen of it, and what is still to be answered.
 *
 * The last digits get a search table of their own, so that a new recipient or location rewrites the words alone. Every index
 * ends in `no`: a list is a merge of short runs of it, newest first, whatever it is narrowed to.
 */
export const migration: Migration = {
  version: 3,
  name: 'intake',
  sql: `
ALTER TABLE piece ADD COLUMN recorded_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE piece ADD COLUMN stated_source TEXT;
ALTER TABLE piece ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE piece ADD COLUMN assignment TEXT NOT NULL DEFAULT 'none' CHECK (assignment IN ('none', 'person', 'department', 'several', 'unknown'));
ALTER TABLE piece ADD COLUMN person TEXT;
ALTER TABLE piece ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN mail_stop TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN assigned_at INTEGER;
ALTER TABLE piece ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN condition TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE piece ADD COLUMN location TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN sender_key TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN questions TEXT NOT NULL DEFAULT '';
ALTER TABLE piece ADD COLUMN photos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE piece ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE piece ADD COLUMN same_as TEXT;

UPDATE piece SET recorded_at = e.recorded_at, stated_source = e.stated_source FROM event e WHERE e.piece = piece.id AND e.kind = 'piece.received';
UPDATE piece SET late = 1 FROM (SELECT no, max(day) OVER (ORDER BY no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest FROM piece) b
  WHERE b.no = piece.no AND piece.day < b.latest;

DROP INDEX piece_by_time;
CREATE INDEX piece_recorded ON piece (recorded_at);
CREATE INDEX piece_carrier ON piece (carrier, state, no);
CREATE INDEX piece_department ON piece (department, carrier, state, no) WHERE department <> '';
CREATE INDEX piece_location ON piece (location, state, no) WHERE location <> '';
CREATE INDEX piece_person ON piece (person, state, no) WHERE person IS NOT NULL;
CREATE INDEX piece_sender ON piece (sender_key, no) WHERE sender_key <> '';
CREATE INDEX piece_assigned ON piece (assigned_at) WHERE assigned_at IS NOT NULL;
CREATE INDEX piece_unassigned ON piece (assignment, no) WHERE assignment IN ('none', 'several', 'unknown') AND voided_at IS NULL;
CREATE INDEX piece_asked ON piece (no) WHERE questions <> '';
CREATE INDEX piece_late ON piece (no) WHERE late = 1;
CREATE INDEX piece_same ON piece (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE piece_count (
  state      TEXT NOT NULL,
  carrier    TEXT NOT NULL,
  department TEXT NOT NULL,
  assignment TEXT NOT NULL,
  asked      INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  PRIMARY KEY (state, carrier, department, assignment, asked)
) STRICT, WITHOUT ROWID;
INSERT INTO piece_count (state, carrier, department, assignment, asked, n) SELECT state, carrier, '', 'none', 0, count(*) FROM piece GROUP BY state, carrier;
-- A count that has gone back to nothing keeps its row; replay leaves one for every piece that was voided.
INSERT INTO piece_count (state, carrier, department, assignment, asked, n) SELECT DISTINCT 'received', carrier, '', 'none', 0, 0 FROM piece WHERE true ON CONFLICT DO NOTHING;

CREATE TABLE piece_photo (
  piece INTEGER NOT NULL REFERENCES piece (no),
  file  TEXT NOT NULL,
  type  TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  by    TEXT NOT NULL,
  note  TEXT NOT NULL,
  PRIMARY KEY (piece, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_photo_file ON piece_photo (file);

CREATE TABLE carrier_choice (
  scheme  TEXT NOT NULL,
  carrier TEXT NOT NULL,
  offered INTEGER NOT NULL,
  chosen  INTEGER NOT NULL,
  PRIMARY KEY (scheme, carrier)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_number (
  kind TEXT PRIMARY KEY NOT NULL,
  tag  TEXT NOT NULL CHECK (length(tag) = 2),
  last INTEGER NOT NULL CHECK (last >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_view (
  id     TEXT PRIMARY KEY NOT NULL,
  user   TEXT NOT NULL,
  name   TEXT NOT NULL,
  key    TEXT NOT NULL,
  filter TEXT NOT NULL CHECK (json_valid(filter)),
  at     INTEGER NOT NULL,
  UNIQUE (user, key)
) STRICT, WITHOUT ROWID;

DROP TABLE piece_words;
CREATE VIRTUAL TABLE piece_words USING fts5 (recipient, words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE piece_ends USING fts5 (ends, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
`,
  change: (db) => {
    const insert = db.prepare('INSERT INTO piece_ends (rowid, ends) VALUES (?, ?)')
    const some = db.prepare('SELECT no, number FROM piece WHERE no > ? ORDER BY no LIMIT 10000')
    for (let last = 0; ;) {
      const pieces = some.all(last) as Array<{ no: number; number: string }>
      for (const { no, number } of pieces) insert.run(no, turned(number))
      const end = pieces.at(-1)
      if (!end) return
      last = end.no
    }
  },
}
