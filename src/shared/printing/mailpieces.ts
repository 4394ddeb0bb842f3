/**
 * What is printed on or for a letter that leaves by mail: the certified label, address labels, envelopes, and the green card.
 * Every text in them is data. Forms made by USPS are not drawn, only filled in, so an office measures once how far its
 * printer puts things beside their place and gives that as a {@link Shift}.
 */
import { groupNumber } from '../mail/grouping.ts'
import { addressBlock, isSmall, LARGE, paper, scaler, SMALL, text, WIDE } from './design.ts'
import { PrintContentError } from './document.ts'
import type { Element, Media, PageDocument } from './document.ts'

/** How far everything on a form is moved to the right and down, millimetres; may be negative. */
export interface Shift { readonly x: number; readonly y: number }

const NO_SHIFT: Shift = { x: 0, y: 0 }

/** The same pages with everything moved. */
export function shifted(document: PageDocument, { x, y }: Shift): PageDocument {
  if (x === 0 && y === 0) return document
  return { ...document, pages: document.pages.map((page) => page.map((element) => ({ ...element, x: element.x + x, y: element.y + y }))) }
}

/**
 * The same pages with a frame around every part and around the paper: printed on plain paper and held against the form, they
 * show how far the printer is off.
 */
export function withFrames(document: PageDocument): PageDocument {
  const frame = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }): Element => ({ kind: 'box', x, y, w, h, weight: 0.2 })
  const edge = frame({ x: 0, y: 0, w: document.width, h: document.height })
  return { ...document, title: `${document.title} (frames)`, pages: document.pages.map((page) => [edge, ...page.flatMap((element) => [frame(element), element])]) }
}

/** What a certified piece's own label says. The number comes from outside, never from this file. */
export interface CertifiedLabel {
  /** The article number as it was logged: 22 or 26 digits. */
  readonly number: string
  /** The addressee's ZIP, five or nine digits; put in front of the number in the barcode, not printed in letters. */
  readonly zip?: string
  /** Above the barcode; "USPS CERTIFIED MAIL" if left out (the banner text of the Service Type Code list). */
  readonly banner?: string
  /** What else was bought, such as "RETURN RECEIPT" or "RESTRICTED DELIVERY". */
  readonly services?: readonly string[]
  readonly to: readonly string[]
  readonly from: readonly string[]
}

/**
 * The element strings of a package barcode: "420" with the ZIP where there is one, then the number; an FNC1 stands before each.
 * Source: USPS Publication 199, Intelligent Mail Package Barcode.
 * @throws PrintContentError for a number that has no such barcode, or a ZIP that is not five or nine digits
 */
export function packageBarcode(number: string, zip?: string): readonly string[] {
  if (!/^9[1-5](?:\d{20}|\d{24})$/u.test(number)) throw new PrintContentError(`${groupNumber(number)} is not a number of 22 or 26 digits starting with 91 to 95, so no certified label can be made of it. Use the label that the number came on.`)
  const digits = zip?.replace(/[ -]/gu, '') ?? ''
  if (digits === '') return [number]
  if (!/^\d{5}(?:\d{4})?$/u.test(digits)) throw new PrintContentError(`${zip ?? ''} is not a ZIP of five or nine digits.`)
  // 420 with nine digits goes with a number of 22 only: together with 26 the bars would become too fine for a label.
  return [`420${number.length === 26 ? digits.slice(0, 5) : digits}`, number]
}

/**
 * An address label with the GS1-128 barcode of a certified piece, in the manner of USPS Publication 199: banner above, number in
 * fours below, rules above and below, bars of 0.013 to 0.021 inch.
 * @throws PrintContentError for a number without such a barcode, and on paper too narrow for bars of that width
 */
export function certifiedLabel(label: CertifiedLabel, media: Media): PageDocument {
  const parts = packageBarcode(label.number, label.zip)
  if (media.width - 2 * media.margin < 99 || isSmall(media)) throw new PrintContentError(`A certified label needs paper of 4 by 6 inches or more; this printer has ${media.name}.`)
  const elements: Element[] = [
    ...addressBlock(label.from, { x: 4, y: 5, w: 60, h: 24 }, 9, 'sender'),
    ...addressBlock(label.to, { x: 14, y: 33, w: 83, h: 44 }, 18, 'address'),
    ...text({ x: 4, y: 80.5, w: 93.6, h: 6, text: label.services?.join(', '), pt: 12, bold: true, align: 'right' }),
    { kind: 'line', x: 0, y: 88, w: 101.6, h: 1 },
    { kind: 'text', x: 4, y: 91, w: 93.6, h: 7, text: label.banner ?? 'USPS CERTIFIED MAIL', pt: 16, bold: true, align: 'center' },
    { kind: 'barcode', symbology: 'gs1-128', parts, x: 0, y: 100, w: 101.6, h: 22 },
    { kind: 'text', x: 4, y: 124.5, w: 93.6, h: 6, text: groupNumber(label.number), pt: 14, bold: true, align: 'center' },
    { kind: 'line', x: 0, y: 133, w: 101.6, h: 1 },
  ]
  return { kind: 'page', title: `Certified ${groupNumber(label.number)}`, ...paper(media, LARGE), pages: [scaler(media, LARGE)(elements)] }
}

