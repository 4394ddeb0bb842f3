import * as z from 'zod'
import { procedure } from './base.ts'

export const decodedSymbol = z.object({ page: z.number().int(), format: z.string(), text: z.string() })

export const scanning = {
  /** Reads every barcode in a picture or PDF of up to 20 MB. Nothing is kept. Refused as `unreadable` with the reason. */
  decodeImage: procedure('operator').input(z.object({ content: z.base64().max(28_000_000) })).output(z.object({ pages: z.number().int(), symbols: z.array(decodedSymbol) })),
}
export type DecodedSymbolRow = z.infer<typeof decodedSymbol>
