/** The proof package on paper: facts with their sources, what is missing, pictures of the evidence, and two statements to fill in. It draws no conclusion. */
import type { BookRow, LetterRow } from '../contract/letters.ts'
import type { PieceFile } from '../contract/pieces.ts'
import type { LetterReceipts } from '../contract/receipts.ts'
import type { TrackedPiece } from '../contract/tracking.ts'
import { officeDay } from '../mail/days.ts'
import { groupNumber } from '../mail/grouping.ts'
import { formatMoney } from '../mail/money.ts'
import { className, serviceName } from '../mail/services.ts'
import { sourceName } from '../mail/tracking-status.ts'
import { number } from '../words.ts'
import { clockOf, dayInWords } from './dayLog.ts'
import type { Element, PageDocument } from './document.ts'
import { MEDIA } from './document.ts'
import { breakLines, MM_PER_POINT } from './layout.ts'

/** One line of the custody chain. */
export interface ProofEvent { device: string; sequence: number; recordedAt: number; zone: string; kind: string; by: string; hash: string; redacted: boolean; stated: { at: number; source: string } | null }

/** Everything about one letter that is recorded. */
export interface ProofLetter { letter: LetterRow; tracked: TrackedPiece | null; receipts: LetterReceipts; files: readonly PieceFile[]; book: { row: BookRow; files: readonly PieceFile[] } | null; events: readonly ProofEvent[]; missing: readonly string[] }

export interface ProofHead { device: string; sequence: number; hash: string }

export interface ProofFacts {
  title: string; office: { name: string; address: string; zone: string }; madeAt: number; madeBy: string; program: string
  /** The newest event of the log when the package was made. */
  head: ProofHead | null
  letters: readonly ProofLetter[]
}

/** A picture of a page of the evidence: pixels of it, and where its bytes are. */
export interface ProofPicture { id: string; letter: string; file: string; kind: string; page: number; pages: number; width: number; height: number }
export interface PlacedPicture { id: string; page: number; x: number; y: number; w: number; h: number }

/** Pages to be shown: from `first` (0), `most` of them. */
export interface PreviewInput { facts: ProofFacts; first: number; most: number }
/** `withoutFont`: what of all pages no font has, in words. */
export interface PreviewOutput { pages: string[]; of: number; withoutFont: string | null }

/** What is packed, and the path where the worker writes it. */
export interface PackageInput { facts: ProofFacts; path: string }
/** What was written; `content` covers originals and entries of the log alone. */
export interface PackageOutput { bytes: number; sha256: string; content: string; files: number; pages: number; withoutFont: string | null; damaged: Array<{ file: string; why: string }> }

/** What the files of a letter show, in words. */
export const FILE_WORDS: Readonly<Record<string, string>> = {
  sealed: 'The sealed piece', 'receipt-3800': 'Sender\u2019s receipt, PS Form 3800', document: 'The document that was sent', 'stamped-3877': 'Mailing book, PS Form 3877', 'green-card': 'Return receipt, PS Form 3811 (green card)',
  'electronic-receipt': 'Return receipt, electronic', 'delivery-letter': 'Letter of USPS about the delivery', returned: 'The piece as it came back', other: 'Other paper', photo: 'Photo', 'green-card-withdrawn': 'Filed as green card, taken back', 'electronic-receipt-withdrawn': 'Filed as electronic receipt, taken back', 'returned-withdrawn': 'Filed as return, taken back',
}
const EVIDENCE: Readonly<Record<string, string>> = { 'counter-postmark': 'postmark of the Post Office counter on PS Form 3800', '3877-stamp': 'stamp of the Post Office on PS Form 3877', 'acceptance-scan': 'acceptance scan of USPS', 'self-declared': 'declared by the office; no postmark, stamp or scan evidences it' }
const OUTCOMES: Readonly<Record<string, string>> = {
  'delivered-signer-not-established': 'Delivered. Who signed is not established.', 'delivered-to-addressee': 'Delivered, signed by the addressee.', 'delivered-to-agent': 'Delivered, signed by an agent of the addressee.', refused: 'Refused.', unclaimed: 'Unclaimed.',
  undeliverable: 'Undeliverable.', returned: 'Returned to the sender.', lost: 'Lost.',
}
/** What became of a letter, in words that say no more than is recorded. */
export const outcomeInWords = (outcome: string | null): string => (outcome === null ? 'No outcome is recorded.' : (OUTCOMES[outcome] ?? outcome))
/** How a mailing date is evidenced, in words. */
export const evidenceInWords = (evidence: string | null): string => (evidence === null ? 'not recorded' : (EVIDENCE[evidence] ?? evidence))

