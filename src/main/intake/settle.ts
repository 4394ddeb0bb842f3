import type { Approval } from '../../shared/contract/base.ts'
import type { AnswerInput, Scanned } from '../../shared/contract/intake.ts'
import type { PieceRow } from '../../shared/contract/pieces.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { Asked } from '../pieces/events.ts'
import { pieceReceived, pieceVoided } from '../pieces/events.ts'
import * as pieces from '../pieces/pieces.ts'
import type { ReadableDb } from '../store/db.ts'
import type { Actor, EventDraft } from '../store/events.ts'
import { eventsOfPiece } from '../store/log.ts'
import { correctionsOf } from './correct.ts'
import { numberAttached, questionAnswered } from './events.ts'
import { read } from './numbers.ts'

const SAME = 'the same piece, scanned twice'

/**
 * Adds a second barcode of the same parcel. The piece that its scan had made meanwhile, named by `from`, is voided as the same one.
 *
 * @throws NotFound, Refusal `voided`, `empty`, `check-digit`, `on-another-piece`, `not-a-piece`, `needs-approval` and as {@link pieces.allowedOn}
 */
export async function attach(call: CheckedCall, input: { piece: string; text: string; source: string; from?: string | undefined; asPrinted: boolean; approval?: Approval | undefined }): Promise<PieceRow> {
  const { store } = call.services
  /** What is attached and which piece goes for it; null when the piece has this number already. */
  const plan = (db: ReadableDb): { what: ReturnType<typeof read>['what']; twin: PieceRow | undefined } | null => {
    const piece = pieces.standing(db, input.piece)
    const { what, best } = read(db, input.text)
    if (best?.kind === 'badge' || best?.kind === 'location' || best?.kind === 'container') throw new Refusal('not-a-piece', `This is the label of a ${best.kind}. Scan the second barcode on the parcel.`, { field: 'text' })
    if (pieces.numbersOf(call, piece.id).includes(what.number)) return null
    if (what.checkDigit === 'invalid' && !input.asPrinted) throw new Refusal('check-digit', 'The check digit does not fit. Scan it again, or say that it is printed so.', { field: 'text' })
    const holders = pieces.seenBefore(call, what.number, piece.id).filter((other) => !other.voided)
    const stranger = holders.find((other) => other.id !== input.from)
    if (stranger) throw new Refusal('on-another-piece', `This number is on another piece, taken in by ${stranger.receivedBy}${stranger.recipient ? ` for ${stranger.recipient.name || stranger.recipient.department}` : ''}. Void that one first if it is the same.`, { field: 'text' })
    return { what, twin: holders[0] }
  }
  const twinNow = plan(store.db)?.twin
  const allowed = twinNow ? await pieces.allowedOn(call, twinNow, input.approval, 'voiding') : null
  return store.operate(call.actor, (db) => {
    const planned = plan(db)
    const answer = (): PieceRow => pieces.existing(db, input.piece)
    if (!planned) return { events: [], answer }
    const { what, twin } = planned
    return {
      events: [
        ...(twin ? [pieceVoided.draft(twin.id, { reason: SAME, sameAs: input.piece, allowedBy: allowed?.(twin) ?? null })] : []),
        numberAttached.draft(input.piece, { ...what, scanned: input.text, source: input.source }),
      ],
      answer,
    }
  })
}

/** What a piece's first event asked, with what stood for choice; nothing where its payload was redacted. */
function askedAtFirst(call: CheckedCall, db: ReadableDb, id: string): Asked[] {
  const received = eventsOfPiece(db, call.services.store.kinds, id).find((event) => event.kind === pieceReceived.kind)
  return (received?.payload as { questions?: Asked[] } | null | undefined)?.questions ?? []
}

/** What is still open about a piece and what may be answered. @throws NotFound */
export function asked(call: CheckedCall, id: string): Scanned {
  const { store } = call.services
  const piece = pieces.existing(store.db, id)
  const open = askedAtFirst(call, store.db, id).filter((one) => piece.questions.includes(one.question))
  const candidates = open.flatMap((one) => (one.question === 'carrier' ? one.choices.map(({ scheme, carrier, carrierName, number, grouped, service, checkDigit, confidence }) => ({ scheme, carrier, carrierName, number, grouped, service, checkDigit, confidence })) : []))
  const seenBefore = open.flatMap((one) => (one.question === 'seen-before' ? one.pieces.flatMap((earlier) => pieces.byId(call, earlier) ?? []) : []))
  return { kind: 'piece', piece, candidates, seenBefore, countToday: pieces.receivedOn(call, officeDay(store.now(), store.zone())) }
}

