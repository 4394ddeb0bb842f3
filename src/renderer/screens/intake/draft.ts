import type { DetailFields, Scanned } from '../../../shared/contract/intake.ts'
import type { PieceRow } from '../../../shared/contract/pieces.ts'
import { newId } from '../../../shared/ids.ts'
import { problemOf, type Problem } from '../../app/problem.ts'
import { client, queries, station } from '../../app/station.ts'
import { createKeptStore } from '../../app/kept.ts'
import { createStore } from '../../app/store.ts'
import { lastScan, onScanSaved } from '../../scan/scans.ts'
import { play } from '../../scan/sound.ts'
import { meantBy, NOBODY, type WhoValue } from './candidates.ts'

/** The piece in hand with what was typed about it and is not saved yet. */
export interface Draft {
  /** The piece's id; for one without a barcode the id it will be taken in under. */
  id: string
  /** Null for a piece without a barcode: nothing of it is saved before Enter. */
  piece: PieceRow | null
  who: WhoValue
  /** Only what a person touched. */
  fields: DetailFields
  saving: boolean
  problem: Problem | null
}

/** What the form is about; null when nothing is in hand. */
export const hand = createKeptStore<Draft | null>('intake.hand', null, (draft) => draft && { ...draft, saving: false })
/** Drafts that could not be saved when the next scan came: each stays until a person has dealt with it. */
export const leftOver = createKeptStore<readonly Draft[]>('intake.left-over', [])

const MODE = 'pigeonhole.intake.mode'
export type IntakeMode = 'one' | 'all'
/** One at a time with a form, or all scans first and their recipients later; kept for this workstation. */
export const mode = createStore<IntakeMode>(localStorage.getItem(MODE) === 'all' ? 'all' : 'one')
export function setMode(next: IntakeMode): void {
  localStorage.setItem(MODE, next)
  mode.set(next)
  const draft = hand.get()
  if (next !== 'all' || !draft) return
  hand.set(null)
  void saveAside(draft)
}

function draftOf(piece: PieceRow | null, id: string): Draft {
  return { id, piece, who: NOBODY, fields: {}, saving: false, problem: null }
}

/** True when something was typed or chosen. */
export function touched(draft: Draft): boolean {
  return draft.who.text.trim() !== '' || draft.who.picked !== null || draft.who.fixed !== null || Object.keys(draft.fields).length > 0
}

export function changeHand(change: Partial<Pick<Draft, 'who' | 'fields'>>): void {
  const draft = hand.get()
  if (draft) hand.set({ ...draft, ...change, problem: null })
}

/** Puts what was typed beside the recipient to the rest. */
export function changeFields(fields: DetailFields): void {
  const draft = hand.get()
  if (draft) changeHand({ fields: { ...draft.fields, ...fields } })
}

/** Takes a piece into hand, so that its form can be filled. */
export function takeInHand(piece: PieceRow): void {
  if (hand.get()?.id !== piece.id) hand.set(draftOf(piece, piece.id))
}

/** Begins a piece that has no barcode. What was in hand is saved first. */
export function beginOwnNumber(): void {
  next(draftOf(null, newId(Date.now())))
}

/** Puts what is in hand away and takes the next thing. */
function next(draft: Draft | null): void {
  const before = hand.get()
  hand.set(draft)
  if (before && before.id !== draft?.id && touched(before) && !before.saving) void saveAside(before)
}

async function saveAside(draft: Draft): Promise<void> {
  try {
    if (touched(draft)) shown(await send(draft))
  } catch (error) {
    leftOver.set([...leftOver.get().filter((other) => other.id !== draft.id), { ...draft, saving: false, problem: problemOf(error) }])
    play('wrong')
  }
}

/** Tries a draft that was left over once more. */
export function saveLeftOver(draft: Draft): void {
  leftOver.set(leftOver.get().filter((other) => other.id !== draft.id))
  void saveAside(draft)
}

