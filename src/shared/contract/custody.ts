import * as z from 'zod'
import { EXCEPTIONS, SOLUTIONS } from '../mail/custody.ts'
import { approval, day, hash, id, instant, line, procedure, text } from './base.ts'
import { pieceRow, recipient } from './pieces.ts'
import { printable, queued } from './printing.ts'

const kept = (max: number) => text(max).transform((value) => value.trim())
const ids = z.array(id).min(1).max(2_000)
const page = { cursor: z.string().max(60).optional(), limit: z.number().int().min(1).max(500).default(100) }

// Locations and containers

export const LOCATION_KINDS = ['shelf', 'locker', 'cage', 'cart'] as const
export const locationKind = z.enum(LOCATION_KINDS)
export const locationRow = z.object({
  id, code: z.string(), name: z.string(), kind: locationKind, building: z.string(), floor: z.string(), active: z.boolean(),
  /** What the printed label of it holds. */
  barcode: z.string(),
  /** Pieces that wait there. */
  pieces: z.number().int(),
})
export type LocationRow = z.infer<typeof locationRow>
export const locationInput = z.object({ id: id.optional(), code: line(24), name: kept(200).default(''), kind: locationKind.default('shelf'), building: kept(200).default(''), floor: kept(60).default(''), active: z.boolean().default(true) })

export const CONTAINER_KINDS = ['pouch', 'tote', 'tray'] as const
export const containerKind = z.enum(CONTAINER_KINDS)
export const containerRow = z.object({
  id,
  /** The number on its label, such as PC7K00001284. */
  number: z.string(),
  name: z.string(), kind: containerKind, active: z.boolean(),
  /** Where it stands; empty when nobody said. */
  location: z.string(),
  /** The run it is out with, and who carries it: "Run 2 of Nov 24 with Ivo Stampwell". Empty while it is here. */
  out: z.string(),
  pieces: z.number().int(),
})
export type ContainerRow = z.infer<typeof containerRow>

/** What a scan means at the counter, on a run, in a stock-take: one question for every screen. */
export const resolved = z.object({
  kind: z.enum(['piece', 'person', 'location', 'container', 'unknown']),
  /** The number as it is printed. */
  grouped: z.string(),
  /** The newest piece that bears it and is not voided, wherever it is. */
  piece: pieceRow.nullable(),
  /** Where that piece is, as a sentence: "This piece was handed over to Delphine Okafor on Nov 23." Empty without a piece. */
  where: z.string(),
  /** The owner of a scanned badge. */
  person: recipient.extend({ person: z.string() }).nullable(),
  location: z.string().nullable(),
  container: containerRow.nullable(),
  /** What a person is told when it is unknown, or a badge that nobody has. */
  message: z.string(),
})
export type Resolved = z.infer<typeof resolved>

/** What became of pieces that were moved. `already` lay there before; nothing is recorded for them. */
export const moved = z.object({ rows: z.array(pieceRow), already: z.number().int() })

const stockPiece = z.object({
  piece: pieceRow,
  /** `right`: lies where it should. `missing`: should be here and was not scanned. `strange`: was scanned and should not be here. */
  status: z.enum(['right', 'missing', 'strange']),
  /** What was known of it, as a sentence. */
  where: z.string(),
  /** True once it was put right, by this stock-take or otherwise. */
  settled: z.boolean(),
})
export const stockTake = z.object({
  id, location: z.string(), startedAt: instant, startedBy: z.string(),
  /** Null while it goes on. */
  closedAt: instant.nullable(), closedBy: z.string().nullable(),
  pieces: z.array(stockPiece),
  /** Numbers that no piece here has. */
  unknown: z.array(z.object({ number: z.string(), at: instant })),
  counts: z.object({ right: z.number().int(), missing: z.number().int(), strange: z.number().int(), unknown: z.number().int(), open: z.number().int() }),
})
export type StockTake = z.infer<typeof stockTake>

// Handover

/** Whose mail: a person of the directory, a department, or a name that nobody in the directory has. */
export const pile = z.union([z.object({ person: id }), z.object({ department: line(200) }), z.object({ name: line(200) })])
export type Pile = z.infer<typeof pile>

/** Strokes of one signature, each a run of points [x, y, ms since the first point], in CSS pixels of the pad. */
export const strokes = z.array(z.array(z.tuple([z.number(), z.number(), z.number()])).min(1).max(5_000)).min(1).max(500)
/** A signature as it was written: the strokes, and the picture of them (PNG, base64, 2 MB at most). */
export const signature = z.object({ strokes, image: z.base64().max(2_800_000), width: z.number().int().min(1).max(10_000), height: z.number().int().min(1).max(10_000) })
export type SignatureInput = z.infer<typeof signature>

