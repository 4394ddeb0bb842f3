import type { Migration } from '../migrate.ts'

/** What waits for a department itself, and for a name that no directory has, is listed without reading what waits for people. */
export const migration: Migration = {
  version: 14,
  name: 'custody lists',
  sql: `
CREATE INDEX piece_for_department ON piece (department, state, no) WHERE assignment = 'department';
CREATE INDEX piece_named ON piece (recipient, state, no) WHERE person IS NULL AND recipient <> '';
`,
}