/** Where a letter goes, and where it comes back to. Lines as they are to be printed. */
export interface Addresses { readonly to: readonly string[]; readonly from?: readonly string[] }

/** A label with an address, and the sender small above it. */
export function addressLabel({ to, from = [] }: Addresses, media: Media): PageDocument {
  const design = isSmall(media) ? SMALL : WIDE
  const elements = isSmall(media)
    ? [...addressBlock([from.join(', ')], { x: 1.8, y: 1.2, w: 47.2, h: 7.4 }, 6, 'sender'), ...addressBlock(to, { x: 1.8, y: 9, w: 47.2, h: 15.4 }, 10, 'address')]
    : [...addressBlock(from, { x: 4, y: 4, w: 60, h: 16 }, 8, 'sender'), ...addressBlock(to, { x: 14, y: 23, w: 83, h: 36 }, 16, 'address')]
  return { kind: 'page', title: `Address of ${to[0] ?? ''}`, ...paper(media, design), pages: [scaler(media, design)(elements)] }
}

/** Envelopes, width by height in millimetres, as they lie in the printer. */
export const ENVELOPES = {
  '10': { name: 'No. 10 (9 1/2 x 4 1/8 in)', width: 241.3, height: 104.8 },
  '6x9': { name: '6 x 9 in', width: 228.6, height: 152.4 },
  '9x12': { name: '9 x 12 in', width: 304.8, height: 228.6 },
  dl: { name: 'DL (220 x 110 mm)', width: 220, height: 110 },
  c5: { name: 'C5 (229 x 162 mm)', width: 229, height: 162 },
} as const
export type EnvelopeId = keyof typeof ENVELOPES

export interface Envelope extends Addresses {
  /** One line between sender and address on the left, such as "Electronic Service Requested" or the office's reference. */
  readonly note?: string
}

/**
 * An envelope. The address stands inside the area that sorting machines read on letter-size mail: at least 1/2 inch from the
 * sides, 5/8 to 2 3/4 inches above the lower edge (DMM 202, address placement); larger envelopes keep the same places.
 */
export function envelope({ to, from = [], note }: Envelope, size: EnvelopeId, shift: Shift = NO_SHIFT): PageDocument {
  const { width, height } = ENVELOPES[size]
  const left = width * 0.42
  const elements: Element[] = [
    ...addressBlock(from, { x: 8, y: 8, w: Math.min(90, left - 12), h: 24 }, 9, 'sender'),
    ...text({ x: 8, y: 35, w: left - 12, h: 5, text: note, pt: 9 }),
    ...addressBlock(to, { x: left, y: height - 69, w: width - left - 14, h: 52 }, 13, 'address'),
  ]
  return shifted({ kind: 'page', title: `Envelope to ${to[0] ?? ''}`, width, height, pages: [elements] }, shift)
}

/** The boxes that can be ticked under "Service Type" of the green card. */
export type GreenCardService = 'adult-signature' | 'adult-signature-restricted' | 'certified' | 'certified-restricted' | 'signature-confirmation' | 'signature-confirmation-restricted'

export interface GreenCard extends Required<Addresses> {
  /** The letter's article number, which USPS asks for in box 2. The card's own number is on it already. */
  readonly number: string
  readonly services: readonly GreenCardService[]
}

/** PS Form 3811 is a card of 5 1/2 by 3 1/2 inches. Places from its left upper corner, millimetres. */
const CARD = { width: 139.7, height: 88.9 }
const TICKS: Readonly<Record<GreenCardService, readonly [x: number, y: number]>> = {
  'adult-signature': [72.5, 58], 'adult-signature-restricted': [72.5, 61.6], 'certified': [72.5, 65.2], 'certified-restricted': [72.5, 68.8],
  'signature-confirmation': [104, 66.9], 'signature-confirmation-restricted': [104, 70.5],
}

/**
 * The writing on a green card (PS Form 3811, July 2020 layout): first page the side with the addressee, the article number and the
 * ticks, second page the side that comes back to the sender. The places are those of the form as an office measures them; editions
 * and printers differ by millimetres, which `front` and `back` take up. Print with {@link withFrames} first and compare.
 */
export function greenCard(card: GreenCard, shift: { readonly front: Shift; readonly back: Shift } = { front: NO_SHIFT, back: NO_SHIFT }): PageDocument {
  const front: Element[] = [
    ...addressBlock(card.to, { x: 5, y: 33, w: 60, h: 26 }, 10, 'address'),
    { kind: 'text', x: 5, y: 76.5, w: 62, h: 5, text: groupNumber(card.number), pt: 11, bold: true },
    ...card.services.map((service): Element => ({ kind: 'text', x: TICKS[service][0], y: TICKS[service][1], w: 3, h: 3, text: 'X', pt: 8, bold: true, align: 'center', valign: 'middle' })),
  ]
  const back = addressBlock(card.from, { x: 30, y: 42, w: 80, h: 30 }, 11, 'sender')
  const page = (elements: readonly Element[], by: Shift): readonly Element[] => shifted({ kind: 'page', title: '', ...CARD, pages: [elements] }, by).pages[0] ?? []
  return { kind: 'page', title: `PS 3811 for ${groupNumber(card.number)}`, ...CARD, pages: [page(front, shift.front), page(back, shift.back)] }
}