/** Takes a draft that was left over back into the form. */
export function reopen(draft: Draft): void {
  leftOver.set(leftOver.get().filter((other) => other.id !== draft.id))
  next(draft)
}

/** Sends everything that was typed. Rows that changed are answered; none when nothing was said. */
async function send(draft: Draft): Promise<PieceRow[]> {
  const who = await meantBy(draft.who, draft.piece?.id ?? null, draft.fields.sender)
  // The place that was shown for the person is where the piece is put, unless something else was typed.
  const location = draft.fields.location ?? (who && who.location !== '' && !draft.piece?.location ? who.location : undefined)
  const fields: DetailFields = { ...draft.fields, ...(location === undefined ? {} : { location }) }
  const given = { ...(who ? { recipient: who.recipient, source: who.source } : {}), fields }
  if (draft.piece) {
    if (who) return (await client.intake.assign({ pieces: [draft.piece.id], recipient: who.recipient, source: who.source, fields })).rows
    return Object.keys(fields).length > 0 ? [await client.intake.detail({ piece: draft.piece.id, fields })] : []
  }
  const { count = 1, ...rest } = fields
  if (count > 1) {
    const { rows, countToday } = await client.intake.several({ id: draft.id, count, ...given, fields: rest })
    const first = rows.at(-1)
    if (first) plateOf({ kind: 'piece', piece: first, candidates: [], seenBefore: [], countToday })
    return rows
  }
  const answer = await client.intake.withoutBarcode({ id: draft.id, ...given, fields: rest })
  plateOf(answer)
  return [answer.piece]
}

function plateOf(answer: Scanned): void {
  lastScan.set({ kind: 'saved', scan: { id: answer.piece.id, text: answer.piece.number, source: 'typed', caughtAt: Date.now(), order: 0, by: { id: '', name: '' }, refused: null }, answer, at: answer.piece.receivedAt })
}

/** Puts the newest state of a piece on the plate and into the form; a voided one leaves the hand. */
export function keepNewest(row: PieceRow): void {
  const last = lastScan.get()
  if (last.kind === 'saved' && last.answer.piece.id === row.id && last.answer.piece !== row) lastScan.set({ ...last, answer: { ...last.answer, piece: row } })
  const draft = hand.get()
  if (draft?.id !== row.id) return
  if (row.voided) hand.set(null)
  else if (draft.piece !== row) hand.set({ ...draft, piece: row })
}

/** Shows the newest state of pieces wherever they are on the screen. */
export function shown(rows: readonly PieceRow[]): void {
  for (const row of rows) keepNewest(row)
  void queries.invalidateQueries({ queryKey: station.pieces.key() })
}

/** Saves what is in hand and answers its pieces, with nothing in hand any more. Null when it could not be saved: what was typed stays, with the reason. */
export async function saveHand(): Promise<PieceRow[] | null> {
  const draft = hand.get()
  if (!draft || draft.saving) return null
  hand.set({ ...draft, saving: true, problem: null })
  try {
    const rows = await send(draft)
    if (hand.get()?.id === draft.id) hand.set(null)
    shown(rows)
    return rows.length === 0 && draft.piece ? [draft.piece] : rows
  } catch (error) {
    const now = hand.get()
    const failed = { ...draft, saving: false, problem: problemOf(error) }
    // Typing that went on meanwhile is kept; a piece that is no longer in hand is not forgotten.
    if (now?.id === draft.id) hand.set({ ...now, saving: false, problem: failed.problem })
    else leftOver.set([...leftOver.get(), failed])
    play('wrong')
    return null
  }
}

/** Leaves the recipient for later; what else was said is saved. */
export function assignLater(): void {
  const draft = hand.get()
  if (!draft) return
  hand.set(null)
  void saveAside({ ...draft, who: NOBODY })
}

/** Puts a piece away that was not taken in, or that was voided. */
export function letGo(id: string): void {
  if (hand.get()?.id === id) hand.set(null)
}

onScanSaved('work', (answer) => {
  if (mode.get() === 'one') next(draftOf(answer.piece, answer.piece.id))
})
