// npm run check: the quick gate while working: types, lint, unit tests.
import { join } from 'node:path'
import { lint, typeCheck } from './gate.mjs'
import { ensureInstalled, NODE, ROOT, run } from './lib.mjs'

await ensureInstalled()
const codes = [await typeCheck(), await lint(), await run(NODE, [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/unit'])]
process.exitCode = Math.max(...codes)
