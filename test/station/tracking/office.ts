import { join } from 'node:path'
import { fileSecrets } from '../../../src/main/secrets.ts'
import type { StationOptions } from '../../../src/main/station.ts'
import { newId } from '../../../src/shared/ids.ts'
import type { Client } from '../helpers.ts'
import { reportOf, scanOf, temporaryFolder, testStation } from '../helpers.ts'

/** Numbers of letters, their check digits right. */
export const A = '9589071052700412203980'
export const B = '9589071052700412204116'

/** The ZIP of the office of the tests, and the one its letters go to. */
export const HOME = '05099'
export const THERE = '43999'

/** A station with a clock that stands still until it is moved. */
export async function trackingStation(options: Partial<StationOptions> = {}) {
  const clock = { now: Date.UTC(2026, 10, 23, 15) }
  const folder = options.folder ?? join(temporaryFolder(), 'store')
  const office = await testStation({ now: () => clock.now, secrets: () => fileSecrets(join(folder, '..', 'secrets.json'), {}), folder, ...options })
  return { ...office, clock, folder }
}

/** Logs a letter to somebody in Ohio and answers its id. */
export async function letter(client: Client, number: string, more: { zip?: string; services?: Array<'card' | 'electronic'>; name?: string } = {}): Promise<string> {
  const { letter: row } = await client.certified.log({
    id: newId(Date.now()), addressee: { block: `${more.name ?? 'Hester Thimble'}\n48 Example Lane\nFakeville OH ${more.zip ?? THERE}` }, number: { text: number, source: 'scanned' }, services: more.services ?? [], department: 'Legal', matter: 'Thimble v. Example',
  })
  return row.id
}

/** A parcel that came in. */
export async function parcel(client: Client, number: string): Promise<string> {
  const answer = await client.intake.scan(scanOf(number))
  return answer.piece.id
}

/** Takes in a file as a person does: preview, then apply. */
export async function takeIn(client: Client, name: string, content: string) {
  const preview = await client.tracking.open({ name, content: Buffer.from(content).toString('base64') })
  return { preview, report: await reportOf(await client.tracking.apply({ id: preview.id })) }
}

/** An answer of USPS about a number. */
export function detail(number: string, events: ReadonlyArray<{ code: string; at: string; zip?: string; text?: string; name?: string }>, more: object = {}) {
  return {
    trackingNumber: number, ...more,
    trackingEvents: events.map(({ code, at, zip = THERE, text = `Event ${code}`, name }) => ({ eventCode: code, eventType: text, eventTimestamp: at, eventCity: 'FAKEVILLE', eventState: 'OH', eventZIPCode: zip, ...(name === undefined ? {} : { name }) })),
  }
}
