import type { Migration } from '../migrate.ts'

/**
 * Letters that go out by Certified Mail, the books they are presented in, and what they are numbered and priced by. Pieces are
 * counted by their direction, so that what goes out is in no count of what came in.
 */
export const migration: Migration = {
  version: 7,
  name: 'certified',
  sql: `
CREATE TABLE piece_count_by_direction (
  direction  TEXT NOT NULL,
  state      TEXT NOT NULL,
  carrier    TEXT NOT NULL,
  department TEXT NOT NULL,
  assignment TEXT NOT NULL,
  asked      INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  PRIMARY KEY (direction, state, carrier, department, assignment, asked)
) STRICT, WITHOUT ROWID;
INSERT INTO piece_count_by_direction (direction, state, carrier, department, assignment, asked, n) SELECT 'inbound', state, carrier, department, assignment, asked, n FROM piece_count;
DROP TABLE piece_count;
ALTER TABLE piece_count_by_direction RENAME TO piece_count;

CREATE TABLE book (
  no           INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  number       INTEGER NOT NULL UNIQUE,
  note         TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'closed', 'presented', 'accepted', 'voided')),
  opened_at    INTEGER NOT NULL,
  opened_by    TEXT NOT NULL,
  closed_at    INTEGER,
  closed_by    TEXT NOT NULL DEFAULT '',
  presented_at INTEGER,
  mailing_day  TEXT,
  post_office  TEXT NOT NULL DEFAULT '',
  evidence     TEXT,
  employee     TEXT NOT NULL DEFAULT '',
  mailing_at   INTEGER,
  mailing_by   TEXT NOT NULL DEFAULT '',
  received     INTEGER,
  void_reason  TEXT
) STRICT;
CREATE INDEX book_state ON book (state, no);

CREATE TABLE letter (
  piece         INTEGER PRIMARY KEY REFERENCES piece (no),
  state         TEXT NOT NULL,
  name          TEXT NOT NULL,
  lines         TEXT NOT NULL CHECK (json_valid(lines)),
  zip           TEXT NOT NULL,
  kind          TEXT NOT NULL,
  address_key   TEXT NOT NULL,
  number_from   TEXT NOT NULL,
  number        TEXT NOT NULL,
  mail_class    TEXT NOT NULL,
  services      TEXT NOT NULL,
  shape         TEXT NOT NULL,
  nonmachinable INTEGER NOT NULL,
  weight        INTEGER,
  charges       TEXT NOT NULL CHECK (json_valid(charges)),
  postage       INTEGER NOT NULL,
  fees          INTEGER NOT NULL,
  unpriced      INTEGER NOT NULL,
  department    TEXT NOT NULL,
  cost_code     TEXT NOT NULL,
  matter        TEXT NOT NULL,
  document      TEXT NOT NULL,
  note          TEXT NOT NULL,
  green_card    TEXT NOT NULL,
  book          INTEGER REFERENCES book (no),
  mailing_day   TEXT,
  post_office   TEXT NOT NULL DEFAULT '',
  evidence      TEXT,
  employee      TEXT NOT NULL DEFAULT '',
  mailing_at    INTEGER,
  mailing_by    TEXT NOT NULL DEFAULT '',
  earlier       TEXT,
  later         TEXT,
  batch         TEXT,
  batch_row     INTEGER,
  day           TEXT NOT NULL
) STRICT;
CREATE INDEX letter_state ON letter (state, piece);
CREATE INDEX letter_day ON letter (day, piece);
CREATE INDEX letter_mailed ON letter (mailing_day, piece) WHERE mailing_day IS NOT NULL;
CREATE INDEX letter_department ON letter (department, piece);
CREATE INDEX letter_matter ON letter (matter, piece) WHERE matter <> '';
CREATE INDEX letter_cost_code ON letter (cost_code, piece) WHERE cost_code <> '';
CREATE INDEX letter_address ON letter (address_key, piece);
CREATE INDEX letter_batch ON letter (batch, batch_row) WHERE batch IS NOT NULL;
CREATE INDEX letter_unnumbered ON letter (piece) WHERE number_from = 'none' AND state <> 'voided';
CREATE INDEX letter_green_card ON letter (green_card) WHERE green_card <> '';

CREATE TABLE book_line (
  book          INTEGER NOT NULL REFERENCES book (no),
  line          INTEGER NOT NULL,
  piece         INTEGER NOT NULL REFERENCES piece (no),
  struck_at     INTEGER,
  struck_by     TEXT NOT NULL DEFAULT '',
  struck_reason TEXT NOT NULL DEFAULT '',
  accepted      INTEGER,
  outcome       TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (book, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX book_line_piece ON book_line (piece, book);

CREATE TABLE book_file (
  book INTEGER NOT NULL REFERENCES book (no),
  kind TEXT NOT NULL,
  file TEXT NOT NULL REFERENCES kept_file (file),
  at   INTEGER NOT NULL,
  by   TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (book, kind, file)
) STRICT, WITHOUT ROWID;

-- Every article number that ever stood on a letter or was spoiled: none of them is used again.
CREATE TABLE article_number (
  number TEXT PRIMARY KEY NOT NULL,
  piece  TEXT,
  state  TEXT NOT NULL CHECK (state IN ('used', 'spoiled')),
  at     INTEGER NOT NULL,
  by     TEXT NOT NULL,
  note   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE addressee (
  id         TEXT PRIMARY KEY NOT NULL,
  key        TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  lines      TEXT NOT NULL CHECK (json_valid(lines)),
  zip        TEXT NOT NULL,
  kind       TEXT NOT NULL,
  department TEXT NOT NULL,
  cost_code  TEXT NOT NULL,
  matter     TEXT NOT NULL,
  words      TEXT NOT NULL,
  last_used  INTEGER NOT NULL,
  used       INTEGER NOT NULL
) STRICT;
CREATE INDEX addressee_used ON addressee (last_used);

CREATE TABLE fee (
  id          TEXT PRIMARY KEY NOT NULL,
  item        TEXT NOT NULL,
  mail_class  TEXT,
  shape       TEXT,
  up_to       INTEGER,
  "from"      TEXT NOT NULL,
  cents       INTEGER NOT NULL CHECK (cents >= 0),
  source      TEXT NOT NULL,
  verified_by TEXT,
  verified_at INTEGER
) STRICT;

CREATE TABLE label_roll (
  id       TEXT PRIMARY KEY NOT NULL,
  name     TEXT NOT NULL,
  first    TEXT NOT NULL,
  last     TEXT NOT NULL,
  total    INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  added_by TEXT NOT NULL,
  retired  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE own_serial (
  mailer TEXT PRIMARY KEY NOT NULL,
  last   INTEGER NOT NULL CHECK (last >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch_mapping (
  columns TEXT PRIMARY KEY NOT NULL,
  mapping TEXT NOT NULL CHECK (json_valid(mapping)),
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
  change: (db) => {
    const insert = db.prepare('INSERT INTO fee (id, item, mail_class, shape, up_to, "from", cents, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    const specification = 'USPS price and label API specifications 3.4.30 and 3.9.13, examples valid from 2025-10-05'
    const july = 'public price lists of July 2025; the day and later changes are not known'
    insert.run('fee000000000000001', 'postage', 'first-class', 'letter', 10, '2025-10-05', 74, `${specification} (1 oz metered letter)`)
    insert.run('fee000000000000002', 'nonmachinable', 'first-class', 'letter', null, '2025-10-05', 49, specification)
    insert.run('fee000000000000003', 'certified', null, null, null, '2025-10-05', 530, specification)
    insert.run('fee000000000000004', 'certified-restricted', null, null, null, '2025-10-05', 1370, specification)
    insert.run('fee000000000000005', 'card', null, null, null, '2025-07-01', 440, july)
    insert.run('fee000000000000006', 'electronic', null, null, null, '2025-07-01', 282, july)
  },
}
