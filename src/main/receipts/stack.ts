/** Taking in scans: single cards, stacks of them, and PDFs of USPS. */
import type { FiledAs, ImportedFile, ImportedPage } from '../../shared/contract/receipts.ts'
import { groupNumber } from '../../shared/mail/grouping.ts'
import { letterFacts } from '../certified/certified.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import type { KeptFile } from '../pieces/files.ts'
import { keepFile, SCANS } from '../pieces/files.ts'
import type { EventDraft } from '../store/events.ts'
import type { Progress } from '../store/reader.ts'
import { deliveryLetterFiled, scanUnmatched, stackKept } from './events.ts'
import { DELIVERY_LETTER, FILE_OF } from './projection.ts'
import * as queries from './page-queries.ts'
import type { Decided, Finding } from './reading.ts'
import { decide, readPage } from './reading.ts'
import type { PageSource } from './receipts.ts'
import { NAMES, of, receivedDrafts, sent } from './receipts.ts'

/** What may change the store: a call, or a task of the station. */
export type Filing = Pick<CheckedCall, 'services' | 'actor'>

/** Pages of one file. */
const MOST_PAGES = 1_000
/** A page of a stack as it is filed on its letter: as large as a scan of 200 dots per inch. */
const PAGE = { longest: 2_200, quality: 90 }

/** What is to be recorded when a page is filed on a letter. @throws Refusal when the letter cannot have it */
export function filingDrafts(call: Filing, { letter, as, number }: { letter: string; as: FiledAs; number: string }, scan: KeptFile, source: PageSource, note = ''): EventDraft[] {
  if (as === 'delivery-letter') {
    sent(call, letter)
    return [deliveryLetterFiled.draft(letter, { scan, note, source })]
  }
  return receivedDrafts(call, { letter, kind: as, number, note }, scan, source)
}

/** The page as a file of its own; a file of one page, or one that belongs to one letter as a whole, stays what it is. */
export async function pageFile({ services }: Filing, scan: KeptFile, page: number, pages: number, signal?: AbortSignal): Promise<KeptFile> {
  if (pages === 1) return scan
  const { bytes } = await services.reader.run('pagePicture', { file: scan.file, type: scan.type, page, ...PAGE }, signal ? { signal } : {})
  return keepFile(services.store, bytes, SCANS, `${scan.name}, page ${page} of ${pages}.jpg`)
}

const noteOf = (scan: KeptFile, page: number, pages: number): string => (pages === 1 ? '' : `page ${page} of ${pages} of ${scan.name}, SHA-256 ${scan.file}`)

/** Records what was decided about a page, in one transaction; a letter that cannot have it leaves the page to a person. */
async function record(call: Filing, scan: KeptFile, { page, pages, whole }: { page: number; pages: number; whole: boolean }, decided: Decided, signal?: AbortSignal): Promise<ImportedPage[]> {
  const { store } = call.services
  const own = decided.filings.length === 0 || whole ? scan : await pageFile(call, scan, page, pages, signal)
  return store.operate(call.actor, (db) => {
    const events: EventDraft[] = []
    const rows: ImportedPage[] = []
    const refused: Array<{ words: string; number: string }> = []
    for (const filing of decided.filings) {
      const { letter, as } = filing
      const { name = '', number = '' } = ((facts) => (facts ? { name: facts.addresseeName, number: facts.number } : {}))(letterFacts(call, letter))
      const line = { page, letter, grouped: groupNumber(number), name, why: null, words: '', numbers: [filing.number] }
      const before = as === 'delivery-letter' ? undefined : of(call, letter).receipts.find((one) => one.kind === as)
      if (queries.isFiled(db, letter, as === 'delivery-letter' ? DELIVERY_LETTER : FILE_OF[as], own.file)) {
        rows.push({ ...line, result: 'known' })
        continue
      }
      try {
        if (before?.state === 'not-coming') throw new Refusal('came-back', `By what is recorded the ${NAMES[before.kind]} of ${name} does not come: ${before.because}. Look whether the card is signed.`)
        events.push(...filingDrafts(call, filing, own, { sourceFile: scan.file, page: whole ? 0 : page, pages, name: scan.name }, whole ? '' : noteOf(scan, page, pages)))
        rows.push({ ...line, result: as === 'delivery-letter' ? 'delivery-letter' : before?.received ? 'another-scan' : 'received' })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refused.push({ words: error.message, number: filing.number })
      }
    }
    const open = refused.length > 0 ? { why: 'refused' as const, words: [...new Set(refused.map(({ words }) => words)), ...(decided.open ? [decided.open.words] : [])].join(' '), numbers: [...refused.map(({ number }) => number), ...(decided.open?.numbers ?? [])] } : decided.open
    if (open) {
      events.push(scanUnmatched.draft(null, { scan, page, pages, why: open.why, words: open.words, numbers: [...open.numbers] }))
      rows.push({ page, result: 'open', letter: null, grouped: '', name: '', why: open.why, words: open.words, numbers: [...open.numbers] })
    }
    return { events, answer: () => rows }
  })
}

