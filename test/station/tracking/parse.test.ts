import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from '../../../src/main/cli/run.ts'
import { temporaryFolder, WORKER } from '../helpers.ts'

const A = '9589071052700412203980'
const B = '9589071052700412204116'

async function parse(files: ReadonlyArray<readonly [name: string, content: string | Uint8Array]>): Promise<unknown[]> {
  const root = temporaryFolder()
  const out: string[] = []
  const code = await run(['track', 'parse', ...files.map(([name, content]) => {
    writeFileSync(join(root, name), content)
    return join(root, name)
  }), '--store', join(root, 'none')], { out: (line) => out.push(line), err: (line) => out.push(line), raw: () => undefined, input: Readable.from([]), packageFile: new URL('../../../package.json', import.meta.url), worker: WORKER })
  expect(code).toBe(0)
  return out.map((line) => {
    const { file, ...rest } = JSON.parse(line) as { file: string }
    expect(file.startsWith(root)).toBe(true)
    return rest
  })
}

const delivered = { code: null, at: '2026-11-06T13:28:00', city: 'FAKEVILLE', state: 'OH', zip: '43999', name: null }
const SENTENCE = 'Your item was delivered to an individual at the address at 1:28 pm on November 6, 2026 in FAKEVILLE, OH 43999.'

test('one line a file, whatever its kind', async () => {
  const mail = `From: USPS <auto-reply@usps.com>\r\nTo: m@example.com\r\nSubject: =?utf-8?Q?USPS=C2=AE_Item_Delivered_${A}?=\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><style>x{}</style></head><body><p>Tracking =\r\nnumber: <b>${A}</b></p><div>${SENTENCE}</div></body></html>`
  const piece = (events: unknown[], more: object = {}) => [{ number: A, status: 'delivered', outcome: 'delivered-signer-not-established', events, ...more }]
  expect(await parse([
    ['v3.json', JSON.stringify({ trackingNumber: A, destinationZIP: '43999', originZIP: '12099', trackingEvents: [{ eventCode: '01', eventType: 'Delivered', eventTimestamp: '2026-11-06T13:28:00Z', GMTTimestamp: '2026-11-06T18:28:00Z', eventCity: 'FAKEVILLE', eventState: 'OH', eventZIP: '43999', name: 'H THIMBLE' }] })],
    ['v3r2.json', JSON.stringify([{ trackingNumber: A, originZIPCode: '12099', destinationZIPCode: '43999', trackingEvents: [{ eventCode: '04', eventType: 'Refused', eventTimestamp: '2026-11-05T13:28:00' }, { eventCode: '01', eventType: 'Delivered', eventTimestamp: '2026-11-06T13:28:00', eventZIPCode: '12099' }] }])],
    ['notice.eml', mail],
    ['attached.eml', `From: clerk@example.com\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="f"\r\n\r\n--f\r\nContent-Type: text/plain\r\n\r\nsee these\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n${mail}\r\n--f\r\nContent-Type: message/rfc822\r\n\r\nFrom: auto-reply@usps.com\r\nSubject: USPS Available for Pickup ${B}\r\n\r\nHello\r\n--f--\r\n`],
    ['odd.eml', `From: a@example.com\nSubject: ${A}\n\nhello`],
    ['table.csv', `Status;Number;Date;Location\nDelivered;${A};11/06/2026 1:28 pm;"FAKEVILLE, OH 43999"\nx;;;\n`],
    ['export', `Status,Tracking number,Date\nDelivered,${A},11/06/2026\n`],
    ['page.txt', `Tracking Number: ${A}\nDelivered\nFAKEVILLE, OH 43999\nNovember 6, 2026, 1:28 pm\n`],
    ['page.html', `<html><body><div>Tracking Number: ${A}</div><div>Delivered</div><div>FAKEVILLE, OH 43999</div><div>November 6, 2026, 1:28 pm</div></body></html>`],
  ])).toEqual([
    { kind: 'json', pieces: piece([{ ...delivered, code: '01', text: 'Delivered', at: '2026-11-06T13:28:00-05:00', name: 'H THIMBLE' }]) },
    { kind: 'json', pieces: [{ number: A, status: 'returned', outcome: 'refused', events: [{ ...delivered, code: '04', text: 'Refused', at: '2026-11-05T13:28:00', city: null, state: null, zip: null }, { ...delivered, code: '01', text: 'Delivered', city: null, state: null, zip: '12099' }] }] },
    { kind: 'email', pieces: piece([{ ...delivered, text: SENTENCE }]) },
    { kind: 'email', pieces: [...piece([{ ...delivered, text: SENTENCE }]), { number: B, status: 'available-for-pickup', outcome: null, events: [{ code: null, text: 'Available for Pickup', at: null, city: null, state: null, zip: null, name: null }] }] },
    { kind: 'email', pieces: [{ number: A, status: 'unknown', outcome: null, events: [], unread: A }] },
    { kind: 'csv', pieces: piece([{ ...delivered, text: 'Delivered' }]), bad: [{ row: 3, reason: 'There is no tracking number in this row.' }] },
    { kind: 'csv', pieces: piece([{ ...delivered, text: 'Delivered', at: '2026-11-06', city: null, state: null, zip: null }]) },
    { kind: 'text', pieces: piece([{ ...delivered, text: 'Delivered' }]) },
    { kind: 'text', pieces: piece([{ ...delivered, text: 'Delivered' }]) },
  ])
})

test('what cannot be read is a line with the reason, and never the end of the run', async () => {
  const lines = await parse([
    ['empty.json', ''], ['broken.json', '{"trackingNumber":'], ['error.json', JSON.stringify({ error: { code: '400', message: 'x', errors: [{ code: '150001', detail: 'A status update is not yet available.' }] } })], ['other.json', '{"a":1}'],
    ['binary.bin', new Uint8Array([0, 1, 2, 255])], ['book.csv', 'PK\u0003\u0004x'], ['words.txt', 'Delivered'], ['none.csv', 'a,b\n1,2\n'], ['cut.csv', 'number,status\n9.58907E+21,Refused\n'], ['empty.eml', 'From: a@example.com\nSubject: hello\n\nno number'],
    ['deep.json', '['.repeat(100_000)], ['long.txt', `${'x'.repeat(300_000)} ${A}\n`],
  ])
  expect(lines.map((line) => (line as { error?: string }).error ?? 'read')).toEqual([
    'There is nothing in this file.', expect.stringContaining('This is not JSON'), 'USPS answered 150001: A status update is not yet available.', 'This is not an answer of USPS Tracking that is known here.',
    expect.stringContaining('not text'), expect.stringContaining('Save it as CSV'), expect.stringContaining('names no tracking number'), expect.stringContaining('No column holds the tracking number'),
    expect.stringContaining('Row 2: A spreadsheet has cut this number'), expect.stringContaining('names no tracking number'), expect.stringContaining('This is not JSON'), expect.stringMatching(/^(?:read|This text names no tracking number.*)$/),
  ])
})
