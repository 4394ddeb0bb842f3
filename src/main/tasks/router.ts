import { implement } from '@orpc/server'
import { tasks as contract } from '../../shared/contract/tasks.ts'
import type { Call } from '../call.ts'
import { answering, guard } from '../call.ts'
import { withProgress } from '../progress.ts'
import * as tasks from './tasks.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  list: os.list.handler(({ context }) => context.services.tasks.list()),
  runs: os.runs.handler(({ context, input }) => tasks.runs(context, input)),
  save: os.save.handler(({ context, input }) => tasks.save(context, input)),
  run: os.run.handler(({ context, input, signal, path }) => answering(context, path, withProgress(async (onProgress, inner) => await context.services.tasks.run({ ...(input.tasks ? { only: input.tasks } : {}), by: { id: context.actor.id, name: context.actor.name }, signal: inner, onProgress }), signal))),
})
