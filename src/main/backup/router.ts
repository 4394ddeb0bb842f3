import { implement } from '@orpc/server'
import { backup as contract } from '../../shared/contract/backup.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import * as backup from './backup.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  settings: os.settings.handler(({ context }) => backup.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => backup.saveSettings(context, input)),
  copies: os.copies.handler(({ context, input }) => backup.copies(context, input)),
  compare: os.compare.handler(({ context, input, signal, path }) => answering(context, path, backup.compare(context, input, signal))),
  restore: os.restore.handler(({ context, input }) => backup.restore(context, input)),
})
