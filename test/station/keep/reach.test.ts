import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVENT_KINDS } from '../../../src/main/areas.ts'
import { redactAgain } from '../../../src/main/keep/drafts.ts'
import { restore } from '../../../src/main/store/restore.ts'
import type { Client } from '../helpers.ts'
import { connectAs, openStation, reportOf, temporaryFolder, testStation } from '../helpers.ts'
import { card, form, log, picture } from '../certified/desk.ts'
import { handOver, office, taken } from '../custody/office.ts'

const WORD = 'Quackenbush'
const holdsWord = (folder: string): boolean => readdirSync(folder).filter((name) => name.startsWith('pigeonhole.db')).some((name) => readFileSync(join(folder, name)).includes(WORD))
const whole = { ok: true, problems: [] }

/** Three accepted letters of one book; those to Zebulon bear his name everywhere, and one has a file and a receipt with a scan. */
async function book(operator: Client) {
  const block = (name: string): { block: string } => ({ block: `${name}\n12 Example Road\nAnytown VT 05099-1234` })
  const first = await log(operator, { addressee: block(`Zebulon ${WORD}`), number: { text: form(1) }, services: ['card'], greenCard: card(1), department: 'Legal', matter: `${WORD} v. Roe`, document: `Notice to ${WORD}`, note: `for ${WORD}` })
  const second = await log(operator, { addressee: block(`Ada ${WORD}`), number: { text: form(2) } })
  const third = await log(operator, { addressee: block('Otto Grindle'), number: { text: form(3) } })
  await operator.certified.file({ letter: first.id, kind: 'sealed', content: picture(1), note: WORD })
  const { id } = await operator.certified.openBook({ id: first.id.split('').reverse().join('').slice(0, 8) + first.id.slice(8), letters: [first.id, second.id, third.id] })
  await operator.certified.closeBook({ book: id })
  return { id, first: first.id, second: second.id, third: third.id, day: first.day }
}

test('reaches handovers: the signature goes with the last piece that needs it, and nobody is named any more', async () => {
  const { station, operator, administrator, supervisor, delphine, silas } = await office()
  const { store } = station.services
  const [one, two] = [await taken(operator, { person: delphine, location: 'B-11' }), await taken(operator, { person: delphine })]
  await operator.custody.openException({ pieces: [one], kind: 'damaged', note: `${WORD} saw it` })
  const { handover } = await handOver(operator, delphine, [one, two])
  await supervisor.custody.correctHandover({ handover: handover.id, receiver: { kind: 'other', person: null, name: `Zebulon ${WORD}`, idSeen: `licence of ${WORD}` }, reason: `${WORD} signed` })
  const { file = '', strokes = '' } = handover.signature ?? {}
  const planned = await administrator.keep.preview({ piece: one })
  expect(planned).toMatchObject({ pieces: 1, held: 0, files: [{ kind: 'signature', files: 1, kept: 1 }, { kind: 'signature-strokes', files: 1, kept: 1 }] })
  expect(planned.goes.map((line) => line.kind)).toEqual(expect.arrayContaining(['piece.assigned', 'piece.exception-opened', 'piece.handed-over', 'piece.handover-corrected']))
  expect(await administrator.keep.remove({ about: { piece: one }, reason: 'asked for' })).toEqual(planned)
  expect(await operator.custody.handover({ handover: handover.id })).toMatchObject({ handover: { receiver: { name: `Zebulon ${WORD}`, idSeen: `licence of ${WORD}` }, signature: { file } }, rows: [{ holder: { name: '' } }, { holder: { name: `Zebulon ${WORD}` } }] })
  expect([existsSync(store.files.path(file)), existsSync(store.files.path(strokes))]).toEqual([true, true])
  expect((await operator.pieces.get({ id: one })).files).toEqual([])
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject(whole)
  expect(await administrator.keep.remove({ about: { person: delphine }, reason: 'asked for' })).toMatchObject({ pieces: 1, files: [{ kind: 'signature', files: 1, kept: 0 }, { kind: 'signature-strokes', files: 1, kept: 0 }] })
  expect((await operator.custody.handover({ handover: handover.id })).handover).toMatchObject({ receiver: { person: null, name: '', idSeen: '' }, signature: null, note: '', pieces: 2, corrected: true })
  expect([existsSync(store.files.path(file)), existsSync(store.files.path(strokes))]).toEqual([false, false])
  expect((await operator.pieces.get({ id: two })).piece).toMatchObject({ state: 'handed-over', holder: { name: '', ref: null } })
  expect((await operator.pieces.find({ text: WORD })).rows).toEqual([])
  expect((await operator.days.get({})).out.map((line) => line.became)).toEqual(['Handed over to a person whose name was removed', 'Handed over to a person whose name was removed'])
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject(whole)
  // What two pieces share goes at once when both go together.
  const both = [await taken(operator, { person: silas }), await taken(operator, { person: silas })]
  const shared = (await handOver(operator, silas, both)).handover.signature?.file ?? ''
  expect((await administrator.keep.remove({ about: { person: silas }, reason: 'asked for' })).files).toEqual([{ kind: 'signature', files: 1, kept: 0 }, { kind: 'signature-strokes', files: 1, kept: 0 }])
  expect(existsSync(store.files.path(shared))).toBe(false)
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject(whole)
  await station.close()
  expect(holdsWord(store.folder)).toBe(false)
})

