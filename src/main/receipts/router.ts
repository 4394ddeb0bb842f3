import { implement } from '@orpc/server'
import { receipts as contract } from '../../shared/contract/receipts.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as receipts from './receipts.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  board: os.board.handler(({ context, input }) => receipts.board(context, input)),
  of: os.of.handler(({ context, input }) => receipts.of(context, input.letter)),
  look: os.look.handler(({ context, input }) => receipts.look(context, input.text)),
  receive: os.receive.handler(({ context, input }) => receipts.receive(context, input)),
  signer: os.signer.handler(({ context, input }) => receipts.signer(context, input)),
  takeBack: os.takeBack.handler(({ context, input }) => receipts.takeBack(context, input)),
  cameBack: os.cameBack.handler(({ context, input }) => receipts.cameBack(context, input)),
  takeReturnBack: os.takeReturnBack.handler(({ context, input }) => receipts.takeReturnBack(context, input)),
})
