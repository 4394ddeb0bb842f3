import { array, assert, boolean, integer, property, record, shuffledSubarray, string, tuple, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { createHidPosReader, isHidPos, type HidCollection } from '../../../src/shared/scanning/hid-pos.ts'

/** A scanner as its descriptor has it: report 2 with length, three AIM letters, 56 bytes, two vendor bytes and a flag; report 4 is its status. */
const SCANNER: HidCollection[] = [{
  usagePage: 0x8c, inputReports: [
    { reportId: 2, items: [
      { usages: [0x01003b], reportSize: 8, reportCount: 1 }, { usages: [0x8c00fb, 0x8c00fc, 0x8c00fd], reportSize: 8, reportCount: 3 }, { usages: [0x8c00fe], reportSize: 8, reportCount: 56 },
      { usages: [0xff450001], reportSize: 8, reportCount: 2 }, { usages: [0x8c00ff], reportSize: 1, reportCount: 1 }, { reportSize: 1, reportCount: 7 },
    ] },
    { reportId: 4, items: [{ usages: [0x8c0060], reportSize: 1, reportCount: 8 }] },
  ],
}]

function report(text: string, { aim = ']C1', more = false, vendor = true }: { aim?: string; more?: boolean; vendor?: boolean } = {}): Uint8Array {
  const bytes = new Uint8Array(63)
  bytes[0] = text.length
  bytes.set(Array.from(aim, (char) => char.charCodeAt(0)), 1)
  bytes.set(Array.from(text, (char) => char.charCodeAt(0)), 4)
  bytes[vendor ? 62 : 60] = more ? 1 : 0
  return bytes
}

test('a code comes out with its identifier, over several reports too; a status report is none', () => {
  const reader = createHidPosReader(SCANNER)
  expect(reader.feed(2, report('42010023\u001d9307109876500000000010'))).toBe(']C142010023\u001d9307109876500000000010')
  const long = 'A'.repeat(56)
  expect([reader.feed(2, report(long, { aim: ']Q1', more: true })), reader.pending(), reader.feed(4, new Uint8Array([1])), reader.feed(2, report('TAIL', { aim: '' })), reader.pending()]).toEqual([null, 56, null, `]Q1${long}TAIL`, 0])
  expect([reader.feed(2, report('1Z999AA10123456784', { aim: 'C0' })), reader.feed(2, report('771288203510\r\n', { aim: '' })), reader.feed(2, report('', {}))]).toEqual([']C01Z999AA10123456784', '771288203510', null])
})

test('a descriptor that says nothing is read as most scanners send', () => {
  expect(createHidPosReader([{ usagePage: 0x8c }]).feed(2, report('771288203510', { vendor: false }))).toBe(']C1771288203510')
  expect([isHidPos(SCANNER), isHidPos([{ usagePage: 1, children: SCANNER }]), isHidPos([{ usagePage: 1 }]), isHidPos([])]).toEqual([true, true, false, false])
})

test('where a part of the report stands is told by the outermost collection; a range of usages ends where it says', () => {
  const inner = { usagePage: 0x8c, inputReports: [{ reportId: 2, items: [{ usages: [0x8c00fe], reportSize: 8, reportCount: 59 }] }] }
  const outer: HidCollection[] = [{ usagePage: 0x8c, children: [inner], inputReports: [{ reportId: 2, items: [{ usages: [0x01003b], reportSize: 8, reportCount: 1 }, { isRange: true, usageMinimum: 0x8c00fb, usageMaximum: 0x8c00fd, reportSize: 8, reportCount: 3 }, { usages: [0x8c00fe], reportSize: 8, reportCount: 59 }] }] }]
  expect(createHidPosReader(outer).feed(2, report('771288203510'))).toBe(']C1771288203510')
})

test('a code whose rest never came is not put before the next one', () => {
  const reader = createHidPosReader(SCANNER)
  reader.feed(2, report('A'.repeat(56), { more: true }))
  reader.drop()
  expect([reader.pending(), reader.feed(2, report('771288203510'))]).toEqual([0, ']C1771288203510'])
})

/** A descriptor with its parts in any order and of any size, and how it sends a code. */
const anyScanner = record({ parts: shuffledSubarray(['count', 'aim', 'data', 'more', 'vendor'] as const, { minLength: 5 }), room: integer({ min: 1, max: 60 }), reportId: integer({ min: 0, max: 255 }), nested: boolean() })

test('whatever the layout of a scanner, a code comes out as it went in, once, and nothing of it is left', () => {
  assert(property(anyScanner, array(string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 200 }).filter((text) => !/[\r\n]$/.test(text)), { minLength: 1, maxLength: 4 }), ({ parts, room, reportId, nested }, codes) => {
    const items = parts.flatMap((part) => ({
      count: [{ usages: [0x01003b], reportSize: 8, reportCount: 1 }], aim: [{ usages: [0x8c00fb, 0x8c00fc, 0x8c00fd], reportSize: 8, reportCount: 3 }], data: [{ usages: [0x8c00fe], reportSize: 8, reportCount: room }],
      more: [{ usages: [0x8c00ff], reportSize: 1, reportCount: 1 }, { reportSize: 1, reportCount: 7 }], vendor: [{ usages: [0xff450001], reportSize: 8, reportCount: 2 }],
    })[part])
    const report = { reportId, items }
    const reader = createHidPosReader(nested ? [{ usagePage: 1, inputReports: [report], children: [{ usagePage: 0x8c, inputReports: [report] }] }] : [{ usagePage: 0x8c, inputReports: [report] }])
    const bytesOf = (piece: string, more: boolean): Uint8Array => Uint8Array.from(parts.flatMap((part) => ({ count: [piece.length], aim: [93, 67, 49], data: Array.from({ length: room }, (_, i) => piece.charCodeAt(i) || 0), more: [more ? 1 : 0], vendor: [7, 9] })[part]))
    for (const code of codes) {
      const pieces = Array.from({ length: Math.ceil(code.length / room) }, (_, i) => code.slice(i * room, (i + 1) * room))
      expect(pieces.map((piece, i) => reader.feed(reportId, bytesOf(piece, i < pieces.length - 1)))).toEqual([...pieces.slice(1).map(() => null), `]C1${code}`])
      expect(reader.pending()).toBe(0)
    }
  }), { numRuns: 200 })
  // Whatever bytes come, also of another report or too few, it answers a text or nothing.
  assert(property(array(tuple(integer({ min: 0, max: 5 }), uint8Array({ maxLength: 70 }))), (reports) => {
    const reader = createHidPosReader(SCANNER)
    for (const [id, bytes] of reports) expect(typeof (reader.feed(id, bytes) ?? '')).toBe('string')
  }))
})
