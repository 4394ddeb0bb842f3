import { describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { containerNumber, locationBarcode, parseOwn } from '../../../src/shared/mail/own.ts'
import { connectAs, openStation, reportOf, temporaryFolder } from '../helpers.ts'
import { handOver, office, refusedWith, taken } from './office.ts'

const kinds = async (client: Awaited<ReturnType<typeof office>>['operator'], id: string) => (await client.pieces.get({ id })).events.map((event) => event.kind)

describe('locations', () => {
  test('have a code that a label can hold, told apart by it, and are not closed over pieces', async () => {
    const { operator, supervisor, delphine } = await office()
    expect(await refusedWith(operator.custody.saveLocation({ code: 'B-14' }))).toMatchObject({ code: 'none' })
    const shelf = await supervisor.custody.saveLocation({ code: 'b-14', name: 'Second shelf', kind: 'shelf', building: 'North', floor: '1' })
    expect(shelf).toEqual({ id: shelf.id, code: 'B-14', name: 'Second shelf', kind: 'shelf', building: 'North', floor: '1', active: true, barcode: locationBarcode('B-14'), pieces: 0 })
    expect(parseOwn(shelf.barcode)).toMatchObject({ kind: 'location', code: 'B-14' })
    expect(await refusedWith(supervisor.custody.saveLocation({ code: 'B-14 ' }))).toMatchObject({ code: 'location-taken' })
    expect(await refusedWith(supervisor.custody.saveLocation({ code: '***' }))).toMatchObject({ code: 'location-code' })
    await taken(operator, { person: delphine, location: 'B-14' })
    expect(await operator.custody.locations()).toMatchObject([{ code: 'B-14', pieces: 1 }])
    expect(await refusedWith(supervisor.custody.saveLocation({ ...shelf, active: false }))).toMatchObject({ code: 'pieces-there', message: '1 pieces lie in B-14. Move them first.' })
    expect(await refusedWith(supervisor.custody.saveLocation({ ...shelf, code: 'B-15' }))).toMatchObject({ code: 'code-printed' })
    expect(await supervisor.custody.saveLocation({ ...shelf, name: 'Third shelf' })).toMatchObject({ name: 'Third shelf', code: 'B-14' })
  })

  test('scan the location, then the pieces: all of them move or none, each with a line of its own', async () => {
    const { operator, supervisor, delphine } = await office()
    await supervisor.custody.saveLocation({ code: 'C-02' })
    const closed = await supervisor.custody.saveLocation({ code: 'OLD' })
    await supervisor.custody.saveLocation({ ...closed, active: false })
    const [one, two, gone] = [await taken(operator, { person: delphine, location: 'B-14' }), await taken(operator, { person: delphine }), await taken(operator, { person: delphine }, 'BOX GONE')]
    expect((await operator.custody.resolve({ text: locationBarcode('C-02') }))).toMatchObject({ kind: 'location', location: 'C-02' })
    const { rows, already } = await operator.custody.move({ pieces: [one, two, one], location: locationBarcode('C-02') })
    expect([rows.map((row) => [row.id, row.state, row.location]), already]).toEqual([[[one, 'stored', 'C-02'], [two, 'stored', 'C-02']], 0])
    expect((await operator.pieces.get({ id: one })).events.at(-1)).toMatchObject({ kind: 'piece.moved', payload: { from: 'B-14', location: 'C-02', by: 'scan' } })
    expect((await operator.custody.move({ pieces: [one, two], location: 'c-02' })).already).toBe(2)
    expect((await kinds(operator, one)).filter((kind) => kind === 'piece.moved')).toHaveLength(1)
    await handOver(operator, delphine, [gone])
    expect(await refusedWith(operator.custody.move({ pieces: [one, gone], location: 'D-01' }))).toMatchObject({ code: 'state', message: expect.stringMatching(/^BOX GONE was handed over to Delphine Okafor on .+ Record it as brought back first\.$/) })
    expect((await operator.pieces.get({ id: one })).piece.location).toBe('C-02')
    expect(await refusedWith(operator.custody.move({ pieces: [one], location: 'old' }))).toMatchObject({ code: 'location-closed' })
    // A location that stands in no table is a location as it is written.
    expect((await operator.custody.move({ pieces: [one], location: 'under the desk' })).rows[0]).toMatchObject({ location: 'under the desk' })
  })

  test('what has left us has no location that anybody could set', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine, location: 'B-14' })
    await handOver(operator, delphine, [piece])
    expect(await refusedWith(operator.intake.detail({ piece, fields: { location: 'B-14' } }))).toMatchObject({ code: 'state', message: expect.stringContaining('brought back first') })
    expect((await operator.intake.detail({ piece, fields: { note: 'box was open' } })).note).toBe('box was open')
  })
})

