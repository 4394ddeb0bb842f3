import sharp from 'sharp'
import { addDays, officeDay } from '../../shared/mail/days.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import type { Element } from '../../shared/printing/document.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import { preview, renderPdf } from '../printing/render.ts'
import { scanUnmatched } from '../receipts/events.ts'
import type { Actor } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import type { LettersDesk } from './certified.ts'
import { cardOf, formOf } from './certified.ts'

/** Letters of the first day, as their receipts tell about them: what was bought, and what became of each. */
const STORIES = [
  { to: 'Dana Whitcombe\n418 Example Hollow Road\nAnytown VT 05099', services: ['card'], document: 'Notice of default', end: 'addressee' }, { to: 'Merrow & Finch LLP\nAttn: Litigation Docketing\n77 Sample Street, Suite 1200\nExampleville NH 03099', services: ['card'], document: 'Answer and exhibits', end: 'agent' },
  { to: 'Rafael Oduya\n9 Placeholder Lane, Apt 3B\nSampleton ME 04099', services: ['card'], document: 'Final demand', end: 'overdue' }, { to: 'Greywater Holdings Inc\n2200 Model Boulevard\nTestburg MA 01099', services: ['electronic'], document: 'Thirty-day notice', end: 'electronic' },
  { to: 'Town of Anytown\nOffice of the Clerk\nPO Box 12\nAnytown VT 05099', services: [], document: 'Renewal application', end: 'delivery-letter' }, { to: 'Estate of Ilse Brandt\nc/o Harriet Brandt\n31 Demo Court\nAnytown VT 05099', services: ['card'], document: 'Notice of hearing', end: 'returned' },
] as const
/** The first serial of these letters, behind the office's own box of forms. */
const FIRST = 71

const text = (x: number, y: number, pt: number, words: string, bold = false): Element => ({ kind: 'text', x, y, w: 130, h: pt * 0.5, text: words, pt, fit: 'shrink', ...(bold ? { bold } : {}) })

/** A signed green card as a scanner sees it, as far as a drawing is one. */
async function cardPicture(serial: number, to: string, signed: string, agent: boolean): Promise<string> {
  const pages: Element[][] = [[
    text(6, 5, 8, 'SENDER: COMPLETE THIS SECTION', true), text(6, 12, 7, '1. Article Addressed to:'), ...to.split('\n').map((line, i) => text(8, 17 + i * 5, 9, line)), { kind: 'barcode', symbology: 'code128', data: cardOf(serial), x: 6, y: 44, w: 62, h: 12 }, text(10, 57, 7, groupNumber(cardOf(serial))), text(6, 66, 7, '2. Article Number'), text(8, 71, 9, groupNumber(formOf(serial))),
    { kind: 'line', x: 70, y: 4, w: 0.3, h: 76 }, text(73, 5, 8, 'COMPLETE THIS SECTION ON DELIVERY', true), text(73, 12, 7, `A. Signature            ${agent ? '[x] Agent   [ ] Addressee' : '[ ] Agent   [x] Addressee'}`), { kind: 'line', x: 73, y: 30, w: 60, h: 0.3 }, text(73, 33, 7, 'B. Received by (Printed Name)'), text(75, 38, 9, signed), text(6, 82, 7, 'PS Form 3811  Domestic Return Receipt'),
  ]]
  const [svg = ''] = preview({ kind: 'page', title: 'Green card', width: 139, height: 89, pages })
  const pen = '<path d="M78 27c4-12 8-12 7-3s5-9 8-6-2 9 2 6 6-9 9-5 1 7 6 3 9-4 13-5" fill="none" stroke="#1b2a6b" stroke-width="0.7"/>'
  return (await sharp(Buffer.from(svg.replace('fill="#fff"', 'fill="#cfe6d2"').replace(/<\/svg>$/, `${pen}</svg>`)), { density: 150 }).jpeg({ quality: 60 }).toBuffer()).toString('base64')
}

