import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { hash, id, line, procedure, text } from './base.ts'
import { progress } from './office.ts'
import { fileType } from './pieces.ts'
import { missing as withoutFont } from './printing.ts'

/** What a package is about: one letter by its id or number, all letters of a matter, or the letters of a book. */
export const proofOf = z.union([z.object({ letter: id }), z.object({ number: text(100, 1) }), z.object({ matter: line(200) }), z.object({ book: id })])
export type ProofOf = z.infer<typeof proofOf>

/** What is missing of a letter, in plain sentences. */
export const proofMissing = z.object({ letter: id, grouped: z.string(), name: z.string(), missing: z.array(z.string()) })

/** What proves a letter, part by part. */
export const PROOF_PARTS = ['number', 'sheet', 'mailing', 'tracking', 'card', 'electronic', 'delivery-letter', 'sealed', 'document', 'outcome', 'returned'] as const
/** What a person can do about a part that is missing, or where a part that is there can be looked at. */
export const PROOF_STEPS = ['number', 'accept', 'book', 'scan-3800', 'scan-sealed', 'scan-document', 'scan-sheet', 'tracking', 'receipts'] as const
export type ProofStep = (typeof PROOF_STEPS)[number]
export const proofPart = z.object({
  part: z.enum(PROOF_PARTS), name: z.string(),
  /** `part`: something is there and something of it is missing, which `words` says. */
  state: z.enum(['there', 'part', 'missing']),
  /** What is there with its source, or what is missing. */
  words: z.string(),
  /** Files that show it, each a kept file that can be opened. */
  files: z.array(z.object({ file: hash, type: fileType, name: z.string() })),
  /** Where it is looked at or added, and what that does in words; null when there is nothing to do. */
  step: z.object({ to: z.enum(PROOF_STEPS), words: z.string() }).nullable(),
})
export type ProofPart = z.infer<typeof proofPart>

/** Pages that one answer of the preview holds. */
export const PREVIEW_PAGES = 12

export const proofReport = z.object({
  name: z.string(), bytes: z.number().int(), sha256: hash, letters: z.number().int(), files: z.number().int(), pages: z.number().int(),
  /** SHA-256 over the entries of the log and the originals alone: the same whenever and wherever the package is made, after a restore too. */
  content: hash,
  missing: z.array(proofMissing),
  /** What of the pages no font has, in words; null where every character has one. */
  withoutFont,
  /** Files that events name and that are not here as they were kept. */
  damaged: z.array(z.object({ file: hash, why: z.string() })),
})
export type ProofReport = z.infer<typeof proofReport>

/** The proof package: one PDF of facts, every original, the entries of the log, and a list of SHA-256. */
export const proof = {
  /** What the package would hold and what is missing. Refused as `no-letter`, `too-many`. */
  look: procedure('operator').input(proofOf).output(z.object({ title: z.string(), letters: z.number().int(), files: z.number().int(), missing: z.array(proofMissing) })),
  /** What proves one letter: each part that is there, with its source and files, and each that is missing, with what to do. */
  parts: procedure('operator').input(z.object({ letter: id })).output(z.array(proofPart)),
  /** The pages as they will stand in the package's PDF, one SVG each, from `first` (0), at most `PREVIEW_PAGES`; `of` counts all. Refused as `look`. */
  preview: procedure('operator').input(z.object({ of: proofOf, first: z.number().int().min(0).default(0) })).output(z.object({ title: z.string(), pages: z.array(z.string()), of: z.number().int(), withoutFont })),
  /** Makes the package; its ZIP comes in parts of base64 to be put one after the other. Leaving the stream stops it. Refused as `look`, and as `too-large`. */
  package: procedure('operator').input(proofOf).output(eventIterator(z.union([z.object({ progress }), z.object({ part: z.base64() }), z.object({ report: proofReport })]))),
}