test('reaches letters: numbers, money and days go on being counted, and a sheet keeps the lines of the others', async () => {
  const { station, operator, administrator, supervisor } = await testStation()
  const { store } = station.services
  const { id, first, second, third, day } = await book(operator)
  await expect(administrator.keep.preview({ piece: first })).rejects.toMatchObject({ data: { code: 'not-mailed' } })
  await operator.certified.acceptBook({ book: id, day, evidence: '3877-stamp', received: 3 })
  await operator.receipts.receive({ letter: first, kind: 'card', number: card(1), scan: { content: picture(2), name: `${WORD}.jpg` }, note: WORD })
  await operator.receipts.signer({ letter: first, kind: 'card', name: `Z. ${WORD}`, as: 'addressee' })
  const files = (await operator.certified.get({ id: first })).files.map((one) => one.file)
  const before = await operator.days.get({})
  const hold = await supervisor.keep.placeHold({ piece: third, reason: 'counsel' })
  expect((await administrator.keep.preview({ piece: first })).stays).toContainEqual({ kind: 'book.closed', entries: 1 })
  await administrator.keep.liftHold({ id: hold.id, reason: 'answered' })
  const planned = await administrator.keep.preview({ piece: first })
  expect(planned).toMatchObject({ pieces: 1, stays: [], held: 0, files: [{ kind: 'green-card', files: 1, kept: 0 }, { kind: 'sealed', files: 1, kept: 0 }] })
  expect(planned.goes.map((line) => line.kind)).toEqual(expect.arrayContaining(['letter.logged', 'letter.filed', 'book.closed', 'receipt.received', 'receipt.signed', 'tracking.decided']))
  await administrator.keep.remove({ about: { piece: form(1) }, reason: 'asked for' })
  expect((await operator.certified.get({ id: first })).letter).toMatchObject({ number: form(1), addressee: { name: '', lines: [], zip: '05099' }, matter: '', document: '', note: '', department: 'Legal', services: ['card'], files: 0 })
  expect(files.map((file) => existsSync(store.files.path(file)))).toEqual([false, false])
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject(whole)
  const lines = async () => (await operator.certified.bookPage({ book: id })).svg
  expect(await lines()).toContain(`Ada ${WORD}`)
  await administrator.keep.remove({ about: { piece: second }, reason: 'asked for' })
  expect(await lines()).not.toContain(WORD)
  expect(await lines()).toContain('Otto Grindle')
  const after = await operator.days.get({})
  expect(after.totals.letters).toEqual(before.totals.letters)
  expect(after.letters.map(({ addressee, postage, fees, evidence }) => ({ addressee, postage, fees, evidence }))).toEqual(before.letters.map(({ addressee, postage, fees, evidence }) => ({ addressee: addressee === 'Otto Grindle' ? addressee : 'Removed on request', postage, fees, evidence })))
  expect((await operator.pieces.find({ text: WORD })).rows).toEqual([])
  expect((await operator.pieces.find({ text: form(1).slice(-6) })).rows.map((row) => row.id)).toEqual([first])
  expect((await operator.tracking.of({ piece: first }))?.row.outcome).toBe('delivered-to-addressee')
  expect(await reportOf(await supervisor.office.verify({}))).toMatchObject(whole)
  await station.close()
  expect(holdsWord(store.folder)).toBe(false)
})

test('reaches a backup when it is restored: handovers, letters, and the sheet that both letters stand on', async () => {
  const { operator, administrator, delphine } = await office()
  const piece = await taken(operator, { name: `Zebulon ${WORD}` })
  const { handover } = await operator.custody.handOver({ id: piece.split('').reverse().join('').slice(0, 8) + piece.slice(8), pile: { name: `Zebulon ${WORD}` }, pieces: [piece], receiver: { kind: 'other', person: null, name: `Zebulon ${WORD}`, idSeen: 'badge' }, signature: null })
  const { id, first, second, third, day } = await book(operator)
  await operator.certified.acceptBook({ book: id, day, evidence: '3877-stamp', received: 3 })
  const target = temporaryFolder()
  await administrator.backup.saveSettings({ folder: target, keep: { daily: 7, weekly: 4, monthly: 12 }, warnAfterDays: 2 })
  await reportOf(await administrator.office.backup({ folder: target }))
  for (const one of [piece, first, second]) await administrator.keep.remove({ about: { piece: one }, reason: 'asked for' })
  const folder = join(temporaryFolder(), 'restored')
  expect(await restore(target, folder, { kinds: EVENT_KINDS, program: 'test', redact: redactAgain })).toMatchObject({ missingFiles: [] })
  const again = openStation({ folder })
  const client = connectAs(again, 'operator')
  expect((await client.custody.handover({ handover: handover.id })).handover.receiver).toMatchObject({ name: '', idSeen: '' })
  expect((await client.certified.get({ id: first })).letter.addressee.name).toBe('')
  expect((await client.certified.get({ id: third })).letter.addressee.name).toBe('Otto Grindle')
  expect((await client.certified.bookPage({ book: id })).svg).not.toContain(WORD)
  expect(await reportOf(await connectAs(again, 'supervisor').office.verify({}))).toMatchObject(whole)
  await again.close()
  expect(holdsWord(folder)).toBe(false)
  expect(delphine).not.toBe('')
})
