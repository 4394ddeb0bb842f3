import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import { connectAs, PIN, reportOf } from '../helpers.ts'
import { handOver, office, refusedWith, signed, taken } from './office.ts'

describe('exceptions', () => {
  test('each opens with what follows for the piece, and the worklist names the next step', async () => {
    const { operator, delphine } = await office()
    const open = async (kind: 'not-ours' | 'has-left' | 'refused' | 'damaged' | 'partly-delivered' | 'lost' | 'other', note = '') => {
      const piece = await taken(operator, { person: delphine, location: 'B-14' })
      return (await operator.custody.openException({ pieces: [piece], kind, note })).rows[0]
    }
    const rows = [await open('not-ours'), await open('has-left'), await open('refused', 'did not order it'), await open('damaged'), await open('partly-delivered'), await open('lost'), await open('other', 'ticking')]
    expect(rows.map((row) => [row?.kind, row?.piece.state, row?.piece.location, row?.piece.holder.why, row?.piece.exceptions, row?.next])).toEqual([
      ['not-ours', 'held', 'B-14', 'not our recipient', ['not-ours'], 'return'], ['has-left', 'held', 'B-14', 'the recipient has left', ['has-left'], 'forward'], ['refused', 'refused', 'B-14', 'did not order it', ['refused'], 'return'],
      ['damaged', 'stored', 'B-14', '', ['damaged'], 'keep'], ['partly-delivered', 'stored', 'B-14', '', ['partly-delivered'], 'keep'], ['lost', 'lost', '', 'lost', ['lost'], 'found'], ['other', 'held', 'B-14', 'ticking', ['other'], 'keep'],
    ])
    expect(rows[0]?.steps).toEqual(['return', 'forward', 'keep', 'dispose', 'lost'])
    const list = await operator.custody.exceptions({})
    expect(list.rows.map((row) => row.id)).toEqual(rows.map((row) => row?.id))
    expect(list.counts).toEqual({ 'not-ours': 1, 'has-left': 1, refused: 1, damaged: 1, 'partly-delivered': 1, lost: 1, other: 1 })
    expect((await operator.custody.exceptions({ kind: 'lost' })).rows.map((row) => row.kind)).toEqual(['lost'])
    const first = await operator.custody.exceptions({ limit: 3 })
    expect([first.rows.length, (await operator.custody.exceptions({ limit: 10, cursor: first.next ?? '' })).rows.map((row) => row.id)]).toEqual([3, rows.slice(3).map((row) => row?.id)])
  })

  test('forwarding keeps the address, and offers the one the directory has for somebody who left', async () => {
    const { operator, supervisor, delphine } = await office()
    await supervisor.directory.changePerson({ id: delphine, fields: { forwarding: '77 Example Lane, Anytown VT 05099' } })
    await supervisor.directory.deactivate({ id: delphine })
    const piece = await taken(operator, { person: delphine, location: 'B-14' })
    const [row] = (await operator.custody.openException({ pieces: [piece], kind: 'has-left' })).rows
    expect(row).toMatchObject({ next: 'forward', forwarding: '77 Example Lane, Anytown VT 05099' })
    const solve = (more: object) => operator.custody.solveException({ exception: row?.id ?? '', solution: 'forward', ...more })
    expect(await refusedWith(solve({}))).toMatchObject({ code: 'address' })
    const solved = await solve({ address: row?.forwarding, note: 'stamped' })
    expect(solved).toMatchObject({ next: null, steps: [], solved: { by: 'Test operator', solution: 'forward', note: 'stamped' }, piece: { state: 'forwarded', location: '', exceptions: [], holder: { kind: 'sent', name: '77 Example Lane, Anytown VT 05099' } } })
    expect((await operator.pieces.get({ id: piece })).events.slice(-2).map((event) => [event.kind, event.payload])).toEqual([
      ['piece.exception-solved', { exception: row?.id, solution: 'forward', note: 'stamped' }], ['piece.forwarded', { address: '77 Example Lane, Anytown VT 05099', note: 'stamped', from: 'B-14' }],
    ])
    expect(await refusedWith(solve({ address: 'x' }))).toMatchObject({ code: 'solved-already' })
    expect((await operator.custody.exceptions({})).rows).toEqual([])
    expect((await operator.custody.exceptions({ solved: true })).rows.map((one) => one.id)).toEqual([row?.id])
  })

  test('return needs a reason; keep lets it go its way again; what is gone is not held', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine, location: 'B-14' }, 'BOX X')
    const [row] = (await operator.custody.openException({ pieces: [piece], kind: 'not-ours' })).rows
    expect(await refusedWith(operator.custody.openException({ pieces: [piece], kind: 'not-ours' }))).toMatchObject({ code: 'open-already' })
    expect(await refusedWith(handOver(operator, delphine, [piece]))).toEqual({ code: 'state', message: 'This piece is held: not our recipient. Release it first.' })
    expect(await refusedWith(operator.custody.solveException({ exception: row?.id ?? '', solution: 'return' }))).toMatchObject({ code: 'reason' })
    expect(await operator.custody.solveException({ exception: row?.id ?? '', solution: 'keep', note: 'she is new here' })).toMatchObject({ piece: { state: 'stored', location: 'B-14', exceptions: [] } })
    await handOver(operator, delphine, [piece])
    expect(await refusedWith(operator.custody.openException({ pieces: [piece], kind: 'damaged' }))).toMatchObject({ code: 'state', message: expect.stringContaining('Record it as brought back first.') })
    await operator.custody.bringBack({ pieces: [piece], reason: 'not his after all' })
    const [again] = (await operator.custody.openException({ pieces: [piece], kind: 'not-ours' })).rows
    expect(await operator.custody.solveException({ exception: again?.id ?? '', solution: 'return', note: 'not at this address' })).toMatchObject({ piece: { state: 'returned-to-sender', holder: { kind: 'sent', why: 'not at this address' } } })
    // The carrier did not take it.
    expect((await operator.custody.bringBack({ pieces: [piece], reason: 'carrier did not come' })).rows[0]).toMatchObject({ state: 'received', holder: { kind: 'mailroom' } })
  })

  test('two reasons to hold a piece: it goes its way when both are solved', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine })
    const [one] = (await operator.custody.openException({ pieces: [piece], kind: 'other', note: 'leaks' })).rows
    const [two] = (await operator.custody.openException({ pieces: [piece], kind: 'damaged' })).rows
    expect(await operator.custody.solveException({ exception: one?.id ?? '', solution: 'keep' })).toMatchObject({ piece: { state: 'held', exceptions: ['damaged'] } })
    expect(await operator.custody.solveException({ exception: two?.id ?? '', solution: 'keep' })).toMatchObject({ piece: { state: 'received', exceptions: [] } })
  })

  test('handing over a damaged piece solves what was open; disposing takes a supervisor; a lost piece stays on the list until it is found', async () => {
    const { station, operator, administrator, delphine } = await office()
    const damaged = await taken(operator, { person: delphine })
    await operator.custody.openException({ pieces: [damaged], kind: 'damaged' })
    await operator.custody.handOver({ id: newId(Date.now()), pile: { person: delphine }, pieces: [damaged], receiver: { kind: 'recipient', person: delphine }, signature: await signed() })
    expect((await operator.custody.exceptions({ piece: damaged, solved: true })).rows).toMatchObject([{ kind: 'damaged', solved: { solution: 'handed-over' } }])

    const spoiled = await taken(operator, { person: delphine })
    const [row] = (await operator.custody.openException({ pieces: [spoiled], kind: 'damaged' })).rows
    const dispose = { exception: row?.id ?? '', solution: 'dispose' as const, note: 'spoiled food' }
    expect(await refusedWith(operator.custody.solveException(dispose))).toMatchObject({ code: 'needs-approval', message: expect.stringContaining('Disposing of a piece needs a supervisor') })
    const [otis] = await administrator.access.people()
    expect(await operator.custody.solveException({ ...dispose, approval: { user: otis?.id ?? '', pin: PIN } })).toMatchObject({ piece: { state: 'disposed', holder: { kind: 'nobody', why: 'spoiled food' } } })
    expect((await operator.pieces.get({ id: spoiled })).events.at(-1)?.payload).toMatchObject({ allowedBy: { name: 'Otis Ledgerwood' } })

    const gone = await taken(operator, { person: delphine })
    const [partly] = (await operator.custody.openException({ pieces: [gone], kind: 'partly-delivered', note: 'one of two' })).rows
    await operator.custody.solveException({ exception: partly?.id ?? '', solution: 'lost', note: 'nowhere to be found' })
    const [lost] = (await operator.custody.exceptions({})).rows
    expect(lost).toMatchObject({ kind: 'lost', piece: { id: gone, state: 'lost', exceptions: ['lost'] }, steps: ['found'] })
    expect(await operator.custody.solveException({ exception: lost?.id ?? '', solution: 'found', location: 'B-14' })).toMatchObject({ piece: { state: 'stored', location: 'B-14', exceptions: [] } })
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('held pieces wait until they are released', async () => {
    const { operator, delphine } = await office()
    const piece = await taken(operator, { person: delphine, location: 'B-14' })
    expect((await operator.custody.hold({ pieces: [piece], reason: 'comes back at noon' })).rows[0]).toMatchObject({ state: 'held', location: 'B-14', holder: { kind: 'mailroom', why: 'comes back at noon' } })
    expect((await operator.custody.waitingFor({ pile: { person: delphine } })).rows.map((row) => row.state)).toEqual(['held'])
    expect((await operator.custody.release({ pieces: [piece] })).rows[0]).toMatchObject({ state: 'stored', location: 'B-14', holder: { why: '' } })
  })
})

