import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { matching } from '../../../src/main/pieces/filter.ts'
import { connect } from '../../../src/main/store/db.ts'
import { layout } from '../../../src/main/store/folder.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import { temporaryFolder } from '../helpers.ts'

test('pieces at a location are the same ones after their index was made anew', () => {
  const at = MIGRATIONS.findIndex((one) => one.name === 'location-index')
  const folder = join(temporaryFolder(), 'store')
  mkdirSync(folder, { recursive: true })
  const db = connect(layout(folder).database)
  migrate(db, MIGRATIONS.slice(0, at), null)
  const insert = db.prepare(`INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by, location, department)
    VALUES (?, 'inbound', ?, ?, 'ups', 'UPS', 'unknown', '', 'none', 0, 'stored', 1, '2026-11-24', 'Mara Dovetail', ?, ?)`)
  for (const [id, location, department] of [['a', 'B-1', 'Legal'], ['b', 'B-1', 'Finance'], ['c', '', 'Legal'], ['d', 'B-1', 'Legal'], ['e', 'B-2', 'Legal']]) insert.run(id, id, id, location, department)
  const found = (): number[][] => [{}, { department: 'Legal' }, { department: 'Sales' }, { carrier: ['ups'] }].map((more) => matching(db, { location: 'B-1', state: ['stored'], ...more }, '2026-11-24', null, 10))
  const before = found()
  migrate(db, MIGRATIONS.slice(0, at + 1), null)
  expect([before, found()]).toEqual([[[4, 2, 1], [4, 1], [], [4, 2, 1]], [[4, 2, 1], [4, 1], [], [4, 2, 1]]])
  db.close()
})