/** The one letter that all of a file belongs to: one page says so, and on no other page stands anything of another letter. */
function oneLetter(findings: ReadonlyArray<{ finding: Finding; decided: Decided }>): Decided | null {
  const telling = findings.filter(({ decided }) => decided.filings.length > 0)
  const [first] = telling
  if (!first || telling.some(({ decided }) => decided.open !== null || decided.filings.length !== 1 || decided.filings[0]?.letter !== first.decided.filings[0]?.letter)) return null
  const others = findings.filter(({ decided }) => decided.filings.length === 0)
  const belongs = ({ finding }: { finding: Finding }): boolean => finding.why === 'blank' || (first.finding.how === 'text' && finding.why === 'layout' && finding.numbers.length === 0)
  return others.every(belongs) ? first.decided : null
}

/** Pages up to which a file is looked at as a whole before anything of it is recorded. */
const A_DOCUMENT = 4

/**
 * Takes in one file. Pages are recorded as they are read, so what was done before a stop stays; pages that are known are left out.
 *
 * @throws Refusal `too-large`, `not-accepted`, `unreadable`, `too-many-pages`
 */
export async function takeInFile(call: Filing, { content, name }: { content: string | Uint8Array; name: string }, onProgress: (progress: Progress) => void = () => {}, signal?: AbortSignal): Promise<ImportedFile> {
  const { store, reader } = call.services
  const scan = keepFile(store, content, SCANS, name)
  const { pages, texts } = await reader.run('pagesOf', { file: scan.file, type: scan.type }, signal ? { signal } : {}).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'DecodeError') throw new Refusal('unreadable', error.message, { field: 'content' })
    throw error
  })
  if (pages > MOST_PAGES) throw new Refusal('too-many-pages', `This file has ${pages} pages; ${MOST_PAGES} is the most. Split it.`, { field: 'content' })
  const rows: ImportedPage[] = []
  const read = async (page: number): Promise<{ finding: Finding; decided: Decided }> => {
    onProgress({ step: pages === 1 ? `Reading ${name}` : `Reading ${name}, page ${page}`, done: page - 1, of: pages })
    const finding = await readPage(call, scan, page, texts[page - 1] ?? '', signal)
    signal?.throwIfAborted()
    return { finding, decided: decide(call, finding) }
  }
  const known = queries.knownPages(store.db, scan.file)
  const left = Array.from({ length: pages }, (_, i) => i + 1).filter((page) => !known.has(0) && !known.has(page))
  for (let page = 1; page <= pages; page++) if (!left.includes(page)) rows.push({ page, result: 'known', letter: null, grouped: '', name: '', why: null, words: '', numbers: [] })
  if (left.length === pages && pages <= A_DOCUMENT) {
    const findings: Array<{ finding: Finding; decided: Decided }> = []
    for (const page of left) findings.push(await read(page))
    const whole = oneLetter(findings)
    if (whole) rows.push(...(await record(call, scan, { page: (findings.findIndex(({ decided }) => decided === whole)) + 1, pages, whole: true }, whole, signal)))
    else {
      keepStack(call, scan, pages)
      for (const { finding, decided } of findings) rows.push(...(await record(call, scan, { page: finding.page, pages, whole: pages === 1 }, decided, signal)))
    }
  } else if (left.length > 0) {
    keepStack(call, scan, pages)
    for (const page of left) rows.push(...(await record(call, scan, { page, pages, whole: false }, (await read(page)).decided, signal)))
  }
  onProgress({ step: `Reading ${name}`, done: pages, of: pages })
  const withResult = (...results: ReadonlyArray<ImportedPage['result']>): number => new Set(rows.filter(({ result }) => results.includes(result)).map(({ page }) => page)).size
  return { name, file: scan.file, pages, filed: withResult('received', 'another-scan', 'delivery-letter'), open: withResult('open'), known: withResult('known'), rows }
}

/** The original of several pages is named in the log before its pages are. */
function keepStack(call: Filing, scan: KeptFile, pages: number): void {
  const { store } = call.services
  if (pages > 1 && queries.typeOfKept(store.db, scan.file) === null) store.operate(call.actor, () => ({ events: [stackKept.draft(null, { scan, pages })], answer: () => null }))
}