/** The envelope as it came back, with its yellow label. */
async function envelope(to: string): Promise<string> {
  const lines = to.split('\n').map((line, i) => `<text x="260" y="${200 + i * 30}" font-size="22" font-family="sans-serif" fill="#222">${line.replaceAll('&', '&amp;')}</text>`).join('')
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="380"><rect width="720" height="380" fill="#f3efe4"/><path d="M0 0l360 150L720 0" fill="none" stroke="#d5cfbf"/>${lines}<g transform="rotate(-3 520 320)"><rect x="380" y="270" width="300" height="84" fill="#f2d640"/><text x="396" y="304" font-size="20" font-family="monospace" fill="#111">RETURN TO SENDER</text><text x="396" y="334" font-size="20" font-family="monospace" fill="#111">UNCLAIMED</text></g></svg>`
  return (await sharp(Buffer.from(drawing)).jpeg({ quality: 60 }).toBuffer()).toString('base64')
}

/** A letter of USPS about a delivery, in its wording; its facts are made up. */
async function deliveryLetter(number: string, day: string, signed: string, at: number): Promise<Buffer> {
  const lines = ['United States Postal Service', '', 'Dear Customer:', '', 'The following is the delivery information for Certified Mail(TM)/RRE item number', `${groupNumber(number)}.`, `Our records indicate that this item was delivered on ${day} at 10:12 a.m.`, 'The scanned image of the recipient information is provided below.', '', `Signature of Recipient: ${signed}`, '', 'Thank you for selecting the Postal Service for your mailing needs.']
  const { bytes } = await renderPdf({ kind: 'page', title: 'Delivery information', width: 215.9, height: 279.4, pages: [lines.map((line, i): Element => ({ kind: 'text', x: 25, y: 30 + i * 7, w: 165, h: 5.5, text: line, pt: 11, fit: 'shrink' }))] }, new Date(at))
  return bytes
}

/** The first day: six letters go over the counter, each with its postmarked receipt. Answers their ids. */
export async function olderLetters(desk: LettersDesk, zone: string, receipt: string): Promise<string[]> {
  const { client } = desk
  const ids: string[] = []
  for (const [i, { to, services, document }] of STORIES.entries()) {
    desk.wait(desk.minute)
    const { letter } = await client.certified.log({ id: desk.id(), addressee: { block: to }, services: [...services], weight: 7, department: 'Legal', costCode: '4410', matter: i < 2 ? 'Whitcombe v. Northgate' : 'Lease 2026-14', document, number: { text: formOf(FIRST + i) }, ...(services.some((service) => service === 'card') ? { greenCard: cardOf(FIRST + i) } : {}) })
    ids.push(letter.id)
  }
  desk.wait(20 * desk.minute)
  await client.certified.accept({ letters: ids, day: officeDay(desk.now(), zone), postOffice: 'Anytown VT 05099', evidence: 'counter-postmark', employee: 'R. Alder', receipt: { content: receipt, name: 'ps3800.jpg' }, note: '' })
  return ids
}

/** Some days later: all but one are delivered, by what USPS’s page says. */
export async function olderNews(desk: LettersDesk, zone: string, ids: readonly string[]): Promise<void> {
  const today = officeDay(desk.now(), zone)
  for (const [i, piece] of ids.entries()) {
    const { to, end } = STORIES[i] ?? STORIES[0]
    const [, city = '', state = '', zip = ''] = /^(.*) ([A-Z]{2}) (\d{5})$/.exec(to.split('\n').at(-1) ?? '') ?? []
    for (const [code, day, time] of [['10', addDays(today, -1), '21:40'], end === 'returned' ? (['52', today, '10:20'] as const) : (['01', today, '11:05'] as const)] as const) {
      desk.wait(0.2 * desk.minute)
      await desk.client.tracking.add({ piece, code, day, time, city, state, zip, source: 'person' })
    }
  }
}

/** Days after that: cards and PDFs come in, a letter comes back, and one scan is of nobody. */
export async function olderReceipts(desk: LettersDesk, zone: string, ids: readonly string[], { store, actor }: { store: Store; actor: Actor }): Promise<void> {
  const { client } = desk
  const day = officeDay(desk.now(), zone)
  const waits = (content: string | Buffer, name: string, words: string, numbers: readonly string[], why: 'layout' | 'no-letter'): string => {
    const scan = keepFile(store, content, SCANS, name)
    return store.operate(actor, () => ({ events: [scanUnmatched.draft(null, { scan, page: 1, pages: 1, why, words, numbers: [...numbers] })], answer: () => scan.file }))
  }
  for (const [i, letter] of ids.entries()) {
    const { to, end } = STORIES[i] ?? STORIES[0]
    const serial = FIRST + i
    desk.wait(2 * desk.minute)
    if (end === 'addressee' || end === 'agent') {
      const name = end === 'agent' ? 'T. Ames' : 'Dana Whitcombe'
      await client.receipts.receive({ letter, kind: 'card', number: cardOf(serial), scan: { content: await cardPicture(serial, to, name, end === 'agent'), name: `card-${serial}.jpg` } })
      desk.wait(desk.minute)
      await client.receipts.signer({ letter, kind: 'card', name, as: end })
    } else if (end === 'electronic') {
      await client.receipts.receive({ letter, kind: 'electronic', number: formOf(serial), scan: { content: (await deliveryLetter(formOf(serial), day, 'J. Lindqvist', desk.now())).toString('base64'), name: 'return-receipt.pdf' } })
    } else if (end === 'delivery-letter') {
      const file = waits(await deliveryLetter(formOf(serial), day, 'M. Clerk', desk.now()), 'usps-letter.pdf', `This is no letter of USPS that is known. It names ${groupNumber(formOf(serial))}.`, [formOf(serial)], 'layout')
      desk.wait(desk.minute)
      await client.receipts.settle({ pages: [{ file, page: 1 }], letter, as: 'delivery-letter' })
    } else if (end === 'returned') {
      await client.receipts.cameBack({ letter, reason: '27', sealed: true, place: 'Returned mail, shelf 2', photo: { content: await envelope(to), name: 'came-back.jpg' } })
    }
  }
  desk.wait(desk.minute)
  waits(await cardPicture(99, 'A. Stranger\n3 Elsewhere Road\nSampleton ME 04099', 'A. Stranger', false), 'card-unknown.jpg', `No letter here has the number ${groupNumber(cardOf(99))}.`, [cardOf(99)], 'no-letter')
}