test('whose it is and where it lay is not rewritten behind a handover', async () => {
  const { operator, delphine, rosalind } = await office()
  const piece = await taken(operator, { person: delphine })
  await handOver(operator, delphine, [piece])
  expect(await refusedWith(operator.intake.assign({ pieces: [piece], recipient: { person: rosalind } }))).toMatchObject({ code: 'state', message: expect.stringMatching(/^This piece was handed over to Delphine Okafor .+ that takes a supervisor\.$/) })
  expect((await operator.intake.assign({ pieces: [piece], recipient: { person: delphine } })).rows[0]).toMatchObject({ recipient: { person: delphine } })
})

describe('what waits', () => {
  test('by age, recipient, department and location; what left is in none of them', async () => {
    const { station, operator, delphine, rosalind } = await office()
    const [old, hers, gone] = [await taken(operator, { person: rosalind, location: 'C-01' }), await taken(operator, { person: delphine, location: 'B-14' }), await taken(operator, { person: delphine, location: 'B-14' })]
    const second = await taken(operator, { person: delphine, location: 'B-14' })
    const stranger = await taken(operator, { name: 'Nobody Known' })
    const none = await taken(operator, null)
    await handOver(operator, delphine, [gone])
    const all = await operator.custody.waiting({})
    expect([all.rows.map((row) => row.id), all.total, all.next]).toEqual([[old, hers, second, stranger, none], 5, null])
    const page = await operator.custody.waiting({ limit: 2 })
    expect((await operator.custody.waiting({ limit: 2, cursor: page.next ?? '' })).rows.map((row) => row.id)).toEqual([second, stranger])
    for (const [by, expected] of [[{ person: delphine }, [hers, second]], [{ department: 'Legal' }, [hers, second]], [{ location: 'C-01' }, [old]], [{ name: 'Nobody Known' }, [stranger]]] as const) {
      const found = await operator.custody.waiting(by)
      expect([found.rows.map((row) => row.id), found.total]).toEqual([expected, expected.length])
    }
    const groups = async (by: 'recipient' | 'department' | 'location') => (await operator.custody.waitingGroups({ by })).rows.map((row) => [row.name, row.pieces])
    // As many pieces: in the order of their keys, which is that of their making for people.
    expect((await groups('recipient'))[0]).toEqual(['Delphine Okafor', 2])
    expect((await groups('recipient')).slice(1).sort(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([['Nobody Known', 1], ['Rosalind Vane', 1]])
    expect([await groups('department'), await groups('location')]).toEqual([[['Legal', 2]], [['B-14', 2], ['C-01', 1]]])
    const first = await operator.custody.waitingGroups({ by: 'location', limit: 1 })
    expect((await operator.custody.waitingGroups({ by: 'location', limit: 1, cursor: first.next ?? '' })).rows.map((row) => row.name)).toEqual(['C-01'])
    const { piece } = await operator.pieces.get({ id: old })
    expect((await operator.custody.waitingGroups({ by: 'recipient' })).rows.find((row) => row.person === rosalind)?.oldestAt).toBe(piece.receivedAt)
    expect((await operator.custody.waitingFor({ pile: { name: 'Nobody Known' } })).rows.map((row) => row.id)).toEqual([stranger])
    expect(await reportOf(await connectAs(station, 'supervisor').office.verify({}))).toMatchObject({ ok: true, problems: [] })
  })

  test('mail for a department is given to one of its people', async () => {
    const { operator, delphine, rosalind } = await office()
    const piece = await taken(operator, { department: 'Legal' })
    expect((await operator.custody.waitingFor({ pile: { department: 'Legal' } })).rows.map((row) => row.id)).toEqual([piece])
    const give = (person: string) => operator.custody.handOver({ id: newId(Date.now()), pile: { department: 'Legal' }, pieces: [piece], receiver: { kind: 'recipient', person }, signature: null })
    expect(await refusedWith(give(rosalind))).toMatchObject({ code: 'not-delegate' })
    expect((await give(delphine)).handover.receiver.name).toBe('Delphine Okafor')
  })

  test('a piece with restricted delivery goes to somebody else only when a supervisor allows it', async () => {
    const { operator, administrator, delphine } = await office()
    const piece = await taken(operator, { person: delphine }, '9414909876500000000015')
    const { service } = (await operator.pieces.get({ id: piece })).piece
    expect(service).toBe('Certified Mail, restricted delivery')
    const [otis] = await administrator.access.people()
    const give = async (approval?: { user: string; pin: string }) => operator.custody.handOver({ id: newId(Date.now()), pile: { person: delphine }, pieces: [piece], receiver: { kind: 'other', name: 'Pat Quill', idSeen: 'badge' }, signature: await signed(), ...(approval ? { approval } : {}) })
    expect(await refusedWith(give())).toMatchObject({ code: 'needs-approval', message: 'Giving a piece with restricted delivery to somebody else needs a supervisor. Ask one to allow it here with a PIN.' })
    await give({ user: otis?.id ?? '', pin: PIN })
    expect((await operator.pieces.get({ id: piece })).events.at(-1)?.payload).toMatchObject({ allowedBy: { name: 'Otis Ledgerwood' } })
  })
})
