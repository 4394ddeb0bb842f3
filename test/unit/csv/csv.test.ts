import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CsvRow } from '../../../src/main/csv/rows.ts'
import { BEGINNING, csvFile, csvRows, NotATable } from '../../../src/main/csv/rows.ts'
import type { Delimiter, Encoding } from '../../../src/main/csv/text.ts'
import { detectDelimiter, detectEncoding, HALF_CHARACTER, utf8Parts } from '../../../src/main/csv/text.ts'
import { suggestMapping } from '../../../src/main/directory/import-columns.ts'
import { rowReader } from '../../../src/main/directory/import-rows.ts'

const now = (): Promise<void> => Promise.resolve()

async function rowsOf(text: Buffer, delimiter: Delimiter, partBytes = 1 << 20, mostBroken?: number): Promise<CsvRow[]> {
  const all: CsvRow[] = []
  const read = function* (offset: number): Generator<Buffer> {
    for (let at = offset; at < text.length; at += partBytes) yield text.subarray(at, at + partBytes)
  }
  for await (const { rows } of csvRows(read, delimiter, now, BEGINNING, mostBroken)) all.push(...rows)
  return all
}

/** Windows-1252 for the letters these tests use. */
const WINDOWS: Record<string, number> = { '\u20AC': 0x80, '\u2019': 0x92, '\u0161': 0x9a }

function encoded(text: string, encoding: Encoding, mark: boolean): Buffer {
  if (encoding === 'utf-8') return Buffer.from((mark ? '\uFEFF' : '') + text)
  if (encoding === 'windows-1252') return Buffer.from(Array.from(text, (letter) => WINDOWS[letter] ?? letter.charCodeAt(0)))
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}

const HEADER = ['Employee ID', 'Given name', 'Family name', 'Department', 'Note']
const NAMES = [['1', 'Zo\u00EB', 'N\u00FA\u00F1ez', 'Legal', ''], ['2', 'Ji\u00F8', 'O\u2019Brien \u0161', 'R&D', 'costs 5 \u20AC'], ['3', 'Ann', 'Lee', 'Legal, "north"\r\nwing; a|b\tc', 'x']]

describe('a file', () => {
  const cases = (['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const).flatMap((encoding) =>
    ([',', ';', '\t', '|'] as const).flatMap((delimiter) => ['\r\n', '\n', '\r'].flatMap((end) => (encoding === 'windows-1252' ? [false] : [false, true]).map((mark) => ({ encoding, delimiter, end, mark })))))

  test.each(cases)('$encoding, mark $mark, "$delimiter", $end', async ({ encoding, delimiter, end, mark }) => {
    const quoted = (cell: string): string => (/["\r\n,;|\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
    const bytes = encoded([HEADER, ...NAMES].map((row) => row.map(quoted).join(delimiter)).join(end) + end, encoding, mark)
    const { encoding: detected, start } = detectEncoding(bytes)
    expect(detected).toBe(encoding)
    const text = Buffer.concat([...utf8Parts(bytes, detected, start)])
    expect(detectDelimiter(text.toString('utf8'))).toEqual({ delimiter, skip: 0 })
    for (const partBytes of [1, 7, 1 << 20]) expect(await rowsOf(text, delimiter, partBytes)).toEqual([HEADER, ...NAMES].map((cells, i) => ({ row: i + 1, cells, broken: null })))
  })

  test('comes back as it was written, whatever is in its cells', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\u0000', ''))
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }), fc.constantFrom<Delimiter>(',', ';', '\t', '|'), async (rows, delimiter) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')
      expect((await rowsOf(Buffer.from(text), delimiter, 5)).map((row) => row.cells)).toEqual(rows)
    }))
  })

  test('half a character of UTF-16 and a lone last byte are marked, not lost', () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n\uD83D,\u{1F4E6}\n', 'utf16le'), Buffer.from([65])])
    const { encoding, start } = detectEncoding(bytes)
    expect(Buffer.concat([...utf8Parts(bytes, encoding, start)]).toString()).toBe(`a,b\n${HALF_CHARACTER},\u{1F4E6}\n${HALF_CHARACTER}`)
    expect(rowReader({ name: 0 }, 2)([HALF_CHARACTER, 'b'])).toMatchObject({ ok: false, reason: expect.stringContaining('half of a character') })
  })

  test('a quotation mark that is never closed costs its own row only', async () => {
    const rows = await rowsOf(Buffer.from('a,b\n1,2\n\n3,"open\n4,5\n6,"7\n'), ',', 3)
    expect(rows.map(({ row, cells, broken }) => [row, cells, broken === null])).toEqual([[1, ['a', 'b'], true], [2, ['1', '2'], true], [4, ['3,"open'], false], [5, ['4', '5'], true], [6, ['6,"7'], false]])
  })

  test('that is no table at all is refused, not read forever', async () => {
    const text = Buffer.from(`a,b\n${`${'x'.repeat(300_000)}\n`.repeat(4)}`)
    expect((await rowsOf(text, ',')).map((row) => row.broken === null)).toEqual([true, false, false, false, false])
    await expect(rowsOf(text, ',', 1 << 20, 3)).rejects.toThrow(NotATable)
  })

  test('names its delimiter when Excel wrote it', () => {
    expect(detectDelimiter('sep=;\r\na;b,c\r\n')).toEqual({ delimiter: ';', skip: 7 })
    expect(detectDelimiter('Name\nAnn Lee\n')).toEqual({ delimiter: ',', skip: 0 })
    expect(detectDelimiter('"Lee, Ann";4-120\n"May, Bob";4-121\n')).toEqual({ delimiter: ';', skip: 0 })
  })

  test('is written so that a spreadsheet takes no cell for a formula', async () => {
    const text = await csvFile(['Reason', 'Name'], [[['x', '=HYPERLINK("http://example.com")']], [['y', '@SUM(A1)'], ['z', 'a "b"']]], ',', now)
    expect(text).toBe('\uFEFFReason,Name\r\nx,"\'=HYPERLINK(""http://example.com"")"\r\ny,\'@SUM(A1)\r\nz,"a ""b"""\r\n')
    expect(await csvFile(['Reason'], [], ',', now)).toBe('')
  })
})

