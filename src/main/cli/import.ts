import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { ImportMapping, ImportOpened, ImportPreview, ImportReport } from '../../shared/contract/directory.ts'
import { IMPORT_FIELDS, IMPORT_PART, importField, LARGEST_IMPORT } from '../../shared/contract/directory.ts'
import { number, plural } from '../../shared/words.ts'
import { UsageError } from '../args.ts'
import type { Client } from './client.ts'
import { withClient } from './client.ts'
import type { Command } from './command.ts'
import { followed } from './followed.ts'

/** Bytes sent in one message: base64 makes four out of three. */
const PART = Math.floor(IMPORT_PART / 3) * 3

async function send(client: Client, path: string): Promise<ImportOpened> {
  const bytes = readFileSync(path)
  const name = basename(path)
  let upload: string | null = null
  for (let at = 0; at === 0 || at < bytes.length; at += PART) {
    const answer: { upload: string } = await client.directory.importUpload({ upload, part: bytes.subarray(at, at + PART).toString('base64') })
    upload = answer.upload
  }
  return client.directory.importOpen({ name, ...(upload === null ? {} : { upload }) })
}

/** A mapping file names the column for each field: `{"employeeId": "Personnel no.", "family": "Surname"}`. Places from 0 do as well. */
function mappingFrom(path: string, columns: readonly string[]): ImportMapping {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`${path} is not a mapping: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw new UsageError(`${path} is not a mapping. It looks like {"family": "Surname"}.`)
  return Object.fromEntries(Object.entries(given).map(([name, column]: [string, unknown]) => {
    const field = importField.safeParse(name)
    if (!field.success) throw new UsageError(`"${name}" is not a field. The fields are ${IMPORT_FIELDS.join(', ')}.`)
    const place = typeof column === 'number' ? column : columns.findIndex((known) => known.toLowerCase() === String(column).trim().toLowerCase())
    if (!Number.isInteger(place) || place < 0 || place >= columns.length) throw new UsageError(`The file has no column "${String(column)}". Its columns are ${columns.join(', ')}.`)
    return [field.data, place]
  }))
}

function inWords(preview: ImportPreview, report: ImportReport, badFile: string | undefined): string {
  return [
    `${plural(report.added, 'person', 'people')} added, ${number(report.changed)} changed, ${number(report.same)} as before.`,
    ...(report.missing > 0 ? [`${plural(report.missing, 'person is', 'people are')} in the directory but not in the file; nobody was removed.`] : []),
    ...(report.bad > 0 ? [`${plural(report.bad, 'row was', 'rows were')} not taken:`, ...preview.badRows.slice(0, 10).map((bad) => `  row ${bad.row}: ${bad.reason}`)] : []),
    ...(report.bad > 0 ? [badFile === undefined ? 'Name a file with --bad to get them all, with the reasons.' : `All of them, with the reasons, are in ${badFile}.`] : []),
  ].join('\n')
}

/** `import directory FILE`: brings people from a list into the directory. */
export const importCommand: Command = {
  name: 'import',
  usage: 'import directory FILE [--mapping FILE] [--bad FILE]',
  summary: 'brings people from a CSV file into the directory; rows that cannot be taken go to the --bad file',
  options: { mapping: { type: 'string' }, bad: { type: 'string' } },
  run: async (call) => {
    const [what, file, ...rest] = call.args
    if (what !== 'directory') throw new UsageError(what === undefined ? 'Say what to import: directory.' : `"${what}" cannot be imported, only directory can.`)
    if (file === undefined) throw new UsageError('Name the file.')
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`)
    const path = resolve(file)
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? fail(`There is no file ${path}.`)) > LARGEST_IMPORT) fail(`${path} is larger than ${LARGEST_IMPORT >> 20} MB. Split it.`)
    const { preview, report, mapping } = await withClient(call, async (client) => {
      const opened = await send(client, path)
      const mapping = call.values['mapping'] === undefined ? opened.mapping : mappingFrom(resolve(call.values['mapping']), opened.columns)
      const preview = await followed(call, await client.directory.importPreview({ id: opened.id, mapping }))
      const report = await followed(call, await client.directory.importApply({ id: opened.id }))
      return { preview, report, mapping: Object.fromEntries(Object.entries(mapping).map(([field, column]) => [field, opened.columns[column]])) }
    })
    const badFile = call.values['bad'] === undefined || report.bad === 0 ? undefined : resolve(call.values['bad'])
    if (badFile !== undefined) writeFileSync(badFile, report.badRowsCsv)
    call.io.out(call.json ? JSON.stringify({ ...report, mapping }) : inWords(preview, report, badFile))
    return report.cancelled ? 1 : 0
  },
}

function fail(message: string): never {
  throw new Error(message)
}
