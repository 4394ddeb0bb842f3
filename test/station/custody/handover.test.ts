import { describe, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { newId } from '../../../src/shared/ids.ts'
import { connectAs, openStation, PIN, reportOf, temporaryFolder } from '../helpers.ts'
import { CERTIFIED, handOver, office, png, refusedWith, signed, taken } from './office.ts'

describe('the counter', () => {
  test('shows what waits for a person and for those whose mail they may take today, each with its place', async () => {
    const { operator, supervisor, delphine, silas, rosalind } = await office()
    const own = await taken(operator, { person: silas, location: 'C-03' })
    const hers = await taken(operator, { person: delphine, location: 'B-11' })
    const alsoHers = await taken(operator, { person: delphine, location: 'B-11' })
    await taken(operator, { person: rosalind, location: 'B-01' })
    const found = await operator.custody.waitingFor({ pile: { person: silas } })
    expect(found.rows.map((row) => row.id)).toEqual([own, hers, alsoHers])
    expect(found).toMatchObject({ total: 3, next: null, piles: [
      { person: silas, name: 'Silas Fernsby', delegate: false, total: 1, locations: [{ location: 'C-03', pieces: 1 }] },
      { person: delphine, name: 'Delphine Okafor', delegate: true, until: null, total: 2, locations: [{ location: 'B-11', pieces: 2 }] },
    ] })
    const [first, second] = [await operator.custody.waitingFor({ pile: { person: silas }, limit: 2 }), await operator.custody.waitingFor({ pile: { person: silas }, limit: 2, cursor: '2' })]
    expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual([own, hers, alsoHers])
    expect([first.next, second.next]).toEqual(['2', null])
    // Only while it lasts.
    await supervisor.directory.setDelegate({ person: delphine, delegate: silas, until: '2020-01-01' })
    expect((await operator.custody.waitingFor({ pile: { person: silas } })).rows.map((row) => row.id)).toEqual([own])
    expect((await operator.custody.waitingFor({ pile: { person: delphine } })).rows.map((row) => row.id)).toEqual([hers, alsoHers])
  })

  test('one signature covers many pieces and stands in the line of each, with its strokes', async () => {
    const { station, operator, delphine } = await office()
    const pieces = [await taken(operator, { person: delphine, location: 'B-11' }), await taken(operator, { person: delphine }, CERTIFIED)]
    const { handover, rows } = await handOver(operator, delphine, pieces)
    const image = Buffer.from(await png(), 'base64')
    const file = createHash('sha256').update(image).digest('hex')
    expect(handover).toMatchObject({ receiver: { kind: 'recipient', person: delphine, name: 'Delphine Okafor', idSeen: '' }, pieces: 2, by: 'Test operator', note: '', run: null, corrected: false, signature: { file, bytes: image.length } })
    expect(rows.map((row) => [row.id, row.state, row.location, row.holder.kind, row.holder.name, row.holder.ref])).toEqual(pieces.map((id) => [id, 'handed-over', '', 'person', 'Delphine Okafor', delphine]))
    for (const id of pieces) {
      const { events, files } = await operator.pieces.get({ id })
      const line = events.find((event) => event.kind === 'piece.handed-over')
      expect(line?.payload).toMatchObject({ handover: handover.id, recipient: 'Delphine Okafor', signed: { signatureFile: file, strokesFile: handover.signature?.strokes }, allowedBy: null })
      expect(files.map((one) => [one.kind, one.file, one.note])).toEqual([['signature', file, 'Delphine Okafor'], ['signature-strokes', handover.signature?.strokes, 'Delphine Okafor']])
    }
    const strokes = await operator.pieces.file({ hash: handover.signature?.strokes ?? '' })
    expect(JSON.parse(Buffer.from(strokes.content, 'base64').toString())).toEqual({ format: 'pigeonhole-strokes-1', width: 60, height: 20, strokes: (await signed()).strokes })
    expect((await operator.custody.waitingFor({ pile: { person: delphine } })).total).toBe(0)
    expect((await operator.custody.handovers({ person: delphine })).map((row) => row.id)).toEqual([handover.id])
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [], files: 2 })
  })

  test('refuses the whole pile for one wrong piece, and says whose it is and where it belongs', async () => {
    const { station, operator, delphine, rosalind } = await office()
    const mine = await taken(operator, { person: delphine, location: 'B-11' })
    const wrong = await taken(operator, { person: rosalind, location: 'C-03' }, 'BOX WRONG')
    const events = station.services.store.head?.sequence
    expect(await refusedWith(handOver(operator, delphine, [mine, wrong]))).toEqual({ code: 'wrong-person', message: 'BOX WRONG is for Rosalind Vane, not for Delphine Okafor. Put it back in C-03.' })
    const nobody = await taken(operator, null, 'BOX NOBODY')
    expect(await refusedWith(handOver(operator, delphine, [nobody]))).toEqual({ code: 'no-recipient', message: 'Nobody is named on BOX NOBODY yet. Assign it first. Put it back where it was.' })
    expect(station.services.store.head?.sequence).toBe((events ?? 0) + 1)
    const unclear = await taken(operator, { name: 'D. Okafor-Nobody' }, 'BOX UNCLEAR')
    expect(await refusedWith(handOver(operator, delphine, [unclear]))).toEqual({ code: 'no-recipient', message: 'BOX UNCLEAR is for "D. Okafor-Nobody", and nobody here is known by that name. Assign it first. Put it back where it was.' })
    expect((await operator.pieces.get({ id: mine })).piece.state).toBe('stored')
    expect([...station.services.store.files.list()]).toEqual([])
    expect(await operator.custody.checkPiece({ pile: { person: delphine }, text: 'BOX WRONG' })).toMatchObject({ status: 'wrong', message: 'BOX WRONG is for Rosalind Vane, not for Delphine Okafor. Put it back in C-03.', piece: { id: wrong } })
    expect(await operator.custody.checkPiece({ pile: { person: delphine }, text: 'NEVER SEEN' })).toMatchObject({ status: 'unknown', piece: null })
    expect(await operator.custody.checkPiece({ pile: { person: delphine }, text: (await operator.pieces.get({ id: mine })).piece.number })).toMatchObject({ status: 'theirs', message: '' })
  })

  test('no piece is handed out twice, also not by two clients at once; the same call again is answered', async () => {
    const { station, operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine })
    const other = connectAs(station, 'operator', 'Ivo Stampwell')
    const id = newId(Date.now())
    const [first, second] = await Promise.allSettled([handOver(operator, delphine, [piece], { id }), handOver(other, delphine, [piece])])
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected'])
    const [winner, loser] = first.status === 'fulfilled' ? [first, second] : [second, first]
    expect(loser).toMatchObject({ reason: { data: { code: 'state' }, message: expect.stringMatching(/^This piece was handed over to Delphine Okafor on [A-Z][a-z]{2} \d+\. Record it as brought back first\.$/) } })
    expect((await operator.pieces.get({ id: piece })).events.filter((event) => event.kind === 'piece.handed-over')).toHaveLength(1)
    const done = winner.status === 'fulfilled' ? winner.value.handover : null
    expect(await handOver(operator, delphine, [piece], { id: done?.id ?? '' })).toMatchObject({ handover: { id: done?.id, pieces: 1 } })
    expect((await operator.pieces.get({ id: piece })).events.filter((event) => event.kind === 'piece.handed-over')).toHaveLength(1)
    expect(await refusedWith(handOver(operator, delphine, [await taken(operator, { person: delphine })], { id: done?.id ?? '' }))).toMatchObject({ code: 'id-used' })
  })

  test('who takes it: the recipient, a delegate of today, or another person with what was seen', async () => {
    const { operator, delphine, silas, rosalind } = await office()
    const pieces = [await taken(operator, { person: delphine }), await taken(operator, { person: silas })]
    const give = async (receiver: Parameters<typeof operator.custody.handOver>[0]['receiver'], more: { pile?: string; pieces?: string[] } = {}) =>
      operator.custody.handOver({ id: newId(Date.now()), pile: { person: more.pile ?? silas }, pieces: more.pieces ?? pieces, receiver, signature: null })
    expect(await refusedWith(give({ kind: 'delegate', person: rosalind }))).toMatchObject({ code: 'not-delegate', message: expect.stringContaining('Rosalind Vane may not take') })
    expect(await refusedWith(give({ kind: 'other', name: 'Pat' }))).toMatchObject({ code: 'id-seen' })
    expect(await refusedWith(give({ kind: 'other', idSeen: 'badge' }))).toMatchObject({ code: 'receiver' })
    expect(await refusedWith(give({ kind: 'recipient' }))).toMatchObject({ code: 'receiver' })
    const { handover } = await give({ kind: 'recipient', person: silas })
    expect(handover).toMatchObject({ receiver: { kind: 'recipient', name: 'Silas Fernsby' }, pieces: 2, signature: null })
    const lines = await Promise.all(pieces.map(async (id) => (await operator.pieces.get({ id })).events.at(-1)?.payload))
    expect(lines).toMatchObject([{ recipient: 'Delphine Okafor', receiver: { kind: 'delegate', name: 'Silas Fernsby' } }, { recipient: 'Silas Fernsby', receiver: { kind: 'recipient', name: 'Silas Fernsby' } }])
    const more = [await taken(operator, { person: delphine })]
    expect((await give({ kind: 'other', name: 'Pat Quill', idSeen: 'driving licence' }, { pile: delphine, pieces: more })).handover.receiver).toEqual({ kind: 'other', person: null, name: 'Pat Quill', idSeen: 'driving licence' })
  })

  test('accountable pieces are signed for, and a dot is no signature', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine }, CERTIFIED)
    expect(await refusedWith(handOver(operator, delphine, [piece], { sign: false }))).toEqual({ code: 'signature', message: 'This piece has to be signed for. Let the receiver sign.' })
    const dot = { ...(await signed()), strokes: [[[4, 4, 0], [5, 5, 10]]] as [[number, number, number], [number, number, number]][] }
    expect(await refusedWith(operator.custody.handOver({ id: newId(Date.now()), pile: { person: delphine }, pieces: [piece], receiver: { kind: 'recipient', person: delphine }, signature: dot }))).toMatchObject({ code: 'empty-signature' })
    expect(await refusedWith(operator.custody.handOver({ id: newId(Date.now()), pile: { person: delphine }, pieces: [piece], receiver: { kind: 'recipient', person: delphine }, signature: { ...(await signed()), image: Buffer.from('no picture').toString('base64') } }))).toMatchObject({ code: 'empty-signature' })
    await handOver(operator, delphine, [piece])
    expect((await operator.pieces.get({ id: piece })).piece.state).toBe('handed-over')
  })

  test('what was handed over comes back with a reason, and may go out again', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine, location: 'B-11' })
    await handOver(operator, delphine, [piece])
    const { rows } = await operator.custody.bringBack({ pieces: [piece], reason: 'opened the wrong one', location: 'b-11' })
    expect(rows[0]).toMatchObject({ state: 'stored', location: 'b-11', holder: { kind: 'mailroom', name: '', ref: null } })
    expect(await refusedWith(operator.custody.bringBack({ pieces: [piece], reason: 'again' }))).toEqual({ code: 'state', message: 'This piece lies in b-11. It is here already.' })
    await handOver(operator, delphine, [piece])
  })

  test('a wrong receiver is put right by a line that names the wrong one, with a supervisor', async () => {
    const { station, operator, administrator, delphine, silas } = await office()
    const piece = await taken(operator, { person: delphine })
    const { handover } = await handOver(operator, delphine, [piece])
    const right = { handover: handover.id, receiver: { kind: 'delegate' as const, person: silas }, reason: 'it was Silas who signed' }
    expect(await refusedWith(operator.custody.correctHandover(right))).toMatchObject({ code: 'needs-approval' })
    const [otis] = await administrator.access.people()
    const corrected = await operator.custody.correctHandover({ ...right, approval: { user: otis?.id ?? '', pin: PIN } })
    expect(corrected).toMatchObject({ handover: { receiver: { kind: 'delegate', person: silas, name: 'Silas Fernsby' }, corrected: true }, rows: [{ state: 'handed-over', corrected: true, holder: { name: 'Silas Fernsby', ref: silas } }] })
    const { events } = await operator.pieces.get({ id: piece })
    const wrong = events.find((event) => event.kind === 'piece.handed-over')
    const line = events.find((event) => event.kind === 'piece.handover-corrected')
    expect(line?.payload).toMatchObject({ corrects: { device: wrong?.device, sequence: wrong?.sequence }, before: { name: 'Delphine Okafor' }, after: { name: 'Silas Fernsby' }, reason: 'it was Silas who signed', allowedBy: { id: otis?.id, name: 'Otis Ledgerwood' } })
    expect(wrong?.correctedBy).toEqual({ device: line?.device, sequence: line?.sequence })
    expect(await refusedWith(operator.custody.correctHandover({ ...right, approval: { user: otis?.id ?? '', pin: PIN } }))).toMatchObject({ code: 'nothing-to-correct' })
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('signatures outlive verify, backup and restore, and a missing one is named', async () => {
    const root = temporaryFolder()
    const { station, operator, supervisor, administrator, delphine } = await office({ folder: join(root, 'store') })
    const piece = await taken(operator, { person: delphine })
    const { handover } = await handOver(operator, delphine, [piece])
    expect(await reportOf(await administrator.office.backup({ folder: join(root, 'backup') }))).toMatchObject({ files: 2 })
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, files: 2 })
    const { restore } = await import('../../../src/main/store/restore.ts')
    const { EVENT_KINDS } = await import('../../../src/main/areas.ts')
    await restore(join(root, 'backup'), join(root, 'restored'), { kinds: EVENT_KINDS, program: 'test' })
    const again = openStation({ folder: join(root, 'restored') })
    const reader = connectAs(again, 'operator')
    expect((await reader.pieces.file({ hash: handover.signature?.file ?? '' })).content).toBe(await png())
    expect((await reader.custody.handover({ handover: handover.id })).handover).toEqual(handover)
    expect(await reportOf(await connectAs(again, 'supervisor').office.verify({}))).toMatchObject({ ok: true, files: 2, problems: [] })
    const { rmSync } = await import('node:fs')
    rmSync(station.services.store.files.path(handover.signature?.strokes ?? ''))
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: false, problems: [{ part: 'file' }] })
  })
})

