import { implement } from '@orpc/server'
import { scanning as contract } from '../../shared/contract/scanning.ts'
import type { Call } from '../call.ts'
import { guard, Refusal } from '../call.ts'
import { DecodeError } from './decodeTypes.ts'
import { testSheet } from './test-sheet.ts'
import * as scanning from './scanning.ts'

const os = implement(contract).$context<Call>().use(guard)

export const router = os.router({
  decodeImage: os.decodeImage.handler(async ({ context, input, signal }) => {
    try {
      const { pages } = await context.services.decoder.decode({ bytes: Buffer.from(input.content, 'base64') }, signal ? { signal } : {})
      return { pages: pages.length, symbols: pages.flatMap(({ page, symbols }) => symbols.map(({ format, text }) => ({ page, format, text }))) }
    } catch (error) {
      if (error instanceof DecodeError) throw new Refusal('unreadable', error.message)
      throw error
    }
  }),
  testSheet: os.testSheet.handler(({ context }) => testSheet(context)),
  scanners: os.scanners.handler(({ context }) => scanning.scanners(context)),
  ports: os.ports.handler(({ context }) => scanning.ports(context)),
  saveScanner: os.saveScanner.handler(({ context, input }) => scanning.saveScanner(context, input)),
  removeScanner: os.removeScanner.handler(({ context, input }) => scanning.removeScanner(context, input.id)),
  arrivals: os.arrivals.handler(({ context, input, signal }) => context.services.arrivals.follow(input.page, () => context.connection.signedIn !== null, signal)),
  usePage: os.usePage.handler(({ context, input }) => { context.services.arrivals.use(input.page); return {} }),
  taken: os.taken.handler(({ context, input }) => { context.services.arrivals.taken(input.id); return {} }),
})