describe('columns', () => {
  test.each([
    [['EmpNo', 'Given', 'Surname', 'E-Mail Address', 'Dept.', 'MS'], { employeeId: 0, given: 1, family: 2, email: 3, department: 4, mailStop: 5 }],
    [['Full Name', 'Department', 'Mail Stop', 'Building', 'Floor'], { name: 0, department: 1, mailStop: 2, building: 3, floor: 4 }],
    [['LAST_NAME', 'FIRST_NAME', 'EMPLID', 'WORK_EMAIL', 'Bldg', 'Employment Status', 'Termination Date'], { family: 0, given: 1, employeeId: 2, email: 3, building: 4, status: 5, leftOn: 6 }],
    [['Last, First', 'ID', 'Mailstop Code', 'Phone'], { name: 0, employeeId: 1, mailStop: 2, phone: 3 }],
    [['ID', 'Employee ID', 'First', 'Last'], { employeeId: 1, given: 2, family: 3 }],
    [['colour', '', 'shoe size'], {}],
  ])('%s', (columns, expected) => {
    expect(suggestMapping(columns)).toEqual(expected)
  })
})

describe('a row', () => {
  const read = rowReader({ name: 0, email: 1, status: 2, leftOn: 3, aliases: 4, notice: 5 }, 6)
  test.each([
    [['Ann Lee', 'a@example.com', 'Terminated', '3/1/2026', 'Annie; Anne', 'E-Mail'], { ok: true, fields: { name: 'Ann Lee', email: 'a@example.com', status: 'left', leftOn: '2026-03-01', aliases: '["Annie","Anne"]', notice: 'email' } }],
    [['Ann', 'n/a', '', '', '', ''], { ok: true, fields: { name: 'Ann' } }],
    [['Ann'], { ok: true, fields: { name: 'Ann' } }],
    [['', ' ', '', '', '', ''], { ok: false, reason: 'There is nothing in this row.' }],
    [['Ann', 'nobody'], { ok: false, reason: '"nobody" is not an e-mail address.' }],
    [['Ann', '', 'maybe'], { ok: false, reason: '"maybe" is not a status that is known here. Write "active" or "left".' }],
    [['Ann', '', '', '2026-02-30'], { ok: false, reason: '"2026-02-30" is not a day. Write it as 2025-12-31.' }],
    [['Ann\u0000', ''], { ok: false, reason: 'The text holds a NUL character, which cannot be stored.' }],
    [['x'.repeat(100_000)], { ok: false, reason: 'The name is longer than 200 characters.' }],
    [['a', '', '', '', '', '', 'more'], { ok: false, reason: 'This row has more cells than the header. A text with the delimiter in it needs quotation marks.' }],
    [['=1+1', '', '', '', '', '', ' '], { ok: true, fields: { name: '=1+1' } }],
    [['<b>\u0007\u{1F4E6}</b>'], { ok: true, fields: { name: '<b>\u0007\u{1F4E6}</b>' } }],
  ])('%#', (cells, expected) => {
    expect(read(cells)).toEqual(expected)
  })
})
