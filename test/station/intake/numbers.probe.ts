// Takes in as many pieces without barcodes as it is told, says the number of each once it is answered, and kills itself.
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
for (let i = 0; i < Number(count); i++) {
  const { piece } = await client.intake.withoutBarcode({ id: newId(Date.now()) })
  writeSync(1, `${piece.number}\n`)
}
process.kill(process.pid, 'SIGKILL')
