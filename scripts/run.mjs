// Runs a script or the built command line on the pinned Node, after installing and building what is missing.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, NODE, ROOT, run } from './lib.mjs'

const [script, ...args] = process.argv.slice(2)
await ensureInstalled()
await ensureBuilt()
process.exitCode = script === '--build' ? 0 : await run(NODE, [join(ROOT, script), ...args], { cwd: process.env.INIT_CWD ?? process.cwd() })
