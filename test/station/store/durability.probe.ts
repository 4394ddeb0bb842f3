// Runs under strace: answers fifty intakes, each told on standard output by a write of its own.
import { createRouterClient } from '@orpc/server'
import { writeSync } from 'node:fs'
import { newId } from '../../../src/shared/ids.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import { createStation } from '../../../src/main/station.ts'

const station = createStation({ folder: process.argv[2] ?? '', face: 'test', version: 'test', worker: new URL('../../../src/main/worker.ts', import.meta.url), log: silentLogger })
const context = station.connect()
context.connection.signedIn = { id: 'probe', name: 'Probe', role: 'operator' }
const client = createRouterClient(station.router, { context })
for (let i = 0; i < 50; i++) {
  // Long work beside it, whose own commits are not synced, takes nothing from an answer.
  station.services.store.step((tables) => { tables.prepare("INSERT INTO import_mapping (columns, mapping, used_at) VALUES (?, '{}', 0)").run(`column ${i}`) })
  const { piece } = await client.intake.scan({ id: newId(Date.now()), text: `PIECE-${i}`, source: 'wedge', caughtAt: Date.now() })
  writeSync(1, `ANSWER ${piece.id}\n`)
}
await station.close()
