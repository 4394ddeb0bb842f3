import { implement } from '@orpc/server'
import { proof as contract } from '../../shared/contract/proof.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as proof from './proof.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  look: os.look.handler(({ context, input }) => proof.look(context, input)),
  parts: os.parts.handler(({ context, input }) => proof.parts(context, input.letter)),
  preview: os.preview.handler(({ context, input, signal }) => proof.preview(context, input, signal)),
  package: os.package.handler(({ context, input, path, signal }) => answering(context, path, proof.makePackage(context, input, signal))),
})
