/** What goes from an entry when its content is removed on request, and what it still does to the lists. */
import { record } from '../days/words.ts'

export type Payload = Readonly<Record<string, unknown>>

const WORDS = ['sender', 'reference', 'note'] as const

function without(fields: Payload, ...names: readonly string[]): Payload {
  return { ...fields, ...Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, ''])) }
}

function withoutName(recipient: unknown): unknown {
  const of = record(recipient)
  return of ? { ...of, person: null, name: '' } : recipient
}

function withoutVersion(version: unknown): unknown {
  const of = record(version)
  if (!of) return version
  const given = record(of['recipient'])
  return without({ ...of, ...(given ? { recipient: { ...given, recipient: withoutName(given['recipient']) } } : {}) }, ...WORDS)
}

function withoutReceiver(receiver: unknown): unknown {
  const of = record(receiver)
  return of ? { ...of, person: null, name: '', idSeen: '' } : receiver
}

/** The first five digits of the ZIP stay: what became of a letter is found from where it was going. */
export function withoutAddress(addressee: { zip: string; kind: string }): { name: ''; lines: string[]; zip: string; kind: string } {
  return { name: '', lines: [], zip: addressee.zip.slice(0, 5), kind: addressee.kind }
}

function withoutLetter(what: unknown): unknown {
  const of = record(what)
  if (!of) return what
  return without({ ...of, ...(record(of['addressee']) ? { addressee: withoutAddress(of['addressee'] as { zip: string; kind: string }) } : {}) }, 'block', 'matter', 'document', 'note')
}

const withoutReason = (payload: Payload): Payload => without(payload, 'reason')
const withoutNote = (payload: Payload): Payload => without(payload, 'note')
const withoutKnownAs = (payload: Payload): Payload => without(payload, 'knownAs')

/** By kind: the content with everything personal taken out; null where nothing is left of it. Other kinds keep what they say. */
const LEFT: Readonly<Record<string, (payload: Payload) => Payload | null>> = {
  'piece.assigned': (payload) => ({ ...payload, recipient: withoutName(payload['recipient']) }),
  'piece.detailed': (payload) => without(payload, ...WORDS),
  'piece.corrected': (payload) => ({ ...payload, before: withoutVersion(payload['before']), after: withoutVersion(payload['after']), reason: '' }),
  'piece.question-answered': (payload) => without(payload, 'word'),
  'piece.photographed': () => null,
  'piece.handed-over': (payload) => ({ ...without(payload, 'note', 'recipient'), receiver: withoutReceiver(payload['receiver']), signed: null }),
  'piece.handover-corrected': (payload) => ({ ...payload, before: withoutReceiver(payload['before']), after: withoutReceiver(payload['after']), reason: '' }),
  'piece.left-at-stop': (payload) => ({ ...without(payload, 'note', 'signedBy'), signed: null }),
  'piece.forwarded': (payload) => without(payload, 'address', 'note'),
  'piece.returned-to-sender': (payload) => without(payload, 'reason', 'sender'),
  'piece.held': withoutReason, 'piece.refused': withoutReason, 'piece.brought-back': withoutReason, 'piece.lost': withoutReason, 'piece.disposed': withoutReason,
  'piece.released': withoutNote, 'piece.found': withoutNote, 'piece.exception-opened': withoutNote, 'piece.exception-solved': withoutNote,
  'piece.counted': withoutKnownAs, 'piece.stock-settled': withoutKnownAs,
  'letter.logged': (payload) => withoutLetter(payload) as Payload,
  'letter.corrected': (payload) => ({ ...payload, before: withoutLetter(payload['before']), after: withoutLetter(payload['after']), reason: '' }),
  'letter.filed': () => null,
  'letter.accepted': withoutNote,
  'letter.returned': (payload) => ({ ...withoutNote(payload), photo: null }),
  'letter.return-withdrawn': withoutReason,
  'letter.delivery-letter': () => null,
  'receipt.received': (payload) => ({ ...withoutNote(payload), scan: null, source: null }),
  'receipt.scanned': () => null,
  'receipt.signed': (payload) => without(payload, 'name'),
  'receipt.withdrawn': withoutReason,
  'tracking.learned': (payload) => ({ ...payload, raw: null, file: null, events: (Array.isArray(payload['events']) ? payload['events'] : []).map((one: unknown) => without(record(one) ?? {}, 'name')) }),
  'tracking.decided': (payload) => without(payload, 'evidence', 'reason'),
}

export const REMOVABLE: readonly string[] = Object.keys(LEFT)
/** Kinds that may name somebody in their reason and stay: why a piece does not count, or a line of a sheet was struck. */
export const STAYS: readonly string[] = ['piece.voided', 'letter.voided', 'letter.unbooked']

/** What is left of an entry's content. */
export function leftOf(kind: string, payload: unknown): Payload | null {
  const of = record(payload)
  return of ? (LEFT[kind]?.(of) ?? null) : null
}

/** True when an entry says something that would go. */
export function hasContent(kind: string, payload: unknown): boolean {
  return record(payload) !== null && JSON.stringify(leftOf(kind, payload)) !== JSON.stringify(payload)
}

/** A page of a scan that waits, without what was said of it. */
export function leftOfPage(payload: unknown): Payload {
  const of = record(payload) ?? {}
  return { ...of, words: '', scan: { ...record(of['scan']), name: '' } }
}

/** The lines of a closed book without the addressees of these letters. */
export function leftOfBook(payload: Payload, letters: ReadonlySet<string>): Payload {
  const lines = (Array.isArray(payload['lines']) ? payload['lines'] : []) as Array<{ letter: string; addressee: { zip: string; kind: string } }>
  return { ...payload, lines: lines.map((line) => (letters.has(line.letter) ? { ...line, addressee: withoutAddress(line.addressee) } : line)) }
}
