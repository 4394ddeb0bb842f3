import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** The version of the program, from its package. */
export function programVersion(packageFile: URL): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageFile, 'utf8'))).version
}
