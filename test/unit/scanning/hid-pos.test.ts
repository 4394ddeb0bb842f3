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
