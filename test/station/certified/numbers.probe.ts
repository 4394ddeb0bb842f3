// Logs as many letters with the office's own numbers as it is told, says the number of each once it is answered, and kills itself.
import { createRouterClient } from '@orpc/server'
import { writeSync } from 'node:fs'
import { newId } from '../../../src/shared/ids.ts'
import { silentLogger } from '../../../src/main/logger.ts'
import { createStation } from '../../../src/main/station.ts'
import type { Client } from '../helpers.ts'

const [folder = '', count = '0'] = process.argv.slice(2)
const station = createStation({ folder, face: 'test', version: 'probe', worker: new URL('../../../src/main/worker.ts', import.meta.url), log: silentLogger })
const context = station.connect()
context.connection.signedIn = { id: 'probe', name: 'Probe', role: 'operator' }
const client: Client = createRouterClient(station.router, { context })
const log = (): Promise<{ letter: { number: string } }> => client.certified.log({ id: newId(Date.now()), addressee: { block: 'Jane Roe\n12 Example Road\nAnytown VT 05099' }, number: { own: true } })
for (let i = 0; i < Number(count); i++) writeSync(1, `${(await log()).letter.number}\n`)
// One more is under way when the end comes: it is logged or not, and its number is never seen by anybody.
void log()
process.kill(process.pid, 'SIGKILL')
