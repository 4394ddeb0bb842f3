import type { Pile, WaitingGroup } from '../../shared/contract/custody.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { isHere, isInMailroom, isWaiting, WAITING } from '../../shared/mail/custody.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound } from '../call.ts'
import * as directory from '../directory/directory.ts'
import { lookUp } from '../intake/intake.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Context } from './custody.ts'
import { where } from './custody.ts'
import type { WaitingRun } from './queries.ts'
import * as queries from './queries.ts'

/** Most waiting pieces of a department or a name that one counter looks at. */
const MOST = 5_000

export interface Owner { person: string | null; name: string; department: string; mailStop: string; delegate: boolean; until: string | null }

/** Whose mail a pile holds: a person and those whose mail they may take today, a department, a name. @throws NotFound */
export function ownersOf(call: Context, pile: Pile): Owner[] {
  if ('department' in pile) return [{ person: null, name: '', department: pile.department, mailStop: '', delegate: false, until: null }]
  if ('name' in pile) return [{ person: null, name: pile.name, department: '', mailStop: '', delegate: false, until: null }]
  const row = directory.byId(call, pile.person)
  if (!row) throw new NotFound('This person is not in the directory.')
  const others = directory.mayTakeFor(call, pile.person).flatMap(({ id, until }) => {
    const other = directory.byId(call, id)
    return other ? [{ person: other.id, name: other.name, department: other.department ?? '', mailStop: other.mailStop ?? '', delegate: true, until }] : []
  })
  return [{ person: row.id, name: row.name, department: row.department ?? '', mailStop: row.mailStop ?? '', delegate: false, until: null }, ...others]
}

/** True when a piece is in the pile of these owners. */
export function belongsTo(piece: PieceRow, owners: readonly Owner[]): boolean {
  const { recipient } = piece
  if (!recipient) return false
  return owners.some((owner) => owner.person !== null ? recipient.person === owner.person
    : owner.name !== '' ? recipient.person === null && recipient.name === owner.name
    : piece.assignment === 'department' && recipient.department === owner.department)
}

function waitingOf(db: ReadableDb, owner: Owner): Array<{ no: number; location: string; state: string }> {
  if (owner.person !== null) return queries.waitingOf(db, owner.person)
  if (owner.name === '') return queries.waitingOfDepartment(db, owner.department, MOST)
  return queries.waitingOfName(db, owner.name, MOST)
}

/** Where it lies and how much of it, most first. */
function byLocation(rows: ReadonlyArray<{ location: string }>): Array<{ location: string; pieces: number }> {
  const counts = new Map<string, number>()
  for (const { location } of rows) counts.set(location, (counts.get(location) ?? 0) + 1)
  return [...counts].map(([location, n]) => ({ location, pieces: n })).sort((a, b) => b.pieces - a.pieces || (a.location < b.location ? -1 : 1))
}

/** Everything that waits for a pile's owners, each owner's by location. `cursor` is the place in that order. @throws NotFound */
export function waitingFor(call: Context, input: { pile: Pile; cursor?: string | undefined; limit: number }) {
  const { store } = call.services
  const owners = ownersOf(call, input.pile)
  return store.db.transaction(() => {
    const lists = owners.map((owner) => waitingOf(store.db, owner).sort((a, b) => (a.location === b.location ? a.no - b.no : a.location < b.location ? -1 : 1)))
    const order = lists.flat().map((row) => row.no)
    const from = Number(input.cursor ?? 0) || 0
    const nos = order.slice(from, from + input.limit)
    const found = new Map(pieces.at(call, nos).map((piece) => [piece.id, piece]))
    const place = new Map(nos.map((no, i) => [queries.idOf(store.db, no), i]))
    const rows = [...found.values()].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
    return {
      piles: owners.map((owner, i) => ({ ...owner, total: lists[i]?.length ?? 0, locations: byLocation(lists[i] ?? []) })),
      rows, next: from + input.limit < order.length ? String(from + input.limit) : null, total: order.length,
    }
  })()
}

/** The piece that a scanned number means: one that is here before one that has left, the newest of those. */
export function pieceScanned(call: Context, number: string): PieceRow | null {
  const known = pieces.seenBefore(call, number, '').filter((piece) => !piece.voided && piece.direction === 'inbound')
  return known.find((piece) => isInMailroom(piece.state)) ?? known.find((piece) => isHere(piece.state)) ?? known[0] ?? null
}

const backTo = (piece: PieceRow): string => (piece.location === '' ? 'Put it back where it was.' : `Put it back in ${piece.location}.`)

