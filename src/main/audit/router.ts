import { implement } from '@orpc/server'
import { audit as contract } from '../../shared/contract/audit.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as audit from './audit.ts'
import { exportAll } from './export.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  list: os.list.handler(({ context, input }) => audit.list(context, input)),
  choices: os.choices.handler(({ context }) => audit.choices(context)),
  entry: os.entry.handler(({ context, input }) => audit.entry(context, input)),
  exportAll: os.exportAll.handler(({ context, input, signal, path }) => answering(context, path, exportAll(context, input, signal))),
})
