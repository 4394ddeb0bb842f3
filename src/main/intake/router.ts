import { implement } from '@orpc/server'
import { intake as contract } from '../../shared/contract/intake.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as assign from './assign.ts'
import { correct } from './correct.ts'
import * as intake from './intake.ts'
import * as likely from './likely.ts'
import * as numbering from './numbering.ts'
import { photo } from './photo.ts'
import * as settle from './settle.ts'
import { outageSheet } from './sheet.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  scan: os.scan.handler(({ context, input }) => intake.scan(context, input)),
  lookUp: os.lookUp.handler(({ context, input }) => intake.lookUp(context, input.text)),
  withoutBarcode: os.withoutBarcode.handler(({ context, input }) => intake.withoutBarcode(context, input)),
  several: os.several.handler(({ context, input }) => intake.several(context, input)),
  lateEntry: os.lateEntry.handler(({ context, input }) => intake.lateEntry(context, input)),
  attach: os.attach.handler(({ context, input }) => settle.attach(context, input)),
  assign: os.assign.handler(({ context, input }) => assign.assign(context, input)),
  detail: os.detail.handler(({ context, input }) => assign.detail(context, input)),
  asked: os.asked.handler(({ context, input }) => settle.asked(context, input.piece)),
  answer: os.answer.handler(({ context, input }) => settle.answer(context, input)),
  correct: os.correct.handler(({ context, input }) => correct(context, input)),
  photo: os.photo.handler(({ context, input }) => photo(context, input)),
  likely: os.likely.handler(({ context, input }) => likely.likely(context, input)),
  worklist: os.worklist.handler(({ context, input }) => likely.worklist(context, input)),
  locations: os.locations.handler(({ context, input }) => likely.locations(context, input)),
  numbering: os.numbering.handler(({ context }) => numbering.numbering(context)),
  resumeNumbering: os.resumeNumbering.handler(({ context, input }) => numbering.resumeNumbering(context, input)),
  outageSheet: os.outageSheet.handler(({ context, input }) => outageSheet(context, input)),
})
