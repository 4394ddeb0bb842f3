import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImportMapping } from '../../../src/shared/contract/directory.ts'
import { BEGINNING, csvRows, NotATable } from '../../../src/main/csv/rows.ts'
import type { CsvPlace } from '../../../src/main/csv/rows.ts'
import { readStretch, sentReader, sentRows } from '../../../src/main/directory/import-stretch.ts'
import type { ReadRow } from '../../../src/main/directory/import-rows.ts'
import { rowReader } from '../../../src/main/directory/import-rows.ts'

const MAPPING: ImportMapping = { employeeId: 0, name: 1, email: 2, status: 3, aliases: 4 }
const COLUMNS = 5
const now = (): Promise<void> => Promise.resolve()

interface Read { rows: Array<{ row: number; cells: string[]; read: ReadRow }>; notATable: string | null }

/** The text in parts, as it is staged. */
const parts = (text: Buffer, size: number) => function* (offset: number): Generator<Buffer> {
  for (let at = offset; at < text.length; at += size) yield text.subarray(at, at + size)
}

/** All rows below the header by one parse of the whole text. */
async function atOnce(text: Buffer): Promise<Read> {
  const read = rowReader(MAPPING, COLUMNS)
  const rows: Read['rows'] = []
  try {
    for await (const step of csvRows(parts(text, 1 << 20), ',', now))
      rows.push(...step.rows.map(({ row, cells, broken }) => ({ row, cells, read: broken === null ? read(cells) : { ok: false as const, reason: broken } })))
  } catch (error) {
    if (!(error instanceof NotATable)) throw error
    return { rows: rows.slice(1), notATable: error.message }
  }
  return { rows: rows.slice(1), notATable: null }
}

/** The same stretch by stretch, as the worker reads it and the main thread takes it. */
async function inStretches(text: Buffer, part: number, bytes: number): Promise<Read & { stretches: number }> {
  const read = sentReader(MAPPING)
  const rows: Read['rows'] = []
  let stretches = 0
  for (let from: CsvPlace | null = BEGINNING; from; ) {
    const stretch = await readStretch(parts(text, part), { delimiter: ',', mapping: MAPPING, columns: COLUMNS, from }, now, bytes)
    for (const step of stretch.steps) rows.push(...sentRows(step.rows).map(([row, cells, apart]) => ({ row, cells, read: read(cells, apart) })))
    stretches++
    if (stretch.notATable !== null) return { rows, notATable: stretch.notATable, stretches }
    from = stretch.next
  }
  return { rows, notATable: null, stretches }
}

const cell = fc.oneof(
  fc.constantFrom('', ' ', 'E1', ' Ann Lee ', 'ann@example.com', 'n/a', 'nobody', 'Active', 'left', 'maybe', 'Annie; Anne', 'N\u00FA\u00F1ez \u{1F4E6}', '"Lee, Ann"', '"two\r\nlines"', '"a ""b"" c"', 'Robert "Bob" Lee', '"open', 'x"', '\u0000'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
const line = fc.oneof({ weight: 6, arbitrary: fc.array(cell, { minLength: 1, maxLength: 7 }).map((cells) => cells.join(',')) }, { weight: 1, arbitrary: fc.constant('') })
const file = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { minLength: 1, maxLength: 30 }).map((lines) => Buffer.from(lines.flat().join('')))

test('rows are the same wherever a stretch of them ends', async () => {
  await fc.assert(fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }), async (text, part, bytes) => {
    const { stretches: _stretches, ...read } = await inStretches(text, part, bytes)
    expect(read).toEqual(await atOnce(text))
  }), { numRuns: 300 })
})

test('a long text is read in many stretches, and one that is no table is found out across them', async () => {
  const people = Buffer.from(`ID,Name,E-mail,Status,Other\n${Array.from({ length: 5_000 }, (_, i) => `E${i},"Given\n${i}",p${i}@example.com,Active,${i % 50 === 0 ? '"open' : 'A; B'}\n`).join('')}`)
  const { stretches, ...read } = await inStretches(people, 256 << 10, 1)
  expect(stretches).toBeGreaterThan(2)
  expect(read).toEqual(await atOnce(people))
  const broken = Buffer.from(`a,b\n${'1,"open\n'.repeat(300)}`)
  const { stretches: _stretches, ...refused } = await inStretches(broken, 1_000, 1)
  expect(refused).toEqual(await atOnce(broken))
  expect(refused.notATable).toContain('Too many rows')
})
