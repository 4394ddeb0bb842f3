import { createHash } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { Zip, ZipPassThrough } from 'fflate'
import type { PackageInput, PackageOutput, ProofFacts } from '../../shared/printing/proof.ts'
import { renderPdf } from '../printing/render.ts'
import type { FileStore } from '../store/files.ts'
import { openFiles } from '../store/files.ts'
import { layout } from '../store/folder.ts'
import type { ReadableDb } from '../store/db.ts'
import { all } from '../store/db.ts'
import type { JobContext } from '../store/jobs.ts'
import type { Original } from './evidence.ts'
import { drawProof, isShown, kept, originalsOf, sha256 } from './evidence.ts'

/** fflate writes ZIP without its 64-bit parts. */
const LARGEST = 3_500_000_000

interface EventRow { device: string; sequence: number; recorded_at: number; zone: string; stated_at: number | null; stated_source: string | null; actor: string; actor_name: string; kind: string; version: number; piece: string | null; salt: Buffer | null; payload: string | null; payload_hash: Buffer; previous: Buffer; hash: Buffer }

/** The entries of the log about these letters and their books as they are stored, with everything that their hashes are made of. */
function eventsJson(db: ReadableDb, letters: readonly string[], books: readonly string[]): string {
  const rows = all<EventRow & Record<string, never>>(db, `SELECT e.* FROM event e LEFT JOIN device d ON d.id = e.device WHERE e.piece IN (SELECT value FROM json_each(?)) OR (e.kind GLOB 'book.*' AND e.payload ->> '$.book' IN (SELECT value FROM json_each(?))) ORDER BY d.position, e.sequence`, JSON.stringify(letters), JSON.stringify(books))
  const events = rows.map((row) => ({
    device: row.device, sequence: row.sequence, recordedAt: row.recorded_at, zone: row.zone, statedAt: row.stated_at, statedSource: row.stated_source, actor: row.actor, actorName: row.actor_name, kind: row.kind, version: row.version, piece: row.piece,
    salt: row.salt?.toString('hex') ?? null, payload: row.payload, payloadHash: row.payload_hash.toString('hex'), previous: row.previous.toString('hex'), hash: row.hash.toString('hex'),
  }))
  return `${JSON.stringify({
    about: 'Entries of a Pigeonhole log as they are stored. payloadHash is SHA-256 of salt and payload; hash is SHA-256 of the header, previous and payloadHash. The header is the JSON array of device, sequence, recordedAt, zone, statedAt, statedSource, actor, actorName, kind, version, piece. Times are milliseconds since 1970 UTC.',
    events,
  }, null, 1)}\n`
}

const README = (facts: ProofFacts): string => [
  facts.title, '', 'proof.pdf        the facts, the pictures of the evidence, what is missing', 'events.json      the entries of the log as they are stored, with everything their hashes are made of', 'originals/       every file as it was kept', 'about.json       when and by whom this was made, and the head of the log then', 'SHA256SUMS       SHA-256 of every file: sha256sum -c SHA256SUMS',
  '', 'CONTENT-SHA256   the SHA-256 over the lines of SHA256SUMS for events.json and originals/, sorted by name: the same in every package about the same records', '',
].join('\n')

/**
 * Writes a proof package to `path`: in the worker, because it reads and draws every file. A package that is not finished is removed.
 *
 * @throws Error named `TooLarge` when the originals are more than a ZIP of this kind can hold
 */
export async function proofPackage({ facts, path }: PackageInput, context: JobContext): Promise<PackageOutput> {
  const files = openFiles(layout(context.folder).files)
  const originals = originalsOf(facts)
  const shown = originals.filter(isShown)
  const bytesOf = new Map(facts.letters.flatMap(({ files: own, book }) => [...own, ...(book?.files ?? [])].map((file) => [file.file, file.bytes] as const)))
  if ([...bytesOf.values()].reduce((sum, bytes) => sum + bytes, 0) > LARGEST) throw Object.assign(new Error('The files of these letters are more than one package can hold. Make one for each book, or for each letter.'), { name: 'TooLarge' })
  const of = shown.length + originals.length + 2
  let done = 0
  const tell = async (step: string): Promise<void> => {
    context.progress({ step, done: done++, of })
    await context.breathe()
  }
  const { document, images, damaged } = await drawProof(facts, originals, files, () => tell('Drawing the evidence'))
  await tell('Writing the pages')
  const { bytes: pdf, missing } = await renderPdf(document, new Date(facts.madeAt), images)
  const db = context.open()
  let events: string
  try {
    events = eventsJson(db, facts.letters.map(({ letter }) => letter.id), [...new Set(facts.letters.flatMap(({ letter }) => letter.book?.id ?? []))])
  } finally {
    db.close()
  }
  const written = await writeZip(path, facts, { pdf, events }, originals, files, tell)
  return { ...written, pages: document.pages.length, withoutFont: missing, damaged: [...damaged].map(([file, why]) => ({ file, why })) }
}

async function writeZip(path: string, facts: ProofFacts, { pdf, events }: { pdf: Buffer; events: string }, originals: readonly Original[], files: FileStore, tell: (step: string) => Promise<void>) {
  const file = openSync(path, 'wx', 0o600)
  const whole = createHash('sha256')
  let bytes = 0
  let finished = false
  let failed: Error | null = null
  const zip = new Zip((error, chunk) => {
    if (error) failed = error
    else {
      for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at)
      whole.update(chunk)
      bytes += chunk.length
    }
  })
  const sums: Array<{ name: string; hash: string }> = []
  const put = (name: string, content: Uint8Array): void => {
    const entry = new ZipPassThrough(name)
    // The time of a ZIP's entry has no zone; the day of the package is enough.
    entry.mtime = new Date(facts.madeAt)
    zip.add(entry)
    entry.push(content, true)
    if (failed) throw failed
    if (name !== 'SHA256SUMS') sums.push({ name, hash: sha256(content) })
  }
  try {
    put('events.json', Buffer.from(events))
    for (const { name, file: hash } of originals) {
      await tell('Packing the originals')
      const found = kept(files, hash)
      if ('bytes' in found) put(name, found.bytes)
    }
    const lines = (of: typeof sums): string => of.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, hash }) => `${hash}  ${name}\n`).join('')
    const content = sha256(Buffer.from(lines(sums)))
    put('proof.pdf', pdf)
    put('about.json', Buffer.from(`${JSON.stringify({ title: facts.title, office: facts.office, madeAt: facts.madeAt, madeBy: facts.madeBy, program: facts.program, head: facts.head, content }, null, 1)}\n`))
    put('CONTENT-SHA256', Buffer.from(`${content}\n`))
    put('README.txt', Buffer.from(README(facts)))
    put('SHA256SUMS', Buffer.from(lines(sums)))
    zip.end()
    finished = true
    return { bytes, sha256: whole.digest('hex'), content, files: sums.length + 1 }
  } finally {
    closeSync(file)
    if (!finished) rmSync(path, { force: true })
  }
}
