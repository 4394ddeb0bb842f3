import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../../../src/main/store/db.ts'
import { layout } from '../../../src/main/store/folder.ts'
import { migrate } from '../../../src/main/store/migrate.ts'
import { MIGRATIONS } from '../../../src/main/store/migrations/index.ts'
import { temporaryFolder } from '../helpers.ts'

test('photos of the schema before are files of their pieces, the same file on two pieces is known once', () => {
  const folder = join(temporaryFolder(), 'store')
  mkdirSync(folder, { recursive: true })
  const db = connect(layout(folder).database)
  migrate(db, MIGRATIONS.slice(0, 4), null)
  const insert = db.prepare(`INSERT INTO piece (id, direction, number, grouped, carrier, carrier_name, scheme, service, check_digit, accountable, state, received_at, day, received_by)
    VALUES (?, 'inbound', ?, ?, 'unknown', '', 'unknown', '', 'none', 0, 'received', 1, '2026-11-24', 'Mara Dovetail')`)
  const nos = ['a', 'b'].map((id) => insert.run(id, id, id).lastInsertRowid)
  const photo = db.prepare('INSERT INTO piece_photo (piece, file, type, bytes, at, by, note) VALUES (?, ?, ?, ?, ?, ?, ?)')
  photo.run(nos[0], 'f1', 'image/jpeg', 10, 5, 'Mara Dovetail', 'torn')
  photo.run(nos[1], 'f1', 'image/jpeg', 10, 6, 'Mara Dovetail', '')
  photo.run(nos[1], 'f2', 'image/png', 20, 7, 'Mara Dovetail', '')
  migrate(db, MIGRATIONS.slice(0, 5), null)
  expect(db.prepare('SELECT * FROM kept_file ORDER BY file').all()).toEqual([{ file: 'f1', type: 'image/jpeg', bytes: 10, name: '' }, { file: 'f2', type: 'image/png', bytes: 20, name: '' }])
  expect(db.prepare('SELECT p.id AS piece, f.kind, f.file, f.at, f.by, f.note FROM piece_file f JOIN piece p ON p.no = f.piece ORDER BY f.at').all()).toEqual([
    { piece: 'a', kind: 'photo', file: 'f1', at: 5, by: 'Mara Dovetail', note: 'torn' },
    { piece: 'b', kind: 'photo', file: 'f1', at: 6, by: 'Mara Dovetail', note: '' },
    { piece: 'b', kind: 'photo', file: 'f2', at: 7, by: 'Mara Dovetail', note: '' },
  ])
  db.close()
})
