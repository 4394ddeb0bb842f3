import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { ToldEvent, TrackedPiece, TrackedRow } from '../../shared/contract/tracking.ts'
import { identify } from '../../shared/mail/identify.ts'
import type { AttentionKind } from '../../shared/mail/tracking-attention.ts'
import { plainCode, wordsOfCode, wordsOfEvent } from '../../shared/mail/tracking-codes.ts'
import { inOrder } from '../../shared/mail/tracking-status.ts'
import type { WordOf } from '../../shared/mail/tracking-status.ts'
import { NO_FACTS, tidy } from '../../shared/mail/tracking.ts'
import type { TrackingEvent } from '../../shared/mail/tracking.ts'
import { people } from '../access/access.ts'
import type { CheckedCall } from '../call.ts'
import { NotFound, Refusal } from '../call.ts'
import { existing } from '../pieces/pieces.ts'
import { qrEncoder } from '../printing/qr.ts'
import { recordChanged } from '../store/core.ts'
import type { ReadableDb } from '../store/db.ts'
import { prepare } from '../store/db.ts'
import type { EventDraft } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import { reasonNow, rowOf } from './board.ts'
import { trackingDecided } from './events.ts'
import { letterFacts } from './letters.ts'
import { touched } from './live.ts'
import { draftOf, judgeNews } from './news.ts'
import { eventsOf, wordsOf } from './projection.ts'
import * as queries from './queries.ts'
import { senderZip } from './settings.ts'

/** The same event told by several sources as one line with all of them; newest first, as carriers show it. */
export function toldEvents(events: ReturnType<typeof eventsOf>): ToldEvent[] {
  const lines = new Map<string, ToldEvent>()
  for (const { event, meaning, key } of inOrder(events)) {
    const { source, told, by, learnedAt, device, sequence, ...plain } = event
    const line = lines.get(key) ?? { ...plain, text: wordsOfEvent(plain), meaning, sources: [] }
    line.sources.push({ source, told, by, learnedAt, device, sequence })
    lines.set(key, line)
  }
  return [...lines.values()].reverse()
}

/** All that is known of a piece's way, or null when nobody follows it. */
export function of(call: CheckedCall, piece: string): TrackedPiece | null {
  const { store } = call.services
  const row = rowOf(call.services, piece)
  const kept = row && queries.followed(store.db, piece)
  if (!row || !kept) return null
  const { mailedDay, evidence, postOffice } = letterFacts(store.db, kept)
  return {
    row, events: toldEvents(eventsOf(store.db, kept.no)), words: wordsOf(store.db, kept.no).map(({ says, evidence, reason, by, at }) => ({ says, evidence, reason, by, at })), mailing: mailedDay === null || evidence === null ? null : { day: mailedDay, evidence, postOffice },
    page: identify(row.number).best?.url ?? null,
  }
}

/** A piece, in or out, about which something may still be said. @throws NotFound, Refusal `voided` */
function standing(db: ReadableDb, id: string): PieceRow {
  const piece = existing(db, id)
  if (piece.voided) throw new Refusal('voided', `${piece.voided.by} voided this piece: ${piece.voided.reason}. Nothing more is kept about its way.`)
  return piece
}

function known(call: CheckedCall, piece: string): TrackedPiece {
  const found = of(call, piece)
  if (!found) throw new Error(`Piece ${piece} is not followed.`)
  return found
}

/** The form in which news came. @throws NotFound */
export function raw(call: CheckedCall, input: { device: string; sequence: number }): { told: string; raw: string } {
  const { store } = call.services
  const row = prepare<{ kind: string; payload: string | null }>(store.db, 'SELECT kind, payload FROM event WHERE device = ? AND sequence = ?').get(input.device, input.sequence)
  if (row?.kind !== 'tracking.learned' || row.payload === null) throw new NotFound('The form in which this came is not here any more.')
  const { told, raw, file } = JSON.parse(row.payload) as { told: string; raw: string | null; file: string | null }
  return { told, raw: raw ?? (file === null ? '' : (store.files.get(file)?.toString('utf8').slice(0, 200_000) ?? '')) }
}