describe('containers', () => {
  test('have a number of ours; pieces in them follow, each with a line of its own', async () => {
    const { station, operator, delphine, rosalind } = await office()
    const tote = await operator.custody.saveContainer({ name: 'Blue tote', kind: 'tote' })
    expect(parseOwn(tote.number)).toMatchObject({ kind: 'container', serial: 1 })
    expect((await operator.custody.saveContainer({ kind: 'pouch' })).number).toBe(containerNumber(tote.number.slice(2, 4), 2))
    const pieces = [await taken(operator, { person: delphine, location: 'B-14' }), await taken(operator, { person: rosalind })]
    expect((await operator.custody.pack({ container: tote.id, pieces })).rows.map((row) => [row.container, row.location])).toEqual([[{ id: tote.id, number: tote.number }, 'B-14'], [{ id: tote.id, number: tote.number }, '']])
    expect((await operator.custody.pack({ container: tote.id, pieces })).already).toBe(2)
    const moved = await operator.custody.moveContainer({ container: tote.id, location: 'DOCK' })
    expect(moved.rows.map((row) => [row.state, row.location])).toEqual([['stored', 'DOCK'], ['stored', 'DOCK']])
    for (const id of pieces) expect((await operator.pieces.get({ id })).events.at(-1)).toMatchObject({ kind: 'piece.moved', payload: { location: 'DOCK', by: 'container' } })
    expect(await operator.custody.resolve({ text: tote.number })).toMatchObject({ kind: 'container', container: { id: tote.id, location: 'DOCK', pieces: 2 } })
    const third = await taken(operator, { person: delphine })
    expect((await operator.custody.pack({ container: tote.id, pieces: [third] })).rows[0]).toMatchObject({ location: 'DOCK', state: 'stored' })
    // By itself onto a shelf: out of the tote.
    expect((await operator.custody.move({ pieces: [third], location: 'B-14' })).rows[0]).toMatchObject({ container: null, location: 'B-14' })
    expect((await operator.custody.unpack({ pieces: [pieces[1] ?? ''] })).rows[0]).toMatchObject({ container: null, location: 'DOCK' })
    expect((await operator.custody.contents({ container: tote.id })).rows.map((row) => row.id)).toEqual([pieces[0]])
    expect(await refusedWith(operator.custody.saveContainer({ id: tote.id, kind: 'tote', active: false }))).toMatchObject({ code: 'pieces-there' })
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('a pouch is handed over with everything in it, unless something in it is somebody else\'s', async () => {
    const { operator, delphine, rosalind } = await office()
    const pouch = await operator.custody.saveContainer({ kind: 'pouch' })
    const pieces = [await taken(operator, { person: delphine }), await taken(operator, { person: delphine })]
    const stranger = await taken(operator, { person: rosalind })
    await operator.custody.pack({ container: pouch.id, pieces: [...pieces, stranger] })
    const give = () => operator.custody.handOver({ id: '01hzy3v7q0m4k8x2n6', pile: { person: delphine }, containers: [pouch.id], receiver: { kind: 'recipient', person: delphine }, signature: null })
    expect(await refusedWith(give())).toMatchObject({ code: 'wrong-person' })
    await operator.custody.unpack({ pieces: [stranger] })
    const { rows } = await give()
    expect(rows.map((row) => [row.id, row.state, row.container])).toEqual(pieces.map((id) => [id, 'handed-over', null]))
    expect((await give()).rows).toHaveLength(2)
    expect((await operator.custody.contents({ container: pouch.id })).rows).toEqual([])
  })
})

describe('a stock-take', () => {
  test('says what is right, missing and strange, and puts each right with a line of its own; it goes on after a restart', async () => {
    const folder = join(temporaryFolder(), 'store')
    const { station, operator, delphine } = await office({ folder })
    const at = async (location: string, text: string) => taken(operator, { person: delphine, location }, text)
    const [right, missing, lost, elsewhere, out] = [await at('B-14', 'BOX RIGHT'), await at('B-14', 'BOX MISSING'), await at('B-14', 'BOX LOST'), await at('C-01', 'BOX ELSEWHERE'), await at('B-14', 'BOX OUT')]
    await handOver(operator, delphine, [out])
    const take = await operator.custody.startStockTake({ location: 'B-14' })
    expect(await operator.custody.startStockTake({ location: 'B-14' })).toMatchObject({ id: take.id })
    expect(take.counts).toEqual({ right: 0, missing: 3, strange: 0, unknown: 0, open: 3 })
    const count = (text: string) => operator.custody.countPiece({ stockTake: take.id, text })
    expect(await count('BOX RIGHT')).toMatchObject({ status: 'right', where: 'This piece lies in B-14.' })
    expect(await count('BOX RIGHT')).toMatchObject({ status: 'twice' })
    expect(await count('BOX ELSEWHERE')).toMatchObject({ status: 'strange', where: 'This piece lies in C-01.' })
    expect(await count('BOX OUT')).toMatchObject({ status: 'strange', where: expect.stringContaining('handed over to Delphine Okafor') })
    expect(await count('NEVER SEEN')).toMatchObject({ status: 'unknown', piece: null, counts: { right: 1, missing: 2, strange: 2, unknown: 1, open: 4 } })
    expect(await refusedWith(count(locationBarcode('B-14')))).toMatchObject({ code: 'not-a-piece' })
    await station.close()

    const again = connectAs(openStation({ folder }), 'operator')
    expect((await again.custody.stockTakes({ open: true })).map((one) => [one.id, one.counts.open])).toEqual([[take.id, 4]])
    const shown = await again.custody.stockTake({ stockTake: take.id })
    expect(new Map(shown.pieces.map((one) => [one.piece.id, [one.status, one.settled]]))).toEqual(new Map([[missing, ['missing', false]], [lost, ['missing', false]], [right, ['right', true]], [elsewhere, ['strange', false]], [out, ['strange', false]]]))
    const settle = (piece: string, as: 'here' | 'elsewhere' | 'lost', location = '') => again.custody.settleStock({ stockTake: take.id, piece, as, location })
    expect(await refusedWith(settle(right, 'lost'))).toMatchObject({ code: 'not-found-there' })
    expect(await refusedWith(settle(missing, 'elsewhere'))).toMatchObject({ code: 'location' })
    await settle(elsewhere, 'here')
    await settle(out, 'here')
    await settle(missing, 'elsewhere', 'D-01')
    expect((await settle(lost, 'lost')).counts).toEqual({ right: 1, missing: 2, strange: 2, unknown: 1, open: 0 })
    const states = await Promise.all([elsewhere, out, missing, lost].map(async (id) => { const { piece } = await again.pieces.get({ id }); return [piece.state, piece.location, piece.exceptions] }))
    expect(states).toEqual([['stored', 'B-14', []], ['stored', 'B-14', []], ['stored', 'D-01', []], ['lost', '', ['lost']]])
    expect(await kinds(again, out)).toEqual(expect.arrayContaining(['piece.counted', 'piece.brought-back', 'piece.stock-settled']))
    const closed = await again.custody.closeStockTake({ stockTake: take.id })
    expect(closed).toMatchObject({ closedBy: 'Test operator', counts: { right: 1, missing: 2, strange: 2, unknown: 1, open: 0 } })
    expect(await refusedWith(again.custody.countPiece({ stockTake: take.id, text: 'BOX RIGHT' }))).toMatchObject({ code: 'stock-closed' })
    expect(await again.custody.startStockTake({ location: 'B-14' })).not.toMatchObject({ id: take.id })
  })

  test('keeps what was missing when it was closed, and a found piece is no longer lost', async () => {
    const { station, operator, delphine } = await office()
    const [missing, stays] = [await taken(operator, { person: delphine, location: 'B-14' }, 'BOX MISSING'), await taken(operator, { person: delphine, location: 'B-14' }, 'BOX STAYS')]
    const first = await operator.custody.startStockTake({ location: 'B-14' })
    await operator.custody.settleStock({ stockTake: first.id, piece: missing, as: 'lost' })
    await operator.custody.closeStockTake({ stockTake: first.id })
    expect((await operator.custody.stockTake({ stockTake: first.id })).pieces.map((one) => [one.piece.id, one.status, one.settled])).toEqual([[missing, 'missing', true], [stays, 'missing', false]])
    const second = await operator.custody.startStockTake({ location: 'B-14' })
    expect(await operator.custody.countPiece({ stockTake: second.id, text: 'BOX MISSING' })).toMatchObject({ status: 'strange', where: expect.stringMatching(/^This piece has been lost since .+: stock-take of B-14\.$/) })
    await operator.custody.settleStock({ stockTake: second.id, piece: missing, as: 'here' })
    expect((await operator.pieces.get({ id: missing })).piece).toMatchObject({ state: 'stored', location: 'B-14', exceptions: [] })
    expect((await operator.custody.exceptions({})).rows).toEqual([])
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })
})

describe('badges', () => {
  test('a person gets a number of ours or keeps the card they have; a scan of it names them', async () => {
    const { operator, delphine, silas } = await office()
    expect(await operator.custody.resolve({ text: '30418' })).toMatchObject({ kind: 'person', person: { person: delphine, name: 'Delphine Okafor', mailStop: '4-127' } })
    const { number } = await operator.custody.assignBadge({ person: silas })
    expect(parseOwn(number)).toMatchObject({ kind: 'badge', serial: 1 })
    expect(await operator.custody.resolve({ text: number })).toMatchObject({ kind: 'person', person: { person: silas } })
    expect(await refusedWith(operator.custody.assignBadge({ person: silas, number: '30418' }))).toMatchObject({ code: 'badge-taken', message: 'Delphine Okafor has this badge already.' })
    expect(await refusedWith(operator.custody.assignBadge({ person: silas, number: locationBarcode('B-14') }))).toMatchObject({ code: 'not-a-badge' })
    const second = await operator.custody.assignBadge({ person: silas })
    expect(parseOwn(second.number)).toMatchObject({ serial: 2 })
    expect(await operator.custody.resolve({ text: number })).toMatchObject({ kind: 'unknown', message: expect.stringContaining('Nobody in the directory has this badge') })
  })
})
