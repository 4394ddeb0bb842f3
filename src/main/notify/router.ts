import { implement } from '@orpc/server'
import { notify as contract } from '../../shared/contract/notify.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as notify from './notify.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  outbox: os.outbox.handler(({ context, input }) => notify.outbox(context, input)),
  retry: os.retry.handler(({ context, input }) => notify.retry(context, input.id)),
  drop: os.drop.handler(({ context, input }) => notify.drop(context, input.id)),
  decide: os.decide.handler(({ context, input }) => notify.decide(context, input)),
  stop: os.stop.handler(({ context }) => notify.setStopped(context, true)),
  start: os.start.handler(({ context }) => notify.setStopped(context, false)),
  send: os.send.handler(({ context }) => notify.send(context)),
  mail: os.mail.handler(({ context }) => notify.mail(context)),
  saveMail: os.saveMail.handler(({ context, input }) => notify.saveMail(context, input)),
  test: os.test.handler(({ context, input }) => notify.test(context, input)),
  settings: os.settings.handler(({ context }) => notify.settings(context)),
  saveSettings: os.saveSettings.handler(({ context, input }) => notify.saveSettings(context, input)),
  templates: os.templates.handler(({ context }) => notify.templates(context)),
  saveTemplate: os.saveTemplate.handler(({ context, input }) => notify.saveTemplate(context, input)),
})
