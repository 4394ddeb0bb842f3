import type { ContractRouterClient } from '@orpc/contract'
import sharp from 'sharp'
import type { SignatureInput } from '../../shared/contract/custody.ts'
import type { Contract } from '../../shared/contract/index.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { Chance } from './chance.ts'
import { DEPARTMENTS } from './names.ts'

/** The counter of the sample office at one moment: who works there, and the clock that every entry moves on. */
export interface Counter {
  c: Chance
  client: ContractRouterClient<Contract>
  wait(ms: number): void
  id(): string
}

const MINUTE = 60_000

/** Shelves, a locker and a cage, each with a label, and what mail is carried in. */
export async function furnish(supervisor: Counter['client']): Promise<void> {
  for (const row of ['A', 'B', 'C']) for (let slot = 1; slot <= 14; slot++) await supervisor.custody.saveLocation({ code: `${row}-${String(slot).padStart(2, '0')}`, name: `Shelf ${row}, slot ${slot}`, building: 'North', floor: '1' })
  await supervisor.custody.saveLocation({ code: 'LOCKER 1', kind: 'locker', name: 'After hours', building: 'North', floor: '1' })
  await supervisor.custody.saveLocation({ code: 'CAGE 1', kind: 'cage', name: 'Accountable mail', building: 'North', floor: '1' })
  await supervisor.custody.saveLocation({ code: 'CART 1', kind: 'cart', name: 'Morning run', building: 'North', floor: '1' })
  for (const [kind, name] of [['tote', 'Blue tote'], ['tote', 'Gray tote'], ['pouch', 'Court pouch']] as const) await supervisor.custody.saveContainer({ kind, name })
}

const WIDTH = 360
const HEIGHT = 120

/** Something that looks like a signature: the strokes of a pen, and the picture that a pad makes of them. */
export async function signatureOf(c: Chance, name: string): Promise<SignatureInput> {
  const strokes: SignatureInput['strokes'] = []
  let x = 24
  let time = 0
  for (const word of name.split(' ').slice(0, 3)) {
    const stroke: Array<[number, number, number]> = []
    for (let i = 0; i < 10 + word.length * 3; i++) {
      stroke.push([Math.min(WIDTH - 8, Math.round(x)), Math.max(8, Math.min(HEIGHT - 12, 68 + Math.round(Math.sin(i * 1.15 + word.length) * (i < 3 ? 38 : 10 + c.whole(16))))), time])
      x += 1.5 + c.whole(5)
      time += 14 + c.whole(10)
    }
    strokes.push(stroke)
    x += 8
    time += 160
  }
  const paths = strokes.map((stroke) => `<polyline points="${stroke.map(([px, py]) => `${px},${py}`).join(' ')}" fill="none" stroke="#10243c" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round"/>`)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#fff"/>${paths.join('')}</svg>`
  return { strokes, image: (await sharp(Buffer.from(drawing)).png().toBuffer()).toString('base64'), width: WIDTH, height: HEIGHT }
}

const pads = new WeakMap<Chance, Map<string, Promise<SignatureInput>>>()

/** Everybody signs like themselves. */
function sign(c: Chance, name: string): Promise<SignatureInput> {
  let known = pads.get(c)
  if (!known) pads.set(c, (known = new Map()))
  let made = known.get(name)
  if (!made) known.set(name, (made = signatureOf(c, name)))
  return made
}

const ready = (piece: PieceRow): boolean => piece.state === 'received' || piece.state === 'stored'

/** People come to the counter: most take all that waits for them, some have somebody else fetch it, some do not come. */
export async function peopleCome(counter: Counter, share: number, pause: number): Promise<void> {
  const { c, client } = counter
  const { rows } = await client.custody.waitingGroups({ by: 'recipient', limit: 200 })
  for (const { person, name } of rows) {
    if (person === null || !c.happens(share)) continue
    const waiting = (await client.custody.waitingFor({ pile: { person }, limit: 40 })).rows.filter((piece) => ready(piece) && piece.recipient?.person === person)
    const pieces = waiting.slice(0, c.happens(0.1) ? 1 : 40)
    if (pieces.length === 0) continue
    counter.wait(pause)
    const other = c.happens(0.06) && !pieces.some((piece) => /restricted/i.test(piece.service))
    const signs = pieces.some((piece) => piece.accountable) || c.happens(0.8)
    await client.custody.handOver({
      id: counter.id(), pile: { person }, pieces: pieces.map((piece) => piece.id), receiver: other ? { kind: 'other', name: 'Pat Quill', idSeen: 'company badge' } : { kind: 'recipient', person },
      signature: signs ? await sign(c, other ? 'Pat Quill' : name) : null, note: c.happens(0.03) ? 'one corner open, shown to the recipient' : '',
    })
  }
}

