import type { DayLog, DaySettings } from '../../shared/contract/days.ts'
import { dayLogPages } from '../../shared/printing/dayLog.ts'
import { MEDIA } from '../../shared/printing/document.ts'
import { renderPdf } from '../printing/render.ts'

/** The sheets of a log as PDF, laid out in the worker as well: the pages of a busy day are many times what they are made from. @throws PrintContentError */
export async function dayPdf({ log, paper, created }: { log: DayLog; paper: DaySettings['paper']; created: number }): Promise<{ bytes: Uint8Array }> {
  return { bytes: new Uint8Array(await renderPdf(dayLogPages(log, MEDIA[paper], created), new Date(created))) }
}
