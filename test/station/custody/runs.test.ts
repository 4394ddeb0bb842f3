import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { connectAs, PIN, reportOf } from '../helpers.ts'
import { CERTIFIED, handOver, office, refusedWith, signed, taken } from './office.ts'

describe('a run', () => {
  test('is made from what waits, goes by building, floor and stop, and closes when every piece is accounted for', async () => {
    const { station, operator, delphine, silas, rosalind, legal, sales } = await office()
    const [a, b, c, d, e] = [await taken(operator, { person: delphine, location: 'B-14' }, 'BOX A'), await taken(operator, { person: silas }, 'BOX B'), await taken(operator, { person: rosalind }, 'BOX C'), await taken(operator, { person: rosalind }, 'BOX D'), await taken(operator, { person: rosalind }, 'BOX E')]
    expect((await operator.custody.runCandidates()).map((row) => [row.mailStop, row.code, row.floor, row.pieces])).toEqual([[sales.id, '2-11', '2', 4], [legal.id, '4-127', '4', 1]])
    const made = await operator.custody.makeRun({ mailStops: [legal.id, sales.id], carrier: 'Ivo Stampwell' })
    expect(made).toMatchObject({ name: expect.stringMatching(/^Run 1 of [A-Z][a-z]{2} \d+$/), state: 'planned', carrier: 'Ivo Stampwell', stops: 2, counts: { all: 5, planned: 5, remaining: 0, delivered: 0, back: 0 }, next: null })
    expect(made.stopList.map((stop) => [stop.code, stop.lines.map((line) => line.piece.id)])).toEqual([['2-11', [b, c, d, e]], ['4-127', [a]]])
    // Planned pieces are still here, and no second run plans them.
    expect((await operator.pieces.get({ id: a })).piece).toMatchObject({ state: 'stored', location: 'B-14' })
    expect(await operator.custody.runCandidates()).toEqual([])
    expect(await refusedWith(operator.custody.makeRun({ mailStops: [legal.id, sales.id] }))).toMatchObject({ code: 'nothing-waits' })
    expect(await refusedWith(operator.custody.makeRun({ pieces: [a] }))).toMatchObject({ code: 'planned-already' })

    await operator.custody.scanOut({ run: made.id, text: 'BOX A' })
    await operator.custody.scanOut({ run: made.id, text: 'BOX A' })
    const out = await operator.custody.scanOut({ run: made.id, pieces: [b, c, d] })
    expect(out).toMatchObject({ state: 'out', counts: { all: 5, planned: 1, remaining: 4 }, next: '2-11' })
    expect((await operator.pieces.get({ id: a })).piece).toMatchObject({ state: 'on-run', location: '', holder: { kind: 'run', name: `${made.name} with Ivo Stampwell`, ref: made.id } })
    expect((await operator.pieces.get({ id: a })).events.filter((event) => event.kind === 'piece.scanned-out')).toHaveLength(1)
    expect(await refusedWith(handOver(operator, delphine, [a]))).toMatchObject({ code: 'state', message: expect.stringContaining('Deliver it with its run, or bring it back first.') })

    const delivered = await operator.custody.deliver({ id: newId(Date.now()), run: made.id, pieces: [b], receiver: { kind: 'recipient', person: silas }, signature: await signed() })
    expect(delivered).toMatchObject({ handover: { run: made.id, receiver: { name: 'Silas Fernsby' }, pieces: 1 }, run: { counts: { delivered: 1, remaining: 3 } } })
    expect(await refusedWith(operator.custody.deliver({ id: newId(Date.now()), run: made.id, pieces: [c], receiver: { kind: 'recipient', person: silas }, signature: null }))).toMatchObject({ code: 'not-delegate' })
    expect(await operator.custody.leave({ id: newId(Date.now()), run: made.id, pieces: [c] })).toMatchObject({ counts: { delivered: 2, remaining: 2 } })
    expect((await operator.pieces.get({ id: c })).piece).toMatchObject({ state: 'at-mail-stop', holder: { kind: 'mail-stop', name: '2-11', ref: sales.id } })
    expect(await refusedWith(operator.custody.closeRun({ run: made.id }))).toMatchObject({ code: 'run-open', message: 'BOX D for Rosalind Vane at 2-11 is still out. 1 more is out. Deliver it, leave it at its stop or bring it back first.' })
    await operator.custody.runBack({ run: made.id, pieces: [d], reason: 'did not order it', refused: true })
    expect(await refusedWith(operator.custody.closeRun({ run: made.id }))).toMatchObject({ message: expect.stringMatching(/^BOX A for Delphine Okafor at 4-127 is still out\. Deliver it/) })
    await operator.custody.runBack({ run: made.id, pieces: [a], reason: 'nobody there', location: 'B-14' })
    const closed = await operator.custody.closeRun({ run: made.id })
    expect(closed).toMatchObject({ state: 'closed', counts: { all: 4, planned: 0, remaining: 0, delivered: 2, back: 2 } })
    expect(closed.stopList.flatMap((stop) => stop.lines.map((line) => [line.piece.id, line.state]))).toEqual([[b, 'handed-over'], [c, 'left'], [d, 'refused'], [a, 'back']])
    expect(await refusedWith(operator.custody.scanOut({ run: made.id, pieces: [e] }))).toMatchObject({ code: 'run-closed' })
    expect((await operator.pieces.get({ id: a })).piece).toMatchObject({ state: 'stored', location: 'B-14' })
    expect((await operator.pieces.get({ id: d })).piece).toMatchObject({ state: 'refused', holder: { kind: 'mailroom', why: 'did not order it' } })
    // What was refused on the way is on the worklist, with its next step.
    expect((await operator.custody.exceptions({ piece: d })).rows).toMatchObject([{ kind: 'refused', note: 'did not order it', next: 'return' }])
    // What was never scanned out stayed here, and may go with the next one.
    expect((await operator.custody.makeRun({ pieces: [e] })).name).toMatch(/^Run 2 of /)
    expect((await operator.custody.runs({ which: 'all' })).map((row) => row.state)).toEqual(['planned', 'closed'])
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('takes a whole container by its number, and a piece that nobody planned', async () => {
    const { station, operator, delphine, rosalind, sales } = await office()
    const [a, b, c] = [await taken(operator, { person: rosalind }), await taken(operator, { person: rosalind }), await taken(operator, { person: delphine }, 'BOX LATE')]
    const run = await operator.custody.makeRun({ mailStops: [sales.id] })
    const tote = await operator.custody.saveContainer({ kind: 'tote' })
    await operator.custody.pack({ container: tote.id, pieces: [a, b] })
    const gone = await operator.custody.scanOut({ run: run.id, text: tote.number })
    expect(gone.counts).toMatchObject({ all: 2, remaining: 2 })
    // The tote goes with what is in it.
    expect(gone.stopList.flatMap((stop) => stop.lines.map((line) => line.piece.container?.number))).toEqual([tote.number, tote.number])
    expect(await operator.custody.resolve({ text: tote.number })).toMatchObject({ container: { pieces: 2, out: `${run.name} with Test operator` } })
    expect(await refusedWith(operator.custody.moveContainer({ container: tote.id, location: 'B-14' }))).toMatchObject({ code: 'container-out' })
    const joined = await operator.custody.scanOut({ run: run.id, text: 'BOX LATE' })
    expect(joined.stopList.map((stop) => [stop.code, stop.lines.map((line) => line.piece.id)])).toEqual([['2-11', [a, b]], ['4-127', [c]]])
    expect((await operator.custody.scanOut({ run: run.id, text: tote.number })).counts).toMatchObject({ all: 3 })
    expect(await refusedWith(operator.custody.pack({ container: tote.id, pieces: [await taken(operator, { person: delphine })] }))).toMatchObject({ code: 'container-out' })
    expect(await refusedWith(operator.custody.scanOut({ run: run.id, text: 'NEVER SEEN' }))).toMatchObject({ code: 'unknown' })
    const nobody = await taken(operator, null)
    expect(await refusedWith(operator.custody.scanOut({ run: run.id, pieces: [nobody] }))).toMatchObject({ code: 'no-recipient' })
    // Delivered or brought back, each has left the tote by a line of its own; then it is here and empty.
    await operator.custody.deliver({ id: newId(Date.now()), run: run.id, pieces: [a], receiver: { kind: 'recipient', person: rosalind }, signature: await signed() })
    const { stopList } = await operator.custody.runBack({ run: run.id, pieces: [b], reason: 'nobody there' })
    expect(stopList[0]?.lines.map((line) => [line.state, line.piece.container])).toEqual([['handed-over', null], ['back', null]])
    expect(await operator.custody.resolve({ text: tote.number })).toMatchObject({ container: { pieces: 0, out: '' } })
    // What goes without the rest of its tote goes by itself.
    const d = await taken(operator, { person: rosalind })
    await operator.custody.pack({ container: tote.id, pieces: [b, d] })
    const alone = await operator.custody.scanOut({ run: run.id, pieces: [d] })
    expect(alone.stopList[0]?.lines.find((line) => line.piece.id === d)?.piece.container).toBeNull()
    expect((await operator.custody.contents({ container: tote.id })).rows.map((row) => row.id)).toEqual([b])
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('is not kept open by what left another way: voided, lost, or handed over before it went out', async () => {
    const { operator, supervisor, rosalind, sales } = await office()
    const [a, b, c] = [await taken(operator, { person: rosalind }), await taken(operator, { person: rosalind }), await taken(operator, { person: rosalind })]
    const run = await operator.custody.makeRun({ mailStops: [sales.id] })
    await handOver(operator, rosalind, [a])
    await operator.custody.scanOut({ run: run.id, pieces: [b, c] })
    await supervisor.pieces.void({ id: b, reason: 'scanned twice' })
    await operator.custody.openException({ pieces: [c], kind: 'lost', note: 'fell off the cart' })
    expect(await operator.custody.closeRun({ run: run.id })).toMatchObject({ state: 'closed', counts: { all: 1, back: 1 } })
  })

  test('accountable pieces are left at a stop with a signature, or when a supervisor allows it, whose name stands in the log', async () => {
    const { operator, administrator, rosalind, sales } = await office()
    const piece = await taken(operator, { person: rosalind }, CERTIFIED)
    const run = await operator.custody.makeRun({ mailStops: [sales.id] })
    await operator.custody.scanOut({ run: run.id, all: true })
    const leave = { id: newId(Date.now()), run: run.id, pieces: [piece] }
    expect(await refusedWith(operator.custody.leave(leave))).toEqual({ code: 'needs-approval', message: 'Leaving a piece that has to be signed for without a signature needs a supervisor. Ask one to allow it here with a PIN.' })
    expect(await refusedWith(operator.custody.leave({ ...leave, signature: await signed() }))).toMatchObject({ code: 'receiver' })
    const [otis] = await administrator.access.people()
    await operator.custody.leave({ ...leave, approval: { user: otis?.id ?? '', pin: PIN } })
    expect((await operator.pieces.get({ id: piece })).events.at(-1)).toMatchObject({ kind: 'piece.left-at-stop', payload: { code: '2-11', signed: null, allowedBy: { id: otis?.id, name: 'Otis Ledgerwood' } } })
    // The same call again, after a lost connection, is answered.
    expect(await operator.custody.leave(leave)).toMatchObject({ counts: { delivered: 1 } })
    await operator.custody.bringBack({ pieces: [piece], reason: 'still there in the evening' })
    expect(await operator.custody.leaveAtStop({ id: newId(Date.now()), pieces: [piece], mailStop: sales.id, signature: await signed(), signedBy: 'Pat Quill' })).toMatchObject({ rows: [{ state: 'at-mail-stop' }] })
    expect((await operator.pieces.get({ id: piece })).files.map((file) => [file.kind, file.note])).toEqual([['signature', 'Pat Quill'], ['signature-strokes', 'Pat Quill']])
  })

  test('its sheet is a PDF with every stop and piece in the order of the way', async () => {
    const { operator, rosalind, delphine, sales, legal } = await office()
    for (let i = 0; i < 40; i++) await taken(operator, { person: i % 2 ? rosalind : delphine })
    const run = await operator.custody.makeRun({ mailStops: [sales.id, legal.id] })
    const { title, content } = await operator.custody.runSheet({ run: run.id })
    expect(title).toBe(run.name)
    const bytes = Buffer.from(content, 'base64')
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2)
    expect(await refusedWith(operator.custody.printRunSheet({ run: run.id }))).toMatchObject({ code: 'no-printer' })
  })
})