/**
 * Who takes pieces. `recipient` and `delegate` are people of the directory: `person` is theirs, and the station checks for every
 * piece that it is for them or that they may take it today. `other` is anybody else: `name`, and what was seen to know them by.
 */
export const receiver = z.object({ kind: z.enum(['recipient', 'delegate', 'other']), person: id.nullable().default(null), name: kept(200).default(''), idSeen: kept(200).default('') })
export type ReceiverInput = z.infer<typeof receiver>

/** A receiver as the log keeps it. */
export const receivedBy = z.object({ kind: z.enum(['recipient', 'delegate', 'other']), person: z.string().nullable(), name: z.string(), idSeen: z.string() })

export const signatureFiles = z.object({ file: hash, strokes: hash, bytes: z.number().int() })

export const handoverRow = z.object({
  id, at: instant, by: z.string(), receiver: receivedBy,
  /** The picture and its strokes; both come from `pieces.file`. Null without a signature. */
  signature: signatureFiles.nullable(),
  note: z.string(),
  /** The run it was delivered with, or null for the counter. */
  run: z.string().nullable(),
  pieces: z.number().int(),
  /** True when its receiver was corrected; the piece's page shows both. */
  corrected: z.boolean(),
})
export type HandoverRow = z.infer<typeof handoverRow>

export const waitingPile = z.object({
  /** Whose it is; `delegate` tells that the person asked for may take it for them. `person` is null for a department or a name. */
  person: z.string().nullable(), name: z.string(), department: z.string(), mailStop: z.string(), delegate: z.boolean(), until: day.nullable(),
  total: z.number().int(),
  /** Where it lies, most first; an empty location is "no location yet". */
  locations: z.array(z.object({ location: z.string(), pieces: z.number().int() })),
})

// Runs

export const RUN_STATES = ['planned', 'out', 'closed'] as const
export const LINE_STATES = ['planned', 'out', 'handed-over', 'left', 'back', 'refused', 'lost', 'dropped'] as const
export const runRow = z.object({
  id,
  /** "Run 2 of Nov 24", or what it was called. */
  name: z.string(),
  state: z.enum(RUN_STATES),
  carrier: z.string(), madeAt: instant, madeBy: z.string(), outAt: instant.nullable(), closedAt: instant.nullable(),
  stops: z.number().int(),
  /** `remaining` are out and not accounted for; `planned` were not scanned out yet. */
  counts: z.object({ all: z.number().int(), planned: z.number().int(), remaining: z.number().int(), delivered: z.number().int(), back: z.number().int() }),
})
export type RunRow = z.infer<typeof runRow>
export const runLine = z.object({ piece: pieceRow, state: z.enum(LINE_STATES) })
export const runStop = z.object({
  /** The id of the mail stop in the directory, or null for pieces without one. */
  mailStop: z.string().nullable(), code: z.string(), building: z.string(), floor: z.string(), description: z.string(),
  lines: z.array(runLine),
  remaining: z.number().int(),
})
export const run = runRow.extend({ stopList: z.array(runStop), next: z.string().nullable() })
export type Run = z.infer<typeof run>
export type RunStop = z.infer<typeof runStop>
export const runCandidate = z.object({ mailStop: z.string(), code: z.string(), building: z.string(), floor: z.string(), description: z.string(), pieces: z.number().int(), oldestAt: instant.nullable() })

// Exceptions and what waits

export const exceptionKind = z.enum(EXCEPTIONS)
export const solution = z.enum(SOLUTIONS)
export const exceptionRow = z.object({
  id, piece: pieceRow, kind: exceptionKind, note: z.string(), openedAt: instant, openedBy: z.string(),
  /** What is mostly done about it: the step of the one key. Null once it is solved. */
  next: solution.nullable(),
  /** Everything that can be done now, the usual first. */
  steps: z.array(solution),
  /** The address that the directory keeps for somebody who has left, to be offered for `forward`; empty when there is none. */
  forwarding: z.string(),
  solved: z.object({ at: instant, by: z.string(), solution: z.string(), note: z.string() }).nullable(),
})
export type ExceptionRow = z.infer<typeof exceptionRow>

