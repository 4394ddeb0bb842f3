import { IMPORT_PART } from '../../src/shared/contract/directory.ts'
import type { Client } from '../station/helpers.ts'

const SYLLABLES = ['ba', 'den', 'fi', 'gar', 'hol', 'ke', 'lor', 'man', 'mi', 'nu', 'per', 'ra', 'rick', 'sel', 'stan', 'to', 'vi', 'wen', 'yo', 'zan'] as const
const word = (n: number, syllables: number): string => {
  const text = Array.from({ length: syllables }, (_, at) => SYLLABLES[Math.floor(n / SYLLABLES.length ** at) % SYLLABLES.length] ?? '').join('')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The name of the i-th person of an employee list: one of some thousand given names, one of 20,000 family names. */
export const nameOf = (i: number): { given: string; family: string } => ({ given: word(i % 1_997, 3), family: word((i * 7_919) % 20_011, 4) })

/** An employee list of so many people; `extension` makes every row of a second list differ in one field. */
export function employeeList(people: number, extension: string): Buffer {
  const rows = Array.from({ length: people }, (_, i) => `B${String(i + 1)},${nameOf(i).given},${nameOf(i).family},b${String(i)}@example.com,Department ${String(i % 40)},${String(i % 90)}-100,802-555-01${extension}`)
  return Buffer.from(`Employee ID,First Name,Last Name,E-mail,Department,Mail Stop,Phone\n${rows.join('\n')}\n`)
}

/** Sends a file as the screen does, previews and applies it; answers seconds from the first part to the last row, and what was done. */
export async function importPeople(client: Client, file: Buffer): Promise<{ seconds: number; added: number; changed: number }> {
  const started = performance.now()
  let upload: string | null = null
  for (let at = 0; at < file.length; at += IMPORT_PART) upload = (await client.directory.importUpload({ upload, part: file.subarray(at, at + IMPORT_PART).toString('base64') })).upload
  if (upload === null) throw new Error('There is nothing to import.')
  const { id, mapping } = await client.directory.importOpen({ name: 'people.csv', upload })
  for await (const message of await client.directory.importPreview({ id, mapping })) if ('report' in message) break
  for await (const message of await client.directory.importApply({ id }))
    if ('report' in message) return { seconds: (performance.now() - started) / 1000, added: message.report.added, changed: message.report.changed }
  throw new Error('The import ended without a report.')
}
