import { expect, test } from 'vitest'
import { checkSearch } from '../../../src/main/pieces/search-check.ts'
import { run, type WritableDb } from '../../../src/main/store/db.ts'
import type { JobContext } from '../../../src/main/store/jobs.ts'
import { scanOf, testStation } from '../helpers.ts'

test('the first search row that is not what its piece gives is found, whatever the pieces went through and however many are checked together', async () => {
  const { station, operator } = await testStation()
  const { store } = station.services
  const pieces: string[] = []
  for (const text of ['1Z999AA10123456784', 'PARCEL ÄÖ 1', 'PARCEL 2', 'PARCEL 3', 'PARCEL 4', 'PARCEL 5', 'PARCEL 6']) pieces.push((await operator.intake.scan(scanOf(text))).piece.id)
  const correct = async (no: number, fields: Parameters<typeof operator.intake.correct>[0]['fields']): Promise<unknown> => operator.intake.correct({ piece: pieces[no - 1] ?? '', reason: 'read wrongly', fields })
  await correct(2, { number: 'PARCEL 7', sender: "O'Brien & Söhne, Inc.", note: 'at the door' })
  await correct(3, { note: 'wet', reference: 'PO 4711' })
  await correct(3, { note: '', reference: '' })
  await operator.pieces.void({ id: pieces[3] ?? '', reason: 'scanned twice' })
  const check = (together: number): ReturnType<typeof checkSearch> => checkSearch({ together }, { folder: store.folder, breathe: () => Promise.resolve() } as JobContext)
  const found = (): Promise<unknown> => Promise.all([1, 2, 3, 6, 7, 8, 2_000].map(check))
  expect(await found()).toEqual(Array.from({ length: 7 }, () => null))

  const db = store.db as WritableDb
  for (const [table, row, sql] of [
    ['piece_digits', 5, "INSERT INTO piece_digits (rowid, number) VALUES (5, 'PARCEL 4 and another')"],
    ['piece_ends', 1, null],
    ['piece_words', 2, "INSERT INTO piece_words (rowid, recipient, words) VALUES (2, '', 'at a door of theirs')"],
    ['piece_words', 7, "INSERT INTO piece_words (rowid, recipient, words) VALUES (7, 'Nobody', '')"],
    ['piece_words', 12, "INSERT INTO piece_words (rowid, recipient, words) VALUES (12, 'Nobody', '')"],
  ] as const) {
    run(db, `DELETE FROM ${table} WHERE rowid = ?`, row)
    if (sql) run(db, sql)
    expect(await found()).toEqual(Array.from({ length: 7 }, () => ({ table: `${table}_docsize`, row })))
    run(db, `DELETE FROM ${table} WHERE rowid = ?`, row)
    if (table === 'piece_digits') run(db, 'INSERT INTO piece_digits (rowid, number) VALUES (?, ?)', 5, 'parcel4')
    if (table === 'piece_ends') run(db, 'INSERT INTO piece_ends (rowid, ends) VALUES (?, ?)', 1, '48765432101aa999z1')
    if (row === 2) run(db, 'INSERT INTO piece_words (rowid, recipient, words) VALUES (?, ?, ?)', 2, '', "O'Brien & Söhne, Inc.\nobrien soehne inc\nat the door")
  }
})
