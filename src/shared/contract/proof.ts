import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { hash, id, line, procedure, text } from './base.ts'
import { progress } from './office.ts'

/** What a package is about: one letter by its id or number, all letters of a matter, or the letters of a book. */
export const proofOf = z.union([z.object({ letter: id }), z.object({ number: text(100, 1) }), z.object({ matter: line(200) }), z.object({ book: id })])
export type ProofOf = z.infer<typeof proofOf>

/** What is missing of a letter, in plain sentences. */
export const proofMissing = z.object({ letter: id, grouped: z.string(), name: z.string(), missing: z.array(z.string()) })

export const proofReport = z.object({
  name: z.string(), bytes: z.number().int(), sha256: hash, letters: z.number().int(), files: z.number().int(), pages: z.number().int(),
  /** SHA-256 over the entries of the log and the originals alone: the same whenever and wherever the package is made, after a restore too. */
  content: hash,
  missing: z.array(proofMissing),
  /** Files that events name and that are not here as they were kept. */
  damaged: z.array(z.object({ file: hash, why: z.string() })),
})
export type ProofReport = z.infer<typeof proofReport>

/** The proof package: one PDF of facts, every original, the entries of the log, and a list of SHA-256. */
export const proof = {
  /** What the package would hold and what is missing. Refused as `no-letter`, `too-many`. */
  look: procedure('operator').input(proofOf).output(z.object({ title: z.string(), letters: z.number().int(), files: z.number().int(), missing: z.array(proofMissing) })),
  /** Makes the package; its ZIP comes in parts of base64 to be put one after the other. Leaving the stream stops it. Refused as `look`, and as `too-large`. */
  package: procedure('operator').input(proofOf).output(eventIterator(z.union([z.object({ progress }), z.object({ part: z.base64() }), z.object({ report: proofReport })]))),
}
