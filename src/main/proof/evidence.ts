/** The originals of a proof package, and their pages as pictures. Runs in the worker: drawing takes long. */
import { createHash } from 'node:crypto'
import type { FileType, PieceFile } from '../../shared/contract/pieces.ts'
import type { PageDocument } from '../../shared/printing/document.ts'
import type { ProofFacts, ProofPicture } from '../../shared/printing/proof.ts'
import { FILE_WORDS, proofPages } from '../../shared/printing/proof.ts'
import type { PagePicture } from '../printing/pdf.ts'
import { picturesOf } from '../scanning/pictures.ts'
import type { FileStore } from '../store/files.ts'

/** Longest side of a picture on the pages, in dots; the originals are in the package as they are. */
const DRAWN = { longest: 1_700, quality: 82 }
/** Pages of a PDF that are drawn into the package's own PDF. */
const DRAWN_PAGES = 6
/** Kinds of file that are shown as pictures. */
const SHOWN = new Set(['receipt-3800', 'stamped-3877', 'green-card', 'electronic-receipt', 'delivery-letter', 'sealed', 'returned'])
const ENDINGS: Readonly<Record<FileType, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/tiff': 'tif', 'application/pdf': 'pdf', 'message/rfc822': 'eml', 'application/json': 'json', 'text/plain': 'txt', 'text/csv': 'csv' }

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The bytes of a kept file, or why they are not what was kept. */
export function kept(files: FileStore, file: string): { bytes: Buffer } | { why: string } {
  const bytes = files.get(file)
  if (!bytes) return { why: 'This file is missing on this computer. Restore it from a backup.' }
  return sha256(bytes) === file ? { bytes } : { why: 'This file is not the one that was kept: its SHA-256 differs. Restore it from a backup.' }
}

/** A folder and file name that every system can write. */
const plain = (text: string): string => text.replaceAll(/[^0-9A-Za-z-]+/g, '') || 'without-number'

export interface Original { name: string; file: string; letter: string; kind: string; type: FileType }

/** Every file of these letters and their books, once each, with its name in the package. */
export function originalsOf(facts: ProofFacts): Original[] {
  const found = new Map<string, Original>()
  for (const { letter, files, book } of facts.letters) {
    const folder = plain(letter.number === '' ? letter.id : letter.number)
    const add = (file: PieceFile, under: string): void => {
      const name = `originals/${under}/${plain(file.kind)}-${file.file.slice(0, 16)}.${ENDINGS[file.type]}`
      if (!found.has(name)) found.set(name, { name, file: file.file, letter: letter.id, kind: file.kind, type: file.type })
    }
    for (const file of files) add(file, folder)
    for (const file of book?.files ?? []) add(file, `book-${letter.book?.number ?? 0}`)
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The originals that are shown as pictures. */
export const isShown = ({ kind }: Original): boolean => SHOWN.has(kind)

async function draw(originals: readonly Original[], files: FileStore, before: () => Promise<void>): Promise<{ pictures: ProofPicture[]; drawn: Map<string, Buffer>; damaged: Map<string, string> }> {
  const damaged = new Map<string, string>()
  const pictures: ProofPicture[] = []
  const drawn = new Map<string, Buffer>()
  for (const one of originals.filter(isShown)) {
    await before()
    const found = kept(files, one.file)
    if ('why' in found) {
      damaged.set(one.file, found.why)
      continue
    }
    const made = await picturesOf(found.bytes, one.type, DRAWN, DRAWN_PAGES).catch((error: unknown) => {
      damaged.set(one.file, `This file is kept, but cannot be drawn: ${error instanceof Error ? error.message : String(error)}`)
      return []
    })
    for (const [i, jpeg] of made.entries()) {
      const id = `${one.name}#${i}`
      drawn.set(id, jpeg.bytes)
      pictures.push({ id, letter: one.letter, file: one.file, kind: one.kind, page: i + 1, pages: made.length, width: jpeg.width, height: jpeg.height })
    }
  }
  return { pictures, drawn, damaged }
}

/** The pages of the proof with the pictures on them, and what is damaged, which the pages say too. `before` is called ahead of each file that is drawn. */
export async function drawProof(facts: ProofFacts, originals: readonly Original[], files: FileStore, before: () => Promise<void>): Promise<{ document: PageDocument; images: PagePicture[]; damaged: Map<string, string> }> {
  const { pictures, drawn, damaged } = await draw(originals, files, before)
  for (const { file } of originals) if (!damaged.has(file)) {
    const found = kept(files, file)
    if ('why' in found) damaged.set(file, found.why)
  }
  const told: ProofFacts = { ...facts, letters: facts.letters.map((letter) => ({ ...letter, missing: [...letter.missing, ...[...letter.files, ...(letter.book?.files ?? [])].flatMap(({ file, kind }) => (damaged.has(file) ? [`${FILE_WORDS[kind] ?? kind}: ${damaged.get(file) ?? ''} SHA-256 ${file}`] : []))] })) }
  const { document, pictures: placed } = proofPages(told, pictures)
  const images = placed.flatMap((one) => {
    const bytes = drawn.get(one.id)
    return bytes ? [{ ...one, bytes }] : []
  })
  return { document, images, damaged }
}