/** The carrier's page as a QR code for a telephone. @throws NotFound, Refusal `no-page` */
export function qr(call: CheckedCall, piece: string): { svg: string; page: string } {
  const { number } = existing(call.services.store.db, piece)
  const page = identify(number).best?.url ?? null
  if (page === null) throw new Refusal('no-page', 'No page of this carrier is known for this number.')
  const { size, cells } = qrEncoder(page)
  const dark = Array.from(cells).flatMap((cell, at) => (cell ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : [])).join('')
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h${size + 8}v${size + 8}h-${size + 8}z"/><path d="${dark}"/></svg>`, page }
}

export interface TypedNews {
  piece: string; code: string | null; text: string; day: string | null; time: string | null; city: string; state: string; zip: string; name: string; source: 'person' | 'phone'
  call?: { spoke: string; number: string; said: string; asked: string } | undefined
}

/** Whom the office spoke to and under which number; who asked, where that is not the one who types it. */
function toldBy({ spoke, number, asked }: { spoke: string; number: string; asked: string }, typist: string): string {
  const other = tidy(asked)
  return [spoke, number, other === '' || other === typist ? '' : `asked by ${other}`].filter((part) => part !== '').join(', ')
}

/**
 * Keeps news that a person typed, at the counter or from a telephone call.
 *
 * @throws NotFound, Refusal `voided`, `nothing-said`, `nobody-named`, `said-before`
 */
export function add(call: CheckedCall, input: TypedNews): TrackedPiece {
  const code = input.code === null || input.code.trim() === '' ? null : plainCode(input.code)
  const words = tidy(input.text) || (code === null ? '' : (wordsOfCode(code) ?? ''))
  if (code === null && words === '') throw new Refusal('nothing-said', 'Say what happened: choose it, or type it in words.', { field: 'text' })
  if (input.source === 'phone' && tidy(input.call?.spoke ?? '') === '') throw new Refusal('nobody-named', 'Say whom you spoke to at USPS: a name, or "the automatic voice".', { field: 'spoke' })
  if (input.time !== null && input.day === null) throw new Refusal('no-day', 'Give the day too.', { field: 'day' })
  const local = input.day === null ? null : input.time === null ? input.day : `${input.day}T${input.time}:00`
  const event: TrackingEvent = { code, text: words, at: null, local, city: tidy(input.city, 100), state: tidy(input.state, 40), zip: tidy(input.zip, 20), country: '', name: tidy(input.name, 200) }
  const told = input.call ? toldBy(input.call, call.actor.name) : call.actor.name
  return call.services.store.operate(call.actor, (db) => {
    const piece = standing(db, input.piece)
    const kept = queries.piecesWith(db, piece.number).find((one) => one.id === piece.id)
    if (!kept) throw new NotFound('This piece is not in this store.')
    const judged = judgeNews(db, { number: piece.number, events: [event], facts: NO_FACTS, problem: null, unread: null, raw: '' }, input.source, kept)
    if (judged.note !== '') throw new Refusal('green-card', judged.note)
    if (judged.events.length === 0) throw new Refusal('said-before', 'This was said before, with the same time and place. It stands in the list.')
    const events = draftOf(judged, { source: input.source, told: tidy(told, 200), raw: input.call ? input.call.said : null, file: null, senderZip: senderZip(db) })
    return { events, answer: () => known(call, input.piece) }
  })
}

const NEEDS_EVIDENCE: ReadonlySet<WordOf> = new Set(['delivered-to-addressee', 'delivered-to-agent'])

/** The event of a person's word, to be recorded together with what gave rise to it. @throws NotFound, Refusal `voided`, `evidence`, `no-word` */
export function wordOf(db: ReadableDb, input: { piece: string; says: WordOf; evidence: string; reason: string }): EventDraft {
  const evidence = tidy(input.evidence)
  if (NEEDS_EVIDENCE.has(input.says) && evidence === '') throw new Refusal('evidence', 'Name what shows who signed: the green card, the electronic receipt, a letter from USPS.', { field: 'evidence' })
  const piece = standing(db, input.piece)
  const kept = queries.followed(db, piece.id)
  if (input.says === 'as-told' && kept?.by_person !== 1) throw new Refusal('no-word', 'Nobody has said anything about this piece; the news counts already.')
  return trackingDecided.draft(piece.id, { says: input.says, evidence, reason: tidy(input.reason), senderZip: senderZip(db) })
}

