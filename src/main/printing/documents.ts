/** The documents of the print queue: how they are kept, and how they are made from what the station knows. */
import type { PieceRow } from '../../shared/contract/pieces.ts'
import type { Tags } from '../../shared/contract/printing.ts'
import { officeDay, officeTime } from '../../shared/mail/days.ts'
import type { Element, PageDocument, PrintDocument } from '../../shared/printing/document.ts'
import { MEDIA, PrintContentError } from '../../shared/printing/document.ts'
import { placeBarcode } from '../../shared/printing/layout.ts'
import { asOneJob, badge, containerLabel, pieceLabel, SCRIPTS, shelfLabel, testPage } from '../../shared/printing/labels.ts'
import type { Profile } from '../../shared/printing/profile.ts'
import type { Store } from '../store/store.ts'
import { withoutFont } from './drawText.ts'
import { qrEncoder } from './qr.ts'
import { OFFICE, setting } from '../store/settings.ts'

/** A document as text for the store; the bytes of pictures go as base64. */
export function keepDocument(document: PrintDocument): string {
  return JSON.stringify(document, (_, value: unknown) => (value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value))
}

/** The document that {@link keepDocument} kept. */
export function readDocument(text: string): PrintDocument {
  return JSON.parse(text, (key, value: unknown) =>
    key === 'data' && typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string' ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value) as PrintDocument
}

const officeName = (store: Store): string => setting(store.db, OFFICE)?.name ?? ''

/** The label of a piece as it is known now. `copy`: it replaces an earlier one. */
export function labelOfPiece(store: Store, piece: PieceRow, profile: Profile, copy: boolean): PageDocument {
  const { recipient } = piece
  const label = pieceLabel({
    number: piece.number, grouped: piece.grouped,
    recipient: recipient?.name || recipient?.department || 'Recipient not known yet',
    ...(recipient?.name && recipient.department ? { department: recipient.department } : {}), ...(recipient?.mailStop ? { mailStop: recipient.mailStop } : {}),
    ...(piece.location ? { location: piece.location } : {}),
    date: officeDay(piece.receivedAt, store.zone()), index: 1, count: piece.count, office: officeName(store), ...(copy ? { copy: true } : {}),
  }, MEDIA[profile.media])
  return { ...label, pages: label.pages.map((page) => page.filter((element) => fits(element, profile.dpi))) }
}

const TAG_WORDS = { shelf: 'Shelf labels', badge: 'Badges', container: 'Container labels' } as const

/** Shelf labels, badges or container labels, a page each. @throws PrintContentError for a code that cannot be a barcode */
export function tagsOf(store: Store, { kind, tags }: Pick<Tags, 'kind' | 'tags'>, profile: Profile): PageDocument {
  const media = MEDIA[profile.media]
  const office = officeName(store)
  const labels = tags.map(({ code, name, detail }) =>
    kind === 'shelf' ? shelfLabel({ code, name, office }, media) : kind === 'badge' ? badge({ code, name, role: detail ?? '', office }, media) : containerLabel({ code, name, what: detail ?? 'Container', office }, media))
  const readable = labels.map((label) => {
    // At least the QR code has to be there: a label that no scanner reads is none.
    for (const element of label.pages[0] ?? []) if (element.kind === 'barcode' && element.symbology === 'qr') placeBarcode(element, profile.dpi, qrEncoder)
    return { ...label, pages: label.pages.map((page) => page.filter((element) => fits(element, profile.dpi))) }
  })
  return asOneJob(`${TAG_WORDS[kind]}, ${labels.length}`, readable)
}

/** False for a bar code too long for the label: its QR code and the number in letters still say it. */
function fits(element: Element, dpi: number): boolean {
  if (element.kind !== 'barcode' || element.symbology !== 'code128') return true
  try {
    placeBarcode(element, dpi, qrEncoder)
    return true
  } catch (error) {
    if (error instanceof PrintContentError) return false
    throw error
  }
}

/** The test page of a printer with its settings. */
export async function testPageOf(store: Store, printer: { name: string; target: string; profile: Profile }): Promise<PageDocument> {
  const { profile } = printer
  const now = store.now()
  const media = MEDIA[profile.media]
  return testPage({
    printer: printer.name, office: officeName(store), date: `${officeDay(now, store.zone())} ${officeTime(now, store.zone())}`,
    settings: [
      ['Language', { zpl: 'ZPL', escpos: 'ESC/POS', pdf: 'PDF' }[profile.language]], ['Paper', media.name], ['Dots per inch', String(profile.dpi)], ['Address', printer.target],
      ['Shift', `${profile.offsetX} mm, ${profile.offsetY} mm`],
    ],
    lacking: (await Promise.all(SCRIPTS.map(async ([script, name]) => ((await withoutFont(name)).length > 0 ? [script] : [])))).flat(),
  }, media)
}

/** The same document with the word COPY on it, so that nobody takes two prints for two things. */
export function markedAsCopy(document: PrintDocument): PrintDocument {
  const title = `${document.title} (copy)`
  if (document.kind === 'flow') return { ...document, title, lines: [{ kind: 'text', text: 'COPY', bold: true, align: 'center' }, ...document.lines] }
  const word: Element = { kind: 'text', x: document.width * 0.75, y: 0.6, w: document.width * 0.23, h: Math.min(4, document.height * 0.1), text: 'COPY', pt: Math.min(10, document.height * 0.25), bold: true, align: 'right', fit: 'shrink' }
  return { ...document, title, pages: document.pages.map((page) => [...page, word]) }
}
