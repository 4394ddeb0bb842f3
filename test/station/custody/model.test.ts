import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../../../src/shared/ids.ts'
import type { Action } from '../../../src/shared/mail/custody.ts'
import { HOLDER_OF } from '../../../src/shared/mail/custody.ts'
import { expected } from '../../unit/mail/custody-table.ts'
import type { Client } from '../helpers.ts'
import { connectAs, reportOf } from '../helpers.ts'
import { CERTIFIED, office, signed, taken } from './office.ts'

/** What the model knows of a piece: enough to say for every operation whether it may happen, and what is true afterwards. */
interface Known { id: string; owner: string; accountable: boolean; state: string; location: string; holder: string; run: string | null; lost: boolean; packed: boolean }
type Model = Map<string, Known>

const LOCATIONS = ['B-14', 'C-01']
const which = fc.nat(4)
const step = fc.oneof(
  fc.record({ do: fc.constant('hand-over' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 3 }), to: fc.nat(2), sign: fc.boolean() }),
  fc.record({ do: fc.constant('bring-back' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 2 }), location: fc.constantFrom('', ...LOCATIONS) }),
  fc.record({ do: fc.constant('move' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 3 }), location: fc.constantFrom(...LOCATIONS) }),
  fc.record({ do: fc.constant('pack' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 2 }) }),
  fc.record({ do: fc.constant('hold' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 2 }) }),
  fc.record({ do: fc.constant('release' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 2 }) }),
  fc.record({ do: fc.constant('scan-out' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 3 }), run: fc.nat(1) }),
  fc.record({ do: fc.constant('deliver' as const), piece: which, run: fc.nat(1), sign: fc.boolean() }),
  fc.record({ do: fc.constant('leave' as const), pieces: fc.uniqueArray(which, { minLength: 1, maxLength: 2 }), sign: fc.boolean() }),
  fc.record({ do: fc.constant('run-back' as const), piece: which, run: fc.nat(1), refused: fc.boolean() }),
  fc.record({ do: fc.constant('lose' as const), piece: which }),
  fc.record({ do: fc.constant('find' as const), piece: which }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface Place { people: string[]; names: Map<string, string>; ids: string[]; runs: string[]; stop: string; tote: string }

/** What the model makes of a step: the pieces afterwards, or null when it is refused. */
function next(model: Model, of: Step, place: Place): Model | null {
  const ids = ('pieces' in of ? of.pieces : [of.piece]).map((n) => place.ids[n] ?? '')
  const after = new Map(model)
  const go = (id: string, action: Action, more: { location?: string; holder?: string; run?: string | null; lost?: boolean; packed?: boolean } = {}): boolean => {
    const known = after.get(id)
    const to = known && expected(action, known.state)
    if (!known || !to) return false
    const inside = to === 'held' || to === 'refused' || to === 'stored'
    const location = inside ? (more.location ?? (known.state === 'on-run' ? '' : known.location)) : ''
    after.set(id, { ...known, state: to === 'stored' && location === '' ? 'received' : to, location, holder: more.holder ?? '', run: more.run ?? null, lost: more.lost ?? known.lost, packed: more.packed ?? (inside || to === 'received' ? known.packed && known.state !== 'on-run' : false) })
    return true
  }
  const every = (each: (known: Known) => boolean): Model | null => (ids.every((id) => { const known = after.get(id); return known !== undefined && each(known) }) ? after : null)
  const to = of.do === 'hand-over' ? (place.people[of.to] ?? '') : ''
  // The first may take the second one's mail.
  const may = (owner: string): boolean => owner === to || (to === place.people[0] && owner === place.people[1])
  const isOut = (known: Known): boolean => known.state === 'on-run' && 'run' in of && known.run === place.runs[of.run]
  const signs = (known: Known): boolean => !known.accountable || ('sign' in of && of.sign)
  // A tote goes with a run when everything in it does, and nothing is put into it while it is out.
  const packed = [...model.values()].filter((known) => known.packed)
  const whole = packed.every((known) => ids.includes(known.id) || isOut(known))
  const away = packed.some((known) => known.state === 'on-run')
  const given = 'location' in of ? of.location : ''
  const makes: Record<Step['do'], (known: Known) => boolean> = {
    'hand-over': (known) => known.state !== 'on-run' && may(known.owner) && signs(known) && go(known.id, 'hand-over', { holder: place.names.get(to) ?? '' }),
    'bring-back': (known) => go(known.id, 'bring-back', { location: given }),
    move: (known) => go(known.id, 'move', { location: given, packed: false }),
    pack: (known) => !away && go(known.id, 'move', { location: known.location, packed: true }),
    hold: (known) => go(known.id, 'hold'),
    release: (known) => go(known.id, 'release'),
    'scan-out': (known) => isOut(known) || ('run' in of && go(known.id, 'scan-out', { holder: `Run ${of.run} with Ivo`, run: place.runs[of.run] ?? '', packed: known.packed && whole })),
    deliver: (known) => isOut(known) && signs(known) && go(known.id, 'hand-over', { holder: place.names.get(known.owner) ?? '' }),
    leave: (known) => known.state !== 'on-run' && signs(known) && go(known.id, 'leave', { holder: '2-11' }),
    'run-back': (known) => isOut(known) && go(known.id, 'refused' in of && of.refused ? 'refuse' : 'bring-back', { location: '' }),
    lose: (known) => !known.lost && go(known.id, 'lose', { lost: true }),
    find: (known) => known.lost && go(known.id, 'find', { location: 'C-01', lost: false }),
  }
  return every(makes[of.do])
}

/** The same step at the station. */
async function run(client: Client, of: Step, place: Place, model: Model): Promise<void> {
  const ids = ('pieces' in of ? of.pieces : [of.piece]).map((n) => place.ids[n] ?? '')
  const id = newId(Date.now())
  switch (of.do) {
    case 'hand-over': {
      const person = place.people[of.to] ?? ''
      await client.custody.handOver({ id, pile: { person }, pieces: ids, receiver: { kind: 'recipient', person }, signature: of.sign ? await signed() : null })
      return
    }
    case 'bring-back': await client.custody.bringBack({ pieces: ids, reason: 'it is back', location: of.location }); return
    case 'move': await client.custody.move({ pieces: ids, location: of.location }); return
    case 'pack': await client.custody.pack({ container: place.tote, pieces: ids }); return
    case 'hold': await client.custody.hold({ pieces: ids, reason: 'wait' }); return
    case 'release': await client.custody.release({ pieces: ids }); return
    case 'scan-out': await client.custody.scanOut({ run: place.runs[of.run] ?? '', pieces: ids }); return
    case 'deliver': await client.custody.deliver({ id, run: place.runs[of.run] ?? '', pieces: ids, receiver: { kind: 'recipient', person: model.get(ids[0] ?? '')?.owner ?? '' }, signature: of.sign ? await signed() : null }); return
    case 'leave': await client.custody.leaveAtStop({ id, pieces: ids, mailStop: place.stop, signature: of.sign ? await signed() : null, signedBy: of.sign ? 'Pat Quill' : '' }); return
    case 'run-back': await client.custody.runBack({ run: place.runs[of.run] ?? '', pieces: ids, reason: 'nobody there', refused: of.refused }); return
    case 'lose': await client.custody.openException({ pieces: ids, kind: 'lost' }); return
    case 'find': {
      const [open] = (await client.custody.exceptions({ piece: ids[0] ?? '', kind: 'lost' })).rows
      await client.custody.solveException({ exception: open?.id ?? newId(0), solution: 'found', location: 'C-01' })
    }
  }
}

const outcome = (call: Promise<void>): Promise<boolean> => call.then(() => true, (error: unknown) => {
  const { code } = error as { code?: string }
  // Everything but a refusal in words would be a fault of the station.
  expect(['REFUSED', 'NOT_FOUND']).toContain(code)
  return false
})

test('whatever two clients do at once: the pieces are where a simple model says, each in exactly one hand, and what was refused left nothing behind', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(step, fc.option(step, { nil: null })), { minLength: 6, maxLength: 24 }), async (steps) => {
    const { station, operator, supervisor, delphine, silas, rosalind, sales } = await office()
    const other = connectAs(station, 'operator', 'Ivo Stampwell')
    const people = [silas, delphine, rosalind]
    const owners = [delphine, delphine, silas, rosalind, delphine]
    const ids: string[] = []
    for (const [i, person] of owners.entries()) ids.push(await taken(operator, { person, ...(i % 2 ? { location: 'B-14' } : {}) }, i === 1 ? CERTIFIED : undefined))
    // Runs need something to be planned with; it stays out of the model.
    const runs: string[] = []
    for (const n of [0, 1]) runs.push((await operator.custody.makeRun({ pieces: [await taken(operator, { person: rosalind })], name: `Run ${n}`, carrier: 'Ivo' })).id)
    const tote = (await operator.custody.saveContainer({ kind: 'tote' })).id
    const place: Place = { tote, people, names: new Map([[delphine, 'Delphine Okafor'], [silas, 'Silas Fernsby'], [rosalind, 'Rosalind Vane']]), ids, runs, stop: sales.id }
    let model: Model = new Map(ids.map((id, i) => [id, { id, owner: owners[i] ?? '', accountable: i === 1, state: i % 2 ? 'stored' : 'received', location: i % 2 ? 'B-14' : '', holder: '', run: null, lost: false, packed: false }]))
    for (const [mine, theirs] of steps) {
      const before = station.services.store.head?.sequence ?? 0
      const [first, second] = await Promise.all([outcome(run(operator, mine, place, model)), theirs ? outcome(run(other, theirs, place, model)) : true])
      // Two at once are one after the other, in one order or the other.
      const orders = theirs ? [[mine, theirs], [theirs, mine]] as const : [[mine]] as const
      const possible = orders.flatMap((order) => {
        let now = model
        const done = new Map<Step, boolean>()
        for (const one of order) {
          const then = next(now, one, place)
          done.set(one, then !== null)
          now = then ?? now
        }
        return done.get(mine) === first && (theirs === null || done.get(theirs) === second) ? [now] : []
      })
      const found = new Map<string, Known>()
      for (const id of ids) {
        const { piece } = await operator.pieces.get({ id })
        expect(piece.holder.kind).toBe(HOLDER_OF[piece.state as keyof typeof HOLDER_OF])
        expect(piece.holder.name !== '').toBe(['run', 'person', 'mail-stop'].includes(piece.holder.kind))
        const known = model.get(id)
        found.set(id, { id, owner: piece.recipient?.person ?? '', accountable: piece.accountable, state: piece.state, location: piece.location, holder: piece.holder.name, run: piece.state === 'on-run' ? piece.holder.ref : null, lost: piece.exceptions.includes('lost') && known !== undefined, packed: piece.container !== null })
      }
      expect(possible.map((one) => [...one.values()])).toContainEqual([...found.values()])
      if (!first && (!theirs || !second)) expect(station.services.store.head?.sequence).toBe(before)
      model = found
    }
    // A run has exactly those pieces out that are on it, and the counts of what waits are those of the pieces.
    const { db } = station.services.store
    expect(db.prepare("SELECT p.id FROM run_piece r JOIN piece p ON p.no = r.piece WHERE r.state = 'out' ORDER BY p.id").pluck().all()).toEqual(db.prepare("SELECT id FROM piece WHERE state = 'on-run' ORDER BY id").pluck().all())
    const counted = db.prepare("SELECT key, n FROM waiting_count WHERE by = 'person' ORDER BY key").all()
    expect(counted).toEqual(db.prepare("SELECT person AS key, count(*) AS n FROM piece WHERE state IN ('received', 'stored', 'held', 'on-run') GROUP BY person ORDER BY person").all())
    expect(await reportOf(await supervisor.office.verify({}))).toMatchObject({ ok: true, problems: [] })
    await station.close()
  }), { numRuns: Number(process.env['MODEL_RUNS'] ?? 8) })
}, 120_000)