const MARGIN = 18
const TOP = 16
const FOOT = 20

function pen() {
  const { width: paper, height } = MEDIA.letter
  const width = paper - 2 * MARGIN
  const bottom = height - FOOT
  const pages: Element[][] = [[]]
  const pictures: PlacedPicture[] = []
  let y = TOP
  const turn = (): void => { pages.push([]); y = TOP }
  const room = (h: number): void => { if (y + h > bottom && y > TOP) turn() }
  const put = (x: number, w: number, text: string, pt: number, bold = false): void => void pages.at(-1)?.push({ kind: 'text', x, y, w, h: pt * 0.5, text, pt, fit: 'shrink', ...(bold ? { bold } : {}) })
  const linesOf = (text: string, w: number, pt: number, bold: boolean): string[] => text.split('\n').flatMap((line) => (line.trim() === '' ? [''] : breakLines(line, w / MM_PER_POINT / pt, bold)))
  const step = (pt: number): number => pt * 0.46
  const para = (text: string, { pt = 9, bold = false, x = 0, w = width - x, after = 0 }: { pt?: number; bold?: boolean; x?: number; w?: number; after?: number } = {}): void => {
    for (const line of linesOf(text, w, pt, bold)) {
      room(step(pt))
      if (line !== '') put(MARGIN + x, w, line, pt, bold)
      y += step(pt)
    }
    y += after
  }
  /** Columns beside each other; the highest of them says how far the row goes. A row is never split. */
  const row = (cells: ReadonlyArray<{ text: string; w: number; bold?: boolean }>, pt = 8, after = 0.8): void => {
    const made = cells.map(({ text, w, bold = false }) => ({ w, bold, lines: linesOf(text, w - 2, pt, bold) }))
    const h = Math.max(...made.map(({ lines }) => lines.length)) * step(pt)
    room(h)
    const from = y
    let x = MARGIN
    for (const { w, bold, lines } of made) {
      y = from
      for (const line of lines) {
        if (line !== '') put(x, w - 2, line, pt, bold)
        y += step(pt)
      }
      x += w
    }
    y = from + h + after
  }
  const rule = (): void => {
    room(3)
    pages.at(-1)?.push({ kind: 'line', x: MARGIN, y: y + 0.6, w: width, h: 0.2 })
    y += 2
  }
  const head = (text: string): void => {
    room(18)
    y += 3
    para(text, { pt: 11, bold: true })
    rule()
  }
  const fact = (name: string, text: string): void => row([{ text: name, w: 42, bold: true }, { text: text === '' ? 'not recorded' : text, w: width - 42 }], 9, 0.6)
  const picture = (id: string, caption: string, shape: { width: number; height: number }): void => {
    const most = { w: width, h: bottom - TOP - 16 }
    const scale = Math.min(most.w / shape.width, most.h / shape.height, 0.16)
    const [w, h] = [shape.width * scale, shape.height * scale]
    room(h + 14)
    para(caption, { pt: 8, after: 1 })
    pictures.push({ id, page: pages.length - 1, x: MARGIN, y, w, h })
    y += h + 4
  }
  return { width, pages, pictures, turn, para, row, rule, head, fact, picture, space: (mm: number) => { y += mm } }
}
type Pen = ReturnType<typeof pen>

const moment = (at: number, zone: string): string => `${officeDay(at, zone)} ${clockOf(at, zone)}`
const placeOf = (event: { city: string; state: string; zip: string }): string => [event.city, event.state, event.zip].filter((part) => part !== '').join(' ')