/** Whose a scanned piece is, for the counter. Records nothing. @throws Refusal `empty` */
export async function checkPiece(call: CheckedCall, input: { pile: Pile; text: string }): Promise<{ status: 'theirs' | 'wrong' | 'not-here' | 'unknown'; piece: PieceRow | null; message: string }> {
  const owners = ownersOf(call, input.pile)
  const looked = await lookUp(call, input.text)
  if (looked.kind === 'badge' || looked.kind === 'location' || looked.kind === 'container') return { status: 'unknown', piece: null, message: `${looked.message} Scan a piece.` }
  const piece = pieceScanned(call, looked.number)
  if (!piece) return { status: 'unknown', piece: null, message: 'No piece here has this number. Take it in first.' }
  const theirs = belongsTo(piece, owners)
  if (!isWaiting(piece.state)) return { status: theirs ? 'not-here' : 'wrong', piece, message: where(call, piece) }
  if (!theirs) return { status: 'wrong', piece, message: wrongPerson(piece, owners) }
  if (piece.state === 'on-run' || piece.state === 'held') return { status: 'not-here', piece, message: where(call, piece) }
  return { status: 'theirs', piece, message: '' }
}

/** Whose a piece is that lies in another one's pile, and where to put it. */
export function wrongPerson(piece: PieceRow, owners: readonly Owner[]): string {
  const own = owners[0]
  const theirs = own === undefined ? '' : own.name || own.department
  const { recipient } = piece
  if (!recipient) return `Nobody is named on ${piece.grouped} yet. Assign it first. ${backTo(piece)}`
  if (recipient.person === null && recipient.name !== '' && own?.person != null) return `${piece.grouped} is for "${recipient.name}", and ${piece.assignment === 'several' ? 'nobody has said which one' : 'nobody here is known by that name'}. Assign it first. ${backTo(piece)}`
  return `${piece.grouped} is for ${recipient.name || recipient.department}, not for ${theirs}. ${backTo(piece)}`
}

/** The runs of an index that a list of waiting pieces reads. */
function runsOf(db: ReadableDb, by: { person?: string | undefined; name?: string | undefined; department?: string | undefined; location?: string | undefined }): WaitingRun[] {
  const { person, name, department, location } = by
  if (person !== undefined) return WAITING.map((state) => ({ from: 'piece INDEXED BY piece_person', where: 'person = ? AND state = ?', values: [person, state] }))
  if (name !== undefined) return WAITING.map((state) => ({ from: 'piece INDEXED BY piece_named', where: "person IS NULL AND recipient <> '' AND recipient = ? AND state = ?", values: [name, state] }))
  if (location !== undefined) return WAITING.map((state) => ({ from: 'piece INDEXED BY piece_location', where: "location <> '' AND location = ? AND state = ?", values: [location, state] }))
  const kinds = queries.waitingKinds(db)
  if (department !== undefined) return kinds.map(({ carrier, state }) => ({ from: 'piece INDEXED BY piece_department', where: "department <> '' AND department = ? AND carrier = ? AND state = ?", values: [department, carrier, state] }))
  return kinds.map(({ carrier, state }) => ({ from: 'piece INDEXED BY piece_carrier', where: 'carrier = ? AND state = ?', values: [carrier, state] }))
}

/** Pieces that wait, oldest first. `cursor` is the place in the store of the last one of the page before. */
export function waiting(call: Context, input: { person?: string | undefined; name?: string | undefined; department?: string | undefined; location?: string | undefined; cursor?: string | undefined; limit: number }): { rows: PieceRow[]; next: string | null; total: number } {
  const { db } = call.services.store
  const after = Number(input.cursor ?? 0) || 0
  const nos = queries.oldest(db, runsOf(db, input), after, input.limit)
  const total = input.person !== undefined ? queries.waitingCount(db, 'person', input.person) : input.location !== undefined ? queries.waitingCount(db, 'location', input.location)
    : input.name !== undefined ? queries.waitingCount(db, 'name', input.name) : input.department !== undefined ? queries.waitingCount(db, 'department', input.department) : queries.waitingTotal(db)
  return { rows: pieces.at(call, nos).reverse(), next: nos.length < input.limit ? null : String(nos.at(-1)), total }
}

const KINDS = { recipient: ['person', 'name'], department: ['department'], location: ['location'] } as const

/** How much waits for whom and where, most first. */
export function waitingGroups(call: Context, input: { by: keyof typeof KINDS; cursor?: string | undefined; limit: number }): { rows: WaitingGroup[]; next: string | null } {
  const { db } = call.services.store
  const after = cursorOf(input.cursor)
  return db.transaction(() => {
    const found = KINDS[input.by].flatMap((kind) => queries.waitingGroups(db, kind, after, input.limit + 1).map((group) => ({ ...group, kind })))
      .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
    const page = found.slice(0, input.limit)
    const last = page.at(-1)
    return { rows: page.map(({ key, n, kind }) => groupOf(db, key, n, kind)), next: found.length > page.length && last ? `${last.n}:${last.key}` : null }
  })()
}

function cursorOf(cursor: string | undefined): { n: number; key: string } | null {
  const match = /^(\d+):(.*)$/s.exec(cursor ?? '')
  return match === null ? null : { n: Number(match[1]), key: match[2] ?? '' }
}

function groupOf(db: ReadableDb, key: string, n: number, kind: 'person' | 'name' | 'department' | 'location'): WaitingGroup {
  const oldest = queries.first(db, runsOf(db, { [kind]: key }))
  return { key, name: kind === 'person' ? (oldest?.name ?? key) : key, person: kind === 'person' ? key : null, pieces: n, oldestAt: oldest?.at ?? null }
}
