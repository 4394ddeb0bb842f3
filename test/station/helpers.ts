import { createRouterClient } from '@orpc/server'
import type { ContractRouterClient } from '@orpc/contract'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Contract } from '../../src/shared/contract/index.ts'
import type { Role } from '../../src/shared/contract/roles.ts'
import { newId } from '../../src/shared/ids.ts'
import { silentLogger } from '../../src/main/logger.ts'
import type { Station, StationOptions } from '../../src/main/station.ts'
import { createStation } from '../../src/main/station.ts'

export type Client = ContractRouterClient<Contract>

/** The worker as it is built: it starts in a third of the time that its sources take. `scripts/built.mjs` keeps it new. */
export const WORKER = new URL('../../out/main/worker.js', import.meta.url)
export const PIN = '2468'
/** A hash that is quickly tried: nobody has these PINs. */
const MADE_UP = 1 << 4
export const OFFICE = { name: 'Test Office', address: '1 Example Way\nAnytown VT 05099', zone: 'America/New_York' }

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pigeonhole-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Opens a station on a real store; it is closed when the test ends. */
export function openStation(options: Partial<StationOptions> = {}): Station {
  const folder = options.folder ?? join(temporaryFolder(), 'store')
  const station = createStation({ face: 'test', version: '0.0.0-test', worker: WORKER, log: silentLogger, secretCost: MADE_UP, ...options, folder })
  onTestFinished(() => station.close())
  return station
}

/** A caller nobody is signed in on. */
export function connect(station: Station): Client {
  return createRouterClient(station.router, { context: station.connect() })
}

/** A caller recognised as somebody of this role, without going through a PIN. */
export function connectAs(station: Station, role: Role, name = `Test ${role}`): Client {
  const context = station.connect()
  context.connection.signedIn = { id: `test-${role}`, name, role }
  return createRouterClient(station.router, { context })
}

/** A station whose office is set up, with a caller of each role. */
export async function testStation(options: Partial<StationOptions> = {}) {
  const station = openStation(options)
  await connect(station).access.setUp({ office: OFFICE, administrator: { name: 'Otis Ledgerwood', pin: PIN } })
  return { station, operator: connectAs(station, 'operator'), supervisor: connectAs(station, 'supervisor'), administrator: connectAs(station, 'administrator') }
}

/** What the intake procedure takes for a number. */
export function scanOf(text: string, id = newId(Date.now())) {
  return { id, text, source: 'typed' as const, caughtAt: Date.now() }
}

/** The report at the end of a stream of progress. */
export async function reportOf<T>(stream: AsyncIterable<{ progress: unknown } | { report: T }>): Promise<T> {
  for await (const message of stream) if ('report' in message) return message.report
  throw new Error('The stream ended without a report.')
}

/** The words of a PDF, page by page, with one space between them. */
export async function pdfTexts(content: Buffer | string): Promise<string[]> {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium')
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(typeof content === 'string' ? Buffer.from(content, 'base64') : content)
  const pages = [...document.pages()].map((page) => page.getText().replaceAll(/\s+/g, ' '))
  document.destroy()
  library.destroy()
  return pages
}