describe('receipts', () => {
  test('go to every recipient who has an address, when they are asked for, and once more later; or onto a PDF and paper', async () => {
    const { operator, supervisor, administrator, delphine, silas } = await office()
    await supervisor.directory.changePerson({ id: delphine, fields: { email: 'delphine@example.com' } })
    const pieces = [await taken(operator, { person: delphine }), await taken(operator, { person: silas })]
    const given = await operator.custody.handOver({ id: newId(Date.now()), pile: { person: silas }, pieces, receiver: { kind: 'recipient', person: silas }, signature: await signed(), receipt: true })
    expect(given.receipts).toBe(1)
    expect((await operator.notify.outbox()).rows).toMatchObject([{ kind: 'receipt', name: 'Delphine Okafor', address: 'delphine@example.com', pieces: [pieces[0]] }])
    expect(await operator.custody.emailReceipt({ handover: given.handover.id })).toEqual({ receipts: 1 })
    const quiet = await handOver(operator, silas, [await taken(operator, { person: silas })])
    expect(quiet.receipts).toBe(0)
    expect(await refusedWith(operator.custody.emailReceipt({ handover: quiet.handover.id }))).toMatchObject({ code: 'no-address' })
    expect((await operator.notify.outbox()).rows).toHaveLength(2)
    const { content } = await operator.custody.receiptPdf({ handover: given.handover.id })
    expect(Buffer.from(content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    expect(await refusedWith(operator.custody.printReceipt({ handover: given.handover.id }))).toMatchObject({ code: 'no-printer' })
    const { profile } = { profile: { language: 'escpos' as const, media: '80mm' as const, dpi: 203, copies: 1, offsetX: 0, offsetY: 0, codePage: 'PC858_EURO' as const, columns: 48, cut: true } }
    await administrator.printing.savePrinter({ name: 'Counter', target: `file:${join(temporaryFolder(), 'out.bin')}`, profile, purposes: ['receipt', 'shelf'] })
    expect(await operator.custody.printReceipt({ handover: given.handover.id })).toEqual({ jobs: 1, missing: null })
    expect((await operator.printing.jobs({})).map((job) => [job.purpose, job.title])).toEqual([['receipt', 'Receipt']])
  })
})
