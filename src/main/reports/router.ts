import { implement } from '@orpc/server'
import { reports as contract } from '../../shared/contract/reports.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as reports from './reports.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  run: os.run.handler(({ context, input, signal, path }) => answering(context, path, reports.run(context, input, signal))),
  file: os.file.handler(({ context, input }) => reports.file(context, input)),
})
