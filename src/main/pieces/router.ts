import { implement } from '@orpc/server'
import { pieces as contract } from '../../shared/contract/pieces.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as pieces from './pieces.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  list: os.list.handler(({ context, input }) => pieces.list(context, input)),
  get: os.get.handler(({ context, input }) => pieces.get(context, input.id)),
  find: os.find.handler(({ context, input }) => pieces.find(context, input.text)),
  void: os.void.handler(({ context, input }) => pieces.voidPiece(context, input)),
})
