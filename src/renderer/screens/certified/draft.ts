import { t } from '../../catalogue/index.ts'
import type { AddressBookRow, LetterRow } from '../../../shared/contract/letters.ts'
import { newId } from '../../../shared/ids.ts'
import type { AddressKind } from '../../../shared/mail/address.ts'
import { parseAddressBlock } from '../../../shared/mail/address.ts'
import type { FeeItem, LetterShape } from '../../../shared/mail/fees.ts'
import { parseMoney } from '../../../shared/mail/money.ts'
import type { LetterService, MailClass } from '../../../shared/mail/services.ts'
import { lostFiles } from '../../app/incoming.ts'
import { createKeptStore, LARGEST_HELD } from '../../app/kept.ts'

/** A letter as it is being logged. It outlives the screen, so that leaving it loses nothing. */
export interface LetterDraft {
  /** Made here, so that a letter sent twice is logged once. */
  id: string
  /** The article number as it was scanned or typed; empty while there is none. */
  number: string
  numberSource: 'scanned' | 'typed'
  /** The station makes the number from the office's own Mailer ID. */
  own: boolean
  card: string
  /** What is typed into the search of the address book. */
  search: string
  /** Somebody of the address book, or null while it is typed or pasted. */
  chosen: AddressBookRow | null
  /** The address as it was pasted or typed; null while only the name is being looked for. */
  block: string | null
  mailClass: MailClass
  shape: LetterShape
  nonmachinable: boolean
  services: readonly LetterService[]
  /** Ounces as typed. */
  weight: string
  /** Postage from the meter as typed; empty lets the table say it. */
  postage: string
  /** Fees that the table does not know, as typed. */
  fees: Readonly<Partial<Record<FeeItem, string>>>
  department: string
  costCode: string
  matter: string
  document: string
  note: string
  /** Names of fields that stand here from the letter before. */
  carried: readonly string[]
  earlier: string | null
  checkDigitWord: string | null
  notCertified: boolean
  /** Photo of the sealed piece, kept after the letter is logged. */
  photo: { content: string; name: string } | null
  /** A number that was scanned while this letter was not logged yet: it begins the next one. */
  next: string | null
}

export function freshDraft(from?: LetterDraft, same = false): LetterDraft {
  const empty: LetterDraft = {
    id: newId(Date.now()), number: '', numberSource: 'scanned', own: false, card: '', search: '', chosen: null, block: null, mailClass: 'first-class', shape: 'letter', nonmachinable: false, services: ['card'], weight: '1', postage: '', fees: {},
    department: '', costCode: '', matter: '', document: '', note: '', carried: [], earlier: null, checkDigitWord: null, notCertified: false, photo: null, next: null,
  }
  if (!from) return empty
  const { mailClass, shape, nonmachinable, services, weight, department, costCode, own } = from
  const again = same ? { matter: from.matter, document: from.document, note: from.note, postage: from.postage, fees: from.fees } : {}
  const kept = { department, costCode, ...again }
  return { ...empty, mailClass, shape, nonmachinable, services, weight, own, ...kept, number: from.next ?? '', carried: Object.entries(kept).filter(([, value]) => typeof value === 'string' && value !== '').map(([name]) => name) }
}

/** What of a letter outlives the page: of a photo that is too large for that only its name, so that nothing else is lost with it. */
type KeptDraft = Omit<LetterDraft, 'photo'> & { photo: { content: string | null; name: string } | null }

function brief(now: LetterDraft): KeptDraft {
  return now.photo && now.photo.content.length > LARGEST_HELD ? withoutPhoto(now) : now
}

const withoutPhoto = (now: LetterDraft): KeptDraft => ({ ...now, photo: now.photo && { name: now.photo.name, content: null } })

function mend({ photo, ...was }: KeptDraft): LetterDraft {
  if (photo?.content === null) lostFiles([photo.name])
  return { ...was, photo: photo && photo.content !== null ? { name: photo.name, content: photo.content } : null }
}

/** The letter in hand. */
export const draft = createKeptStore<LetterDraft, KeptDraft>('letters.draft', freshDraft(), mend, brief, { least: withoutPhoto })

export function changeDraft(change: Partial<LetterDraft>): void {
  const now = draft.get()
  draft.set({ ...now, ...change, carried: now.carried.filter((name) => !(name in change)) })
}

/** Prepares a letter that sends an earlier one again: everything but its number. */
export function sendAgain(letter: LetterRow): void {
  draft.set({
    ...freshDraft(), block: letter.addressee.lines.join('\n'), mailClass: letter.mailClass, shape: letter.shape, nonmachinable: letter.nonmachinable, services: letter.services, weight: letter.weight === null ? '' : String(letter.weight / 10),
    department: letter.department, costCode: letter.costCode, matter: letter.matter, document: letter.document, earlier: letter.id, carried: ['matter', 'document', 'department', 'costCode'],
  })
}

export interface Destination { zip: string; kind: AddressKind; doubts: readonly string[]; /** What was read, each part with its name; the parts that a line has stand together. */ parts: readonly { name: string; text: string; unread?: true }[] }

/** Where the letter goes, taken apart as far as it can be read. */
export function destination(now: LetterDraft): Destination | null {
  const block = now.chosen ? now.chosen.lines.join('\n') : (now.block ?? '')
  if (block.trim() === '') return null
  const read = parseAddressBlock(block)
  const zip = [read.zip, read.plus4].filter(Boolean).join('-')
  const parts = [
    { name: t('common.name'), text: read.name }, { name: t('certified.draft.company'), text: read.company }, { name: t('certified.draft.attention'), text: read.attention ?? read.careOf }, { name: t('certified.draft.street'), text: [read.street, read.unit].filter(Boolean).join(', ') || read.urbanization }, { name: t('certified.draft.poBox'), text: read.poBox },
    { name: t('common.city'), text: [read.city, read.state, zip].filter(Boolean).join(' ') }, ...read.other.map((text) => ({ name: t('certified.draft.notRead'), text, unread: true as const })), { name: t('common.country'), text: read.country },
  ].flatMap(({ text, ...part }) => (text ? [{ ...part, text }] : []))
  return { zip, kind: read.kind, doubts: now.chosen ? [] : read.doubts, parts }
}

/** Tenths of an ounce of what was typed; null for nothing, undefined for what is no weight. */
export function tenths(ounces: string): number | null | undefined {
  if (ounces.trim() === '') return null
  const value = Number(ounces.trim().replace(',', '.').replace(/\s*oz$/i, ''))
  return Number.isFinite(value) && value > 0 && value <= 1_120 ? Math.ceil(value * 10 - 1e-9) : undefined
}

/** Cents of what was typed; undefined for nothing, null for what is no amount. */
export function typedCents(text: string): number | null | undefined {
  if (text.trim() === '') return undefined
  try {
    const cents = parseMoney(text)
    return cents >= 0 ? cents : null
  } catch {
    return null
  }
}
