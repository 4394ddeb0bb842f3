import type { LetterPrint } from '../../shared/contract/certified.ts'
import type { LetterRow } from '../../shared/contract/letters.ts'
import type { PrintJob } from '../../shared/contract/printing.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import { formatMoney } from '../../shared/mail/money.ts'
import { className, LETTER_SERVICES, serviceName } from '../../shared/mail/services.ts'
import type { Media, PageDocument } from '../../shared/printing/document.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { filingSheet } from '../../shared/printing/filing-sheet.ts'
import type { GreenCardService } from '../../shared/printing/mailpieces.ts'
import { addressLabel, certifiedLabel, envelope, greenCard, withFrames } from '../../shared/printing/mailpieces.ts'
import { defaultProfile } from '../../shared/printing/profile.ts'
import type { Purpose } from '../../shared/printing/profile.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { printerFor } from '../printing/printers.ts'
import { asPdf as pdfOf, printable, queue } from '../printing/printing.ts'
import type { Store } from '../store/store.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { existing, standing } from './letters.ts'
import * as queries from './queries.ts'
import { CERTIFIED } from './settings.ts'

/** Labels come from the label printer; green cards and envelopes are sheets of their own, which only the office's printer takes. */
const PURPOSES: Readonly<Record<LetterPrint, Purpose>> = { 'certified-label': 'certified', 'address-label': 'certified', card: 'report', envelope: 'report', 'filing-sheet': 'report' }

/** Name and address of the office, a line each. */
function sender(store: Store): string[] {
  const office = setting(store.db, OFFICE)
  return [office?.name ?? '', ...(office?.address ?? '').split('\n')].map((line) => line.trim()).filter((line) => line !== '')
}

/** What stands on a certified label above the bars, besides the banner (Service Type Code list, banner text). */
const LABEL_WORDS: Readonly<Record<LetterRow['services'][number], string>> = { card: 'RETURN RECEIPT', electronic: 'ELECTRONIC RETURN RECEIPT', restricted: 'RESTRICTED DELIVERY', adult: 'ADULT SIGNATURE' }

function cardServices({ services }: LetterRow): GreenCardService[] {
  const restricted = services.includes('restricted')
  return [restricted ? 'certified-restricted' : 'certified', ...(services.includes('adult') ? [restricted ? ('adult-signature-restricted' as const) : ('adult-signature' as const)] : [])]
}

const EVIDENCE_WORDS = { 'counter-postmark': 'postmark at the counter', '3877-stamp': 'stamped PS 3877', 'acceptance-scan': 'acceptance scan', 'self-declared': 'our own statement' } as const

/** What a letter's filing sheet says. */
export function filingSheetOf(store: Store, letter: LetterRow): PageDocument {
  const zone = store.zone()
  const at = (instant: number): string => `${officeDay(instant, zone)} ${officeTime(instant, zone)}`
  const { mailing, book, charges } = letter
  const kinds = new Set(queries.fileKinds(store.db, letter.id))
  const typed = charges.postage.how === 'typed' ? ' (from the meter)' : ''
  return filingSheet({
    office: sender(store), number: letter.number, grouped: letter.grouped, to: letter.addressee.lines,
    facts: [
      ['State', letter.voided ? `voided by ${letter.voided.by}: ${letter.voided.reason}` : letter.state === 'in-book' ? 'in a mailing book' : letter.state],
      ['Service', [className(letter.mailClass), 'Certified Mail', ...LETTER_SERVICES.filter((service) => letter.services.includes(service)).map(serviceName)].join(', ')],
      ['Document', letter.document], ['Matter or reference', letter.matter], ['Department', letter.department], ['Cost code', letter.costCode],
      ['Weight', letter.weight === null ? '' : `${(letter.weight / 10).toFixed(1)} oz`], ['Postage', charges.postage.cents === null ? '' : `${formatMoney(charges.postage.cents)}${typed}`],
      ['Fees', charges.fees.some((fee) => fee.cents === null) ? '' : formatMoney(charges.fees.reduce((sum, fee) => sum + (fee.cents ?? 0), 0))], ['Total', letter.unpriced > 0 ? '' : formatMoney(letter.total)],
      ['Green card', letter.greenCard], ['Mailing book', book ? `book ${book.number}, line ${book.line}` : ''],
      ['Mailing date', mailing ? `${mailing.day}, evidenced by ${mailing.evidence === null ? 'nothing yet' : EVIDENCE_WORDS[mailing.evidence]}` : ''],
      ['Post office', mailing?.postOffice ?? ''], ['Accepted by', mailing?.employee ?? ''],
      ['Logged', `${at(letter.loggedAt)} by ${letter.loggedBy}${letter.statedSource === null ? '' : `, from ${letter.statedSource}`}`], ['Note', letter.note],
    ],
    papers: [['Receipt PS 3800, postmarked', kinds.has('receipt-3800')], ['Sheet PS 3877, stamped', book !== null && queries.bookFiles(store.db, book.id).length > 0], ['Photo of the sealed piece', kinds.has('sealed')], ['The document', kinds.has('document')], ['Return receipt', kinds.has('green-card') || kinds.has('electronic-receipt')], ['Proof of delivery', kinds.has('delivery-letter')]],
    printed: at(store.now()),
  })
}

