import type { PrinterRow, PrintJob } from '../../../shared/contract/printing.ts'
import { MEDIA } from '../../../shared/printing/document.ts'
import type { MediaId } from '../../../shared/printing/document.ts'
import { CODE_PAGES } from '../../../shared/printing/profile.ts'
import type { CodePage, Language, Purpose } from '../../../shared/printing/profile.ts'
import type { PrintEnd } from '../../app/print.ts'
import type { IconName, Tone } from '../../ui/drawings.tsx'
import { count } from '../../ui/words.ts'

export const PURPOSE_WORDS: Record<Purpose, string> = { piece: 'Piece labels', shelf: 'Shelf labels', receipt: 'Receipts', certified: 'Certified Mail', report: 'Reports' }
export const LANGUAGE_WORDS: Record<Language, string> = { zpl: 'Label printer (ZPL)', escpos: 'Receipt printer (ESC/POS)', pdf: 'Office printer (PDF)' }
const CODE_PAGE_WORDS: Record<CodePage, string> = {
  PC437_USA: 'PC437, United States', PC850_MULTILINGUAL: 'PC850, Western Europe', PC852_LATIN2: 'PC852, Central Europe', PC858_EURO: 'PC858, Western Europe with the euro', WPC1252: 'Windows 1252, Western Europe',
  PC866_CYRILLIC2: 'PC866, Cyrillic', WPC1250_LATIN2: 'Windows 1250, Central Europe', WPC1251_CYRILLIC: 'Windows 1251, Cyrillic',
}
export const CODE_PAGE_CHOICES = CODE_PAGES.map((value) => ({ value, label: CODE_PAGE_WORDS[value] }))
export const MEDIA_CHOICES = (Object.keys(MEDIA) as MediaId[]).map((value) => ({ value, label: MEDIA[value].name }))

/** A printer's state in one line. */
export function printerWords(printer: PrinterRow): { word: string; tone: Tone } {
  if (printer.unknown > 0) return { word: `${count(printer.unknown, 'job')} to decide`, tone: 'act' }
  if (printer.paused) return { word: printer.waiting > 0 ? `Paused, ${count(printer.waiting, 'job')} ${printer.waiting === 1 ? 'waits' : 'wait'}` : 'Paused', tone: 'rest' }
  if (printer.waiting === 0) return { word: 'Ready', tone: 'done' }
  return { word: printer.reason ?? `Printing, ${count(printer.waiting, 'job')}`, tone: printer.reason === null ? 'move' : 'act' }
}

/** The station's own words for a job that a person took out of the queue. */
const DROPPED = 'Dropped by a person.'

/** True for a job that a person did not want any more. */
export function isDropped(job: PrintJob): boolean {
  return job.state === 'failed' && job.reason === DROPPED
}

/** What came of handing a document to the computer's own print dialog, or of saving it. */
export function endWords(end: PrintEnd): string {
  if (end === 'saved') return 'Saved with the downloads of this computer. Open the file there to print it.'
  return end === 'printed' ? 'Handed to the printer that was chosen.' : end === 'closed' ? 'Not printed: the print dialog was closed.' : 'The print dialog is open. Print at 100 %, not fitted to the page, so that the bars keep their width.'
}

/** What became of a job, as the list says it. */
export function jobWords(job: PrintJob): { word: string; icon: IconName; tone: Tone } {
  switch (job.state) {
    case 'queued':
      return { word: job.attempts === 0 ? 'Waiting' : 'Waiting, will be tried again', icon: 'clock', tone: 'move' }
    case 'sending':
      return { word: 'Printing', icon: 'printer', tone: 'move' }
    case 'sent':
      return { word: 'Sent', icon: 'check', tone: 'done' }
    case 'confirmed':
      return { word: 'Printed', icon: 'check', tone: 'done' }
    case 'failed':
      return isDropped(job) ? { word: 'Dropped', icon: 'x', tone: 'idle' } : { word: 'Not printed', icon: 'x', tone: 'stop' }
    case 'unknown':
    default:
      return { word: 'Did it come out?', icon: 'warn', tone: 'act' }
  }
}
