import { implement } from '@orpc/server'
import { intake as contract } from '../../shared/contract/intake.ts'
import type { Call } from '../call.ts'
import { guard } from '../call.ts'
import * as intake from './intake.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  scan: os.scan.handler(({ context, input }) => intake.scan(context, input)),
})
