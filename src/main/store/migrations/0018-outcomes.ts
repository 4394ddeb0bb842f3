import type { Migration } from '../migrate.ts'

/** Deliveries are counted and listed by to whom: to the addressee, to an agent, or to a signer not established. */
export const migration: Migration = {
  version: 18,
  name: 'outcomes',
  sql: `
ALTER TABLE tracking_status ADD COLUMN standing TEXT NOT NULL
  GENERATED ALWAYS AS (CASE WHEN status <> 'delivered' THEN status WHEN outcome IN ('delivered-to-addressee', 'delivered-to-agent') THEN outcome ELSE 'delivered-signer-not-established' END) VIRTUAL;
DROP INDEX tracking_by_status;
CREATE INDEX tracking_by_standing ON tracking_status (standing, piece);

DROP TABLE tracking_count;
CREATE TABLE tracking_count (
  standing TEXT PRIMARY KEY NOT NULL,
  n        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tracking_count (standing, n) SELECT standing, count(*) FROM tracking_status GROUP BY standing;
`,
}
