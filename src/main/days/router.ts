import { implement } from '@orpc/server'
import { days as contract } from '../../shared/contract/days.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as days from './days.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  get: os.get.handler(({ context, input, signal }) => days.log(context, input, signal)),
  file: os.file.handler(({ context, input, signal }) => days.file(context, input, signal)),
  preview: os.preview.handler(({ context, input }) => days.preview(context, input)),
  slip: os.slip.handler(({ context, input }) => days.slip(context, input)),
  signed: os.signed.handler(({ context, input }) => days.signed(context, input.limit)),
  signOff: os.signOff.handler(({ context, input }) => days.signOff(context, input)),
  reopen: os.reopen.handler(({ context, input }) => days.reopen(context, input)),
  settings: os.settings.handler(({ context }) => days.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => days.saveSettings(context, input)),
})