/** The person's word that counts about a piece now, or null while the news counts. */
export function followedByWord(db: ReadableDb, id: string): { says: WordOf; evidence: string } | null {
  const kept = queries.followed(db, id)
  const last = kept?.by_person === 1 ? wordsOf(db, kept.no).at(-1) : undefined
  return last && last.says !== 'as-told' ? last : null
}

/** Keeps a person's word about what became of a piece. @throws as {@link wordOf} */
export function say(call: CheckedCall, input: { piece: string; says: WordOf; evidence: string; reason: string }): TrackedPiece {
  return call.services.store.operate(call.actor, (db) => ({ events: [wordOf(db, input)], answer: () => known(call, input.piece) }))
}

interface Item { piece: string; kind: AttentionKind }
interface Changed { rows: TrackedRow[]; gone: number }

/** The state of a reason after a change, and whether it had one before; null when it is not open any more. What was said of an earlier reason of the kind goes, who looks after it stays. */
function taskAfter(store: Store, { piece, kind }: Item, change: Partial<queries.Task>): { task: queries.Task; known: boolean } | null {
  const reason = reasonNow(store, piece, kind)
  if (!reason) return null
  const before = queries.tasksOf(store.db, piece).find((task) => task.kind === kind)
  const blank: queries.Task = { piece, kind, basis: '', assigned: before?.assigned ?? null, assigned_name: before?.assigned_name ?? '', snoozed_until: null, snooze_reason: '', done_at: null, done_by: '', done_note: '' }
  return { task: { ...(before?.basis === reason.basis ? before : blank), ...change, basis: reason.basis }, known: before !== undefined }
}

/** Changes who looks after reasons, all of them or none. @throws Refusal `not-open` when none of them is open any more */
function changeTasks(call: CheckedCall, items: readonly Item[], fields: string[], change: Partial<queries.Task>): Changed {
  const { services } = call
  const { store } = services
  const pieces = [...new Set(items.map((item) => item.piece))]
  const changed = store.operate(call.actor, () => {
    const after = items.flatMap((item) => taskAfter(store, item, change) ?? [])
    if (after.length === 0) throw new Refusal('not-open', items.length === 1 ? 'This is not open any more. The list is up to date now.' : 'None of them is open any more. The list is up to date now.')
    return {
      events: after.map(({ task, known }) => recordChanged.draft(null, { table: 'tracking_task', record: `${task.piece}/${task.kind}`, action: known ? 'changed' : 'added', fields })),
      tables: (tables) => { for (const { task } of after) queries.putTask(tables, task) },
      answer: () => ({ rows: pieces.flatMap((piece) => rowOf(services, piece) ?? []), gone: items.length - after.length }),
    }
  })
  for (const piece of pieces) touched(store, piece)
  services.changes.tell(['tracking'])
  return changed
}

/** Gives reasons to a person, or to nobody. @throws NotFound, Refusal `not-open` */
export function assign(call: CheckedCall, input: { items: Item[]; to: string | null }): Changed {
  const to = input.to === null ? null : people(call).find((person) => person.id === input.to)
  if (to === undefined) throw new NotFound('This person does not work here any more. Choose another one.')
  return changeTasks(call, input.items, ['assigned'], { assigned: to?.id ?? null, assigned_name: to?.name ?? '' })
}

/** Puts reasons aside until a day. @throws Refusal `not-open`, `not-later` */
export function snooze(call: CheckedCall, input: { items: Item[]; until: string; reason: string }, today: string): Changed {
  if (input.until <= today) throw new Refusal('not-later', 'Choose a day after today.', { field: 'until' })
  return changeTasks(call, input.items, ['snoozed_until', 'snooze_reason'], { snoozed_until: input.until, snooze_reason: tidy(input.reason), done_at: null, done_by: '', done_note: '' })
}

/** Says that what was to be done is done. It comes back when something new makes it necessary. @throws Refusal `not-open` */
export function done(call: CheckedCall, input: { items: Item[]; note: string }): Changed {
  return changeTasks(call, input.items, ['done_at', 'done_by', 'done_note'], { done_at: call.services.store.now(), done_by: call.actor.name, done_note: tidy(input.note), snoozed_until: null, snooze_reason: '' })
}

