import { implement } from '@orpc/server'
import { tracking as contract } from '../../shared/contract/tracking.ts'
import { officeDay } from '../../shared/mail/days.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import { withProgress } from '../progress.ts'
import { board } from './board.ts'
import * as connecting from './connection.ts'
import * as imports from './import.ts'
import { print } from './paper.ts'
import { plan } from './plan.ts'
import { refreshStream } from './refresh.ts'
import * as settings from './settings.ts'
import * as tracking from './tracking.ts'
import { sourceState } from './usps-state.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  board: os.board.handler(({ context, input }) => board(context, input)),
  of: os.of.handler(({ context, input }) => tracking.of(context, input.piece)),
  raw: os.raw.handler(({ context, input }) => tracking.raw(context, input)),
  qr: os.qr.handler(({ context, input }) => tracking.qr(context, input.piece)),
  add: os.add.handler(({ context, input }) => tracking.add(context, input)),
  say: os.say.handler(({ context, input }) => tracking.say(context, input)),
  open: os.open.handler(({ context, input }) => imports.open(context, input)),
  remap: os.remap.handler(({ context, input }) => imports.remap(context, input)),
  apply: os.apply.handler(({ context, input, signal, path }) => answering(context, path, withProgress(imports.apply(context, input), signal))),
  cancel: os.cancel.handler(({ context, input }) => imports.cancel(context, input.id)),
  assign: os.assign.handler(({ context, input }) => tracking.assign(context, input)),
  snooze: os.snooze.handler(({ context, input }) => tracking.snooze(context, input, officeDay(context.services.store.now(), context.services.store.zone()))),
  done: os.done.handler(({ context, input }) => tracking.done(context, input)),
  print: os.print.handler(({ context, input }) => print(context, input)),
  settings: os.settings.handler(({ context }) => settings.settings(context)),
  changeSettings: os.changeSettings.handler(({ context, input }) => settings.changeSettings(context, input)),
  connection: os.connection.handler(({ context }) => connecting.connection(context)),
  changeConnection: os.changeConnection.handler(({ context, input }) => connecting.changeConnection(context, input)),
  testConnection: os.testConnection.handler(({ context }) => connecting.testConnection(context)),
  source: os.source.handler(({ context }) => sourceState(context.services)),
  plan: os.plan.handler(({ context, input }) => plan(context, input)),
  refresh: os.refresh.handler(({ context, input, signal, path }) => answering(context, path, withProgress(refreshStream(context, input.pieces), signal))),
})
