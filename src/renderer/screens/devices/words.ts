import { t } from '../../catalogue/index.ts'
import type { PrinterRow, PrintJob } from '../../../shared/contract/printing.ts'
import { MEDIA } from '../../../shared/printing/document.ts'
import type { MediaId } from '../../../shared/printing/document.ts'
import { CODE_PAGES } from '../../../shared/printing/profile.ts'
import type { CodePage, Language, Purpose } from '../../../shared/printing/profile.ts'
import type { PrintEnd } from '../../app/print.ts'
import type { IconName, Tone } from '../../ui/drawings.tsx'
import { count } from '../../ui/words.ts'

export const PURPOSE_WORDS: Record<Purpose, string> = { piece: t('devices.words.pieceLabels'), shelf: t('devices.words.shelfLabels'), receipt: t('common.receipts'), certified: t('common.certifiedMail'), report: t('devices.words.reports') }
export const LANGUAGE_WORDS: Record<Language, string> = { zpl: t('devices.words.labelPrinterZpl'), escpos: t('devices.words.receiptPrinterEscpos'), pdf: t('devices.words.officePrinterPdf') }
const CODE_PAGE_WORDS: Record<CodePage, string> = {
  PC437_USA: t('devices.words.pc437UnitedStates'), PC850_MULTILINGUAL: t('devices.words.pc850WesternEurope'), PC852_LATIN2: t('devices.words.pc852CentralEurope'), PC858_EURO: t('devices.words.pc858WesternEuropeWithTheEuro'), WPC1252: t('devices.words.windows1252WesternEurope'),
  PC866_CYRILLIC2: t('devices.words.pc866Cyrillic'), WPC1250_LATIN2: t('devices.words.windows1250CentralEurope'), WPC1251_CYRILLIC: t('devices.words.windows1251Cyrillic'),
}
export const CODE_PAGE_CHOICES = CODE_PAGES.map((value) => ({ value, label: CODE_PAGE_WORDS[value] }))
export const MEDIA_CHOICES = (Object.keys(MEDIA) as MediaId[]).map((value) => ({ value, label: MEDIA[value].name }))

/** A printer's state in one line. */
export function printerWords(printer: PrinterRow): { word: string; tone: Tone } {
  if (printer.unknown > 0) return { word: t('devices.words.unknownToDecide', { unknown: count(printer.unknown, t('common.job')) }), tone: 'act' }
  if (printer.paused) return { word: printer.waiting > 0 ? t('devices.words.pausedWaitingValue', { waiting: count(printer.waiting, t('common.job')), value: printer.waiting === 1 ? t('common.waits') : t('common.wait') }) : t('devices.words.paused'), tone: 'rest' }
  if (printer.waiting === 0) return { word: t('devices.words.ready'), tone: 'done' }
  return { word: printer.reason ?? t('devices.words.printingWaiting', { waiting: count(printer.waiting, t('common.job')) }), tone: printer.reason === null ? 'move' : 'act' }
}

/** The station's own words for a job that a person took out of the queue. */
const DROPPED = t('devices.words.droppedByAPerson')

/** True for a job that a person did not want any more. */
export function isDropped(job: PrintJob): boolean {
  return job.state === 'failed' && job.reason === DROPPED
}

/** What came of handing a document to the computer's own print dialog, or of saving it. */
export function endWords(end: PrintEnd): string {
  if (end === 'saved') return t('devices.words.savedWithTheDownloadsOfThis')
  return end === 'printed' ? t('devices.words.handedToThePrinterThatWas') : end === 'closed' ? t('devices.words.notPrintedThePrintDialogWas') : t('devices.words.thePrintDialogIsOpenPrint')
}

/** What became of a job, as the list says it. */
export function jobWords(job: PrintJob): { word: string; icon: IconName; tone: Tone } {
  switch (job.state) {
    case 'queued':
      return { word: job.attempts === 0 ? t('common.waiting') : t('devices.words.waitingWillBeTriedAgain'), icon: 'clock', tone: 'move' }
    case 'sending':
      return { word: t('devices.words.printing'), icon: 'printer', tone: 'move' }
    case 'sent':
      return { word: t('devices.words.sent'), icon: 'check', tone: 'done' }
    case 'confirmed':
      return { word: t('devices.words.printed'), icon: 'check', tone: 'done' }
    case 'failed':
      return isDropped(job) ? { word: t('devices.words.dropped'), icon: 'x', tone: 'idle' } : { word: t('devices.words.notPrinted'), icon: 'x', tone: 'stop' }
    case 'unknown':
    default:
      return { word: t('devices.words.didItComeOut'), icon: 'warn', tone: 'act' }
  }
}