export const WAITING_BY = ['recipient', 'department', 'location'] as const
export const waitingGroup = z.object({
  /** A person's id, the name itself where the directory has nobody, a department, a location. */
  key: z.string(), name: z.string(), person: z.string().nullable(),
  pieces: z.number().int(), oldestAt: instant.nullable(),
})
export type WaitingGroup = z.infer<typeof waitingGroup>

/** `receipt`: e-mail one to every recipient now, whatever the office's habit is. Without it the office's own settings decide. */
const signing = { receiver, signature: signature.nullable(), note: kept(1_000).default(''), approval: approval.optional(), receipt: z.boolean().default(false) }
const reason = line(500)

export const custody = {
  // What a scan means
  /** Says what was scanned and records nothing: a piece, a badge, a location, a container. */
  resolve: procedure('operator').input(z.object({ text: text(100_000, 1) })).output(resolved),

  // Locations
  /** By code. */
  locations: procedure('operator').input(z.object({ inactive: z.boolean().default(false) }).default({ inactive: false })).output(z.array(locationRow)),
  /** Adds a location, or changes the one of this `id`. Refused as `location-taken`, `location-code` (a code that no label can hold), `pieces-there` when it is closed and pieces lie there, `code-printed` when its code would change while pieces lie there. */
  saveLocation: procedure('supervisor').input(locationInput).output(locationRow),
  /** Queues the labels of locations. Refused as `no-printer`. */
  printLocations: procedure('operator').input(z.object({ locations: ids, printer: id.optional() })).output(queued),
  /**
   * Puts pieces into a location, all of them or none: scan the location, then the pieces. A code that is in the table takes its
   * spelling from there; any other text is a location as it is. Refused as `location-closed`, `state` (says where the piece is).
   */
  move: procedure('operator').input(z.object({ pieces: ids, location: line(60) })).output(moved),

  // Containers
  containers: procedure('operator').input(z.object({ inactive: z.boolean().default(false) }).default({ inactive: false })).output(z.array(containerRow)),
  /** Adds a pouch, tote or tray under a number of its own, or changes the one of this `id`. Refused as `pieces-there`. */
  saveContainer: procedure('operator').input(z.object({ id: id.optional(), name: kept(200).default(''), kind: containerKind.default('tote'), active: z.boolean().default(true) })).output(containerRow),
  printContainers: procedure('operator').input(z.object({ containers: ids, printer: id.optional() })).output(queued),
  contents: procedure('operator').input(z.object({ container: id })).output(z.object({ container: containerRow, rows: z.array(pieceRow) })),
  /** Puts pieces into a container; they lie where it stands. Refused as `state`, `container-closed`, `container-out` (it is on a run). */
  pack: procedure('operator').input(z.object({ container: id, pieces: ids })).output(moved),
  /** Takes pieces out of whatever container they are in; they stay in its location. */
  unpack: procedure('operator').input(z.object({ pieces: ids })).output(moved),
  /** Moves a container; every piece in it moves with an event of its own. Refused as `container-closed`, `container-out`, `location-closed`. */
  moveContainer: procedure('operator').input(z.object({ container: id, location: line(60) })).output(moved),

  // Stock-takes
  /** Begins to count a location. One that is open for it already is answered. */
  startStockTake: procedure('operator').input(z.object({ location: line(60) })).output(stockTake),
  /** One scan of it: a piece's number, again for the same piece is fine. Refused as `stock-closed`. */
  countPiece: procedure('operator').input(z.object({ stockTake: id, text: text(100_000, 1) })).output(z.object({ piece: pieceRow.nullable(), status: z.enum(['right', 'strange', 'unknown', 'twice']), where: z.string(), counts: stockTake.shape.counts })),
  stockTake: procedure('operator').input(z.object({ stockTake: id })).output(stockTake),
  /** Newest first. */
  stockTakes: procedure('operator').input(z.object({ open: z.boolean().optional(), limit: z.number().int().min(1).max(200).default(50) }).default({ limit: 50 })).output(z.array(stockTake.omit({ pieces: true, unknown: true }))),
  /**
   * Puts one piece right. `here`: it lies here now (a piece that was out is brought back, a lost one is found). `elsewhere`: it
   * lies in `location`. `lost`: nobody finds it. Each is an event of the piece. Refused as `state`, `location`.
   */
  settleStock: procedure('operator').input(z.object({ stockTake: id, piece: id, as: z.enum(['here', 'elsewhere', 'lost']), location: kept(60).default('') })).output(stockTake),
  /** Ends it. What is not put right stays named in its result. */
  closeStockTake: procedure('operator').input(z.object({ stockTake: id })).output(stockTake),

  // Badges
  /** Gives a person a badge: the number that was scanned from a card they have, or with none a new one of ours. Refused as `badge-taken`, `not-a-badge`. */
  assignBadge: procedure('operator').input(z.object({ person: id, number: kept(60).default('') })).output(z.object({ person: id, number: z.string() })),
  /** Queues a person's badge for printing. Refused as `no-badge`, `no-printer`. */
  printBadge: procedure('operator').input(z.object({ person: id, printer: id.optional() })).output(queued),

  // The counter
  /**
   * Everything that waits for a person and for those whose mail they may take today, the person's own first, then by location.
   * `piles` has a line for each of them with its total; rows come a page at a time. Held pieces and those on a run are in it: their state says so.
   */
  waitingFor: procedure('operator').input(z.object({ pile, ...page })).output(z.object({ piles: z.array(waitingPile), rows: z.array(pieceRow), next: z.string().nullable(), total: z.number().int() })),
  /**
   * Is this scan one of theirs? `theirs`: tick it. `wrong`: whose it is and where to put it, in `message`. `not-here`: in `message`
   * where it is. `unknown`: nothing here bears this number. Records nothing.
   */
  checkPiece: procedure('operator').input(z.object({ pile, text: text(100_000, 1) })).output(z.object({ status: z.enum(['theirs', 'wrong', 'not-here', 'unknown']), piece: pieceRow.nullable(), message: z.string() })),
  /**
   * Hands pieces over, all of them or none; `id` is made by the page, and the same one again is answered and not doubled. One
   * signature covers them all and stands in the event of each. Pieces in `containers` go with them. Refused as `wrong-person`
   * (names whose it is and where to put it), `no-recipient`, `state` (says who has it), `signature`, `receiver`, `id-seen`,
   * `empty-signature`, `needs-approval` (somebody else takes a piece with restricted delivery). `receipts` says how many receipts were put into the outbox by it.
   */
  handOver: procedure('operator').input(z.object({ id, pile, pieces: z.array(id).max(2_000).default([]), containers: z.array(id).max(50).default([]), ...signing })).output(z.object({ handover: handoverRow, rows: z.array(pieceRow), receipts: z.number().int() })),
  /** Leaves pieces at a mail stop without a run. Accountable ones need a signature or a supervisor. */
  leaveAtStop: procedure('operator').input(z.object({ id, pieces: z.array(id).max(2_000).default([]), containers: z.array(id).max(50).default([]), mailStop: id, signature: signature.nullable().default(null), signedBy: kept(200).default(''), note: kept(1_000).default(''), approval: approval.optional() })).output(z.object({ rows: z.array(pieceRow) })),
  handover: procedure('operator').input(z.object({ handover: id })).output(z.object({ handover: handoverRow, rows: z.array(pieceRow) })),
  /** The latest, newest first; of a person those they took themselves. */
  handovers: procedure('operator').input(z.object({ person: id.optional(), limit: z.number().int().min(1).max(200).default(50) }).default({ limit: 50 })).output(z.array(handoverRow)),
  /** The receipt of a handover as a PDF, for the system's print dialog. */
  receiptPdf: procedure('operator').input(z.object({ handover: id })).output(printable),
  /** E-mails the receipt of a handover to its recipients; answers how many went into the outbox. Refused as `no-address` when none of them has one. */
  emailReceipt: procedure('operator').input(z.object({ handover: id })).output(z.object({ receipts: z.number().int() })),
  /** Prints the receipt of a handover. Refused as `no-printer`. */
  printReceipt: procedure('operator').input(z.object({ handover: id, printer: id.optional() })).output(queued),
  /** Says what was wrong about who took pieces. The old line stays; the right one names it. Takes a supervisor. Refused as `needs-approval`, `nothing-to-correct`. */
  correctHandover: procedure('operator').input(z.object({ handover: id, receiver, reason, approval: approval.optional() })).output(z.object({ handover: handoverRow, rows: z.array(pieceRow) })),
  /** A piece that was out is here again: from a person, a mail stop, a run, or back from the post. Refused as `state`. */
  bringBack: procedure('operator').input(z.object({ pieces: ids, reason, location: kept(60).default('') })).output(z.object({ rows: z.array(pieceRow) })),
  /** Sets pieces aside; they stay here and are not handed over until they are released. */
  hold: procedure('operator').input(z.object({ pieces: ids, reason })).output(z.object({ rows: z.array(pieceRow) })),
  release: procedure('operator').input(z.object({ pieces: ids, note: kept(500).default('') })).output(z.object({ rows: z.array(pieceRow) })),

  // Runs
  /** Mail stops with waiting pieces, by building, floor and stop. */
  runCandidates: procedure('operator').output(z.array(runCandidate)),
  /** Plans a run from everything that waits for these stops, or from `pieces`. Nothing leaves yet. Refused as `nothing-waits`. */
  makeRun: procedure('operator').input(z.object({ mailStops: z.array(id).max(500).default([]), pieces: z.array(id).max(2_000).default([]), name: kept(80).default(''), carrier: kept(200).default('') })).output(run),
  /** Newest first. */
  runs: procedure('operator').input(z.object({ which: z.enum(['open', 'closed', 'all']).default('open'), limit: z.number().int().min(1).max(200).default(50) }).default({ which: 'open', limit: 50 })).output(z.array(runRow)),
  run: procedure('operator').input(z.object({ run: id })).output(run),
  /** Scans pieces out: they are on the run from now on. With `text` one scan (a piece or a whole container), with `all` everything that is planned. A piece that was not planned joins. A container of which everything goes, goes with it, until its pieces are delivered, left or brought back. Refused as `state`, `run-closed`, `unknown`, `no-recipient`. */
  scanOut: procedure('operator').input(z.object({ run: id, text: text(100_000).default(''), pieces: z.array(id).max(2_000).default([]), all: z.boolean().default(false) })).output(run),
  /** Hands pieces of a run over at their stop; as `handOver`, with the same refusals. */
  deliver: procedure('operator').input(z.object({ id, run: id, pieces: ids, ...signing })).output(z.object({ handover: handoverRow, run, receipts: z.number().int() })),
  /** Leaves pieces of a run at their mail stop. Accountable ones need a signature or a supervisor: refused as `needs-approval`. */
  leave: procedure('operator').input(z.object({ id, run: id, pieces: ids, mailStop: id.optional(), signature: signature.nullable().default(null), signedBy: kept(200).default(''), note: kept(1_000).default(''), approval: approval.optional() })).output(run),
  /** Brings pieces of a run back, with a reason; `refused` when the recipient did not want them: they stand on the worklist then. */
  runBack: procedure('operator').input(z.object({ run: id, pieces: ids, reason, refused: z.boolean().default(false), location: kept(60).default('') })).output(run),
  /** Ends a run. Refused as `run-open`, naming a piece that keeps it open; what was planned and never scanned out stays here. */
  closeRun: procedure('operator').input(z.object({ run: id })).output(run),
  /** The run sheet as a PDF. */
  runSheet: procedure('operator').input(z.object({ run: id })).output(printable),
  printRunSheet: procedure('operator').input(z.object({ run: id, printer: id.optional() })).output(queued),

  // Exceptions
  /** Says that pieces do not go their usual way. `not-ours`, `has-left` and `other` hold them, `refused` and `lost` say so. Refused as `state`, `open-already`. */
  openException: procedure('operator').input(z.object({ pieces: ids, kind: exceptionKind, note: kept(1_000).default('') })).output(z.object({ rows: z.array(exceptionRow) })),
  /** The worklist, oldest first. `counts` are the open ones by kind. */
  exceptions: procedure('operator').input(z.object({ kind: exceptionKind.optional(), piece: id.optional(), solved: z.boolean().default(false), ...page }).default({ solved: false, limit: 100 })).output(z.object({ rows: z.array(exceptionRow), next: z.string().nullable(), counts: z.record(z.string(), z.number().int()) })),
  /**
   * Solves one. `keep`: it goes its usual way again. `forward` needs `address`, `return` and `lost` a `note`, `dispose` a `note` and a
   * supervisor, `found` may say a `location`. Refused as `solved-already`, `state`, `address`, `reason`, `needs-approval`.
   */
  solveException: procedure('operator').input(z.object({ exception: id, solution, note: kept(1_000).default(''), address: kept(1_000).default(''), location: kept(60).default(''), approval: approval.optional() })).output(exceptionRow),

  // What waits
  /** Pieces that wait, oldest first. */
  waiting: procedure('operator').input(z.object({ person: id.optional(), name: text(200).optional(), department: text(200).optional(), location: text(60).optional(), ...page }).default({ limit: 100 })).output(z.object({ rows: z.array(pieceRow), next: z.string().nullable(), total: z.number().int() })),
  /** How much waits for whom and where, most first. */
  waitingGroups: procedure('operator').input(z.object({ by: z.enum(WAITING_BY), ...page })).output(z.object({ rows: z.array(waitingGroup), next: z.string().nullable() })),
}
