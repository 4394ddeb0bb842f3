// The checks that need no run: types of every layer, lint with the import boundaries.
import { join } from 'node:path'
import { NODE, ROOT, run } from './lib.mjs'

const LAYERS = ['src/shared', 'src/main', 'src/preload', 'src/renderer', '.']

/** Type-checks every layer with the types it may see, and no more. */
export async function typeCheck() {
  let worst = 0
  for (const layer of LAYERS) worst = Math.max(worst, await run(NODE, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', layer]))
  return worst
}

export const lint = () => run(NODE, [join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings', 'src', 'test', 'scripts'])