/** A question as the piece's first event asked it, with what stood for choice. */
function askedOf(call: CheckedCall, db: ReadableDb, id: string, question: Asked['question']): Asked {
  const asked = askedAtFirst(call, db, id).find((one) => one.question === question)
  if (!asked) throw new Refusal('answered', 'This was answered already.')
  return asked
}

type Answered = Parameters<typeof questionAnswered.draft>[1]

const plain = (question: Answered['question'], answer: Answered['answer'], word = ''): Answered => ({ question, answer, other: null, chosen: null, offered: [], word })

function answerEvents(call: CheckedCall, db: ReadableDb, piece: PieceRow, input: AnswerInput, allowedBy: Actor | null): EventDraft[] {
  if (input.question === 'seen-before') {
    if (input.answer === 'another') return [questionAnswered.draft(piece.id, plain('seen-before', 'another'))]
    const asked = askedOf(call, db, piece.id, 'seen-before')
    const other = pieces.existing(db, input.other)
    const earlier = asked.question === 'seen-before' && asked.pieces.includes(other.id)
    if (!earlier || other.voided) throw new Refusal('not-earlier', 'This is no earlier piece with the same number. Choose one of those that are shown.', { field: 'other' })
    return [questionAnswered.draft(piece.id, { ...plain('seen-before', 'same'), other: other.id }), pieceVoided.draft(piece.id, { reason: SAME, sameAs: other.id, allowedBy })]
  }
  if (input.question === 'check-digit') {
    if (input.answer === 'as-printed') return [questionAnswered.draft(piece.id, plain('check-digit', 'as-printed', input.word))]
    return correctionsOf(call, db, piece, { number: input.text }, 'the check digit did not fit', allowedBy)
  }
  const asked = askedOf(call, db, piece.id, 'carrier')
  const choices = asked.question === 'carrier' ? asked.choices : []
  const offered = choices.map(({ scheme, carrier }) => ({ scheme, carrier }))
  if (input.answer === 'unknown') return [questionAnswered.draft(piece.id, { ...plain('carrier', 'unknown'), offered })]
  const choice = choices.find((one) => one.scheme === input.scheme && one.number === input.number)
  if (!choice) throw new Refusal('not-a-choice', 'This carrier was not offered for this number. Choose one of those that are shown.', { field: 'scheme' })
  const { confidence: _, ...chosen } = choice
  return [questionAnswered.draft(piece.id, { ...plain('carrier', 'choice'), chosen, offered })]
}

/** What an answer does that needs a supervisor on a piece of an earlier day; null for one that only settles what was open. */
function weightOf(input: AnswerInput): 'voiding' | 'correcting' | null {
  if (input.question === 'seen-before') return input.answer === 'same' ? 'voiding' : null
  return input.question === 'check-digit' && input.answer === 'number' ? 'correcting' : null
}

/** Answers an open question about a piece. @throws NotFound, Refusal `voided`, `answered`, `not-earlier`, `not-a-choice`, `needs-approval` and as {@link pieces.allowedOn} */
export async function answer(call: CheckedCall, input: AnswerInput & { approval?: Approval | undefined }): Promise<PieceRow> {
  const { store } = call.services
  const open = (db: ReadableDb): PieceRow => {
    const piece = pieces.standing(db, input.piece)
    if (!piece.questions.includes(input.question)) throw new Refusal('answered', 'This was answered already, or it was never open.')
    return piece
  }
  const before = open(store.db)
  // An answer that cannot stand is refused before anybody is asked for a PIN.
  answerEvents(call, store.db, before, input, null)
  const weight = weightOf(input)
  const allowed = weight === null ? null : await pieces.allowedOn(call, before, input.approval, weight)
  return store.operate(call.actor, (db) => {
    const piece = open(db)
    return { events: answerEvents(call, db, piece, input, allowed?.(piece) ?? null), answer: () => pieces.existing(db, input.piece) }
  })
}