function whatWasSent(p: Pen, { letter, book }: ProofLetter, zone: string): void {
  p.head('What was sent')
  p.fact('Article number', letter.grouped === '' ? 'none recorded' : letter.grouped)
  if (letter.greenCard !== '') p.fact('Green card number', letter.greenCard)
  p.fact('Addressed to', letter.addressee.lines.join('\n'))
  p.fact('Sent as', [className(letter.mailClass), 'Certified Mail', ...letter.services.map(serviceName)].join(', '))
  p.fact('Contents, by the sender', letter.document)
  if (letter.matter !== '') p.fact('Matter', letter.matter)
  if (letter.note !== '') p.fact('Note', letter.note)
  p.fact('Postage and fees', `${formatMoney(letter.total)}${letter.unpriced > 0 ? `, and ${letter.unpriced === 1 ? 'one amount that is' : `${letter.unpriced} amounts that are`} not recorded` : ''}`)
  p.fact('Logged', `${moment(letter.loggedAt, zone)} by ${letter.loggedBy}${letter.statedSource === null ? '' : `, entered late from ${letter.statedSource}`}`)
  if (letter.voided) p.fact('Voided', `${moment(letter.voided.at, zone)} by ${letter.voided.by}: ${letter.voided.reason}`)
  p.head('Mailing')
  const { mailing } = letter
  p.fact('Mailing date', mailing ? dayInWords(mailing.day) : '')
  p.fact('Evidenced by', mailing ? evidenceInWords(mailing.evidence) : '')
  if (mailing) p.fact('Recorded', `${moment(mailing.at, zone)} by ${mailing.by}${mailing.postOffice === '' ? '' : `; Post Office: ${mailing.postOffice}`}${mailing.employee === '' ? '' : `; USPS employee: ${mailing.employee}`}`)
  if (letter.book && book) p.fact('PS Form 3877', `Mailing book ${letter.book.number}, line ${letter.book.line} of ${book.row.letters + book.row.struck}${book.row.received === null ? '' : `; pieces received as USPS wrote: ${book.row.received}`}`)
  else p.fact('PS Form 3877', 'in no mailing book; sender\u2019s receipt PS Form 3800')
}

function whatBecame(p: Pen, { tracked, receipts }: ProofLetter, zone: string): void {
  p.head('Outcome')
  p.fact('Outcome', outcomeInWords(tracked?.row.outcome ?? null))
  p.fact('On what evidence', tracked?.row.reason ?? '')
  if (tracked?.row.outcomeDay) p.fact('Day', dayInWords(tracked.row.outcomeDay))
  for (const word of tracked?.words ?? []) p.fact('A person\u2019s word', `${moment(word.at, zone)}, ${word.by}: ${word.says.replaceAll('-', ' ')}. ${word.reason}.${word.evidence === '' ? '' : ` Evidence: ${word.evidence}.`}`)
  for (const receipt of receipts.receipts) {
    const name = receipt.kind === 'card' ? 'Return receipt, card' : 'Return receipt, electronic'
    const { received, signer } = receipt
    p.fact(name, received === null ? `not received; ${receipt.because}` : `received ${moment(received.at, zone)}, recorded by ${received.by}${received.number === '' ? '' : `; number read from it: ${groupNumber(received.number)}`}${received.note === '' ? '' : `; ${received.note}`}`)
    if (signer) p.fact('Signature', signer.as === 'unreadable' ? `cannot be read, said ${signer.by} on ${moment(signer.at, zone)}` : `read as "${signer.name}", taken as ${signer.as === 'addressee' ? 'the addressee' : 'an agent of the addressee'} by ${signer.by} on ${moment(signer.at, zone)}`)
  }
  const { returned } = receipts
  if (returned) p.fact('Came back', `${moment(returned.at, zone)}, taken in by ${returned.by}; marked "${returned.words}"; ${returned.sealed ? 'sealed' : 'opened'}; kept in ${returned.place}${returned.note === '' ? '' : `; ${returned.note}`}`)
}

