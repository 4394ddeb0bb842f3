import type { PrinterRow, PrintJob } from '../../../shared/contract/printing.ts'
import { MEDIA } from '../../../shared/printing/document.ts'
import type { MediaId } from '../../../shared/printing/document.ts'
import type { Language, Purpose } from '../../../shared/printing/profile.ts'
import type { IconName, Tone } from '../../ui/drawings.tsx'
import { count } from '../../ui/words.ts'

export const PURPOSE_WORDS: Record<Purpose, string> = { piece: 'Piece labels', shelf: 'Shelf labels', receipt: 'Receipts', certified: 'Certified Mail', report: 'Reports' }
export const LANGUAGE_WORDS: Record<Language, string> = { zpl: 'Label printer (ZPL)', escpos: 'Receipt printer (ESC/POS)', pdf: 'Office printer (PDF)' }
export const MEDIA_CHOICES = (Object.keys(MEDIA) as MediaId[]).map((value) => ({ value, label: MEDIA[value].name }))

/** A printer's state in one line. */
export function printerWords(printer: PrinterRow): { word: string; tone: Tone } {
  if (printer.unknown > 0) return { word: `${count(printer.unknown, 'job')} to decide`, tone: 'act' }
  if (printer.paused) return { word: printer.waiting > 0 ? `Paused, ${count(printer.waiting, 'job')} ${printer.waiting === 1 ? 'waits' : 'wait'}` : 'Paused', tone: 'rest' }
  if (printer.waiting === 0) return { word: 'Ready', tone: 'done' }
  return { word: printer.reason ?? `Printing, ${count(printer.waiting, 'job')}`, tone: printer.reason === null ? 'move' : 'act' }
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
      return { word: 'Not printed', icon: 'x', tone: 'stop' }
    case 'unknown':
    default:
      return { word: 'Did it come out?', icon: 'warn', tone: 'act' }
  }
}
