import { implement } from '@orpc/server'
import { printing as contract } from '../../shared/contract/printing.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import { listPrinters } from './devices.ts'
import * as printers from './printers.ts'
import * as printing from './printing.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  printers: os.printers.handler(({ context }) => printers.printers(context)),
  savePrinter: os.savePrinter.handler(({ context, input }) => printers.savePrinter(context, input)),
  removePrinter: os.removePrinter.handler(({ context, input }) => printers.removePrinter(context, input.id)),
  found: os.found.handler(() => listPrinters()),
  status: os.status.handler(({ context, input }) => printers.status(context, input.id)),
  testPage: os.testPage.handler(({ context, input }) => printing.testPage(context, input.id)),
  pause: os.pause.handler(({ context, input }) => printers.setPaused(context, input.id, true)),
  resume: os.resume.handler(({ context, input }) => printers.setPaused(context, input.id, false)),
  jobs: os.jobs.handler(({ context, input }) => printing.jobs(context, input)),
  retry: os.retry.handler(({ context, input }) => printing.retry(context, input.id)),
  cancel: os.cancel.handler(async ({ context, input }) => await printing.cancel(context, input.id)),
  decideUnknown: os.decideUnknown.handler(({ context, input }) => printing.decideUnknown(context, input)),
  reprint: os.reprint.handler(({ context, input }) => printing.reprint(context, input.id)),
  preview: os.preview.handler(({ context, input }) => printing.preview(context, input)),
  pdf: os.pdf.handler(({ context, input }) => printing.pdfOf(context, input)),
  dialog: os.dialog.handler(({ context, input }) => printing.systemDialog(context, input)),
  printLabel: os.printLabel.handler(({ context, input }) => printing.printLabel(context, input)),
  printTags: os.printTags.handler(({ context, input }) => printing.printTags(context, input)),
  printDirect: os.printDirect.handler(({ context, input }) => printing.printDirect(context, input)),
  settings: os.settings.handler(({ context }) => printing.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => printing.saveSettings(context, input)),
})
