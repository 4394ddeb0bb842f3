import { implement } from '@orpc/server'
import { certified as contract } from '../../shared/contract/certified.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as addressees from './addressees.ts'
import * as batch from './batch.ts'
import * as books from './books.ts'
import * as certified from './certified.ts'
import { exportCsv } from './export.ts'
import * as fees from './fees.ts'
import * as letters from './letters.ts'
import * as own from './own.ts'
import * as paper from './paper.ts'
import * as rolls from './rolls.ts'
import * as sheet from './sheet.ts'
import * as settings from './settings.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  log: os.log.handler(({ context, input }) => letters.log(context, input)),
  look: os.look.handler(({ context, input }) => certified.look(context, input.text)),
  alike: os.alike.handler(({ context, input }) => certified.alike(context, input)),
  number: os.number.handler(({ context, input }) => letters.number(context, input)),
  numberNext: os.numberNext.handler(({ context, input }) => letters.numberNext(context, input)),
  correct: os.correct.handler(({ context, input }) => letters.correct(context, input)),
  void: os.void.handler(({ context, input }) => letters.voidLetter(context, input)),
  file: os.file.handler(({ context, input }) => letters.file(context, input)),
  greenCard: os.greenCard.handler(({ context, input }) => letters.greenCard(context, input)),
  list: os.list.handler(({ context, input }) => certified.list(context, input)),
  counts: os.counts.handler(({ context }) => certified.counts(context)),
  totals: os.totals.handler(({ context, input }) => certified.totals(context, input)),
  get: os.get.handler(({ context, input }) => certified.get(context, input.id)),
  export: os.export.handler(({ context, input, signal, path }) => answering(context, path, exportCsv(context, input.filter, signal))),
  addressees: os.addressees.handler(({ context, input }) => addressees.addressees(context, input)),
  saveAddressee: os.saveAddressee.handler(({ context, input }) => addressees.saveAddressee(context, input)),
  removeAddressee: os.removeAddressee.handler(({ context, input }) => addressees.removeAddressee(context, input.id)),
  present: os.present.handler(({ context, input }) => books.present(context, input)),
  accept: os.accept.handler(({ context, input }) => books.accept(context, input)),
  books: os.books.handler(({ context, input }) => books.books(context, input)),
  book: os.book.handler(({ context, input }) => books.book(context, input.id)),
  openBook: os.openBook.handler(({ context, input }) => books.openBook(context, input)),
  addToBook: os.addToBook.handler(({ context, input }) => books.addToBook(context, input)),
  removeFromBook: os.removeFromBook.handler(({ context, input }) => books.removeFromBook(context, input)),
  orderBook: os.orderBook.handler(({ context, input }) => books.orderBook(context, input)),
  closeBook: os.closeBook.handler(({ context, input }) => books.closeBook(context, input.book)),
  bookPdf: os.bookPdf.handler(({ context, input }) => sheet.bookPdf(context, input)),
  bookPage: os.bookPage.handler(({ context, input }) => sheet.bookPage(context, input)),
  printBook: os.printBook.handler(({ context, input }) => sheet.printBook(context, { book: input.book, printer: input.printer })),
  presentBook: os.presentBook.handler(({ context, input }) => books.presentBook(context, input)),
  acceptBook: os.acceptBook.handler(({ context, input }) => books.acceptBook(context, input)),
  strike: os.strike.handler(({ context, input }) => books.strike(context, input)),
  bookFile: os.bookFile.handler(({ context, input }) => books.bookFile(context, input)),
  voidBook: os.voidBook.handler(({ context, input }) => books.voidBook(context, input)),
  fees: os.fees.handler(({ context }) => fees.fees(context)),
  saveFee: os.saveFee.handler(({ context, input }) => fees.saveFee(context, input)),
  verifyFee: os.verifyFee.handler(({ context, input }) => fees.verifyFee(context, input.id)),
  removeFee: os.removeFee.handler(({ context, input }) => fees.removeFee(context, input.id)),
  rolls: os.rolls.handler(({ context }) => rolls.rolls(context)),
  addRoll: os.addRoll.handler(({ context, input }) => rolls.addRoll(context, input)),
  retireRoll: os.retireRoll.handler(({ context, input }) => rolls.retireRoll(context, input.id)),
  voidLabel: os.voidLabel.handler(({ context, input }) => rolls.voidLabel(context, input)),
  ownNumbers: os.ownNumbers.handler(({ context }) => own.ownNumbers(context)),
  resumeOwnNumbers: os.resumeOwnNumbers.handler(({ context, input }) => own.resumeOwnNumbers(context, input.lastNumber)),
  settings: os.settings.handler(({ context }) => settings.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => settings.saveSettings(context, input)),
  confirmLabels: os.confirmLabels.handler(({ context, input }) => settings.confirmLabels(context, input.certified)),
  keepApproval: os.keepApproval.handler(({ context, input }) => settings.keepApproval(context, input.approval)),
  batchPreview: os.batchPreview.handler(({ context, input }) => batch.preview(context, input)),
  batchApply: os.batchApply.handler(({ context, input, signal, path }) => answering(context, path, batch.apply(context, input, signal))),
  batchUndo: os.batchUndo.handler(({ context, input }) => batch.undo(context, input)),
  batches: os.batches.handler(({ context }) => batch.batches(context)),
  print: os.print.handler(({ context, input }) => paper.print(context, input)),
  frames: os.frames.handler(({ context, input }) => paper.frames(context, input.what)),
  printPreview: os.printPreview.handler(({ context, input }) => paper.printPreview(context, input)),
})
