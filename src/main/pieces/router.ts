import { implement } from '@orpc/server'
import { pieces as contract } from '../../shared/contract/pieces.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import { exportCsv } from './export.ts'
import * as pieces from './pieces.ts'
import * as views from './views.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  list: os.list.handler(({ context, input }) => pieces.list(context, input)),
  counts: os.counts.handler(({ context, input }) => pieces.counts(context, input.filter)),
  get: os.get.handler(({ context, input }) => pieces.get(context, input.id)),
  find: os.find.handler(({ context, input }) => pieces.find(context, input.text)),
  void: os.void.handler(({ context, input }) => pieces.voidPiece(context, input)),
  file: os.file.handler(({ context, input }) => pieces.file(context, input.hash)),
  views: os.views.handler(({ context }) => views.views(context)),
  saveView: os.saveView.handler(({ context, input }) => views.saveView(context, input)),
  removeView: os.removeView.handler(({ context, input }) => views.removeView(context, input.id)),
  export: os.export.handler(({ context, input, signal, path }) => answering(context, path, exportCsv(context, input.filter, signal))),
})
