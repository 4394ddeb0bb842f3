import { implement } from '@orpc/server'
import { office as contract } from '../../shared/contract/office.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as office from './office.ts'
import * as updates from './updates.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  status: os.status.handler(({ context }) => office.status(context)),
  openSample: os.openSample.handler(({ context }) => office.openSample(context)),
  leaveSample: os.leaveSample.handler(({ context }) => office.leaveSample(context)),
  updates: os.updates.handler(({ context }) => updates.settings(context)),
  saveUpdates: os.saveUpdates.handler(({ context, input }) => updates.saveSettings(context, input)),
  changes: os.changes.handler(({ context, signal }) => context.services.changes.subscribe(signal)),
  verify: os.verify.handler(({ context, input, signal, path }) => answering(context, path, office.verify(context, input, signal))),
  backup: os.backup.handler(({ context, input, signal, path }) => answering(context, path, office.backup(context, input, signal))),
})
