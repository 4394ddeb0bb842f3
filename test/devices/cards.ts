/** Scans of green cards as a scanner makes them: turned, skewed, dusty. Small, because many are made. */
import bwip from 'bwip-js/node'
import PdfFile from 'pdfkit'
import sharp from 'sharp'
import type { Chance } from '../../src/main/sample/chance.ts'
import { checkDigitMod10 } from '../../src/shared/mail/check-digits.ts'

// The package's named `raw` is a symbology; the function that gives the bars hangs on its default export.
// oxlint-disable-next-line import/no-named-as-default-member
const { raw: barsOf } = bwip
const withDigit = (body: string): string => body + String(checkDigitMod10(body))
/** The article number of a letter, and the number of a green card, by a serial. */
export const articleNumber = (serial: number): string => withDigit(`958907105270${String(serial).padStart(9, '0')}`)
export const cardNumber = (serial: number): string => withDigit(`95909402${String(serial).padStart(13, '0')}`)

/** A sheet in grey, one byte a dot, drawn without a drawing program: hundreds are made. */
export interface Sheet { data: Uint8Array; width: number; height: number }

/** The size of a card's picture, in dots: 5.5 x 3.5 in at about 120 dots per inch, as a stack feeder saves it. */
const WIDTH = 660
const HEIGHT = 420
const MODULE = 2
const CARD = 0xd3

const sheet = (width: number, height: number, grey: number): Sheet => ({ data: new Uint8Array(width * height).fill(grey), width, height })

function box({ data, width }: Sheet, x: number, y: number, w: number, h: number, grey: number): void {
  for (let row = y; row < y + h; row++) data.fill(grey, row * width + x, row * width + x + w)
}

/** Bars of Code 128 with FNC1 in front, on their white field. */
function bars(to: Sheet, number: string, x: number, y: number): void {
  const [symbol] = barsOf({ bcid: 'code128', text: `^FNC1${number}`, parsefnc: true }) as Array<{ sbs: number[] }>
  const widths = symbol?.sbs ?? []
  box(to, x - 20, y - 6, widths.reduce((sum, width) => sum + width, 0) * MODULE + 40, 68, 0xff)
  let at = x
  for (const [i, width] of widths.entries()) {
    if (i % 2 === 0) box(to, at, y, width * MODULE, 56, 0x18)
    at += width * MODULE
  }
}

/** One card, upright. `card` and `article` are the numbers that stand on it as bars. */
export function card({ card: own = '', article = '' }: { card?: string; article?: string }): Sheet {
  const made = sheet(WIDTH, HEIGHT, CARD)
  for (const y of [60, 104, 148, 192]) box(made, 340, y, 300, 2, 0x80)
  box(made, 325, 16, 2, 210, 0x70)
  if (own !== '') bars(made, own, 50, 345)
  if (article !== '') bars(made, article, 220, 246)
  return made
}

/** Two cards on one page, both upside down. */
export function pair(one: Sheet, other: Sheet): Sheet {
  const page = sheet(780, 1_000, 0xff)
  for (const [i, card] of [one, other].entries()) for (let y = 0; y < card.height; y++) page.data.set(card.data.subarray(y * card.width, (y + 1) * card.width), (40 + i * 500 + y) * page.width + 60)
  page.data.reverse()
  return page
}

/** A sheet on which nothing stands. */
export const blank = (): Sheet => sheet(WIDTH, HEIGHT, 0xf6)

/** The grain of a scanner: how much brighter or darker each dot is, over and over. Without a period of its own, or it would make stripes that look like bars. */
const GRAIN = (() => {
  let state = 38_11
  return Int8Array.from({ length: 65_521 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 16) % 61 - 30
  })
})()

/** A sheet as the scanner saves it: turned by a quarter or not, a little skewed, with grain. */
export async function scanned(c: Chance, from: Sheet, turn = c.pick([0, 90, 180, 270])): Promise<Buffer> {
  const raw = { width: from.width, height: from.height, channels: 1 as const }
  const { data, info: { width, height } } = await sharp(from.data, { raw }).rotate(turn + (c.whole(60) - 30) / 10, { background: '#f4f4f4' }).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const [grain, strength] = [c.whole(GRAIN.length), 0.3 + c.whole(8) / 10]
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, Math.min(255, (data[i] ?? 0) + (GRAIN[(grain + i) % GRAIN.length] ?? 0) * strength))
  return sharp(data, { raw: { width, height, channels: 1 } }).jpeg({ quality: 60 + c.whole(30) }).toBuffer()
}

/** Pictures as the pages of one PDF. */
export async function pdfStack(pictures: readonly Buffer[]): Promise<Buffer> {
  const document = new PdfFile({ autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => document.on('end', resolve))
  for (const picture of pictures) {
    const { width, height } = await sharp(picture).metadata()
    // A point is a dot at 72 dpi; the scanner's dots are half as large.
    document.addPage({ size: [width / 1.8, height / 1.8], margin: 0 }).image(picture, 0, 0, { width: width / 1.8 })
  }
  document.end()
  await ended
  return Buffer.concat(parts)
}

/** A PDF of text alone, a page for each list of lines. */
export async function textPdf(...pages: ReadonlyArray<readonly string[]>): Promise<Buffer> {
  const document = new PdfFile({ autoFirstPage: false })
  const parts: Buffer[] = []
  document.on('data', (part: Buffer) => parts.push(part))
  const ended = new Promise<void>((resolve) => document.on('end', resolve))
  for (const lines of pages) {
    document.addPage({ size: 'LETTER' }).fontSize(11)
    for (const line of lines) document.text(line)
  }
  document.end()
  await ended
  return Buffer.concat(parts)
}

/** A letter of USPS about a delivery, in the wording that it uses. */
export const deliveryLetter = (number: string, signer: string): string[] => [
  'United States Postal Service', 'Date Produced: 11/09/2026', '', 'Dear Customer:', '', `The following is the delivery information for Certified Mail(TM)/RRE item number ${number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}.`,
  'Our records indicate that this item was delivered on 11/05/2026 at 10:12 a.m. in FAKEVILLE, OH 43999. The scanned image of the recipient information is provided below.', '', `Signature of Recipient: ${signer}`, 'Address of Recipient: 48 Example Lane', '', 'Thank you for selecting the Postal Service for your mailing needs.',
]
