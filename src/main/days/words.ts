import { formatMoney } from '../../shared/mail/money.ts'

type Payload = Readonly<Record<string, unknown>>

/** A payload as a record; what is no record, or was redacted, as null. */
export function record(value: unknown): Payload | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null
}

/** A field of a payload as text; empty when it is none. */
export function textOf(payload: Payload | null, ...path: string[]): string {
  let value: unknown = payload
  for (const step of path) value = record(value)?.[step]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

const joined = (start: string, rest: string, between = ' '): string => (rest === '' ? start : `${start}${between}${rest}`)

/** What became of a piece by an event, in words that stand on paper; null for kinds that change nothing about where it is. */
const BECAME: Readonly<Record<string, (payload: Payload | null) => string>> = {
  'piece.received': () => 'Here',
  'piece.brought-back': (p) => joined('Came back', textOf(p, 'reason'), ': '),
  'piece.found': () => 'Found again',
  'piece.handed-over': (p) => joined('Handed over to', textOf(p, 'receiver', 'name') || 'a person whose name was removed'),
  'piece.left-at-stop': (p) => joined('Left at mail stop', textOf(p, 'code')),
  'piece.forwarded': (p) => joined('Sent on to', textOf(p, 'address').replaceAll('\n', ', ') || 'an address that was removed'),
  'piece.returned-to-sender': (p) => joined('Returned to sender', textOf(p, 'sender')),
  'piece.lost': (p) => joined('Lost', textOf(p, 'reason'), ': '),
  'piece.disposed': (p) => joined('Disposed of', textOf(p, 'reason'), ': '),
  'piece.voided': (p) => joined('Voided', textOf(p, 'reason'), ': '),
  'piece.held': (p) => joined('Held', textOf(p, 'reason'), ': '),
  'piece.released': () => 'Here',
  'piece.refused': (p) => joined('Refused', textOf(p, 'reason'), ': '),
  'piece.scanned-out': (p) => joined('Out with', textOf(p, 'name') || textOf(p, 'carrier')),
}

export function became(kind: string, payload: unknown): string | null {
  return BECAME[kind]?.(record(payload)) ?? null
}

const FIELDS: Readonly<Record<string, string>> = {
  number: 'Number', recipient: 'For', type: 'Type', condition: 'Condition', count: 'Count', location: 'Location', sender: 'Sender', reference: 'Reference', note: 'Note', addressee: 'Addressee', services: 'Services', mailClass: 'Class', weight: 'Weight',
  charges: 'Charges', department: 'Department', costCode: 'Cost code', matter: 'Matter', document: 'Document', greenCard: 'Green card', name: 'Receiver', idSeen: 'ID seen',
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(shown).join(', ')
  const of = record(value)
  if (!of) return ''
  const cents = record(of['postage'])?.['cents']
  if (typeof cents === 'number') return `postage ${formatMoney(cents)}`
  return textOf(of, 'grouped') || textOf(of, 'name') || textOf(of, 'recipient', 'name') || textOf(of, 'recipient', 'department') || ''
}

/** One version of a correction in words: "Sender: Example Supply Co." */
export function versionWords(version: unknown): string {
  return Object.entries(record(version) ?? {}).filter(([name]) => name in FIELDS).map(([name, value]) => `${FIELDS[name]}: ${shown(value) || 'none'}`).join('; ')
}

/** What a correction says was before and is after it, in words. */
export function versions(kind: string, payload: Payload | null): { before: string; after: string } {
  if (kind === 'letter.numbered') return { before: joined('Number:', textOf(payload, 'replaces')), after: joined('Number:', textOf(payload, 'number', 'grouped')) }
  if (kind === 'letter.carded') return { before: joined('Green card:', textOf(payload, 'before')), after: joined('Green card:', textOf(payload, 'greenCard') || 'none') }
  return { before: versionWords(payload?.['before']), after: versionWords(payload?.['after']) }
}

const KINDS: Readonly<Record<string, string>> = {
  'piece.received': 'Taken in', 'piece.assigned': 'Given to a recipient', 'piece.detailed': 'Details', 'piece.number-attached': 'Second number', 'piece.question-answered': 'Question answered', 'piece.corrected': 'Corrected', 'piece.photographed': 'Photo',
  'piece.voided': 'Voided', 'piece.handed-over': 'Handed over', 'piece.left-at-stop': 'Left at mail stop', 'piece.forwarded': 'Sent on', 'piece.returned-to-sender': 'Returned to sender', 'piece.brought-back': 'Came back', 'piece.lost': 'Lost',
  'piece.found': 'Found again', 'piece.disposed': 'Disposed of', 'piece.held': 'Held', 'piece.released': 'Released', 'piece.refused': 'Refused', 'piece.scanned-out': 'Out on a run', 'piece.moved': 'Moved', 'piece.handover-corrected': 'Handover corrected',
  'letter.logged': 'Letter logged', 'letter.corrected': 'Letter corrected', 'letter.priced': 'Letter priced anew', 'letter.voided': 'Letter voided', 'letter.accepted': 'Letter accepted', 'letter.presented': 'Letter presented', 'letter.numbered': 'Letter numbered', 'letter.carded': 'Letter, other green card',
  'letter.unbooked': 'Letter struck from its book', 'letter.returned': 'Letter came back', 'letter.return-withdrawn': 'Letter did not come back', 'receipt.withdrawn': 'Letter, receipt of another', 'label.spoiled': 'Label spoiled', 'book.voided': 'Mailing book given up',
}

/** A kind of event as a line of paper says it. */
export function kindWords(kind: string): string {
  const words = KINDS[kind] ?? kind.replace(/^[^.]*\./, '').replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const EXCEPTIONS: Readonly<Record<string, string>> = { 'not-ours': 'Not our recipient', 'has-left': 'Has left', refused: 'Refused', damaged: 'Damaged', 'partly-delivered': 'Partly delivered', lost: 'Lost', other: 'Other' }
export const exceptionWords = (kind: string): string => EXCEPTIONS[kind] ?? kindWords(kind)

const EVIDENCE: Readonly<Record<string, string>> = { 'counter-postmark': 'Counter postmark', '3877-stamp': '3877 stamp', 'acceptance-scan': 'Acceptance scan', 'self-declared': 'Self-declared' }
export const evidenceWords = (evidence: string): string => EVIDENCE[evidence] ?? evidence
