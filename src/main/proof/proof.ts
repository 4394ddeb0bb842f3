import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LetterRow } from '../../shared/contract/letters.ts'
import type { ProofOf, ProofPart, ProofReport } from '../../shared/contract/proof.ts'
import { PREVIEW_PAGES } from '../../shared/contract/proof.ts'
import { officeDay } from '../../shared/mail/days.ts'
import { cleanScan, groupNumber, identify } from '../../shared/mail/identify.ts'
import type { ProofFacts, ProofLetter } from '../../shared/printing/proof.ts'
import { book as bookOf } from '../certified/books.ts'
import { get, letterWithNumber, list } from '../certified/certified.ts'
import type { CheckedCall } from '../call.ts'
import { Refusal } from '../call.ts'
import { get as pieceOf } from '../pieces/pieces.ts'
import { withProgress } from '../progress.ts'
import { of as receiptsOf } from '../receipts/receipts.ts'
import type { Progress } from '../store/reader.ts'
import { OFFICE, setting } from '../store/settings.ts'
import { of as trackedOf } from '../tracking/tracking.ts'
import { missingOf } from './missing.ts'
import { partsOf } from './parts.ts'

/** Letters of one package; more of them are a matter for several. */
const MOST = 1_000

function lettersOf(call: CheckedCall, what: ProofOf): { title: string; name: string; letters: LetterRow[] } {
  if ('letter' in what || 'number' in what) {
    const id = 'letter' in what ? what.letter : numbered(call, what.number)
    const { letter } = get(call, id)
    return { title: letter.grouped === '' ? `Letter to ${letter.addressee.name}` : `Certified Mail ${letter.grouped}`, name: letter.number === '' ? letter.id : letter.number, letters: [letter] }
  }
  if ('book' in what) {
    const { book, lines } = bookOf(call, what.book)
    return { title: `Mailing book ${book.number}`, name: `book-${book.number}`, letters: some(lines.map((line) => line.letter), `Book ${book.number} has no letters.`) }
  }
  const letters: LetterRow[] = []
  for (let cursor: number | null | undefined; cursor !== null; ) {
    const page: { rows: LetterRow[]; next: number | null } = list(call, { matter: what.matter, limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    letters.push(...page.rows)
    if (letters.length > MOST) throw new Refusal('too-many', `This matter has more than ${MOST} letters. Make a package for each mailing book.`, { field: 'matter' })
    cursor = page.next
  }
  return { title: `Matter ${what.matter}`, name: what.matter, letters: some(letters.reverse(), `No letter here has the matter "${what.matter}". Write it as it stands on the letter.`) }
}

function some(letters: LetterRow[], words: string): LetterRow[] {
  if (letters.length === 0) throw new Refusal('no-letter', words)
  if (letters.length > MOST) throw new Refusal('too-many', `This book has more than ${MOST} letters. Make packages of its letters.`)
  return letters
}

function numbered(call: CheckedCall, text: string): string {
  const candidates = [cleanScan(text).replaceAll(/\s/g, ''), ...identify(text).candidates.map((one) => one.number)]
  const found = candidates.map((number) => letterWithNumber(call, number)).find((letter) => letter !== null)
  if (!found) throw new Refusal('no-letter', `No letter here has the number ${groupNumber(candidates[0] ?? text)}.`, { field: 'number' })
  return found.id
}

/** Everything that is recorded of one letter. */
function factsOf(call: CheckedCall, letter: LetterRow): ProofLetter {
  const { events, files } = pieceOf(call, letter.id)
  const book = letter.book === null ? null : bookOf(call, letter.book.id)
  const facts = {
    letter, tracked: trackedOf(call, letter.id), receipts: receiptsOf(call, letter.id), files, book: book && { row: book.book, files: book.files },
    events: events.map(({ device, sequence, recordedAt, zone, kind, actor, hash, payload, stated }) => ({ device, sequence, recordedAt, zone, kind, by: actor.name, hash, redacted: payload === null, stated })),
  }
  return { ...facts, missing: missingOf(facts) }
}

const missingRow = ({ letter, missing }: ProofLetter): ProofReport['missing'][number] => ({ letter: letter.id, grouped: letter.grouped, name: letter.addressee.name, missing: [...missing] })
const filesOf = (letters: readonly ProofLetter[]): number => new Set(letters.flatMap(({ files, book }) => [...files, ...(book?.files ?? [])].map((file) => file.file))).size

/** What a package would hold, and what is missing. @throws NotFound, Refusal `no-letter`, `too-many` */
export async function look(call: CheckedCall, what: ProofOf): Promise<{ title: string; letters: number; files: number; missing: ProofReport['missing'] }> {
  const { title, letters } = lettersOf(call, what)
  const facts = await eachOf(call, letters)
  return { title, letters: facts.length, files: filesOf(facts), missing: facts.map(missingRow) }
}

/** What proves a letter, part by part. @throws NotFound */
export function parts(call: CheckedCall, letter: string): ProofPart[] {
  return partsOf(factsOf(call, get(call, letter).letter))
}

/** The pages of the proof for the screen. @throws as {@link look} */
export async function preview(call: CheckedCall, { of, first }: { of: ProofOf; first: number }, signal?: AbortSignal): Promise<{ title: string; pages: string[]; of: number; withoutFont: string | null }> {
  const { title, letters } = lettersOf(call, of)
  const facts = packedFacts(call, title, await eachOf(call, letters, signal))
  return { title, ...(await call.services.reader.run('proofPreview', { facts, first, most: PREVIEW_PAGES }, signal ? { signal } : {})) }
}

/** What goes to the worker: the letters, the office, and the head of the log at this moment. */
function packedFacts({ services: { store, version }, actor }: CheckedCall, title: string, letters: readonly ProofLetter[]): ProofFacts {
  const { head } = store
  const office = setting(store.db, OFFICE) ?? { name: '', address: '', zone: store.zone() }
  return { title, office, madeAt: store.now(), madeBy: actor.name, program: `Pigeonhole ${version}`, head: head && { device: head.device, sequence: head.sequence, hash: Buffer.from(head.hash).toString('hex') }, letters }
}

async function eachOf(call: CheckedCall, letters: readonly LetterRow[], signal?: AbortSignal, onProgress: (progress: Progress) => void = () => {}): Promise<ProofLetter[]> {
  const facts: ProofLetter[] = []
  for (const letter of letters) {
    signal?.throwIfAborted()
    facts.push(factsOf(call, letter))
    onProgress({ step: 'Reading the letters', done: facts.length, of: letters.length })
    // Scans go between two letters.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return facts
}

/** Bytes of a part: a whole number of groups of base64. */
const PART = 384 << 10

/** Makes the package in the worker and hands it out in parts; nothing of it stays behind. @throws as {@link look}, and Refusal `too-large` */
export async function* makePackage(call: CheckedCall, what: ProofOf, signal?: AbortSignal): AsyncGenerator<{ progress: Progress } | { part: string } | { report: ProofReport }> {
  const { store, reader } = call.services
  const { title, name, letters } = lettersOf(call, what)
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-proof-'))
  let job: Promise<unknown> = Promise.resolve()
  try {
    const path = join(folder, 'proof.zip')
    let report: ProofReport | null = null
    const made = withProgress((onProgress, inner) => {
      const run = (async (): Promise<ProofReport> => {
        const read = await eachOf(call, letters, inner, onProgress)
        const facts = packedFacts(call, title, read)
        const { madeAt } = facts
        const written = await reader.run('proofPackage', { facts, path }, { onProgress, signal: inner }).catch((error: unknown) => {
          throw error instanceof Error && error.name === 'TooLarge' ? new Refusal('too-large', error.message) : error
        })
        const { pages, files, bytes, sha256, content, withoutFont, damaged } = written
        return { name: `proof-${fileName(name)}-${officeDay(madeAt, store.zone())}.zip`, bytes, sha256, letters: read.length, files, pages, content, missing: read.map(missingRow), withoutFont, damaged }
      })()
      job = run.catch(() => {})
      return run
    }, signal)
    for await (const message of made) {
      if ('report' in message) report = message.report
      else yield message
    }
    for await (const part of createReadStream(path, { highWaterMark: PART })) yield { part: (part as Buffer).toString('base64') }
    if (report) yield { report }
  } finally {
    // A file that is still open cannot be removed everywhere.
    await job
    rmSync(folder, { recursive: true, force: true })
  }
}

const fileName = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').slice(0, 60) || 'letters'