/** What is printed onto a card or an envelope that is there already, moved as far as this office's printer is off. */
function overlayOf(store: Store, what: 'card' | 'envelope', { to, number, services }: { to: readonly string[]; number: string; services: readonly GreenCardService[] }): PageDocument {
  const from = sender(store)
  const { cardFront, cardBack, envelope: size, envelopeNote, envelopeShift } = setting(store.db, CERTIFIED)
  return what === 'card' ? greenCard({ to, from, number, services }, { front: cardFront, back: cardBack }) : envelope({ to, from, ...(envelopeNote === '' ? {} : { note: envelopeNote }) }, size, envelopeShift)
}

/** Nobody's letter, for measuring: every line is filled and the number is none. */
const NOBODY = { to: ['Name of the addressee', 'Second line of the address', 'Street and number', 'City ST 00000-0000'], number: '0'.repeat(22), services: ['certified', 'certified-restricted'] } as const

/** A trial print of the card or the envelope with a frame around every part, to be held against the form. @throws Refusal `content` */
export async function frames(call: CheckedCall, what: 'card' | 'envelope'): Promise<Paper> {
  return await asPdf(call, `frames-${what}.pdf`, withFrames(overlayOf(call.services.store, what, NOBODY)))
}

type Paper = { name: string; pages: number; content: string; missing: string | null }

async function asPdf(call: CheckedCall, name: string, document: PageDocument): Promise<Paper> {
  const { content, missing } = await printable(async () => await pdfOf(call, document))
  return { name, pages: document.pages.length, content, missing }
}

/** One thing to be printed for a letter, on this paper. @throws Refusal `needs-number`, `content` */
async function documentOf(store: Store, letter: LetterRow, what: LetterPrint, media: Media, frames: boolean): Promise<PageDocument> {
  if (what === 'filing-sheet') return filingSheetOf(store, letter)
  const from = sender(store)
  const to = letter.addressee.lines
  if ((what === 'certified-label' || what === 'card') && letter.number === '') throw new Refusal('needs-number', 'This letter has no article number yet. Scan it on first.')
  return await printable(() => {
    if (what === 'certified-label') return certifiedLabel({ number: letter.number, to, from, services: letter.services.map((service) => LABEL_WORDS[service]), ...(/^\d{5}(?:-\d{4})?$/.test(letter.addressee.zip) ? { zip: letter.addressee.zip } : {}) }, media)
    if (what === 'address-label') return addressLabel({ to, from }, media)
    const overlay = overlayOf(store, what, { to, number: letter.number, services: cardServices(letter) })
    return frames ? withFrames(overlay) : overlay
  })
}

/** Queues paper for a letter. @throws NotFound, Refusal `voided`, `no-printer`, `needs-number`, `content` */
export async function print(call: CheckedCall, input: { letter: string; what: LetterPrint; frames: boolean; printer?: string | undefined }): Promise<PrintJob> {
  const { store } = call.services
  const letter = input.what === 'filing-sheet' ? existing(store.db, input.letter) : standing(store.db, input.letter)
  const purpose = PURPOSES[input.what]
  const printer = printerFor(store, purpose, input.printer)
  const document = await documentOf(store, letter, input.what, MEDIA[printer.profile.media], input.frames)
  return await queue(call.services, call.actor, { printer, purpose, document, piece: letter.id })
}

/** What {@link print} would print, as PDF. @throws NotFound, Refusal `needs-number`, `content` */
export async function printPreview(call: CheckedCall, input: { letter: string; what: LetterPrint; frames: boolean }): Promise<Paper> {
  const { store } = call.services
  const letter = existing(store.db, input.letter)
  const printer = paperOf(store, PURPOSES[input.what])
  return await asPdf(call, `${input.what}-${letter.number === '' ? letter.id : letter.number}.pdf`, await documentOf(store, letter, input.what, printer, input.frames))
}

/** The paper of the printer for a purpose; without a printer the usual one. */
function paperOf(store: Store, purpose: Purpose): Media {
  try {
    return MEDIA[printerFor(store, purpose).profile.media]
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no-printer') return purpose === 'certified' ? MEDIA['4x6'] : MEDIA[defaultProfile('pdf').media]
    throw error
  }
}
