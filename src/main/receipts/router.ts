import { implement } from '@orpc/server'
import { receipts as contract } from '../../shared/contract/receipts.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import { withProgress } from '../progress.ts'
import * as asking from './asking.ts'
import * as receipts from './receipts.ts'
import * as settings from './settings.ts'
import { takeInFile } from './stack.ts'
import * as worklist from './worklist.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  board: os.board.handler(({ context, input }) => receipts.board(context, input)),
  of: os.of.handler(({ context, input }) => receipts.of(context, input.letter)),
  look: os.look.handler(({ context, input }) => receipts.look(context, input.text)),
  receive: os.receive.handler(({ context, input }) => receipts.receive(context, input)),
  importFile: os.importFile.handler(({ context, input, path, signal }) => answering(context, path, withProgress((onProgress, inner) => takeInFile(context, input, onProgress, inner), signal))),
  worklist: os.worklist.handler(({ context, input }) => worklist.worklist(context, input)),
  page: os.page.handler(({ context, input, signal }) => worklist.page(context, input, signal)),
  settle: os.settle.handler(({ context, input, signal }) => worklist.settle(context, input, signal)),
  request: os.request.handler(({ context, input }) => asking.request(context, input.letter)),
  dataSheet: os.dataSheet.handler(({ context, input }) => asking.dataSheet(context, input.letter)),
  settings: os.settings.handler(({ context }) => settings.settings(context)),
  changeSettings: os.changeSettings.handler(({ context, input }) => settings.changeSettings(context, input)),
  signer: os.signer.handler(({ context, input }) => receipts.signer(context, input)),
  takeBack: os.takeBack.handler(({ context, input }) => receipts.takeBack(context, input)),
  cameBack: os.cameBack.handler(({ context, input }) => receipts.cameBack(context, input)),
  takeReturnBack: os.takeReturnBack.handler(({ context, input }) => receipts.takeReturnBack(context, input)),
})