/** What waits for two departments is put into the totes, as it is before a run: they stand full on their shelf. */
async function fillTotes(counter: Counter, pause: number): Promise<void> {
  const { client } = counter
  const containers = await client.custody.containers({})
  for (const [i, container] of containers.slice(0, 2).entries()) {
    const waiting = (await client.custody.waiting({ location: DEPARTMENTS[i]?.location ?? '', limit: 20 })).rows.filter((piece) => ready(piece) && piece.exceptions.length === 0 && piece.recipient !== null && piece.container === null)
    const pieces = waiting.slice(0, 3 + i)
    if (pieces.length === 0) continue
    counter.wait(pause)
    await client.custody.pack({ container: container.id, pieces: pieces.map((piece) => piece.id) })
  }
}

/** A run to two or three mail stops: most is delivered, some is left, something comes back. `ends` false leaves it on its way. */
export async function aRun(counter: Counter, ends: boolean, pause: number): Promise<void> {
  const { c, client } = counter
  const stops = (await client.custody.runCandidates()).filter(() => c.happens(0.5)).slice(0, 3)
  if (stops.length === 0) return
  const chosen = stops.flatMap((stop) => stop.mailStop)
  counter.wait(pause)
  const planned = await client.custody.makeRun({ mailStops: chosen })
  // Nobody carries more than a cart holds.
  const taken = planned.stopList.flatMap((stop) => stop.lines.slice(0, 5).map((line) => line.piece))
  counter.wait(pause)
  await client.custody.scanOut({ run: planned.id, pieces: taken.map((piece) => piece.id) })
  for (const [i, piece] of taken.entries()) {
    if (!ends && i >= Math.ceil(taken.length / 3)) return
    counter.wait(pause)
    const { id, recipient } = piece
    const person = recipient?.person ?? null
    if (i % 7 === 5) await client.custody.runBack({ run: planned.id, pieces: [id], reason: 'nobody there', location: piece.location || 'B-14' })
    else if (i % 11 === 8) await client.custody.runBack({ run: planned.id, pieces: [id], reason: 'did not order it', refused: true, location: 'A-14' })
    else if (piece.accountable && person !== null) await client.custody.deliver({ id: counter.id(), run: planned.id, pieces: [id], receiver: { kind: 'recipient', person }, signature: await sign(c, recipient?.name ?? '') })
    else if (piece.accountable || i % 3 === 0) await client.custody.leave({ id: counter.id(), run: planned.id, pieces: [id], signature: await sign(c, 'Pat Quill'), signedBy: 'Pat Quill' })
    else if (person !== null) await client.custody.deliver({ id: counter.id(), run: planned.id, pieces: [id], receiver: { kind: 'recipient', person }, signature: c.happens(0.7) ? await sign(c, recipient?.name ?? '') : null })
    else await client.custody.leave({ id: counter.id(), run: planned.id, pieces: [id] })
  }
  counter.wait(pause)
  await client.custody.closeRun({ run: planned.id })
}

const TROUBLE = [['damaged', 'one corner crushed'], ['not-ours', ''], ['refused', 'did not order it'], ['has-left', ''], ['lost', 'not in its place'], ['partly-delivered', 'one of two boxes']] as const

/** Something does not go its usual way. `solves`: somebody sees to it the same day. */
export async function trouble(counter: Counter, n: number, solves: boolean, pause: number): Promise<void> {
  const { c, client } = counter
  const candidates = (await client.custody.waiting({ location: c.pick(DEPARTMENTS).location, limit: 20 })).rows.filter((piece) => ready(piece) && piece.exceptions.length === 0)
  const piece = candidates[c.whole(Math.max(1, candidates.length))]
  const [kind, note] = TROUBLE[n % TROUBLE.length] ?? ['damaged', '']
  if (!piece) return
  counter.wait(pause)
  const [row] = (await client.custody.openException({ pieces: [piece.id], kind, note })).rows
  if (!row?.next || !solves) return
  counter.wait(20 * pause)
  const answers = { return: { note: 'not at this address' }, forward: { address: row.forwarding || '77 Example Lane, Anytown VT 05099' }, found: { location: 'C-14', note: 'behind the shelf' }, keep: { note: 'seen by the recipient' }, dispose: {}, lost: { note: 'nowhere' } }
  await client.custody.solveException({ exception: row.id, solution: row.next, ...answers[row.next] })
}

/** The afternoon of one day of the past. */
export async function anAfternoon(counter: Counter, n: number): Promise<void> {
  counter.wait(150 * MINUTE)
  if (n % 3 === 1) await aRun(counter, true, MINUTE)
  await peopleCome(counter, 0.42, 3 * MINUTE)
  if (n % 2 === 0) await trouble(counter, n / 2, n < 8, MINUTE)
}

/** What goes on at this minute: a run is out, and something waits for a word. */
export async function thisMinute(counter: Counter, pause: number): Promise<void> {
  await peopleCome(counter, 0.25, pause)
  await aRun(counter, false, pause)
  await trouble(counter, 1, false, pause)
  await trouble(counter, 3, false, pause)
  await fillTotes(counter, pause)
}