function tracking(p: Pen, { tracked }: ProofLetter, zone: string): void {
  p.head('Tracking events, as told')
  const events = tracked?.events ?? []
  if (events.length === 0) return p.para('None is recorded.')
  const w = [34, 50, 40, p.width - 124] as const
  p.row([{ text: 'When', w: w[0], bold: true }, { text: 'What', w: w[1], bold: true }, { text: 'Where', w: w[2], bold: true }, { text: 'Told by, learned', w: w[3], bold: true }])
  for (const event of events)
    p.row([
      { text: event.local?.replace('T', ' ') ?? (event.at === null ? 'no time told' : moment(event.at, zone)), w: w[0] }, { text: `${event.code === null ? '' : `${event.code}  `}${event.text}${event.name === '' ? '' : `; name told: ${event.name}`}`, w: w[1] }, { text: placeOf(event), w: w[2] },
      { text: event.sources.map((one) => `${sourceName(one.source)}${one.told === '' ? '' : ` (${one.told})`}, ${moment(one.learnedAt, zone)}, entry ${one.device}-${one.sequence}`).join('\n'), w: w[3] },
    ], 7.5)
}

/** An entry's kind in words, with the kind as it is stored: `Letter accepted (letter.accepted)`. */
function inWords(kind: string): string {
  const words = kind.replaceAll(/[.-]/g, ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${kind})`
}

function custody(p: Pen, { events }: ProofLetter): void {
  p.head('Chain of custody: entries of the log')
  p.para('Each entry is sealed by a SHA-256 that covers it and the entry before it. events.json holds them as they are stored.', { pt: 8, after: 1 })
  for (const event of events) {
    p.row([{ text: moment(event.recordedAt, event.zone), w: 36 }, { text: `${inWords(event.kind)}${event.redacted ? ' (content redacted)' : ''}${event.stated ? `; happened ${moment(event.stated.at, event.zone)}, from ${event.stated.source}` : ''}`, w: 62 }, { text: event.by, w: 40 }, { text: `${event.device}-${event.sequence}`, w: p.width - 138 }], 8, 0)
    p.para(event.hash, { pt: 7, x: 36, after: 1 })
  }
}

function evidence(p: Pen, { letter, files, book }: ProofLetter, pictures: readonly ProofPicture[], zone: string): void {
  const all = [...files, ...(book?.files ?? [])]
  p.head('Files that are kept')
  if (all.length === 0) p.para('None.')
  for (const file of all) {
    p.row([{ text: FILE_WORDS[file.kind] ?? file.kind, w: 66, bold: true }, { text: `${file.type}, ${number(file.bytes)} bytes, filed ${moment(file.at, zone)} by ${file.by}${file.name === '' ? '' : `; ${file.name}`}${file.note === '' ? '' : `; ${file.note}`}`, w: p.width - 66 }], 8, 0)
    p.para(`SHA-256 ${file.file}`, { pt: 7, x: 66, after: 1 })
  }
  for (const one of pictures.filter((picture) => picture.letter === letter.id))
    p.picture(one.id, `${FILE_WORDS[one.kind] ?? one.kind}${one.pages > 1 ? `, page ${one.page} of ${one.pages}` : ''}. SHA-256 of the original: ${one.file}`, one)
}

const BLANK = '________________________________'

function statements(p: Pen, facts: ProofFacts): void {
  p.turn()
  const numbers = facts.letters.map(({ letter }) => (letter.grouped === '' ? `letter to ${letter.addressee.name} without number` : letter.grouped))
  const listed = numbers.length <= 6 ? numbers.join('; ') : `${numbers.length} letters that are listed in this package`
  p.para('Declaration of mailing', { pt: 14, bold: true, after: 1 })
  p.para('To be filled in and signed by the person who mailed. Not signed; it says nothing until it is.', { pt: 8, after: 4 })
  p.para(`I, ${BLANK}, employed by ${facts.office.name} as ${BLANK}, state from my own knowledge that on ____________________ I deposited with the United States Postal Service at ${BLANK}, as Certified Mail with postage and fees paid, the following in a sealed envelope addressed as stated in this package: ${listed}.`, { pt: 10, after: 8 })
  p.para(`Signed: ${BLANK}        Date: ____________________`, { pt: 10, after: 2 })
  p.para(`Printed name: ${BLANK}        Place: ____________________`, { pt: 10, after: 14 })
  p.para('Statement of the custodian of records', { pt: 14, bold: true, after: 1 })
  p.para('To be filled in and signed by the custodian. Not signed; it says nothing until it is.', { pt: 8, after: 4 })
  p.para(`I, ${BLANK}, am the custodian of the mailroom records of ${facts.office.name}. The attached records about ${listed} were made at or near the time stated in them, by or from information of persons with knowledge, and are kept in the course of regularly conducted activity. The package was made on ${moment(facts.madeAt, facts.office.zone)} (${facts.office.zone}) by ${facts.madeBy}. The newest entry of the log was then ${facts.head ? `${facts.head.device}-${facts.head.sequence}, ${facts.head.hash}` : 'none'}.`, { pt: 10, after: 8 })
  p.para(`Signed: ${BLANK}        Date: ____________________`, { pt: 10, after: 2 })
  p.para(`Printed name: ${BLANK}        Title: ____________________`, { pt: 10 })
}

/**
 * The pages of a proof package. It tells facts with their sources and what is missing.
 *
 * @param pictures pages of the evidence, in the order in which they are to be shown
 */
export function proofPages(facts: ProofFacts, pictures: readonly ProofPicture[]): { document: PageDocument; pictures: PlacedPicture[] } {
  const p = pen()
  const { zone } = facts.office
  p.para('Record of mailing and delivery', { pt: 18, bold: true, after: 1 })
  p.para(facts.title, { pt: 12, after: 2 })
  p.fact('Sender', [facts.office.name, ...facts.office.address.split('\n')].filter((line) => line.trim() !== '').join('\n'))
  p.fact('Made', `${moment(facts.madeAt, zone)} (${zone}) by ${facts.madeBy}, with ${facts.program}`)
  p.fact('Times', `of the office, ${zone}, unless they are of a tracking event: those are as they were told`)
  p.fact('Head of the log', facts.head ? `${facts.head.device}-${facts.head.sequence}\n${facts.head.hash}` : 'empty')
  p.fact('Checking it', 'SHA256SUMS lists every file of the package: sha256sum -c SHA256SUMS. Pigeonhole finds a later change of the log with: verify --against and the head above.')
  if (facts.letters.length > 1) {
    p.head(`${facts.letters.length} letters`)
    for (const { letter, tracked } of facts.letters) p.row([{ text: letter.grouped === '' ? 'no number' : letter.grouped, w: 52 }, { text: letter.addressee.name, w: 60 }, { text: `${letter.mailing?.day ?? 'not mailed'}; ${outcomeInWords(tracked?.row.outcome ?? null)}`, w: p.width - 112 }])
  }
  for (const [i, letter] of facts.letters.entries()) {
    if (facts.letters.length > 1) {
      p.turn()
      p.para(`Letter ${i + 1} of ${facts.letters.length}: ${letter.letter.grouped === '' ? letter.letter.addressee.name : letter.letter.grouped}`, { pt: 14, bold: true })
    }
    p.head('What is missing')
    if (letter.missing.length === 0) p.para('Nothing that this record looks for.')
    for (const line of letter.missing) p.row([{ text: '\u2022', w: 5 }, { text: line, w: p.width - 5 }], 9, 0.4)
    whatWasSent(p, letter, zone)
    whatBecame(p, letter, zone)
    tracking(p, letter, zone)
    evidence(p, letter, pictures, zone)
    custody(p, letter)
  }
  statements(p, facts)
  const { width, height } = MEDIA.letter
  const pages = p.pages.map((elements, i): Element[] => [
    ...elements,
    { kind: 'text', x: MARGIN, y: height - 13, w: width - 2 * MARGIN - 26, h: 4, text: `${facts.title}. Made ${moment(facts.madeAt, zone)}. Head ${facts.head?.hash ?? 'none'}`, pt: 6.5, fit: 'shrink' },
    { kind: 'text', x: width - MARGIN - 26, y: height - 13, w: 26, h: 4, text: `Page ${i + 1} of ${p.pages.length}`, pt: 7, align: 'right' },
  ])
  return { document: { kind: 'page', title: facts.title, width, height, pages }, pictures: p.pictures }
}
