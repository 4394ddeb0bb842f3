import type { ImportMapping } from '../../shared/contract/directory.ts'
import type { ExportAllReport } from '../../shared/contract/audit.ts'
import type { CopyLoss } from '../../shared/contract/backup.ts'
import type { DayLog, DayQuestion, DaySettings } from '../../shared/contract/days.ts'
import type { LetterFilter } from '../../shared/contract/letters.ts'
import type { Report, ReportOrder } from '../../shared/contract/reports.ts'
import type { VerifyReport } from '../../shared/contract/office.ts'
import type { FileType, PieceFilter } from '../../shared/contract/pieces.ts'
import type { DayFile, FileOrder } from '../../shared/printing/dayLog.ts'
import type { FlowDocument, PrintDocument } from '../../shared/printing/document.ts'
import type { CheckedStretch, Stretch } from './chain-check.ts'
import type { EventRegistry } from './events.ts'
import type { PackageInput, PackageOutput, PreviewInput, PreviewOutput } from '../../shared/printing/proof.ts'
import type { ReadableDb } from './db.ts'
import type { NamedFiles } from './named-files.ts'
import type { Progress, Reader } from './reader.ts'
import type { CsvPlace } from '../csv/rows.ts'
import type { Delimiter } from '../csv/text.ts'

/** Asks for the rows of a staged import from a place on. */
export interface StretchAsked { import: number; delimiter: Delimiter; mapping: ImportMapping; /** How many the header has. */ columns: number; from: CsvPlace }
/** Rows of a staged import, without its header. */
export interface StretchRead {
  /** `rows` is text: taking it over and parsing it costs the main thread half of what objects would. `done` is how many bytes of the file are read. */
  steps: Array<{ rows: string; done: number }>
  /** Where the next stretch begins; null when there is none. */
  next: CsvPlace | null
  /** Why nothing behind these rows can be read. */
  notATable: string | null
}

/** A search row that is not what its piece gives. */
export interface WrongSearchRow { table: string; row: number }

/** The long reads a worker can do, with what goes in and comes out. */
export interface Jobs {
  checkStretch: { input: Stretch; output: CheckedStretch }
  checkSearch: { input: { together?: number }; output: WrongSearchRow | null }
  verify: { input: { against: string | null; replay: boolean }; output: VerifyReport }
  exportPieces: { input: { filter: PieceFilter; today: string; zone: string; path: string }; output: { rows: number } }
  exportLetters: { input: { filter: LetterFilter; zone: string; path: string }; output: { rows: number } }
  documentPdf: { input: { document: PrintDocument; created: number }; output: { bytes: Uint8Array; missing: string | null } }
  exportAll: { input: { database: string; files: string; target: string; createdAt: number; office: string; program: string }; output: Omit<ExportAllReport, 'folder' | 'seconds'> }
  proofPackage: { input: PackageInput; output: PackageOutput }
  proofPreview: { input: PreviewInput; output: PreviewOutput }
  pagesOf: { input: { file: string; type: FileType }; output: { pages: number; texts: string[] } }
  pagePicture: { input: { file: string; type: FileType; page: number; longest: number; quality: number }; output: { bytes: Uint8Array; empty: boolean } }
  report: { input: ReportOrder; output: Report }
  dayLog: { input: DayQuestion; output: DayLog }
  dayFile: { input: FileOrder; output: DayFile }
  daySheet: { input: { question: DayQuestion; paper: DaySettings['paper']; at: number; by: string }; output: DayFile }
  dayPreview: { input: { question: DayQuestion; paper: DaySettings['paper']; created: number; most: number }; output: { title: string; pages: string[]; of: number; missing: string | null } }
  daySlip: { input: { question: DayQuestion; width: number; created: number }; output: FlowDocument }
  compareCopy: { input: { device: string; sequence: number; hash: string }; output: CopyLoss }
  checkCopy: { input: { database: string; files: string; written: readonly string[] }; output: { ok: boolean; message: string; head: string | null; events: number; pieces: number } }
  importStretch: { input: StretchAsked; output: StretchRead }
  namedFiles: { input: Record<string, never>; output: NamedFiles }
}
export type JobName = keyof Jobs

export type JobRequest = { id: number; kind: 'run'; name: JobName; input: Jobs[JobName]['input'] } | { id: number; kind: 'cancel' }
export type WorkerMessage =
  | { /** Its modules are there. */ kind: 'loaded' }
  | { id: number; kind: 'progress'; progress: Progress }
  | { id: number; kind: 'done'; value: unknown }
  | { id: number; kind: 'failed'; name: string; message: string }

/** What a job works with. `breathe` lets messages in between two steps, and throws an AbortError when the job was cancelled. */
export interface JobContext {
  folder: string
  kinds: EventRegistry
  /** A fresh read-only connection to the store; the job closes it. */
  open(): ReadableDb
  progress(progress: Progress): void
  /** Runs another job in a second worker that does its work at the same time and ends with this job. */
  beside: Reader['run']
  breathe(): Promise<void>
}

export type JobTable = { [Name in JobName]: (input: Jobs[Name]['input'], context: JobContext) => Promise<Jobs[Name]['output']> }
