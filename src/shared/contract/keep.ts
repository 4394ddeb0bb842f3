import * as z from 'zod'
import { id, instant, line, procedure, text } from './base.ts'

/** A legal hold: nothing of its piece, or of the pieces of its matter, is removed while it stands. */
export const hold = z.object({
  id: z.string(), piece: z.object({ id: z.string(), grouped: z.string() }).nullable(), matter: z.string().nullable(), reason: z.string(), placedAt: instant, placedBy: z.string(),
  lifted: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
})
export type Hold = z.infer<typeof hold>

/** What a removal takes: one piece, `every` piece that bears a number, or every piece of one person of the directory. */
const about = z.object({ piece: text(200, 1).optional(), every: z.boolean().optional(), person: id.optional() }).refine((value) => (value.piece === undefined) !== (value.person === undefined), 'Name a piece or a person.')
export type About = z.infer<typeof about>

/** A piece that bears a number, as far as it is told apart from another one of that number. */
const bearer = z.object({ id, name: z.string(), state: z.string(), receivedAt: instant, voided: z.boolean() })
export type Bearer = z.infer<typeof bearer>

const byKind = z.array(z.object({ kind: z.string(), entries: z.number().int() }))
export const removal = z.object({
  pieces: z.number().int(),
  /** Entries whose content goes, in all and by kind. */
  entries: z.number().int(), goes: byKind,
  /** Files that go, by what they show; `kept` are those of them that something else needs: they are taken from the piece, and their bytes stay. */
  files: z.array(z.object({ kind: z.string(), files: z.number().int(), kept: z.number().int() })),
  /** Entries that may name somebody and stay, by kind. */
  stays: byKind,
  /** Pieces that a legal hold keeps whole. */
  held: z.number().int(),
  /** E-mails and print jobs whose words go; their lines stay. `heldCopies` keep theirs, because a legal hold keeps another piece that they name. */
  messages: z.number().int(), jobs: z.number().int(), heldCopies: z.number().int(),
  /** Files that may show other pieces too, by what they are; `kept` are those that show one whose content stays. They go with the last of them. */
  shared: z.array(z.object({ kind: z.string(), files: z.number().int(), kept: z.number().int() })),
  /** Days whose signed log may name somebody and stays: what was signed is evidence. */
  signed: z.array(z.string()),
})
export type Removal = z.infer<typeof removal>

export const keepSettings = z.object({ /** Months after which the content of pieces that have left is removed; 0 for never. */ months: z.number().int().min(0).max(1_200) })
export type KeepSettings = z.infer<typeof keepSettings>

export const keep = {
  holds: procedure('supervisor').output(z.array(hold)),
  /** A number's hold is on every piece that bears it, each by a hold of its own; the answer is the newest piece's. Refused as `held` when the same hold stands already. */
  placeHold: procedure('supervisor').input(z.object({ piece: text(200, 1).optional(), matter: line(200).optional(), reason: line(500) }).refine((value) => (value.piece === undefined) !== (value.matter === undefined), 'Name a piece or a matter.')).output(hold),
  liftHold: procedure('administrator').input(z.object({ id, reason: line(500) })).output(hold),
  /** The pieces that bear a number, the newest first. Carriers give numbers again, so which is meant has to be said where several are not voided. */
  bearers: procedure('administrator').input(z.object({ number: text(200, 1) })).output(z.array(bearer)),
  /** What would go and what would stay. Refused as `not-mailed` for a letter that USPS does not have yet, as `which` for a number that several pieces bear. */
  preview: procedure('administrator').input(about).output(removal),
  /**
   * Removes who it was for, from and given to, addresses, notes, signatures, photos and scans from log, lists, search, files, e-mails and print jobs for good. The lines, their times and hashes stay, and so do numbers, money and days.
   * Refused as `hold`, `nothing`, `not-mailed`, `which`.
   */
  remove: procedure('administrator').input(z.object({ about, reason: line(500) })).output(removal),
  settings: procedure('supervisor').output(keepSettings),
  saveSettings: procedure('administrator').input(keepSettings).output(keepSettings),
}
