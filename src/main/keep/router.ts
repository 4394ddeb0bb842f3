import { implement } from '@orpc/server'
import { keep as contract } from '../../shared/contract/keep.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as keep from './keep.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  holds: os.holds.handler(({ context }) => keep.holds(context)),
  placeHold: os.placeHold.handler(({ context, input }) => keep.placeHold(context, input)),
  liftHold: os.liftHold.handler(({ context, input }) => keep.liftHold(context, input)),
  bearers: os.bearers.handler(({ context, input }) => keep.bearers(context, input.number)),
  preview: os.preview.handler(({ context, input }) => keep.preview(context, input)),
  remove: os.remove.handler(({ context, input }) => keep.remove(context, input)),
  settings: os.settings.handler(({ context }) => keep.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => keep.saveSettings(context, input)),
})
